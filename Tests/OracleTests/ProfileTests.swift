import Checkpoints
import Foundation
import Scenarios
import TestSupport
import Testing

@Suite("A brand's profile ends where routers of that brand end") struct ProfileTests {
    /// One lab and one kind of daemon that it was recorded with.
    struct Recording: CustomTestStringConvertible, Sendable {
        let lab: RecordedLab
        let daemon: String
        var testDescription: String { "\(lab.name) on \(daemon)" }
    }

    static let recordings: [Recording] = RecordedLab.all.flatMap { lab in
        ["frr", "bird", "mixed"].filter { daemon in
            FileManager.default.fileExists(atPath: lab.folder.appendingPathComponent(daemon).path)
        }.map { Recording(lab: lab, daemon: $0) }
    }

    static let list = DifferenceList(column: "topology and daemon")

    @Test("Every router at every checkpoint", arguments: recordings)
    func everyRouter(recording: Recording) throws {
        let folder = try #require(try recording.lab.recording(recording.daemon))
        // In a mixed lab each router names its own daemon.
        let profile = ScenarioImporter.Profile(rawValue: recording.daemon) ?? .rfc
        let checkpoints = try RecordedLab.states(of: try recording.lab.scenario(profile))
        var (equal, all, lines) = (0, 0, [String]())
        for (number, routers) in checkpoints.enumerated() {
            for state in routers {
                let recorded = try folder.state(of: state.router, at: number)
                let differences = StateComparison(state, with: recorded).differences
                all += 1
                if differences.isEmpty { equal += 1 }
                lines += differences.map { "checkpoint \(number) \(state.router): \($0)" }
            }
        }
        print("PROFILE \(recording.testDescription): \(equal) of \(all) routers equal")
        for complaint in Self.list.complaints(about: recording.testDescription, lines) { Issue.record("\(complaint)") }
    }

    @Test(.enabled(if: TestData.has("oracle"), "the reference data is not beside this checkout"))
    func `The list names recordings that there are`() {
        #expect(!Self.list.rows.isEmpty)
        let names = Set(Self.recordings.map(\.testDescription))
        for row in Self.list.rows { #expect(names.contains(row.recording), "\(row.recording)") }
    }
}
