import Checkpoints
import Testing

// Habits that random scenarios on real routers have shown: default routes of NSSAs, destinations of one address, discard routes.
extension HabitTests {
    @Test func `RFC 3101 §3.2: a default route is translated with metric 1`() throws {
        let text = """
            areas: { 1: { type: nssa } }
            routers: { core: { loopback-area-id: 0 }, border: { loopback-area-id: 0 }, inside: { loopback-area-id: 1 } }
            links: [[core, border], { link: [border, inside], area-id: 1 }]
            groups: { g: { prefixes: [0.0.0.0/0], metric: 30, election: none, originators: [inside] } }
            duration: 60s
            """
        try expect(.frr, text) { states in
            let route = try #require(states["core"]?.routes.first { $0.prefix == "0.0.0.0/0" })
            return route.type2Cost == 1
        }
    }

    @Test func `RFC 3101 §2.5 (3): a border router uses another one's default route into an NSSA`() throws {
        let text = """
            areas: { 1: { type: nssa } }
            routers: { b1: { loopback-area-id: 0 }, b2: { loopback-area-id: 0 }, inside: { loopback-area-id: 1 } }
            links:
              - { link: [b1, b2], cost: 100 }
              - { link: [b1, inside], area-id: 1, prefix: 10.2.1.0/30 }
              - { link: [inside, b2], area-id: 1, prefix: 10.2.2.0/30 }
            groups: { g: { prefixes: [0.0.0.0/0], election: none, originators: [b1] } }
            duration: 60s
            """
        try expect(.frr, text) { states in
            let route = states["b2"]?.routes.first { $0.prefix == "0.0.0.0/0" }
            return route?.nextHops.contains { $0.via == "10.2.2.1" } ?? false
        }
    }

    @Test func `RFC 2328 Appendix E: withdrawn NSSA-LSAs that do not bear their network's address stay`() throws {
        let text = """
            areas: { 1: { type: nssa } }
            routers: { core: { loopback-area-id: 0 }, border: { loopback-area-id: 0 }, inside: { loopback-area-id: 1 } }
            links: [[core, border], { link: [border, inside], area-id: 1 }]
            groups:
              g: { prefixes: [192.0.2.0/24, 192.0.2.0/25, 192.0.2.0/26], election: none, originators: [inside] }
            duration: 60s
            timeline: [{ at: 20s, withdraw: { router: inside, group: g } }]
            """
        try expect(.frr, text) { states in
            #expect(!has(states["core"], 5, "192.0.2.0/24", from: "10.255.0.2"))
            return has(states["core"], 5, "192.0.2.0/25", from: "10.255.0.2")
                && has(states["core"], 5, "192.0.2.0/26", from: "10.255.0.2")
        }
    }

    @Test(arguments: [false, true])
    func `RFC 2328 §11.1: a range that only a transit area would hear of has no discard route`(hasOther: Bool) throws {
        let text = """
            areas: { 0: { ranges: [{ prefix: 10.1.0.0/16 }] } }
            routers:
              core: { loopback-area-id: 0 }
              near: { loopback-area-id: 0 }
              far: { loopback-area-id: 1 }
              end: { loopback-area-id: 2 }
            links:
              - { link: [core, near], prefix: 10.1.1.0/30 }
              - { link: [far, end], area-id: 2 }
              OTHER
            lans: { lan: { members: [near, far], area-id: 1 } }
            virtual-links: [{ routers: [near, far], transit-area-id: 1, hello-interval: 1s, dead-interval: 4s }]
            duration: 60s
            """.replacing("OTHER", with: hasOther ? "- { link: [near, core], area-id: 3, cost: 200 }" : "")
        let route = try states(.frr, text)["near"]?.routes.first { $0.prefix == "10.1.0.0/16" }
        #expect((route?.path == RouterState.RouteState.discard) == hasOther)
    }
}
