import NetworkPrimitives

/// Holds what an importer wrote against the rules of scenario files: what these refuse, the import refuses.
struct ImportCheck {
    let root: Value
    let sink: DiagnosticSink

    /// Tells of every mistake where the value comes from, as far as it can be found again.
    func check(_ text: String) {
        let path = "the scenario"
        let files = FileSource.memory([path: text])
        let diagnostics =
            ScenarioLoader.loadServices(path: path, files: files)?.diagnostics
            ?? ScenarioLoader.load(path: path, files: files).diagnostics
        let lines: [[Character]] = text.split(separator: "\n", omittingEmptySubsequences: false).map { Array($0) }
        for mistake in diagnostics where mistake.severity == .error {
            let line = mistake.line >= 1 && mistake.line <= lines.count ? lines[mistake.line - 1] : []
            var origin: Position?
            if let scalar = Self.scalar(in: line, at: mistake.column) {
                // Spans have got a unit.
                origin = place(of: scalar, in: root) ?? place(of: String(scalar.dropLast()), in: root)
            }
            sink.error(
                "this cannot become a scenario: \(mistake.message)",
                at: origin ?? Position(file: root.position.file, line: 0, column: 0))
        }
    }

    /// The value that begins at a column of the written text.
    private static func scalar(in line: [Character], at column: Int) -> String? {
        guard column >= 1, column <= line.count else { return nil }
        let rest = line[(column - 1)...]
        let text =
            rest.first == "\"" ? rest.dropFirst().prefix { $0 != "\"" } : rest.prefix { !",]}:".contains($0) }
        return text.isEmpty ? nil : String(text)
    }

    private func place(of scalar: String, in value: Value) -> Position? {
        if let fields = value.fields {
            for field in fields {
                if field.key == scalar { return field.keyPosition }
                if let place = place(of: scalar, in: field.value) { return place }
            }
            return nil
        }
        if let items = value.items { return items.lazy.compactMap { place(of: scalar, in: $0) }.first }
        return value.text == scalar ? value.position : nil
    }
}
