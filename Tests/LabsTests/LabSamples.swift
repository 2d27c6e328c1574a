import Analysis
import Checkpoints
import Emulation
import Foundation
import Scenarios
import Synchronization
import TestSupport
import Testing

@testable import Labs

/// Scenarios for real routers, as the tests need them.
enum LabSamples {
    /// The scenario of a text, for a daemon; what is wrong with it is the test's failure.
    static func load(_ text: String, for daemon: RoutingDaemon) throws -> LabScenario {
        let loaded = ScenarioLoader.loadForLab(path: "lab.yaml", daemon: daemon, files: .memory(["lab.yaml": text]))
        return try #require(loaded.content, "\(loaded.diagnostics)")
    }

    /// The same without a daemon: what the RFCs say.
    static func plain(_ text: String) throws -> Scenario {
        let loaded = ScenarioLoader.load(path: "lab.yaml", files: .memory(["lab.yaml": text]))
        return try #require(loaded.content, "\(loaded.diagnostics)")
    }

    /// A plan's files by their paths.
    static func plan(_ text: String, for daemon: RoutingDaemon, settling: Int64 = 0) throws -> [String: String] {
        let plan = LabPlan(try load(text, for: daemon), settling: .seconds(settling))
        return Dictionary(plan.files.map { ($0.path, $0.text) }) { first, _ in first }
    }

    /// The states of all routers at every checkpoint of a run.
    static func states(of scenario: Scenario) throws -> [[RouterState]] {
        let collected = Mutex<[[RouterState]]>([])
        let observer = Simulation.Observer(checkpoint: { network, number, time in
            let states = RouterState.states(of: network, checkpoint: number, time: time)
            collected.withLock { $0.append(states) }
        })
        var simulation = Simulation(scenario, from: try #require(try Simulation.startingNetwork(of: scenario)))
        _ = simulation.run(observer: observer)
        return collected.withLock { $0 }
    }

    static let shipped: [String] = {
        let folder = TestData.projectRoot.appendingPathComponent("Topologies/lab")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".yaml") }.sorted().map { folder.appendingPathComponent($0).path }
    }()

    static let borders = """
        defaults: { hello-interval: 2s, dead-interval: 7s }
        areas:
          1: { type: nssa, default-cost: 9 }
        routers:
          a: { stub-router: true, areas: { 0: { ranges: [{ prefix: 10.0.0.0/8, advertise: false }] } } }
          b: { loopback-area-id: 1 }
        links:
          - { link: [a, b], area-id: 1, cost: 33, mtu: 1400 }
        lans:
          office: { members: { a: { priority: 7, passive: true } } }
        groups:
          x: { prefixes: [192.0.2.0/24], metric: 5, metric-type: e1, tag: 3, originators: b }
          late: { prefixes: [198.51.100.0/24], originators: [{ router: b, active: false }] }
        duration: 60s
        timeline:
          - at: 10s
            set-cost: { router: b, segment: a - b, cost: 44 }
          - at: 20s
            redistribute: { router: b, group: late }
          - at: 30s
            set-stub-router: { router: a, active: false }
        """
}
