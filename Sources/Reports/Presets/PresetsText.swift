import Scenarios

/// Presets for people.
public enum PresetsText {
    /// A table of what each does.
    public static func list(_ presets: [Preset]) -> String {
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

    /// The parameters of one, with their sources.
    public static func text(of preset: Preset) -> String {
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
