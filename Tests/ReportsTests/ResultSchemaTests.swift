import Analysis
import Foundation
import OSPF
import Reports
import TestSupport
import Testing

@Suite("Results are as the published schema says") struct ResultSchemaTests {
    static let schema = TestData.projectRoot.appendingPathComponent("docs/result.schema.json")

    private static let tree = Result { try JSONTree(ResultSchema.text) }

    private static func validator() throws -> JSONSchemaValidator { try JSONSchemaValidator(try tree.get()) }

    @Test func `The published schema is the program's own`() throws {
        // To publish a changed schema: SPILLWAY_BLESS=1 swift test --filter ResultSchema
        if ProcessInfo.processInfo.environment["SPILLWAY_BLESS"] != nil {
            try ResultSchema.text.write(to: Self.schema, atomically: true, encoding: .utf8)
        }
        let published = try String(contentsOf: Self.schema, encoding: .utf8)
        let hint: Comment = "SPILLWAY_BLESS=1 swift test --filter ResultSchema publishes it"
        #expect(published == ResultSchema.text, hint)
        #expect(try CommandLineProgram.run(["schema", "result"]).output == published)
        let scenarios = TestData.projectRoot.appendingPathComponent("docs/scenario.schema.json")
        #expect(
            try CommandLineProgram.run(["schema", "scenario"]).output == String(contentsOf: scenarios, encoding: .utf8))
    }

    @Test func `Every format is an alternative, and is described in the documentation with its words`() throws {
        let schema = try JSONTree(ResultSchema.text)
        let formats = try (schema["oneOf"]?.items ?? []).map { alternative in
            let name = String(try #require(alternative["$ref"]?.text).dropFirst("#/$defs/".count))
            return try #require(schema["$defs"]?[name]?["properties"]?["format"]?["const"]?.text)
        }
        #expect(formats.count == ResultKind.allCases.count && Set(formats) == Set(ResultKind.allCases.map(\.rawValue)))
        let page = TestData.projectRoot.appendingPathComponent("docs/result-format.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        let words =
            formats + Happening.Kind.allCases.map { "\($0)" } + Death.Reason.allCases.map { "\($0)" }
            + RouterOutcome.State.allCases.map { "\($0)" }
        #expect(words.filter { !text.contains("`\($0)`") } == [])
    }

    // MARK: Every command

    private static let examples = "Topologies/examples/"
    private static let flap = "Topologies/captures/lan-flap.pcap"

    /// One of each command, and of what makes a result another one.
    static let commands: [[String]] = [
        ["run", examples + "triangle-cut.yaml"], ["run", examples + "lan-designated-router-dies.yaml"],
        ["run", examples + "lan-authenticated.yaml"], ["run", examples + "lan-hears-capture.yaml"],
        ["run", "Topologies/lab/nssa.yaml"], ["run", "Topologies/rfc2328/figure-6.yaml"],
        [
            "run", examples + "ignore-time.yaml", "--why", "hub", "--why", "south to customers", "--why",
            "hub 100.64.0.0/24", "--seed", "7",
        ],
        ["compare", examples + "ignore-time.yaml", "--vary", "ignore-time=5m,1m"],
        ["compare", examples + "ignore-time.yaml", "--policy", "configured,reject@hub,none", "--seeds", "2"],
        ["compare", examples + "triangle-cut.yaml", examples + "triangle.yaml"],
        ["compare", "--capture", flap, "--limit", "20"],
        [
            "plan", examples + "triangle.yaml", "--change", "cut amsterdam-berlin", "--fail-if", "loops > 0",
            "--expect",
            "lost below 1ms", "--expect", "changed-paths at most 50%", "--expect", "update-rate at most 9",
        ],
        ["plan", examples + "triangle.yaml", "--change", "decommission berlin; run 1m", "--tolerate", "0s"],
        ["plan", examples + "lan.yaml", "--change", "stop-ospf dr", "--watch", "2m"],
        ["limits", examples + "triangle.yaml"], ["limits", examples + "ignore-time.yaml", "--and-return"],
        ["validate", examples + "triangle.yaml", "Topologies/lab/links.yaml", "no-such.yaml", "README.md"],
        ["presets"], ["presets", "rfc1765"], ["presets", "--topology", "Topologies/par/par.yaml"],
        ["inspect", flap],
        ["inspect", flap, "--limit", "20", "--between", "20s", "64s", "--names", examples + "lan.yaml"],
        ["inspect", "Tests/Data/bird-point-to-point.pcap", "Tests/Data/five-types.pcap", "--at", "10s"],
        ["inspect", flap, "--router", "10.255.0.1"],
        ["replay", flap, "--limit", "20"], ["replay", flap, "--limit", "20", "--policy", "shutdown,reject,warn,none"],
        ["replay", flap, "--policy", "none"], ["replay", flap, "--preset", "juniper-junos", "--limit", "20"],
        ["replay", flap, "--into", examples + "lan.yaml", "--at", "office"],
        ["replay", flap, "--until", "60s", "--then", "stop-ospf 10.255.0.3; run 2m"],
    ]

    @Test(arguments: ResultSchemaTests.commands)
    func `Every command's JSON has each declared field, and no other`(arguments: [String]) throws {
        let outcome = try CommandLineProgram.run(arguments + ["--format", "json"])
        let result = try Self.expectValid(outcome.output)
        #expect(try result["spillway_version"]?.text == Self.version.get())
        #expect(result["command"]?.text?.hasPrefix("spillway \(arguments[0])") == true)
    }

    private static let version = Result {
        try CommandLineProgram.run(["--version"]).output.trimmingCharacters(in: .newlines)
    }

    @discardableResult
    private static func expectValid(_ output: String) throws -> JSONTree {
        let result = try JSONTree(output)
        let format = try #require(result["format"]?.text)
        let mistakes = try validator().mistakes(in: result, as: String(format.prefix { $0 != "/" }))
        #expect(mistakes.prefix(5) == [])
        return result
    }

    /// What the shipped files do not show: lossy links, refused LSAs, ends that do not agree, two routers of one Router ID.
    @Test(arguments: [
        (
            """
            name: grey
            routers: { a: , b: , c: { limit: { maximum: 12, action: reject } } }
            links: [[a, b], [b, c], { link: [a, c], cost: 100 }]
            groups:
              g: { base: 203.0.113.0/28, count: 12, originators: [{ router: a, active: false }] }
            duration: 3m
            timeline:
              - { at: 20s, set-loss: { segment: a - b, loss: 50% } }
              - { at: 60s, redistribute: { group: g, router: a } }
              - { at: 90s, decommission: b }
            probes: [{ from: a, to: b }, { from: c, to: g }, { from: c, to: a }]
            expect:
              - { probe: every probe, lost: above 30s }
              - { probe: every probe, dark: below 10s }
              - { probe: every probe, delivered: at end }
              - { database: below 80% of limit }
              - { rejected: below 3 }
            """, "plan --change 'decommission b' --change 'cut a-c' --expect 'headroom at least 20%'"
        ),
        (
            """
            name: odd
            routers: { a: { router-id: 10.0.0.9 }, b: , c: , d: { router-id: 10.0.0.9 } }
            links:
              - { link: [{ router: a, mtu: 1500 }, { router: b, mtu: 1400 }] }
              - { link: [b, c], hello-interval: 5s }
              - [c, d]
            duration: 30s
            """, "limits"
        ),
        (
            """
            name: falls
            presets:
              mine:
                summary: a limit for each type
                limit: { scope: ls-type, types: { router: 90, external: 20 }, action: shutdown, grace: 5s }
                timers: { spf: { throttle: ietf-spf-delay } }
                sources: [this file]
            routers: { a: , b: , c: { limit: { maximum: 20, action: shutdown, grace: 5s } }, d: }
            links: [[a, c], [b, c], [a, b], [c, d]]
            groups: { g: { base: 203.0.113.0/28, count: 12, election: ranked, originators: [a, b] } }
            duration: 30s
            """,
            "limits; plan --change 'decommission a' --watch 30s; presets mine --topology; run --why 'd 203.0.113.0/32'"
        ),
    ]) func `So has what goes wrong`(file: String, command: String) throws {
        let (folder, path) = try Self.folder(with: file)
        defer { try? FileManager.default.removeItem(at: folder) }
        for words in ["run", "validate"] + command.split(separator: ";").map(String.init) {
            let outcome = try CommandLineProgram.run(shell: "\"$0\" \(words) '\(path)' --format json")
            #expect(outcome.errors.contains("error:") == false, "\(words): \(outcome.errors)")
            try Self.expectValid(outcome.output)
        }
    }

    /// A folder of the test's own with one scenario in it.
    private static func folder(with file: String) throws -> (folder: URL, path: String) {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("spillway-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let path = folder.appendingPathComponent("net.yaml").path
        try file.write(toFile: path, atomically: true, encoding: .utf8)
        return (folder, path)
    }

    // MARK: Lines

    @Test func `So have captures with signed packets, opaque LSAs and wrong keys`() throws {
        let (folder, path) = try Self.folder(
            with: """
                name: signed
                areas: { 1: { type: normal } }
                routers: { a: { opaque-lsas: [{ scope: area, count: 2, length: 8 }] }, b: , c: }
                links:
                  - { link: [a, b], authentication: { type: md5, key-id: 3, key: sesame } }
                  - { link: [b, c], area-id: 1, authentication: { type: simple, key: open } }
                duration: 30s
                """)
        defer { try? FileManager.default.removeItem(at: folder) }
        let captures = folder.appendingPathComponent("captures").path
        _ = try CommandLineProgram.run(["run", path, "--capture", captures])
        let files = try FileManager.default.contentsOfDirectory(atPath: captures).sorted().map { captures + "/" + $0 }
        let wrong = try CommandLineProgram.run(["inspect"] + files + ["--key", "3=wrong", "--format", "json"]).output
        #expect(try Self.expectValid(wrong)["authentication_failures"]?.items.count == 2)
        let lines = try CommandLineProgram.run(["inspect"] + files + ["--key", "3=sesame", "--packets"]).output
        let validator = try Self.validator()
        for line in lines.split(separator: "\n") {
            #expect(try validator.mistakes(in: JSONTree(String(line)), as: "packet-line") == [])
        }
        for field in ["verdict", "password", "opaque_type", "opaque"] { #expect(lines.contains("\"\(field)\":")) }
    }

    @Test func `Each line about a packet of a capture has the fields of one, after the header`() throws {
        for arguments in [[Self.flap], ["Tests/Data/five-types.pcap", "--key", "1=secret"]] {
            let bare = try CommandLineProgram.run(["inspect"] + arguments + ["--packets"]).output
            let output = try CommandLineProgram.run(["inspect"] + arguments + ["--packets", "--format", "json"]).output
            let lines = output.split(separator: "\n").map(String.init)
            try Self.expectValid(lines[0])
            #expect(lines.dropFirst().joined(separator: "\n") + "\n" == bare)
            let validator = try Self.validator()
            for line in lines.dropFirst() {
                #expect(try validator.mistakes(in: JSONTree(line), as: "packet-line") == [])
            }
        }
    }

    @Test func `Each line of a trace is a happening or a packet, after the header`() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("spillway-\(UUID().uuidString).jsonl")
            .path
        defer { try? FileManager.default.removeItem(atPath: path) }
        _ = try CommandLineProgram.run(["run", Self.examples + "lan-designated-router-dies.yaml", "--trace", path])
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map {
            try JSONTree(String($0))
        }
        let validator = try Self.validator()
        #expect(try validator.mistakes(in: lines[0], as: "spillway-trace") == [])
        #expect(lines.count > 100)
        for line in lines.dropFirst() {
            let event = try #require(line["event"]?.text)
            #expect(try validator.mistakes(in: line, as: "trace-\(event)") == [])
        }
    }

    // MARK: What is not as it should be

    @Test func `A result with a field renamed, left out, of another type or in another place is refused`() throws {
        let output = try CommandLineProgram.run(["limits", Self.examples + "triangle.yaml", "--format", "json"]).output
        let validator = try Self.validator()
        let result = try JSONTree(output)
        #expect(try validator.mistakes(in: result) == [])
        guard case .object(let members) = result else { return #expect(Bool(false), "no object") }
        for index in members.indices {
            var (renamed, without, other) = (members, members, members)
            renamed[index].name += "_"
            without.remove(at: index)
            other[index].value = .number("0.5")
            for wrong in [renamed, without, other] {
                #expect(
                    try !validator.mistakes(in: .object(wrong), as: "spillway-limits").isEmpty, "\(members[index].name)"
                )
            }
        }
        var swapped = members
        swapped.swapAt(5, 6)
        #expect(try !validator.mistakes(in: .object(swapped)).isEmpty)
        // Far inside, too.
        let deep = output.replacing("\"smallest_limit\"", with: "\"smallest\"")
        #expect(try !validator.mistakes(in: JSONTree(deep)).isEmpty)
    }
}
