import Scenarios

/// The value of a key of a topology file: a text such as `5ms`, a number, true or false, a list, or a mapping.
///
/// Literals are settings: `"5ms"`, `10`, `true`, `["a", "b"]`, `["maximum": 300]`.
public enum Setting: Hashable, Sendable {
    /// A text, quoted as YAML needs it.
    case text(String)
    /// A whole number.
    case number(Int)
    /// True or false.
    case truth(Bool)
    /// Values in an order.
    case list([Setting])
    /// Values by key; written in the order of the keys.
    case mapping([String: Setting])

    var yaml: FlowYAML {
        switch self {
        case .text(let text): .text(text)
        case .number(let number): FlowYAML(number)
        case .truth(let isTrue): .truth(isTrue)
        case .list(let items): .list(items.map(\.yaml))
        case .mapping(let fields): .mapping(fields.sorted { $0.key < $1.key }.map { ($0.key, $0.value.yaml) })
        }
    }
}

extension Setting: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// A text.
    public init(stringLiteral value: String) { self = .text(value) }
    /// A whole number.
    public init(integerLiteral value: Int) { self = .number(value) }
    /// True or false.
    public init(booleanLiteral value: Bool) { self = .truth(value) }
    /// A list.
    public init(arrayLiteral elements: Setting...) { self = .list(elements) }
    /// A mapping.
    /// - Precondition: no key is there twice.
    public init(dictionaryLiteral elements: (String, Setting)...) {
        self = .mapping(Dictionary(uniqueKeysWithValues: elements))
    }
}
