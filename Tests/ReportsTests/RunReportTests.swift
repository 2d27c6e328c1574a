import Analysis
import Emulation
import Foundation
import NetworkPrimitives
import OSPF
import Reports
import TestSupport
import Testing

@Suite("Reports of runs") struct RunReportTests {
    private static let scenario: Scenario = {
        var builder = NetworkBuilder(routers: 3)
        builder.link(0, 1)
        builder.link(1, 2)
        let probe = Probe(
            name: "end \"to\" end", sources: [ProbeSource(name: "r0", entries: [0])],
            destinations: [ProbeDestination(address: IPv4Address("10.0.0.3")!)])
        return Scenario(
            name: "cut", summary: "a cut", network: builder.configuration,
            timeline: [TimelineEntry(.at(.seconds(5)), [.cut(segment: 1, silent: false)], label: "maintenance")],
            probes: [probe],
            expectations: [
                Analysis.Expectation(
                    .lost(probe: "end \"to\" end", .less, .seconds(1)), text: "lost: below 1s", location: "cut.yaml:9:3"
                )
            ], duration: .seconds(20), clockStart: .seconds(36_000))
    }()

    private func result() throws -> RunResult {
        let network = try #require(try Simulation.converged(Self.scenario.network))
        var simulation = Simulation(Self.scenario, from: network)
        return simulation.run()
    }

    private static let header = ResultHeader(version: "1", command: "spillway", inputs: [])

    @Test func `equal runs give equal bytes of valid JSON`() throws {
        let (first, second) = (
            RunJSON(try result()).text(under: Self.header), RunJSON(try result()).text(under: Self.header)
        )
        #expect(first == second)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(first.utf8)) as? [String: Any])
        #expect(object["format"] as? String == "spillway-result/2")
        #expect(object["as_expected"] as? Bool == false)
        let verdict = try #require(object["verdict"] as? [String: Any])
        #expect(verdict["outcome"] as? String == "fail")
        #expect(verdict["exit_code"] as? Int == 1)
        let headline = try #require(verdict["headline"] as? [String])
        #expect(RunText(try result()).text.hasPrefix(headline.joined(separator: "\n")))
        let probes = try #require(object["probes"] as? [[String: Any]])
        #expect(probes[0]["name"] as? String == "end \"to\" end")
        #expect(probes[0]["lost_ns"] as? Int == 15_000_000_000)
        #expect(probes[0]["delivered_since_ns"] is NSNull)
    }

    @Test func `the screen tells what happened, why, and the verdict`() throws {
        let text = RunText(try result()).text
        #expect(text.contains("10:00:05.000  maintenance: cut s1"))
        #expect(text.contains("end \"to\" end: the pair loses traffic\n"))
        #expect(
            text.hasPrefix(
                "FAIL: 1 of 1 expectation broken: lost 15s, limit below 1s (end \"to\" end)  [cut.yaml:9:3]\n"))
        #expect(text.contains("  FAIL  lost 15s, limit below 1s (end \"to\" end)  [cut.yaml:9:3]\n"))
        #expect(!text.contains("\u{1B}"))
    }

    @Test func `no line is wider than the screen where words can be broken`() throws {
        let text = RunText(try result(), options: ReportOptions(width: 80)).text
        #expect(text.split(separator: "\n").filter { $0.count > 80 } == [])
    }

    @Test func `color only adds to what is said`() throws {
        let result = try result()
        let colored = RunText(result, options: ReportOptions(style: TextStyle(isColored: true))).text
        let plain = colored.replacing(/\u{1B}\[[0-9;]*m/, with: "")
        #expect(plain == RunText(result).text)
        #expect(colored != plain)
    }

    @Test func `a trace is valid JSON, line by line, in order of time`() throws {
        let network = try #require(try Simulation.converged(Self.scenario.network))
        var simulation = Simulation(Self.scenario, from: network)
        let lines = TraceLines(of: network.configuration, start: simulation.network.now)
        let collected = Collector()
        let traced = simulation.run(
            observer: Simulation.Observer(trace: { collected.add(lines.lines($0, happenings: $1)) }))
        #expect(traced.digest == (try result()).digest)
        var times: [Int] = []
        var kinds: Set<String> = []
        for line in collected.text.split(separator: "\n") {
            let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            times.append(try #require(object["time_ns"] as? Int))
            kinds.insert(object["type"] as? String ?? object["event"] as? String ?? "")
        }
        #expect(times == times.sorted())
        #expect(kinds == ["happening", "hello", "linkStateUpdate", "linkStateAcknowledgment"])
    }
}

private final class Collector: @unchecked Sendable {
    private(set) var text = ""
    func add(_ more: String) { text += more }
}
