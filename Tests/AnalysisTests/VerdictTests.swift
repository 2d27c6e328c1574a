import Analysis
import Emulation
import NetworkPrimitives
import Testing

@Suite("Verdicts") struct VerdictTests {
    @Test func `each rule is held against what was measured`() throws {
        let result = try Samples.run(Samples.takeover)
        func verdict(_ rule: Analysis.Expectation.Rule) -> Verdict {
            Verdict(Analysis.Expectation(rule, text: ""), result)
        }
        let probe = "to the service"
        #expect(!verdict(.lost(probe: probe, .less, .seconds(1))).holds)
        #expect(verdict(.dark(probe: probe, .greater, .seconds(30))).holds)
        #expect(!verdict(.delivered(probe: probe)).holds)
        #expect(verdict(.delivered(probe: probe)).measured == .share(1_000_000))
        #expect(verdict(.isolated(routers: [0, 1, 2], .lessOrEqual, 0)).measured == .count(1))
        #expect(verdict(.isolated(routers: [0, 1], .lessOrEqual, 0)).holds)
        // Router 1 holds all nine; router 2 counted eight when it tripped at seven.
        #expect(verdict(.databaseSize(routers: [0, 1, 2], .less, 9)).router == 1)
        #expect(verdict(.databaseShare(routers: [0, 1, 2], .less, percent: 80)).measured == .percent(115))
        #expect(verdict(.databaseShare(routers: [0, 1], .less, percent: 80)).measured == .nothing)
        #expect(verdict(.rejected(routers: [0, 1, 2], .lessOrEqual, 0)).holds)
        #expect(verdict(.lost(probe: "no such", .less, .seconds(1))).measured == .nothing)
    }
}
