import Checkpoints
import Scenarios
import Testing

@testable import Labs

/// What one daemon does and the other does not, each a choice of `BehaviorProfile`, in a network that shows it.
@Suite("Habits of real routers") struct HabitTests {
    /// The last states of all routers, by name, after a scenario was run with a daemon's profile.
    func states(_ daemon: RoutingDaemon, _ text: String) throws -> [String: RouterState] {
        let timers = "defaults: { hello-interval: 1s, dead-interval: 4s, border-router-type: standard }\n"
        let isTyped = text.contains("cisco")
        let prefix =
            isTyped && daemon == .frr ? timers.replacing("standard", with: "cisco") : timers
        let lab = try LabSamples.load(prefix + text.replacing("# cisco\n", with: ""), for: daemon)
        let all = try LabSamples.states(of: lab.scenario)
        return Dictionary(try #require(all.last).map { ($0.router, $0) }) { first, _ in first }
    }

    /// Whether something is so of FRRouting alone, or of BIRD alone.
    func expect(
        _ owner: RoutingDaemon, _ text: String, _ isSo: ([String: RouterState]) throws -> Bool
    ) throws {
        for daemon in RoutingDaemon.allCases {
            #expect(try isSo(try states(daemon, text)) == (daemon == owner), "\(daemon)")
        }
    }

    func hasRoute(_ state: RouterState?, _ prefix: String) -> Bool {
        state?.routes.contains { $0.prefix == prefix } ?? false
    }

    func has(_ state: RouterState?, _ type: UInt8, _ prefix: String, from router: String) -> Bool {
        state?.lsdb.contains {
            $0.type == type && $0.advertisingRouter == router && $0.age < 3_600
                && (type == 4 ? $0.linkStateID : $0.prefix.map { "\($0)" }) == prefix
        } ?? false
    }

    // MARK: Virtual links

    private static let behindVirtualLink = """
        routers:
          core: { loopback-area-id: 0 }
          near: { loopback-area-id: 0 }
          far: { loopback-area-id: 1, areas: { 2: { ranges: [{ prefix: 10.3.0.0/16 }] } } }
          end: { loopback-area-id: 2 }
        links:
          - { link: [core, near], prefix: 10.1.1.0/30 }
          - { link: [far, end], prefix: 10.3.1.0/30, area-id: 2 }
        lans: { lan: { members: [near, far], prefix: 10.2.129.0/24, area-id: 1 } }
        virtual-links: [{ routers: [near, far], transit-area-id: 1, hello-interval: 1s, dead-interval: 4s }]
        groups: { g: { prefixes: [192.0.2.0/24], election: none, originators: [end] } }
        duration: 60s
        """

    @Test func `RFC 2328 §10.3: type 4 LSAs are left out of the exchange over a virtual link`() throws {
        try expect(.frr, Self.behindVirtualLink) { states in
            let isHeard = has(states["core"], 4, "10.255.0.4", from: "10.255.0.3")
            #expect(isHeard == hasRoute(states["core"], "192.0.2.0/24"))
            return !isHeard
        }
    }

    @Test func `RFC 2328 §12.4.3: the networks of a range are announced into a transit area one by one, too`() throws {
        try expect(.frr, Self.behindVirtualLink) { states in
            #expect(has(states["near"], 3, "10.3.0.0/16", from: "10.255.0.3"))
            return has(states["near"], 3, "10.3.1.0/30", from: "10.255.0.3")
        }
    }

    @Test func `RFC 2328 §12.4.1: no router-LSA of a backbone of virtual links that never were up`() throws {
        let text = """
            routers: { near: { loopback-area-id: 0, starts-ospf: false }, far: { loopback-area-id: 1 }, end: { loopback-area-id: 2 } }
            links: [{ link: [far, end], area-id: 2 }]
            lans: { lan: { members: [near, far], area-id: 1 } }
            virtual-links: [{ routers: [near, far], transit-area-id: 1, hello-interval: 1s, dead-interval: 4s }]
            duration: 10s
            """
        try expect(.frr, text) { states in
            states["far"]?.lsdb.contains { $0.type == 1 && $0.area == "0.0.0.0" } == false
        }
    }

    @Test func `RFC 2328 §16.3 (5): equal paths through a transit area stay alone`() throws {
        let text = """
            routers: { r1: { loopback-area-id: 0 }, r3: { loopback-area-id: 0 }, r4: { loopback-area-id: 2 }, r5: { loopback-area-id: 3 } }
            links:
              - { link: [r1, r3], prefix: 10.1.1.0/30 }
              - { link: [r4, r5], area-id: 3 }
            lans: { lan3: { members: [r3, r4, r1], prefix: 10.3.129.0/24, area-id: 2 } }
            virtual-links: [{ routers: [r3, r4], transit-area-id: 2, hello-interval: 1s, dead-interval: 4s }]
            duration: 30s
            """
        try expect(.bird, text) { states in
            states["r1"]?.routes.first { $0.prefix == "10.255.0.2/32" }?.nextHops.count == 1
        }
    }

    // MARK: Not-so-stubby areas

    @Test func `RFC 3101 §3.2: what is announced into two NSSAs of one translator is not translated`() throws {
        let text = """
            areas: { 1: { type: nssa }, 2: { type: nssa } }
            routers: { core: { loopback-area-id: 0 }, border: { loopback-area-id: 0 }, a: { loopback-area-id: 1 }, b: { loopback-area-id: 2 } }
            links:
              - [core, border]
              - { link: [border, a], area-id: 1 }
              - { link: [border, b], area-id: 2 }
            groups: { g1: { prefixes: [198.18.0.0/15], election: none, originators: [a, b] } }
            duration: 60s
            timeline:
              - { at: 20s, CHANGE }
            """
        let stays = text.replacing("CHANGE", with: "checkpoint: true")
        try expect(.frr, stays) { !hasRoute($0["core"], "198.18.0.0/15") }
        // One of the two is gone; FRRouting keeps what it said at MaxAge for a minute.
        let goes = text.replacing("CHANGE", with: "stop-ospf: { router: b, orderly: true }")
        try expect(.frr, goes) { !hasRoute($0["core"], "198.18.0.0/15") }
        let longAgo =
            goes.replacing("duration: 60s", with: "duration: 150s")
            + "\n  - { at: 120s, set-cost: { router: a, cost: 12, segment: border - a } }\n"
        #expect(hasRoute(try states(.frr, longAgo)["core"], "198.18.0.0/15"))
    }

    @Test func `RFC 3101 §3.3: what was translated stays when the NSSA becomes a normal area`() throws {
        let text = """
            areas: { 1: { type: nssa } }
            routers: { core: { loopback-area-id: 0 }, border: { loopback-area-id: 0 }, inner: { loopback-area-id: 1 } }
            links:
              - [core, border]
              - { link: [border, inner], area-id: 1 }
            groups: { g1: { prefixes: [198.18.0.0/15], election: none, originators: [inner] } }
            duration: 60s
            timeline:
              - { at: 20s, set-area: { router: [border, inner], area: 1, type: normal } }
            """
        try expect(.frr, text) { states in
            let isFlooded = has(states["core"], 5, "198.18.0.0/15", from: "10.255.0.3")
            #expect(has(states["core"], 5, "198.18.0.0/15", from: "10.255.0.2") != isFlooded)
            return !isFlooded
        }
    }

    @Test func `RFC 3101 §2.5: a translator reached through an NSSA is not used`() throws {
        let text = """
            areas: { 1: { type: nssa }, 2: { type: KIND } }
            routers: { lost: { loopback-area-id: 0 }, border: { loopback-area-id: 0 }, inner: { loopback-area-id: 1 } }
            links:
              - [lost, border]
              - { link: [border, inner], area-id: 1 }
            lans: { lan: { members: [lost, border], prefix: 10.3.129.0/24, area-id: 2 } }
            groups: { g1: { prefixes: [198.18.0.0/16], election: none, originators: [inner] } }
            duration: 60s
            """
        for kind in ["nssa", "stub"] {
            try expect(.frr, text.replacing("KIND", with: kind)) { !hasRoute($0["lost"], "198.18.0.0/16") }
        }
        // In a normal area it hears of itself, and announces itself (RFC 2328 §12.4.3).
        try expect(.frr, text.replacing("KIND", with: "normal")) {
            has($0["lost"], 4, "10.255.0.2", from: "10.255.0.2")
        }
    }

    @Test func `RFC 3101 §2.3: a forwarding address stays while its interface is down`() throws {
        let text = """
            areas: { 2: { type: nssa } }
            routers: { core: {}, abr: {}, n: { loopback-area-id: 2 } }
            links: [[core, abr]]
            lans:
              l2: { members: [abr, n], area-id: 2, prefix: 172.16.1.0/24 }
              l3: { members: [abr, n], area-id: 2, prefix: 172.16.2.0/24, cost: 20 }
            groups: { inn: { prefixes: [192.0.2.0/24], election: none, originators: [n] } }
            duration: 40s
            timeline: [{ at: 20s, cut: l2 }]
            """
        let state = try states(.frr, text)["abr"]
        let forwarding = state?.lsdb.compactMap { lsa -> String? in
            guard case .external(let body) = lsa.body, lsa.type == 7 else { return nil }
            return body.forward
        }
        #expect(forwarding == ["172.16.1.2"])
        #expect(try !hasRoute(states(.frr, text)["core"], "192.0.2.0/24"))
    }

    private static let totallyNSSA = """
        # cisco
        areas: { 4: { type: nssa, summaries: false } }
        routers: { core: {}, left: {}, right: {}, inside: { loopback-area-id: 4 }, deep: { loopback-area-id: 4 } }
        links:
          - [core, left]
          - [core, right]
          - { link: [left, inside], area-id: 4, cost: 5 }
          - { link: [right, inside], area-id: 4, cost: 20 }
          - { link: [inside, deep], area-id: 4, cost: 3 }
        groups: { later: { prefixes: [198.51.100.0/24], election: none, originators: [inside] } }
        duration: 40s
        timeline: [{ at: 20s, cut: CUT }]
        """

    @Test func `RFC 3101 §2.5 (3): a forwarding address may be reached by a default route`() throws {
        let text = Self.totallyNSSA.replacing("CUT", with: "left - inside")
        let route = try #require(try states(.frr, text)["deep"]?.routes.first { $0.prefix == "198.51.100.0/24" })
        #expect((route.path, route.cost) == ("ext2", 24))
    }

    @Test func `RFC 3509 §2.2: without the backbone, the default route of a stub area is not used`() throws {
        let text = Self.totallyNSSA.replacing("CUT", with: "core - right")
        #expect(try !hasRoute(states(.frr, text)["right"], "0.0.0.0/0"))
    }

    @Test func `What a cleared process redistributes is not announced into its NSSA again`() throws {
        let text = """
            areas: { 1: { type: nssa } }
            routers: { core: { loopback-area-id: 0 }, border: { loopback-area-id: 0 }, inner: { loopback-area-id: 1 } }
            links:
              - [core, border]
              - { link: [border, inner], area-id: 1 }
            groups: { g1: { prefixes: [203.0.113.64/26], election: none, originators: [inner] } }
            duration: 100s
            timeline:
              - { at: 20s, clear: inner }
            """
        try expect(.bird, text) { !hasRoute($0["core"], "203.0.113.64/26") }
        let again = text + "\n  - { at: 60s, redistribute: { router: inner, group: g1 } }\n"
        #expect(hasRoute(try states(.bird, again)["core"], "203.0.113.64/26"))
    }

    // MARK: Border routers and ranges

    @Test func `RFC 3509 §2: a router that loses its second area is none, and what it announced stays`() throws {
        let text = """
            routers: { core: { loopback-area-id: 0 }, border: { loopback-area-id: 0 }, inner: { loopback-area-id: 1 } }
            links:
              - [core, border]
              - { link: [border, inner], area-id: 1 }
            duration: 40s
            timeline:
              - { at: 14s, cut: border - inner }
            """
        try expect(.frr, text) { states in
            let isBorder = states["core"]?.lsdb.contains { lsa in
                guard case .router(let body) = lsa.body, lsa.advertisingRouter == "10.255.0.2" else { return false }
                return body.b
            }
            return isBorder == false && has(states["core"], 3, "10.255.0.3/32", from: "10.255.0.2")
        }
    }

    @Test func `RFC 2328 §16.2 (3): summaries inside an active range are ignored`() throws {
        let text = """
            routers:
              with: { loopback-area-id: 0, areas: { 1: { ranges: [{ prefix: 10.2.128.0/18 }] } } }
              without: { loopback-area-id: 0 }
              left: { loopback-area-id: 1 }
              right: { loopback-area-id: 1 }
            links:
              - [with, without]
              - { link: [with, left], area-id: 1 }
              - { link: [without, right], area-id: 1 }
              - { link: [left, right], area-id: 1 }
            lans:
              left-lan: { members: [left], prefix: 10.2.129.0/24, area-id: 1 }
              right-lan: { members: [right], prefix: 10.2.130.0/24, area-id: 1 }
            duration: 40s
            timeline: [{ at: 14s, cut: left - right }]
            """
        try expect(.frr, text) { !hasRoute($0["with"], "10.2.130.0/24") && !hasRoute($0["left"], "10.2.130.0/24") }
    }

    @Test func `RFC 2328 Appendix E: a range with the address of a network in it is not announced`() throws {
        let text = """
            routers: { core: { loopback-area-id: 0 }, border: { loopback-area-id: 0 }, inner: { loopback-area-id: 1 } }
            links:
              - [core, border]
              - { link: [border, inner], area-id: 1 }
            lans: { lan: { members: [inner], prefix: 10.2.192.0/24, area-id: 1 } }
            duration: 60s
            timeline:
              - { at: 14s, set-area: { router: [border], area: 1, ranges: [{ prefix: 10.2.192.0/18 }] } }
            """
        try expect(.frr, text) { !hasRoute($0["core"], "10.2.192.0/18") && !hasRoute($0["core"], "10.2.192.0/24") }
    }

    @Test func `RFC 2328 §12.4.3: ranges are announced into totally stubby areas`() throws {
        let text = """
            areas: { 1: { ranges: [{ prefix: 10.2.128.0/18 }] }, 2: { type: stub, summaries: false } }
            routers: { core: { loopback-area-id: 0 }, border: { loopback-area-id: 0 }, one: { loopback-area-id: 1 }, two: { loopback-area-id: 2 } }
            links:
              - [core, border]
              - { link: [border, one], area-id: 1 }
              - { link: [border, two], area-id: 2 }
            lans: { lan: { members: [one], prefix: 10.2.129.0/24, area-id: 1 } }
            duration: 20s
            """
        try expect(.frr, text) { hasRoute($0["two"], "10.2.128.0/18") }
    }

    @Test func `After a range is removed, summaries inside it wait for the next calculation`() throws {
        let text = """
            areas: { 1: { ranges: [{ prefix: 10.3.0.0/17 }] } }
            routers: { r1: { loopback-area-id: 0 }, r4: { loopback-area-id: 0 } }
            links:
              - { link: [r1, r4], prefix: 10.1.1.0/30 }
              - { link: [r1, r4], prefix: 10.3.130.0/30, area-id: 1 }
            lans:
              lan1: { members: [r4], prefix: 10.3.1.0/24, area-id: 1 }
              lan2: { members: [r1], prefix: 10.3.2.0/24, area-id: 1 }
            duration: 40s
            timeline:
              - { at: 14s, set-area: { router: [r4], area: 1, ranges: [] } }
            """
        try expect(.frr, text) { !hasRoute($0["r4"], "10.3.0.0/17") }
        let later = text + "\n  - { at: 25s, set-cost: { router: r4, segment: lan1, cost: 12 } }\n"
        #expect(hasRoute(try states(.frr, later)["r4"], "10.3.0.0/17"))
    }

    @Test func `RFC 2328 §12.4.1.1: a passive unnumbered line is advertised by the other end's address`() throws {
        let text = """
            routers: { a: {}, b: {}, c: {} }
            links:
              - { link: [a, b], unnumbered: true }
              - [b, c]
            duration: 40s
            timeline: [{ at: 14s, set-passive: { router: b, segment: a - b, passive: true } }]
            """
        try expect(.bird, text) { hasRoute($0["c"], "10.255.0.1/32") }
    }
}
