import Analysis
import Emulation
import NetworkPrimitives
import OSPF
import Scenarios
import Testing

@Suite("Areas, habits and faults in files") struct AreaTests {
    @Test func `What the network says of an area holds for its routers, and a router's word is laid over it`() throws {
        let text = """
            areas: {1: {type: nssa, summaries: false, default-cost: 7, nssa-default: true}}
            routers:
              a:
              b: {areas: {0.0.0.1: {translator-role: always, ranges: [{prefix: 10.9.0.0/16, advertise: false, cost: 4}]}}}
              c: {loopback-area-id: 1, border-router-type: cisco, rfc1583-compatibility: yes, stub-router: yes}
            links: [[a, b], {link: [b, c], area-id: 1}]
            """
        let scenario = try scenario(text)
        let area = AreaID(bits: 1)
        #expect(try scenario.router("a").ospf.areas == [])
        var configured = AreaConfiguration(
            area: area, kind: .nssa, importsSummaries: false, defaultCost: 7)
        // Only border routers announce a default route by what is said of the area as a whole.
        #expect(try scenario.router("c").ospf.areas == [configured])
        configured.originatesNSSADefault = true
        configured.translatorRole = .always
        configured.ranges = [
            AreaRange(prefix: try #require(IPv4Prefix("10.9.0.0/16")), isAdvertised: false, cost: 4)
        ]
        #expect(try scenario.router("b").ospf.areas == [configured])
        let c = try scenario.router("c").ospf
        #expect(c.borderRouterType == .cisco && c.isRFC1583Compatible && c.isStubRouter)
    }

    @Test func `Mistakes in areas`() {
        #expect(
            messages(row + "areas: {x: {type: stub}, 0: {type: stub}, 1: {}, 0.0.0.1: {}}") == [
                "net.yaml:5:9: error: an area is a number or looks like 0.0.0.1, not 'x'",
                "net.yaml:5:36: error: the backbone is always a normal area",
                "net.yaml:5:50: error: the area 0.0.0.1 is already on line 5",
            ])
    }

    @Test func `Plugs, processes and cold starts`() throws {
        let text =
            row + """
                begin: power-on
                start-spread: 0s
                timeline:
                  - {at: 1s, cut: {segment: a - b, router: b}}
                  - {at: 1s, cut: {segment: a - b, router: [a, b], silent: true}}
                  - {at: 1s, cut: {segment: a - b, router: a, one-way: true}}
                  - {at: 2s, repair: {segment: a - b, router: a}}
                  - {at: 3s, stop-ospf: {router: a, orderly: true}}
                  - {at: 3s, stop-ospf: [b, c], set-stub-router: {router: a, active: true}}
                  - {at: 4s, checkpoint: true}
                """
        let scenario = try scenario(text)
        #expect(scenario.startsCold && scenario.network.startSpread == .zero)
        #expect(
            scenario.timeline.map(\.actions) == [
                [.cutPort(router: 1, interface: 0, .carrierLost)],
                [.cutPort(router: 0, interface: 0, .silent), .cutPort(router: 1, interface: 0, .silent)],
                [.cutPort(router: 0, interface: 0, .outgoingLost)], [.repairPort(router: 0, interface: 0)],
                [.stopProcess(router: 0, orderly: true)],
                [
                    .stopProcess(router: 1, orderly: false), .stopProcess(router: 2, orderly: false),
                    .setStubRouter(router: 0, true),
                ], [],
            ])
    }

    @Test func `Stub routers and their options`() throws {
        let text = """
            routers:
              a: {stub-router: {include-stub: true, summary-lsa: true, external-lsa: 16000000}}
              b: {stub-router: {on-startup: 5m}}
              c: {stub-router: {on-startup: 5m, always: true}}
            links: [[a, b], [b, c]]
            timeline:
              - {at: 1s, set-stub-router: {router: a, active: false, summary-lsa: false}}
              - {at: 2s, set-stub-router: {router: b, active: true, external-lsa: true}}
            """
        let scenario = try scenario(text)
        let (a, b, c) = try (scenario.router("a").ospf, scenario.router("b").ospf, scenario.router("c").ospf)
        #expect([a, b, c].map(\.isStubRouter) == [true, false, true])
        var options = StubRouterOptions(
            includesStubLinks: true, summaryMetric: 16_711_680, externalMetric: 16_000_000)
        #expect(a.stubRouterOptions == options)
        let startup = StubRouterOptions(onStartup: .seconds(300))
        #expect(b.stubRouterOptions == startup && c.stubRouterOptions == startup)
        options.summaryMetric = nil
        #expect(
            scenario.timeline.map(\.actions) == [
                [.setStubRouter(router: 0, false, options)],
                [
                    .setStubRouter(
                        router: 1, true, StubRouterOptions(externalMetric: 16_711_680, onStartup: .seconds(300)))
                ],
            ])
    }

    @Test func `Rules about routes`() throws {
        let text =
            row + """
                expect:
                  - {routers: a, route: 10.255.0.3/32, path: intra-area, cost: 20, via: 10.0.0.2, checkpoint: 1}
                  - {routers: [a, b], route: 192.0.2.0/24, present: false}
                  - {routers: a, route: 10.0.0.0/30, via-at-least: [eth0]}
                  - {routers: a, all-routes: [10.0.0.0/30]}
                """
        let prefix = try #require(IPv4Prefix("10.255.0.3/32"))
        let link = try #require(IPv4Prefix("10.0.0.0/30"))
        let absent = RouteExpectation.Demand.absent(try #require(IPv4Prefix("192.0.2.0/24")))
        let next = try #require(IPv4Address("10.0.0.2"))
        let expected: [RouteExpectation] = [
            RouteExpectation(
                router: 0,
                .present(prefix, path: .intraArea, cost: 20, type2Cost: nil, via: .exactly([.address(next)])),
                checkpoint: 1),
            RouteExpectation(router: 0, absent), RouteExpectation(router: 1, absent),
            RouteExpectation(
                router: 0, .present(link, path: nil, cost: nil, type2Cost: nil, via: .including([.interface(0)]))),
            RouteExpectation(router: 0, .all([link])),
        ]
        #expect(try scenario(text).expectations.map(\.rule) == expected.map { .route($0) })
        #expect(
            messages(row + "expect: [{routers: a, route: 10.0.0.0/30, via: eth7}, {route: 10.0.0.0/30}]") == [
                "net.yaml:5:48: error: 'a' has no interface 'eth7'; did you mean 'eth0'?",
                "net.yaml:5:55: error: a rule about routes needs 'routers'",
            ])
    }
}
