import Analysis
import Checkpoints
import Emulation
import Foundation
import NetworkPrimitives
import Scenarios
import Synchronization
import TestSupport
import Testing

/// One topology that was run on real routers, and the states they had.
struct RecordedLab: CustomTestStringConvertible, Sendable {
    let folder: URL
    var name: String { folder.lastPathComponent }
    var testDescription: String { name }

    /// The labs of the project itself and those beside this checkout, in order.
    /// `SPILLWAY_RECORDINGS` names another folder of labs, to be used in their place.
    static var all: [RecordedLab] {
        if let other = ProcessInfo.processInfo.environment["SPILLWAY_RECORDINGS"] {
            return labs(in: URL(fileURLWithPath: other))
        }
        let own = labs(in: TestData.projectRoot.appendingPathComponent("Tests/Data/labs"))
        guard let folder = TestData.shared("oracle") else { return own }
        return own + labs(in: folder)
    }

    private static func labs(in folder: URL) -> [RecordedLab] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.sorted().map { RecordedLab(folder: folder.appendingPathComponent($0)) }.filter {
            FileManager.default.fileExists(atPath: $0.folder.appendingPathComponent("topology.yaml").path)
        }
    }

    func imported(_ profile: ScenarioImporter.Profile, from file: String = "topology.yaml") -> Loaded<String> {
        ScenarioImporter.load(
            path: folder.appendingPathComponent(file).path, format: .oracle, profile: profile)
    }

    func scenario(_ profile: ScenarioImporter.Profile) throws -> Scenario {
        let imported = imported(profile)
        let text = try #require(imported.content, "\(imported.diagnostics)")
        let loaded = ScenarioLoader.load(path: "\(name).yaml", files: .memory(["\(name).yaml": text]))
        var scenario = try #require(loaded.content, "\(loaded.diagnostics)")
        // Traffic is not what is compared.
        scenario.probes = []
        return scenario
    }

    /// What was recorded with one kind of daemon, unpacked if need be; `nil` where it did not run here.
    func recording(_ daemon: String) throws -> CheckpointFolder? {
        let folder = folder.appendingPathComponent(daemon)
        guard FileManager.default.fileExists(atPath: folder.path) else { return nil }
        let archive = folder.appendingPathComponent("checkpoints.tar.gz")
        guard FileManager.default.fileExists(atPath: archive.path) else { return CheckpointFolder(folder.path) }
        return CheckpointFolder(try Self.unpacked(archive, as: "\(name)-\(daemon)").path)
    }

    /// The folder of an archive's files. It appears whole, for several tests and processes ask for it at one time, and stays for
    /// the next run; another size or date is another folder.
    private static func unpacked(_ archive: URL, as name: String) throws -> URL {
        let files = FileManager.default
        let attributes = try files.attributesOfItem(atPath: archive.path)
        let date = try #require(attributes[.modificationDate] as? Date)
        let size = try #require(attributes[.size] as? Int)
        let version = "\(size)-\(Int(date.timeIntervalSince1970))"
        let target = files.temporaryDirectory.appendingPathComponent("spillway-recording-\(name)-\(version)")
        if files.fileExists(atPath: target.path) { return target }
        let partial = files.temporaryDirectory.appendingPathComponent("spillway-\(UUID().uuidString)")
        try files.createDirectory(at: partial, withIntermediateDirectories: true)
        defer { try? files.removeItem(at: partial) }
        let tar = Process()
        tar.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        tar.arguments = ["tar", "-xzf", archive.path, "-C", partial.path]
        try tar.run()
        tar.waitUntilExit()
        try #require(tar.terminationStatus == 0, "\(archive.path) cannot be unpacked")
        do {
            try files.moveItem(at: partial, to: target)
        } catch  where files.fileExists(atPath: target.path) {
            // Somebody was faster.
        }
        return target
    }

    /// The states of all routers at every checkpoint of a run.
    static func states(of scenario: Scenario) throws -> [[RouterState]] {
        let network = try #require(try Simulation.startingNetwork(of: scenario))
        var simulation = Simulation(scenario, from: network)
        let collected = Mutex<[[RouterState]]>([])
        var observer = Simulation.Observer()
        observer.checkpoint = { network, number, time in
            let states = RouterState.states(of: network, checkpoint: number, time: time)
            collected.withLock { $0.append(states) }
        }
        _ = simulation.run(observer: observer)
        return collected.withLock { $0 }
    }
}
