import Foundation

/// A piece of JSON whose keys are data, as FRRouting prints it.
enum JSONValue: Decodable, Hashable {
    case null
    case bool(Bool)
    case number(Double)
    case text(String)
    case list([JSONValue])
    case object([String: JSONValue])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let bool = try? container.decode(Bool.self) {
            self = .bool(bool)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let list = try? container.decode([JSONValue].self) {
            self = .list(list)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    subscript(_ key: String) -> JSONValue? {
        guard case .object(let object) = self else { return nil }
        return object[key]
    }

    var text: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }

    var integer: Int? {
        guard case .number(let number) = self else { return nil }
        return Int(exactly: number)
    }

    var items: [JSONValue] {
        guard case .list(let items) = self else { return [] }
        return items
    }

    /// An object's fields, sorted by key.
    var fields: [(key: String, value: JSONValue)] {
        guard case .object(let object) = self else { return [] }
        return object.sorted { $0.key < $1.key }
    }

    /// The documents of a text that holds several, one after another.
    static func documents(in text: String) throws -> [JSONValue] {
        var documents: [JSONValue] = []
        var document: [UInt8] = []
        var depth = 0
        var isInString = false
        var isEscaped = false
        for octet in text.utf8 {
            if depth > 0 || octet == UInt8(ascii: "{") { document.append(octet) }
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if octet == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if octet == UInt8(ascii: "\"") {
                    isInString = false
                }
                continue
            }
            switch octet {
            case UInt8(ascii: "\"") where depth > 0: isInString = true
            case UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "}") where depth > 0:
                depth -= 1
                if depth == 0 {
                    documents.append(try JSONDecoder().decode(JSONValue.self, from: Data(document)))
                    document = []
                }
            default: break
            }
        }
        return documents
    }
}
