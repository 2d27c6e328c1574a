import Foundation
import Scenarios
import TestSupport
import Testing

@testable import Labs

/// Recordings of real routers that lie beside the checkout, held against the list of docs/lab.md.
@Suite("Every difference to a recording is on the list, and nothing else is") struct RecordedDifferenceTests {
    /// One recording, packed beside its scenario or with it.
    struct Archive: CustomTestStringConvertible, Sendable {
        let url: URL
        var name: String {
            let name = url.lastPathComponent.replacing(".tar.xz", with: "")
            return name.hasPrefix("minimal-") ? String(name.dropFirst("minimal-".count)) : name
        }
        var testDescription: String { name }
    }

    static let archives: [Archive] = {
        guard let folder = TestData.shared("lab-recordings") else { return [] }
        return ["", "minimal", "random"].flatMap { part -> [Archive] in
            let part = part.isEmpty ? folder : folder.appendingPathComponent(part)
            let names = (try? FileManager.default.contentsOfDirectory(atPath: part.path)) ?? []
            return names.filter { $0.hasSuffix(".tar.xz") }.sorted().map {
                Archive(url: part.appendingPathComponent($0))
            }
        }
    }()

    /// BIRD refused to be configured so, and the run ended.
    private static let broken = ["n2-stub-importer-bird", "n2b-stub-while-importing-bird"]

    static let list = DifferenceList(column: "recording")

    @Test(
        .enabled(if: TestData.has("lab-recordings"), "the reference data is not beside this checkout"),
        arguments: archives.filter { !broken.contains($0.name) })
    func `A recording`(archive: Archive) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("spillway-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let differences = try Self.differences(of: archive, unpackedTo: folder)
        for complaint in Self.list.complaints(about: archive.name, differences) { Issue.record("\(complaint)") }
    }

    @Test(.enabled(if: TestData.has("lab-recordings"), "the reference data is not beside this checkout"))
    func `The list names recordings that there are`() {
        #expect(!Self.list.rows.isEmpty)
        let names = Set(Self.archives.map(\.name))
        for row in Self.list.rows { #expect(names.contains(row.recording), "\(row.recording)") }
    }

    /// `ROUTER: TEXT` for each.
    private static func differences(of archive: Archive, unpackedTo folder: URL) throws -> [String] {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let tar = Process()
        tar.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        tar.arguments = ["tar", "-xJf", archive.url.path, "-C", folder.path]
        try tar.run()
        tar.waitUntilExit()
        try #require(tar.terminationStatus == 0, "\(archive.url.path) cannot be unpacked")
        let paths = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        let raw = try #require(paths.first { $0.hasSuffix("/raw") }, "no recording in \(archive.name)")
        let recording = try #require(
            try LabRecording(folder: folder.appendingPathComponent(raw).deletingLastPathComponent()))
        let beside = archive.url.deletingLastPathComponent()
            .appendingPathComponent(archive.name.split(separator: ".")[0] + ".yaml").path
        let scenario = paths.first { $0.hasSuffix("scenario.yaml") }.map { folder.appendingPathComponent($0).path }
        let loaded = ScenarioLoader.loadForLab(path: scenario ?? beside, daemon: recording.daemon)
        let lab = try #require(loaded.content, "\(loaded.diagnostics)")
        let states = try recording.states(of: lab.scenario.network)
        let verification = try LabVerification(lab.scenario) { router, number in
            try #require(states[number].first { $0.router == router })
        }
        let result = try #require(verification)
        print("LAB \(archive.name): \(result.account)")
        return result.checkpoints.flatMap(\.differences).flatMap { router, texts in texts.map { "\(router): \($0)" } }
    }
}
