import NetworkPrimitives
import OSPFWire
import Testing

@testable import OSPF

/// A router with links to 10.0.0.3 and 10.0.0.4, and a database that they gave it.
private func routes(_ database: LSA..., configure: (inout RouterConfiguration) -> Void = { _ in }) -> RouterRig {
    RigNetwork.pair(describing: database, configure)
}

/// The neighbors' router-LSAs, with a link back and more links.
private func third(flags: RouterLSABody.Flags = [], _ links: RouterLSABody.Link...) -> LSA {
    neighbor("10.0.0.3", "10.1.0.3", flags, links)
}
private func fourth(flags: RouterLSABody.Flags = [], _ links: RouterLSABody.Link...) -> LSA {
    neighbor("10.0.0.4", "10.1.1.4", flags, links)
}
private func neighbor(
    _ id: RouterID, _ address: IPv4Address, _ flags: RouterLSABody.Flags, _ links: [RouterLSABody.Link]
) -> LSA {
    LSA(
        age: 1, options: 2, type: .router, linkStateID: IPv4Address(bits: id.bits), advertisingRouter: id,
        sequenceNumber: 1,
        body: .router(RouterLSABody(flags: flags, links: [.pointToPoint("10.0.0.2", address)] + links)))
}

@Suite("RFC 2328 §16.1 The shortest-path tree of an area") struct Section16_1Tests {
    @Test func `§16.1 (4): stub networks behind a router, at the sum of the costs`() {
        let rig = routes(third(.stub("192.0.2.0/24", cost: 5)))
        #expect(rig.route("192.0.2.0/24") == "intra-area 15 via 10.1.0.3")
        #expect(rig.route("10.1.0.0/24") == "intra-area 10 via eth0")
    }

    @Test func `§16.1 (2)(b): a link counts only if the other end has one back`() {
        let fifth = LSA.router("10.0.0.5", .stub("192.0.2.0/24"))
        let oneWay = routes(third(.pointToPoint("10.0.0.5", "10.9.0.3")), fifth)
        #expect(oneWay.route("192.0.2.0/24") == nil)
        let bothWays = routes(
            third(.pointToPoint("10.0.0.5", "10.9.0.3")),
            LSA.router("10.0.0.5", .pointToPoint("10.0.0.3", "10.9.0.5", cost: 99), .stub("192.0.2.0/24")))
        // The costs of the way back do not count.
        #expect(bothWays.route("192.0.2.0/24") == "intra-area 30 via 10.1.0.3")
    }

    @Test func `§16.1: a transit network is reached by the cost of the router's link, and left for nothing`() {
        let rig = routes(
            third(.transit("10.9.0.5", "10.9.0.3", cost: 3)),
            LSA.router("10.0.0.5", .transit("10.9.0.5", "10.9.0.5", cost: 100), .stub("192.0.2.0/24", cost: 1)),
            .network("10.9.0.5", by: "10.0.0.5", "10.0.0.5", "10.0.0.3"))
        #expect(rig.route("10.9.0.0/24") == "intra-area 13 via 10.1.0.3")
        #expect(rig.route("192.0.2.0/24") == "intra-area 14 via 10.1.0.3")
    }

    @Test func `§16.1 (2)(b): a network-LSA that does not list the router joins nobody`() {
        let rig = routes(
            third(.transit("10.9.0.5", "10.9.0.3", cost: 3)),
            LSA.router("10.0.0.5", .transit("10.9.0.5", "10.9.0.5"), .stub("192.0.2.0/24", cost: 1)),
            .network("10.9.0.5", by: "10.0.0.5", "10.0.0.5"))
        #expect(rig.route("10.9.0.0/24") == nil && rig.route("192.0.2.0/24") == nil)
    }

    @Test func `§16.1 (2)(d): the shorter of two ways, and both where they are equal (§16.8)`() {
        let stub = RouterLSABody.Link.stub("192.0.2.0/24", cost: 5)
        #expect(
            routes(third(stub), fourth(.stub("192.0.2.0/24", cost: 6))).route("192.0.2.0/24")
                == "intra-area 15 via 10.1.0.3")
        #expect(routes(third(stub), fourth(stub)).route("192.0.2.0/24") == "intra-area 15 via 10.1.0.3 and 10.1.1.4")
    }

    @Test func `§16.1 (3): routers of equal ways in the middle hand on all of them`() {
        let rig = routes(
            third(.pointToPoint("10.0.0.5", "10.9.0.3")), fourth(.pointToPoint("10.0.0.5", "10.8.0.4")),
            LSA.router(
                "10.0.0.5", .pointToPoint("10.0.0.3", "10.9.0.5"), .pointToPoint("10.0.0.4", "10.8.0.5"),
                .stub("192.0.2.0/24", cost: 1)))
        #expect(rig.route("192.0.2.0/24") == "intra-area 21 via 10.1.0.3 and 10.1.1.4")
    }

    @Test func `§16.1: an LSA at MaxAge is no part of the tree`() {
        var rig = routes(third(.stub("192.0.2.0/24")))
        rig.receive(.update([third(.stub("192.0.2.0/24")).with(age: 3_600)]), from: RigPeer(3))
        rig.pass(.seconds(10))
        #expect(rig.route("192.0.2.0/24") == nil)
    }

    @Test
    func `§16.1.1: the next hop into a network that the router is attached to is the address of the router there`() {
        var rig = RouterRig(.broadcast)
        let designated = RigPeer(9)
        rig.greet(designated.asDesignated)
        rig.meet(
            designated,
            describing: [
                .router("10.0.0.9", .transit("10.1.0.9", "10.1.0.9")),
                .network("10.1.0.9", by: "10.0.0.9", "10.0.0.9", "10.0.0.2", "10.0.0.5"),
                .router("10.0.0.5", .transit("10.1.0.9", "10.1.0.5"), .stub("192.0.2.0/24", cost: 1)),
            ])
        rig.settle()
        #expect(rig.route("192.0.2.0/24") == "intra-area 11 via 10.1.0.5")
        #expect(rig.route("10.1.0.0/24") == "intra-area 10 via eth0")
    }

    @Test func `§16.1: a link of cost 65,535 is an ordinary one, and a path beyond has its cost added`() {
        let rig = routes(
            third(.pointToPoint("10.0.0.5", "10.9.0.3", cost: 65_535)),
            LSA.router("10.0.0.5", .pointToPoint("10.0.0.3", "10.9.0.5"), .stub("192.0.2.0/24", cost: 65_535)))
        #expect(rig.route("192.0.2.0/24") == "intra-area 131080 via 10.1.0.3")
    }
}

@Suite("RFC 2328 §16.2 The inter-area routes") struct Section16_2Tests {
    private let border = third(flags: .areaBorderRouter)

    @Test func `§16.2 (5): the distance to the border router and the metric`() {
        let rig = routes(border, .summary("192.0.2.0/24", by: "10.0.0.3", metric: 7))
        #expect(rig.route("192.0.2.0/24") == "inter-area 17 via 10.1.0.3")
    }

    @Test func `§16.2 (1): LSInfinity is no distance, and MaxAge no LSA`() {
        var rig = routes(border, .summary("192.0.2.0/24", by: "10.0.0.3", metric: 0xFF_FFFF))
        #expect(rig.route("192.0.2.0/24") == nil)
        rig = routes(border, .summary("192.0.2.0/24", by: "10.0.0.3", metric: 7))
        rig.receive(.update([.summary("192.0.2.0/24", by: "10.0.0.3", metric: 7, age: 3_600)]), from: RigPeer(3))
        rig.pass(.seconds(10))
        #expect(rig.route("192.0.2.0/24") == nil)
    }

    @Test func `§16.2 (4): who is no border router, or cannot be reached, tells nothing`() {
        #expect(routes(third(), .summary("192.0.2.0/24", by: "10.0.0.3")).route("192.0.2.0/24") == nil)
        #expect(routes(border, .summary("192.0.2.0/24", by: "10.0.0.77")).route("192.0.2.0/24") == nil)
    }

    @Test func `§16.2 (6): intra-area routes are better, whatever they cost`() {
        let rig = routes(
            border, fourth(.stub("192.0.2.0/24", cost: 1_000)), .summary("192.0.2.0/24", by: "10.0.0.3", metric: 1))
        #expect(rig.route("192.0.2.0/24") == "intra-area 1010 via 10.1.1.4")
    }

    @Test func `§16.2 (6): the shorter of two, and both where they are equal`() {
        let borders = [border, fourth(flags: .areaBorderRouter)]
        for (metric, expected) in [
            (UInt32(7), "inter-area 17 via 10.1.0.3 and 10.1.1.4"), (6, "inter-area 16 via 10.1.1.4"),
        ] {
            let rig = routes(
                borders[0], borders[1], .summary("192.0.2.0/24", by: "10.0.0.3", metric: 7),
                .summary("192.0.2.0/24", by: "10.0.0.4", metric: metric))
            #expect(rig.route("192.0.2.0/24") == expected)
        }
    }

    @Test func `§16.2: an area border router examines the summary-LSAs of the backbone alone`() {
        func both(_ type: BorderRouterType) -> RouterRig {
            var rig = RouterRig(.pointToPoint, .pointToPoint) {
                $0.interfaces[1].area = "0.0.0.1"
                $0.borderRouterType = type
            }
            rig.meet(RigPeer(3), describing: [border, .summary("192.0.2.0/24", by: "10.0.0.3", metric: 7)])
            rig.meet(
                RigPeer(4, on: 1),
                describing: [fourth(flags: .areaBorderRouter), .summary("198.51.100.0/24", by: "10.0.0.4", metric: 1)])
            rig.settle()
            return rig
        }
        let rig = both(.standard)
        #expect(rig.route("192.0.2.0/24") == "inter-area 17 via 10.1.0.3")
        #expect(rig.route("198.51.100.0/24") == nil)
    }

    @Test func `§16.2 (2): what the router told itself is no news`() {
        var rig = RouterRig(.pointToPoint, .pointToPoint) { $0.interfaces[1].area = "0.0.0.1" }
        rig.meet(RigPeer(3), describing: [third(flags: .areaBorderRouter)])
        rig.meet(RigPeer(4, on: 1), describing: [fourth(.stub("192.0.2.0/24", cost: 5))])
        rig.settle()
        #expect(rig.own(.summaryNetwork, "192.0.2.0") != nil)
        rig.handle(.carrierLost(on: 1))
        rig.settle()
        #expect(rig.route("192.0.2.0/24") == nil)
    }
}

@Suite("RFC 2328 §16.3 and §15 Transit areas at one end of a virtual link") struct Section16_3Tests {
    /// The router's backbone is a virtual link through area 1, whose only neighbor is the other end.
    private func virtual(_ transit: LSA..., backbone: LSA...) -> RouterRig {
        var rig = RouterRig(.pointToPoint, .virtualLink, .pointToPoint) {
            $0.interfaces[0].area = "0.0.0.1"
            $0.interfaces[1].virtualLink = .init(transitArea: "0.0.0.1", neighbor: "10.0.0.3")
            $0.interfaces[2].area = "0.0.0.2"
        }
        let isThere = transit.contains { $0.header.type == .router && $0.header.advertisingRouter == "10.0.0.3" }
        rig.meet(RigPeer(3), describing: (isThere ? [] : [third(flags: .areaBorderRouter)]) + transit)
        rig.settle()
        let other = RigPeer(3, on: 1, through: 0)
        rig.meet(other, describing: backbone)
        rig.settle()
        return rig
    }

    private let end = LSA.router("10.0.0.3", flags: .areaBorderRouter, .virtual("10.0.0.2", "10.1.0.3"))

    @Test func `§15: the link comes up with a path through the transit area, at the cost of that path`() {
        let rig = virtual(backbone: end)
        #expect(rig.interfaceState(1) == .pointToPoint)
        let backbone = rig.lsas(.router).first { $0.links.contains { $0.type == .virtual } }
        #expect(backbone?.links == [.virtual("10.0.0.3", "10.1.0.2", cost: 10)])
        // §12.4.1: bit V tells the transit area.
        #expect(
            rig.lsas(.router).contains {
                $0.header.advertisingRouter == "10.0.0.2" && $0.flags.contains(.virtualLinkEndpoint)
            })
    }

    @Test func `§15: it goes down with the path`() {
        var rig = virtual(backbone: end)
        rig.handle(.carrierLost(on: 0))
        rig.pass(.seconds(10))
        #expect(rig.interfaceState(1) == .down)
    }

    @Test func `§16.3: what is learned in the backbone is reached by the next hop into the transit area`() {
        let rig = virtual(
            .summary("192.0.2.0/24", by: "10.0.0.3", metric: 5),
            backbone: .router(
                "10.0.0.3", flags: .areaBorderRouter, .virtual("10.0.0.2", "10.1.0.3"), .stub("192.0.2.0/24", cost: 5)))
        #expect(rig.route("192.0.2.0/24") == "intra-area 15 via 10.1.0.3")
    }

    @Test func `§16.3: a summary-LSA of the transit area that is as good or better decides the way`() {
        let fifth = LSA.router(
            "10.0.0.5", flags: .areaBorderRouter, .pointToPoint("10.0.0.3", "10.9.0.5"))
        let rig = virtual(
            LSA.router(
                "10.0.0.3", flags: .areaBorderRouter, sequence: 2, .pointToPoint("10.0.0.2", "10.1.0.3"),
                .pointToPoint("10.0.0.5", "10.9.0.3", cost: 1)),
            fifth, .summary("192.0.2.0/24", by: "10.0.0.5", metric: 1),
            backbone: end, .summary("192.0.2.0/24", by: "10.0.0.3", metric: 40))
        #expect(rig.route("192.0.2.0/24") == "inter-area 12 via 10.1.0.3")
    }
}

@Suite("RFC 2328 §16.4 The external routes") struct Section16_4Tests {
    private let boundary = third(flags: .asBoundaryRouter)
    private let otherBoundary = fourth(flags: .asBoundaryRouter)

    private func external(
        _ router: RouterID = "10.0.0.3", _ type: ExternalLSABody.MetricType = .type2, metric: UInt32 = 20,
        forwarding: IPv4Address = .unspecified
    ) -> LSA {
        .external("192.0.2.0/24", by: router, type, metric: metric, forwarding: forwarding)
    }

    @Test func `§16.4 (4): type 1 adds its metric to the distance, type 2 does not`() {
        #expect(
            routes(boundary, external("10.0.0.3", .type1)).route("192.0.2.0/24") == "external type 1 30 via 10.1.0.3")
        #expect(routes(boundary, external()).route("192.0.2.0/24") == "external type 2 20, 10 to it via 10.1.0.3")
    }

    @Test func `§16.4 (1): LSInfinity is no metric`() {
        #expect(routes(boundary, external(metric: 0xFF_FFFF)).route("192.0.2.0/24") == nil)
    }

    @Test func `§16.4 (3): who does not set the E-bit, or cannot be reached, has no external routes`() {
        #expect(routes(third(), external()).route("192.0.2.0/24") == nil)
        #expect(routes(boundary, external("10.0.0.77")).route("192.0.2.0/24") == nil)
    }

    @Test func `§16.4 (3): an AS boundary router of another area is reached by its ASBR-summary-LSA`() {
        let rig = routes(
            third(flags: .areaBorderRouter), .boundarySummary("10.0.0.77", by: "10.0.0.3", metric: 8),
            external("10.0.0.77"))
        #expect(rig.route("192.0.2.0/24") == "external type 2 20, 18 to it via 10.1.0.3")
    }

    @Test func `§16.4 (3): a forwarding address is looked up, and traffic goes there and not to the originator`() {
        let rig = routes(
            boundary, fourth(.stub("203.0.113.0/24", cost: 4)), external(forwarding: "203.0.113.9"))
        #expect(rig.route("192.0.2.0/24") == "external type 2 20, 14 to it via 10.1.1.4")
    }

    @Test func `§16.4 (3): a forwarding address without a route inside the AS makes the LSA useless`() {
        #expect(routes(boundary, external(forwarding: "203.0.113.9")).route("192.0.2.0/24") == nil)
        // An external route to it does not help.
        let rig = routes(
            boundary, .external("203.0.113.0/24", by: "10.0.0.3", metric: 1), external(forwarding: "203.0.113.9"))
        #expect(rig.route("203.0.113.0/24") != nil && rig.route("192.0.2.0/24") == nil)
    }

    @Test func `§16.4 (6): type 1 before type 2, then the smaller metric, then the nearer boundary router`() {
        func best(_ first: LSA, _ second: LSA) -> String? {
            RigNetwork.pair(describing: [boundary, otherBoundary, first, second]) { $0.interfaces[1].cost = 11 }
                .route("192.0.2.0/24")
        }
        #expect(
            best(external("10.0.0.3", .type2, metric: 1), external("10.0.0.4", .type1, metric: 500))
                == "external type 1 511 via 10.1.1.4")
        #expect(
            best(external("10.0.0.3", metric: 20), external("10.0.0.4", metric: 19))
                == "external type 2 19, 11 to it via 10.1.1.4")
        #expect(
            best(external("10.0.0.3", metric: 20), external("10.0.0.4", metric: 20))
                == "external type 2 20, 10 to it via 10.1.0.3")
        #expect(
            best(external("10.0.0.3", .type1, metric: 21), external("10.0.0.4", .type1, metric: 20))
                == "external type 1 31 via 10.1.0.3 and 10.1.1.4")
    }

    @Test func `§16.4 (5): routes inside the AS are better than external ones`() {
        let rig = routes(boundary, fourth(.stub("192.0.2.0/24", cost: 60_000)), external(metric: 1))
        #expect(rig.route("192.0.2.0/24") == "intra-area 60010 via 10.1.1.4")
    }

    @Test func `§16.4: what the router redistributes itself it has already`() {
        let rig = RigNetwork.pair(describing: [boundary]) {
            $0.redistributions = [RedistributionConfiguration(name: "x", prefixes: ["192.0.2.0/24"])]
        }
        #expect(rig.own(.asExternal) != nil && rig.route("192.0.2.0/24")?.contains("10.1.0.3") != true)
    }

    @Test func `§16.4.1: of equal boundary routers, one inside a non-backbone area goes before one in the backbone`() {
        func rig(_ isCompatible: Bool) -> RouterRig {
            var rig = RouterRig(.pointToPoint, .pointToPoint) {
                $0.interfaces[1].area = "0.0.0.1"
                $0.interfaces[1].cost = 30
                $0.isRFC1583Compatible = isCompatible
            }
            rig.meet(RigPeer(3), describing: [boundary, external("10.0.0.3"), external("10.0.0.4")])
            rig.meet(RigPeer(4, on: 1), describing: [otherBoundary])
            rig.settle()
            return rig
        }
        #expect(rig(false).route("192.0.2.0/24") == "external type 2 20, 30 to it via 10.1.1.4")
        #expect(rig(true).route("192.0.2.0/24") == "external type 2 20, 10 to it via 10.1.0.3")
    }
}

@Suite("RFC 2328 §16.5 to §16.7 What changes of the table lead to") struct Section16_7Tests {
    @Test func `§16.5: a changed summary-LSA changes the route`() {
        var rig = routes(third(flags: .areaBorderRouter), .summary("192.0.2.0/24", by: "10.0.0.3", metric: 7))
        rig.receive(.update([.summary("192.0.2.0/24", by: "10.0.0.3", metric: 9, sequence: 2)]), from: RigPeer(3))
        rig.pass(.seconds(10))
        #expect(rig.route("192.0.2.0/24") == "inter-area 19 via 10.1.0.3")
    }

    @Test func `§16.6: a changed AS-external-LSA changes the route`() {
        var rig = routes(third(flags: .asBoundaryRouter), .external("192.0.2.0/24", by: "10.0.0.3"))
        rig.receive(.update([.external("192.0.2.0/24", by: "10.0.0.3", metric: 5, sequence: 2)]), from: RigPeer(3))
        rig.pass(.seconds(10))
        #expect(rig.route("192.0.2.0/24") == "external type 2 5, 10 to it via 10.1.0.3")
        rig.receive(
            .update([.external("192.0.2.0/24", by: "10.0.0.3", metric: 5, sequence: 2, age: 3_600)]), from: RigPeer(3))
        rig.pass(.seconds(10))
        #expect(rig.route("192.0.2.0/24") == nil)
    }

    @Test func `§16.7: a border router tells the change of an area's route to the other areas`() {
        var rig = RouterRig(.pointToPoint, .pointToPoint) { $0.interfaces[1].area = "0.0.0.1" }
        rig.meet(RigPeer(3))
        rig.meet(RigPeer(4, on: 1), describing: [fourth(.stub("192.0.2.0/24", cost: 5))])
        rig.settle()
        #expect(rig.own(.summaryNetwork, "192.0.2.0")?.metric == 15)
        var changed = fourth(.stub("192.0.2.0/24", cost: 6)).with(sequence: 2)
        rig.receive(.update([changed]), from: RigPeer(4, on: 1))
        rig.settle(.seconds(10))
        #expect(rig.own(.summaryNetwork, "192.0.2.0")?.metric == 16)
        changed = fourth().with(sequence: 3)
        rig.receive(.update([changed]), from: RigPeer(4, on: 1))
        rig.settle(.seconds(10))
        #expect(rig.own(.summaryNetwork, "192.0.2.0") == nil)
    }
}
