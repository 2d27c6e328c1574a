/// The JSON Schema of everything that the program prints as JSON, also published as `docs/result.schema.json`.
///
/// It is declared beside the code that writes the results, and a test holds every command's output against it, in both
/// directions: no field is missing, and none is there that is not declared.
public enum ResultSchema {
    /// Every format, in the order of the documentation.
    static let formats: [ResultRecord] = [
        .run, .comparison, .plan, .limits, .replay, .replayComparison, .inspection, .validation, .presets,
        .packetsHeader,
        .traceHeader,
    ]
    /// What the lines after the first are, in formats of several lines.
    static let lines: [ResultRecord] = [.packetLine, .traceHappening, .tracePacket]

    /// The whole schema as JSON text, with a line break at the end. The same on every machine.
    public static var text: String {
        var definitions = ResultDefinitions()
        for record in formats + lines { definitions.add(record) }
        var json = CompactJSON(isIndented: true)
        json.object { root in
            root.field("$schema", "https://json-schema.org/draft/2020-12/schema")
            root.field("title", "Spillway result")
            root.field("description", "What --format json prints. The field 'format' says which of these it is.")
            root.key("oneOf")
            root.array { list in formats.forEach { list.reference(to: $0) } }
            root.key("$defs")
            root.object { definitions.write(into: &$0) }
        }
        return json.text + "\n"
    }
}

/// Every record that is met, in the order in which it is first met.
private struct ResultDefinitions {
    private var records: [ResultRecord] = []

    mutating func add(_ record: ResultRecord) {
        guard !records.contains(where: { $0.name == record.name }) else { return }
        records.append(record)
        for field in record.fields { add(field.shape) }
    }

    private mutating func add(_ shape: ResultShape) {
        switch shape {
        case .record(let record): add(record)
        case .oneOf(let records): records.forEach { add($0) }
        case .list(let inner), .map(let inner), .optional(let inner): add(inner)
        case .either(let shapes): shapes.forEach { add($0) }
        case .tuple(let fields): fields.forEach { add($0.shape) }
        case .boolean, .text, .number, .signed, .word, .pattern, .itself: break
        }
    }

    func write(into json: inout CompactJSON) {
        for record in records {
            json.key(record.name)
            json.object { $0.write(record) }
        }
    }
}

extension CompactJSON {
    fileprivate mutating func reference(to record: ResultRecord) {
        object { $0.field("$ref", "#/$defs/\(record.name)") }
    }

    /// The keywords of an object.
    fileprivate mutating func write(_ record: ResultRecord) {
        field("type", "object")
        field("description", record.summary)
        key("properties")
        object { properties in
            for field in record.fields {
                properties.key(field.name)
                properties.write(field)
            }
        }
        key("required")
        array { list in record.fields.filter { !$0.canBeLeftOut }.forEach { list.value($0.name) } }
        field("additionalProperties", false)
    }

    private mutating func write(_ field: ResultField) {
        object { object in
            object.field("description", field.meaning + field.shape.unit)
            object.write(field.shape)
        }
    }

    /// The keywords of a value.
    private mutating func write(_ shape: ResultShape) {
        switch shape {
        case .boolean: field("type", "boolean")
        case .text: field("type", "string")
        case .signed: field("type", "integer")
        case .number:
            field("type", "integer")
            field("minimum", 0)
        case .word(let words) where words.count == 1: field("const", words[0])
        case .word(let words):
            key("enum")
            array { list in words.forEach { list.value($0) } }
        case .pattern(let pattern):
            field("type", "string")
            field("pattern", pattern)
        case .list(let item):
            field("type", "array")
            key("items")
            object { $0.write(item) }
        case .tuple(let fields):
            field("type", "array")
            key("prefixItems")
            array { list in fields.forEach { list.write($0) } }
            field("items", false)
            field("minItems", fields.count)
        case .map(let item):
            field("type", "object")
            key("additionalProperties")
            object { $0.write(item) }
        case .record(let record): field("$ref", "#/$defs/\(record.name)")
        case .itself(let name): field("$ref", "#/$defs/\(name)")
        case .oneOf(let records):
            key("oneOf")
            array { list in records.forEach { list.reference(to: $0) } }
        case .either(let shapes):
            key("anyOf")
            array { list in
                for shape in shapes { list.object { $0.write(shape) } }
            }
        case .optional(let inner):
            key("anyOf")
            array { list in
                list.object { $0.write(inner) }
                list.object { $0.field("type", "null") }
            }
        }
    }
}

extension ResultShape {
    /// In words, for the end of a description.
    fileprivate var unit: String {
        switch self {
        case .number(let unit), .signed(let unit): unit.words
        case .optional(let inner): inner.unit
        default: ""
        }
    }
}

extension ResultShape.Unit {
    fileprivate var words: String {
        switch self {
        case .none: ""
        case .nanoseconds: "; nanoseconds"
        case .moment: "; nanoseconds since the start of the timeline"
        case .captured: "; nanoseconds since 1970-01-01 UTC"
        case .replayed: "; nanoseconds since the first frame"
        case .millionths: "; millionths"
        case .percent: "; percent"
        case .seconds: "; seconds"
        }
    }
}
