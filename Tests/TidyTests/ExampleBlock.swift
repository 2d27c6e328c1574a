import Foundation

/// A fenced block of a document that shows what a command prints, or what is in a file.
///
/// It follows a comment that says which, and that may pick sections of a long output, with a number of lines for each:
/// ```
/// <!-- command: spillway run Topologies/par/incident.yaml -->
/// <!-- sections: WHY (12), TRAFFIC -->
/// ```
/// Programs of the package are commands, too (`swift run NAME`). Of a file (`<!-- file: PATH -->`), the whole text is shown.
struct ExampleBlock {
    let command: String
    private let isFile: Bool
    /// Headings, and how many lines of each are shown; none means everything. The first lines of a report have no heading and
    /// are called HEADLINE.
    let sections: [(heading: String, lines: Int?)]
    /// Lines of the document, counted from 0: between the fences.
    let content: Range<Int>

    /// The blocks of a document, in order.
    static func blocks(in lines: [Substring]) throws -> [ExampleBlock] {
        var blocks: [ExampleBlock] = []
        for (number, line) in lines.enumerated() {
            let file = value(of: "file", in: line)
            guard let command = file ?? value(of: "command", in: line) else { continue }
            var next = number + 1
            var sections: [(String, Int?)] = []
            if next < lines.count, let list = value(of: "sections", in: lines[next]) {
                sections = list.split(separator: ",").map(section)
                next += 1
            }
            while next < lines.count, lines[next].isEmpty { next += 1 }
            guard next < lines.count, lines[next].hasPrefix("```"),
                let end = lines[(next + 1)...].firstIndex(where: { $0.hasPrefix("```") })
            else { throw Mistake(description: "line \(number + 1): no fenced block follows '\(command)'") }
            blocks.append(
                ExampleBlock(command: command, isFile: file != nil, sections: sections, content: next + 1..<end))
        }
        return blocks
    }

    struct Mistake: Error, CustomStringConvertible {
        let description: String
    }

    private static func value(of key: String, in line: Substring) -> String? {
        let (start, end) = ("<!-- \(key): ", " -->")
        guard line.hasPrefix(start), line.hasSuffix(end) else { return nil }
        return String(line.dropFirst(start.count).dropLast(end.count))
    }

    private static func section(_ text: Substring) -> (String, Int?) {
        let parts = text.split(separator: "(")
        let heading = parts[0].trimmingCharacters(in: .whitespaces)
        return (heading, parts.count > 1 ? Int(parts[1].prefix { $0.isNumber }) : nil)
    }

    /// The words of a command line; what stands between single quotes is one of them.
    private static func words(of command: String) -> [String] {
        var words: [String] = []
        for (index, part) in command.split(separator: "'", omittingEmptySubsequences: false).enumerated() {
            if index % 2 == 1 {
                words.append(String(part))
            } else {
                words += part.split(separator: " ").map(String.init)
            }
        }
        return words
    }

    /// What the command prints now, as the block shows it.
    func expected(by binary: URL) throws -> [Substring] {
        guard !isFile else {
            guard let file = SourceTree.files.first(where: { $0.path == command }) else {
                throw Mistake(description: "there is no \(command)")
            }
            return file.lines.dropLast(file.text.hasSuffix("\n") ? 1 : 0)
        }
        var words = Self.words(of: command)
        var binary = binary
        if words.starts(with: ["swift", "run"]), words.count > 2 {
            binary = binary.deletingLastPathComponent().appendingPathComponent(words[2])
            words.removeFirst(3)
        } else if words.removeFirst() != "spillway" {
            throw Mistake(description: "'\(command)' is not a spillway command")
        }
        // Neither a terminal's width nor its colors.
        let environment = ["COLUMNS": "", "NO_COLOR": "1", "TERM": "dumb", "TZ": "UTC"]
        guard let outcome = Tool.run([binary.path] + words, in: SourceTree.root, environment: environment) else {
            throw Mistake(description: "'\(command)' cannot be started")
        }
        // 1 says that an expectation of the scenario is broken, which a document may well show.
        guard outcome.status == 0 || outcome.status == 1 else {
            throw Mistake(description: "'\(command)' ends with \(outcome.status): \(outcome.errors)")
        }
        var lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
        while lines.last?.isEmpty == true { lines.removeLast() }
        return try sections.isEmpty ? lines : pick(from: lines)
    }

    /// The sections: each from its heading to the next empty line.
    private func pick(from lines: [Substring]) throws -> [Substring] {
        var picked: [Substring] = []
        for (heading, limit) in sections {
            guard let start = heading == "HEADLINE" ? 0 : lines.firstIndex(where: { $0 == heading }) else {
                throw Mistake(description: "'\(command)' prints no section '\(heading)'")
            }
            let end = lines[start...].firstIndex(where: \.isEmpty) ?? lines.endIndex
            if !picked.isEmpty { picked.append("") }
            picked += lines[start..<end].prefix((limit ?? lines.count) + 1)
            if let limit, end - start > limit + 1 { picked.append("  [...]") }
        }
        return picked
    }
}
