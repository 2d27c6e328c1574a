/// Lines that begin with a label that a format knows, with what was wrapped put together again.
///
/// A terminal wraps a line where it is as wide as the screen, in the middle of a word; people and their mail programs wrap between
/// words. Either way what follows begins with no label, and belongs to the line before.
struct LabelledText {
    struct Line {
        var range: Range<Int>
        /// In the file, from 1, of its first part.
        var number: Int
    }

    private enum Role: UInt8 {
        /// It begins with a label.
        case labelled
        /// It stands for itself, as a prompt does.
        case apart
        /// It may go on with the line before.
        case other
        case blank
    }

    private(set) var octets: [UInt8] = []
    private(set) var lines: [Line] = []

    /// - Parameters:
    ///   - isLabel: whether a line begins with one of the format's labels.
    ///   - isApart: whether a line stands for itself, as a prompt does.
    init(_ log: TerminalLog, isLabel: (TextCursor) -> Bool, isApart: (TextCursor) -> Bool) {
        let roles = log.lines.map { line -> Role in
            guard !line.isBlank else { return .blank }
            let cursor = TextCursor(log.octets, line.range)
            return isLabel(cursor) ? .labelled : isApart(cursor) ? .apart : .other
        }
        octets.reserveCapacity(log.octets.count)
        let screen = Self.screen(log, roles)
        // Of the line before: whether it can go on, and whether the edge of the screen cut it off.
        var isOpen = false
        var isCut = false
        for (line, role) in zip(log.lines, roles) {
            guard role != .blank else {
                isOpen = false
                continue
            }
            if role == .other, isOpen {
                if !isCut { octets.append(0x20) }
                octets += log.octets[line.range]
                lines[lines.count - 1].range = lines[lines.count - 1].range.lowerBound..<octets.count
            } else {
                let start = octets.count
                octets += log.octets[line.range]
                lines.append(Line(range: start..<octets.count, number: line.number))
            }
            // Blanks at the edge separate what they stood between.
            isCut = line.width == screen && line.range.count == line.width
            isOpen = role == .labelled || role == .other && (isOpen || line.width == screen)
        }
    }

    /// The width of the screen that wrapped lines, where one did: what is wrapped between words leaves lines of many widths behind.
    private static func screen(_ log: TerminalLog, _ roles: [Role]) -> Int? {
        guard let width = log.lines.lazy.map(\.width).max() else { return nil }
        var (full, short) = (0, 0)
        for number in roles.indices.dropFirst() where roles[number] == .other {
            guard roles[number - 1] == .labelled || roles[number - 1] == .other else { continue }
            let before = log.lines[number - 1]
            if before.width < width {
                short += 1
            } else if before.range.count == width {
                // In the middle of a word, perhaps.
                full += 1
            }
        }
        return full > short ? width : nil
    }

    func cursor(_ line: Line) -> TextCursor { TextCursor(octets, line.range) }
}
