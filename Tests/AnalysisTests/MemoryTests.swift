import Analysis
import Emulation
import NetworkPrimitives
import OSPF
import TestSupport
import Testing

@Suite("What memory costs") struct MemoryTests {
    /// 0 - 1 - 2 in a row, and a longer way round by 3; 4 behind 1 will leak 60 prefixes. All but 4 have memory for some 40 LSAs,
    /// and a limit of 30 that refuses.
    private static func leak(
        memory: MemoryModel? = MemoryModel(octets: 5_000, restartAfter: .seconds(120)),
        limit: LimitPolicy = LimitPolicy(maximum: 30, action: .reject)
    ) -> Scenario {
        var builder = NetworkBuilder(routers: 5)
        builder.link(0, 1)
        builder.link(1, 2)
        builder.link(1, 4)
        builder.link(0, 3, cost: 100)
        builder.link(3, 2, cost: 100)
        for router in 0...3 {
            builder.nodes[router].ospf.memory = memory
            builder.nodes[router].ospf.limit = limit
        }
        let prefixes = (0..<60).map { IPv4Prefix(IPv4Address(bits: 0x6440_0000 + UInt32($0) << 8), length: 24) }
        return Scenario(
            name: "leak", network: builder.configuration,
            timeline: [
                TimelineEntry(
                    .at(.seconds(60)),
                    [.redistribute(router: 4, RedistributionConfiguration(name: "leak", prefixes: prefixes))]),
                TimelineEntry(.at(.seconds(400)), [.withdraw(router: 4, name: "leak")]),
            ], probes: [Samples.probe(from: [0], to: [2])], duration: .seconds(600))
    }

    private static func without(_ scenario: Scenario) -> LimitOverride {
        LimitOverride(name: "none", of: scenario.network) { $0.maximum = nil }
    }

    private func compare(_ scenario: Scenario) async throws -> Comparison {
        let limits = [LimitOverride.configured, Self.without(scenario)]
        return try #require(
            try await Comparison.run(
                limits.map { Sweep.Variant(name: $0.name, scenario: scenario, limits: $0) }))
    }

    @Test func `no limit has a price where memory ends: it crashes routers, loses traffic and loses the contest`()
        async throws
    {
        let comparison = try await compare(Self.leak())
        #expect(comparison.references == [] && comparison.best == [0])
        let crashes = comparison.rows.map { Measure.crashes.value(in: $0.result) }
        #expect(crashes[0] == 0 && crashes[1] >= 2)
        #expect(comparison.rows.map { $0.result.probes[0].lost == .zero } == [true, false])
        #expect(comparison.rule.contains(.crashes) && comparison.measures.contains(.peakMemory))
        #expect(Measure.peakMemory.value(in: comparison.rows[1].result) == 5_000)
    }

    @Test func `where memory is free, no limit is a reference, and memory is no measure`() async throws {
        let comparison = try await compare(Self.leak(memory: nil))
        #expect(comparison.references == [1] && comparison.contest == .tooFew)
        #expect(!comparison.rule.contains(.crashes) && !comparison.measures.contains(.peakMemory))
    }

    @Test func `memory that suffices makes no limit a candidate that wins by what it does not refuse`() async throws {
        let comparison = try await compare(Self.leak(memory: MemoryModel(octets: 1 << 20)))
        #expect(comparison.references == [])
        #expect(comparison.rows.allSatisfy { $0.result.totals.crashes == 0 })
    }

    @Test func `a loss by a crash is traced to the action that flooded, and goes with it`() throws {
        let scenario = Self.leak(limit: .none)
        let network = try #require(try Simulation.converged(scenario.network))
        var simulation = Simulation(scenario, from: network)
        let plain = simulation.run()
        var counterfactuals = Counterfactuals(of: plain, from: network)
        let result = counterfactuals.attributed()
        let losses = result.happenings.filter { result.journal.happenings[$0].kind == .probeLost }
        #expect(!losses.isEmpty)
        for loss in losses {
            let actions = result.journal.actions(behind: HappeningID(number: UInt32(loss)))
            #expect(Set(actions) == [result.actions[0].id])
        }
        #expect(result.probes[0].attribution[.crash] > .zero)
        #expect(result.probes[0].attribution.total == result.probes[0].lost)
        var still = scenario
        still.timeline = []
        #expect(try Samples.run(still).probes[0].lost == .zero)
        #expect(Story(result).steps.contains { $0.kind == .crashed })
    }

    @Test func `a crash is harm, and so are LSAs that are not stored`() throws {
        let crashed = try Samples.run(Self.leak(limit: .none))
        #expect(crashed.harms(tolerating: .seconds(5)).contains(.crashed(routers: crashed.crashedRouters)))
        #expect(crashed.crashedRouters.contains(1))
        #expect(crashed.routers[1].crashes > 1 && crashed.routers[1].crashedTime > .seconds(200))
        #expect(crashed.routers[1].memoryPeak == 5_000 && crashed.routers[1].memoryShare == 100)
        let short = try Samples.run(
            Self.leak(memory: MemoryModel(octets: 5_000, whenExhausted: .allocationFailure), limit: .none))
        #expect(short.crashedRouters == [] && short.routersShortOfMemory.contains(1))
        #expect(short.harms(tolerating: .seconds(5)).contains(.outOfMemory(routers: short.routersShortOfMemory)))
    }

    @Test func `a failure that exhausts memory is a trip of its own kind`() async throws {
        // When 0 is gone, 1 takes over ten prefixes under which 0's own stay for an hour.
        var builder = Samples.ranked(10).builder
        builder.nodes[2].ospf.memory = MemoryModel(octets: 2_500, restartAfter: .seconds(120))
        let survey = try #require(
            try await LimitSurvey.run(
                LimitSurvey.Request(
                    network: builder.configuration,
                    failures: [Failure([.router(0)]), Failure([.segment(0)])])))
        #expect(survey.rows.map(\.survives) == [false, true])
        let shortage = try #require(survey.rows[0].configured.shortages.first)
        #expect(shortage.router == 2 && shortage.crashes > 0 && survey.rows[0].configured.falls.isEmpty)
        // Without an end of memory, twice ten external LSAs of 36 octets, three router-LSAs, and 100 octets for each.
        let need = survey.routers[2]
        #expect(need.memory?.octets == 2_500 && (need.worstMemory ?? 0) > 20 * 136)
    }

    @Test func `memory below what the cold start needs is found`() {
        var builder = Samples.row
        for router in 0...2 { builder.nodes[router].ospf.memory = MemoryModel(octets: router == 1 ? 1 << 20 : 200) }
        var network = Network(builder.configuration)
        network.advance(to: .origin + .seconds(300))
        let found = Finding.found(in: network).filter { if case .memoryExhausted = $0 { true } else { false } }
        guard case .memoryExhausted(let routers, _, let crashes)? = found.first else {
            Issue.record("nothing was found")
            return
        }
        #expect(found.count == 1 && routers == [0, 2] && crashes)
    }
}
