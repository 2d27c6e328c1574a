import TestSupport
import Testing

@Suite("The validator of JSON Schemas") struct SchemaValidatorTests {
    /// A schema, a value it accepts, and values that it does not.
    static let cases: [(schema: String, right: String, wrong: [String])] = [
        (#"{"type":"integer","minimum":0,"maximum":9}"#, "9", ["10", "-1", "1.0", "\"1\"", "true", "null"]),
        (#"{"type":["string","null"]}"#, "null", ["0", "[]", "false"]),
        (#"{"const":"a/1"}"#, "\"a/1\"", ["\"a/2\"", "null"]),
        (#"{"enum":["a","b"]}"#, "\"b\"", ["\"c\"", "1"]),
        (#"{"type":"string","pattern":"^0x[0-9a-f]{2}$"}"#, "\"0x0f\"", ["\"0xf\"", "\"0x0F\"", "\"a 0x0f\"", "15"]),
        (#"{"type":"array","items":{"type":"boolean"}}"#, "[true,false]", ["[true,1]", "{}"]),
        (
            #"{"type":"array","prefixItems":[{"type":"integer"},{"type":"string"}],"items":false,"minItems":2}"#,
            "[1,\"a\"]", ["[1]", "[1,2]", "[1,\"a\",3]"]
        ),
        (
            #"{"type":"object","properties":{"a":{"type":"integer"},"b":{}},"required":["a"],"additionalProperties":false}"#,
            #"{"a":1,"b":[]}"#, [#"{"b":1}"#, #"{"a":1,"c":1}"#, #"{"a":"1"}"#, #"{"b":1,"a":1}"#, "[]"]
        ),
        (#"{"type":"object","additionalProperties":{"type":"integer"}}"#, #"{"x":1}"#, [#"{"x":"1"}"#]),
        (#"{"oneOf":[{"type":"integer"},{"minimum":5}]}"#, "4", ["5"]),
        (#"{"anyOf":[{"type":"integer"},{"const":"x"}]}"#, "\"x\"", ["\"y\""]),
        (
            ##"{"$ref":"#/$defs/n","$defs":{"n":{"type":"array","items":{"$ref":"#/$defs/n"}}}}"##, "[[],[[]]]",
            ["[1]", "[[[0]]]"]
        ),
        ("true", "1", []), ("false", "1", ["1"]),
    ]

    @Test(arguments: SchemaValidatorTests.cases.dropLast().map { $0 })
    func `Each keyword accepts what it should, and refuses the rest`(
        schema: String, right: String, wrong: [String]
    ) throws {
        let validator = try JSONSchemaValidator(try JSONTree(schema))
        #expect(try validator.mistakes(in: JSONTree(right)) == [])
        for value in wrong { #expect(try !validator.mistakes(in: JSONTree(value)).isEmpty, "\(value)") }
    }

    @Test func `Nothing is allowed where the schema is false`() throws {
        #expect(try !JSONSchemaValidator(.bool(false)).mistakes(in: .null).isEmpty)
    }

    @Test(
        "A schema with something unknown is refused",
        arguments: [
            #"{"format":"date"}"#, #"{"maxLength":3}"#, #"{"properties":{"a":{"not":{}}}}"#,
            ##"{"$ref":"#/$defs/none"}"##, ##"{"$ref":"other.json"}"##, #"{"oneOf":[]}"#, #"{"pattern":"("}"#, "1",
        ]) func unknown(schema: String) throws
    {
        #expect(throws: (any Error).self) { try JSONSchemaValidator(try JSONTree(schema)) }
    }

    @Test(
        "What is no JSON is refused",
        arguments: [
            "", "{", "[1,]", "{\"a\":1,}", "{\"a\":1,\"a\":2}", "01", "1.", "+1", "nul", "\"\n\"", "\"\\x\"", "1 2",
            "'a'",
            "{a:1}", "\"\\ud800\"",
        ]) func noJSON(text: String)
    {
        #expect(throws: (any Error).self) { try JSONTree(text) }
    }

    @Test func `JSON is read as it is written`() throws {
        let tree = try JSONTree(#" { "b" : [ 18446744073709551615, -1, 1e3, "\u00e9\n\"", true, null ], "a": {} } "#)
        #expect(
            tree
                == .object([
                    .init(
                        name: "b",
                        value: .array([
                            .integer(18_446_744_073_709_551_615), .integer(-1), .number("1e3"), .string("é\n\""),
                            .bool(true), .null,
                        ])), .init(name: "a", value: .object([])),
                ]))
    }
}
