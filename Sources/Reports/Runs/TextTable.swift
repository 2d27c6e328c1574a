/// A table for a terminal: columns as wide as their widest cell, and as many of them as fit.
struct TextTable {
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
    /// - Parameters:
    ///   - width: columns of the terminal, `nil` for no end.
    ///   - hint: where the columns are to be found that do not fit.
    func lines(width: Int?, hint: String = "--verbose prints all") -> [String] {
        let widths = columns.indices.map { column in
            rows.reduce(columns[column].title.count) { max($0, $1[column].count) }
        }
        let (shown, left) = fitting(widths, into: width ?? .max)
        let note =
            left.isEmpty
            ? []
            : [
                "  \(counted(left.count, "column")) left out (\(left.map { columns[$0].title }.joined(separator: ", "))): \(hint)"
            ]
        return ([columns.map(\.title)] + rows).map { row in
            let cells = shown.map { column in
                let space = String(repeating: " ", count: widths[column] - row[column].count)
                return columns[column].isNumeric ? space + row[column] : row[column] + space
            }
            var line = "  " + cells.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line
        } + note.flatMap { wrapped($0, indent: "    ", width: width) }
    }

    /// The same with a line for each column, for few rows of many columns: nothing is left out as long as the rows fit.
    func transposedLines(width: Int?, hint: String) -> [String] {
        let known = columns.indices.filter { column in
            columns[column].rank == 0 || rows.contains { !["", "0", "-"].contains($0[column]) }
        }
        var table = TextTable(
            [Column(title: columns[0].title)] + rows.map { Column(title: $0[0], isNumeric: true) })
        for column in known.dropFirst() { table.add([columns[column].title] + rows.map { $0[column] }) }
        let lines = table.lines(width: nil)
        let plain = self.lines(width: nil)
        guard let width, plain.contains(where: { $0.count > width }), lines.allSatisfy({ $0.count <= width }) else {
            return self.lines(width: width, hint: hint)
        }
        return lines
    }

    /// The columns that fit, and those that do not; the ones that say nothing in any row are in neither.
    private func fitting(_ widths: [Int], into width: Int) -> (shown: [Int], left: [Int]) {
        var shown = columns.indices.filter { column in
            columns[column].rank == 0 || rows.contains { !["", "0", "-"].contains($0[column]) }
        }
        var left: [Int] = []
        while shown.reduce(0, { $0 + widths[$1] + 2 }) > width {
            guard let last = shown.max(by: { (columns[$0].rank, $0) < (columns[$1].rank, $1) }), columns[last].rank > 0
            else { break }
            shown.removeAll { $0 == last }
            left.append(last)
        }
        return (shown, left.sorted())
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
