/// A JSON value as it was written: members in their order, integers apart from other numbers, and no name
/// twice in one object.
public indirect enum JSONTree: Hashable, Sendable {
    case null
    case bool(Bool)
    /// A number without a fraction and an exponent, of up to 128 bits.
    case integer(Int128)
    /// Any other number, as it is written.
    case number(String)
    case string(String)
    case array([JSONTree])
    case object([Member])

    public struct Member: Hashable, Sendable {
        public var name: String
        public var value: JSONTree

        public init(name: String, value: JSONTree) { (self.name, self.value) = (name, value) }
    }

    public struct Mistake: Error, CustomStringConvertible {
        public let description: String

        public init(description: String) { self.description = description }
    }

    /// Reads one JSON value with nothing after it (RFC 8259).
    public init(_ text: String) throws {
        var reader = JSONReader(octets: Array(text.utf8))
        self = try reader.value()
        try reader.end()
    }

    /// The first member of this name, of an object.
    public subscript(_ name: String) -> JSONTree? {
        get {
            guard case .object(let members) = self else { return nil }
            return members.first { $0.name == name }?.value
        }
        set {
            guard case .object(var members) = self, let index = members.firstIndex(where: { $0.name == name }) else {
                return
            }
            if let newValue { members[index].value = newValue } else { members.remove(at: index) }
            self = .object(members)
        }
    }

    /// The items of an array.
    public var items: [JSONTree] {
        if case .array(let items) = self { items } else { [] }
    }

    public var text: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The value in one line without spaces.
    ///
    /// - Precondition: no string needs an escape.
    public var compact: String {
        switch self {
        case .null: return "null"
        case .bool(let truth): return "\(truth)"
        case .integer(let number): return "\(number)"
        case .number(let text): return text
        case .string(let text):
            precondition(!text.utf8.contains { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }, "'\(text)' needs escapes")
            return "\"\(text)\""
        case .array(let items): return "[\(items.map(\.compact).joined(separator: ","))]"
        case .object(let members):
            return "{\(members.map { "\"\($0.name)\":\($0.value.compact)" }.joined(separator: ","))}"
        }
    }
}

private struct JSONReader {
    let octets: [UInt8]
    var place = 0

    private func mistake(_ what: String) -> JSONTree.Mistake { .init(description: "\(what) at octet \(place)") }

    private mutating func skipSpace() {
        while place < octets.count, [0x20, 0x09, 0x0A, 0x0D].contains(octets[place]) { place += 1 }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard place < octets.count, octets[place] == UInt8(ascii: character) else { return false }
        place += 1
        return true
    }

    private mutating func need(_ character: Unicode.Scalar) throws {
        guard take(character) else { throw mistake("'\(character)' is missing") }
    }

    mutating func end() throws {
        skipSpace()
        guard place == octets.count else { throw mistake("something follows the value") }
    }

    mutating func value() throws -> JSONTree {
        skipSpace()
        guard place < octets.count else { throw mistake("a value is missing") }
        for (word, value) in [("true", JSONTree.bool(true)), ("false", .bool(false)), ("null", .null)] {
            guard octets[place...].starts(with: word.utf8) else { continue }
            place += word.utf8.count
            return value
        }
        if take("{") { return .object(try members()) }
        if take("[") { return .array(try items()) }
        if octets[place] == UInt8(ascii: "\"") { return .string(try string()) }
        return try number()
    }

    private mutating func items() throws -> [JSONTree] {
        if take("]") { return [] }
        var items: [JSONTree] = []
        repeat { items.append(try value()) } while take(",")
        try need("]")
        return items
    }

    private mutating func members() throws -> [JSONTree.Member] {
        if take("}") { return [] }
        var members: [JSONTree.Member] = []
        var names: Set<String> = []
        repeat {
            skipSpace()
            let name = try string()
            guard names.insert(name).inserted else { throw mistake("a second '\(name)'") }
            try need(":")
            members.append(.init(name: name, value: try value()))
        } while take(",")
        try need("}")
        return members
    }

    private mutating func number() throws -> JSONTree {
        let start = place
        while place < octets.count, "+-.0123456789eE".utf8.contains(octets[place]) { place += 1 }
        let text = String(decoding: octets[start..<place], as: UTF8.self)
        guard text.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/) != nil else {
            throw mistake("'\(text)' is no value")
        }
        return Int128(text).map { .integer($0) } ?? .number(text)
    }

    private mutating func string() throws -> String {
        try need("\"")
        var text: [UInt8] = []
        while place < octets.count, octets[place] != UInt8(ascii: "\"") {
            guard octets[place] >= 0x20 else { throw mistake("a control character in a string") }
            if octets[place] == UInt8(ascii: "\\") {
                text += try escape()
            } else {
                text.append(octets[place])
                place += 1
            }
        }
        try need("\"")
        guard let string = String(validating: text, as: UTF8.self) else { throw mistake("a string that is not UTF-8") }
        return string
    }

    private mutating func escape() throws -> [UInt8] {
        place += 1
        guard place < octets.count else { throw mistake("an escape is cut off") }
        defer { place += 1 }
        switch octets[place] {
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [octets[place]]
        case UInt8(ascii: "u"):
            let digits = String(decoding: octets[(place + 1)...].prefix(4), as: UTF8.self)
            // Surrogates do not occur: the program writes other characters as they are.
            guard digits.utf8.count == 4, let scalar = UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init) else {
                throw mistake("'\(digits)' is no character")
            }
            place += 4
            return Array(String(scalar).utf8)
        default: throw mistake("an unknown escape")
        }
    }
}
