import NetworkPrimitives

/// Runs that start from forks of the same networks and differ in one thing.
public struct Comparison: Sendable {
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
    /// Each network is converged once for each seed and forked for its variants, so that these differ in nothing else. A
    /// scenario that starts cold has nothing to converge.
    ///
    /// - Parameters:
    ///   - seeds: none means that each scenario keeps its own.
    ///   - jobs: how many runs may be under way at once; results do not depend on it.
    /// - Returns: `nil` where the observer canceled.
    public static func run(
        _ variants: [Sweep.Variant], seeds: [UInt64] = [], jobs: Int = 1,
        observer: Simulation.Observer = Simulation.Observer()
    ) async throws -> Comparison? {
        let sweep = Sweep(variants, seeds: seeds)
        var observer = observer
        // Of several seeds, medians are shown.
        if seeds.count > 1 { observer.recordsCourse = false }
        let looking = observer
        let runs = try await sweep.rows(jobs: jobs, observer: looking) { trial in
            var simulation = trial.simulation
            let result = simulation.run(observer: looking)
            return result.isPartial ? nil : (result: result, start: trial.network.digest.value)
        }
        guard let runs else { return nil }
        let count = max(1, seeds.count)
        let rows = variants.enumerated().map { number, variant in
            let own = runs[number * count..<(number + 1) * count]
            return Row(
                name: variant.name, limits: variant.limits, runs: own.map(\.result), startDigests: own.map(\.start))
        }
        return Comparison(rows: rows, seeds: seeds.isEmpty ? nil : seeds)
    }
}
