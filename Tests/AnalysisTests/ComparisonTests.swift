import Analysis
import Emulation
import NetworkPrimitives
import OSPF
import Synchronization
import Testing

@Suite("Comparisons") struct ComparisonTests {
    private func compare(_ limits: [LimitOverride], jobs: Int = 1) async throws -> Comparison {
        let variants = limits.map {
            Comparison.Variant(name: $0.rawValue, scenario: Samples.takeover, limits: $0)
        }
        return try #require(try await Comparison.run(variants, jobs: jobs))
    }

    @Test func `a variant that changes nothing is the plain run`() async throws {
        let plain = try Samples.run(Samples.takeover)
        let rows = try await compare([.configured, .shutdown]).rows
        #expect(rows.map(\.result.digest) == [plain.digest, plain.digest])
        #expect(rows.allSatisfy { $0.result.journal.happenings.count == plain.journal.happenings.count })
    }

    @Test func `policies differ in who isolates himself`() async throws {
        let comparison = try await compare([.shutdown, .reject, .warn, .none])
        let results = comparison.rows.map(\.result)
        #expect(results.map(\.totals.isolatedRouters) == [1, 0, 0, 0])
        #expect(results.map { $0.totals.routers.lsasRejected > 0 } == [false, true, false, false])
        #expect(comparison.best != 0)
    }

    @Test func `the number of jobs does not change a result`() async throws {
        let one = try await compare([.shutdown, .reject, .none], jobs: 1)
        let many = try await compare([.shutdown, .reject, .none], jobs: 3)
        #expect(one.rows.map(\.result.digest) == many.rows.map(\.result.digest))
    }

    @Test func `an interrupted run knows what happened so far`() throws {
        let network = try #require(try Simulation.converged(Samples.takeover.network))
        var simulation = Simulation(Samples.takeover, from: network)
        let seconds = Counter()
        let result = simulation.run(
            observer: Simulation.Observer(isCancelled: { seconds.next() >= 15 }))
        #expect(result.isPartial)
        #expect(result.end - result.start == .seconds(15))
        #expect(result.totals.isolatedRouters == 1)
    }
}

/// Counts how often it is asked.
private final class Counter: Sendable {
    private let count = Mutex(0)
    func next() -> Int {
        count.withLock {
            $0 += 1
            return $0
        }
    }
}
