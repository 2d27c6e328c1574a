import Analysis
import Foundation
import Scenarios
import TestSupport
import Testing

@Suite("Neutral cases: the routes that others computed are the emulator's") struct NeutralCaseTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let file: URL
        var name: String { file.deletingPathExtension().lastPathComponent }
        var testDescription: String { file.lastPathComponent }
    }

    /// Cases that cannot be imported, and why.
    static let notImported: [String: String] = [:]

    static let cases: [Case] = {
        guard let folder = TestData.shared("topologies/ospf-cases") else { return [] }
        let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        return names.filter { $0.hasSuffix(".json") }.sorted().map { Case(file: folder.appendingPathComponent($0)) }
    }()

    @Test(
        "The expected routes of every case that can be imported",
        .enabled(if: TestData.has("topologies/ospf-cases"), "the reference data is not beside this checkout"),
        arguments: cases)
    func expectedRoutes(example: Case) throws {
        // Batfish models Cisco's routers, whose border routers are FRRouting's.
        let isCisco = ["/frr/", "/batfish/"].contains { example.file.path.contains($0) }
        let profile: ScenarioImporter.Profile = isCisco ? .frr : .rfc
        let imported = ScenarioImporter.load(path: example.file.path, format: .neutral, profile: profile)
        guard let text = imported.content else {
            let errors = imported.diagnostics.filter { $0.severity == .error }
            let reason = try #require(Self.notImported[example.name], "\(errors)")
            print("NEUTRAL \(example.name) is left out: \(reason)")
            return
        }
        let loaded = ScenarioLoader.load(path: "case.yaml", files: .memory(["case.yaml": text]))
        var scenario = try #require(loaded.content, "\(loaded.diagnostics)")
        scenario.probes = []
        let network = try #require(try Simulation.startingNetwork(of: scenario))
        var simulation = Simulation(scenario, from: network)
        let result = simulation.run()
        let broken = result.verdicts.filter { !$0.holds }
        print("NEUTRAL \(example.name): \(result.verdicts.count - broken.count) of \(result.verdicts.count) rules hold")
        for verdict in broken { Issue.record("\(verdict.expectation.text): \(verdict.measured)") }
    }
}
