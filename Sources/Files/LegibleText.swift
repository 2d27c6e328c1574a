/// Text for a terminal, in which no character can do what its author did not mean.
///
/// Names come from files and captures: a host name may hold the octets that clear a screen or set a window's title.
public enum LegibleText {
    /// Control characters, and those that change the direction of text, as `\x1B` or `\u{202E}`.
    ///
    /// - Parameter emphases: sequences that the program itself writes, and which stay.
    /// - Complexity: O(*n*); text without such characters is returned as it is.
    public static func escaping(_ text: String, except emphases: [String] = []) -> String {
        guard text.utf8.contains(where: isSuspicious) else { return text }
        var result = ""
        result.reserveCapacity(text.utf8.count)
        var rest = text.unicodeScalars[...]
        while let scalar = rest.first {
            if scalar == "\u{1B}", let emphasis = emphases.first(where: { rest.starts(with: $0.unicodeScalars) }) {
                result += emphasis
                rest = rest.dropFirst(emphasis.unicodeScalars.count)
                continue
            }
            if isHarmful(scalar) {
                result += escape(scalar)
            } else {
                result.unicodeScalars.append(scalar)
            }
            rest = rest.dropFirst()
        }
        return result
    }

    /// A name or path as part of a line: nor can it end the line, and begin one of its own.
    public static func line(_ text: String) -> String {
        escaping(text).replacing("\n", with: "\\x0A")
    }

    /// The first octets of everything harmful, and of much that is not.
    private static func isSuspicious(_ octet: UInt8) -> Bool {
        octet < 0x20 && octet != 0x0A || octet == 0x7F || octet == 0xC2 || octet == 0xE2
    }

    private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0A: false
        case 0..<0x20, 0x7F..<0xA0: true
        // Overrides of the direction, and separators that some terminals take for the end of a line.
        case 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return scalar.value < 0x100 ? "\\x" + (digits.count < 2 ? "0" : "") + digits : "\\u{\(digits)}"
    }
}
