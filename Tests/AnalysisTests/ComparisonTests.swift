import Analysis
import Emulation
import NetworkPrimitives
import OSPF
import Synchronization
import TestSupport
import Testing

@Suite("Comparisons") struct ComparisonTests {
    private static let network = Samples.takeover.network
    private static let shutdown = LimitOverride(name: "shutdown", of: network) { $0.action = .shutdown }
    private static let reject = LimitOverride(name: "reject", of: network) { $0.action = .reject }
    private static let warn = LimitOverride(name: "warn", of: network) { $0.action = .warn }
    private static let none = LimitOverride(name: "none", of: network) { $0.maximum = nil }

    private func compare(
        _ limits: [LimitOverride], seeds: [UInt64] = [], jobs: Int = 1, of scenario: Scenario = Samples.takeover,
        observer: Simulation.Observer = Simulation.Observer()
    ) async throws -> Comparison {
        let variants = limits.map { Sweep.Variant(name: $0.name, scenario: scenario, limits: $0) }
        return try #require(try await Comparison.run(variants, seeds: seeds, jobs: jobs, observer: observer))
    }

    @Test func `a variant that changes nothing is the plain run`() async throws {
        let plain = try Samples.run(Samples.takeover)
        let rows = try await compare([.configured, Self.shutdown]).rows
        #expect(rows.map(\.result.digest) == [plain.digest, plain.digest])
        #expect(rows.allSatisfy { $0.result.journal.happenings.count == plain.journal.happenings.count })
    }

    @Test func `policies differ in who isolates himself`() async throws {
        let comparison = try await compare([Self.shutdown, Self.reject, Self.warn, Self.none])
        let results = comparison.rows.map(\.result)
        #expect(results.map(\.totals.isolatedRouters) == [1, 0, 0, 0])
        #expect(results.map { $0.totals.routers.lsasRejected > 0 } == [false, true, false, false])
        #expect(comparison.best == [1])
        // Memory is free here, so that no limit and a warning alone would win for nothing.
        #expect(comparison.references == [2, 3])
        #expect(try await compare([Self.shutdown, Self.warn, Self.none]).contest == .tooFew)
    }

    @Test func `all variants of one seed start from the same network, bit for bit`() async throws {
        let rows = try await compare([.configured, Self.reject, Self.none], seeds: [1, 2]).rows
        for seed in 0...1 {
            let converged = try #require(try Simulation.converged(rows[0].runs[seed].scenario.network))
            #expect(rows.map { $0.startDigests[seed] } == Array(repeating: converged.digest.value, count: 3))
        }
        #expect(rows[0].startDigests[0] != rows[0].startDigests[1])
        // Up to the moment at which the policies differ, nothing else does: the decommission and what follows from it.
        let firstTrip = try #require(
            rows[0].result.happenings.first { rows[0].result.journal.happenings[$0].kind == .limitExceeded })
        let before = rows[0].result.firstHappening..<firstTrip
        let instants = rows.map { row in
            let happenings = row.result.journal.happenings[row.result.firstHappening...].filter {
                $0.kind != .limitWarning && $0.kind != .limitCleared
            }
            return happenings.prefix(before.count - 2).map(\.instant)
        }
        #expect(instants[0].count > 3)
        #expect(instants[1] == instants[0] && instants[2] == instants[0])
    }

    @Test(arguments: [2, 3, 7]) func `the number of jobs does not change a result`(jobs: Int) async throws {
        let limits = [Self.shutdown, Self.reject, Self.none]
        let one = try await compare(limits, seeds: [3, 1, 2], jobs: 1)
        let many = try await compare(limits, seeds: [3, 1, 2], jobs: jobs)
        #expect(one.rows.map { $0.runs.map(\.digest) } == many.rows.map { $0.runs.map(\.digest) })
        #expect(one.rows[0].runs.map(\.scenario.network.seed) == [3, 1, 2])
        #expect(one.best == many.best)
    }

    @Test func `a scenario that starts cold is not converged first`() async throws {
        var scenario = Samples.takeover
        scenario.startsCold = true
        let coldStarts = Counter()
        let observer = Simulation.Observer(progress: { if $0.time == nil { _ = coldStarts.next() } })
        let comparison = try await compare([.configured, Self.none], of: scenario, observer: observer)
        #expect(coldStarts.next() == 1, "the counter is asked here for the first time")
        #expect(comparison.rows.allSatisfy { $0.result.coldStart == .zero })
    }

    @Test func `databases that never become equal are worse than the same without`() async throws {
        let comparison = try await compare([Self.reject, Self.warn, Self.none])
        let rows = comparison.rows
        // Refusing loses no more traffic here, and isolates nobody: only the databases distinguish it from the others.
        #expect(Set(rows.map { Measure.lost.coarse($0.spread(of: .lost).median) }).count == 1)
        #expect(rows.map(\.result.convergence.distinctDatabases) == [2, 1, 1])
        #expect(rows.map { $0.result.convergence.databasesEqualSince == nil } == [true, false, false])
        // A warning and no limit are no candidates.
        #expect(comparison.contest == .tooFew)
    }

    @Test func `a stub area's database is no other for holding no external LSAs`() throws {
        var builder = NetworkBuilder(routers: 3)
        builder.link(0, 1)
        builder.link(1, 2, area: 1)
        builder.nodes[0].ospf.redistributions = [
            RedistributionConfiguration(name: "service", prefixes: [Samples.service])
        ]
        for router in 1...2 {
            builder.nodes[router].ospf.areas = [AreaConfiguration(area: AreaID(bits: 1), kind: .stub)]
        }
        builder.nodes[2].ospf.loopbacks = []
        let result = try Samples.run(
            Scenario(name: "stub", network: builder.configuration, duration: .seconds(20)))
        #expect(result.routers[0].database != result.routers[2].database)
        #expect(result.convergence.databasesEqualSince == result.start)
        #expect(result.convergence.distinctDatabases == 1)
    }

    @Test func `the price names what another variant has less of`() async throws {
        let comparison = try await compare([Self.shutdown, Self.reject])
        #expect(comparison.best == [1])
        let price = comparison.price
        let refused = try #require(price.first { $0.measure == .rejected })
        #expect(refused.least == 0 && refused.leastRow == 0)
        #expect(refused.value == Int64(comparison.rows[1].result.totals.routers.lsasRejected))
        #expect(!price.contains { $0.measure == .lost || $0.measure == .isolatedTime })
    }

    @Test func `a tie is a tie, whichever variant was typed first`() async throws {
        var quiet = Samples.takeover
        quiet.network.routers[2].ospf.limit.maximum = 1_000
        let (shutdown, reject) = (
            LimitOverride(name: "shutdown", of: quiet.network) { $0.action = .shutdown },
            LimitOverride(name: "reject", of: quiet.network) { $0.action = .reject }
        )
        for limits in [[shutdown, reject], [reject, shutdown]] {
            let comparison = try await compare(limits, of: quiet)
            #expect(comparison.best == nil)
            #expect(comparison.contest == .tie(isAnyLimitHit: false))
            #expect(comparison.price.isEmpty)
        }
        // Two that do the same, and one that does more harm.
        #expect(try await compare([Self.reject, Self.shutdown, Self.reject]).best == [0, 2])
        #expect(try await compare([.configured, Self.shutdown]).contest == .tie(isAnyLimitHit: true))
    }

    @Test func `an expectation that one variant breaks fails the comparison`() async throws {
        var scenario = Samples.takeover
        scenario.expectations = [Analysis.Expectation(.isolated(routers: [0, 1, 2], .lessOrEqual, 0), text: "never")]
        let comparison = try await compare([Self.shutdown, Self.reject], of: scenario)
        #expect((comparison.judgment.rules, comparison.judgment.broken) == (2, 1))
        #expect(comparison.judgment.outcome == .fail)
        #expect(try await compare([Self.shutdown, Self.reject]).judgment.outcome == nil)
    }

    @Test func `of several seeds the median and the worst count`() {
        let odd = Spread([5, 1, 9])
        #expect(odd.median == 5 && odd.worst == 9)
        let even = Spread([4, 1, 2, 3])
        #expect(even.median == 3 && even.worst == 4)
        #expect(Spread([7]).median == 7)
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
