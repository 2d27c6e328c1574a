import NetworkPrimitives

/// What happens to text between a router and whoever reads it.
enum Mangling: String, CaseIterable {
    case none, carriageReturns, paging, bareCarriagePaging, hardWrapping, softWrapping, lostIndentation, prompts,
        capitals, twice

    func applied(to text: String, _ dice: inout SeededDice) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        switch self {
        case .none: return text
        case .carriageReturns: return lines.joined(separator: "\r\n")
        case .paging:
            let erase = String(repeating: "\u{8}", count: 9)
            let pager = " --More-- " + erase + "        " + erase
            return paged(lines) { pager + $0 }.joined(separator: "\r\n")
        case .bareCarriagePaging:
            let blank = String(repeating: " ", count: 16)
            return paged(lines) { "---(more 42%)---\r\(blank)\r\($0)" }.joined(separator: "\n")
        case .hardWrapping: return lines.flatMap { wrapped($0, at: 34) }.joined(separator: "\n")
        case .softWrapping: return lines.flatMap { broken($0, at: 40) }.joined(separator: "\n")
        case .lostIndentation: return lines.map { String($0.drop { $0 == " " || $0 == "\t" }) }.joined(separator: "\n")
        case .prompts:
            return lines.flatMap { line in
                line.isEmpty && dice.number(below: 4) == 0
                    ? ["", "r9#sh clock", "12:00:00.123 UTC Mon Jan 5 2026", ""] : [line]
            }.joined(separator: "\n")
        case .capitals: return lines.map { $0.contains("0x") ? $0 : $0.uppercased() }.joined(separator: "\n")
        case .twice: return text + text
        }
    }

    /// Every 24th line comes after the pager.
    private func paged(_ lines: [String], _ pager: (String) -> String) -> [String] {
        lines.enumerated().map { $0.offset % 24 == 23 ? pager($0.element) : $0.element }
    }

    /// As a terminal of so many columns does.
    private func wrapped(_ line: String, at width: Int) -> [String] {
        var parts: [String] = []
        var rest = line[...]
        while rest.count > width {
            parts.append(String(rest.prefix(width)))
            rest = rest.dropFirst(width)
        }
        return parts + [String(rest)]
    }

    /// As a mail program does.
    private func broken(_ line: String, at width: Int) -> [String] {
        var parts: [String] = [""]
        for word in line.split(separator: " ", omittingEmptySubsequences: false) {
            if parts[parts.count - 1].count + word.count > width, !parts[parts.count - 1].allSatisfy({ $0 == " " }) {
                parts.append(String(word))
            } else {
                parts[parts.count - 1] += (parts[parts.count - 1].isEmpty ? "" : " ") + word
            }
        }
        return parts
    }
}
