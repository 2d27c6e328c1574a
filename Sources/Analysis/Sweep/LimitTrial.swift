import Emulation
import NetworkPrimitives
import OSPF

/// What a fork of a network goes through when something is done to it, watched for its databases and limits alone.
public struct LimitTrial: Hashable, Sendable {
    /// Whether limits act as they are configured.
    public enum Limits: Sendable {
        case configured
        /// Every router with a limit only says that it is met, and memory is without end.
        case warning
    }

    /// By router: the most LSAs that ever counted towards its limit, from the network's cold start on.
    public let peaks: Table<RouterIndex, Int>
    /// Each router that hit its limit, once, in the order in which they did.
    public let falls: [Fall]
    /// Each router that ran out of memory, once, in the order in which they did.
    public let shortages: [Shortage]
    /// By router: the most octets of memory that it ever took, from the network's cold start on; 0 where memory is free.
    public let memoryPeaks: Table<RouterIndex, UInt64>
    /// What was delivered before and is not at the end.
    public let cutTraffic: [CutTraffic]
    /// How long the network was watched after the first action.
    public let watched: Duration
    /// Whether it came to rest within that time.
    public let isSettled: Bool

    /// Does things to a copy of a network and watches it until it has come to rest.
    ///
    /// At rest means: nothing but hellos under way, nobody isolated for a time, no timer running that ends what a limit
    /// began, for as long as the longest timer that waits in silence: a dead interval, a translator's stability interval.
    ///
    /// - Parameters:
    ///   - steps: what is done and when, in order of time.
    ///   - limits: whether they act.
    ///   - watch: the most time after the last step.
    ///   - probes: the traffic that is looked at before and after.
    ///   - failed: what failed, so that its own traffic is none.
    public init(
        of before: Network, steps: [(at: Duration, actions: [Action])], limits: Limits, watch: Duration,
        probes: [Probe] = [], failed: Failure? = nil
    ) {
        var network = before
        if limits == .warning {
            network.liftMemoryLimits()
            for router in network.routers.indices {
                let policy = network.routers[router].configuration.limit
                guard policy != policy.warning else { continue }
                network.apply(.setLimit(router: router, policy.warning), text: "limits warn")
            }
        }
        let start = network.now
        let firstHappening = network.context.journal.happenings.count
        var last = Duration.zero
        for step in steps {
            network.advance(to: start + step.at)
            for action in step.actions { network.apply(Self.action(action, under: limits), text: "") }
            last = step.at
        }
        let patience = Self.longestSilence(of: network.configuration)
        let end = start + last + watch
        var restingSince: Instant?
        while network.now < end {
            network.advance(to: min(end, network.now + .seconds(1)))
            let isResting = network.isQuiet && !network.routers.indices.contains { network.isWaiting($0) }
            guard isResting else {
                restingSince = nil
                continue
            }
            let since = restingSince ?? network.now
            restingSince = since
            if network.now - since >= patience { break }
        }
        peaks = Table(network.routers.map(\.counters.largestCount))
        memoryPeaks = Table(network.routers.map(\.counters.largestMemory))
        let journal = network.context.journal
        let happenings = firstHappening..<journal.happenings.count
        shortages = journal.shortages(in: happenings, since: start).filter {
            !before.isCrashed($0.router) && !before.routers[$0.router].isShortOfMemory
        }
        // Who is over its limit already is not brought there by a failure.
        let fallen = before.routers.indices.filter { before.routers[$0].limitPhase != .normal }
        falls = journal.falls(in: happenings, since: start, besides: fallen)
        cutTraffic = CutTraffic.found(probes, before: before, after: network, failed: failed)
        watched = network.now - start
        isSettled = network.now < end
    }

    /// A new limit that comes with the steps is subject to the same override.
    private static func action(_ action: Action, under limits: Limits) -> Action {
        guard limits == .warning, case .setLimit(let router, let policy) = action else { return action }
        return .setLimit(router: router, policy.warning)
    }

    /// How long a network may be quiet and yet have something to come.
    private static func longestSilence(of network: NetworkConfiguration) -> Duration {
        var longest = Duration.seconds(5)
        for router in network.routers {
            for interface in router.ospf.interfaces { longest = max(longest, interface.deadInterval) }
            for area in router.ospf.areas { longest = max(longest, area.translatorStabilityInterval) }
            longest = max(longest, router.ospf.limit.grace)
        }
        return longest + .seconds(2)
    }
}

extension Network {
    /// Whether the router is isolated or crashed and will come back without an operator, or will do something else of its own
    /// accord.
    fileprivate func isWaiting(_ router: RouterIndex) -> Bool {
        awaitsRestart(router)
            || isPoweredOn(router) && (routers[router].limitPhase == .isolated || routers[router].awaitsTimer)
    }
}

extension LimitPolicy {
    /// The same limit, which is logged when it is hit and does nothing else.
    var warning: LimitPolicy {
        guard isSet else { return self }
        var policy = self
        policy.action = .warn
        // A policy that only warns is no reason to start again.
        policy.clearsOnReconfiguration = false
        return policy
    }
}
