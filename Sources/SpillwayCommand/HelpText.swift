/// Parts of the pages of help that keep their columns: every line is shorter than the 80 at which the argument library wraps,
/// as it knows of no indentation.
enum HelpText {
    private static let width = 78

    /// Rows of two columns, the second wrapped within itself. A first cell that is too long has a line of its own.
    static func columns(_ rows: [(String, String)], first: Int) -> String {
        rows.map { left, right in
            let indent = String(repeating: " ", count: first + 4)
            let lines = lines(of: right, width: width - first - 4)
            let isLong = left.count > first
            let head = "  " + left + (isLong ? "" : String(repeating: " ", count: first + 2 - left.count))
            let text = lines.joined(separator: "\n" + indent)
            return isLong ? "\(head)\n\(indent)\(text)" : head + text
        }.joined(separator: "\n")
    }

    /// Commands that work as they stand, from the root of the project.
    static func examples(_ commands: String...) -> String {
        "Examples:\n" + commands.map { "  " + $0 }.joined(separator: "\n")
    }

    private static func lines(of text: String, width: Int) -> [String] {
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let last = lines.last, last.count + 1 + word.count <= width {
                lines[lines.count - 1] += " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}
