import Foundation

/// The numbered sections and steps in the text of an RFC.
struct RFCText {
    /// As `Clause` names them, each once, in their order.
    private(set) var clauses: [String] = []

    private var section: [String] = []
    /// The lists that are open, outermost first: how far each is indented, and its last step.
    private var steps: [(indentation: Int, step: String)] = []

    /// - Parameter indentsSections: whether headings of sections are indented by their depth, as in older RFCs.
    init(_ text: String, indentsSections: Bool) {
        var followsBlank = true
        let contents = 280  // where tables of contents have ended
        for (number, line) in text.replacingOccurrences(of: "\u{c}", with: "\n").split(
            separator: "\n", omittingEmptySubsequences: false
        ).enumerated() {
            if Self.isBlank(line) {
                followsBlank = true
                continue
            }
            defer { followsBlank = false }
            guard followsBlank else { continue }
            let indentation = line.prefix { $0 == " " }.count
            let words = line.split(separator: " ", maxSplits: 2)
            guard words.count > 1 else { continue }
            let isListed = line.contains(". .") || line.contains("...") || number < contents && Self.endsInNumber(line)
            if indentation <= 12, !isListed, addSection(words, indentation, indentsSections) { continue }
            addStep(words[0], indentation)
        }
    }

    /// Page breaks are blank as well.
    private static func isBlank(_ line: Substring) -> Bool {
        let bare = line.trimmingCharacters(in: .whitespaces)
        return bare.isEmpty || bare.hasSuffix("]") && bare.contains("[Page ")
            || line.hasPrefix("RFC ") && line.dropFirst(4).first?.isNumber == true
    }

    private static func endsInNumber(_ line: Substring) -> Bool {
        line.split(separator: " ").last?.allSatisfy(\.isNumber) == true
    }

    private mutating func addSection(_ words: [Substring], _ indentation: Int, _ indentsSections: Bool) -> Bool {
        let isAppendix = words[0] == "Appendix"
        let label = isAppendix ? words[1] : words[0]
        let bare = label.trimmingCharacters(in: CharacterSet(charactersIn: ".:"))
        var parts = bare.split(separator: ".").map(String.init)
        guard let first = parts.first, parts.dropFirst().allSatisfy({ Int($0) != nil }),
            Int(first) != nil || first.count == 1 && "A"..."F" ~= first
        else { return false }
        while parts.count > 1, parts.last == "0" { parts.removeLast() }
        let hasMark = label.hasSuffix(".") || label.hasSuffix(":") || parts.count > 1 || Int(first) != nil
        guard hasMark, indentation == 0 || parts.count > 1 && indentsSections, follows(parts) else { return false }
        section = parts
        steps = []
        add([])
        return true
    }

    /// Whether a section may come after the last one: its first part, or the next at some level.
    private func follows(_ next: [String]) -> Bool {
        guard let last = next.last else { return false }
        if section.isEmpty { return next == ["1"] || next == ["A"] }
        if next.count == section.count + 1 { return last == "1" && Array(next.dropLast()) == section }
        guard next.count <= section.count, next.dropLast().elementsEqual(section.prefix(next.count - 1)) else {
            return false
        }
        return last == Self.successor(of: section[next.count - 1]) || last == "A" && Int(section[next.count - 1]) != nil
    }

    private static func successor(of step: String) -> String? {
        if let number = Int(step) { return "\(number + 1)" }
        return step.utf8.first.map { String(decoding: [$0 + 1], as: UTF8.self) }
    }

    /// `(1)`, `1)`, `1.`, `(a)` or `a)`.
    private mutating func addStep(_ word: Substring, _ indentation: Int) {
        guard !section.isEmpty, indentation > 0 else { return }
        var label = word
        let hasParenthesis = label.first == "("
        if hasParenthesis { label.removeFirst() }
        guard let mark = label.popLast(), mark == ")" || mark == "." && !hasParenthesis, !label.isEmpty else { return }
        let step = String(label)
        let isNumber = Int(step) != nil && step.count <= 2
        guard isNumber || step.count == 1 && "a"..."z" ~= step && mark == ")" else { return }
        while let last = steps.last, last.indentation > indentation { steps.removeLast() }
        let previous = steps.last.flatMap { $0.indentation == indentation ? $0.step : nil }
        guard step == "1" || step == "a" || previous.map({ Self.successor(of: $0) == step }) == true else { return }
        if previous != nil { steps.removeLast() }
        steps.append((indentation, step))
        add(steps.map(\.step))
    }

    private mutating func add(_ steps: [String]) {
        let name = section.joined(separator: ".")
        let clause = steps.isEmpty ? name : name + " " + steps.map { "(\($0))" }.joined()
        if !clauses.contains(clause) { clauses.append(clause) }
    }
}
