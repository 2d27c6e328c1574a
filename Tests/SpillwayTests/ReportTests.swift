import Foundation
import Spillway
import TestSupport
import Testing

@Suite("Reports of changes and of scenarios") struct ReportTests {
    private static func object(_ json: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    }

    @Test func `a change is assessed on a fork`() throws {
        let network = try EmulatedNetwork(Topology(contentsOf: Shipped.triangle))
        let digest = network.digest
        let report = try network.assess("cut amsterdam - berlin; run 1m; repair amsterdam - berlin")
        #expect(report.outcome == .pass)
        #expect(report.headline.first?.hasPrefix("PASS") == true)
        #expect(report.traffic.allSatisfy { $0.isDeliveredAtEnd })
        #expect(report.log.first?.text == "cut amsterdam - berlin")
        #expect(network.digest == digest)
    }

    @Test func `what is expected of a change decides`() throws {
        let network = try EmulatedNetwork(Topology(contentsOf: Shipped.triangle))
        let report = try network.assess("cut amsterdam - berlin", expecting: ["lost below 1ms"])
        #expect(report.outcome == .fail)
        let verdict = try #require(try Self.object(report.json)["verdict"] as? [String: Any])
        #expect(verdict["outcome"] as? String == "fail")
        #expect(verdict["headline"] as? [String] == report.headline)
        #expect {
            try network.assess("decommission paris", expecting: ["losst never"])
        } throws: { error in
            guard case SpillwayError.invalidInput(let problems) = error else { return false }
            return problems.map(\.file) == ["--expect"]
        }
    }

    @Test func `an assessment starts from what the network has become`() throws {
        var network = try EmulatedNetwork(Topology(contentsOf: Shipped.triangle))
        try network.apply("cut amsterdam - paris; run 2m")
        #expect(try network.assess("cut amsterdam - berlin").outcome == .fail)
    }

    @Test func `a scenario gives what the program gives`() throws {
        let path = Shipped.path("examples/triangle-cut.yaml")
        let run = try ScenarioRun(contentsOf: path)
        let outcome = try CommandLineProgram.run(["run", path, "--format", "json"])
        let (ours, theirs) = (try Self.object(run.json), try Self.object(outcome.output))
        #expect(ours["digest"] as? String == theirs["digest"] as? String)
        #expect(ours["format"] as? String == "spillway-result/2")
        #expect((ours["inputs"] as? [[String: String]]) == (theirs["inputs"] as? [[String: String]]))
        #expect(try run.text == CommandLineProgram.run(["run", path]).output)
        #expect(run.outcome == .pass)
        #expect(run.traffic.map(\.name) == ["amsterdam to berlin", "everyone"])
    }

    @Test func `a run explains what happened to whom`() throws {
        let run = try ScenarioRun(contentsOf: Shipped.path("examples/triangle-cut.yaml"))
        #expect(try run.why("amsterdam to berlin").hasPrefix("WHY: AMSTERDAM TO BERLIN\n"))
        #expect {
            try run.why("amsterdm")
        } throws: { error in
            guard case SpillwayError.unknownName("amsterdm", _, suggestion: "amsterdam") = error else { return false }
            return true
        }
    }

    @Test func `a scenario may be a text`() throws {
        let run = try ScenarioRun(
            yaml: """
                name: a pair
                routers: [a, b]
                links: [[a, b]]
                duration: 1m
                timeline: [{ at: 10s, cut: a - b }]
                """)
        #expect(run.outcome == nil)
        #expect(run.traffic.map(\.isDeliveredAtEnd) == [false])
        #expect(run.log.first?.time == .seconds(10))
    }
}
