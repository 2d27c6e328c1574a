import Emulation
import NetworkPrimitives
import OSPF
import TestSupport
import Testing

@Suite("RFC 2328 §16.3 What transit areas' summary-LSAs tell") struct TransitAreaTests {
    /// The example of section 16.3, figure 17.
    @Test func `Traffic leaves the transit area where it is best, not where the virtual link ends`() {
        var builder = NetworkBuilder(routers: 5)
        builder.link(0, 1, cost: 1, area: 1)
        builder.link(1, 3, cost: 1, area: 1)
        builder.link(0, 2, cost: 1, area: 1)
        builder.link(2, 4, cost: 1, area: 1)
        builder.lan([3, 4])
        for (router, cost) in [(3, 100), (4, 20)] as [(Int, UInt16)] {
            let last = builder.nodes[router].ospf.interfaces.endIndex.advanced(by: -1)
            builder.nodes[router].ospf.interfaces[last].cost = cost
        }
        for router in [1, 2] { builder.nodes[router].ospf.loopbacks[0].area = AreaID(bits: 1) }
        builder.virtualLink(0, 3, through: 1)
        let network = builder.converged()
        let lan = network.context.store.find(builder.nodes[3].ospf.interfaces[1].prefix)!
        let table = network.routers[0].routingTable
        let route = table.route(to: lan)!
        #expect(route.cost == 22 && route.area == .backbone && route.pathType == .intraArea)
        #expect(table.nextHops(of: route).map(\.interface) == [1])
    }

    /// r0 and r1 are border routers of area 1, whose LAN r0 reaches at cost 10 and r1 at cost 1; a virtual link joins r2,
    /// and r3 beyond it, to r0. The best way to the LAN leads over r1, but into the transit area r0 announces its own.
    private func unresolved(_ profile: BehaviorProfile, range: AreaRange? = nil) -> (Network, lan: IPv4Prefix) {
        var builder = NetworkBuilder(routers: 4)
        builder.link(0, 1, cost: 1)
        let segment = builder.lan([0, 1], area: 1)
        builder.link(0, 2, cost: 1, area: 2)
        builder.link(2, 3, area: 3)
        builder.virtualLink(0, 2, through: 2)
        builder.nodes[1].ospf.interfaces[1].cost = 1
        for router in 0...3 {
            builder.nodes[router].ospf.profile = profile
            builder.nodes[router].ospf.areas = [
                AreaConfiguration(area: AreaID(bits: 1), ranges: range.map { [$0] } ?? [])
            ]
            if router > 1 { builder.nodes[router].ospf.loopbacks[0].area = AreaID(bits: UInt32(router)) }
        }
        let member = builder.segments[segment].members[0]
        return (builder.converged(), builder.nodes[member.router].ospf.interfaces[member.interface].prefix)
    }

    private func costs(_ network: Network, _ prefix: IPv4Prefix) -> [UInt32?] {
        let number = network.context.store.find(prefix)!
        return network.routers.map { $0.routingTable.route(to: number)?.cost }
    }

    @Test(arguments: [BehaviorProfile.rfc, .bird])
    func `§16_3 a path over a virtual link whose next hops are not found is discarded`(profile: BehaviorProfile) {
        let (network, lan) = unresolved(profile)
        #expect(costs(network, lan) == [10, 1, nil, nil])
    }

    @Test func `§16_3 with ranges, too`() {
        let range = AreaRange(prefix: IPv4Prefix("10.1.0.0/22")!)
        let (network, _) = unresolved(.rfc, range: range)
        #expect(costs(network, range.prefix)[2...] == [nil, nil])
        // The larger cost of both is that of the range, by which r2 finds its way.
        let (equal, _) = unresolved(.rfc, range: AreaRange(prefix: range.prefix, cost: 50))
        #expect(costs(equal, range.prefix)[2...] == [51, 61])
    }

    @Test func `FRRouting keeps such a path and announces it, and forwards nothing by it`() {
        let (network, lan) = unresolved(.frr)
        #expect(costs(network, lan) == [10, 1, nil, 13])
        let table = network.routers[2].routingTable
        let kept = table.entries(network.context.store).first { $0.prefix == lan }!.route
        #expect(kept.cost == 3 && table.isUnresolved(kept) && table.nextHops(of: kept).isEmpty)
        #expect(table.nextHop(towards: lan.host(9), network.context.store) == nil)
    }

    /// r0 and r1 are neighbors in the backbone and on a LAN of area 1, with r2 at the end of r1's virtual link.
    @Test(arguments: [(BehaviorProfile.rfc, 2), (.frr, 2), (.bird, 1)])
    func `§16_3 (5) equal paths through the transit area are added, but not in BIRD`(
        profile: BehaviorProfile, count: Int
    ) {
        var builder = NetworkBuilder(routers: 3)
        let between = builder.link(0, 1)
        builder.lan([0, 1, 2], area: 1)
        builder.virtualLink(1, 2, through: 1)
        builder.nodes[2].ospf.loopbacks[0].area = AreaID(bits: 1)
        for router in 0...2 { builder.nodes[router].ospf.profile = profile }
        let network = builder.converged()
        let member = builder.segments[between].members[0]
        let prefix = builder.nodes[member.router].ospf.interfaces[member.interface].prefix
        let table = network.routers[2].routingTable
        let route = table.route(to: network.context.store.find(prefix)!)!
        #expect(route.cost == 20 && table.nextHops(of: route).count == count)
    }
}
