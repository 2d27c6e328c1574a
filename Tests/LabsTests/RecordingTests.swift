import Checkpoints
import Foundation
import Scenarios
import TestSupport
import Testing

@testable import Labs

@Suite("Recordings of real routers") struct RecordingTests {
    private static let scenario = TestData.projectRoot.appendingPathComponent("Topologies/examples/triangle-cut.yaml")

    private func folder(_ daemon: RoutingDaemon) -> URL {
        TestData.projectRoot.appendingPathComponent("Tests/Data/labs/triangle-cut-\(daemon.rawValue)")
    }

    private func states(_ daemon: RoutingDaemon) throws -> (lab: LabScenario, states: [[RouterState]]) {
        let loaded = ScenarioLoader.loadForLab(path: Self.scenario.path, daemon: daemon)
        let lab = try #require(loaded.content, "\(loaded.diagnostics)")
        let recording = try #require(try LabRecording(folder: folder(daemon)))
        #expect(recording.daemon == daemon)
        return (lab, try recording.states(of: lab.scenario.network))
    }

    @Test(arguments: RoutingDaemon.allCases)
    func `The emulator ends where they ended`(daemon: RoutingDaemon) throws {
        let (lab, states) = try states(daemon)
        #expect(states.map(\.count) == [3, 3, 3])
        let verification = try LabVerification(lab.scenario) { router, number in
            try #require(states[number].first { $0.router == router })
        }
        let result = try #require(verification)
        for checkpoint in result.checkpoints {
            #expect(checkpoint.differences.flatMap(\.texts) == [], "checkpoint \(checkpoint.number)")
        }
        #expect(result.account == "3 of 3 checkpoints, 9 of 9 routers equal")
    }

    /// On FRRouting the default route is translated with metric 1, and two of three withdrawn prefixes stay: the habits
    /// `translatedDefaultMetric` and `flushesNSSALSAsByAddress`.
    @Test(arguments: RoutingDaemon.allCases)
    func `A default route and withdrawn prefixes of an NSSA end as they ended`(daemon: RoutingDaemon) throws {
        let path = TestData.projectRoot.appendingPathComponent("Topologies/lab/nssa-default.yaml").path
        let loaded = ScenarioLoader.loadForLab(path: path, daemon: daemon)
        let lab = try #require(loaded.content, "\(loaded.diagnostics)")
        let folder = TestData.projectRoot.appendingPathComponent("Tests/Data/labs/nssa-default-\(daemon.rawValue)")
        let states = try #require(try LabRecording(folder: folder)).states(of: lab.scenario.network)
        let verification = try LabVerification(lab.scenario) { router, number in
            try #require(states[number].first { $0.router == router })
        }
        let result = try #require(verification)
        #expect(result.checkpoints.flatMap(\.differences).flatMap(\.texts) == [])
        #expect(result.account == "2 of 2 checkpoints, 6 of 6 routers equal")
        let core = try #require(states[1].first { $0.router == "core" })
        let metric = core.routes.first { $0.prefix == "0.0.0.0/0" }?.type2Cost
        #expect(metric == (daemon == .frr ? 1 : 30))
        #expect(core.routes.contains { $0.prefix == "192.0.2.0/25" } == (daemon == .frr))
    }

    /// What their habits make of MTUs, graceful restarts and opaque LSAs. BIRD lists no neighbor that has been silent for the dead
    /// interval, though it helps it; FRRouting keeps no Grace-LSA of a router that it does not help.
    @Test(
        "Files of Topologies/lab end as they ended",
        arguments: [
            ("mtu", RoutingDaemon.frr, []), ("mtu", .bird, []), ("opaque", .frr, []),
            (
                "graceful", .frr,
                [1, 4, 5].map {
                    "\($0) south: LSA 0.0.0.0 opaque-link 3.0.0.0 from 10.255.0.1: not recorded (unknown content)"
                }
            ),
            (
                "graceful", .bird,
                [
                    "1 south: neighbor 10.255.0.1 on eth1: not recorded (2-Way 10.64.0.1 DROther)",
                    "1 east: neighbor 10.255.0.1 on eth0: not recorded (Full 10.64.0.1 DROther)",
                    "1 far: neighbor 10.255.0.1 on eth0: not recorded (Full 10.0.0.1 PtP)",
                    "5 far: neighbor 10.255.0.1 on eth0: not recorded (Full 10.0.0.1 PtP)",
                ]
            ),
        ])
    func shipped(file: String, daemon: RoutingDaemon, expected: [String]) throws {
        let path = TestData.projectRoot.appendingPathComponent("Topologies/lab/\(file).yaml").path
        let lab = try #require(ScenarioLoader.loadForLab(path: path, daemon: daemon).content)
        let folder = TestData.projectRoot.appendingPathComponent("Tests/Data/labs/\(file)-\(daemon.rawValue)")
        let recording = try #require(try LabRecording(folder: folder))
        #expect(recording.digest == lab.digest)
        let states = try recording.states(of: lab.scenario.network)
        let verification = try LabVerification(lab.scenario) { router, number in
            try #require(states[number].first { $0.router == router })
        }
        let result = try #require(verification)
        let found = result.checkpoints.flatMap { checkpoint in
            checkpoint.differences.flatMap { router, texts in texts.map { "\(checkpoint.number) \(router): \($0)" } }
        }
        #expect(Set(found) == Set(expected))
    }

    /// What random labs found and the emulator did otherwise: a border router that a clear makes one (51), or an election makes
    /// none (101), and an area that becomes an NSSA around a router that is cut off (309).
    @Test(
        "Random scenarios end as they ended",
        arguments: [("random-51", RoutingDaemon.frr), ("random-101", .frr), ("random-309", .bird)])
    func random(name: String, daemon: RoutingDaemon) throws {
        let folder = TestData.projectRoot.appendingPathComponent("Tests/Data/labs/\(name)-\(daemon.rawValue)")
        let path = folder.appendingPathComponent("scenario.yaml").path
        let lab = try #require(ScenarioLoader.loadForLab(path: path, daemon: daemon).content)
        let states = try #require(try LabRecording(folder: folder)).states(of: lab.scenario.network)
        let verification = try LabVerification(lab.scenario) { router, number in
            try #require(states[number].first { $0.router == router })
        }
        let result = try #require(verification)
        #expect(result.checkpoints.count > 11)
        #expect(result.checkpoints.flatMap(\.differences).flatMap(\.texts) == [])
    }

    @Test(arguments: RoutingDaemon.allCases)
    func `States are in the words of the schema`(daemon: RoutingDaemon) throws {
        let state = try states(daemon).states[0][0]
        #expect((state.router, state.routerID, state.daemon) == ("amsterdam", "10.255.0.1", daemon.rawValue))
        #expect(state.isAlive && state.time > 0)
        #expect(state.neighbors.map(\.state) == ["Full", "Full"])
        #expect(state.neighbors.map(\.role) == ["PtP", "PtP"])
        let link = try #require(state.interfaces.first { $0.name == "eth1" })
        #expect((link.segment, link.address, link.cost) == ("amsterdam - paris", "10.0.0.9", 30))
        #expect((link.state, link.helloInterval, link.deadInterval) == ("PtP", 10, 40))
        #expect(state.lsdb.map(\.linkStateID) == ["10.255.0.1", "10.255.0.2", "10.255.0.3"])
        // Every body was on a wire, and is found by its instance.
        #expect(state.lsdb.allSatisfy { $0.body != nil && $0.options != nil })
        let route = try #require(state.routes.first { $0.prefix == "10.255.0.3/32" })
        #expect((route.path, route.cost) == ("intra", 20))
        #expect(route.nextHops.map(\.router) == ["berlin"])
        #expect(route.nextHops.map(\.segment) == ["amsterdam - berlin"])
    }

    @Test func `A difference is found`() throws {
        let (lab, states) = try states(.frr)
        let verification = try LabVerification(lab.scenario) { router, number in
            var state = try #require(states[number].first { $0.router == router })
            if number == 1, router == "paris" { state.routes[0].cost = 99 }
            return state
        }
        let result = try #require(verification)
        #expect(!result.isEqual)
        #expect(result.account == "2 of 3 checkpoints, 8 of 9 routers equal")
        #expect(result.checkpoints[1].differences.map(\.router) == ["paris"])
    }

    /// Two looks with no event in between: what differs between them was on its way, and no difference that lasts.
    @Test func `A router that has not come to rest is told apart`() throws {
        let network = "routers: [a, b]\nlinks: [[a, b]]\nduration: 15s\ntimeline:\n"
        let looks = "  - { at: 5s, checkpoint: true }\n  - { at: 10s, cut: a - b }\n"
        let lab = try LabSamples.load(network + looks, for: .frr)
        let states = try LabSamples.states(of: lab.scenario)
        func result(changing checkpoints: [Int]) throws -> LabVerification {
            let verification = try LabVerification(lab.scenario) { router, number in
                var state = try #require(states[number].first { $0.router == router })
                if router == "b", checkpoints.contains(number) { state.routes = [] }
                return state
            }
            return try #require(verification)
        }
        #expect(try result(changing: []).account == "3 of 3 checkpoints, 6 of 6 routers equal")
        let moving = try result(changing: [0])
        #expect(moving.account == "2 of 3 checkpoints, 5 of 6 routers equal, 1 not at rest")
        #expect(moving.isEqual && moving.checkpoints[0].unsettled == ["b"])
        #expect(try !result(changing: [0, 1]).isEqual)
        #expect(try !result(changing: [2]).isEqual)
    }

    @Test func `A router without answers did not run`() throws {
        let copy = FileManager.default.temporaryDirectory.appendingPathComponent("spillway-lab-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: copy) }
        try FileManager.default.copyItem(at: folder(.bird), to: copy)
        try FileManager.default.removeItem(at: copy.appendingPathComponent("raw/checkpoint-1/2"))
        let network = try states(.bird).lab.scenario.network
        let recording = try #require(try LabRecording(folder: copy))
        #expect(try recording.states(of: network)[1].map(\.isAlive) == [true, true, false])
        try "half an answer".write(
            to: copy.appendingPathComponent("raw/checkpoint-2/0"), atomically: true, encoding: .utf8)
        #expect(throws: LabRecordingError.self) { try recording.states(of: network) }
    }

    @Test func `Several JSON documents in one text`() throws {
        let text = #"noise {"a": "}{\""} { "b": {"c": [1, null, true]} } end"#
        let documents = try JSONValue.documents(in: text)
        #expect(documents.count == 2)
        #expect(documents[0]["a"]?.text == "}{\"")
        #expect(documents[1]["b"]?["c"]?.items == [.number(1), .null, .bool(true)])
    }

    @Test func `FRRouting: an interface on which OSPF does not run is none`() throws {
        let (lab, states) = try states(.frr)
        let file = folder(.frr).appendingPathComponent("raw/checkpoint-0/0")
        let text = try String(contentsOf: file, encoding: .utf8)
        let other = #""other": { "ifDown": false, "ospfRunning": false },"#
        let start = try #require(text.range(of: #""interfaces":{"#))
        var state = states[0][0]
        try FRRDump(router: 0, directory: LabDirectory(lab.scenario.network)).read(
            text.replacingCharacters(in: start, with: #""interfaces":{"# + other), into: &state)
        #expect(state.interfaces.map(\.name) == states[0][0].interfaces.map(\.name))
    }

    /// What the program says of a copy of a recording that names, or does not, the scenario that it is of.
    private func verify(
        _ daemon: RoutingDaemon, scenario: String, digest: String?
    ) throws -> CommandLineProgram.Outcome {
        let copy = FileManager.default.temporaryDirectory.appendingPathComponent("spillway-lab-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: copy) }
        try FileManager.default.copyItem(at: folder(daemon), to: copy)
        try FileManager.default.removeItem(at: copy.appendingPathComponent("digest"))
        if let digest { try digest.write(to: copy.appendingPathComponent("digest"), atomically: true, encoding: .utf8) }
        return try CommandLineProgram.run(["verify-lab", copy.path, scenario])
    }

    @Test func `A recording is held against the scenario that it names`() throws {
        let digest = try states(.bird).lab.digest
        let path = Self.scenario.path
        #expect(try verify(.bird, scenario: path, digest: digest).code == 0)
        let unknown = try verify(.bird, scenario: path, digest: nil)
        #expect(unknown.code == 0 && unknown.output.contains(" does not say with which scenario it was recorded\n"))
        let other = try verify(.bird, scenario: path, digest: "0123456789abcdef")
        #expect(other.code == 2 && other.errors.contains("recorded with another scenario than \(path)"))
    }

    @Test func `A digest is of what real routers are told`() throws {
        let text = "routers: [a, b]\nlinks: [[a, b]]\n"
        func digest(_ text: String) throws -> String { try LabSamples.load(text, for: .bird).digest }
        let plain = try digest(text)
        #expect(try LabSamples.plan(text, for: .frr)["digest"] == plain + "\n")
        #expect(try digest("# for nobody\n" + text + "probes: [{ from: a, to: b }]\ndescription: links\n") == plain)
        #expect(try digest(text.replacing("[[a, b]]", with: "[{ link: [a, b], cost: 11 }]")) != plain)
        #expect(try digest(text + "lans: { x: { members: [a] } }\n") != plain)
    }
}
