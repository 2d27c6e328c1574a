import Emulation
import Scenarios

/// A network as it is described: routers, links, LANs and their settings, before any of it is switched on.
///
/// A value that does not change. It comes from YAML, in the language of `docs/scenario-format.md`, or is built in code by
/// ``TopologyBuilder``; ``EmulatedNetwork`` runs it.
public struct Topology: Sendable {
    /// The name of the network.
    public let name: String
    /// The names of the routers, in the order of the description.
    public let routers: [String]
    /// The names of links and LANs: links as `a - b`, unless they were given another name.
    public let links: [String]
    /// What is legal in the description and probably not meant, from top to bottom.
    public let warnings: [InputProblem]

    let files: InputFiles
    let network: ReadNetwork

    /// Reads a topology file, or the network of a scenario file, whose timeline and probes are left aside.
    ///
    /// The files, with those that they extend, are read once; later changes of them are not seen.
    ///
    /// - Parameter path: of a YAML file of at most 16 MiB.
    /// - Throws: ``SpillwayError/invalidInput(_:)`` with everything that is wrong.
    /// - Complexity: O(size of the files).
    public init(contentsOf path: String) throws(SpillwayError) {
        let read = try InputFiles.reading(path) { (source) throws(SpillwayError) in
            try ScenarioLoader.loadNetwork(path: path, files: source).accepted()
        }
        self.init(read.content.content, read.content.warnings, read.files)
    }

    /// Reads a text in the language of topology files. It extends no other file.
    ///
    /// - Throws: ``SpillwayError/invalidInput(_:)`` with everything that is wrong; the file in it is `topology.yaml`.
    /// - Complexity: O(length of the text).
    public init(yaml: String) throws(SpillwayError) {
        try self.init(InputFiles(yaml, named: "topology.yaml"))
    }

    init(_ files: InputFiles) throws(SpillwayError) {
        let (network, warnings) = try ScenarioLoader.loadNetwork(path: files.path, files: files.source).accepted()
        self.init(network, warnings, files)
    }

    private init(_ network: ReadNetwork, _ warnings: [InputProblem], _ files: InputFiles) {
        name = network.configuration.name
        routers = network.configuration.routers.map(\.name)
        links = network.configuration.segments.map(\.name)
        (self.warnings, self.files, self.network) = (warnings, files, network)
    }
}
