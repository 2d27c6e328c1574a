import Analysis
import NetworkPrimitives
import TestSupport
import Testing

@Suite("RFC 2328 §11.1 Discard routes of active ranges") struct DiscardRouteTests {
    private func network(_ profile: String = "rfc", range: String = "prefix: 10.1.0.0/16", event: String = "") -> String
    {
        """
        defaults: { profile: \(profile), border-router-type: standard }
        areas: { 1: { ranges: [{ \(range) }] } }
        routers: { a: { loopback-area-id: 1, loopback: 10.1.1.1 }, b: {}, gw: {} }
        links:
          - { link: [a, b], area-id: 1, prefix: 172.16.0.0/30 }
          - { link: [b, gw], prefix: 172.16.0.4/30 }
        groups: { internet: { prefixes: [0.0.0.0/0], election: none, originators: [gw] } }
        duration: 2m
        timeline: [{ at: 60s, checkpoint: true }\(event)]
        probes: [{ name: hole, from: gw, to: 10.1.77.0/24 }, { name: member, from: gw, to: a }]
        expect: [{ routers: b, route: 10.1.0.0/16, path: discard, checkpoint: 0 }]
        """
    }

    @Test func `Packets for the holes of a range are dropped, others arrive`() throws {
        let result = try run(network())
        #expect(result.isAsExpected)
        let death = Death(.discarded, at: 1, prefix: IPv4Prefix("10.1.0.0/16")!)
        #expect(try result.outcome("hole").deathBefore == death)
        #expect(try result.outcome("member").lost == .zero)
    }

    @Test func `BIRD has none, so that packets go round`() throws {
        let result = try run(network("bird"))
        #expect(!result.isAsExpected)
        #expect(try result.outcome("hole").deathBefore?.reason == .loop)
    }

    @Test(arguments: [("rfc", true), ("frr", false), ("bird", false)])
    func `A range that is not advertised has one by the text, not in FRRouting`(profile: String, holds: Bool) throws {
        let result = try run(network(profile, range: "prefix: 10.1.0.0/16, advertise: false"))
        #expect(result.isAsExpected == holds)
    }

    @Test func `A network of exactly the range's prefix goes before it`() throws {
        let result = try run(network(range: "prefix: 10.1.1.1/32"))
        #expect(try result.outcome("member").lost == .zero)
    }

    @Test func `A range without members is not active, and has none`() throws {
        let result = try run(network(event: ", { at: 61s, decommission: a }, { at: 119s, checkpoint: true }"))
        // The default route leads to the gateway itself then.
        #expect(result.isAsExpected)
        let deaths = result.findings.compactMap { finding in
            if case .undelivered(let pairs) = finding { pairs.death } else { nil }
        }
        #expect(deaths == [Death(.leftNetwork, at: 2)])
    }

    @Test func `A type 7 range has one at its translator`() throws {
        let result = try run(
            """
            areas: { 1: { type: nssa, nssa-ranges: [{ prefix: 100.64.0.0/16 }] } }
            routers: { a: { loopback-area-id: 1 }, b: {}, gw: {} }
            links: [{ link: [a, b], area-id: 1 }, [b, gw]]
            groups:
              internet: { prefixes: [0.0.0.0/0], election: none, originators: [gw] }
              service: { prefixes: [100.64.1.0/24, 100.64.2.0/24], election: none, originators: [a] }
            duration: 60s
            probes: [{ name: hole, from: gw, to: 100.64.9.0/24 }, { name: member, from: gw, to: service }]
            expect: [{ routers: b, route: 100.64.0.0/16, path: discard }]
            """)
        #expect(result.isAsExpected)
        #expect(try result.outcome("hole").deathBefore?.reason == .discarded)
        #expect(try result.outcome("member").lost == .zero)
    }

    @Test func `§16_4 (3) a route whose forwarding address is the router's own is not installed`() throws {
        let result = try run(
            """
            routers: [r1, r2, r3]
            lans: { dmz: { members: [r1, r2], prefix: 198.51.100.0/24 } }
            links: [[r2, r3]]
            groups:
              own: { prefixes: [203.0.113.0/24], forwarding-address: 198.51.100.2, metric: 3, metric-type: e1, election: none, originators: [r1] }
            duration: 5s
            expect:
              - { routers: r2, route: 203.0.113.0/24, present: false }
              - { routers: r3, route: 203.0.113.0/24, cost: 23 }
            """)
        #expect(result.isAsExpected)
    }
}
