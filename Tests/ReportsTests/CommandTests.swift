import Foundation
import TestSupport
import Testing

@Suite("Exit codes of the commands") struct CommandTests {
    private func run(_ arguments: String...) throws -> CommandLineProgram.Outcome {
        try CommandLineProgram.run(arguments)
    }

    private let triangle = "Topologies/examples/triangle-cut.yaml"

    @Test func `0 where every expectation holds`() throws {
        let result = try run("run", triangle)
        #expect(result.code == 0)
        #expect(result.output.hasPrefix("PASS: all 2 expectations hold\n"))
        #expect(result.errors.isEmpty)
    }

    @Test func `1 where one is broken`() throws {
        let result = try run("run", "Topologies/par/incident.yaml", "--quiet")
        #expect(result.code == 1)
        #expect(result.output.hasPrefix("FAIL: "))
    }

    @Test func `2 where the input is wrong`() throws {
        for arguments in [
            ["run", "no-such.yaml"], ["run", triangle, "--until", "soon"], ["run", triangle, "--why", "rome"],
        ] {
            let result = try CommandLineProgram.run(arguments)
            #expect(result.code == 2)
            #expect(result.output.isEmpty)
            #expect(!result.errors.isEmpty)
        }
    }

    @Test func `a trace appears when it is complete`() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("spillway-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("trace.jsonl").path
        let result = try run("run", triangle, "--trace", path)
        #expect(result.code == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["trace.jsonl"])
    }

    @Test func `a comparison has a row for each policy and names the best`() throws {
        let result = try run("compare", triangle, "--policy", "configured,none")
        #expect(result.code == 0)
        #expect(result.output.contains("as configured"))
        #expect(result.output.contains("No difference: "))
        let wrong = try run("compare", triangle, "--policy", "shutdwn,reject@rome", "--vary", "grac=5s")
        #expect(wrong.code == 2)
        #expect(wrong.output.isEmpty)
        #expect(wrong.errors.contains("did you mean 'shutdown'?"))
        #expect(wrong.errors.contains("there is no router, site, group or model 'rome'"))
        #expect(wrong.errors.contains("did you mean 'grace'?"))
    }

    private let ignoreTime = "Topologies/examples/ignore-time.yaml"

    @Test func `a shorter ignore time brings the permanent shutdown forward, and a comparison shows it`() throws {
        let result = try run("compare", ignoreTime, "--vary", "ignore-time=5m,1m", "--jobs", "2")
        // The file's expectations are what the operator had hoped for.
        #expect(result.code == 1)
        #expect(result.output.hasPrefix("FAIL: expectations broken in "))
        let lines = result.output.split(separator: "\n")
        let routers = try #require(lines.firstIndex { $0 == "ROUTERS" })
        #expect(lines[routers + 1].contains("until cleared from"))
        #expect(lines[routers + 2].contains("ignore-time=5m") && lines[routers + 2].contains("  26m11s"))
        #expect(lines[routers + 3].contains("ignore-time=1m") && lines[routers + 3].contains("  10m11s"))
        #expect(result.output.contains("Least harm: ignore-time=5m"))
        #expect(result.output.contains("LOST TIME BY CAUSE"))
    }

    @Test func `several seeds give the median and the worst, and the same whatever the jobs`() throws {
        let arguments = [
            "compare", ignoreTime, "--policy", "configured,reject@hub", "--seeds", "3", "--format", "json",
        ]
        let one = try CommandLineProgram.run(arguments)
        let many = try CommandLineProgram.run(arguments + ["--jobs", "3"])
        #expect(one.code == 1)
        #expect(one.output == many.output)
        #expect(["[1]", "[0]"].contains { one.output.contains("\"best\":\($0)") })
        let json = try #require(
            try JSONSerialization.jsonObject(with: Data(one.output.utf8)) as? [String: Any])
        #expect(json["seeds"] as? [Int] == [1, 2, 3])
        let variants = try #require(json["variants"] as? [[String: Any]])
        #expect(variants.map { $0["name"] as? String } == ["as configured", "reject@hub"])
        #expect(variants[0]["start_digests"] as? [String] == variants[1]["start_digests"] as? [String])
        let runs = try #require(variants[0]["runs"] as? [[String: Any]])
        #expect(runs.count == 3)
        for run in runs {
            for probe in try #require(run["probes"] as? [[String: Any]]) {
                let parts = try #require(probe["attribution"] as? [String: Int])
                #expect(parts.values.reduce(0, +) == probe["lost_ns"] as? Int)
            }
        }
        let wrong = try run("compare", ignoreTime, "--seeds", "0")
        #expect(wrong.code == 2)
    }

    @Test func `why tells a chain back to the action, as text and as JSON`() throws {
        let text = try run("run", ignoreTime, "--why", "hub", "--quiet")
        #expect(text.code == 1)
        let chain = text.output.split(separator: "\n").drop { $0 != "WHY: HUB" }.dropFirst().prefix(4)
        #expect(chain.first?.hasSuffix("a filter is forgotten: partner redistributes leak") == true)
        #expect(chain.last?.hasSuffix("hub shuts down OSPF (ignore state)  <- 3") == true)
        #expect(text.output.contains("other events, which --at TIME explains:"))
        let json = try run("run", ignoreTime, "--why", "south to customers", "--at", "09:08", "--format", "json")
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        let why = try #require((object["why"] as? [[String: Any]])?.first)
        #expect(why["kind"] as? String == "probe")
        let links = try #require(why["chain"] as? [[String: Any]])
        #expect(links.first?["kind"] as? String == "action")
        #expect(links.last?["kind"] as? String == "probeLost")
        for (earlier, later) in zip(links, links.dropFirst()) {
            #expect(later["cause"] as? Int == earlier["id"] as? Int)
        }
        let wrong = try run("run", ignoreTime, "--why", "hib")
        let unused = try run("run", ignoreTime, "--at", "5s")
        #expect(wrong.code == 2 && wrong.errors.contains("did you mean 'hub'?"))
        #expect(unused.code == 2)
    }
}
