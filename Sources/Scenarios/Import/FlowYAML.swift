import Files

/// A value to be written as YAML on one line.
package indirect enum FlowYAML {
    case text(String)
    case truth(Bool)
    case list([FlowYAML])
    /// Fields without a value are left out.
    case mapping([(key: String, value: FlowYAML?)])

    package init(_ text: some CustomStringConvertible) { self = .text(text.description) }

    package var line: String {
        switch self {
        case .text(let text): Self.scalar(text)
        case .truth(let isTrue): isTrue ? "true" : "false"
        case .list(let items): "[" + items.map(\.line).joined(separator: ", ") + "]"
        case .mapping(let fields):
            "{"
                + fields.compactMap { field in field.value.map { "\(Self.scalar(field.key)): \($0.line)" } }
                .joined(separator: ", ") + "}"
        }
    }

    /// Plain where that is safe, else quoted.
    static func scalar(_ text: String) -> String {
        let isPlain =
            text.unicodeScalars.first.map { isLetter($0) || isDigit($0) } ?? false
            && text.last != " "
            && text.unicodeScalars.allSatisfy { isLetter($0) || isDigit($0) || " ._/-%".unicodeScalars.contains($0) }
            && !["true", "false", "yes", "no", "on", "off", "null", "y", "n"].contains(text.lowercased())
        guard !isPlain else { return text }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\t": quoted += "\\t"
            case _ where LegibleText.escaping(String(scalar)) != String(scalar):
                let digits = String(scalar.value, radix: 16, uppercase: true)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
    }
    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
}

/// A YAML document of sections whose entries take one line each.
package struct SectionedYAML {
    private(set) var lines: [String] = []
    package init() {}

    package var text: String { lines.map { $0 + "\n" }.joined() }

    package mutating func comment(_ words: String) {
        lines += words.split(whereSeparator: \.isNewline).map { "# \($0)" }
    }

    package mutating func entry(_ key: String, _ value: FlowYAML) {
        lines.append("\(FlowYAML.scalar(key)): \(value.line)")
    }

    /// A mapping, left out where it is empty.
    package mutating func mapping(_ key: String, _ fields: [(key: String, value: FlowYAML)]) {
        guard !fields.isEmpty else { return }
        lines.append("\(key):")
        lines += fields.map { "  \(FlowYAML.scalar($0.key)): \($0.value.line)" }
    }

    /// A list, left out where it is empty.
    package mutating func list(_ key: String, _ items: [FlowYAML]) {
        guard !items.isEmpty else { return }
        lines.append("\(key):")
        lines += items.map { "  - \($0.line)" }
    }
}
