import Foundation
import Results
import TestSupport
import Testing

@testable import Pages

/// The pictures of the documents are what the program draws. `Scripts/docs` sets `SPILLWAY_DOCS` to `write`, and they are brought
/// up to date.
@Suite("Pictures of the documents") struct IncidentPictureTests {
    /// The incident takes minutes in a debug build.
    private static let isFast: Bool = {
        #if DEBUG
            ProcessInfo.processInfo.environment["SPILLWAY"] != nil
        #else
            true
        #endif
    }()

    @Test(.enabled(if: isFast, "a debug build takes too long for the incident"))
    func `docs/incident.svg is the picture of the incident`() throws {
        let json = try SomeResults.json(["run", "Topologies/par/incident.yaml"])
        let svg = try ReportPicture([try SomeResults.file(json)]).svg
        let file = TestData.projectRoot.appendingPathComponent("docs/incident.svg")
        if ProcessInfo.processInfo.environment["SPILLWAY_DOCS"] == "write" {
            try svg.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == svg, "run Scripts/docs")
    }

    @Test func `It is one file that needs no other and no script`() throws {
        let file = TestData.projectRoot.appendingPathComponent("docs/incident.svg")
        let svg = try String(contentsOf: file, encoding: .utf8)
        #expect(svg.hasPrefix("<svg xmlns="))
        #expect(!svg.contains("<script") && !svg.contains("url(http") && !svg.contains("<image"))
        #expect(svg.contains("par4-core-1"))
        #expect(svg.utf8.count < 40_000)
    }

    @Test func `The result that the help names is read`() throws {
        let path = TestData.projectRoot.appendingPathComponent("Tests/Data/results/triangle-cut.json")
        let json = try String(contentsOf: path, encoding: .utf8)
        #expect(try ReportPage([try SomeResults.file(json)]).html.contains("PASS: all 2 expectations hold"))
        #expect(try ReportPicture([try SomeResults.file(json)]).svg.contains("amsterdam"))
    }
}
