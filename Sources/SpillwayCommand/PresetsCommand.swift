import ArgumentParser
import Reports
import Scenarios

/// `spillway presets`: what each vendor's routers do at their limit, with sources.
struct PresetsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "presets",
        abstract: "Lists what vendors' routers do at their LSA limit, or shows one vendor's parameters.",
        discussion: """
            The parameters are printed as a scenario file takes them, with their sources and what is not confirmed.

            \(HelpText.examples("spillway presets", "spillway presets juniper-junos"))
            """
    )

    @Argument(help: "A preset, such as cisco-ios-xe; all are listed without it.")
    var name: String?

    @Option(help: ArgumentHelp("Include the presets of this topology or scenario.", valueName: "file"))
    var topology: String?

    @Option(help: "Format of the result.")
    var format: ResultFormat = .text

    func run() throws {
        let presets = try known()
        guard let name else { return try show(presets, as: PresetsText.list(presets)) }
        guard let preset = presets.first(where: { $0.name == name }) else {
            let near = nearestName(to: name, among: presets.map(\.name))
            throw Console.failure(
                "there is no preset '\(name)'", at: nil,
                near.map { "did you mean '\($0)'?" } ?? "'spillway presets' lists them")
        }
        try show([preset], as: PresetsText.text(of: preset))
    }

    private func show(_ presets: [Preset], as text: String) throws {
        switch format {
        case .json: try StandardOutput.writeUnchanged(PresetsJSON(presets).text(under: .current))
        case .text: try StandardOutput.write(text + "\n")
        }
    }

    private func known() throws -> [Preset] {
        guard let topology else { return Preset.all }
        let loaded = ScenarioLoader.loadPresets(path: topology, files: .noted)
        for diagnostic in loaded.diagnostics { StandardError.write("\(diagnostic)\n") }
        guard let presets = loaded.content else { throw ExitCode(2) }
        return presets
    }
}
