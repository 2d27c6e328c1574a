import Analysis
import Checkpoints
import Emulation
import Foundation
import OSPF
import Scenarios
import TestSupport
import Testing

@testable import Labs

@Suite("The emulator runs what each router ran") struct DaemonTests {
    private static let totallyNSSA = """
        defaults: { hello-interval: 1s, dead-interval: 4s }
        areas: { 1: { type: nssa, summaries: false } }
        routers: { core: {}, border: {}, inside: { loopback-area-id: 1 } }
        links: [[core, border], { link: [border, inside], area-id: 1 }]
        duration: 5s
        """

    @Test(
        "RFC 3101 §2.4: a router inside a totally stubby NSSA announces no default route",
        arguments: RoutingDaemon.allCases)
    func noDefaultFromInside(daemon: RoutingDaemon) throws {
        let network = try LabSamples.load(Self.totallyNSSA, for: daemon).scenario.network
        let states = RouterState.states(of: try #require(try Simulation.converged(network)), checkpoint: 0, time: .zero)
        #expect(states.flatMap(\.lsdb).filter { $0.type == 7 } == [])
        #expect(states[2].lsdb.contains { $0.type == 3 && $0.linkStateID == "0.0.0.0" })
    }

    @Test func `Routers that run different daemons have the habits of their own`() throws {
        let text = "routers: { a: {}, b: { profile: bird }, c: {} }\nlinks: [[a, b], [b, c]]\n"
        let files = FileSource.memory(["lab.yaml": text])
        func load(_ daemons: [String: RoutingDaemon]) -> Loaded<LabScenario> {
            ScenarioLoader.loadForLab(path: "lab.yaml", files: files) { daemons[$0] }
        }
        let lab = try #require(load(["a": .frr, "c": .bird]).content)
        #expect(lab.daemons == [.frr, .bird, .bird])
        #expect(lab.scenario.network.routers.map(\.ospf.profile) == [.frr, .bird, .bird])
        #expect(lab.scenario.network.routers.map(\.ospf.borderRouterType) == [.cisco, .standard, .standard])
        #expect(
            load(["a": .frr]).diagnostics.map(\.message) == [
                "nothing says what 'c' ran; give it 'profile: frr' or 'profile: bird'"
            ])
    }

    @Test(.enabled(if: TestData.has("oracle/mixed-lan5"), "the reference data is not beside this checkout"))
    func `A mixed recording is compared with a daemon for each router`() throws {
        let folder = try #require(TestData.shared("oracle/mixed-lan5"))
        let imported = ScenarioImporter.load(
            path: folder.appendingPathComponent("topology.yaml").path, format: .oracle, profile: .rfc)
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("mixed-\(UUID().uuidString).yaml")
        defer { try? FileManager.default.removeItem(at: file) }
        try #require(imported.content).write(to: file, atomically: true, encoding: .utf8)
        let outcome = try CommandLineProgram.run(
            ["verify-lab", folder.appendingPathComponent("mixed").path, file.path])
        #expect(outcome.code == 0, "\(outcome.output) \(outcome.errors)")
        #expect(outcome.output.hasSuffix("4 of 4 checkpoints, 20 of 20 routers equal\n"))
    }
}
