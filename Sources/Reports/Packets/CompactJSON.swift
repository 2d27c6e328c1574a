/// Writes JSON, keys in the order in which they are given: in one line, or indented for people.
struct CompactJSON {
    private(set) var text = ""
    private var needsComma = false
    /// How deep the next value lies, where lines are indented.
    private var depth: Int?
    private var followsKey = false

    init(isIndented: Bool = false) { depth = isIndented ? 0 : nil }

    mutating func object(_ content: (inout CompactJSON) -> Void) { nested("{", "}", content) }
    mutating func array(_ content: (inout CompactJSON) -> Void) { nested("[", "]", content) }

    /// Writes a key; its value must follow.
    mutating func key(_ name: String) {
        separate()
        quote(name)
        text += depth == nil ? ":" : ": "
        (needsComma, followsKey) = (false, true)
    }

    mutating func value(_ number: (some BinaryInteger)?) { literal(number.map { "\($0)" } ?? "null") }
    mutating func value(_ truth: Bool?) { literal(truth.map { $0 ? "true" : "false" } ?? "null") }
    mutating func value(_ string: String?) {
        guard let string else { return literal("null") }
        separate()
        quote(string)
    }

    /// Writes a value that is JSON already.
    mutating func value(json: String) { literal(json) }

    mutating func field(_ name: String, _ number: (some BinaryInteger)?) {
        key(name)
        value(number)
    }

    mutating func field(_ name: String, _ truth: Bool?) {
        key(name)
        value(truth)
    }

    mutating func field(_ name: String, _ string: String?) {
        key(name)
        value(string)
    }

    private mutating func literal(_ characters: String) {
        separate()
        text += characters
    }

    private mutating func nested(_ open: String, _ close: String, _ content: (inout CompactJSON) -> Void) {
        separate()
        text += open
        needsComma = false
        depth = depth.map { $0 + 1 }
        content(&self)
        depth = depth.map { $0 - 1 }
        if needsComma { breakLine() }
        text += close
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { text += "," }
        if !followsKey, depth ?? 0 > 0 { breakLine() }
        (needsComma, followsKey) = (true, false)
    }

    private mutating func breakLine() {
        if let depth { text += "\n" + String(repeating: "  ", count: depth) }
    }

    private mutating func quote(_ string: String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}

/// `0x` and as many hexadecimal digits as the number's type has.
func hexadecimal<Number: FixedWidthInteger & UnsignedInteger>(_ number: Number) -> String {
    let digits = String(number, radix: 16)
    return "0x" + String(repeating: "0", count: Number.bitWidth / 4 - digits.count) + digits
}
