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

    static let recordings: [Recording] = RecordedLab.all(for: "profiles").flatMap { lab in
        ["frr", "bird", "mixed"].filter { daemon in
            FileManager.default.fileExists(atPath: lab.folder.appendingPathComponent(daemon).path)
        }.map { Recording(lab: lab, daemon: $0) }
    }

    /// Checkpoints at which FRRouting had not come to rest, because it dropped LSAs that came within MinLSArrival and had
    /// them repaired by retransmission after 5 to 10 seconds. How many routers were still different, by recording.
    static let unsettled = ["lan5-priorities on frr": 5, "multiarea-2abr on frr": 3, "stub-2abr on frr": 3]

    /// Recordings in which routers did not do what they were configured to do, and what is seen of it.
    static let unusable = [
        "virtual-link on bird": "neither end sent a packet on the virtual link, as long as it was recorded"
    ]

    @Test("Every router at every checkpoint", arguments: recordings)
    func everyRouter(recording: Recording) throws {
        if let reason = Self.unusable[recording.testDescription] {
            print("PROFILE \(recording.testDescription): left out: \(reason)")
            return
        }
        let folder = try #require(try recording.lab.recording(recording.daemon))
        // In a mixed lab each router names its own daemon.
        let profile = ScenarioImporter.Profile(rawValue: recording.daemon) ?? .rfc
        guard recording.lab.imported(profile).content != nil else {
            print("PROFILE \(recording.testDescription): cannot be imported")
            return
        }
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
        for line in lines { print("  DIFF \(recording.testDescription) \(line)") }
        let allowed = Self.unsettled[recording.testDescription] ?? 0
        #expect(all - equal <= allowed, "\(recording.testDescription): \(lines)")
    }
}
