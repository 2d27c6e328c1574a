/// A table of a page.
struct PageTable {
    struct Column {
        let title: String
        var isNumeric = false
        /// Bars need no title that is seen.
        var isBar = false

        static func text(_ title: String) -> Column { Column(title: title) }
        static func number(_ title: String) -> Column { Column(title: title, isNumeric: true) }
        static func bar(_ title: String) -> Column { Column(title: title, isBar: true) }
    }

    enum Tone: String { case good = "st ok", bad = "st bad", warning = "st warn", plain = "" }

    enum Cell {
        /// What the row is about, and a remark.
        case head(String, String = "")
        case text(String)
        case number(String, String = "")
        /// Thousandths of the widest, its class, and where a limit is.
        case bar(Int, String = "b", limit: Int? = nil)
        /// Never by color alone: the words begin with a mark.
        case status(String, Tone)
    }

    let columns: [Column]
    private(set) var rows: [[Cell]] = []

    init(_ columns: [Column]) { self.columns = columns }

    mutating func add(_ cells: [Cell]) { rows.append(cells) }

    func write(into page: inout Markup) {
        page.element("div", [.class("scroll")]) { page in
            page.element("table", columns.count > 11 ? [.class("wide")] : []) { table in
                table.element("thead") { head in
                    head.element("tr") { row in columns.forEach { Self.write($0, into: &row) } }
                }
                table.element("tbody") { body in
                    for cells in rows {
                        body.element("tr") { row in cells.forEach { Self.write($0, into: &row) } }
                    }
                }
            }
        }
    }

    private static func write(_ column: Column, into row: inout Markup) {
        let look: [Markup.Attribute] =
            [.at("scope", "col")] + (column.isNumeric ? [.class("n")] : column.isBar ? [.class("g")] : [])
        row.element("th", look) { cell in
            guard column.isBar else { return cell.text(column.title) }
            cell.element("span", [.class("sr")], column.title)
        }
    }

    private static func write(_ cell: Cell, into row: inout Markup) {
        switch cell {
        case .head(let text, let remark): row.element("th", [.at("scope", "row")]) { write(text, remark, into: &$0) }
        case .text(let text): row.element("td", [], text)
        case .number(let text, let remark): row.element("td", [.class("n")]) { write(text, remark, into: &$0) }
        case .bar(let width, let look, let limit):
            row.element("td", [.class("g")]) { bar(width, look, limit, into: &$0) }
        case .status(let text, let tone):
            let mark = tone == .good ? "✓ " : tone == .bad ? "✕ " : tone == .warning ? "! " : ""
            row.element("td", tone == .plain ? [] : [.class(tone.rawValue)], mark + text)
        }
    }

    private static func write(_ text: String, _ remark: String, into cell: inout Markup) {
        cell.text(text)
        guard !remark.isEmpty else { return }
        cell.text(" ")
        cell.element("span", [.class("loc")], remark)
    }

    private static func bar(_ width: Int, _ look: String, _ limit: Int?, into cell: inout Markup) {
        guard width > 0 else { return }
        cell.element(
            "svg",
            [
                .class("bar"), .at("viewBox", "0 0 1000 9"), .at("preserveAspectRatio", "none"), .isHiddenFromReaders,
            ]
        ) { svg in
            svg.shape(
                "rect",
                [
                    .class(look), .at("width", max(8, min(width, 1_000))), .at("height", 9),
                    .at("fill", look == "o" ? "#5d6675" : look == "w" ? "#d06a00" : "#b3261e"),
                ])
            guard let limit else { return }
            svg.shape("path", [.class("l"), .at("stroke", "#15181e"), .at("d", "M\(limit),0V9")])
        }
    }
}
