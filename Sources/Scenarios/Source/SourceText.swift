/// Turns the bytes of a file into text, or says where they are not text.
enum SourceText {
    static func decode(_ bytes: [UInt8], path: String, sink: DiagnosticSink) -> (text: String, file: Int)? {
        let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        guard let text = String(validating: body, as: UTF8.self) else {
            let lossy = String(decoding: body, as: UTF8.self)
            let file = sink.addFile(path: path, text: lossy)
            let place = lossy.unicodeScalars.firstIndex(of: "\u{FFFD}")
            sink.error("not a text file: this is not UTF-8", at: position(of: place, in: lossy, file: file))
            return nil
        }
        let file = sink.addFile(path: path, text: text)
        if let place = text.unicodeScalars.firstIndex(where: isForbidden) {
            let code = String(text.unicodeScalars[place].value, radix: 16, uppercase: true)
            let message =
                "not a text file: control character U+\(String(repeating: "0", count: 4 - min(4, code.count)))\(code)"
            sink.error(message, at: position(of: place, in: text, file: file))
            return nil
        }
        return (text, file)
    }

    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D: false
        case ..<0x20, 0x7F..<0xA0, 0xFEFF, 0xFFFE, 0xFFFF: true
        default: false
        }
    }

    /// The lines of `text`, divided where YAML 1.1 divides them.
    static func lines(of text: String) -> [Substring] {
        var lines: [Substring] = []
        var start = text.startIndex
        var place = start
        let scalars = text.unicodeScalars
        while place < scalars.endIndex {
            let next = scalars.index(after: place)
            let isBeforeLineFeed = next < scalars.endIndex && scalars[next] == "\n"
            switch scalars[place] {
            case "\r" where isBeforeLineFeed:
                lines.append(Substring(scalars[start..<place]))
                place = scalars.index(after: next)
                start = place
            case "\n", "\r", "\u{2028}", "\u{2029}":
                lines.append(Substring(scalars[start..<place]))
                place = next
                start = next
            default: place = next
            }
        }
        return lines + [Substring(scalars[start...])]
    }

    static func position(of place: String.Index?, in text: String, file: Int) -> Position {
        let before = text.unicodeScalars[..<(place ?? text.startIndex)]
        let line = before.reduce(1) { $1 == "\n" ? $0 + 1 : $0 }
        let column = before.reversed().prefix { $0 != "\n" }.count + 1
        return Position(file: file, line: line, column: column)
    }
}
