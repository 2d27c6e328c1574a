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
        guard let name else { return try show(presets, as: list(presets)) }
        guard let preset = presets.first(where: { $0.name == name }) else {
            let near = nearestName(to: name, among: presets.map(\.name))
            throw Console.failure(
                "there is no preset '\(name)'", at: nil,
                near.map { "did you mean '\($0)'?" } ?? "'spillway presets' lists them")
        }
        try show([preset], as: text(of: preset))
    }

    private func show(_ presets: [Preset], as text: String) throws {
        switch format {
        case .json: try StandardOutput.writeUnchanged(PresetsJSON(presets.map(\.json)).text(under: .current))
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

    private func list(_ presets: [Preset]) -> String {
        let rows =
            [["preset", "maximum", "action", "permanent", "certainty", "what it is"]]
            + presets.map { preset in
                let columns = preset.limit.map { PresetWords.columns(of: $0) } ?? ["-", "-", "-"]
                let certainty = preset.unconfirmed.isEmpty ? "documented" : "\(preset.unconfirmed.count) unconfirmed"
                return [preset.name] + columns + [certainty, preset.summary]
            }
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        let lines = rows.map { row in
            zip(row, widths).dropLast().map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(
                separator: "  ")
                + "  " + row[row.count - 1]
        }
        return
            (lines + [
                "",
                "maximum 'to be given': the preset has no number, and there is no limit without a 'maximum' of your own",
            ]).joined(separator: "\n")
    }

    private func text(of preset: Preset) -> String {
        var lines = ["\(preset.name): \(preset.summary)"]
        if let base = preset.base { lines.append("extends \(base)") }
        lines.append("")
        if let limit = preset.limit { lines += ["limit:"] + Self.lines(of: PresetWords.entries(of: limit)) }
        if let timers = preset.timers { lines += ["timers:"] + Self.lines(of: PresetWords.entries(of: timers)) }
        lines += ["", "Sources"] + preset.sources.map { "  \($0)" }
        if !preset.unconfirmed.isEmpty { lines += ["", "Not confirmed"] + preset.unconfirmed.map { "  \($0)" } }
        return lines.joined(separator: "\n")
    }

    /// Parameters as a scenario file takes them.
    private static func lines(of entries: [PresetWords.Entry]) -> [String] {
        entries.map { entry in
            guard !entry.entries.isEmpty else { return "  \(entry.key): \(entry.value)" }
            let inner = entry.entries.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
            return "  \(entry.key): { \(inner) }"
        }
    }
}
