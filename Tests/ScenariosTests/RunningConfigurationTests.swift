import Analysis
import Emulation
import NetworkPrimitives
import OSPF
import Scenarios
import Testing

@Suite("The configuration of a running router changes") struct RunningConfigurationTests {
    /// Lets a network converge, carries out its timeline entry by entry, and gives each a number of seconds.
    private func played(_ text: String, seconds: Int64 = 90) throws -> Network {
        let loaded = try scenario(text)
        var network = try #require(try Simulation.converged(loaded.network))
        for entry in loaded.timeline {
            for action in entry.actions { network.apply(action, text: "change") }
            network.advance(to: network.now + .seconds(seconds))
        }
        for router in network.routers { #expect(router.brokenInvariants().isEmpty) }
        return network
    }

    private func states(_ network: Network, _ router: Int) -> [NeighborState] {
        network.routers[router].neighborReports.map(\.state)
    }

    private func route(_ network: Network, _ router: Int, _ prefix: String) -> Route? {
        network.context.store.find(IPv4Prefix(prefix)!).flatMap { network.routers[router].routingTable.route(to: $0) }
    }

    private static let pair = "routers: {a: , b: }\nlinks: [[a, b]]\n"

    @Test func `RFC 2328 10_6: an MTU that is too large for the other end shows when the adjacency is formed again`()
        throws
    {
        let change = Self.pair + "timeline:\n  - {at: 1s, set-mtu: {router: a, segment: a - b, mtu: 9000}}\n"
        #expect(try states(played(change), 0) == [.full])
        let again = try played(change + "  - {at: 2s, clear: b}\n")
        #expect(states(again, 0) != [.full] && states(again, 1) == [.exStart])
    }

    @Test func `RFC 2328 10_5: other intervals at one end are refused, and the adjacency ends by inactivity`() throws {
        let change =
            Self.pair + "timeline:\n  - {at: 1s, set-timers: {router: a, segment: a - b, hello-interval: 5s}}\n"
        #expect(try states(played(change), 1) == [])
        let both =
            Self.pair + "timeline:\n  - {at: 1s, set-timers: {router: [a, b], segment: a - b, hello-interval: 5s}}\n"
        #expect(try states(played(both), 1) == [.full])
    }

    @Test func `An interface gets another address, and its neighbor knows the router by it`() throws {
        let network = try played(
            """
            routers: {a: , b: }
            lans: {l: {members: [a, b], prefix: 10.1.0.0/24}}
            timeline:
              - {at: 1s, set-address: {router: b, segment: l, address: 10.1.0.77}}
            """)
        #expect(network.routers[0].neighborReports.map(\.address) == [IPv4Address("10.1.0.77")!])
        #expect(states(network, 0) == [.full])
        #expect(network.isQuiet)
    }

    @Test func `An interface moves to another area, and what lies behind it is announced between areas`() throws {
        let text = """
            routers: {a: {loopback-area-id: 0}, b: , c: }
            links: [[a, b], [b, c]]
            timeline:
              - {at: 1s, set-area: {router: [b, c], segment: b - c, area-id: 1}}
            """
        let network = try played(text)
        #expect(states(network, 2) == [.full])
        let prefix = "\(network.routers[2].configuration.interfaces[0].prefix)"
        #expect(route(network, 0, prefix)?.pathType == .interArea)
    }

    @Test func `OSPF ends on an interface whose carrier stays: the other end notices by silence, and finds it again`()
        throws
    {
        let gone = try played(
            Self.pair + "timeline:\n  - {at: 1s, disable-ospf: {router: a, segment: a - b}}\n", seconds: 20)
        #expect(states(gone, 1) == [.full] && states(gone, 0) == [])
        let back = try played(
            Self.pair + """
                timeline:
                  - {at: 1s, disable-ospf: {router: a, segment: a - b}}
                  - {at: 2s, enable-ospf: {router: a, segment: a - b}}
                """)
        #expect(states(back, 1) == [.full])
    }

    @Test(
        "A Router ID takes effect at once or with the next start of the process",
        arguments: [("", true), (", takes-effect: at-restart", false)])
    func routerID(_ words: String, isAtOnce: Bool) throws {
        let change = Self.pair + "timeline:\n  - {at: 1s, set-router-id: {router: a, router-id: 9.9.9.9\(words)}}\n"
        let (old, new) = (try scenario(Self.pair).network.routers[0].ospf.routerID, RouterID("9.9.9.9")!)
        #expect(try played(change).routers[1].neighborReports.map(\.routerID) == [isAtOnce ? new : old])
        let restarted = try played(change + "  - {at: 2s, clear: a}\n")
        #expect(restarted.routers[1].neighborReports.map(\.routerID) == [new])
    }

    @Test func `A group is redistributed at another metric`() throws {
        let network = try played(
            """
            routers: {a: , b: }
            links: [[a, b]]
            groups: {x: {prefixes: [203.0.113.0/24], election: none, originators: [a]}}
            timeline:
              - {at: 1s, set-metric: {router: a, group: x, metric: 100, metric-type: e1}}
            """)
        let found = route(network, 1, "203.0.113.0/24")
        #expect(found?.pathType == .external1 && found?.cost == 110)
    }

    @Test func `A LAN that loses multicast alone loses its adjacencies`() throws {
        let network = try played(
            """
            routers: {a: , b: }
            lans: {l: [a, b]}
            timeline:
              - {at: 1s, set-loss: {segment: l, multicast-loss: 100%}}
            """)
        #expect(states(network, 0) == [] && states(network, 1) == [])
    }

    @Test(
        "RFC 2328 10_5: masks are compared on a LAN, and not on a point-to-point link",
        arguments: [("broadcast", []), ("point-to-point", [NeighborState.full])])
    func masks(_ type: String, _ expected: [NeighborState]) throws {
        let network = try played(
            """
            routers: {a: , b: }
            lans:
              l:
                prefix: 10.1.1.0/24
                interface-type: \(type)
                members: {a: {address: 10.1.1.1, mask: 255.255.255.128}, b: {address: 10.1.1.2}}
            """)
        #expect(states(network, 0) == expected)
    }

    @Test func `RFC 2328 13_4: two routers with one Router ID never rest, and the run goes on and says so`() throws {
        let loaded = try scenario(
            """
            routers: {a: {router-id: 1.1.1.1, loopback: none}, b: , c: {router-id: 1.1.1.1, loopback: none}, d: }
            links: [[a, b], [b, d], [d, c]]
            duration: 10s
            """)
        let network = try #require(try Simulation.startingNetwork(of: loaded))
        var simulation = Simulation(loaded, from: network)
        #expect(simulation.run().unrest == [.sharedRouterID(RouterID("1.1.1.1")!, routers: [0, 2])])
    }

    @Test(
        "A feature that is not modeled is named, with the nearest that is",
        arguments: [("bfd: true", "dead-interval"), ("bgp: {}", "originators"), ("vrf: x", "router of its own")])
    func notModelled(_ key: String, _ nearest: String) {
        let loaded = ScenarioLoader.load(
            path: "x.yaml", files: .memory(["x.yaml": "routers: {a: {\(key)}, b: }\nlinks: [[a, b]]\n"]))
        #expect(loaded.content == nil)
        let text = loaded.diagnostics.map(\.description).joined()
        #expect(text.contains("x.yaml:1:15") && text.contains("is not modeled") && text.contains(nearest))
    }
}
