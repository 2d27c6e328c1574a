import Checkpoints
import Scenarios
import Testing

@testable import Labs

// MTUs, opaque LSAs and networks of the router's own.
extension HabitTests {
    /// c is master of b, and says the smaller MTU.
    private static let mismatch = """
        routers: [b, c]
        links: [{ link: [b, { router: c, mtu: 1400 }] }]
        begin: power-on
        duration: 30s
        """

    @Test func `RFC 2328 §10.6: a smaller MTU is refused, too`() throws {
        try expect(.bird, Self.mismatch) { states in
            #expect(states["c"]?.neighbors.map(\.state) == ["ExStart"])
            return states["b"]?.neighbors.map(\.state) == ["ExStart"]
        }
    }

    @Test func `RFC 2328 §10.6: adjacencies end where the MTU changes`() throws {
        let text = """
            routers: [b, c]
            links: [[b, c]]
            duration: 30s
            timeline: [{ at: 1s, set-mtu: { router: b, segment: b - c, mtu: 1400 } }]
            """
        try expect(.frr, text) { states in states["b"]?.neighbors.map(\.state) == ["ExStart"] }
    }

    @Test func `RFC 2328 §10.8: what is sent again tells the MTU as it is now`() throws {
        let text =
            Self.mismatch.replacing("30s", with: "90s")
            + "\ntimeline: [{ at: 40s, set-mtu: { router: b, segment: b - c, mtu: 1400 } }]\n"
        for daemon in RoutingDaemon.allCases {
            let states = try states(daemon, text)
            #expect(states["b"]?.neighbors.map(\.state) == ["Full"], "\(daemon)")
            #expect(states["c"]?.neighbors.map(\.state) == ["Full"], "\(daemon)")
        }
    }

    @Test func `RFC 5250: opaque LSAs wait for a neighbor that takes them`() throws {
        let text = """
            routers:
              a: { opaque-lsas: [{ scope: area, opaque-type: 4, count: 1, length: 8 }] }
              deaf: { opaque-capable: false }
              far: { opaque-lsas: [{ scope: as, opaque-type: 4, count: 1, length: 8 }] }
              near:
            links: [[a, deaf], [deaf, far], [far, near]]
            duration: 30s
            """
        let states = try states(.frr, text)
        func opaques(_ router: String) -> [UInt8]? { states[router]?.lsdb.map(\.type).filter { $0 >= 9 } }
        #expect(opaques("a") == [])
        #expect(opaques("far") == [11])
        #expect(opaques("near") == [11])
        let rfc = try LabSamples.states(of: try LabSamples.plain(text))
        #expect(rfc.last?.first?.lsdb.contains { $0.type == 10 } == true)
    }

    @Test func `RFC 5250: an opaque LSA of an area, configured at run time, waits for the next adjacency`() throws {
        let text = """
            areas: { 1: { type: nssa } }
            routers: { a: , b: , c: , d: { loopback-area-id: 1 } }
            links: [[a, b], [b, c], { link: [c, d], area-id: 1 }]
            duration: 60s
            timeline:
              - { at: 14s, set-opaque-lsas: { router: a, scope: area, opaque-type: 4, count: 1, length: 8 } }
              - { at: 14s, set-opaque-lsas: { router: d, scope: as, opaque-type: 4, count: 1, length: 8 } }
            """
        func opaques(_ states: [String: RouterState], _ router: String) -> [UInt8]? {
            states[router]?.lsdb.map(\.type).filter { $0 >= 10 }
        }
        let before = try states(.frr, text)
        #expect(opaques(before, "a") == [])
        // No area of d carries it, and d keeps it.
        #expect(opaques(before, "d") == [11])
        #expect(opaques(before, "c") == [])
        let after = try states(.frr, text + "\n  - { at: 30s, clear: b }\n")
        #expect(opaques(after, "a") == [10])
        #expect(opaques(after, "b") == [10])
    }

    @Test func `RFC 2328 §16.4 (3): a forwarding address of its own, reached by another router`() throws {
        let text = """
            routers: { a: {}, b: {} }
            links: [{ link: [{ router: b, cost: 30 }, a], prefix: 10.1.0.0/30, interface-type: broadcast }]
            lans:
              shorter:
                members: { b: { address: 10.1.128.2, cost: 2 }, a: { address: 10.1.128.1 } }
                prefix: 10.1.128.0/24
                interface-type: point-to-multipoint
            groups: { g: { prefixes: [192.0.2.0/24], forwarding-address: 10.1.0.1, election: none, originators: [a] } }
            duration: 10s
            """
        try expect(.bird, text) { states in hasRoute(states["b"], "192.0.2.0/24") }
        let attached = text.replacing("cost: 30", with: "cost: 3")
        #expect(try !hasRoute(states(.bird, attached)["b"], "192.0.2.0/24"))
    }

    @Test func `RFC 2328 §16.1: a stub network that others reach as a transit network has no route`()
        throws
    {
        let key = "authentication: { type: md5, key-id: 1, key: other }"
        let text = """
            routers: [a, b, c]
            links: [[a, c]]
            lans: { lan: { members: { a: {}, b: {}, c: { priority: 0, \(key) } }, prefix: 10.9.0.0/24 } }
            duration: 10s
            """
        try expect(.frr, text) { states in !hasRoute(states["c"], "10.9.0.0/24") }
        // Nobody else reaches it.
        let alone = text.replacing("links: [[a, c]]", with: "links: []")
        #expect(try hasRoute(states(.frr, alone)["c"], "10.9.0.0/24"))
    }

    @Test func `RFC 3101 §2.3: whose area becomes an NSSA announces nothing into it`() throws {
        let text = """
            routers: { core: { loopback-area-id: 0 }, border: { loopback-area-id: 0 }, inside: { loopback-area-id: 1 } }
            links: [[core, border], { link: [border, inside], area-id: 1 }]
            groups:
              g: { prefixes: [192.0.2.0/24], election: none, originators: [inside] }
              h: { prefixes: [198.51.100.0/24], election: none, originators: [{ router: inside, active: false }] }
            duration: 120s
            timeline:
              - { at: 1s, set-area: { router: [border, inside], area: 1, type: nssa } }
              - { at: 60s, redistribute: { router: inside, group: h } }
            """
        try expect(.bird, text) { states in
            #expect(has(states["border"], 7, "198.51.100.0/24", from: "10.255.0.3"))
            return !has(states["border"], 7, "192.0.2.0/24", from: "10.255.0.3")
        }
    }

    @Test func `RFC 2328 §2.3: a process that is cleared announces no forwarding address`() throws {
        let text = """
            routers: [a, b]
            lans: { lan: { members: { a: { address: 10.9.0.1 }, b: { address: 10.9.0.2 } }, prefix: 10.9.0.0/24 } }
            groups: { g: { prefixes: [192.0.2.0/24], forwarding-address: 10.9.0.77, election: none, originators: [a] } }
            duration: 60s
            timeline: [{ at: 1s, clear: a }]
            """
        try expect(.bird, text) { states in
            let hops = states["b"]?.routes.first { $0.prefix == "192.0.2.0/24" }?.nextHops.map(\.via)
            return try #require(hops) == ["10.9.0.1"]
        }
    }

    @Test func `RFC 3101 §3.2 (2): who translates always does so beside one with a higher Router ID`() throws {
        let text = """
            areas: { 1: { type: nssa, translator-role: always } }
            routers: { core: {}, left: { starts-ospf: false }, right: {}, inside: { loopback-area-id: 1 } }
            links:
              - [core, left]
              - [core, right]
              - { link: [left, inside], area-id: 1 }
              - { link: [right, inside], area-id: 1 }
            groups: { g: { prefixes: [192.0.2.0/24], election: none, originators: [inside] } }
            duration: 90s
            timeline: [{ at: 5s, start: left }]
            """
        let bird = try states(.bird, text)["core"]
        #expect(has(bird, 5, "192.0.2.0/24", from: "10.255.0.2") && has(bird, 5, "192.0.2.0/24", from: "10.255.0.3"))
    }

    @Test func `RFC 2328 §12.4.1.1: who is set to restart gracefully gives an unnumbered line its number`() throws {
        let text = """
            routers: { a: { graceful-restart: { enabled: true } }, b: {} }
            links: [{ link: [a, b], unnumbered: true }]
            duration: 20s
            """
        let held = try #require(try states(.bird, text)["b"]).lsdb
        func data(from router: String) -> [String] {
            held.filter { $0.type == 1 && $0.advertisingRouter == router }.flatMap { lsa -> [String] in
                guard case .router(let body) = lsa.body else { return [] }
                return body.links.map(\.data).filter { !$0.hasPrefix("255.") }
            }
        }
        #expect(data(from: "10.255.0.1") == ["0.0.0.1"])
        #expect(data(from: "10.255.0.2") == ["10.255.0.2"])
        let routes = try states(.bird, text)
        #expect(hasRoute(routes["a"], "10.255.0.2/32") && hasRoute(routes["b"], "10.255.0.1/32"))
    }
}
