import NetworkPrimitives
import OSPFWire
import Testing

@testable import OSPF

@Suite("RFC 2328 §12.4 Originating LSAs, each type at one router") struct OriginationTests {
    private typealias Link = RouterLSABody.Link

    private func updates(_ rig: RouterRig) -> [LSA] {
        rig.sent.flatMap { packet -> [LSA] in
            if case .linkStateUpdate(let update) = packet.body { update.lsas } else { [] }
        }
    }

    // MARK: Router-LSAs

    @Test func `§12.4.1.1: a point-to-point link is a stub, and a link to the neighbor once that is Full`() {
        var rig = RouterRig(.pointToPoint)
        #expect(rig.own(.router)?.links == [.stub("10.1.0.0/24")])
        rig.meet(RigPeer(3))
        rig.settle()
        #expect(rig.own(.router)?.links == [.pointToPoint("10.0.0.3", "10.1.0.2"), .stub("10.1.0.0/24")])
        #expect(rig.own(.router)?.header.sequenceNumber == Int32.min + 2)
    }

    @Test func `§12.4.1.1: an unnumbered link is told by its number, and has no stub`() {
        var rig = RouterRig(.broadcast, .pointToPoint) { $0.interfaces[1].isUnnumbered = true }
        rig.meet(RigPeer(3, on: 1))
        rig.settle()
        #expect(rig.own(.router)?.links.last?.type == .pointToPoint)
        #expect((rig.own(.router)?.links.last?.data.bits).map { $0 < 256 } == true)
    }

    @Test func `§12.4.1.2: a broadcast network is a stub while the router waits, or nobody is Full`() {
        var rig = RouterRig(.broadcast)
        #expect(rig.own(.router)?.links == [.stub("10.1.0.0/24")])
        rig.pass(.seconds(60))
        #expect(rig.interfaceState() == .designatedRouter)
        #expect(rig.own(.router)?.links == [.stub("10.1.0.0/24")])
    }

    @Test func `§12.4.1.2: it is a transit network while the router is Full with its Designated Router`() {
        var rig = RouterRig(.broadcast)
        let designated = RigPeer(9)
        rig.greet(designated.asDesignated)
        rig.settle(.seconds(10))
        #expect(rig.own(.router)?.links == [.stub("10.1.0.0/24")])
        rig.meet(designated)
        rig.settle()
        #expect(rig.own(.router)?.links == [.transit("10.1.0.9", "10.1.0.2")])
    }

    @Test func `§12.4.1.2: and while the router is Designated Router itself and somebody is Full`() {
        let rig = RigNetwork.lan(as: .designatedRouter)
        #expect(rig.own(.router)?.links.first == .transit("10.1.0.2", "10.1.0.2"))
    }

    @Test func `§12.4.1.4: a point-to-multipoint network is a host route, and a link to each Full neighbor`() {
        var rig = RouterRig(.pointToMultipoint)
        rig.meet(RigPeer(3))
        rig.meet(RigPeer(4))
        rig.settle()
        #expect(
            Set(rig.own(.router)?.links ?? []) == [
                .pointToPoint("10.0.0.3", "10.1.0.2"), .pointToPoint("10.0.0.4", "10.1.0.2"),
                .stub("10.1.0.2/32", cost: 0),
            ])
    }

    @Test func `§12.4.1: the bits B and E tell area border routers and AS boundary routers, not E in a stub area`() {
        let rig = RouterRig(.pointToPoint, .pointToPoint, .pointToPoint) {
            ($0.interfaces[1].area, $0.interfaces[2].area) = ("0.0.0.1", "0.0.0.2")
            $0.areas = [AreaConfiguration(area: "0.0.0.2", kind: .stub)]
            $0.redistributions = [RedistributionConfiguration(name: "x", prefixes: ["192.0.2.0/24"])]
        }
        let own = rig.lsas(.router)
        #expect(
            own.map(\.flags) == [
                [.areaBorderRouter, .asBoundaryRouter], [.areaBorderRouter, .asBoundaryRouter], .areaBorderRouter,
            ])
        #expect(own.map { $0.header.options } == [2, 2, 0])
        // Each area is told of its own links alone.
        #expect(own.map(\.links) == [[.stub("10.1.0.0/24")], [.stub("10.1.1.0/24")], [.stub("10.1.2.0/24")]])
    }

    @Test func `§12.4.1: loopbacks are host routes`() {
        let rig = RouterRig(.pointToPoint) { $0.loopbacks = [LoopbackConfiguration(address: "10.0.0.2")] }
        #expect(rig.own(.router)?.links.last == .stub("10.0.0.2/32", cost: 0))
    }

    // MARK: When

    @Test func `§12.4: the next instance follows MinLSInterval after the last, with all that changed until then`() {
        var rig = RigNetwork.pair()
        let number = rig.own(.router)!.header.sequenceNumber
        rig.handle(.configure(.cost(11, interface: 0)))
        #expect(rig.own(.router)?.header.sequenceNumber == number + 1)
        rig.pass(.seconds(1))
        rig.handle(.configure(.cost(12, interface: 0)))
        rig.pass(.milliseconds(3_999))
        #expect(rig.own(.router)?.header.sequenceNumber == number + 1)
        rig.handle(.configure(.cost(13, interface: 0)))
        rig.pass(.milliseconds(1))
        #expect(rig.own(.router)?.header.sequenceNumber == number + 2)
        #expect(rig.own(.router)?.links.first?.metric == 13)
    }

    @Test func `§12.4 (1): at LSRefreshTime each own LSA is originated again, as it is`() {
        var rig = RigNetwork.pair()
        let before = rig.own(.router)!
        rig.settle(.seconds(1_800 - Int64(before.header.age)))
        let after = rig.own(.router)!
        #expect(after.header.sequenceNumber == before.header.sequenceNumber + 1)
        #expect(after.body == before.body && after.header.age < 60)
    }

    // MARK: Network-LSAs

    @Test func `§12.4.2: the Designated Router lists itself and all that are Full with it`() {
        var rig = RigNetwork.lan(as: .designatedRouter)
        #expect(rig.own(.network)?.header.linkStateID == "10.1.0.2")
        #expect(rig.own(.network).map { Set($0.attached) } == ["10.0.0.2", "10.0.0.8", "10.0.0.3"])
        rig.greet(RigPeer(5))
        rig.settle()
        #expect(rig.own(.network)?.attached.count == 3)
        rig.silence(RigPeer(3))
        rig.settle(.seconds(60))
        #expect(rig.own(.network).map { Set($0.attached) } == ["10.0.0.2", "10.0.0.8"])
    }

    @Test func `§12.4.2: without a Full neighbor there is none, and it is flushed when the last is gone`() {
        var rig = RigNetwork.lan(as: .designatedRouter)
        rig.silence(RigPeer(3))
        rig.silence(RigPeer(8))
        let before = rig.own(.network)!
        rig.pass(.seconds(41))
        #expect(updates(rig).contains { $0.header.key == before.header.key && $0.header.age == 3_600 })
    }

    @Test func `§12.4.2: a Designated Router that loses the role flushes its network-LSA`() {
        var rig = RigNetwork.lan(as: .designatedRouter)
        rig.greet(RigPeer(8).asDesignated)
        // The other one is Backup: its Router ID is higher.
        #expect(rig.interfaceState() == .drOther)
        #expect(updates(rig).contains { $0.header.type == .network && $0.header.age == 3_600 })
    }

    // MARK: Summary-LSAs

    /// A border router between the backbone, with 10.0.0.3, and area 1, with 10.0.0.4.
    private func border(_ lsas: LSA..., configure: (inout RouterConfiguration) -> Void = { _ in }) -> RouterRig {
        var rig = RouterRig(.pointToPoint, .pointToPoint) {
            $0.interfaces[1].area = "0.0.0.1"
            configure(&$0)
        }
        rig.meet(RigPeer(3), describing: lsas.filter { $0.header.advertisingRouter != "10.0.0.4" })
        rig.meet(RigPeer(4, on: 1), describing: lsas.filter { $0.header.advertisingRouter == "10.0.0.4" })
        rig.settle()
        return rig
    }

    private func summaries(_ rig: RouterRig, _ type: LSType = .summaryNetwork) -> [String] {
        rig.lsas(type).filter { $0.header.advertisingRouter == "10.0.0.2" }.map {
            "\($0.header.linkStateID) \($0.metric!)"
        }
    }

    private let inner = LSA.router(
        "10.0.0.4", .pointToPoint("10.0.0.2", "10.1.1.4"), .stub("192.0.2.0/25", cost: 5),
        .stub("192.0.2.128/25", cost: 7))
    private let outer = LSA.router(
        "10.0.0.3", flags: .asBoundaryRouter, .pointToPoint("10.0.0.2", "10.1.0.3"), .stub("198.51.100.0/24", cost: 1))

    @Test func `§12.4.3: networks of each area are told to the other, at their distance`() {
        let rig = border(inner, outer)
        #expect(
            summaries(rig) == [
                "10.1.1.0 10", "192.0.2.0 15", "192.0.2.128 17", "10.1.0.0 10", "198.51.100.0 11",
            ])
    }

    @Test func `§12.4.3: inter-area routes are told to other areas, never back into the backbone`() {
        let rig = border(
            inner,
            LSA.router("10.0.0.3", flags: .areaBorderRouter, sequence: 2, .pointToPoint("10.0.0.2", "10.1.0.3")),
            .summary("203.0.113.0/24", by: "10.0.0.3", metric: 3))
        #expect(summaries(rig) == ["10.1.1.0 10", "192.0.2.0 15", "192.0.2.128 17", "10.1.0.0 10", "203.0.113.0 13"])
    }

    @Test func `§12.4.3: a range is told in the place of what lies in it, at the largest distance, or not at all`() {
        for (isAdvertised, expected) in [(true, ["10.1.1.0 10", "192.0.2.0 17"]), (false, ["10.1.1.0 10"])] {
            let rig = border(inner) {
                $0.areas = [
                    AreaConfiguration(
                        area: "0.0.0.1", ranges: [AreaRange(prefix: "192.0.2.0/24", isAdvertised: isAdvertised)])
                ]
            }
            #expect(summaries(rig).filter { !$0.hasPrefix("10.1.0.0") } == expected)
        }
    }

    @Test func `§12.4.3: AS boundary routers are told to other areas, not into a stub area`() {
        #expect(summaries(border(inner, outer), .summaryASBR) == ["10.0.0.3 10"])
        var rig = RouterRig(.pointToPoint, .pointToPoint) {
            $0.interfaces[1].area = "0.0.0.1"
            $0.areas = [AreaConfiguration(area: "0.0.0.1", kind: .stub, defaultCost: 4)]
        }
        rig.meet(RigPeer(3), describing: [outer])
        rig.settle()
        #expect(summaries(rig, .summaryASBR).isEmpty)
        // §12.4.3.1: it gets a default route.
        #expect(summaries(rig).contains("0.0.0.0 4"))
    }

    @Test func `§12.4.3: a destination that is gone is withdrawn`() {
        var rig = border(inner, outer)
        rig.receive(
            .update([LSA.router("10.0.0.4", sequence: 2, .pointToPoint("10.0.0.2", "10.1.1.4"))]),
            from: RigPeer(4, on: 1))
        rig.settle()
        #expect(summaries(rig) == ["10.1.1.0 10", "10.1.0.0 10", "198.51.100.0 11"])
    }

    // MARK: AS-external-LSAs

    @Test func `§12.4.4: what is redistributed is told to the autonomous system, with metric, type and tag`() throws {
        let rig = RouterRig(.pointToPoint) {
            $0.redistributions = [
                RedistributionConfiguration(
                    name: "x", prefixes: ["192.0.2.0/24", "198.51.100.0/24"], isType2: false, metric: 77, tag: 5)
            ]
        }
        let own = rig.lsas(.asExternal)
        #expect(own.map { $0.header.linkStateID } == ["192.0.2.0", "198.51.100.0"])
        guard case .external(let body) = try own[0].decodedBody() else { return #expect(Bool(false)) }
        #expect(body.mask == "255.255.255.0")
        #expect(
            body.routes.map(\.metric) == [77] && body.routes.map(\.externalType) == [.type1]
                && body.routes.map(\.tag) == [5])
    }

    @Test func `§12.4.4, App. E: two networks with one address have two Link State IDs`() {
        let rig = RouterRig(.pointToPoint) {
            $0.redistributions = [
                RedistributionConfiguration(name: "x", prefixes: ["192.0.2.0/24", "192.0.2.0/25"])
            ]
        }
        #expect(rig.lsas(.asExternal).map { $0.header.linkStateID }.count == 2)
        #expect(Set(rig.lsas(.asExternal).map { $0.header.linkStateID }).count == 2)
    }

    @Test func `§12.4.4: what is withdrawn is flushed at once, whatever MinLSInterval says`() {
        var rig = RigNetwork.pair {
            $0.redistributions = [RedistributionConfiguration(name: "x", prefixes: ["192.0.2.0/24"])]
        }
        rig.handle(.configure(.withdraw(name: "x")))
        #expect(updates(rig).filter { $0.header.type == .asExternal }.map { $0.header.age } == [3_600, 3_600])
    }
}
