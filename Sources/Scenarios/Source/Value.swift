/// A piece of a scenario file: what it says, and where.
///
/// The YAML library's own tree is left behind here, so that the rest of the module depends on this little type alone.
package struct Value: Hashable, Sendable {
    package enum Content: Hashable, Sendable {
        /// Text as written, without quotes. Every number and name arrives as text; shapes say how it is read.
        case scalar(String)
        /// Nothing: `key:` with no value, or `~`.
        case nothing
        case list([Value])
        case mapping([Field])
    }

    /// A key and its value, in the order of the file.
    package struct Field: Hashable, Sendable {
        package var key: String
        package var keyPosition: Position
        package var value: Value
    }

    package var content: Content
    package var position: Position

    package var text: String? {
        guard case .scalar(let text) = content else { return nil }
        return text
    }

    /// The text as a name: line breaks, with which it could pass for several lines of a report, become spaces.
    var line: String? {
        text.map { $0.split(whereSeparator: \.isNewline).joined(separator: " ") }
    }

    package var items: [Value]? {
        guard case .list(let items) = content else { return nil }
        return items
    }

    package var fields: [Field]? {
        guard case .mapping(let fields) = content else { return nil }
        return fields
    }

    package var isNothing: Bool { content == .nothing }

    /// The value of `key`; `nil` where this is no mapping, the key is absent, or it has no value.
    package subscript(_ key: String) -> Value? {
        guard let value = field(key)?.value, !value.isNothing else { return nil }
        return value
    }

    package func field(_ key: String) -> Field? { fields?.first { $0.key == key } }

    /// One value or a list of them, as a list.
    package var oneOrMore: [Value] {
        switch content {
        case .nothing: []
        case .list(let items): items
        case .scalar, .mapping: [self]
        }
    }

    static func mapping(_ fields: [Field], at position: Position) -> Value {
        Value(content: .mapping(fields), position: position)
    }

    /// What the value is, in the words of a message.
    var kindOfContent: String {
        switch content {
        case .scalar(let text): "'\(shortened(text))'"
        case .nothing: "nothing"
        case .list: "a list"
        case .mapping: "a mapping"
        }
    }
}

/// Text fit for a message: one line, not long.
func shortened(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars.prefix(41) {
        let isPrintable = scalar.value >= 0x20 && scalar.value != 0x7F && scalar.properties.generalCategory != .control
        result.unicodeScalars.append(isPrintable ? scalar : "?")
    }
    return text.unicodeScalars.count > 41 ? String(result.dropLast()) + "…" : result
}
