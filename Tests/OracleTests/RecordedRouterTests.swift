import Checkpoints
import Foundation
import Scenarios
import TestSupport
import Testing

@Suite("Real routers, as they were recorded, end where the emulator ends") struct RecordedRouterTests {
    static let labs = RecordedLab.all.filter { lab in
        guard let reason = notImported[lab.name] else { return true }
        print("  \(lab.name) is left out: \(reason)")
        return false
    }

    /// Labs that cannot be imported, and why.
    static let notImported = [String: String]()

    @Test("Every router at every checkpoint equals FRRouting or BIRD", arguments: labs)
    func everyRouter(lab: RecordedLab) throws {
        let recordings = try ["frr", "bird", "mixed"].compactMap { daemon in
            try lab.recording(daemon).map { (daemon: daemon, folder: $0) }
        }
        // The RFC's reading may meet either recording; a brand's profile only its own.
        let plain = try RecordedLab.states(of: try lab.scenario(.rfc))
        var branded: [String: [[RouterState]]] = [:]
        var account = Account()
        for (checkpoint, routers) in plain.enumerated() {
            for recording in recordings where checkpoint == 0 { #expect(recording.folder.count == plain.count) }
            var found: [String] = []
            var wrongRouters = routers.count
            var met = try recordings.first { recording in
                let differences = try Self.differences(routers, recording.folder, checkpoint)
                found += differences.map { "\(recording.daemon): \($0)" }
                wrongRouters = min(wrongRouters, Set(differences.map(\.router)).count)
                return differences.isEmpty
            }?.daemon
            for recording in recordings where met == nil {
                guard let profile = ScenarioImporter.Profile(rawValue: recording.daemon) else { continue }
                let states = try branded[recording.daemon] ?? RecordedLab.states(of: try lab.scenario(profile))
                branded[recording.daemon] = states
                let differences = try Self.differences(states[checkpoint], recording.folder, checkpoint)
                found += differences.map { "profile \(recording.daemon): \($0)" }
                wrongRouters = min(wrongRouters, Set(differences.map(\.router)).count)
                if differences.isEmpty { met = "\(recording.daemon) with its profile" }
            }
            account.add(routers: routers.count, wrong: wrongRouters)
            #expect(met != nil, "checkpoint \(checkpoint): \(found)")
        }
        print("ORACLE \(lab.name): \(account)")
    }

    @Test("The filled-in topology means the same as the short one", arguments: labs)
    func filledIn(lab: RecordedLab) throws {
        for profile in ScenarioImporter.Profile.allCases {
            let short = lab.imported(profile).content
            #expect(short != nil)
            #expect(short == lab.imported(profile, from: "topology.json").content)
        }
    }

    private static func differences(
        _ states: [RouterState], _ recording: CheckpointFolder, _ checkpoint: Int
    ) throws -> [Difference] {
        var result: [Difference] = []
        for state in states {
            let recorded = try recording.state(of: state.router, at: checkpoint)
            result += StateComparison(state, with: recorded).differences.map {
                Difference(router: state.router, text: $0)
            }
        }
        return result
    }
}

/// What one router says otherwise than a recording.
private struct Difference: CustomStringConvertible {
    let router: String
    let text: String
    var description: String { "\(router): \(text)" }
}

/// `N of N checkpoints, M of M routers equal`: a router counts once for each checkpoint.
private struct Account: CustomStringConvertible {
    var equalCheckpoints = 0
    var checkpoints = 0
    var equalRouters = 0
    var routers = 0

    mutating func add(routers count: Int, wrong: Int) {
        checkpoints += 1
        routers += count
        equalRouters += count - wrong
        if wrong == 0 { equalCheckpoints += 1 }
    }

    var description: String {
        "\(equalCheckpoints) of \(checkpoints) checkpoints, \(equalRouters) of \(routers) routers equal"
    }
}
