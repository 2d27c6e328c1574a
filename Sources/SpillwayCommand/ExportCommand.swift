import ArgumentParser
import Emulation
import Files
import Imports
import NetworkPrimitives
import Reports
import Scenarios

/// `spillway export`: a network in the formats of others.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes a network in the formats of other tools: its databases as routers print them.",
        discussion: """
            The network is started and converges; then its databases are printed, with right checksums, as one router \
            that is in all areas would have them, or as one router has them (--router).

            \(HelpText.examples(
                "spillway export Topologies/examples/triangle.yaml --to lsdb-ios",
                "spillway export Topologies/examples/lan.yaml --to lsdb-junos -o lan.txt"))
            """
    )

    @Argument(help: "A topology or scenario.", completion: .file())
    var file: String

    @Option(name: .customLong("to"), help: "The format.")
    var format: DatabasePrinter.Dialect

    @Option(help: ArgumentHelp("The router whose database it is.", valueName: "name"))
    var router: String?

    @Option(
        name: .shortAndLong, help: "The file to write (default: standard output).", completion: .file())
    var output: String?

    func run() throws {
        let loaded = ScenarioLoader.loadTopology(path: file, files: .noted)
        for diagnostic in loaded.diagnostics { StandardError.write("\(diagnostic)\n") }
        guard let configuration = loaded.content else { throw ExitCode(2) }
        let names = configuration.routers.map(\.name)
        let number = router.flatMap { name in configuration.routers.firstIndex { $0.name == name } }
        if let router, number == nil {
            throw Console.failure(
                "there is no router '\(router)'", at: "--router",
                nearestName(to: router, among: names).map { "did you mean '\($0)'?" })
        }
        var network = Network(configuration)
        guard network.converge(within: .seconds(3600)) else {
            throw Console.failure("this network does not converge within an hour", at: file)
        }
        let view = number ?? Self.mostAreas(configuration)
        guard let view else { throw Console.failure("no router", at: file) }
        let databases = NetworkDatabases(network, of: number)
        let printer = DatabasePrinter(databases, as: format, of: configuration.routers[view].ospf.routerID)
        try Console.write(printer.text, to: output)
    }

    /// The router that is in most areas, and so nearest to one that is in all.
    private static func mostAreas(_ configuration: NetworkConfiguration) -> RouterIndex? {
        func areas(_ router: RouterIndex) -> Int {
            Set(configuration.routers[router].ospf.interfaces.map(\.area)).count
        }
        return configuration.routers.indices.max { areas($0) < areas($1) }
    }
}

extension DatabasePrinter.Dialect: ExpressibleByArgument {}
