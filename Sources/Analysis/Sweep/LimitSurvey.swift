import Emulation
import NetworkPrimitives
import OSPF

/// Which limits hold in which failures, and what the smallest are that would: every failure simulated on a fork of one
/// converged network.
public struct LimitSurvey: Sendable {
    /// What is asked.
    public struct Request: Sendable {
        public var network: NetworkConfiguration
        /// The traffic that no failure may cut off.
        public var probes: [Probe]
        /// Where it comes from, and what the failures are, in words.
        public var measured: String
        public var demand: String
        /// In the order in which they are reported, each once.
        public var failures: [Failure]
        /// How long a failure is watched at the most.
        public var watch: Duration
        /// Whether what failed comes back once the network has been watched for that time, and is watched as long again.
        public var returns: Bool
        /// What the file says of the network besides how it works.
        public var notes = NetworkNotes()

        public init(
            network: NetworkConfiguration, probes: [Probe] = [], measured: String = "", demand: String = "",
            failures: [Failure], watch: Duration = .seconds(600), returns: Bool = false
        ) {
            self.network = network
            self.probes = probes
            self.measured = measured
            self.demand = demand
            self.failures = failures
            self.watch = watch
            self.returns = returns
        }
    }

    /// One failure, and what it did.
    public struct Row: Hashable, Sendable {
        public let failure: Failure
        /// What every router would have to hold: limits warn and do nothing else, and memory has no end.
        public let unlimited: LimitTrial
        /// What happens with the limits and the memory as they are configured. Where nobody hits a limit or needs more
        /// memory than there is, this is `unlimited`: neither changes anything then.
        public let configured: LimitTrial
        /// Pairs that are cut off by it.
        public var cutPairs: Int { configured.cutTraffic.reduce(0) { $0 + $1.pairs } }
        public var survives: Bool {
            configured.falls.isEmpty && configured.shortages.isEmpty && configured.cutTraffic.isEmpty
        }
    }

    /// One router over all failures.
    public struct RouterNeed: Hashable, Sendable {
        public let router: RouterIndex
        public let limit: LimitPolicy
        /// LSAs that count towards its limit in the converged network.
        public let now: Int
        /// The most that would count in any failure, and in which; `nil` where no failure needs more than the network did
        /// on its way to convergence.
        public let worst: Int
        public let worstFailure: Int?
        /// How far the worst is below the limit; negative where it is not. `nil` without a limit.
        public let headroom: Int?
        /// The smallest maximum that is met in no failure.
        public let smallestLimit: Int
        /// Its memory, and the most octets of it that it would take in any failure; `nil` where memory is free.
        public let memory: MemoryModel?
        public let worstMemory: UInt64?
        /// How many of the failures make it hit its limit as configured, cascades included.
        public let falls: Int
        /// The failure in which it falls soonest.
        public let soonest: Soonest?

        public struct Soonest: Hashable, Sendable {
            public var failure: Int
            /// Since the failure.
            public var after: Duration
        }
    }

    public let request: Request
    /// How long the network took to converge.
    public let coldStart: Duration
    /// Routers that hit their limit, shut down OSPF or ran out of memory before anything failed.
    public let fallenBefore: [RouterIndex]
    /// Pairs of which nothing arrived before anything failed.
    public let undeliveredBefore: Int
    /// By failure, in the order of the request.
    public let rows: [Row]
    /// By router, in the order of the network.
    public let routers: [RouterNeed]

    /// Each failure is a rule: that it trips no limit, exhausts no memory and cuts no traffic off.
    public var judgment: Judgment { Judgment(rules: rows.count, broken: rows.count { !$0.survives }) }

    /// Converges the network once and simulates every failure on a fork of it.
    ///
    /// - Parameters:
    ///   - jobs: how many failures are simulated at once; the result does not depend on it.
    ///   - failureDone: called after each failure.
    /// - Returns: `nil` where the observer canceled.
    /// - Complexity: one cold start, and one or two runs of each failure.
    public static func run(
        _ request: Request, jobs: Int = 1, observer: Simulation.Observer = Simulation.Observer(),
        failureDone: () -> Void = {}
    ) async throws -> LimitSurvey? {
        guard let network = try Simulation.converged(request.network, observer: observer) else { return nil }
        let fallen = fallen(in: network)
        var unlimited = network
        if !fallen.isEmpty {
            // What the limits did to it already must not be missing from what the routers would have to hold.
            var configuration = request.network
            for router in configuration.routers.indices {
                let limit = configuration.routers[router].ospf.limit
                configuration.routers[router].ospf.limit = limit.warning
                configuration.routers[router].ospf.memory?.octets = .max
            }
            guard let other = try Simulation.converged(configuration, observer: observer) else { return nil }
            unlimited = other
        }
        let starts = (configured: network, unlimited: unlimited, areEqual: fallen.isEmpty)
        let scenario = Scenario(name: request.network.name, network: request.network)
        let sweep = Sweep([Sweep.Variant(name: "configured", scenario: scenario)], failures: request.failures)
        let rows = try await sweep.rows(from: network, jobs: jobs) { trial in
            observer.isCancelled() ? nil : trial.id.failure.map { row($0, of: starts, request) }
        } rowDone: {
            failureDone()
        }
        return rows.map {
            LimitSurvey(request, starts, fallen, coldStart: (network.quietSince ?? network.now) - .origin, rows: $0)
        }
    }

    /// The converged network, and the same without what its limits did on the way.
    private typealias Starts = (configured: Network, unlimited: Network, areEqual: Bool)

    private static func fallen(in network: Network) -> [RouterIndex] {
        let fallen = Set(network.context.journal.happenings.filter(\.kind.isFall).compactMap(\.router))
        return network.routers.indices.filter(fallen.contains)
    }

    private static func row(_ failure: Failure, of starts: Starts, _ request: Request) -> Row {
        var steps: [(at: Duration, actions: [Action])] = [(.zero, failure.actions)]
        if request.returns { steps.append((request.watch, failure.repairs)) }
        let unlimited = LimitTrial(
            of: starts.unlimited, steps: steps, limits: .warning, watch: request.watch, probes: request.probes,
            failed: failure)
        let hasRoom = zip(request.network.routers, unlimited.memoryPeaks).allSatisfy { router, peak in
            router.ospf.memory.map { peak <= $0.octets } ?? true
        }
        let isUntouched = starts.areEqual && unlimited.falls.isEmpty && hasRoom
        return Row(
            failure: failure, unlimited: unlimited,
            configured: isUntouched
                ? unlimited
                : LimitTrial(
                    of: starts.configured, steps: steps, limits: .configured, watch: request.watch,
                    probes: request.probes, failed: failure))
    }

    private init(_ request: Request, _ starts: Starts, _ fallen: [RouterIndex], coldStart: Duration, rows: [Row]) {
        self.request = request
        self.rows = rows
        self.coldStart = coldStart
        fallenBefore = fallen
        undeliveredBefore = CutTraffic.undelivered(request.probes, in: starts.configured)
        routers = request.network.routers.indices.map { RouterNeed($0, starts.configured, starts.unlimited, rows) }
    }
}

extension LimitSurvey.RouterNeed {
    fileprivate init(_ router: RouterIndex, _ network: Network, _ unlimited: Network, _ rows: [LimitSurvey.Row]) {
        self.router = router
        limit = network.routers[router].configuration.limit
        now = network.routers[router].countedLSAs
        let before = unlimited.routers[router].counters.largestCount
        let most = rows.map { $0.unlimited.peaks[router] }.max() ?? before
        worst = max(before, most)
        worstFailure = most > before ? rows.firstIndex { $0.unlimited.peaks[router] == most } : nil
        let smallest = limit.trip == .exceeds ? worst : worst + 1
        smallestLimit = smallest
        memory = network.configuration.routers[router].ospf.memory
        worstMemory =
            memory == nil
            ? nil
            : rows.map { $0.unlimited.memoryPeaks[router] }.max() ?? unlimited.routers[router].counters.largestMemory
        headroom = limit.maximum.map { Int($0) - smallest }
        var falls = 0
        var soonest: Soonest?
        for (number, row) in rows.enumerated() {
            guard let fall = row.configured.falls.first(where: { $0.router == router }) else { continue }
            falls += 1
            if fall.met < soonest?.after ?? .nanoseconds(.max) { soonest = Soonest(failure: number, after: fall.met) }
        }
        (self.falls, self.soonest) = (falls, soonest)
    }
}
