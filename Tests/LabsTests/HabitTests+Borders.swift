import Checkpoints
import Scenarios
import Testing

@testable import Labs

extension HabitTests {
    private func isBorder(_ states: [String: RouterState], _ router: String, seenBy witness: String) -> Bool {
        states[witness]?.lsdb.contains { lsa in
            guard case .router(let body) = lsa.body, lsa.advertisingRouter == router else { return false }
            return body.b
        } ?? false
    }

    /// FRRouting's `ospf_check_abr_status` is called by a change of any interface's state, and by nothing else.
    @Test func `RFC 3509 §2.1: with the type cisco, an election tells that the second area is gone`() throws {
        let text = """
            # cisco
            routers: { core: { loopback-area-id: 0 }, border: { loopback-area-id: 0 }, inner: { loopback-area-id: 1 } }
            links: [{ link: [border, inner], area-id: 1 }]
            lans: { lan: { members: { core: { priority: 9 }, border: { priority: 2 }, third: { priority: 1 } } } }
            duration: 60s
            timeline:
              - { at: 14s, cut: border - inner }
            """.replacing("inner: {", with: "third: { loopback-area-id: 0 }, inner: {")
        #expect(isBorder(try states(.frr, text), "10.255.0.2", seenBy: "third"))
        try expect(.frr, text + "\n  - { at: 30s, stop-ospf: core }\n") {
            !isBorder($0, "10.255.0.2", seenBy: "third")
        }
    }

    /// `ospf_if_reset` brings an interface up that has no carrier.
    @Test func `RFC 3509 §2.1: a process that is cleared counts an area whose only link never was up`() throws {
        let text = """
            routers: { core: { loopback-area-id: 0 }, border: { loopback-area-id: 0 }, inner: { loopback-area-id: 1, powered-on: false } }
            links:
              - [core, border]
              - { link: [border, inner], area-id: 1 }
            duration: 50s
            timeline: [{ at: 5s, set-cost: { router: core, segment: core - border, cost: 11 } }]
            """
        #expect(!isBorder(try states(.frr, text), "10.255.0.2", seenBy: "core"))
        let cleared = text.replacing("}]", with: "}, { at: 14s, clear: border }]")
        #expect(isBorder(try states(.frr, cleared), "10.255.0.2", seenBy: "core"))
    }

    /// FRRouting puts the low 16 bits of the path's cost into the router-LSA, BIRD no link; `mid` sends nobody's traffic.
    @Test(arguments: RoutingDaemon.allCases)
    func `RFC 2328 §15: a virtual link of a cost above 65535 is up`(daemon: RoutingDaemon) throws {
        let text = """
            routers: { core: { loopback-area-id: 0 }, near: { loopback-area-id: 0 }, mid: { loopback-area-id: 1, stub-router: true }, far: { loopback-area-id: 1 }, end: { loopback-area-id: 2 } }
            links:
              - [core, near]
              - { link: [near, mid], area-id: 1 }
              - { link: [mid, far], area-id: 1 }
              - { link: [far, end], area-id: 2 }
            virtual-links: [{ routers: [near, far], transit-area-id: 1, hello-interval: 1s, dead-interval: 4s }]
            duration: 30s
            """
        let states = try states(daemon, text)
        #expect(states["near"]?.neighbors.filter { $0.segment == nil }.map(\.state) == ["Full"])
        let costs = try #require(states["core"]).lsdb.flatMap { lsa -> [Int] in
            guard case .router(let body) = lsa.body, lsa.area == "0.0.0.0" else { return [] }
            return body.links.filter { $0.type == "virtual" }.map { Int($0.metric) }
        }
        #expect(costs == (daemon == .frr ? [9, 9] : []))
    }

    @Test func `RFC 2328 Appendix E: a range that is gone holds its Link State ID for a minute`() throws {
        let text = """
            routers:
              with: { loopback-area-id: 0, areas: { 1: { ranges: [{ prefix: 10.2.128.0/18 }] } } }
              without: { loopback-area-id: 0 }
              inner: { loopback-area-id: 1 }
              outer: { loopback-area-id: 2 }
            links:
              - [with, without]
              - { link: [with, inner], area-id: 1 }
              - { link: [without, inner], area-id: 1 }
              - { link: [with, outer], area-id: 2 }
            lans: { lan: { members: [inner], prefix: 10.2.128.0/24, area-id: 1 } }
            duration: 40s
            timeline: [{ at: 14s, cut: with - inner }, { at: 25s, set-cost: { router: inner, segment: lan, cost: 11 } }]
            """
        func linkStateID(_ text: String) throws -> String? {
            let lsdb = try states(.frr, text)["outer"]?.lsdb ?? []
            return lsdb.first { $0.prefix.map { "\($0)" } == "10.2.128.0/24" && $0.age < 3_600 }?.linkStateID
        }
        #expect(try linkStateID(text) == "10.2.128.255")
        let later = text.replacing("40s", with: "120s").replacing("at: 25s", with: "at: 90s")
        #expect(try linkStateID(later) == "10.2.128.0")
    }

    /// BIRD's `ospf_flush_area`.
    @Test func `RFC 3101 §2.1: an area whose type changes is forgotten, routers out of reach, too`() throws {
        let text = """
            routers: { core: { loopback-area-id: 0 }, border: { loopback-area-id: 0 }, inner: { loopback-area-id: 1 } }
            links: [[core, border], { link: [border, inner], area-id: 1 }]
            duration: 60s
            timeline:
              - { at: 14s, cut: border - inner }
              - { at: 30s, set-area: { router: [border], area: 1, type: nssa } }
            """
        try expect(.bird, text) { states in
            states["border"]?.lsdb.contains { $0.type == 1 && $0.advertisingRouter == "10.255.0.3" } == false
        }
    }

    /// BIRD's `ospf_ext_spf` asks for an intra-area or inter-area route alone; FRRouting not even for that.
    @Test(arguments: RoutingDaemon.allCases)
    func `RFC 3101 §2.5 (3): a forwarding address may lie in an NSSA`(daemon: RoutingDaemon) throws {
        let text = """
            areas: { 1: { type: nssa, summaries: false } }
            routers: { one: { loopback-area-id: 0 }, two: { loopback-area-id: 0 } }
            links: [[one, two]]
            lans: { lan: { members: [one, two], prefix: 10.2.128.0/24, area-id: 1 } }
            groups: { g: { prefixes: [172.20.0.0/24], forwarding-address: 10.2.128.77, election: none, originators: [one] } }
            duration: 20s
            """
        #expect(hasRoute(try states(daemon, text)["two"], "172.20.0.0/24"))
    }
}
