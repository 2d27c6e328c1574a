import ArgumentParser
import Captures
import Emulation
import Files
import NetworkPrimitives
import Replays
import Reports
import Scenarios

/// `spillway import`: makes a topology of a capture, or a scenario of a description in another format.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Makes a topology of a packet capture, or a scenario of a network in another format.",
        discussion: """
            A capture gives routers, links, LANs, costs and external prefixes, as its LSAs describe them at its end or \
            at another time; what a capture cannot show is written into the file as comments. With --from, the file is \
            the description of a network and its timeline. What cannot be said in a scenario is an error, and what was \
            left out is listed. Exits with 2 where the file cannot be imported.

            \(HelpText.examples(
                "spillway import Topologies/captures/lan-flap.pcap",
                "spillway import Topologies/captures/lan-flap.pcap --at 90s -o lan.yaml"))
            """
    )

    @Argument(
        help:
            "Files (pcap or pcapng) of one network, also compressed by gzip; - for standard input; with --from, a YAML or JSON file.",
        completion: .file())
    var files: [String]

    @Option(
        name: .customLong("from"),
        help:
            "The format of a file that is not a capture: the topology of a recorded lab (oracle), or a neutral case with routes."
    )
    var format: ScenarioImporter.Format?

    @Option(help: "The implementation whose behavior routers have where implementations differ.")
    var profile = ScenarioImporter.Profile.rfc

    @Option(
        help: ArgumentHelp(
            "Import the network as it was at this time: \(MomentArgument.forms).", valueName: "time"))
    var at: MomentArgument?

    @Option(
        name: .shortAndLong, help: "The file to which the scenario is written (default: standard output).",
        completion: .file())
    var output: String?

    func validate() throws {
        guard format == nil || files.count == 1 else {
            throw ValidationError("--from takes one file (<files>): import them one by one")
        }
        guard format == nil || at == nil else {
            throw ValidationError("--at is for captures (--at): leave out --at or --from")
        }
    }

    func run() throws {
        guard let format else { return try importCapture() }
        let imported = ScenarioImporter.load(path: files[0], format: format, profile: profile)
        for diagnostic in imported.diagnostics { StandardError.write("\(diagnostic)\n") }
        guard let text = imported.content else { throw ExitCode(2) }
        try write(text)
    }

    private func importCapture() throws {
        let (topology, summary) = try CaptureInput.network(of: files, at: at)
        let shown = files.map(CaptureInput.name).joined(separator: ", ")
        let isOne = files.count == 1
        let origin = "The network that \(shown) show\(isOne ? "s" : ""), imported from \(isOne ? "its" : "their") LSAs."
        let name = CaptureInput.stem(of: files[0])
        let remarks = try Self.remarks(on: topology, summary, named: name)
        try write(TopologyFile(topology, name: name, origin: origin, remarks: remarks).text)
        for line in remarks { StandardError.line("spillway: \(line)") }
        if let output { StandardError.line("spillway: \(output): \(Self.contents(of: topology))") }
    }

    /// What the emulated network has in common with the captured one.
    private static func remarks(
        on topology: CapturedTopology, _ summary: CaptureSummary, named name: String
    ) throws -> [String] {
        guard topology.routers.count <= mostEmulated else {
            return ["Not emulated for comparison: more than \(mostEmulated) routers."]
        }
        let text = TopologyFile(topology, name: name, origin: name).text
        let loaded = ScenarioLoader.loadTopology(path: "import.yaml", files: .memory(["import.yaml": text]))
        let mistakes = loaded.diagnostics.filter { $0.severity == .error }
        guard let configuration = loaded.content else {
            return ["This file is not valid yet:"] + mistakes.map { "- \($0.message)" }
        }
        var network = Network(configuration)
        guard network.converge(within: .seconds(3600)) else {
            return ["Emulated, this network does not converge within an hour."]
        }
        return ImportComparison(summary, network).remarks
    }

    private static let mostEmulated = 1_000

    private func write(_ text: String) throws {
        guard let output else {
            try StandardOutput.writeUnchanged(text)
            return
        }
        do {
            let file = try OutputFile(path: output)
            try file.write(text)
            try file.close()
        } catch {
            throw Console.failure(error)
        }
    }

    private static func contents(of topology: CapturedTopology) -> String {
        let cables = topology.segments.count(where: \.isCable)
        let parts = [
            counted(topology.routers.count, "router"), counted(cables, "link"),
            counted(topology.segments.count - cables, "LAN or stub network"),
            counted(topology.groups.count, "group") + " of external prefixes",
        ]
        return parts.joined(separator: ", ").replacing("LAN or stub networks", with: "LANs and stub networks")
    }
}

extension ScenarioImporter.Format: ExpressibleByArgument {}
extension ScenarioImporter.Profile: ExpressibleByArgument {}
