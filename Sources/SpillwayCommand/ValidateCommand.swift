import ArgumentParser
import Files
import Reports
import Scenarios
import Services

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

    /// What there is to say about the services of a file.
    private func tell(_ file: String, _ loaded: Loaded<ServiceScenario>) throws {
        for diagnostic in loaded.diagnostics { StandardError.write("\(diagnostic)\n") }
        guard format == .text, let scenario = loaded.content else { return }
        let model = scenario.model
        let parts = [
            counted(model.services.count, "service"), counted(model.sources.count, "source"),
            counted(model.monitors.count, "monitor"), counted(model.people.count, "person", plural: "people"),
            counted(scenario.expectations.count, "expectation"), "lasts \(scenario.duration)",
        ]
        try StandardOutput.write("\(LegibleText.line(file)): \(parts.joined(separator: ", "))\n")
    }

    func run() throws {
        let services = files.map { ScenarioLoader.loadServices(path: $0, files: .noted, traces: .captures) }
        for (file, loaded) in zip(files, services) { try loaded.map { try tell(file, $0) } }
        let networks = zip(files, services).filter { $1?.content?.network != nil || $1 == nil }.map(\.0)
        let validations = networks.map { file in
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
        let areServicesFine = services.allSatisfy { loaded in
            loaded.map { $0.content != nil && (!strict || $0.diagnostics.isEmpty) } ?? true
        }
        if !validations.allSatisfy(\.isFine) || !areServicesFine { throw ExitCode(2) }
    }
}
