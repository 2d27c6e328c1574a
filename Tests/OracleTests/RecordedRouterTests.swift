import Checkpoints
import Foundation
import Scenarios
import TestSupport
import Testing

@Suite("Recorded real routers end where the emulator ends") struct RecordedRouterTests {
    static let labs = RecordedLab.all(for: "recorded routers")

    @Test("every router at every checkpoint", arguments: labs)
    func comparison(lab: RecordedLab) throws {
        var outcomes: [Outcome] = []
        for profile in ScenarioImporter.Profile.allCases {
            let scenario = try lab.scenario(profile)
            let states = try RecordedLab.states(of: scenario)
            for daemon in ["frr", "bird", "mixed"] where profile == .rfc || profile.rawValue == daemon {
                guard let recording = try lab.recording(daemon) else { continue }
                outcomes.append(try Outcome(states, against: recording, profile: profile.rawValue, daemon: daemon))
            }
        }
        for outcome in outcomes {
            print("ORACLE \(lab.name) \(outcome.profile) against \(outcome.daemon): \(outcome.summary)")
            if ProcessInfo.processInfo.environment["SPILLWAY_VERBOSE"] != nil {
                for line in outcome.differences.prefix(60) { print("  \(line)") }
            }
        }
    }
}

/// How a run compares with one recording.
struct Outcome {
    let profile: String
    let daemon: String
    var equalCheckpoints = 0
    var checkpoints = 0
    var equalRouters = 0
    var routers = 0
    var differences: [String] = []

    init(_ states: [[RouterState]], against recording: CheckpointFolder, profile: String, daemon: String) throws {
        self.profile = profile
        self.daemon = daemon
        checkpoints = recording.count
        #expect(states.count == checkpoints)
        for checkpoint in 0..<min(states.count, checkpoints) {
            var isEqual = true
            for state in states[checkpoint] {
                let recorded = try recording.state(of: state.router, at: checkpoint)
                let found = StateComparison(state, with: recorded).differences
                routers += 1
                if found.isEmpty { equalRouters += 1 } else { isEqual = false }
                differences += found.map { "checkpoint \(checkpoint) \(state.router): \($0)" }
            }
            if isEqual { equalCheckpoints += 1 }
        }
    }

    var summary: String {
        "\(equalCheckpoints) of \(checkpoints) checkpoints, \(equalRouters) of \(routers) routers equal"
    }
}
