import ArgumentParser
import Files
import Labs
import Scenarios

/// `spillway lab-config`: what is needed to run a scenario on real routers.
struct LabConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lab-config",
        abstract: "Writes what is needed to run a scenario on FRRouting or BIRD.",
        discussion: """
            For Scripts/lab, which runs it in network namespaces: the configuration of each daemon, the cables between \
            the routers, and the timeline as a plain list. Exits with 2 where the scenario has something in it that the \
            daemon cannot do.

            \(HelpText.examples(
                "spillway lab-config Topologies/lab/lan.yaml --daemon frr --output lab-frr",
                "spillway lab-config Topologies/lab/areas.yaml --daemon bird -o lab-bird"))
            """
    )

    @Argument(help: "A scenario or topology file (YAML).", completion: .file(extensions: ["yaml", "yml"]))
    var scenario: String

    @Option(help: "The routing software.")
    var daemon: RoutingDaemon

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The directory that the files go into.", valueName: "directory"), completion: .directory)
    var output: String

    func run() throws {
        let lab = try Console.labScenario(at: scenario) { _ in daemon }
        let plan: LabPlan
        do {
            plan = LabPlan(lab, settling: try LabPlan.settlingTime(of: lab.scenario))
        } catch {
            throw Console.failure(error, at: scenario)
        }
        do {
            // What Scripts/lab keeps beside the plan may be there, another plan may not.
            let planned = Set(plan.files.map { $0.path.prefix { $0 != "/" } })
            let folder = try OutputFolder(path: output) { !planned.contains($0[...]) }
            try LabFile.write(plan.files, to: folder)
        } catch {
            throw Console.failure(error)
        }
        if !lab.unusedKeys.isEmpty {
            try StandardOutput.write("not used on real routers: \(lab.unusedKeys.joined(separator: ", "))\n")
        }
        let routers = lab.scenario.network.routers.count
        try StandardOutput.write(
            "\(routers) \(daemon.name) router\(routers == 1 ? "" : "s"), \(plan.checkpointCount) checkpoints, "
                + "\(plan.duration) in real time\n")
    }
}

extension RoutingDaemon: ExpressibleByArgument {}

extension Console {
    /// Reads a scenario for real routers. Everything that is wrong with it goes to standard error.
    /// - Throws: exit code 2 where it cannot be run on them.
    static func labScenario(
        at path: String, daemon: (_ router: String) -> RoutingDaemon?
    ) throws -> LabScenario {
        let loaded = ScenarioLoader.loadForLab(path: path, daemon: daemon)
        for diagnostic in loaded.diagnostics { StandardError.write("\(diagnostic)\n") }
        guard let lab = loaded.content else { throw ExitCode(2) }
        return lab
    }
}
