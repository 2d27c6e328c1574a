/// Reads XML, as far as graphs need it: elements, attributes, text. No DTD and no namespaces; what is not closed ends with the file.
///
/// FoundationXML would add a library to the program for a hundred lines.
struct MarkupReader {
    enum Token: Equatable {
        case start(name: String, attributes: [String: String])
        case end(name: String)
        case text(String)
    }

    private let octets: [UInt8]
    private var position = 0
    private var pending: Token?
    private(set) var line = 1

    init(_ octets: [UInt8]) { self.octets = octets }

    mutating func next() -> Token? {
        if let token = pending {
            pending = nil
            return token
        }
        while position < octets.count {
            if octets[position] != UInt8(ascii: "<") {
                let text = read { $0 != UInt8(ascii: "<") }
                return .text(Self.unescaped(text))
            }
            if skip("<!--", to: "-->") || skip("<?", to: "?>") { continue }
            if starts(with: "<![CDATA[") {
                position += 9
                let start = position
                while position < octets.count, !starts(with: "]]>") { advance() }
                let text = String(decoding: octets[start..<position], as: UTF8.self)
                position = min(octets.count, position + 3)
                return .text(text)
            }
            if skip("<!", to: ">") { continue }
            return readTag()
        }
        return nil
    }

    private mutating func advance() {
        if octets[position] == 0x0A { line += 1 }
        position += 1
    }

    private mutating func read(while condition: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        let start = position
        while position < octets.count, condition(octets[position]) { advance() }
        return octets[start..<position]
    }

    private func starts(with text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard position + count <= octets.count else { return false }
        return (0..<count).allSatisfy { octets[position + $0] == text.utf8Start[$0] }
    }

    private mutating func skip(_ start: StaticString, to end: StaticString) -> Bool {
        guard starts(with: start) else { return false }
        position += start.utf8CodeUnitCount
        while position < octets.count, !starts(with: end) { advance() }
        position = min(octets.count, position + end.utf8CodeUnitCount)
        return true
    }

    private mutating func readTag() -> Token {
        position += 1
        let isEnd = position < octets.count && octets[position] == UInt8(ascii: "/")
        if isEnd { position += 1 }
        let name = String(decoding: read { Self.isName($0) }, as: UTF8.self)
        var attributes: [String: String] = [:]
        var isEmpty = false
        while position < octets.count, octets[position] != UInt8(ascii: ">") {
            let octet = octets[position]
            if Self.isName(octet) {
                let key = String(decoding: read { Self.isName($0) }, as: UTF8.self)
                attributes[key] = readValue()
            } else {
                isEmpty = octet == UInt8(ascii: "/")
                advance()
            }
        }
        if position < octets.count { position += 1 }
        if isEnd { return .end(name: name) }
        if isEmpty { pending = .end(name: name) }
        return .start(name: name, attributes: attributes)
    }

    private mutating func readValue() -> String {
        _ = read { TextCursor.isBlank($0) || $0 == 0x0A || $0 == 0x0D }
        guard position < octets.count, octets[position] == UInt8(ascii: "=") else { return "" }
        position += 1
        _ = read { TextCursor.isBlank($0) || $0 == 0x0A || $0 == 0x0D }
        guard position < octets.count, octets[position] == UInt8(ascii: "\"") || octets[position] == UInt8(ascii: "'")
        else { return "" }
        let quote = octets[position]
        position += 1
        let value = read { $0 != quote }
        if position < octets.count { position += 1 }
        return Self.unescaped(value)
    }

    private static func isName(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
            UInt8(ascii: ":"), 0x80...:
            true
        default: false
        }
    }

    /// `&amp;`, `&#248;` and `&#xF8;`.
    private static func unescaped(_ octets: ArraySlice<UInt8>) -> String {
        guard octets.contains(UInt8(ascii: "&")) else { return String(decoding: octets, as: UTF8.self) }
        var result = ""
        var rest = octets
        while let place = rest.firstIndex(of: UInt8(ascii: "&")) {
            result += String(decoding: rest[..<place], as: UTF8.self)
            rest = rest[place...]
            guard let end = rest.prefix(12).firstIndex(of: UInt8(ascii: ";")) else {
                result += "&"
                rest = rest.dropFirst()
                continue
            }
            let name = String(decoding: rest[(place + 1)..<end], as: UTF8.self)
            let known = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'"][name]
            let number =
                name.hasPrefix("#x")
                ? UInt32(name.dropFirst(2), radix: 16) : name.hasPrefix("#") ? UInt32(name.dropFirst()) : nil
            let scalar = number.flatMap(Unicode.Scalar.init).map { String(Character($0)) }
            result += known ?? scalar ?? "&\(name);"
            rest = rest[(end + 1)...]
        }
        return result + String(decoding: rest, as: UTF8.self)
    }
}
