import NetworkPrimitives
import Testing

@testable import Labs
@testable import Scenarios

@Suite("Random labs") struct RandomLabTests {
    private static let seeds: [UInt64] = Array(1...60)

    private func text(_ seed: UInt64, _ daemon: RoutingDaemon, without parts: [String] = []) -> String {
        RandomLab(seed: seed, daemon: daemon, without: parts).text
    }

    @Test func `The first line names the generator, its version, the seed and what is left out`() {
        let text = text(7, .frr, without: ["e2", "r3"])
        #expect(text.hasPrefix("# spillway lab-random, version 4: seed 7 for frr, without e2 r3\nname: random-7\n"))
    }

    @Test func `A seed means one file, and an even one the same for both daemons`() {
        for seed in Self.seeds {
            #expect(text(seed, .frr) == text(seed, .frr))
            let isCommon = text(seed, .frr) == text(seed, .bird)
            #expect(isCommon == (seed % 2 == 0), "seed \(seed)")
        }
    }

    @Test(arguments: RoutingDaemon.allCases)
    func `A daemon can do all that is drawn for it`(daemon: RoutingDaemon) throws {
        for seed in Self.seeds {
            let lab = try LabSamples.load(text(seed, daemon), for: daemon)
            #expect(lab.scenario.network.routers.count > 2)
            #expect(!lab.scenario.timeline.flatMap(\.actions).isEmpty, "seed \(seed)")
        }
    }

    /// The same moment is looked at twice before each event and at the end, a few seconds apart.
    @Test func `Two looks before each event`() throws {
        for seed in Self.seeds {
            let timeline = try LabSamples.load(text(seed, .bird), for: .bird).scenario.timeline
            for (number, entry) in timeline.enumerated() where !entry.actions.isEmpty {
                guard case .at(let time) = entry.trigger, case .at(let before) = timeline[number - 1].trigger else {
                    continue
                }
                let pause = time - before
                #expect(timeline[number - 1].actions.isEmpty && pause == .seconds(5), "seed \(seed)")
            }
        }
    }

    @Test func `Every action, area type and network type comes up`() {
        let all = (1...200).map { text(UInt64($0), .frr) + text(UInt64($0), .bird) }.joined()
        let actions = DaemonCheck.Keys.entry.translated.subtracting(["at", "checkpoint", "label"])
        #expect(actions.isSuperset(of: ["set-mtu", "restart-ospf", "set-opaque-lsas"]))
        for action in actions.sorted() {
            let comesUp = all.contains("s, \(action):")
            #expect(comesUp, "\(action)")
        }
        let words = [
            "unnumbered", "virtual-links", "forwarding-address", "nssa-ranges", "nssa-default", "translator-role",
            "ranges", "loopback", "graceful-restart", "opaque-lsas", "opaque-capable", "mtu-ignore",
            "suppress-forwarding-address",
        ]
        for word in words {
            let comesUp = all.contains("\(word):")
            #expect(comesUp, "\(word)")
        }
        let values = [
            "silent: true", "one-way: true", "orderly: true", "type: stub", "type: nssa", "type: normal",
            "summaries: false", "interface-type: broadcast", "interface-type: point-to-multipoint",
            "interface-type: non-broadcast", "type: md5", "type: simple", "type: hmac-sha-256",
            "enabled: true, restart-interval", "helper-enabled: false",
            "helper-strict-lsa-checking: false", "scope: area", "scope: as", "count: 0",
        ]
        for value in values {
            let comesUp = all.contains(value)
            #expect(comesUp, "\(value)")
        }
    }

    /// Whether somebody who is lost still hears of what happens elsewhere at that moment hangs on milliseconds.
    @Test func `Nobody is lost at the moment of another event`() {
        let losses = ["cut", "disconnect", "decommission", "stop-ospf", "reboot", "clear", "restart-ospf"]
        var pairs = 0
        for seed in UInt64(1)...200 {
            for line in text(seed, .frr).split(separator: "\n") where line.hasPrefix("  - { at: ") {
                let verbs = DaemonCheck.Keys.entry.translated.subtracting(["at", "checkpoint", "label"]).filter {
                    line.contains(", \($0): ")
                }
                guard verbs.count > 1 else { continue }
                pairs += 1
                #expect(verbs.isDisjoint(with: losses), "seed \(seed): \(line)")
            }
        }
        #expect(pairs > 3)
    }

    /// As a Designated Router it would do something else, and FRRouting drops the second Grace-LSA to a neighbor.
    @Test func `Who restarts gracefully is never elected, and has one link to each neighbor`() throws {
        var restarts = 0
        for seed in Self.seeds {
            let scenario = try LabSamples.load(text(seed, .frr), for: .frr).scenario
            let network = scenario.network
            for (number, router) in network.routers.indexed where router.ospf.gracefulRestart.isEnabled {
                let segments = network.segments.filter { $0.members.contains { $0.router == number } }
                let neighbors = segments.flatMap(\.members).map(\.router).filter { $0 != number }
                #expect(Set(neighbors).count == neighbors.count, "seed \(seed)")
                for interface in router.ospf.interfaces where interface.networkType.electsDesignatedRouter {
                    #expect(interface.priority == 0, "seed \(seed)")
                }
                for action in scenario.timeline.flatMap(\.actions) {
                    if case .setPriority(number, _, _) = action { Issue.record("seed \(seed)") }
                    if case .restartProcess(number, _) = action { restarts += 1 }
                }
            }
        }
        #expect(restarts > 10)
    }

    /// Two ends that never agreed would never come to rest.
    @Test func `The ends of a segment agree on the MTU at first, and not always later`() throws {
        var disagreements = 0
        for seed in Self.seeds {
            let scenario = try LabSamples.load(text(seed, .bird), for: .bird).scenario
            for segment in scenario.network.segments {
                let mtus = segment.members.map { scenario.network.routers[$0.router].ospf.interfaces[$0.interface].mtu }
                #expect(Set(mtus).count == 1, "seed \(seed)")
                let changed = scenario.timeline.map { entry in
                    entry.actions.count { action in
                        guard case .setInterface(let router, let interface, .mtu) = action else { return false }
                        return segment.members.contains { $0.router == router && $0.interface == interface }
                    }
                }
                disagreements += changed.count { $0 > 0 && $0 < segment.members.count }
            }
        }
        #expect(disagreements > 5)
    }

    /// What a difference does not need can go: the rest is a scenario still, with its addresses and Router IDs.
    @Test func `Parts can be left out`() throws {
        for seed in Self.seeds.prefix(20) {
            let parts = RandomLab(seed: seed, daemon: .bird).parts
            let whole = try LabSamples.load(text(seed, .bird), for: .bird).scenario.network
            for part in parts where part.name.hasPrefix("r") {
                let loaded = ScenarioLoader.loadForLab(
                    path: "lab.yaml", daemon: .bird,
                    files: .memory(["lab.yaml": text(seed, .bird, without: [part.name])]))
                // A forwarding address may have gone along with the network that it was on.
                guard let rest = loaded.content?.scenario.network else { continue }
                #expect(rest.routers.count == whole.routers.count - 1)
                for router in rest.routers {
                    let before = try #require(whole.routers.first { $0.name == router.name }).ospf
                    #expect(router.ospf.routerID == before.routerID)
                    #expect(Set(router.ospf.interfaces.map(\.address)).isSubset(of: before.interfaces.map(\.address)))
                }
            }
            let events = parts.filter { $0.name.hasPrefix("e") }.map(\.name)
            let quiet = try LabSamples.load(text(seed, .bird, without: events), for: .bird).scenario
            #expect(quiet.timeline.flatMap(\.actions).isEmpty)
        }
    }
}
