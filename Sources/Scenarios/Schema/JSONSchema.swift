/// The JSON Schema of scenario and topology files, from which editors complete and check them.
///
/// It is made from the very tables that the loader checks with, so that the two cannot disagree.
public enum JSONSchema {
    /// The whole schema as JSON text, with a line break at the end. The same on every machine.
    public static func text() -> String {
        var definitions = Definitions()
        let topology = definitions.reference(to: .topology)
        let scenario = definitions.reference(to: .scenario)
        let schema = JSONText.object([
            ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
            ("title", .string("Spillway scenario or topology")),
            ("anyOf", .array([topology, scenario])),
            ("$defs", .object(definitions.all)),
        ])
        return schema.written() + "\n"
    }
}

/// The records met so far, in the order in which they were first met.
private struct Definitions {
    private var order: [String] = []
    private var schemas: [String: JSONText] = [:]

    var all: [(String, JSONText)] { order.map { ($0, schemas[$0] ?? .object([])) } }

    mutating func reference(to record: Record) -> JSONText {
        if !order.contains(record.name) {
            order.append(record.name)
            schemas[record.name] = schema(of: record)
        }
        return .object([("$ref", .string("#/$defs/\(record.name)"))])
    }

    private mutating func schema(of record: Record) -> JSONText {
        var properties: [(String, JSONText)] = []
        for key in record.keys {
            let schema = schema(of: key.shape)
            let description = ("description", JSONText.string(sentence(key.summary)))
            if case .object(let members) = schema {
                properties.append((key.name, .object([description] + members)))
            }
        }
        let required = record.keys.filter(\.isRequired).map { JSONText.string($0.name) }
        return .object(
            [
                ("type", .string("object")), ("description", .string(sentence(record.summary))),
                ("properties", .object(properties)),
            ]
                + (required.isEmpty ? [] : [("required", .array(required))]) + [("additionalProperties", .bool(false))])
    }

    private mutating func schema(of shape: Shape) -> JSONText {
        switch shape {
        case .record(let record): return reference(to: record)
        case .list(let item): return .object([("type", .string("array")), ("items", schema(of: item))])
        case .map(let item): return .object([("type", .string("object")), ("additionalProperties", schema(of: item))])
        case .either(let shapes):
            var alternatives: [JSONText] = []
            for shape in shapes { alternatives.append(schema(of: shape)) }
            return .object([("anyOf", .array(alternatives))])
        case .optional(let inner):
            return .object([("anyOf", .array([schema(of: inner), .object([("type", .string("null"))])]))])
        case .integer(let range):
            return .object([
                ("type", .string("integer")), ("minimum", .number(range.lowerBound)),
                ("maximum", .number(range.upperBound)),
            ])
        case .boolean: return .object([("type", .string("boolean"))])
        case .word(let words): return .object([("enum", .array(words.map { .string($0) }))])
        // YAML reads some of these as numbers (`0`, `10`), which the loader takes as text.
        case .octets:
            return .object([("type", .array([.string("string"), .string("integer")]))])
        case .text, .name, .areaID, .ratio, .percent, .moment, .number:
            return .object([("type", .array([.string("string"), .string("number")]))])
        case .duration: return text(pattern: "^([0-9]+(\\.[0-9]+)?(h|min|m|s|ms|us|ns))+$")
        case .address: return text(pattern: "^[0-9]{1,3}(\\.[0-9]{1,3}){3}$")
        case .interfaceAddress: return text(pattern: "^[0-9]{1,3}(\\.[0-9]{1,3}){3}(/[0-9]{1,2})?$")
        case .mask: return text(pattern: "^[0-9]{1,3}(\\.[0-9]{1,3}){3}$")
        case .prefix: return text(pattern: "^[0-9]{1,3}(\\.[0-9]{1,3}){3}/[0-9]{1,2}$")
        case .comparison(let example):
            return .object([("type", .string("string")), ("examples", .array([.string(example)]))])
        }
    }

    /// A summary as a sentence of its own; keys and values keep their spelling.
    private func sentence(_ summary: String) -> String {
        let word = summary.prefix { $0 != " " }
        let isName = word.contains { "-:,".contains($0) || $0.isUppercase }
        return (isName ? summary : summary.prefix(1).uppercased() + summary.dropFirst()) + "."
    }

    private func text(pattern: String) -> JSONText {
        .object([("type", .string("string")), ("pattern", .string(pattern))])
    }
}
