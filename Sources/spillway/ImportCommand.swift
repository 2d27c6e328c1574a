import ArgumentParser
import Foundation
import Scenarios

/// `spillway import`: makes a scenario of a description in another format.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Makes a scenario of a network and timeline in another format.",
        discussion: """
            What cannot be said in a scenario is an error, what was left out is listed; nothing is dropped in silence. \
            Exits with 2 where the file cannot be imported.
            """
    )

    @Argument(help: "The file to import (YAML or JSON).", completion: .file(extensions: ["yaml", "yml", "json"]))
    var file: String

    @Option(name: .customLong("from"), help: "The format: a recorded lab's topology, or a neutral case with routes.")
    var format: ScenarioImporter.Format

    @Option(help: "Whose choices routers make where implementations differ.")
    var profile = ScenarioImporter.Profile.rfc

    @Option(name: .shortAndLong, help: "Where the scenario goes (default: standard output).", completion: .file())
    var output: String?

    func run() throws {
        let imported = ScenarioImporter.load(path: file, format: format, profile: profile)
        for diagnostic in imported.diagnostics { StandardError.write("\(diagnostic)\n") }
        guard let text = imported.content else { throw ExitCode(2) }
        guard let output else {
            print(text, terminator: "")
            return
        }
        do {
            try text.write(toFile: output, atomically: true, encoding: .utf8)
        } catch {
            throw Console.failure("\(output): \((error as NSError).localizedDescription)")
        }
    }
}

extension ScenarioImporter.Format: ExpressibleByArgument {}
extension ScenarioImporter.Profile: ExpressibleByArgument {}
