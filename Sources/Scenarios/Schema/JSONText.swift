/// A JSON value whose members keep their order, and the one way it is written.
indirect enum JSONText {
    case string(String)
    case number(Int)
    case bool(Bool)
    case null
    case array([JSONText])
    case object([(String, JSONText)])

    /// Indented by two spaces; short arrays of plain values stay on one line.
    func written(indent: String = "") -> String {
        let inner = indent + "  "
        switch self {
        case .string(let text): return Self.quoted(text)
        case .number(let number): return "\(number)"
        case .bool(let value): return "\(value)"
        case .null: return "null"
        case .array(let items):
            guard items.contains(where: \.isContainer) else {
                return "[" + items.map { $0.written() }.joined(separator: ", ") + "]"
            }
            return "[\n" + items.map { inner + $0.written(indent: inner) }.joined(separator: ",\n") + "\n\(indent)]"
        case .object(let members):
            guard !members.isEmpty else { return "{}" }
            let lines = members.map { "\(inner)\(Self.quoted($0)): \($1.written(indent: inner))" }
            return "{\n" + lines.joined(separator: ",\n") + "\n\(indent)}"
        }
    }

    /// In one line.
    var compact: String {
        switch self {
        case .string, .number, .bool, .null: written()
        case .array(let items): "[" + items.map(\.compact).joined(separator: ",") + "]"
        case .object(let members):
            "{" + members.map { "\(Self.quoted($0)):\($1.compact)" }.joined(separator: ",") + "}"
        }
    }

    private var isContainer: Bool {
        switch self {
        case .array, .object: true
        case .string, .number, .bool, .null: false
        }
    }

    private static func quoted(_ text: String) -> String {
        let escaped = text.unicodeScalars.map { scalar -> String in
            switch scalar {
            case "\"": "\\\""
            case "\\": "\\\\"
            case "\n": "\\n"
            default: String(Character(scalar))
            }
        }
        return "\"" + escaped.joined() + "\""
    }
}
