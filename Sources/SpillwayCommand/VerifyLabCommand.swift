import ArgumentParser
import Checkpoints
import Foundation
import Labs
import Scenarios

/// `spillway verify-lab`: what the emulator says otherwise than real routers.
struct VerifyLabCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify-lab",
        abstract: "Compares a run of Scripts/lab on real routers with the emulator, and prints the difference.",
        discussion: """
            Compares databases with the content of their LSAs, elected routers, neighbors, and routes with all next hops, \
            for each router at each checkpoint. The recorded states are also written beside the recording, as \
            checkpoint-K/ROUTER.json. A directory that holds only such states, of real routers, can be compared too: each \
            router then behaves as the daemon that its states name, or as its profile in the scenario. Exits with 0 \
            where everything is equal, with 1 where something is not, and with 2 where the input is wrong.

            \(HelpText.examples(
                "spillway verify-lab lab-frr Topologies/lab/lan.yaml",
                "spillway verify-lab lab-bird Topologies/lab/areas.yaml"))
            """
    )

    @Argument(help: "The directory of the recording.", completion: .directory)
    var recording: String

    @Argument(help: "The scenario that was run (YAML).", completion: .file(extensions: ["yaml", "yml"]))
    var scenario: String

    func run() throws {
        let folder = URL(fileURLWithPath: recording)
        let states = CheckpointFolder(recording)
        let recorded: LabRecording?
        do {
            recorded = try LabRecording(folder: folder)
        } catch {
            throw Console.failure("\(error)")
        }
        let daemons = try recorded == nil ? daemons(in: states) : [:]
        let lab = try Console.labScenario(at: scenario) { recorded?.daemon ?? daemons[$0] }
        try compareDigests(recorded?.digest, lab.digest)
        do {
            if let recorded {
                for routers in try recorded.states(of: lab.scenario.network) { try states.write(routers) }
            }
            Interruption.watch()
            let result = try LabVerification(lab.scenario, isCancelled: { Interruption.isPending }) { router, number in
                try states.state(of: router, at: number)
            }
            guard let result else { throw ExitCode(Interruption.exitCode) }
            let names = RoutingDaemon.allCases.filter(lab.daemons.contains).map(\.name).joined(separator: ", ")
            try StandardOutput.write(result.text(against: recorded?.version ?? names))
            if !result.isEqual { throw ExitCode(1) }
        } catch let code as ExitCode {
            throw code
        } catch {
            throw Console.failure(error, at: recording)
        }
    }

    /// What each router ran whose states these are.
    private func daemons(in states: CheckpointFolder) throws -> [String: RoutingDaemon] {
        let first: [RouterState]
        do {
            first = try states.states(at: 0)
        } catch {
            throw Console.failure(error, at: recording)
        }
        if first.isEmpty {
            throw Console.failure(
                "no recording in this directory", at: recording,
                "it needs 'raw', as Scripts/lab writes it, or 'checkpoint-0'")
        }
        if first.contains(where: { $0.daemon == "spillway" }) {
            throw Console.failure("these are states of 'spillway', not of real routers", at: recording)
        }
        let daemons = first.compactMap { state in RoutingDaemon(rawValue: state.daemon).map { (state.router, $0) } }
        return Dictionary(daemons) { first, _ in first }
    }

    /// A recording of another scenario would give differences that mean nothing.
    private func compareDigests(_ recorded: String?, _ own: String) throws {
        guard let recorded else {
            try StandardOutput.write(
                "\(recording) does not say with which scenario it was recorded\n")
            return
        }
        if recorded != own {
            throw Console.failure(
                "recorded with another scenario than \(scenario)", at: recording,
                "digest \(recorded), not \(own); give the file as it was when it was run")
        }
    }
}
