import Analysis
import Emulation
import NetworkPrimitives
import OSPF
import Scenarios
import Testing

@Suite("Filters, and redistribution on a condition") struct FilterTests {
    private func network(_ text: String) throws -> Network {
        try #require(try Simulation.converged(try scenario(text).network))
    }

    private func route(_ network: Network, _ router: Int, _ prefix: String) -> Route? {
        network.context.store.find(IPv4Prefix(prefix)!).flatMap { network.routers[router].routingTable.route(to: $0) }
    }

    private func holds(_ network: Network, _ router: Int, _ type: UInt8, _ address: String) -> Bool {
        network.routers[router].databaseReport(network.context.store, at: network.now).contains {
            $0.key.type.rawValue == type && $0.key.linkStateID == IPv4Address(address)! && $0.age < 3_600
        }
    }

    private static let row = """
        routers: {a: {ROUTER}, b: , c: }
        links: [[a, b], [b, c]]
        groups: {x: {prefixes: [203.0.113.0/24, 198.51.100.0/24], election: none, originators: [c]}}
        """

    @Test func `A distribute-list keeps routes out of the table, and LSAs in the database`() throws {
        let filtered = try network(Self.row.replacing("ROUTER", with: "distribute-list: {in: deny 203.0.113.0/24}"))
        #expect(route(filtered, 0, "203.0.113.0/24") == nil && holds(filtered, 0, 5, "203.0.113.0"))
        #expect(route(filtered, 0, "198.51.100.0/24") != nil && route(filtered, 1, "203.0.113.0/24") != nil)
        let only = try network(Self.row.replacing("ROUTER", with: "distribute-list: {in: permit 198.51.100.0/24}"))
        #expect(route(only, 0, "198.51.100.0/24") != nil && route(only, 0, "10.255.0.3/32") == nil)
    }

    @Test func `A transit router that filters is a black hole to those who do not`() throws {
        let loaded = try scenario(
            """
            routers: {a: , b: {distribute-list: {in: deny 203.0.113.0/24}}, c: }
            links: [[a, b], [b, c]]
            groups: {x: {prefixes: [203.0.113.0/24], election: none, originators: [c]}}
            duration: 10s
            probes: [{from: a, to: x}]
            """)
        let start = try #require(try Simulation.startingNetwork(of: loaded))
        var simulation = Simulation(loaded, from: start)
        let result = simulation.run()
        #expect(result.probes[0].undeliveredBefore == 1 && result.probes[0].neverArrived == 1)
        #expect(result.probes[0].deathBefore?.router == 1)
    }

    @Test func `What a distribute-list denies is not announced`() throws {
        let text = Self.row.replacing("{ROUTER}", with: "").replacing(
            "c: }", with: "c: {distribute-list: {out: [deny 203.0.112.0/20 ge 24, permit 0.0.0.0/0 le 32]}}}")
        let found = try network(text)
        #expect(!holds(found, 0, 5, "203.0.113.0") && holds(found, 0, 5, "198.51.100.0"))
    }

    @Test(
        "A filter-list of a border router passes networks into an area and out of it",
        arguments: [("in", 1, false), ("out", 0, false), ("in", 0, true)])
    func filterList(_ direction: String, _ area: Int, _ isHeld: Bool) throws {
        let found = try network(
            """
            routers: {a: {loopback-area-id: 0}, b: {areas: {\(area): {filter-list: {\(direction): deny 10.255.0.1/32}}}}, c: {loopback-area-id: 1}}
            links: [[a, b], {link: [b, c], area-id: 1}]
            """)
        #expect(holds(found, 2, 3, "10.255.0.1") == isHeld)
    }

    @Test func `A default route is announced only while there is one to follow`() throws {
        let loaded = try scenario(
            """
            routers: {up: , b: , c: }
            links: [{link: [up, b], name: uplink}, [b, c]]
            groups:
              upstream: {prefixes: [192.0.2.0/24], election: none, originators: [up]}
              default: {prefixes: [0.0.0.0/0], election: none, originators: [{router: b, while: {route: 192.0.2.0/24}}]}
            """)
        var network = try #require(try Simulation.converged(loaded.network))
        #expect(route(network, 2, "0.0.0.0/0") != nil)
        network.apply(.cut(segment: 0, silent: false), text: "cut")
        network.advance(to: network.now + .seconds(60))
        #expect(route(network, 2, "0.0.0.0/0") == nil)
        network.apply(.repair(segment: 0), text: "repair")
        network.advance(to: network.now + .seconds(120))
        #expect(route(network, 2, "0.0.0.0/0") != nil)
    }

    @Test func `The other protocol comes up after OSPF does`() throws {
        let loaded = try scenario(
            """
            routers: {a: , b: }
            links: [[a, b]]
            groups: {x: {prefixes: [203.0.113.0/24], election: none, originators: [{router: b, after: 90s}]}}
            timeline: [{at: 1s, reboot: {router: b, downtime: 5s}}]
            """)
        var network = try #require(try Simulation.converged(loaded.network))
        #expect(route(network, 0, "203.0.113.0/24") != nil)
        for action in loaded.timeline[0].actions { network.apply(action, text: "reboot") }
        network.advance(to: network.now + .seconds(80))
        #expect(route(network, 0, "10.255.0.2/32") != nil && route(network, 0, "203.0.113.0/24") == nil)
        network.advance(to: network.now + .seconds(30))
        #expect(route(network, 0, "203.0.113.0/24") != nil)
    }

    @Test func `A summary-address stands for its members, and drops what none of them holds`() throws {
        let loaded = try scenario(
            """
            routers: {a: {summary-address: [203.0.113.0/24, {prefix: 198.51.100.0/24, advertise: false}]}, b: , c: }
            links: [[a, b], [b, c]]
            groups:
              ext: {base: 203.0.113.0/28, count: 4, metric: 7, election: none, originators: [a]}
              more: {prefixes: [203.0.113.128/28], metric: 5, metric-type: e1, election: none, originators: [{router: a, active: false}]}
              hidden: {prefixes: [198.51.100.0/28], election: none, originators: [a]}
              internet: {prefixes: [0.0.0.0/0], election: none, originators: [c]}
            duration: 10s
            probes:
              - {name: member, from: c, to: 203.0.113.33/32}
              - {name: hole, from: c, to: 203.0.113.200/32}
            timeline:
              - {at: 1s, redistribute: {router: a, group: more}}
              - {at: 2s, withdraw: {router: a, group: ext}}
              - {at: 3s, withdraw: {router: a, group: more}}
            """)
        var network = try #require(try Simulation.startingNetwork(of: loaded))
        var still = loaded
        still.timeline = []
        var simulation = Simulation(still, from: network)
        let probes = simulation.run().probes
        #expect(probes[0].lostAtEnd == 0 && probes[1].neverArrived == 1)
        #expect(probes[1].deathBefore?.reason == .discarded)
        #expect(route(network, 2, "203.0.113.0/24")?.type2Cost == 7)
        #expect(route(network, 2, "203.0.113.16/28") == nil && route(network, 2, "198.51.100.0/28") == nil)
        let expected: [UInt32?] = [5, 5, nil]
        for (entry, metric) in zip(loaded.timeline, expected) {
            for action in entry.actions { network.apply(action, text: "change") }
            network.advance(to: network.now + .seconds(30))
            let found = route(network, 2, "203.0.113.0/24")
            // With a member of type 2 it is of type 2; then of type 1, two links away.
            #expect(found.map { $0.pathType == .external2 ? $0.type2Cost : $0.cost - 20 } == metric)
        }
    }

    @Test(
        "A rule that cannot be read is told with its place",
        arguments: ["drop 10.0.0.0/8", "deny 10.0.0.0", "deny 10.0.0.0/8 le 4", "deny 10.0.0.0/8 ge 20 le 18", "deny"])
    func badRule(_ rule: String) {
        let loaded = ScenarioLoader.load(
            path: "x.yaml",
            files: .memory(["x.yaml": "routers: {a: {distribute-list: {in: \(rule)}}, b: }\nlinks: [[a, b]]\n"]))
        #expect(loaded.content == nil && loaded.diagnostics.map(\.description).joined().contains("x.yaml:1:37: error"))
    }

    @Test func `An originator that cannot deliver yet attracts traffic that dies`() throws {
        let loaded = try scenario(
            """
            routers: {a: , b: }
            links: [[a, b]]
            groups: {x: {prefixes: [203.0.113.0/24], election: none, originators: [{router: b, delivers-after: 60s}]}}
            duration: 3m
            timeline: [{at: 10s, reboot: {router: b, downtime: 20s}}]
            probes: [{from: a, to: x}]
            """)
        let start = try #require(try Simulation.startingNetwork(of: loaded))
        var simulation = Simulation(loaded, from: start)
        let result = simulation.run()
        // Off from 10 s to 30 s; from there on b has no route, which is so until a minute after its start.
        #expect(result.probes[0].lost == .seconds(80) && result.probes[0].lostAtEnd == 0)
        #expect(result.journal.happenings.contains { $0.kind == .deliveryStarted && $0.router == 1 })
    }

    @Test func `An originator that cannot deliver yet follows another one's route`() throws {
        let loaded = try scenario(
            """
            routers: {a: , b: , c: }
            links: [[a, b], [b, c]]
            groups:
              x: {prefixes: [203.0.113.0/24], election: none, originators: [{router: b, delivers-after: 60s}, c]}
            begin: power-on
            duration: 2m
            probes: [{from: a, to: x}]
            """)
        let start = try #require(try Simulation.startingNetwork(of: loaded))
        var simulation = Simulation(loaded, from: start)
        let result = simulation.run()
        #expect(result.probes[0].lost < .seconds(40) && result.probes[0].lostAtEnd == 0)
    }
}
