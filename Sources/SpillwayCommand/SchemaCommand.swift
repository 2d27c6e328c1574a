import ArgumentParser
import Reports
import Scenarios

/// `spillway schema`: what the program's JSON and its input files look like, for programs.
struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Prints the JSON Schema of results or of scenario files.",
        discussion: """
            'result' describes what --format json prints and --trace writes, for every command; 'scenario' describes \
            scenario and topology files, for editors that complete and check them. Both are of this version of the program.

            Examples:
              spillway schema result > result.schema.json
              spillway schema scenario > scenario.schema.json
            """
    )

    enum Subject: String, ExpressibleByArgument, CaseIterable {
        case result, scenario
    }

    @Argument(help: "What is described: result or scenario.")
    var subject: Subject

    func run() throws {
        switch subject {
        case .result: try StandardOutput.writeUnchanged(ResultSchema.text)
        case .scenario: try StandardOutput.writeUnchanged(JSONSchema.text())
        }
    }
}
