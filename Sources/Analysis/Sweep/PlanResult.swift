import Emulation
import NetworkPrimitives
import OSPF

/// What a change will do: the network before and after it, and what happens on the way.
public struct PlanResult: Sendable {
    public let plan: ChangePlan
    /// The run of the change: traffic, routers, happenings.
    public let run: RunResult
    /// By probe.
    public let paths: [PathChanges]
    /// By router. Those that are powered off at the end have lost all routes.
    public let routes: Table<RouterIndex, RouteChanges>
    public let offices: [OfficeChange]
    public let partitionBefore: Partition
    public let partition: Partition
    /// By router: LSAs that counted towards its limit before.
    public let countedBefore: Table<RouterIndex, Int>
    /// By router: the most that would have counted, had no limit acted. `nil` where none was met, so that the peaks are it.
    public let needs: Table<RouterIndex, Int>?
    /// Whether each router was powered off on purpose, or by what the change did, when the run ended.
    public let isOff: Table<RouterIndex, Bool>
    /// One for each threshold, in their order.
    public private(set) var findings: [ThresholdFinding] = []

    init(_ plan: ChangePlan, _ run: RunResult, before: Network, after: Network) {
        self.plan = plan
        self.run = run
        paths = PathComparison(plan.scenario.probes, before: before, after: after).changes
        routes = Table(before.routers.indices.map { RouteChanges(of: $0, before: before, after: after) })
        offices = OfficeHolders.changes(before: before, after: after, run)
        partitionBefore = Partition(before)
        partition = Partition(after)
        countedBefore = Table(before.routers.map(\.countedLSAs))
        isOff = Table(after.routers.indices.map { !after.isPoweredOn($0) })
        let steps = plan.scenario.timeline.compactMap { entry -> (at: Duration, actions: [Action])? in
            guard case .at(let moment) = entry.trigger else { return nil }
            return (moment, entry.actions)
        }
        needs =
            run.isAnyLimitHit
            ? LimitTrial(
                of: before, steps: steps, limits: .warning,
                watch: plan.scenario.duration - (steps.last?.at ?? .zero)
            ).peaks : nil
        findings = plan.thresholds.map { ThresholdFinding($0, self) }
    }

    /// The outcome: no threshold is crossed and no expectation of the file broken, and where no threshold is given the change
    /// does no harm.
    public var judgment: Judgment {
        let broken = findings.count { $0.isCrossed } + run.verdicts.count { !$0.holds }
        var harms = run.harms(tolerating: plan.tolerance)
        let cut = newlyCutOff
        if !cut.isEmpty { harms.append(.cutOff(routers: cut)) }
        return Judgment(
            rules: findings.count + run.verdicts.count, broken: broken, harms: harms,
            isJudgedByHarm: plan.thresholds.isEmpty)
    }

    /// Running routers that are on a small island at the end, and were not before the change: those that had an adjacency to
    /// lose.
    public var newlyCutOff: [RouterIndex] {
        partition.cutOff.flatMap(\.routers).filter { !isCutOffBefore($0) && run.routers[$0].adjacenciesAtStart > 0 }
    }

    /// Whether a router was on no large island before the change either.
    public func isCutOffBefore(_ router: RouterIndex) -> Bool {
        partitionBefore.cutOff.contains { $0.routers.contains(router) }
    }

    /// Routers that hit their limits in the run, each once, in that order. Those that their limits had changed already are not
    /// among them.
    public var falls: [Fall] { run.journal.falls(in: run.happenings, since: run.start, besides: run.fallenBefore) }

    /// The most that would count towards a router's limit, had no limit acted.
    public func need(of router: RouterIndex) -> Int { needs?[router] ?? run.routers[router].countedPeak }

    /// The most that counted towards a router's limit, or would have, had no limit acted.
    public func most(of router: RouterIndex) -> Int { max(need(of: router), run.routers[router].countedPeak) }

    /// How far that is below the limit, in LSAs: negative where the limit is hit. `nil` without a limit.
    public func headroom(of router: RouterIndex) -> Int? {
        let limit = run.routers[router].limit
        return limit.maximum.map { Int($0) - most(of: router) - (limit.trip == .reaches ? 1 : 0) }
    }

    /// Routers that are within a fifth of their limit or over it, the fullest first.
    public var nearLimit: [RouterIndex] {
        let near = run.routers.indices.filter { router in
            guard let maximum = run.routers[router].limit.maximum, let room = headroom(of: router) else { return false }
            return room * 5 <= Int(maximum)
        }
        return near.sorted { left, right in
            let (a, b) = (Int(run.routers[left].limit.maximum!), Int(run.routers[right].limit.maximum!))
            let (x, y) = (most(of: left) * max(1, b), most(of: right) * max(1, a))
            return (y, left) < (x, right)
        }
    }

    /// Sites of which no router takes part in the network when the run ends, although some did before.
    public var darkSites: [String] {
        func sites(_ partition: Partition) -> Set<String> {
            Set(partition.islands.flatMap(\.routers).compactMap { plan.scenario.network.routers[$0].site })
        }
        return sites(partitionBefore).subtracting(sites(partition)).sorted()
    }

    /// How long it took from the last change until every probe was delivered and all databases were equal; `nil` where
    /// that was not so at the end.
    public var convergence: Duration? {
        // Databases that differed before are no part of it.
        let different = run.convergence.wereDatabasesEqual ? nil : run.start
        guard let delivered = run.convergence.deliveredSince,
            let equal = run.convergence.databasesEqualSince ?? different
        else {
            return nil
        }
        let last = run.start + (plan.scenario.timeline.compactMap(\.moment).max() ?? .zero)
        return max(.zero, max(delivered, equal) - last)
    }
}

extension TimelineEntry {
    /// When it is due, if that is a fixed moment.
    fileprivate var moment: Duration? { if case .at(let moment) = trigger { moment } else { nil } }
}
