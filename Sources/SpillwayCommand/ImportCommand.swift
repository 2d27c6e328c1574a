import ArgumentParser
import Captures
import Emulation
import Files
import Imports
import NetworkPrimitives
import Replays
import Reports
import Scenarios

/// `spillway import`: makes a topology of whatever files there are of a network, or a scenario of a description.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract:
            "Makes a topology of the files that you have: captures, 'show ip ospf database', configurations, labs, graphs.",
        discussion: """
            Takes any mix of files and folders, tells each by its content, and joins them into one network. Databases in \
            text are checked by the checksums that were printed. What no file tells is written into the topology as \
            comments; the network is then emulated and held against what was read. Exits with 2 where a file cannot be \
            imported. With --from, the file is the description of a network and its timeline.

            \(HelpText.examples(
                "spillway import Topologies/captures/lan-flap.pcap",
                "spillway import Topologies/imports/core.log -o network.yaml",
                "spillway import Topologies/captures/lan-flap.pcap --at 90s -o lan.yaml"))
            """
    )

    @Argument(
        help:
            "Files and folders of one network, also compressed by gzip; - for standard input; with --from, a YAML or JSON file.",
        completion: .file())
    var files: [String]

    @Option(
        name: .customLong("from"),
        help:
            "The format of a file with a timeline: the topology of a recorded lab (oracle), a neutral case with routes, or a case of services."
    )
    var format: ScenarioImporter.Format?

    @Option(help: "The implementation whose behavior routers have where implementations differ.")
    var profile = ScenarioImporter.Profile.rfc

    @Option(name: .customLong("as"), help: "What the files are, where their content does not tell.")
    var kind: FileKind?

    @Option(help: ArgumentHelp("The area of LSAs whose file does not name it.", valueName: "id"))
    var area: String?

    @Option(help: ArgumentHelp("The OSPF process to take, where a file has several.", valueName: "process"))
    var process: String?

    @Option(help: ArgumentHelp("The VRF to take, where a file has several.", valueName: "vrf"))
    var vrf: String?

    @Option(
        help: ArgumentHelp(
            "Of graphs with speeds: the bandwidth at which a link costs 1, in Mbit/s (default: every link costs 10).",
            valueName: "mbit/s"))
    var referenceBandwidth: Int?

    @Option(
        help: ArgumentHelp(
            "Names of routers: a topology, a hosts file, or lines of a Router ID and a name.", valueName: "file"),
        completion: .file())
    var names: String?

    @Option(
        help: ArgumentHelp(
            "Import captures as they were at this time: \(MomentArgument.forms).", valueName: "time"))
    var at: MomentArgument?

    @Option(
        help: ArgumentHelp(
            "Show what is different from this topology, of an earlier import.", valueName: "topology"),
        completion: .file())
    var update: String?

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
        guard format == nil || update == nil else {
            throw ValidationError("--update is for networks (--update): leave out --update or --from")
        }
        guard area.map({ AreaID($0) != nil }) ?? true else {
            throw ValidationError("no area (--area): a number or a dotted quad, such as 1 or 0.0.0.1")
        }
    }

    func run() throws {
        guard let format else { return try importNetwork() }
        let imported = ScenarioImporter.load(path: files[0], format: format, profile: profile)
        for diagnostic in imported.diagnostics { StandardError.write("\(diagnostic)\n") }
        guard let text = imported.content else { throw ExitCode(2) }
        try Console.write(text, to: output)
    }

    private func importNetwork() throws {
        var options = NetworkImport.Options()
        options.area = area.flatMap { AreaID($0) }
        options.process = process
        options.vrf = vrf
        options.referenceBandwidth = referenceBandwidth.map { Double($0) }
        if let names { options.names = try RouterNames.read(names) }
        let sources = try SourceFile.paths(files).map { path, isFound in
            var file = try ImportSource.read(path, as: kind)
            file.isFound = isFound
            return file
        }
        var network = NetworkImport(options)
        try ImportSource.add(sources, to: &network, at: at)
        for problem in network.problems { StandardError.write("\(problem)\n") }
        guard network.problems.isEmpty else { throw ExitCode(2) }
        let databases = network.databases
        let shown = Self.names(of: sources)
        if let lack = network.lack(in: databases) { throw Console.failure(lack, at: shown) }
        let topology = network.description(of: databases)
        let name = CaptureInput.stem(of: files[0])
        let comparison = Self.comparison(of: topology, databases, named: name)
        let remarks = network.report + comparison
        let text = TopologyFile(topology, name: name, origin: name).text
        if let update { try Self.showDifference(from: update, to: text) }
        let origin = "The network of \(shown), imported by spillway."
        // With --update alone, the difference is what is asked for.
        if output != nil || update == nil {
            try Console.write(TopologyFile(topology, name: name, origin: origin, remarks: remarks).text, to: output)
        }
        for line in remarks + topology.notes { StandardError.line("spillway: \(line)") }
        if let output { StandardError.line("spillway: \(output): \(Self.contents(of: topology))") }
    }

    /// Prints what came, went or changed since an earlier import.
    private static func showDifference(from path: String, to text: String) throws {
        let old = ScenarioLoader.loadTopology(path: path, files: .noted)
        for diagnostic in old.diagnostics where diagnostic.severity == .error { StandardError.write("\(diagnostic)\n") }
        let new = ScenarioLoader.loadTopology(path: "import.yaml", files: .memory(["import.yaml": text]))
        guard let old = old.content, let new = new.content else { throw ExitCode(2) }
        let lines = NetworkDifference(from: old, to: new).lines
        try StandardOutput.write(lines.isEmpty ? "no difference\n" : lines.map { "\($0)\n" }.joined())
    }

    /// The files of a folder are called by it.
    private static func names(of sources: [SourceFile]) -> String {
        let names = sources.map(\.name)
        return names.count <= 4
            ? names.joined(separator: ", ")
            : names.prefix(3).joined(separator: ", ") + " and \(names.count - 3) more files"
    }

    /// What the emulated network has in common with the one that was read.
    private static func comparison(
        of topology: NetworkDescription, _ databases: NetworkDatabases, named name: String
    ) -> [String] {
        guard databases.databases.contains(where: { !$0.entries.isEmpty }) else { return [] }
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
        guard network.converge(within: .seconds(600)) else {
            return ["Emulated, this network does not come to rest within ten minutes."]
        }
        return ImportComparison(databases, network).remarks
    }

    private static let mostEmulated = 1_000

    private static func contents(of topology: NetworkDescription) -> String {
        let cables = topology.segments.count(where: \.isCable)
        let parts = [
            counted(topology.routers.count, "router"), counted(cables, "link"),
            counted(topology.segments.count - cables, "LAN or stub network"),
            counted(topology.groups.count, "group") + " of external prefixes",
        ]
        return parts.joined(separator: ", ").replacing("LAN or stub networks", with: "LANs and stub networks")
    }
}

extension FileKind: ExpressibleByArgument {}
extension ScenarioImporter.Format: ExpressibleByArgument {}
extension ScenarioImporter.Profile: ExpressibleByArgument {}
