import Emulation
import NetworkPrimitives

/// Runs that start from the same converged network and differ in one thing.
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
        public let result: RunResult
    }

    /// In the order of the variants.
    public let rows: [Row]

    /// The row that does least harm. By this rule, each step only where the one before finds no difference: the least
    /// traffic lost, averaged over the probes; the fewest routers isolated; the least time in isolation; the smallest
    /// database; the first.
    public var best: Int? {
        rows.indices.min { Harm(rows[$0].result, order: $0) < Harm(rows[$1].result, order: $1) }
    }

    /// Runs every variant.
    ///
    /// Each network configuration is converged once and forked for its variants.
    ///
    /// - Parameter jobs: how many runs may be under way at once; results do not depend on it.
    /// - Returns: `nil` where the observer cancelled.
    public static func run(
        _ variants: [Variant], jobs: Int = 1, observer: Simulation.Observer = Simulation.Observer()
    ) async throws -> Comparison? {
        let starts = try await inParallel(distinctNetworks(variants), jobs: jobs) { configuration in
            try Simulation.converged(configuration, observer: observer)
        }
        var networks: [NetworkConfiguration: Network] = [:]
        for network in starts {
            guard let network else { return nil }
            networks[network.configuration] = network
        }
        let prepared = variants.map { variant in
            let scenario = variant.scenario
            let network = scenario.startsCold ? Network(scenario.network) : networks[scenario.network]!
            return (variant: variant, network: network)
        }
        let results = try await inParallel(prepared, jobs: jobs) { variant, network in
            var network = network
            variant.limits.apply(to: &network)
            var simulation = Simulation(variant.scenario, from: network)
            return simulation.run(observer: observer)
        }
        guard !results.contains(where: \.isPartial) else { return nil }
        return Comparison(
            rows: zip(variants, results).map { Row(name: $0.name, limits: $0.limits, result: $1) })
    }

    private static func distinctNetworks(_ variants: [Variant]) -> [NetworkConfiguration] {
        var seen: Set<NetworkConfiguration> = []
        return variants.map(\.scenario.network).filter { seen.insert($0).inserted }
    }

    /// The results by index, with at most `jobs` bodies under way at once.
    private static func inParallel<Item: Sendable, Output: Sendable>(
        _ items: [Item], jobs: Int, body: @escaping @Sendable (Item) throws -> Output
    ) async throws -> [Output] {
        try await withThrowingTaskGroup(of: (Int, Output).self) { group in
            var outputs: [Output?] = items.map { _ in nil }
            var next = 0
            while next < min(items.count, max(1, jobs)) {
                let (index, item) = (next, items[next])
                group.addTask { (index, try body(item)) }
                next += 1
            }
            while let (index, output) = try await group.next() {
                outputs[index] = output
                guard next < items.count else { continue }
                let (index, item) = (next, items[next])
                group.addTask { (index, try body(item)) }
                next += 1
            }
            return outputs.map { $0! }
        }
    }
}

/// How bad a run was; less is better.
private struct Harm: Comparable {
    private let measures: [Int64]

    init(_ result: RunResult, order: Int) {
        let lost = result.probes.reduce(Int64(0)) { $0 + $1.lost.nanoseconds / Int64(max(1, result.probes.count)) }
        measures = [
            lost, Int64(result.totals.isolatedRouters), result.totals.isolatedTime.nanoseconds,
            Int64(result.totals.largestDatabase), Int64(order),
        ]
    }

    static func < (left: Self, right: Self) -> Bool { left.measures.lexicographicallyPrecedes(right.measures) }
}
