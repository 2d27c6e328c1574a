import NetworkPrimitives
import Scenarios
import Testing

@testable import Labs

@Suite("Random labs") struct RandomLabTests {
    private static let seeds: [UInt64] = Array(1...60)

    private func text(_ seed: UInt64, _ daemon: RoutingDaemon, without parts: [String] = []) -> String {
        RandomLab(seed: seed, daemon: daemon, without: parts).text
    }

    @Test func `The first line names the generator, its version, the seed and what is left out`() {
        let text = text(7, .frr, without: ["e2", "r3"])
        #expect(text.hasPrefix("# spillway lab-random, version 2: seed 7 for frr, without e2 r3\nname: random-7\n"))
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
        let words = [
            "decommission", "stop-ospf", "start", "reboot", "disconnect", "reconnect", "cut", "repair", "clear",
            "redistribute", "withdraw", "set-cost", "set-priority", "set-stub-router", "set-passive", "set-area",
            "set-virtual-link", "set-authentication", "unnumbered", "virtual-links", "forwarding-address",
            "nssa-ranges",
            "nssa-default", "translator-role", "ranges", "loopback",
        ]
        for word in words {
            let comesUp = all.contains("\(word):")
            #expect(comesUp, "\(word)")
        }
        let values = [
            "silent: true", "one-way: true", "orderly: true", "type: stub", "type: nssa", "type: normal",
            "summaries: false", "interface-type: broadcast", "interface-type: point-to-multipoint",
            "interface-type: non-broadcast", "type: md5", "type: simple", "type: hmac-sha-256",
        ]
        for value in values {
            let comesUp = all.contains(value)
            #expect(comesUp, "\(value)")
        }
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
