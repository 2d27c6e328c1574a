import Foundation

/// A numbered section or step of an RFC, such as `13 (5)(a)` of RFC 2328.
struct Clause: Hashable {
    let rfc: Int
    /// The section, and after a space the steps in it.
    let name: String

    /// The section or step that this one is a part of.
    var parent: Clause? {
        if name.hasSuffix(")"), let end = name.lastIndex(of: "(") {
            return Clause(rfc: rfc, name: name[..<end].trimmingCharacters(in: .whitespaces))
        }
        return name.lastIndex(of: ".").map { Clause(rfc: rfc, name: String(name[..<$0])) }
    }
    /// What the clause itself is in: the chapter or appendix of its RFC.
    var chapter: String { String(name.prefix { $0 != "." && $0 != " " }) }
}

extension Clause: CustomStringConvertible {
    var description: String { "RFC \(rfc) §\(name)" }
}

/// A clause as `Tests/Data/rfc-clauses.txt` lists it.
struct ListedClause {
    let clause: Clause
    let title: String
    /// Why nothing in the program does it; `nil` where something has to.
    let reason: String?

    /// The list, in its order.
    static let all: [ListedClause] = {
        let file = SourceTree.files.first { $0.path == "Tests/Data/rfc-clauses.txt" }
        var rfc = 0
        return (file?.lines ?? []).compactMap { line in
            if line.hasPrefix("#") || line.isEmpty { return nil }
            if line.hasPrefix("RFC ") {
                rfc = Int(line.dropFirst(4)) ?? 0
                return nil
            }
            let parts = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            return ListedClause(
                clause: Clause(rfc: rfc, name: parts[0]), title: parts.count > 1 ? parts[1] : "",
                reason: parts.count > 2 ? parts[2] : nil)
        }
    }()
}

/// A place that names a clause.
struct Citation {
    let clause: Clause
    let path: String
    /// Counted from 1.
    let line: Int
    /// The function or type that the comment is about or in, where there is one.
    let symbol: String?
}

/// The clauses that a text names: `RFC 2328 §13 (5)(a)`, and after it `§13.4` or `(b) and (c)` or `(1) to (3)`.
struct CitedText {
    /// An RFC that is known before the text begins.
    var rfc: Int?
    /// Each with its place in the text.
    private(set) var clauses: [(clause: Clause, offset: Int)] = []
    /// Sections whose RFC the text does not say.
    private(set) var unnamed: [String] = []

    private let characters: [Character]
    private var position = 0

    init(_ text: String, rfc: Int? = nil) {
        self.rfc = rfc
        characters = Array(text)
        while position < characters.count {
            if take("RFC ") {
                if let number = Int(takeWhile(\.isNumber)) { self.rfc = number }
            } else if take("§") || take("Appendix ") {
                readSection()
            } else {
                position += 1
            }
        }
    }

    private mutating func readSection() {
        let start = position
        var section = takeWhile { $0.isNumber || ($0.isLetter && $0.isUppercase) || $0 == "." || $0 == "_" }
            .replacingOccurrences(of: "_", with: ".")
        while section.hasSuffix(".") { section.removeLast() }
        guard !section.isEmpty else { return }
        guard let rfc else {
            unnamed.append(section)
            return
        }
        var steps = readSteps()
        add(rfc, section, steps, at: start)
        while !steps.isEmpty, let next = readListed(after: steps) {
            for step in next { add(rfc, section, step, at: start) }
            steps = next.last ?? []
        }
    }

    private mutating func add(_ rfc: Int, _ section: String, _ steps: [String], at offset: Int) {
        let name = steps.isEmpty ? section : section + " " + steps.map { "(\($0))" }.joined()
        clauses.append((Clause(rfc: rfc, name: name), offset))
    }

    /// `(5)(a)`, if that comes next.
    private mutating func readSteps() -> [String] {
        var steps: [String] = []
        while true {
            let before = position
            if steps.isEmpty { _ = take(" ") }
            guard take("(") else { return restored(before, steps) }
            let step = takeWhile { $0.isNumber || ($0.isLetter && $0.isLowercase) }
            guard !step.isEmpty, step.count <= 2, Int(step) != nil || step.count == 1, take(")") else {
                return restored(before, steps)
            }
            steps.append(step)
        }
    }

    private mutating func restored(_ before: Int, _ steps: [String]) -> [String] {
        position = before
        return steps
    }

    /// What follows in a list of steps: `, (b)`, `and (c)`, or `to (e)`, which is all up to it.
    private mutating func readListed(after last: [String]) -> [[String]]? {
        let before = position
        let isRange = take(" to")
        guard isRange || take(", and") || take(",") || take(" and") || take(" or") else { return nil }
        let next = readSteps()
        guard let first = next.first, let kept = last.lastIndex(where: { (Int($0) == nil) == (Int(first) == nil) })
        else {
            position = before
            return nil
        }
        let prefix = Array(last[..<kept])
        guard isRange, next.count == 1 else { return [prefix + next] }
        return between(last[kept], first).map { prefix + [$0] }
    }

    private func between(_ first: String, _ last: String) -> [String] {
        if let low = Int(first), let high = Int(last), low < high { return (low + 1...high).map(String.init) }
        guard let low = first.utf8.first, let high = last.utf8.first, low < high else { return [last] }
        return (low + 1...high).map { String(decoding: [$0], as: UTF8.self) }
    }

    private mutating func take(_ word: String) -> Bool {
        let end = position + word.count
        guard end <= characters.count, characters[position..<end].elementsEqual(word) else { return false }
        position = end
        return true
    }

    private mutating func takeWhile(_ isWanted: (Character) -> Bool) -> String {
        let start = position
        while position < characters.count, isWanted(characters[position]) { position += 1 }
        return String(characters[start..<position])
    }
}
