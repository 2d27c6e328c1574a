import Foundation

/// A table of docs/lab.md: recordings of real routers, and what they say otherwise than the emulator, with causes. Tests hold it
/// both ways: a difference that is not in it fails, and one that has gone must leave it.
public struct DifferenceList: Sendable {
    /// A row: the recording, and what is in the text of each of its differences.
    public struct Row: Sendable {
        public let recording: String
        public let patterns: [String]
    }

    public let rows: [Row]

    /// - Parameter column: the heading of the table's first column.
    public init(column: String) {
        let page = TestData.projectRoot.appendingPathComponent("docs/lab.md")
        let lines = ((try? String(contentsOf: page, encoding: .utf8)) ?? "").components(separatedBy: "\n")
        guard let start = lines.firstIndex(where: { $0.hasPrefix("| \(column) | difference |") }) else {
            rows = []
            return
        }
        rows = lines[(start + 2)...].prefix { $0.hasPrefix("|") }.compactMap { line in
            let quoted = line.components(separatedBy: " | ").prefix(2).map { cell in
                cell.components(separatedBy: "`").enumerated().filter { !$0.offset.isMultiple(of: 2) }.map(\.element)
            }
            return quoted[0].first.map { Row(recording: $0, patterns: quoted[1]) }
        }
    }

    /// What is wrong with the list, given the differences of a recording.
    public func complaints(about recording: String, _ differences: [String]) -> [String] {
        let patterns = rows.filter { $0.recording == recording }.flatMap(\.patterns)
        return differences.filter { text in !patterns.contains { text.contains($0) } }.map { "not on the list: \($0)" }
            + patterns.filter { pattern in !differences.contains { $0.contains(pattern) } }
            .map { "on the list, and gone: \($0)" }
    }
}
