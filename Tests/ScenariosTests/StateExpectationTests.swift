import Analysis
import NetworkPrimitives
import OSPF
import Scenarios
import Testing

@Suite("Expectations on neighbors, Designated Routers, LSAs and translators") struct StateExpectationTests {
    private static let network = """
        routers: [a, b, c, d]
        lans: { office: { members: { a: { priority: 9 }, b: { priority: 5 }, c: { priority: 0 } } } }
        links: [{ link: [c, d], area-id: 1 }]
        areas: { 1: { type: nssa } }
        groups: { g: { prefixes: [203.0.113.0/24], originators: [d] } }
        duration: 1s
        expect:

        """

    private func verdicts(_ rules: String...) throws -> [Bool] {
        let scenario = try scenario(Self.network + rules.map { "  - \($0)\n" }.joined())
        var simulation = Simulation(scenario, from: try #require(try Simulation.startingNetwork(of: scenario)))
        return simulation.run().verdicts.map(\.holds)
    }

    @Test func `Each holds where it is so and is broken where it is not`() throws {
        #expect(
            try verdicts(
                "{ routers: a, neighbor: b }", "{ routers: a, neighbor: b, state: 2-Way }",
                "{ routers: a, neighbor: d, state: Down }", "{ routers: a, designated-router-of: office }",
                "{ routers: b, designated-router-of: office }", "{ routers: b, backup-designated-router-of: office }",
                "{ routers: c, designated-router-of: office, present: false }",
                "{ routers: a, lsa: { type: 5, id: 203.0.113.0, from: c } }", "{ routers: a, lsa: { type: 7 } }",
                "{ routers: a, lsa: { type: 7 }, present: false }", "{ routers: c, translates: 1 }",
                "{ routers: d, translates: 1 }", "{ routers: a, route: 203.0.113.0/24, via: c }",
                "{ routers: a, route: 203.0.113.0/24, via: b }")
                == [
                    true, false, true, true, false, true, true, true, false, true, true, false, true, false,
                ])
    }

    @Test func `RFC 2328 §16.4 (6): the route that is used, and the rule by which another is not`() throws {
        let scenario = try scenario(
            """
            routers: [r1, r2, r3]
            links: [[r1, r2], { link: [r1, r3], cost: 5 }]
            groups:
              g: { prefixes: [203.0.113.0/24], originators: [r2, { router: r3, metric: 30 }] }
              own: { prefixes: [198.51.100.0/24], metric-type: e1, originators: [r1, r2] }
            duration: 1s
            """)
        var simulation = Simulation(scenario, from: try #require(try Simulation.startingNetwork(of: scenario)))
        simulation.questions = try ["r1 203.0.113.0/24", "r1 203.0.113.9", "r1 198.51.100.0/24", "r3 192.0.2.0/24"].map
        {
            try #require(RouteQuestion($0, in: scenario.network))
        }
        let answers = simulation.run().routeAnswers.map(\.answer)
        #expect(answers[0].candidates.map(\.outcome) == [.used, .type2Metric])
        #expect(
            answers[1].prefix == IPv4Prefix("203.0.113.0/24")
                && answers[1].candidates.map(\.outcome) == [.used, .type2Metric])
        #expect(answers[2].candidates.map(\.outcome) == [.refused(.selfOriginated), .used])
        #expect(answers[3].route == nil && answers[3].candidates.isEmpty)
    }
}
