/// A table for a terminal: columns as wide as their widest cell, and as many of them as fit.
struct Table {
    struct Column {
        let title: String
        var isNumeric = false
        /// Where space is short, columns with the highest number go first; 0 stays.
        var rank = 0
    }

    let columns: [Column]
    private var rows: [[String]] = []

    init(_ columns: [Column]) { self.columns = columns }

    var isEmpty: Bool { rows.isEmpty }

    /// - Precondition: one cell for each column.
    mutating func add(_ cells: [String]) {
        precondition(cells.count == columns.count, "a row has a cell for each column")
        rows.append(cells)
    }

    /// The lines, title first, indented by two spaces, without spaces at their ends.
    /// - Parameter width: columns of the terminal, `nil` for no end.
    func lines(width: Int?) -> [String] {
        let widths = columns.indices.map { column in
            rows.reduce(columns[column].title.count) { max($0, $1[column].count) }
        }
        let shown = fitting(widths, into: width ?? .max)
        return ([columns.map(\.title)] + rows).map { row in
            let cells = shown.map { column in
                let space = String(repeating: " ", count: widths[column] - row[column].count)
                return columns[column].isNumeric ? space + row[column] : row[column] + space
            }
            var line = "  " + cells.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line
        }
    }

    /// The columns that fit; the ones that say nothing in any row are left out first.
    private func fitting(_ widths: [Int], into width: Int) -> [Int] {
        var shown = columns.indices.filter { column in
            columns[column].rank == 0 || rows.contains { !["", "0", "-"].contains($0[column]) }
        }
        while shown.reduce(0, { $0 + widths[$1] + 2 }) > width {
            guard let last = shown.max(by: { (columns[$0].rank, $0) < (columns[$1].rank, $1) }), columns[last].rank > 0
            else { break }
            shown.removeAll { $0 == last }
        }
        return shown
    }
}

/// A text broken into lines between words; all but the first are indented.
func wrapped(_ text: String, indent: String, width: Int?) -> [String] {
    guard let width, text.count > width, width > indent.count + 20 else { return [text] }
    var lines: [String] = []
    var line = ""
    var spaces = ""
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
        if !line.isEmpty, line.count + spaces.count + word.count > width, line.contains(where: { $0 != " " }) {
            lines.append(line)
            line = indent + word
        } else {
            line += spaces + word
        }
        spaces = " "
    }
    return lines + [line]
}
