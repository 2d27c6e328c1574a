import Emulation
import NetworkPrimitives
import OSPF

/// Runs that differ in what is named here and in nothing else: one for each variant, failure and seed.
///
/// Each network is started once, and every run begins with a fork of it. A row is what a caller keeps of a run; rows are handed
/// over one by one, and those that are there already need not be made again.
public struct Sweep: Sendable {
    /// A scenario under a name, and what is different in it.
    public struct Variant: Sendable {
        public var name: String
        public var scenario: Scenario
        public var limits: LimitOverride

        public init(name: String, scenario: Scenario, limits: LimitOverride = .configured) {
            self.name = name
            self.scenario = scenario
            self.limits = limits
        }
    }

    /// What makes a run this one, whichever others there are, and in whatever order they are done.
    public struct RunID: Hashable, Sendable {
        /// Among the sweep's variants.
        public var variant: Int
        /// `nil` where nothing fails but what the scenario says.
        public var failure: Failure?
        public var seed: UInt64

        public init(variant: Int, failure: Failure? = nil, seed: UInt64) {
            self.variant = variant
            self.failure = failure
            self.seed = seed
        }
    }

    /// A run that is about to begin.
    public struct Trial: Sendable {
        public let id: RunID
        /// With the run's own seed.
        public let scenario: Scenario
        public let limits: LimitOverride
        /// What it is forked from, before its limits are set: one network for all that start alike.
        public let network: Network

        /// The scenario from its start. What fails is for the caller to do.
        public var simulation: Simulation {
            var fork = network
            limits.apply(to: &fork)
            return Simulation(scenario, from: fork)
        }
    }

    public var variants: [Variant]
    /// `nil` where nothing fails but what the scenarios say.
    public var failures: [Failure?]
    /// None means that each scenario keeps its own.
    public var seeds: [UInt64]

    public init(_ variants: [Variant], failures: [Failure?] = [nil], seeds: [UInt64] = []) {
        self.variants = variants
        self.failures = failures
        self.seeds = seeds
    }

    /// By variant, failure and seed.
    public var runs: [RunID] {
        variants.indices.flatMap { variant in
            failures.flatMap { failure in
                (seeds.isEmpty ? [variants[variant].scenario.network.seed] : seeds).map {
                    RunID(variant: variant, failure: failure, seed: $0)
                }
            }
        }
    }

    /// Makes the rows of all runs. Runs that are equal but for the names of their variants are done once.
    ///
    /// - Parameters:
    ///   - known: runs whose rows are there already.
    ///   - network: what all runs start from, where it is there already.
    ///   - jobs: how many runs may be under way at once; rows do not depend on it. So many converged networks are held at once
    ///     at the most.
    ///   - row: what is kept of a run; `nil` ends the sweep. May be called on any thread.
    ///   - take: is handed each row when its run is done, in no order.
    /// - Returns: whether all rows were made: otherwise the observer, or `row`, ended the sweep.
    public func run<Row: Sendable>(
        except known: Set<RunID> = [], from network: Network? = nil, jobs: Int = 1,
        observer: Simulation.Observer = Simulation.Observer(),
        row: @escaping @Sendable (Trial) throws -> Row?, take: (RunID, Row) throws -> Void
    ) async throws -> Bool {
        let groups = groups(of: runs.filter { !known.contains($0) })
        for first in stride(from: 0, to: groups.count, by: max(1, jobs)) {
            let chunk = groups[first..<min(first + max(1, jobs), groups.count)]
            var trials: [(trial: Trial, equals: [RunID])] = []
            let areStarted = try await concurrently(Array(chunk), jobs: jobs) { group in
                try (network ?? Simulation.startingNetwork(of: scenario(of: group[0][0]), observer: observer))
                    .map { ($0, group) }
            } take: { network, group in
                for equals in group {
                    let limits = variants[equals[0].variant].limits
                    let trial = Trial(
                        id: equals[0], scenario: scenario(of: equals[0]), limits: limits, network: network)
                    trials.append((trial, equals))
                }
            }
            guard areStarted else { return false }
            let areDone = try await concurrently(trials, jobs: jobs) { trial, equals in
                try row(trial).map { ($0, equals) }
            } take: { row, equals in
                for id in equals { try take(id, row) }
            }
            guard areDone else { return false }
        }
        return true
    }

    /// The rows of all runs, in their order; `nil` where the sweep was ended.
    public func rows<Row: Sendable>(
        from network: Network? = nil, jobs: Int = 1, observer: Simulation.Observer = Simulation.Observer(),
        row: @escaping @Sendable (Trial) throws -> Row?, rowDone: () -> Void = {}
    ) async throws -> [Row]? {
        var rows: [RunID: Row] = [:]
        let isWhole = try await run(from: network, jobs: jobs, observer: observer, row: row) { id, row in
            rows[id] = row
            rowDone()
        }
        return isWhole ? runs.map { rows[$0]! } : nil
    }

    // MARK: What is equal

    /// Runs that start from one network, each group with its equal runs together.
    private func groups(of runs: [RunID]) -> [[[RunID]]] {
        var groups: [[[RunID]]] = []
        var numbers: [Start: Int] = [:]
        var places: [Work: (group: Int, place: Int)] = [:]
        for run in runs {
            let scenario = scenario(of: run)
            let work = Work(
                scenario: scenario, policies: variants[run.variant].limits.policies, failure: run.failure)
            if let (group, place) = places[work] {
                groups[group][place].append(run)
                continue
            }
            let start = Start(network: scenario.network, isCold: scenario.startsCold)
            let group = numbers[start] ?? groups.count
            if group == groups.count { groups.append([]) }
            numbers[start] = group
            places[work] = (group, groups[group].count)
            groups[group].append([run])
        }
        return groups
    }

    private func scenario(of run: RunID) -> Scenario {
        var scenario = variants[run.variant].scenario
        scenario.network.seed = run.seed
        return scenario
    }

    private struct Start: Hashable {
        let network: NetworkConfiguration
        let isCold: Bool
    }

    private struct Work: Hashable {
        let scenario: Scenario
        let policies: Table<RouterIndex, LimitPolicy?>
        let failure: Failure?
    }
}

/// Hands over what a body makes of each item, with at most `jobs` bodies under way at once, until one makes nothing.
///
/// - Returns: whether all made something.
private func concurrently<Item: Sendable, Output: Sendable>(
    _ items: [Item], jobs: Int, body: @escaping @Sendable (Item) throws -> Output?, take: (Output) throws -> Void
) async throws -> Bool {
    try await withThrowingTaskGroup(of: Output?.self) { group in
        var rest = items[...]
        for item in rest.prefix(max(1, jobs)) { group.addTask { try body(item) } }
        rest = rest.dropFirst(max(1, jobs))
        while let output = try await group.next() {
            guard let output else { return false }
            try take(output)
            if let item = rest.popFirst() { group.addTask { try body(item) } }
        }
        return true
    }
}
