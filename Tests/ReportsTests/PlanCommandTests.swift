import Foundation
import TestSupport
import Testing

@Suite("The commands plan and limits") struct PlanCommandTests {
    private func run(_ arguments: String...) throws -> CommandLineProgram.Outcome {
        try CommandLineProgram.run(arguments)
    }

    private let triangle = "Topologies/examples/triangle.yaml"
    private let par = "Topologies/par/par.yaml"

    @Test func `the incident is foreseen`() throws {
        let result = try run("plan", par, "--change", "decommission par4-core-1", "--fail-if", "lost > 1s")
        #expect(result.code == 1)
        #expect(result.errors.isEmpty)
        #expect(result.output.hasPrefix("FAIL: 1 of 1 threshold broken: lost 9m"))
        #expect(result.output.contains("13 of 14 routers with a limit shut down OSPF; "))
        #expect(result.output.contains(", limit at most 1s (PAR4 to PAR5)\n"))
        let long = result.output.split(separator: "\n").filter { $0.count > 120 }
        #expect(long == [])
    }

    @Test func `what the text of a plan concludes is in its JSON`() throws {
        let row = """
            name: row
            routers:
              a: { site: north }
              b: { site: north }
              c: { site: south, limit: { maximum: 3, action: shutdown } }
              d: { site: south }
            links: [[a, b], [b, c], [c, d]]
            """
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("row-\(UUID().uuidString).yaml")
        try row.write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let result = try run("plan", file.path, "--change", "decommission a; decommission b", "--format", "json")
        let json = try JSONTree(result.output)
        #expect(json["near_limit"]?.items.compactMap(\.text) == ["c"])
        #expect(json["dark_sites"]?.items.compactMap(\.text) == ["north"])
        #expect(json["left_out"]?.items.isEmpty == true)
        #expect(json["busiest_router"]?.text == "d")
        let text = try run("plan", file.path, "--change", "decommission a; decommission b").output
        #expect(text.contains("the busiest second: d receives 1 LSA"))
        #expect(text.contains("site north: no router of it is left in the network"))
    }

    @Test func `thresholds decide the exit code`() throws {
        let kept = try run("plan", triangle, "--change", "cut amsterdam-berlin", "--fail-if", "lost > 1s")
        #expect(kept.code == 0)
        #expect(kept.output.contains("pass  lost 23ms, limit at most 1s (every router to every router)\n"))
        let crossed = try run("plan", triangle, "--change", "cut amsterdam-berlin", "--fail-if", "lost > 1ms")
        #expect(crossed.code == 1)
        let none = try run("plan", triangle, "--change", "cut amsterdam-berlin")
        #expect(none.code == 0)
        #expect(none.output.hasPrefix("PASS: 23ms of traffic lost (every router to every router); recovered\n"))
    }

    @Test func `without a threshold, harm is FAIL, and thresholds may say otherwise`() throws {
        let harm = try run("plan", par, "--change", "decommission par4-core-1")
        #expect(harm.code == 1)
        #expect(harm.output.hasPrefix("FAIL: 13 of 14 routers with a limit shut down OSPF; "))
        let allowed = try run("plan", par, "--change", "decommission par4-core-1", "--fail-if", "lost > 1h")
        #expect(allowed.code == 0)
        #expect(allowed.output.hasPrefix("PASS: the threshold holds\n13 of 14 routers with a limit shut down OSPF; "))
        let strict = try run("plan", triangle, "--change", "cut amsterdam-berlin", "--tolerate", "1ms")
        #expect(strict.code == 1)
        #expect(strict.output.hasPrefix("FAIL: 23ms of traffic lost"))
    }

    @Test func `what must not be and what must be are one language`() throws {
        for rule in ["lost below 1s", "dark at most 2s", "isolated never", "delivered at end", "rejected none"] {
            let result = try run("plan", triangle, "--change", "cut amsterdam-berlin", "--expect", rule)
            #expect(result.code == 0, "\(rule): \(result.errors)")
            #expect(result.output.hasPrefix("PASS: the threshold holds\n"))
            let negated = try run("plan", triangle, "--change", "cut amsterdam-berlin", "--fail-if", rule)
            #expect(negated.code == 1, "\(rule)")
        }
        let both = try run(
            "plan", triangle, "--change", "cut amsterdam-berlin", "--expect", "lost below 1ms", "--fail-if",
            "lost at least 1ms")
        let lines = both.output.split(separator: "\n").filter { $0.contains("limit below 1ms (every router") }
        #expect(lines.filter { $0.hasPrefix("  FAIL  lost 23ms, limit below 1ms") }.count == 2)
        #expect(both.code == 1)
        let wrong = try run("plan", triangle, "--change", "cut amsterdam-berlin", "--expect", "lost below")
        #expect(wrong.code == 2)
        #expect(wrong.errors.contains("--expect:1:"))
    }

    @Test func `an unknown name is an error with the nearest`() throws {
        let change = try run("plan", triangle, "--change", "decommission amsterdm")
        #expect(change.code == 2)
        #expect(
            change.errors.contains("--change:1:14: error: there is no router 'amsterdm'; did you mean 'amsterdam'?"))
        #expect(change.output.isEmpty)
        let threshold = try run("plan", triangle, "--change", "cut amsterdam-berlin", "--fail-if", "elektions > 1")
        #expect(threshold.code == 2)
        #expect(threshold.errors.contains("did you mean 'elections'?"))
        #expect(try run("plan", triangle).code == 2)
        #expect(try run("plan", "no-such.yaml", "--change", "cut a-b").code == 2)
        #expect(try run("plan", triangle, "--change", "cut amsterdam-berlin", "--watch", "soon").code == 2)
    }

    @Test func `the help lists every metric`() throws {
        let help = try run("plan", "--help")
        #expect(help.code == 0)
        for metric in ["lost", "unreachable", "headroom", "update-rate", "cut-off"] {
            #expect(help.output.contains("  \(metric) "))
        }
    }

    @Test func `a plan for programs is one object`() throws {
        let result = try run(
            "plan", triangle, "--change", "cut amsterdam-berlin", "--format", "json", "--fail-if", "loops > 0")
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
        #expect(object["format"] as? String == "spillway-plan/2")
        let thresholds = try #require(object["thresholds"] as? [[String: Any]])
        #expect(thresholds.first?["metric"] as? String == "loops")
        let inner = try #require(object["result"] as? [String: Any])
        #expect(inner["format"] as? String == "spillway-result/2")
    }

    @Test func `limits: the same for every number of jobs`() throws {
        let arguments = ["any 1 router, any 1 site", "--format", "json"]
        let one = try run("limits", par, "--survive", arguments[0], arguments[1], arguments[2], "--jobs", "1")
        let four = try run("limits", par, "--survive", arguments[0], arguments[1], arguments[2], "--jobs", "4")
        #expect(one.code == 1)
        #expect(one.output == four.output)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(one.output.utf8)) as? [String: Any])
        #expect(object["format"] as? String == "spillway-limits/2")
        #expect((object["failures"] as? [Any])?.count == 17)
    }

    @Test func `limits: 0 where every limit survives, 2 where the input is wrong`() throws {
        let fine = try run("limits", triangle, "--survive", "any 1 link")
        #expect(fine.code == 0)
        #expect(fine.output.hasPrefix("PASS: none of 3 failures trips a limit or cuts traffic off\n"))
        #expect(fine.output.contains("no router has a limit"))
        // What there is fails by default: a network of one LAN has no link.
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("lan-\(UUID().uuidString).yaml")
        try "routers: { a: , b: , c: }\nlans: { office: { members: [a, b, c] } }\n".write(
            to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let lan = try run("limits", file.path)
        #expect(lan.code == 1)
        #expect(lan.output.hasPrefix("FAIL: of 4 failures, 1 cuts traffic off\n"))
        #expect(lan.output.contains("failures: any 1 router, any 1 lan: 4 failures"))
        let wrong = try run("limits", triangle, "--survive", "any 1 link, router pariss")
        #expect(wrong.code == 2)
        #expect(wrong.errors.contains("--survive:1:20: error: there is no router 'pariss'; did you mean 'paris'?"))
        #expect(try run("limits", triangle, "--jobs", "0").code == 2)
    }
}
