/// Finds the second occurrence of a key in a mapping and masks it, so that the text can be parsed once more.
///
/// One letter of the key gives way to one of the private use area: lines and columns stay what they are.
struct RepeatedKeys {
    private struct Place: Hashable { var line, column: Int }
    private var masked: Set<Place> = []

    func isMasked(line: Int, column: Int) -> Bool { masked.contains(Place(line: line, column: column)) }

    /// Masks the next `key` after the one at `first` in the same mapping; `nil` where it is not found.
    mutating func mask(_ key: String, after first: Position, in text: inout String) -> Position? {
        guard !key.isEmpty, masked.count < 6_000 else { return nil }
        var lines = SourceText.lines(of: text).map { Array($0.unicodeScalars) }
        let spellings = [key, "\"\(key)\"", "'\(key)'"].map { Array($0.unicodeScalars) }
        guard first.line >= 1, first.line <= lines.count, first.column >= 1,
            let place = blockRepeat(of: spellings, line: first.line - 1, column: first.column - 1, in: lines)
                ?? flowRepeat(of: spellings, line: first.line - 1, column: first.column - 1, in: lines)
        else { return nil }
        let isQuoted = lines[place.line][place.column] == "\"" || lines[place.line][place.column] == "'"
        let stand = Unicode.Scalar(0xE000 + UInt32(masked.count)) ?? "\u{E000}"
        lines[place.line][place.column + (isQuoted ? 1 : 0)] = stand
        masked.insert(Place(line: place.line + 1, column: place.column + 1))
        var patched = String.UnicodeScalarView()
        for (number, line) in lines.enumerated() {
            if number > 0 { patched.append("\n") }
            patched.append(contentsOf: line)
        }
        text = String(patched)
        return Position(file: first.file, line: place.line + 1, column: place.column + 1)
    }

    /// In a mapping of lines, the keys stand below one another.
    private func blockRepeat(
        of spellings: [[Unicode.Scalar]], line: Int, column: Int, in lines: [[Unicode.Scalar]]
    ) -> Place? {
        let before = lines[line].prefix(column)
        guard before.allSatisfy({ $0 == " " || $0 == "-" || $0 == "?" }) else { return nil }
        for number in (line + 1)..<max(line + 1, lines.count) {
            let text = lines[number]
            let indent = text.prefix { $0 == " " }.count
            if indent == text.count || text[indent] == "#" { continue }
            if indent < column { return nil }
            if indent == column, isKey(at: column, in: text, spellings) { return Place(line: number, column: column) }
        }
        return nil
    }

    /// In `{a: 1, b: 2}`, a key follows a comma at the same depth of brackets.
    private func flowRepeat(
        of spellings: [[Unicode.Scalar]], line: Int, column: Int, in lines: [[Unicode.Scalar]]
    ) -> Place? {
        var (depth, isAfterComma) = (0, false)
        var quote: Unicode.Scalar?
        for number in line..<lines.count {
            let text = lines[number]
            for place in (number == line ? min(column + 1, text.count) : 0)..<text.count {
                let scalar = text[place]
                if isAfterComma, depth == 0, quote == nil, isKey(at: place, in: text, spellings) {
                    return Place(line: number, column: place)
                }
                if scalar != " " { isAfterComma = false }
                switch scalar {
                case _ where quote != nil: if scalar == quote { quote = nil }
                case "\"", "'": quote = scalar
                case "[", "{": depth += 1
                case "]", "}": depth -= 1
                case ",": isAfterComma = true
                default: break
                }
                if depth < 0 { return nil }
            }
        }
        return nil
    }

    private func isKey(at place: Int, in text: [Unicode.Scalar], _ spellings: [[Unicode.Scalar]]) -> Bool {
        spellings.contains { spelling in
            guard text[place...].starts(with: spelling) else { return false }
            let rest = text[(place + spelling.count)...].drop { $0 == " " }
            return rest.first == ":"
        }
    }
}
