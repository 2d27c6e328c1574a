import NetworkPrimitives
import TestSupport
import Testing

@testable import OSPF
import OSPFWire

@Suite("RFC 2328 §13 The flooding procedure: what is dropped") struct Section13Tests {
    private func update(
        from neighbor: NeighborIndex, _ router: Router, _ context: inout RouterContext, _ lsa: LSAInstanceID,
        age: UInt32 = 1
    ) -> RouterInput {
        let sender = router.neighbors[neighbor]
        let packet = Packet(
            type: .linkStateUpdate, area: router.interfaces[sender.interface].area, source: sender.routerID,
            sourceAddress: sender.address, destinationAddress: .allSPFRouters, cause: .none)
        return .packet(context.packets.add(packet, payload: [lsa.number, age]), on: sender.interface)
    }

    private func lsa(
        _ type: LSType, _ context: inout RouterContext, sequence: Int32 = 1, link: UInt32 = 0
    ) -> LSAInstanceID {
        let key = context.store.intern(
            DatabaseKey(
                type: type, area: AreaID(bits: 1), linkStateID: IPv4Address("192.0.2.0"),
                advertisingRouter: RouterID("10.0.0.9"), link: link))
        return context.store.intern(
            [0xFFFF_FF00, 20, 0, 0], key: key, options: 2, sequenceNumber: sequence, cause: .none)
    }

    @Test(
        "Step 3: what is flooded through the autonomous system is dropped in a stub area and an NSSA, unacknowledged",
        arguments: AreaConfiguration.Kind.allCases, [LSType.asExternal, LSType.opaqueAS])
    func outOfPlace(kind: AreaConfiguration.Kind, type: LSType) {
        var builder = NetworkBuilder(routers: 2, cpu: .unlimited)
        builder.link(0, 1, area: 1)
        for router in 0...1 {
            builder.nodes[router].ospf.areas = [AreaConfiguration(area: AreaID(bits: 1), kind: kind)]
        }
        let network = builder.converged()
        var (router, context) = (network.routers[0], network.context)
        let foreign = lsa(type, &context)
        router.handle(update(from: 0, router, &context, foreign), at: network.now + .seconds(1), in: &context)
        #expect(router.databaseCounts.external == (kind == .normal ? 1 : 0))
        #expect(router.interfaces[0].acknowledgments.isEmpty == (kind != .normal))
        #expect(context.effects.isEmpty)
    }

    @Test func `§13.3 (1)(b): an instance older than the one described is installed, and leaves the request standing`()
    {
        var builder = NetworkBuilder(routers: 3, cpu: .unlimited)
        builder.link(0, 1, area: 1)
        builder.link(0, 2, area: 1)
        let network = builder.converged()
        var (router, context) = (network.routers[0], network.context)
        let old = lsa(LSType.asExternal, &context, sequence: 1)
        let described = lsa(LSType.asExternal, &context, sequence: 2)
        router.reload(0)
        router.neighbors[0].requests.add(context.store[old].key, instance: described)
        router.handle(update(from: 0, router, &context, old), at: network.now + .seconds(1), in: &context)
        #expect(router.databaseCounts.external == 1)
        #expect(router.neighbors[0].state == .loading && !router.neighbors[0].requests.isEmpty)
        router.handle(update(from: 0, router, &context, described), at: network.now + .seconds(3), in: &context)
        #expect(router.neighbors[0].state == .full)
        #expect(router.brokenInvariants() == [])
    }

    @Test func `§13.3 (1)(b): the instance that was described meets the request, however old it is`() {
        var builder = NetworkBuilder(routers: 2, cpu: .unlimited)
        builder.link(0, 1, area: 1)
        let network = builder.converged()
        var (router, context) = (network.routers[0], network.context)
        let described = lsa(LSType.asExternal, &context)
        router.reload(0)
        router.neighbors[0].requests.add(context.store[described].key, instance: described)
        router.handle(
            update(from: 0, router, &context, described, age: 1_200), at: network.now + .seconds(1), in: &context)
        #expect(router.neighbors[0].state == .full)
    }

    @Test func `RFC 5250 §3: a link-local LSA of another link is dropped`() {
        var builder = NetworkBuilder(routers: 3, cpu: .unlimited)
        builder.link(0, 1, area: 1)
        builder.link(0, 2, area: 1)
        let network = builder.converged()
        var (router, context) = (network.routers[0], network.context)
        let link = router.interfaces[0].link
        #expect(link != 0 && link != router.interfaces[1].link)
        for (sender, count) in [(1, 0), (0, 1)] {
            let local = lsa(LSType.opaqueLink, &context, link: link)
            router.handle(
                update(from: NeighborIndex(sender), router, &context, local), at: network.now + .seconds(1),
                in: &context)
            let held = router.databaseReport(context.store, at: network.now).count { $0.key.type.rawValue == 9 }
            #expect(held == count)
        }
    }
}
