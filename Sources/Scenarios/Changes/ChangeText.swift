/// A line behind an option, cut into the parts that semicolons or commas divide, each with its column.
struct ChangeText {
    /// A part of a line.
    struct Part {
        /// Without spaces at its ends.
        var text: String
        /// In Unicode scalars, from 1.
        var column: Int
    }

    /// The parts between the separators that stand outside quotes and brackets. Empty parts are left out.
    static func parts(of text: String, startingAt column: Int = 1, separator: Unicode.Scalar) -> [Part] {
        var parts: [Part] = []
        var part = String.UnicodeScalarView()
        var start = column
        var quote: Unicode.Scalar?
        var depth = 0
        func close() {
            let leading = part.prefix { $0 == " " }.count
            var trimmed = String.UnicodeScalarView(part.dropFirst(leading))
            while trimmed.last == " " { trimmed.removeLast() }
            if !trimmed.isEmpty { parts.append(Part(text: String(trimmed), column: start + leading)) }
        }
        for (offset, scalar) in text.unicodeScalars.enumerated() {
            if quote == nil, depth == 0, scalar == separator {
                close()
                part = String.UnicodeScalarView()
                start = column + offset + 1
                continue
            }
            part.append(scalar)
            switch scalar {
            case _ where quote != nil: if scalar == quote { quote = nil }
            case "'", "\"": quote = scalar
            case "{", "[": depth += 1
            case "}", "]": depth = max(0, depth - 1)
            default: break
            }
        }
        close()
        return parts
    }

    /// The words of a part. What stands between quotes is one word, with its quotes.
    static func words(of part: Part) -> [Part] { parts(of: part.text, startingAt: part.column, separator: " ") }

    /// A text without the quotes around it.
    static func unquoted(_ text: String) -> String {
        guard text.count >= 2, let first = text.first, first == "'" || first == "\"", text.last == first else {
            return text
        }
        return String(text.dropFirst().dropLast())
    }

    /// The text as one line: what breaks a line becomes a space, so that columns stay what they are.
    static func line(_ text: String) -> String {
        var line = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isBreak = ["\n", "\r", "\t", "\u{85}", "\u{2028}", "\u{2029}"].contains(scalar)
            line.append(isBreak ? " " : scalar)
        }
        return String(line)
    }
}
