import Foundation
import Results
import TestSupport
import Testing

@testable import Exports

@Suite("Results for other programs, read by programs that are not ours") struct ExportTests {
    /// The scripts' Python; tests are skipped where there is none.
    private static let python = ["/usr/bin/python3", "/usr/local/bin/python3"].first(
        where: FileManager.default.isExecutableFile)
    private static let hasPython = python != nil
    /// The one with the client of Prometheus, which Scripts/metrics-reader installs.
    private static let metricsPython = TestData.projectRoot.appendingPathComponent(".build/metrics-reader/bin/python3")
        .path
    private static let hasMetricsReader = FileManager.default.isExecutableFile(atPath: metricsPython)

    /// What `Scripts/read-export` makes of a file.
    private static func read(_ kind: String, _ path: String, with interpreter: String? = nil) throws -> Any {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(interpreter ?? python))
        process.arguments = [TestData.projectRoot.appendingPathComponent("Scripts/read-export").path, kind, path]
        let (output, errors) = (Pipe(), Pipe())
        (process.standardOutput, process.standardError) = (output, errors)
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        let complaints = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(complaints)")
        return try JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed)
    }

    /// Legal names, each of which means something in one of the formats.
    private static let names = ["a|b", "`x`", "=1+1", "@all", "<b>&", "c,\"d\"", "#12", "e\\f"]

    /// A ring of them that loses a link and, at the end, a router with a limit that is too small.
    private static let hostile: String = {
        func quoted(_ text: String) -> String {
            "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
        }
        let links = names.indices.map { "[\(quoted(names[$0])), \(quoted(names[($0 + 1) % names.count]))]" }
        let routers = names.map { quoted($0) + ": { limit: { maximum: 12, action: shutdown, ignore-time: 1m } }" }
        return """
            name: "]]>\\e[2J</testsuite>|`"
            duration: 4m
            routers: { \(routers.joined(separator: ", ")) }
            links: [\(links.joined(separator: ", "))]
            groups: { g: { base: 203.0.113.0/28, count: 9, originators: [{ router: \(quoted(names[0])), active: false }] } }
            timeline:
              - { at: 20s, redistribute: { group: g, router: \(quoted(names[0])) }, label: "@all </td>|" }
            probes: [{ name: \(quoted("=p|`\"")), from: \(quoted(names[0])), to: \(quoted(names[3])) }]
            expect:
              - { probe: every probe, lost: below 1s }
              - { isolated: never }
              - { rejected: below 1000000 }
            """
    }()

    /// Runs the hostile scenario, and hands over the folder, the program's output, and the result.
    private func run(_ arguments: [String], _ body: (String, String, RunDocument) throws -> Void) throws {
        try TemporaryFolder.with { folder in
            let path = folder + "/x.yaml"
            try Self.hostile.write(toFile: path, atomically: false, encoding: .utf8)
            let json = try CommandLineProgram.run(["run", path, "--format", "json"])
            try #require(json.code < 2, "\(json.errors)")
            guard case .run(let document) = try ResultFile(reading: Array(json.output.utf8)) else {
                throw JSONTree.Mistake(description: "no run")
            }
            let outcome = try CommandLineProgram.run(
                ["run", path] + arguments.map { $0.replacing("FOLDER", with: folder) })
            #expect(outcome.code == json.code, "\(outcome.errors)")
            try body(folder, outcome.output, document)
        }
    }

    @Test func `The scenario of these tests breaks two of its expectations`() throws {
        try run([]) { _, _, run in
            #expect(run.verdicts.contains { !$0.holds } && run.verdicts.contains { $0.holds })
            #expect(run.routers.contains { $0.isolations > 0 })
            #expect(run.probes[0].lostNs > 0)
        }
    }

    @Test(.enabled(if: ExportTests.hasPython))
    func `A trace has the states and adjacencies of every router, its counters and its causes`() throws {
        try run(["--perfetto", "FOLDER/trace.json"]) { folder, _, run in
            let found = try #require(try Self.read("trace", folder + "/trace.json") as? [String: Any])
            let processes = try #require(found["processes"] as? [String])
            #expect(Array(processes.dropFirst()) == Self.names)
            // Control characters are shown, not carried out.
            #expect(processes[0] == run.network.replacing("\u{1B}", with: "\\x1B"))
            let tracks = try #require(found["tracks"] as? [String: [[Any]]])
            let series = try #require(run.series)
            for (number, name) in Self.names.enumerated() {
                let states = try #require(tracks["\(name)/state"])
                #expect(
                    states.compactMap { $0[0] as? String }
                        == Steps(series.states[number]).map { series.stateNames[$0.value] })
                #expect(
                    states.compactMap { $0[1] as? Int } == Steps(series.states[number]).map { $0.milliseconds * 1_000 })
                #expect(states.compactMap { $0[2] as? Int }.reduce(0, +) == run.durationNs / 1_000)
            }
            let full = tracks.filter { $0.key.contains("/adjacency ") }
            #expect(full.count == 2 * Self.names.count && full.values.allSatisfy { !$0.isEmpty })
            let counters = try #require(found["counters"] as? [String: [[Any]]])
            let peak = counters["a|b/LSAs against limit"]?.compactMap { ($0[1] as? [String: Int])?["counted"] }.max()
            #expect(peak == Steps(differences: series.counted[0]).map(\.value).max())
            #expect(
                counters["a|b/LSAs against limit"]?.allSatisfy { ($0[1] as? [String: Int])?["limit"] == 12 } == true)
            let causes = run.happenings.flatMap { ([$0.cause].compactMap { $0 } + ($0.furtherCauses ?? [])) }
            let ids = Set(run.happenings.map(\.id))
            #expect(
                (found["flows"] as? Int ?? 0) > 0 && found["flows"] as? Int ?? .max <= causes.count(where: ids.contains)
            )
        }
    }

    @Test(.enabled(if: ExportTests.hasMetricsReader))
    func `Metrics are read by the client of Prometheus, and are the result's numbers at their times`() throws {
        try run(["--metrics", "FOLDER/metrics.txt"]) { folder, _, run in
            let families = try #require(
                try Self.read("metrics", folder + "/metrics.txt", with: Self.metricsPython) as? [[String: Any]])
            let names = families.compactMap { $0["name"] as? String }
            #expect(names.contains("spillway_run") && names.contains("spillway_router_lsas"))
            func samples(_ name: String) -> [[Any]] {
                families.first { $0["name"] as? String == name }?["samples"] as? [[Any]] ?? []
            }
            let series = try #require(run.series)
            for (number, name) in Self.names.enumerated() {
                let own = samples("spillway_router_lsas").filter { ($0[1] as? [String: String])?["router"] == name }
                let steps = Array(Steps(differences: series.counted[number]))
                #expect(own.compactMap { $0[2] as? Double } == steps.map { Double($0.value) })
                #expect(own.compactMap { $0[3] as? Double } == steps.map { Double($0.milliseconds) / 1_000 })
            }
            let lost = samples("spillway_probe_lost_ratio").filter {
                ($0[1] as? [String: String]) == ["probe": run.probes[0].name, "reason": "black_hole"]
            }
            #expect(
                lost.compactMap { $0[2] as? Double }.max() == run.probes[0].samples.map { Double($0[1]) / 1e6 }.max())
            #expect(samples("spillway_router_lsa_limit").count == Self.names.count)
        }
    }

    @Test(.enabled(if: ExportTests.hasPython)) func `JUnit has a test for each expectation`() throws {
        try run(["--format", "junit"]) { folder, output, run in
            try output.write(toFile: folder + "/junit.xml", atomically: false, encoding: .utf8)
            let suites = try #require(try Self.read("junit", folder + "/junit.xml") as? [[String: Any]])
            #expect(suites.count == 1)
            #expect((suites[0]["cases"] as? [String])?.count == run.verdicts.count)
            #expect((suites[0]["failures"] as? [String])?.count == run.verdicts.count { !$0.holds })
            #expect((suites[0]["name"] as? String)?.contains("</testsuite>") == true)
        }
    }

    @Test(.enabled(if: ExportTests.hasPython)) func `CSV has the result's numbers, and no formulas`() throws {
        try run(["--format", "csv"]) { folder, output, run in
            try output.write(toFile: folder + "/x.csv", atomically: false, encoding: .utf8)
            let rows = try #require(try Self.read("csv", folder + "/x.csv") as? [[String]])
            #expect(rows[0] == ["part", "object", "name", "field", "unit", "value"])
            #expect(rows.contains(["", "probe", "'" + run.probes[0].name, "lost_ns", "ns", "\(run.probes[0].lostNs)"]))
            #expect(rows.contains(["", "router", "a|b", "counted_peak", "", "\(run.routers[0].countedPeak)"]))
            #expect(rows.contains(["", "router", "c,\"d\"", "isolations", "", "\(run.routers[5].isolations)"]))
            #expect(rows.allSatisfy { row in row.allSatisfy { Int($0) != nil || !"=+@".contains($0.first ?? "x") } })
        }
    }

    @Test func `Markdown keeps its tables and says what the result says, whatever things are called`() throws {
        try run(["--format", "markdown"]) { _, output, run in
            let lines = output.split(separator: "\n").map(String.init)
            #expect(lines[0] == "## " + MarkdownText.prose(run.verdict.headline[0]))
            let tables = lines.filter { $0.hasPrefix("| ") }
            #expect(tables.count >= run.verdicts.count + Self.names.count)
            for line in tables {
                let bars = line.replacing("\\|", with: "").count { $0 == "|" }
                #expect([4, 7, 9].contains(bars), "\(line)")
            }
            #expect(!output.contains("</td>") && !output.contains("\u{1B}") && !output.contains("@all <"))
            #expect(output.contains(" lost") && output.contains(run.digest) && output.contains("### How it came about"))
        }
    }

    @Test(arguments: [
        ("a|b", "`a\\|b`"), ("`x`", "`` `x` ``"), ("``", "``` `` ```"), ("x", "`x`"), ("", ""), (" y", "`  y `"),
    ])
    func `Names are code`(name: String, code: String) { #expect(MarkdownText.code(name) == code) }

    @Test(arguments: [
        ("a_b *c* [d](e)", "a\\_b \\*c\\* \\[d\\](e)"), ("<script>", "&lt;script&gt;"), ("@team", "@<!-- -->team"),
        ("https://x", "https:<!-- -->//x"), ("a\nb", "a\\\\x0Ab"),
    ])
    func `Sentences are no markup`(text: String, prose: String) { #expect(MarkdownText.prose(text) == prose) }

    @Test(arguments: [
        ("=1", "'=1"), ("-5", "-5"), ("-x", "'-x"), ("+1+2", "'+1+2"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""),
        ("", ""), ("@x", "'@x"), (" x", "\" x\""),
    ])
    func `Cells are text`(text: String, cell: String) { #expect(CSVText.cell(text) == cell) }

    private static let examples = "Topologies/examples/"
    private static let flap = "Topologies/captures/lan-flap.pcap"

    @Test(
        .enabled(if: ExportTests.hasPython),
        arguments: [
            ["compare", examples + "ignore-time.yaml", "--vary", "ignore-time=5m,1m"],
            ["compare", examples + "ignore-time.yaml", "--seeds", "2"],
            [
                "plan", examples + "triangle.yaml", "--change", "cut amsterdam-berlin", "--fail-if", "loops > 0",
                "--expect", "lost below 1ms",
            ], ["plan", examples + "triangle.yaml", "--change", "decommission berlin; run 1m", "--tolerate", "0s"],
            ["limits", examples + "ignore-time.yaml"], ["replay", flap, "--limit", "20"],
            ["replay", flap, "--limit", "20", "--policy", "shutdown,reject"],
        ])
    func `Every other command has every format`(arguments: [String]) throws {
        let text = try CommandLineProgram.run(arguments)
        try TemporaryFolder.with { folder in
            for (format, kind) in [("junit", "junit"), ("csv", "csv")] {
                let outcome = try CommandLineProgram.run(arguments + ["--format", format])
                #expect(outcome.code == text.code, "\(outcome.errors)")
                let path = folder + "/" + format
                try outcome.output.write(toFile: path, atomically: false, encoding: .utf8)
                let found = try #require(try Self.read(kind, path) as? [Any])
                #expect(!found.isEmpty)
                guard format == "junit", text.code == 1, let suites = found as? [[String: Any]] else { continue }
                #expect(suites.contains { ($0["failures"] as? [String])?.isEmpty == false })
            }
            let markdown = try CommandLineProgram.run(arguments + ["--format", "markdown"])
            #expect(markdown.code == text.code && markdown.output.hasPrefix("## "))
            #expect(markdown.output.contains("| --") && markdown.output.contains("How to get this again"))
        }
    }

    @Test(arguments: ["--perfetto", "--metrics"]) func `A file that cannot be written is an error before the run`(
        option: String
    ) throws {
        let outcome = try CommandLineProgram.run([
            "run", Self.examples + "triangle-cut.yaml", option, "/no/such/folder/x",
        ])
        #expect(outcome.code == 2 && outcome.output.isEmpty)
        #expect(outcome.errors.contains("/no/such/folder/x"))
    }
}
