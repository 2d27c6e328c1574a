import Foundation
import TestSupport
import Testing

@Suite("Names that were chosen to do harm") struct HostileNameTests {
    /// Legal names all of them, of which some look like paths, options or YAML, and some are as long as names may be.
    private static let names = [
        "../../up", "..", "a/b", "a_b", "a \"b\" 'c'", "-rf", "$(reboot)", "`x`", "*", "a\\b", "#c", "null", "%2F",
        String(repeating: "é", count: 100), String(repeating: "🏴", count: 100), "שלום عليكم", "e\u{301}",
    ]

    /// A ring of them, with everything that is called something called by something harmful.
    private static let scenario: String = {
        func quoted(_ text: String) -> String {
            let data = try? JSONSerialization.data(withJSONObject: [text])
            return String(decoding: data ?? Data(), as: UTF8.self).replacing("\\/", with: "/").trimmingCharacters(in: [
                "[", "]",
            ])
        }
        let links = names.indices.map {
            "{ link: [\(quoted(names[$0])), \(quoted(names[($0 + 1) % names.count]))], name: \(quoted("l/\($0) \"")) }"
        }
        return """
            name: "x\\e]0;title\\a\\nPASS: forged\\u202e"
            description: "\\e[2J: forged"
            duration: 30s
            routers: { \(names.map { quoted($0) + ": " }.joined(separator: ", ")) }
            links: [\(links.joined(separator: ", "))]
            groups: { \(quoted("g 'x' \"")): { prefixes: [198.51.100.0/24], originators: [\(quoted(names[0]))] } }
            timeline: [{ at: 5s, cut: \(quoted("l/1 \"")), label: "\\e[1A\\nPASS: forged\\u2028" }]
            probes: [{ name: \(quoted("p/\"'")), from: \(quoted(names[0])), to: \(quoted(names[3])) }]
            """
    }()

    private func expectTame(_ text: String, _ comment: String) {
        let bad = text.unicodeScalars.filter {
            $0 != "\n" && ($0.properties.generalCategory == .control || $0.value == 0x202E || $0.value == 0x2028)
        }
        #expect(bad.isEmpty, "\(comment): \(bad.map(\.value))")
        let forged = text.split(separator: "\n").filter { $0.hasPrefix("PASS: forged") || $0.hasPrefix("FAIL: forged") }
        #expect(forged.isEmpty, "\(comment)")
    }

    @Test func `Of routers, links, groups, probes and labels: text is tame, JSON is valid, files lie in their folder`()
        throws
    {
        try TemporaryFolder.with { folder in
            let path = folder + "/in/x.yaml"
            try FileManager.default.createDirectory(atPath: folder + "/in", withIntermediateDirectories: false)
            try Self.scenario.write(toFile: path, atomically: false, encoding: .utf8)
            let change = ["--change", "cut 'l/1 \"'"]
            for arguments in [
                ["run", path, "--verbose"], ["validate", path], ["compare", path, "--policy", "configured,none"],
                ["plan", path] + change, ["limits", path, "--verbose"],
            ] {
                let text = try CommandLineProgram.run(arguments)
                #expect(text.code < 2, "\(text.errors)")
                expectTame(text.output + text.errors, arguments[0])
                guard !arguments.contains("--verbose") || arguments[0] != "run" else { continue }
                let json = try CommandLineProgram.run(arguments.filter { $0 != "--verbose" } + ["--format", "json"])
                #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(json.output.utf8)) }
            }
            let out = folder + "/out"
            let run = try CommandLineProgram.run([
                "run", path, "--format", "json", "--trace", folder + "/trace", "--capture", out + "/captures",
                "--checkpoints", out + "/checkpoints",
            ])
            #expect(run.code == 0, "\(run.errors)")
            #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(run.output.utf8)) }
            for line in try String(contentsOfFile: folder + "/trace", encoding: .utf8).split(separator: "\n") {
                #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(line.utf8)) }
            }
            let files = try TemporaryFolder.contents(out).keys
            #expect(files.count { $0.hasPrefix("captures/") } == Self.names.count)
            #expect(files.count { $0.hasPrefix("checkpoints/checkpoint-0/") } == Self.names.count)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["in", "out", "trace"])
            for file in files { expectTame(file, "a file's name") }
        }
    }

    @Test func `Of files: messages are tame and on one line`() throws {
        try TemporaryFolder.with { folder in
            let path = folder + "/x\nPASS: forged \u{1B}[2J\u{202E}"
            let capture = TestData.projectRoot.appendingPathComponent("Topologies/captures/lan-flap.pcap").path
            try FileManager.default.copyItem(atPath: capture, toPath: path + ".pcap")
            try "routers: [a, b]\nlinks: [[a, b]]\ntimeline: [{ at: 5s, cutt: a - b }]\n"
                .write(toFile: path + ".yaml", atomically: false, encoding: .utf8)
            for arguments in [
                ["run", path], ["run", path + ".yaml"], ["validate", path + ".yaml"], ["inspect", path],
                ["inspect", path + ".pcap"], ["inspect", path + ".pcap", path + ".pcap"], ["import", path + ".pcap"],
                ["replay", path + ".pcap", "--limit", "20"],
                ["replay", path + ".pcap", "--until", "9s", "--then", "run 1s"],
                ["compare", "--capture", path + ".pcap", "--limit", "20"],
                ["import", path + ".pcap", "-o", path + "/x"],
                ["import", path + ".pcap", "-o", path + "2"], ["plan", path + ".yaml", "--change", "cut a - b"],
            ] {
                let outcome = try CommandLineProgram.run(arguments)
                expectTame(
                    outcome.output + outcome.errors,
                    arguments.map { ($0 as NSString).lastPathComponent }.joined(separator: " "))
            }
            for command in [["inspect"], ["replay", "--limit", "20"]] {
                let json = try CommandLineProgram.run(command + [path + ".pcap", "--format", "json"])
                #expect(json.code == 0)
                #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(json.output.utf8)) }
            }
        }
    }
}
