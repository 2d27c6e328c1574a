import Files

/// JSON for the script of a page. In a `script` element only `<` could end it, so there is none in it.
struct DataText {
    private(set) var text = ""
    private var needsComma = false

    static func make(_ content: (inout DataText) -> Void) -> DataText {
        var data = DataText()
        content(&data)
        return data
    }

    mutating func object(_ content: (inout DataText) -> Void) { nested("{", "}", content) }
    mutating func array(_ content: (inout DataText) -> Void) { nested("[", "]", content) }

    mutating func key(_ name: StaticString) {
        separate()
        text += "\"\(name)\":"
        needsComma = false
    }

    mutating func value(_ number: Int) {
        separate()
        text += "\(number)"
    }

    mutating func value(_ number: Int?) {
        separate()
        text += number.map { "\($0)" } ?? "null"
    }

    mutating func value(_ string: String) {
        separate()
        text += "\""
        for scalar in LegibleText.line(string).unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "<": text += "\\u003C"
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }

    mutating func numbers(_ name: StaticString, _ numbers: [Int]) {
        key(name)
        value(numbers)
    }

    mutating func value(_ numbers: [Int]) {
        separate()
        text += "[" + numbers.map { "\($0)" }.joined(separator: ",") + "]"
    }

    private mutating func separate() {
        if needsComma { text += "," }
        needsComma = true
    }

    private mutating func nested(_ open: String, _ close: String, _ content: (inout DataText) -> Void) {
        separate()
        text += open
        needsComma = false
        content(&self)
        text += close
        needsComma = true
    }
}
