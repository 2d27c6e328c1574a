import Foundation
import Scenarios
import Services
import TestSupport
import Testing

/// Cases with known figures: formulas, counting, an independent queueing library, a reference model.
@Suite("Services: known answers") struct KnownAnswerTests {
    static let folder = TestData.shared("services/cases")

    /// Those that take seconds even without optimization.
    static let quick = [
        "backoff-times", "breaker-steps", "detection", "handshake-time", "rolling", "storm-2", "storm-timeout-3",
        "weight-fluid", "deploy-cap", "cold-cache", "proxy-page-stuck", "half-open-hang", "half-open-reset",
    ]
    static let all = ((try? FileManager.default.contentsOfDirectory(atPath: folder?.path ?? "")) ?? [])
        .filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()

    @Test(.enabled(if: folder != nil, "the cases are not here"), arguments: quick)
    func `a case's figures hold`(_ name: String) throws { try check(name) }

    @Test(
        .enabled(if: folder != nil && TestSpeed.isOptimized, "slow without optimization"),
        arguments: all.filter { !quick.contains($0) })
    func `a slow case's figures hold`(_ name: String) throws { try check(name) }

    private func check(_ name: String) throws {
        let path = try #require(Self.folder).appendingPathComponent("\(name).json").path
        let imported = ScenarioImporter.load(path: path, format: .services)
        #expect(imported.diagnostics.map(\.message) == [])
        let text = try #require(imported.content)
        let loaded = try #require(
            ScenarioLoader.loadServices(path: "\(name).yaml", files: .memory(["\(name).yaml": text])))
        let scenario = try #require(loaded.content)
        #expect(!scenario.expectations.isEmpty)
        let result = scenario.run()
        for verdict in result.verdicts {
            #expect(verdict.holds, "\(name): \(verdict.expectation.text), measured \(verdict.measured)")
        }
        #expect(result.world.brokenLaws == [])
    }
}

enum TestSpeed {
    /// Whether tests are optimized, so that millions of events are no matter.
    static var isOptimized: Bool {
        var isDebug = false
        assert({ isDebug = true }() == ())
        return !isDebug
    }
}
