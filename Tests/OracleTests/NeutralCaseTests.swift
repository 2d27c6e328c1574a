import Analysis
import Foundation
import Scenarios
import TestSupport
import Testing

@Suite("Neutral cases: the routes that others computed are the emulator's") struct NeutralCaseTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let file: URL
        var testDescription: String { file.lastPathComponent }
    }

    static let cases: [Case] = {
        guard let folder = TestData.shared("topologies/ospf-cases", for: "neutral cases") else { return [] }
        let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        return names.filter { $0.hasSuffix(".json") }.sorted().map { Case(file: folder.appendingPathComponent($0)) }
    }()

    @Test("The expected routes of every case that can be imported", arguments: cases)
    func expectedRoutes(example: Case) throws {
        let profile: ScenarioImporter.Profile = example.file.path.contains("/frr/") ? .frr : .rfc
        let imported = ScenarioImporter.load(path: example.file.path, format: .neutral, profile: profile)
        guard let text = imported.content else {
            let first = imported.diagnostics.first { $0.severity == .error }
            print("NEUTRAL \(example.testDescription): not imported: \(first?.message ?? "?")")
            return
        }
        let loaded = ScenarioLoader.load(path: "case.yaml", files: .memory(["case.yaml": text]))
        var scenario = try #require(loaded.content, "\(loaded.diagnostics)")
        scenario.probes = []
        let network = try #require(try Simulation.startingNetwork(of: scenario))
        var simulation = Simulation(scenario, from: network)
        let result = simulation.run()
        let broken = result.verdicts.filter { !$0.holds }
        print("NEUTRAL \(example.testDescription): \(result.verdicts.count - broken.count) of \(result.verdicts.count)")
        for verdict in broken.prefix(12) {
            print("  \(verdict.expectation.text): \(verdict.measured)")
        }
    }
}
