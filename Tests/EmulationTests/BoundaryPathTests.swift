import Emulation
import NetworkPrimitives
import OSPF
import OSPFWire
import TestSupport
import Testing

/// Which of several paths to an AS boundary router counts.
@Suite("RFC 2328 §16.4 (3) Paths to AS boundary routers") struct BoundaryPathTests {
    private static let outside = IPv4Prefix("172.16.1.0/24")!

    private func route(_ network: Network, _ router: Int) -> Route? {
        network.context.store.find(Self.outside).flatMap { network.routers[router].routingTable.route(to: $0) }
    }

    private func converged(_ builder: NetworkBuilder, isCompatible: Bool) -> Network {
        var builder = builder
        for router in builder.nodes.indices { builder.nodes[router].ospf.isRFC1583Compatible = isCompatible }
        builder.nodes[2].ospf.redistributions = [RedistributionConfiguration(name: "x", prefixes: [Self.outside])]
        return builder.converged()
    }

    @Test(arguments: [true, false])
    func `with RFC 1583's rules the least cost counts, without them the path inside an area`(isCompatible: Bool) {
        // r0 and r1 are border routers, r2 is inside area 1: far from r0, near to r1.
        var builder = NetworkBuilder(routers: 3)
        builder.link(0, 1, cost: 1)
        builder.link(1, 2, cost: 1, area: 1)
        builder.link(0, 2, cost: 50, area: 1)
        builder.nodes[2].ospf.loopbacks[0].area = AreaID(bits: 1)
        #expect(route(converged(builder, isCompatible: isCompatible), 0)?.cost == (isCompatible ? 2 : 50))
    }

    @Test(arguments: [true, false])
    func `§16_2 (5) within one area, an intra-area path goes before a shorter one that a summary tells`(
        isCompatible: Bool
    ) {
        // r2 is in the backbone and in area 1. r1's path to it in area 1 is so short that r1 announces it to the backbone.
        var builder = NetworkBuilder(routers: 3)
        builder.link(0, 1, cost: 1)
        builder.link(0, 2, cost: 50)
        builder.link(1, 2, cost: 1, area: 1)
        let network = converged(builder, isCompatible: isCompatible)
        let summaries = network.routers[0].databaseReport(network.context.store, at: network.now)
            .filter { $0.key.type == LSType.summaryASBR && $0.key.advertisingRouter == RouterID(bits: 0x0A00_0002) }
        #expect(summaries.count == 1)
        #expect(route(network, 0)?.cost == 50)
    }

    @Test func `a router that is no border router any more has its default route taken by those that are`() {
        // r0 and r1 join the backbone and an NSSA; r1 alone announces a default route. A router of the type cisco without
        // the backbone is inside the NSSA: the P-bit of its default route is set (RFC 3101 §2.4).
        var builder = NetworkBuilder(routers: 3)
        let backbone = builder.link(0, 1)
        builder.link(0, 1, area: 1)
        builder.link(0, 2)
        for router in 0...1 {
            builder.nodes[router].ospf.borderRouterType = .cisco
            builder.nodes[router].ospf.areas = [
                AreaConfiguration(area: AreaID(bits: 1), kind: .nssa, originatesNSSADefault: router == 1)
            ]
        }
        builder.nodes[1].ospf.loopbacks[0].area = AreaID(bits: 1)
        var network = builder.converged()
        func hasDefault() -> Bool {
            network.context.store.find(IPv4Prefix.default)
                .flatMap { network.routers[0].routingTable.route(to: $0) }?.pathType == .external2
        }
        #expect(!hasDefault())
        network.apply(.cut(segment: backbone, silent: false), text: "cut")
        network.advance(to: network.now + .seconds(60))
        #expect(hasDefault())
    }

    @Test func `a router that is no border router any more has what it redistributes translated by those that are`() {
        // r0 and r1 join the backbone and an NSSA, r2 is in the backbone. r1 is of the type cisco: without the backbone it
        // is inside the NSSA, and sets the P-bit of what it redistributes (RFC 3101 §2.4).
        var builder = NetworkBuilder(routers: 3)
        let backbone = builder.link(0, 1)
        builder.link(0, 1, area: 1)
        builder.link(0, 2)
        for router in 0...1 {
            builder.nodes[router].ospf.borderRouterType = .cisco
            builder.nodes[router].ospf.areas = [AreaConfiguration(area: AreaID(bits: 1), kind: .nssa)]
        }
        builder.nodes[1].ospf.loopbacks[0].area = AreaID(bits: 1)
        builder.nodes[1].ospf.redistributions = [RedistributionConfiguration(name: "x", prefixes: [Self.outside])]
        var network = builder.converged()
        func originators() -> [UInt32] {
            network.routers[2].databaseReport(network.context.store, at: network.now)
                .filter { $0.key.type == LSType.asExternal && $0.age < 3_600 }.map { $0.key.advertisingRouter.bits }
        }
        #expect(originators() == [0x0A00_0002])
        network.apply(.cut(segment: backbone, silent: false), text: "cut")
        network.advance(to: network.now + .seconds(60))
        #expect(originators().contains(0x0A00_0001))
        #expect(route(network, 2) != nil)
        network.apply(.repair(segment: backbone), text: "repair")
        network.advance(to: network.now + .seconds(100))
        #expect(originators() == [0x0A00_0002])
        #expect(route(network, 2) != nil)
    }
}
