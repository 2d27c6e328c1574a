import Analysis
import Emulation
import Foundation
import NetworkPrimitives
import OSPF
import Scenarios
import TestSupport
import Testing

/// October 2005, as Topologies/level3-2005 has it. Only the run without a limit is long, and is made at a tenth of the size: a
/// tenth of the routes, on routers that are ten times slower and have queues of a tenth.
@Suite("One edge router redistributes a whole table") struct Level3Tests {
    private func path(_ name: String) -> String {
        TestData.projectRoot.appendingPathComponent("Topologies/level3-2005/\(name).yaml").path
    }

    private func run(_ path: String) throws -> RunResult {
        let scenario = try #require(ScenarioLoader.load(path: path).content)
        let network = try #require(try Simulation.converged(scenario.network))
        var simulation = Simulation(scenario, from: network)
        return simulation.run()
    }

    private func runTenth(_ name: String) throws -> RunResult {
        func cpu(_ factor: Int) -> String {
            "{ cpu: { lsa-receive: \(10 * factor)ms, lsa-install: \(10 * factor)ms, lsa-transmit: \(2 * factor)ms, "
                + "spf-prefix: \(factor)ms, queue-limit: 100 } }"
        }
        let sites = ["ash", "birch", "cedar", "elm", "fir", "hazel", "maple", "oak"]
        let text =
            "extends: \(path(name))\nduration: 9m\nchange:\n  models:\n    core: \(cpu(1))\n    edge: \(cpu(2))\n"
            + "  groups:\n    leak: { count: 5000 }\n"
            + sites.map { "    \($0): { count: 5 }\n" }.joined()
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("level3-\(UUID().uuidString).yaml")
        try text.write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        return try run(file.path)
    }

    private func lost(_ result: RunResult, _ probe: String) throws -> Duration {
        try #require(result.probes.first { $0.name == probe }).lost
    }

    private func count(_ kind: Happening.Kind, in result: RunResult) -> Int {
        result.journal.happenings.count { $0.kind == kind }
    }

    @Test func `without a limit routers lose hellos, and sites far from it lose each other`() throws {
        let result = try runTenth("leak")
        #expect(try lost(result, "among the other sites") > .seconds(60))
        #expect(try lost(result, "to ash") > .seconds(120))
        // Six minutes after the operators reloaded the culprit, it is still not over.
        #expect(result.convergence.databasesEqualSince == nil)
        #expect(result.totals.routers.lsasRejected == 0)
        #expect(count(.isolated, in: result) == 0)
    }

    @Test(arguments: ["source-stop", "source-withdraw"])
    func `a limit at the source contains it`(name: String) throws {
        let result = try run(path(name))
        #expect(try lost(result, "among the other sites") == .zero)
        #expect(try lost(result, "to ash") < .seconds(5))
        #expect(result.convergence.databasesEqualSince != nil)
    }

    @Test func `receivers that shut down at once take the backbone with them`() throws {
        let result = try run(path("receiver-shutdown"))
        #expect(try lost(result, "to ash") > .seconds(240))
        #expect(try lost(result, "among the other sites") > .seconds(60))
        #expect(count(.isolated, in: result) > 10)
    }

    @Test func `receivers that refuse before they shut down spare the other sites`() throws {
        let result = try run(path("receiver-grace"))
        #expect(try lost(result, "to ash") > .seconds(240))
        #expect(try lost(result, "among the other sites") < .seconds(30))
        #expect(count(.isolated, in: result) == 2)
    }

    @Test func `limits by what a router can bear shut down every site`() throws {
        let result = try run(path("receiver-shutdown-edges"))
        #expect(try lost(result, "among the other sites") > .seconds(240))
        #expect(count(.isolated, in: result) > 10)
    }

    @Test func `RFC 1765 with one router that has no limit takes everybody's own routes away`() throws {
        #expect(try lost(run(path("receiver-overflow")), "among the other sites") < .seconds(5))
        #expect(try lost(run(path("receiver-overflow-unequal")), "among the other sites") > .seconds(240))
    }
}
