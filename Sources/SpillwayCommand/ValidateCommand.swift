import Analysis
import ArgumentParser
import Files
import NetworkPrimitives
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
        let validations = files.map { Validation(of: $0, isStrict: strict) }
        switch format {
        case .json: try StandardOutput.writeUnchanged(Validation.json(of: validations))
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

/// What there is to say about one file.
private struct Validation {
    let file: String
    private(set) var diagnostics: [Diagnostic]
    private let scenario: Scenario?
    /// By diagnostic, in their order; `nil` for those of the reader.
    private var kinds: [FindingKind?]
    private var start: StartFindings?

    init(of file: String, isStrict: Bool) {
        self.file = file
        let loaded = ScenarioLoader.load(path: file, files: .noted, traces: .captures)
        scenario = loaded.content
        diagnostics = loaded.diagnostics
        kinds = loaded.diagnostics.map { _ in nil }
        if let scenario, let places = loaded.places {
            let start = StartFindings(of: scenario)
            self.start = start
            let text = start.result.map(FindingText.init) ?? FindingText(scenario.network)
            let told = start.findings.map { finding in
                (places.diagnostic(.warning, text.sentence(finding), at: finding.place), Optional(finding.kind))
            }
            let all = (zip(diagnostics, kinds) + told).enumerated().sorted { left, right in
                let (a, b) = (left.element.0, right.element.0)
                return (a.file, a.line, a.column, left.offset) < (b.file, b.line, b.column, right.offset)
            }
            (diagnostics, kinds) = (all.map(\.element.0), all.map(\.element.1))
        }
        if isStrict { for index in diagnostics.indices { diagnostics[index].severity = .error } }
    }

    var isFine: Bool { scenario != nil && !diagnostics.contains { $0.severity == .error } }

    /// `nil` where the file cannot be used.
    var summary: String? {
        guard let scenario else { return nil }
        let network = scenario.network
        var parts = [
            counted(network.routers.count, "router"), counted(network.segments.count, "segment"),
            counted(scenario.timeline.count, "timeline entry", plural: "timeline entries"),
            counted(scenario.probes.count, "probe"),
            counted(scenario.expectations.count, "expectation"), "lasts \(scenario.duration)",
        ]
        if !diagnostics.isEmpty {
            parts.append(counted(diagnostics.count, isFine ? "warning" : "error"))
        }
        if start?.result == nil { parts.append("too large to be started: what arrives was not checked") }
        return parts.joined(separator: ", ")
    }

    static func json(of validations: [Validation]) -> String {
        let files = validations.map { validation in
            ValidationJSON.File(
                path: validation.file, isFine: validation.isFine, isStarted: validation.start?.result != nil,
                diagnostics: zip(validation.diagnostics, validation.kinds).map { diagnostic, kind in
                    ValidationJSON.Entry(
                        isError: diagnostic.severity == .error, kind: kind, file: diagnostic.file,
                        line: diagnostic.line,
                        column: diagnostic.column, message: diagnostic.message, suggestion: diagnostic.suggestion)
                })
        }
        return ValidationJSON(files: files).text(under: .current)
    }
}
