/// A text file as the lines that stood on a terminal: what was erased is gone, and so is what a pager asked.
///
/// - Complexity: O(n); lines without control characters are copied in one piece.
struct TerminalLog {
    struct Line {
        /// In ``octets``, without blanks at its end.
        var range: Range<Int>
        /// In the file, from 1.
        var number: Int
        /// Columns, blanks at the end included: what a terminal compares with its width.
        var width: Int

        var isBlank: Bool { range.isEmpty }
    }

    private(set) var octets: [UInt8] = []
    private(set) var lines: [Line] = []

    init(_ file: [UInt8]) {
        let file = Self.utf8(file)
        octets.reserveCapacity(file.count)
        // Old files end their lines with nothing but a carriage return.
        let end = file.contains(0x0A) || !file.contains(0x0D) ? UInt8(0x0A) : 0x0D
        var start = 0
        var hasControls = false
        for position in 0...file.count {
            if position < file.count, file[position] != end {
                if file[position] < 0x20, file[position] != 0x09 { hasControls = true }
                continue
            }
            if position == file.count, start == position { break }
            add(file[start..<position], hasControls: hasControls)
            start = position + 1
            hasControls = false
        }
    }

    private static func utf8(_ file: [UInt8]) -> [UInt8] {
        if file.starts(with: [0xEF, 0xBB, 0xBF]) { return Array(file.dropFirst(3)) }
        let isLittle = file.starts(with: [0xFF, 0xFE])
        guard isLittle || file.starts(with: [0xFE, 0xFF]) else { return file }
        let units = stride(from: 2, to: file.count - 1, by: 2).map { place in
            isLittle
                ? UInt16(file[place]) | UInt16(file[place + 1]) << 8
                : UInt16(file[place]) << 8 | UInt16(file[place + 1])
        }
        return Array(String(decoding: units, as: UTF16.self).utf8)
    }

    private mutating func add(_ line: ArraySlice<UInt8>, hasControls: Bool) {
        let number = (lines.last?.number ?? 0) + skipped + 1
        skipped = 0
        var text = line
        if text.last == 0x0D { text.removeLast() }
        let shown = hasControls && text.contains { $0 < 0x20 && $0 != 0x09 } ? Self.shown(text)[...] : text
        guard let rest = Self.withoutPager(shown) else {
            skipped += 1
            return
        }
        let start = octets.count
        octets += rest
        var last = octets.count
        while last > start, octets[last - 1] == 0x20 || octets[last - 1] == 0x09 { last -= 1 }
        lines.append(Line(range: start..<last, number: number, width: octets.count - start))
    }

    /// Lines since the last one that are nothing but a pager's.
    private var skipped = 0

    // MARK: Control characters

    /// What a terminal shows in the end: backspaces and carriage returns move the cursor, and what follows overwrites.
    private static func shown(_ line: ArraySlice<UInt8>) -> [UInt8] {
        var screen: [UInt8] = []
        var column = 0
        var rest = line
        while let octet = rest.popFirst() {
            switch octet {
            case 0x08: column = max(0, column - 1)
            case 0x0D: column = 0
            case 0x1B: skipEscape(&rest, &screen, column)
            case 0x00..<0x20 where octet != 0x09: break
            default:
                if column < screen.count { screen[column] = octet } else { screen.append(octet) }
                column += 1
            }
        }
        return screen
    }

    /// Control sequences change colors, or erase the rest of the line (ECMA-48).
    private static func skipEscape(_ rest: inout ArraySlice<UInt8>, _ screen: inout [UInt8], _ column: Int) {
        guard rest.first == UInt8(ascii: "[") else { return rest = rest.dropFirst() }
        rest = rest.dropFirst().drop { !(0x40...0x7E).contains($0) }
        if rest.popFirst() == UInt8(ascii: "K") { screen.removeSubrange(min(column, screen.count)...) }
    }

    // MARK: Pagers

    /// The line without `--More--`, `---(more 12%)---`, `---- More ----` or `<--- More --->`; `nil` where nothing else is left.
    private static func withoutPager(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard let place = more(in: line) else { return line }
        var first = place
        while first > line.startIndex, isFrame(line[first - 1]) { first -= 1 }
        var last = place + 4
        if last < line.endIndex, line[first..<place].contains(UInt8(ascii: "(")) {
            while last < line.endIndex, line[last] != UInt8(ascii: ")") { last += 1 }
        }
        while last < line.endIndex, isFrame(line[last]), line[last] != 0x20 || hasFrame(line[last...]) { last += 1 }
        let dashes = line[first..<last].count { $0 == UInt8(ascii: "-") }
        guard dashes >= 3 else { return line }
        let rest = line[last...]
        let before = line[..<first]
        // What a pager stands in front of keeps its indentation.
        let left = before.allSatisfy { $0 == 0x20 } ? rest : before + rest
        return left.allSatisfy { $0 == 0x20 || $0 == 0x09 } ? nil : left
    }

    private static func more(in line: ArraySlice<UInt8>) -> Int? {
        guard line.count >= 7 else { return nil }
        for place in line.startIndex...(line.endIndex - 4)
        where line[place] | 0x20 == UInt8(ascii: "m") && line[place + 1] | 0x20 == UInt8(ascii: "o")
            && line[place + 2] | 0x20 == UInt8(ascii: "r") && line[place + 3] | 0x20 == UInt8(ascii: "e")
        {
            return place
        }
        return nil
    }

    private static func isFrame(_ octet: UInt8) -> Bool { " -<>()".utf8.contains(octet) }

    /// Whether blanks lead to more of a pager's frame.
    private static func hasFrame(_ rest: ArraySlice<UInt8>) -> Bool {
        rest.first { $0 != 0x20 }.map { "->)".utf8.contains($0) } ?? false
    }
}
