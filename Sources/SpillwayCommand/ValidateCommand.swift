import ArgumentParser
import Files
import Reports
import Scenarios

/// `spillway validate`: says everything that is wrong with scenario files, and what a person would find who looks at both ends
/// of each link and watches the network start.
struct ValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Checks scenario and topology files: mistakes, links whose ends do not agree, what never arrives.",
        discussion: """
            A mistake is an error, and the file cannot be used. A warning is about what can be run and is probably not meant: \
            interfaces that never become adjacent, areas without a backbone, traffic that never arrives, limits that the \
            network hits today. To find these, the network is started once, unless it is too large; nothing of the timeline \
            happens.

            Exits with 0 where every file can be used, with 2 where one cannot. With --strict, warnings are errors.

            \(HelpText.examples(
                "spillway validate Topologies/examples/lan.yaml",
                "spillway validate --strict --format json Topologies/examples/triangle.yaml"))
            """
    )

    @Argument(help: "Scenario or topology files (YAML).", completion: .file(extensions: ["yaml", "yml"]))
    var files: [String]

    @Flag(help: "Treat warnings as errors.")
    var strict = false

    @Option(help: "Format of the result.")
    var format = ResultFormat.text

    func run() throws {
        let validations = files.map { file in
            let loaded = ScenarioLoader.load(path: file, files: .noted, traces: .captures)
            return Validation(of: file, loaded, isStrict: strict)
        }
        switch format {
        case .json: try StandardOutput.writeUnchanged(ValidationJSON(validations).text(under: .current))
        case .text:
            for validation in validations {
                for diagnostic in validation.diagnostics { StandardError.write("\(diagnostic)\n") }
                if let summary = validation.summary {
                    try StandardOutput.write("\(LegibleText.line(validation.file)): \(summary)\n")
                }
            }
        }
        if !validations.allSatisfy(\.isFine) { throw ExitCode(2) }
    }
}
