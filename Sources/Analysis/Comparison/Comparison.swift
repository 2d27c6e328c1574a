import Emulation
import NetworkPrimitives
import OSPF

/// Runs that start from forks of the same networks and differ in one thing.
public struct Comparison: Sendable {
    /// One thing to compare.
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

    /// A variant and what came of it.
    public struct Row: Sendable {
        public let name: String
        public let limits: LimitOverride
        /// Seed by seed; at least one.
        public let runs: [RunResult]
        /// The digests of the networks that the runs were forked from, before their limits were set: equal for all variants
        /// of one scenario and seed.
        public let startDigests: [UInt64]

        /// The run with the first seed.
        public var result: RunResult { runs[0] }
    }

    /// In the order of the variants.
    public let rows: [Row]
    /// What all chance was drawn from, in the order of each row's runs; `nil` where each scenario had its own seed.
    public let seeds: [UInt64]?

    /// Runs every variant, with every seed.
    ///
    /// Each network is converged once for each seed and forked for its variants, so that these differ in nothing else.
    /// Variants that are equal but for their names are run once. A scenario that starts cold has nothing to converge.
    ///
    /// - Parameters:
    ///   - seeds: none means that each scenario keeps its own.
    ///   - jobs: how many runs may be under way at once; results do not depend on it. So many converged networks are held
    ///     at once at the most.
    /// - Returns: `nil` where the observer canceled.
    public static func run(
        _ variants: [Variant], seeds: [UInt64] = [], jobs: Int = 1,
        observer: Simulation.Observer = Simulation.Observer()
    ) async throws -> Comparison? {
        var tasks = TaskList(variants, seeds: seeds)
        let starts = tasks.starts
        for first in stride(from: 0, to: starts.count, by: max(1, jobs)) {
            let chunk = Array(starts[first..<min(first + max(1, jobs), starts.count)])
            let networks = try await concurrently(chunk, jobs: jobs) { start in
                try Simulation.startingNetwork(of: start, observer: observer)
            }
            var prepared: [(task: Int, scenario: Scenario, limits: LimitOverride, network: Network)] = []
            for (place, network) in networks.enumerated() {
                guard let network else { return nil }
                for task in tasks.tasks(ofStart: first + place) {
                    prepared.append((task, tasks[task].scenario, tasks[task].limits, network))
                }
            }
            let results = try await concurrently(prepared, jobs: jobs) { item in
                var network = item.network
                item.limits.apply(to: &network)
                var simulation = Simulation(item.scenario, from: network)
                return (item.task, item.network.digest.value, simulation.run(observer: observer))
            }
            guard !results.contains(where: \.2.isPartial) else { return nil }
            for (task, digest, result) in results { tasks.finish(task, digest: digest, result) }
        }
        return Comparison(rows: tasks.rows(of: variants), seeds: seeds.isEmpty ? nil : seeds)
    }
}

/// What has to be run for a comparison: each different thing once.
private struct TaskList {
    struct Task {
        let scenario: Scenario
        let limits: LimitOverride
        let start: Int
        var outcome: (digest: UInt64, result: RunResult)?
    }

    /// A network that is started once, for a scenario that starts with it.
    private struct Start: Hashable {
        let network: NetworkConfiguration
        let isCold: Bool
    }

    private struct Key: Hashable {
        let scenario: Scenario
        let policies: [LimitPolicy?]
    }

    private(set) var starts: [Scenario] = []
    private var tasks: [Task] = []
    /// By variant: the tasks, seed by seed.
    private var places: [[Int]] = []

    init(_ variants: [Comparison.Variant], seeds: [UInt64]) {
        var numbers: [Start: Int] = [:]
        var known: [Key: Int] = [:]
        for variant in variants {
            places.append(
                (seeds.isEmpty ? [variant.scenario.network.seed] : seeds).map { seed in
                    var scenario = variant.scenario
                    scenario.network.seed = seed
                    let start = Start(network: scenario.network, isCold: scenario.startsCold)
                    if numbers[start] == nil {
                        numbers[start] = starts.count
                        starts.append(scenario)
                    }
                    let key = Key(scenario: scenario, policies: variant.limits.policies)
                    if let task = known[key] { return task }
                    known[key] = tasks.count
                    tasks.append(Task(scenario: scenario, limits: variant.limits, start: numbers[start]!))
                    return tasks.count - 1
                })
        }
    }

    subscript(task: Int) -> Task { tasks[task] }

    func tasks(ofStart start: Int) -> [Int] { tasks.indices.filter { tasks[$0].start == start } }

    mutating func finish(_ task: Int, digest: UInt64, _ result: RunResult) { tasks[task].outcome = (digest, result) }

    func rows(of variants: [Comparison.Variant]) -> [Comparison.Row] {
        zip(variants, places).map { variant, places in
            let outcomes = places.map { tasks[$0].outcome! }
            return Comparison.Row(
                name: variant.name, limits: variant.limits, runs: outcomes.map(\.result),
                startDigests: outcomes.map(\.digest))
        }
    }
}
