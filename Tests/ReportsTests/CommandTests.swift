import Foundation
import TestSupport
import Testing

@Suite("Exit codes of the commands") struct CommandTests {
    /// The executable beside the tests, or `nil` where it was not built.
    private static let executable: URL? = {
        let url = TestData.projectRoot.appendingPathComponent(".build/debug/spillway")
        return FileManager.default.isExecutableFile(atPath: url.path) ? url : nil
    }()

    private func run(_ arguments: String...) throws -> (code: Int32, output: String, errors: String)? {
        try run(arguments)
    }

    private func run(_ arguments: [String]) throws -> (code: Int32, output: String, errors: String)? {
        guard let executable = Self.executable else {
            print("SKIPPED: the command has not been built")
            return nil
        }
        let process = Process()
        let (output, errors) = (Pipe(), Pipe())
        process.executableURL = executable
        process.arguments = arguments
        process.currentDirectoryURL = TestData.projectRoot
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let complaints = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text, complaints)
    }

    private let triangle = "Topologies/examples/triangle-cut.yaml"

    @Test func `0 where every expectation holds`() throws {
        guard let result = try run("run", triangle) else { return }
        #expect(result.code == 0)
        #expect(result.output.contains("expectations hold"))
        #expect(result.errors.isEmpty)
    }

    @Test func `1 where one is broken`() throws {
        guard let result = try run("run", "Topologies/par/incident.yaml", "--quiet") else { return }
        #expect(result.code == 1)
        #expect(result.output.contains("BROKEN"))
    }

    @Test func `2 where the input is wrong`() throws {
        for arguments in [
            ["run", "no-such.yaml"], ["run", triangle, "--until", "soon"], ["run", triangle, "--why", "rome"],
        ] {
            let result =
                switch arguments.count {
                case 2: try run(arguments[0], arguments[1])
                default: try run(arguments[0], arguments[1], arguments[2], arguments[3])
                }
            guard let result else { return }
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
        guard let result = try run("run", triangle, "--trace", path) else { return }
        #expect(result.code == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["trace.jsonl"])
    }

    @Test func `a comparison has a row for each policy and names the best`() throws {
        guard let result = try run("compare", triangle, "--policy", "configured,none") else { return }
        #expect(result.code == 0)
        #expect(result.output.contains("as configured"))
        #expect(result.output.contains("Least harm: as configured"))
        guard let wrong = try run("compare", triangle, "--policy", "shutdwn,reject@rome", "--vary", "grac=5s") else {
            return
        }
        #expect(wrong.code == 2)
        #expect(wrong.output.isEmpty)
        #expect(wrong.errors.contains("did you mean 'shutdown'?"))
        #expect(wrong.errors.contains("there is no router, site, group or model 'rome'"))
        #expect(wrong.errors.contains("did you mean 'grace'?"))
    }

    private let ignoreTime = "Topologies/examples/ignore-time.yaml"

    @Test func `a shorter ignore time brings the permanent shutdown forward, and a comparison shows it`() throws {
        guard let result = try run("compare", ignoreTime, "--vary", "ignore-time=5m,1m", "--jobs", "2") else { return }
        #expect(result.code == 0)
        let lines = result.output.split(separator: "\n")
        let routers = try #require(lines.firstIndex { $0 == "ROUTERS" })
        #expect(lines[routers + 1].contains("isolated for good at"))
        #expect(lines[routers + 2].contains("ignore-time=5m") && lines[routers + 2].contains("  26m11s"))
        #expect(lines[routers + 3].contains("ignore-time=1m") && lines[routers + 3].contains("  10m11s"))
        #expect(result.output.contains("Least harm: ignore-time=5m"))
        #expect(result.output.contains("WHAT THE LOST TIME WAS SPENT ON"))
    }

    @Test func `several seeds give the median and the worst, and the same whatever the jobs`() throws {
        let arguments = [
            "compare", ignoreTime, "--policy", "configured,reject@hub", "--seeds", "3", "--format", "json",
        ]
        guard let one = try run(arguments), let many = try run(arguments + ["--jobs", "3"]) else { return }
        #expect(one.code == 0)
        #expect(one.output == many.output)
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
        guard let wrong = try run("compare", ignoreTime, "--seeds", "0") else { return }
        #expect(wrong.code == 2)
    }

    @Test func `why tells a chain back to the action, as text and as JSON`() throws {
        guard let text = try run("run", ignoreTime, "--why", "hub", "--quiet") else { return }
        #expect(text.code == 1)
        let chain = text.output.split(separator: "\n").drop { $0 != "WHY: HUB" }.dropFirst().prefix(4)
        #expect(chain.first?.hasSuffix("a filter is forgotten: partner redistributes leak") == true)
        #expect(chain.last?.hasSuffix("09:02:00.013  hub isolates itself  <- 3") == true)
        #expect(text.output.contains("also, and explained with --at TIME:"))
        guard let json = try run("run", ignoreTime, "--why", "south to customers", "--at", "09:08", "--format", "json")
        else { return }
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
        guard let wrong = try run("run", ignoreTime, "--why", "hib"),
            let unused = try run("run", ignoreTime, "--at", "5s")
        else { return }
        #expect(wrong.code == 2 && wrong.errors.contains("did you mean 'hub'?"))
        #expect(unused.code == 2)
    }
}
