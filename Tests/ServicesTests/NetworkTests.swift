import Analysis
import Foundation
import NetworkPrimitives
import Scenarios
import Services
import TestSupport
import Testing

@Suite("Services at a network") struct ServiceNetworkTests {
    private func run(_ text: String) throws -> ServiceResult {
        let loaded = try #require(ScenarioLoader.loadServices(path: "s.yaml", files: .memory(["s.yaml": text])))
        #expect(loaded.diagnostics == [])
        let scenario = try #require(loaded.content)
        let network = try #require(scenario.network)
        return try #require(try scenario.run(on: network, observer: Simulation.Observer()))
    }

    private static let network = """
        routers: [a, b, c]
        links:
          - { link: [a, b], delay: 10ms }
          - { link: [b, c], delay: 20ms }
        outside: { users: [c] }

        """

    @Test func `a message takes the delay of its path, and is lost while the path is`() throws {
        let result = try run(
            Self.network + """
                duration: 60s
                bucket: 1s
                services: { s: { at: a, workers: unlimited, steps: [work: 5ms] } }
                sources: { near: { from: b, to: s, rate: 10/s, arrivals: regular, timeout: 1s }, far: { from: users, to: s, rate: 10/s, arrivals: regular, timeout: 1s } }
                timeline: [{ at: 20s, cut: b - c }, { at: 30s, do: [repair: b - c] }]
                expect:
                  - { source: near, mean: 25ms }
                  - { source: far, longest: 65ms }
                  - { source: near, failed: 0 }
                  - { source: far, success: 0, from: 21s, to: 29s }
                  - { source: far, success: 1, from: 50s, to: 58s }
                """)
        for verdict in result.verdicts { #expect(verdict.holds, "\(verdict.expectation.text): \(verdict.measured)") }
        #expect(result.world.brokenLaws == [])
    }

    @Test func `a person acts on the network only while the path there is whole`() throws {
        func text(_ place: String) -> String {
            Self.network + """
                duration: 60s
                services: { s: { at: a, workers: unlimited, steps: [work: 5ms] } }
                sources: { far: { from: users, to: s, rate: 10/s, timeout: 1s } }
                monitors: { m: { at: users, every: 1s, timeout: 1s, failures: 2, check: { to: s }, alert: [page: p] } }
                people: { p: { look: 1s, rules: [{ name: repairs, when: { told: alert, reaches: [\(place), b] }, do: [repair: b - c] }] } }
                timeline: [{ at: 20s, cut: b - c }]
                """
        }
        let near = try run(text("a"))
        #expect(near.world.log.contains { $0.text == "p: repairs" })
        #expect(ServiceReport(near.world).calls[0].underWay < 20)
        // Who sits behind the cut does not reach what he would repair.
        #expect(try !run(text("users")).world.log.contains { $0.text == "p: repairs" })
    }

    @Test func `a network with services has the digest that it has without`() throws {
        let services = "services: { s: { at: a } }\nsources: { x: { from: c, to: s, rate: 5/s } }\n"
        let with = try #require(try run(Self.network + "duration: 30s\n" + services).network)
        let text = Self.network + "duration: 30s\n"
        let alone = try #require(ScenarioLoader.load(path: "s.yaml", files: .memory(["s.yaml": text])).content)
        let network = try #require(try Simulation.startingNetwork(of: alone))
        var simulation = Simulation(alone, from: network)
        #expect(simulation.run().digest == with.digest)
    }
}
