import Analysis
import ArgumentParser
import NetworkPrimitives
import Scenarios

/// `spillway validate`: says everything that is wrong with scenario files, or that nothing is.
struct ValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Checks scenario and topology files without running them.",
        discussion: "Exits 0 where every file is fine, 2 where one is not. Warnings do not make a file wrong."
    )

    @Argument(help: "Scenario or topology files (YAML).", completion: .file(extensions: ["yaml", "yml"]))
    var files: [String]

    func run() throws {
        var isFine = true
        for file in files {
            let loaded = ScenarioLoader.load(path: file, traces: .captures)
            for diagnostic in loaded.diagnostics { StandardError.write("\(diagnostic)\n") }
            if let scenario = loaded.content {
                try StandardOutput.write("\(file): \(summary(of: scenario))\n")
            } else {
                isFine = false
            }
        }
        if !isFine { throw ExitCode(2) }
    }

    private func summary(of scenario: Scenario) -> String {
        let network = scenario.network
        let parts = [
            counted(network.routers.count, "router"), counted(network.segments.count, "segment"),
            counted(scenario.timeline.count, "timeline entry", "timeline entries"),
            counted(scenario.probes.count, "probe"),
            counted(scenario.expectations.count, "expectation"), "lasts \(scenario.duration)",
        ]
        return parts.joined(separator: ", ")
    }

    private func counted(_ count: Int, _ one: String, _ many: String? = nil) -> String {
        "\(count) \(count == 1 ? one : many ?? one + "s")"
    }
}
