import NetworkPrimitives

/// What a value of a scenario file may look like.
///
/// One description serves three readers: the checker that finds mistakes, the JSON Schema that editors complete from,
/// and the person who reads the source.
indirect enum Shape: Sendable {
    /// Any text, quoted or not.
    case text
    /// The name of something: short, printable text.
    case name
    case integer(ClosedRange<Int>)
    /// A span of time such as `40s`; with `wholeSeconds` where the wire carries seconds.
    case duration(ClosedRange<Duration>, wholeSeconds: Bool)
    /// A moment of the timeline: `10:12:00` or `90s`.
    case moment
    /// An amount of memory such as `64MB`.
    case octets(ClosedRange<UInt64>)
    case ratio
    case percent
    /// A number with decimals, or a share such as `5%`.
    case number(String)
    case boolean
    case address
    /// An address of an interface, with or without the length of its network.
    case interfaceAddress
    /// A network mask in four numbers.
    case mask
    case areaID
    case prefix
    /// One of these words.
    case word([String])
    /// A statement about a quantity, such as `below 30s`.
    case comparison(String)
    case list(of: Shape)
    /// A mapping whose keys are names that the author chooses.
    case map(of: Shape)
    /// A mapping whose keys are fixed.
    case record(Record)
    /// The first alternative whose form (text, list or mapping) fits.
    case either([Shape])
    /// The value may be left out: `name:` alone.
    case optional(Shape)

    static let nameOrNames = Shape.either([.name, .list(of: .name)])

    static func seconds(_ range: ClosedRange<Int64>) -> Shape {
        .duration(.seconds(range.lowerBound)...(.seconds(range.upperBound)), wholeSeconds: true)
    }

    static func upTo(_ longest: Duration) -> Shape { .duration(.zero...longest, wholeSeconds: false) }

    /// The form a value must have, in the words of a message.
    var expectation: String {
        switch self {
        case .text: "text"
        case .name: "a name"
        case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .duration(_, let wholeSeconds): "a time such as \(wholeSeconds ? "40s or 5m" : "200ms or 40s")"
        case .moment: "a time such as 10:12:00 or 90s"
        case .octets: "an amount of memory such as 64MB or 400"
        case .ratio: "a ratio such as 1% or 1/100"
        case .percent: "a percentage such as 75%"
        case .number(let example): "a number such as \(example)"
        case .boolean: "true or false"
        case .address: "an IPv4 address such as 192.0.2.1"
        case .interfaceAddress: "an IPv4 address such as 192.0.2.1 or 192.0.2.1/24"
        case .mask: "a network mask such as 255.255.255.0"
        case .areaID: "an area such as 0 or 0.0.0.1"
        case .prefix: "a prefix such as 192.0.2.0/24"
        case .word(let words):
            words.count == 1
                ? "'\(words[0])'"
                : words.dropLast().map { "'\($0)'" }.joined(separator: ", ") + " or '\(words.last ?? "")'"
        case .comparison(let example): "a comparison such as '\(example)'"
        case .list(let item): "a list, each item \(item.expectation)"
        case .map: "a mapping of names"
        case .record(let record): "a mapping (\(record.summary))"
        case .either(let shapes): shapes.map(\.expectation).joined(separator: ", or ")
        case .optional(let shape): shape.expectation
        }
    }
}

/// A mapping with fixed keys.
struct Record: Sendable {
    /// Its name in the JSON Schema.
    let name: String
    /// What it describes, as in "one router".
    let summary: String
    let keys: [Key]

    struct Key: Sendable {
        let name: String
        let shape: Shape
        let summary: String
        let isRequired: Bool
        /// Of an action: how it is typed behind `--change`, in a network of routers `a`, `b` and `c`; `nil` where it cannot be.
        let example: String?

        init(_ name: String, _ shape: Shape, _ summary: String, isRequired: Bool = false, example: String? = nil) {
            self.name = name
            self.shape = shape
            self.summary = summary
            self.isRequired = isRequired
            self.example = example
        }
    }

    init(_ name: String, _ summary: String, _ keys: [Key]) {
        self.name = name
        self.summary = summary
        self.keys = keys
    }

    func key(_ name: String) -> Key? { keys.first { $0.name == name } }
}
