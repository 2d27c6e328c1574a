import Analysis
import Emulation
import NetworkPrimitives
import OSPF
import Scenarios
import Testing

@Suite("Network types and virtual links in files") struct NetworkTypeTests {
    @Test func `An unnumbered link borrows loopbacks, and takes no prefix from the pool`() throws {
        let scenario = try scenario(
            """
            routers: {a: {loopback: 192.0.2.1}, b: {loopback: none, router-id: 192.0.2.2}, c: }
            links:
              - {link: [a, b], unnumbered: true}
              - {link: [{router: a, address: 192.0.2.9}, c], unnumbered: true}
              - {link: [b, c], stub-link: neighbor}
            """)
        let a = try scenario.router("a").ospf.interfaces
        #expect(a.map { "\($0.address)" } == ["192.0.2.1", "192.0.2.9"] && a.allSatisfy(\.isUnnumbered))
        let b = try scenario.router("b").ospf.interfaces
        #expect(b.map { "\($0.address)" } == ["192.0.2.2", "10.0.0.1"])
        #expect(b[1].pointToPointStub == .neighbor && !b[1].isUnnumbered)
    }

    @Test func `Members of a non-broadcast LAN know all whom they reach, unless the file says whom`() throws {
        let text = """
            routers: [a, b, c]
            lans:
              nbma: {interface-type: non-broadcast, circuits: [[a, b], [a, c]], members: {a: {priority: 5}, b: , c: {priority: 0}}}
              cloud:
                interface-type: point-to-multipoint
                members:
                  a: {static-neighbors: [b, {router: c, cost: 7, poll-interval: 30s, priority: 0}]}
                  b:
                  c:
            """
        let scenario = try scenario(text)
        #expect(scenario.network.segments[0].circuits == [Circuit(0, 1), Circuit(0, 2)])
        let a = try scenario.router("a").ospf
        #expect(a.interfaces.map(\.networkType) == [.nonBroadcast, .pointToMultipoint])
        #expect(
            a.staticNeighbors.map { "\($0.interface) \($0.address) \($0.priority)" } == [
                "0 10.64.0.2 1", "0 10.64.0.3 0", "1 10.64.1.2 1", "1 10.64.1.3 0",
            ])
        #expect(a.staticNeighbors.map(\.cost) == [nil, nil, nil, 7])
        #expect(a.staticNeighbors[3].pollInterval == .seconds(30))
        #expect(try scenario.router("b").ospf.staticNeighbors.map { "\($0.address) \($0.priority)" } == ["10.64.0.1 5"])
    }

    @Test func `A virtual link is an interface of both ends, and an action configures it`() throws {
        let scenario = try scenario(
            """
            routers: [a, b, c]
            links: [[a, b], {link: [b, c], area-id: 1}]
            virtual-links: [{routers: [b, c], transit-area-id: 1, hello-interval: 2s, enabled: false}]
            timeline: [{at: 5s, set-virtual-link: {routers: [c, b], enabled: true}}]
            """)
        let link = try #require(try scenario.router("b").ospf.interfaces.last)
        let neighbor = try scenario.router("c").ospf.routerID
        #expect(link.networkType == .virtualLink && link.area == .backbone && !link.isEnabled)
        #expect(link.virtualLink == .init(transitArea: AreaID(bits: 1), neighbor: neighbor))
        #expect(link.helloInterval == .seconds(2) && link.deadInterval == .seconds(8))
        #expect(
            scenario.timeline.flatMap(\.actions) == [
                .setEnabled(router: 2, interface: 1, true), .setEnabled(router: 1, interface: 2, true),
            ])
    }

    @Test func `A stub router may make more expensive than its transit links`() throws {
        let text =
            "routers: {a: {stub-router: {include-stub: true, summary-lsa: 100, external-lsa: 200}}, b: {stub-router: {always: false}}}"
        let scenario = try scenario(text + "\nlinks: [[a, b]]")
        let a = try scenario.router("a").ospf
        #expect(a.isStubRouter)
        #expect(
            a.stubRouterOptions
                == StubRouterOptions(includesStubLinks: true, summaryMetric: 100, externalMetric: 200))
        #expect(try !scenario.router("b").ospf.isStubRouter)
    }

    @Test(
        "Members of a point-to-multipoint network may have addresses without a network",
        arguments: [
            "unnumbered: true, members: [a, b, c]",
            "members: {a: {address: 10.255.0.1/32}, b: {address: 10.255.0.2/32}, c: {address: 10.255.0.3/32}}",
        ])
    func unnumberedMultipoint(lan: String) throws {
        let text =
            "routers: [a, b, c]\nlans: {x: {interface-type: point-to-multipoint, circuits: [[a, b], [b, c]], \(lan)}}"
        let scenario = try scenario(text)
        let network = try #require(try Simulation.converged(scenario.network))
        let far = try #require(network.context.store.find(IPv4Prefix("10.255.0.3/32")!))
        let route = try #require(network.routers[0].routingTable.route(to: far))
        #expect(route.cost == 20)
        let hops = network.routers[0].routingTable.nextHops(of: route).map(\.address)
        #expect(hops == [IPv4Address("10.255.0.2")!])
    }

    @Test func `Mistakes are told with their places`() {
        #expect(
            messages(
                """
                routers: [a, b, c]
                links:
                  - {link: [a, b], unnumbered: true, prefix: 10.0.0.0/30}
                  - {link: [b, c], unnumbered: true, interface-type: broadcast}
                lans:
                  x: {members: {a: {static-neighbors: [b]}, b: , c: }, circuits: [[a, a], [a, d]]}
                virtual-links:
                  - {routers: [a, b], transit-area-id: 0}
                  - {routers: [a, a], transit-area-id: 1}
                  - {routers: [a, b], transit-area-id: 3}
                timeline:
                  - {at: 1s, set-virtual-link: {routers: [a, b], enabled: true}}
                  - {at: 2s, cut: {segment: x, between: [a], silent: true}}
                """
            ).filter { $0.contains("error") } == [
                "net.yaml:3:46: error: an unnumbered link has no prefix",
                "net.yaml:4:54: error: only point-to-point and point-to-multipoint interfaces can be unnumbered",
                "net.yaml:6:39: error: only non-broadcast and point-to-multipoint interfaces have static neighbors",
                "net.yaml:6:67: error: a circuit joins two different routers",
                "net.yaml:6:79: error: there is no router 'd'",
                "net.yaml:8:40: error: a virtual link belongs to the backbone and crosses another area",
                "net.yaml:9:15: error: a virtual link joins two different routers",
                "net.yaml:10:40: error: 'a' has no interface in area 0.0.0.3",
                "net.yaml:12:42: error: these routers have no virtual link in 'virtual-links'",
                "net.yaml:13:41: error: 'between' and 'silent' exclude each other",
                "net.yaml:13:41: error: 'between' takes two different routers",
            ])
    }
}
