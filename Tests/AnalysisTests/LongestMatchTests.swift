import Analysis
import NetworkPrimitives
import OSPF
import Scenarios
import TestSupport
import Testing

/// Runs a scenario that is written down here.
func run(_ text: String) throws -> RunResult {
    let loaded = ScenarioLoader.load(path: "net.yaml", files: .memory(["net.yaml": text]))
    return try Samples.run(try #require(loaded.content, "\(loaded.diagnostics)"))
}

extension RunResult {
    func outcome(_ name: String) throws -> ProbeOutcome { try #require(probes.first { $0.name == name }) }
}

@Suite("RFC 2328 §11.1 Routing table lookup") struct LongestMatchTests {
    private static let groups = [
        "  g1: { base: 20.0.0.0/16, count: 1, election: none, originators: [b] }",
        "  g2: { base: 20.0.0.0/18, count: 4, election: none, originators: [{ router: c, active: false }] }",
    ]

    private func overlap(_ groups: [String]) -> String {
        """
        routers: [a, b, c]
        links: [[a, b], [a, c]]
        groups:
        \(groups.joined(separator: "\n"))
        duration: 5m
        timeline:
          - { at: 30s, redistribute: { router: c, group: g2 } }
          - { at: 60s, withdraw: { router: b, group: g1 } }
        probes:
          - { name: p18, from: a, to: 20.0.64.0/18 }
          - { name: p24, from: a, to: 20.0.64.0/24 }
          - { name: g1, from: a, to: g1 }
        """
    }

    @Test(arguments: [groups, groups.reversed()])
    func `A more specific route attracts, whatever the order of the groups`(groups: [String]) throws {
        let result = try run(overlap(groups))
        for name in ["p18", "p24", "g1"] {
            let probe = try result.outcome(name)
            #expect(probe.lost == .zero, "\(name)")
            #expect(probe.strays.map(\.ends.place) == [Arrival.router(2)], "\(name)")
            #expect(probe.strays.map(\.ends.usual) == [Arrival.router(1)])
            #expect(probe.elsewhere > .seconds(269) && probe.elsewhere < .seconds(270), "\(name): \(probe.elsewhere)")
        }
    }

    @Test func `What originates a default route forwards by its more specific routes first`() throws {
        let result = try run(
            """
            routers: [a, gw, b]
            links: [[a, gw], [gw, b]]
            groups:
              all: { prefixes: [0.0.0.0/0], election: none, originators: [gw] }
              part: { prefixes: [20.0.0.0/16], election: none, originators: [b] }
            timeline: [{ at: 60s, stop-ospf: b }]
            duration: 3m
            probes: [{ name: part, from: a, to: 20.0.1.0/24 }]
            """)
        // At first at b, and by the default route at gw once b's prefix has gone.
        let probe = try result.outcome("part")
        #expect(probe.strays.map(\.ends.place) == [Arrival.router(1)])
        #expect(probe.strays.map(\.ends.usual) == [Arrival.router(2)])
        #expect(probe.lostAtEnd == 0)
    }

    @Test func `A default route that takes away packets for a router's own address loses them`() throws {
        let result = try run(
            """
            routers: [a, gw, b]
            links: [[a, gw], [gw, b]]
            groups: { all: { prefixes: [0.0.0.0/0], election: none, originators: [gw] } }
            timeline: [{ at: 60s, stop-ospf: b }]
            duration: 3m
            probes: [{ name: b, from: a, to: b }]
            """)
        let probe = try result.outcome("b")
        #expect(probe.deathAtEnd == Death(.leftNetwork, at: 1))
        #expect(probe.elsewhere == .zero && probe.lostAtEnd == 1_000_000)
    }

    @Test func `§A_4_5 a forwarding address need not be a router of the network`() throws {
        let result = try run(
            """
            routers: [r1, r2, r3]
            lans: { dmz: { members: [r1, r2], prefix: 198.51.100.0/24 } }
            links: [[r2, r3]]
            groups:
              partner: { prefixes: [203.0.113.0/24], forwarding-address: 198.51.100.77, election: none, originators: [r1] }
            duration: 60s
            timeline: [{ at: 30s, cut: { segment: dmz, silent: true } }]
            probes:
              - { name: far, from: r3, to: partner }
              - { name: near, from: r1, to: partner }
              - { name: host, from: r3, to: 198.51.100.99 }
            """)
        for name in ["far", "host"] {
            let probe = try result.outcome(name)
            #expect(probe.lost > .seconds(29) && probe.lost <= .seconds(30), "\(name): \(probe.lost)")
            let death = try #require(probe.losses.first?.death)
            #expect(death.reason == .nextHopDead, "\(name)")
            let segment = try #require(death.segment)
            #expect(result.scenario.network.segments[segment].name == "dmz", "\(name)")
        }
        #expect(try result.outcome("near").lost == .zero)
    }

    @Test func `A lan is reached at any router that is attached to it`() throws {
        let result = try run(
            """
            routers: [a, b, c]
            lans: { lan: { members: [b, c], prefix: 192.0.2.0/29 } }
            links: [[a, b], [a, c]]
            duration: 120s
            timeline: [{ at: 10s, decommission: b }]
            probes: [{ name: lan, from: a, to: 192.0.2.0/29 }]
            """)
        let probe = try result.outcome("lan")
        #expect(probe.lostAtEnd == 0 && probe.lost < .seconds(60))
        #expect(probe.elsewhere == .zero, "it is the same lan, by whichever router")
    }
}
