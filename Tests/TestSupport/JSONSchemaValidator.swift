/// Holds JSON against a JSON Schema (draft 2020-12) of the keywords that the program's own schemas have.
///
/// It is stricter than the draft: a keyword that it does not know is an error rather than no constraint, so that no part of a
/// schema goes unheeded; and the members of an object come in the order of `properties`.
public struct JSONSchemaValidator {
    public struct Refusal: Error, CustomStringConvertible {
        public let description: String
    }

    private static let keywords: Set<String> = [
        "type", "const", "enum", "pattern", "minimum", "maximum", "minItems", "properties", "required",
        "additionalProperties", "items", "prefixItems", "oneOf", "anyOf", "$ref",
    ]
    /// What constrains nothing.
    private static let remarks: Set<String> = ["$schema", "title", "description", "examples", "$defs"]

    private let schema: JSONTree
    /// `$defs` by name, and each pattern made ready once.
    private var definitions: [String: JSONTree] = [:]
    private var patterns: [String: Regex<AnyRegexOutput>] = [:]

    /// - Throws: where the schema has a keyword, or a value of one, that is not known here.
    public init(_ schema: JSONTree) throws {
        self.schema = schema
        if case .object(let members)? = schema["$defs"] {
            definitions = Dictionary(uniqueKeysWithValues: members.map { ($0.name, $0.value) })
        }
        try check(schema, at: "#")
    }

    // MARK: The schema itself

    private mutating func check(_ schema: JSONTree, at place: String) throws {
        if case .bool = schema { return }
        guard case .object(let members) = schema else { throw Refusal(description: "\(place): no schema") }
        for member in members {
            let here = "\(place)/\(member.name)"
            guard Self.keywords.contains(member.name) || Self.remarks.contains(member.name) else {
                throw Refusal(description: "\(here): this keyword is not known")
            }
            switch member.name {
            case "properties", "$defs":
                guard case .object(let inner) = member.value else { throw Refusal(description: "\(here): no object") }
                for inner in inner { try check(inner.value, at: "\(here)/\(inner.name)") }
            case "oneOf", "anyOf", "prefixItems":
                guard !member.value.items.isEmpty else { throw Refusal(description: "\(here): nothing in it") }
                for (index, inner) in member.value.items.enumerated() { try check(inner, at: "\(here)/\(index)") }
            case "items", "additionalProperties": try check(member.value, at: here)
            case "$ref": _ = try target(of: member.value, at: here)
            case "pattern":
                let pattern = member.value.text ?? "("
                if patterns[pattern] == nil { patterns[pattern] = try Regex(pattern) }
            default: break
            }
        }
    }

    private func target(of reference: JSONTree, at place: String) throws -> JSONTree {
        guard let path = reference.text, path.hasPrefix("#/$defs/"),
            let target = definitions[String(path.dropFirst("#/$defs/".count))]
        else { throw Refusal(description: "\(place): leads nowhere") }
        return target
    }

    // MARK: Values

    /// What is wrong with a value, each with its place; empty where it is as the schema wants it.
    /// - Parameter definition: one of `$defs`, in place of the whole schema.
    public func mistakes(in value: JSONTree, as definition: String? = nil) throws -> [String] {
        guard let definition else { return try mistakes(in: value, schema, at: "$") }
        return try mistakes(in: value, try target(of: .string("#/$defs/\(definition)"), at: "#"), at: "$")
    }

    private func mistakes(in value: JSONTree, _ schema: JSONTree, at place: String) throws -> [String] {
        if case .bool(let allows) = schema { return allows ? [] : ["\(place): nothing is allowed here"] }
        guard case .object(let members) = schema else { return ["\(place): no schema"] }
        return try members.flatMap { try mistakes(in: value, keyword: $0.name, $0.value, of: schema, at: place) }
    }

    private func mistakes(
        in value: JSONTree, keyword: String, _ argument: JSONTree, of schema: JSONTree, at place: String
    ) throws -> [String] {
        switch keyword {
        case "$ref": return try mistakes(in: value, try target(of: argument, at: place), at: place)
        case "oneOf", "anyOf": return try alternatives(of: value, argument.items, keyword == "oneOf", at: place)
        case "type":
            let types = argument.text.map { [$0] } ?? argument.items.compactMap(\.text)
            return types.contains { value.has(type: $0) } ? [] : ["\(place): \(value.short) is no \(types)"]
        case "const": return value == argument ? [] : ["\(place): \(value.short) is not \(argument.short)"]
        case "enum": return argument.items.contains(value) ? [] : ["\(place): \(value.short) is none of the words"]
        case "pattern":
            guard let text = value.text, let pattern = argument.text, let regex = patterns[pattern] else { return [] }
            return text.contains(regex) ? [] : ["\(place): '\(text)' does not match \(pattern)"]
        case "minimum", "maximum":
            guard case .integer(let number) = value, case .integer(let bound) = argument else { return [] }
            return (keyword == "minimum" ? number >= bound : number <= bound)
                ? [] : ["\(place): \(number) is beyond \(bound)"]
        case "minItems":
            guard case .array(let items) = value, case .integer(let least) = argument else { return [] }
            return items.count >= Int(least) ? [] : ["\(place): only \(items.count) items"]
        case "items", "prefixItems": return try items(of: value, keyword, argument, schema, at: place)
        case "required":
            guard case .object(let members) = value else { return [] }
            let missing = argument.items.compactMap(\.text).filter { name in !members.contains { $0.name == name } }
            return missing.map { "\(place): '\($0)' is missing" }
        case "properties": return try properties(of: value, argument, at: place)
        case "additionalProperties":
            guard case .object(let members) = value else { return [] }
            let others = members.filter { schema["properties"]?[$0.name] == nil }
            if argument == .bool(false) { return others.map { "\(place): '\($0.name)' is not declared" } }
            return try others.flatMap { try mistakes(in: $0.value, argument, at: "\(place).\($0.name)") }
        default: return []
        }
    }

    private func alternatives(
        of value: JSONTree, _ schemas: [JSONTree], _ isExclusive: Bool, at place: String
    ) throws -> [String] {
        let found = try schemas.map { try mistakes(in: value, $0, at: place) }
        let count = found.count(where: \.isEmpty)
        if count == 1 || count > 1 && !isExclusive { return [] }
        if count > 1 { return ["\(place): \(count) alternatives fit \(value.short)"] }
        // The nearest alternative is the one whose mistakes lie deepest.
        let nearest = found.max { depth($0) < depth($1) } ?? []
        return nearest + ["\(place): no alternative fits \(value.short)"]
    }

    private func depth(_ mistakes: [String]) -> Int {
        mistakes.map { $0.prefix { $0 != ":" }.count { $0 == "." || $0 == "[" } }.max() ?? 0
    }

    private func items(
        of value: JSONTree, _ keyword: String, _ argument: JSONTree, _ schema: JSONTree, at place: String
    ) throws -> [String] {
        guard case .array(let items) = value else { return [] }
        let prefix = schema["prefixItems"]?.items ?? []
        if keyword == "prefixItems" {
            return try zip(items, prefix).enumerated().flatMap { index, pair in
                try mistakes(in: pair.0, pair.1, at: "\(place)[\(index)]")
            }
        }
        return try items.enumerated().dropFirst(prefix.count).flatMap { index, item in
            try mistakes(in: item, argument, at: "\(place)[\(index)]")
        }
    }

    private func properties(of value: JSONTree, _ argument: JSONTree, at place: String) throws -> [String] {
        guard case .object(let members) = value, case .object(let properties) = argument else { return [] }
        var found: [String] = []
        var last = -1
        for member in members {
            guard let index = properties.firstIndex(where: { $0.name == member.name }) else { continue }
            if index < last { found.append("\(place): '\(member.name)' comes after '\(properties[last].name)'") }
            last = max(last, index)
            found += try mistakes(in: member.value, properties[index].value, at: "\(place).\(member.name)")
        }
        return found
    }
}

extension JSONTree {
    fileprivate func has(type: String) -> Bool {
        switch self {
        case .null: type == "null"
        case .bool: type == "boolean"
        case .integer: type == "integer" || type == "number"
        case .number: type == "number"
        case .string: type == "string"
        case .array: type == "array"
        case .object: type == "object"
        }
    }

    /// For messages.
    fileprivate var short: String {
        switch self {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .integer(let value): "\(value)"
        case .number(let text): text
        case .string(let text): "'\(text)'"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
