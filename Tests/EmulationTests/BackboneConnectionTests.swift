import Emulation
import NetworkPrimitives
import OSPF
import OSPFWire
import TestSupport
import Testing

@Suite("RFC 3509 Border routers that have no connection to the backbone") struct BackboneConnectionTests {
    private func route(_ network: Network, _ router: Int, _ prefix: IPv4Prefix) -> Route? {
        network.context.store.find(prefix).flatMap { network.routers[router].routingTable.route(to: $0) }
    }

    private func summaries(_ network: Network, by router: Int, into area: UInt32, type: LSType = .summaryNetwork)
        -> Int
    {
        network.routers[router].databaseReport(network.context.store, at: network.now).count {
            $0.key.type == type && $0.key.area == AreaID(bits: area) && $0.age < 3_600
                && $0.key.advertisingRouter == network.routers[router].routerID
        }
    }

    private func isBorder(_ network: Network, _ router: Int, in area: UInt32) throws -> Bool {
        let store = network.context.store
        let report = network.routers[router].databaseReport(store, at: network.now)
        let entry = try #require(
            report.first {
                $0.key.advertisingRouter == network.routers[router].routerID && $0.key.type == LSType.router
                    && $0.key.area == AreaID(bits: area)
            })
        guard case .router(let body) = try store.wireLSA(of: entry.instance, age: 0).decodedBody() else { return false }
        return body.flags.contains(.areaBorderRouter)
    }

    /// r0 - r1 in area 1; r1 - r2 in area 2; r0 and r1 each have a piece of the backbone, the last two segments, to
    /// themselves. Router r0 redistributes.
    private func split() -> NetworkBuilder {
        var builder = NetworkBuilder(routers: 3, cpu: .unlimited)
        builder.link(0, 1, area: 1)
        builder.link(1, 2, area: 2)
        builder.lan([0])
        builder.lan([1])
        for router in 0...2 {
            builder.nodes[router].ospf.loopbacks[0].area = AreaID(bits: router < 2 ? 1 : 2)
            builder.nodes[router].ospf.borderRouterType = .cisco
        }
        builder.nodes[0].ospf.redistributions = [
            RedistributionConfiguration(name: "x", prefixes: [IPv4Prefix("172.16.1.0/24")!])
        ]
        return builder
    }

    @Test func `§2_2 (2) the summaries of all its areas are examined`() {
        let builder = split()
        let network = builder.converged()
        let (near, far) = (
            builder.nodes[1].ospf.interfaces[2].prefix, builder.nodes[0].ospf.interfaces[1].prefix
        )
        #expect(route(network, 0, near)?.pathType == .interArea && route(network, 0, near)?.cost == 20)
        #expect(route(network, 1, far)?.pathType == .interArea && route(network, 1, far)?.area == AreaID(bits: 1))
    }

    @Test func `§2_2 (3) it announces intra-area routes alone`() throws {
        let builder = split()
        let network = builder.converged()
        let far = builder.nodes[0].ospf.interfaces[1].prefix
        #expect(route(network, 2, builder.nodes[1].ospf.interfaces[2].prefix)?.cost == 20)
        #expect(route(network, 2, far) == nil)
        // The AS boundary router is reached within area 1.
        #expect(summaries(network, by: 1, into: 2, type: LSType.summaryASBR) == 1)
        #expect(try isBorder(network, 1, in: 2))
    }

    @Test func `§2_2 (3) an AS boundary router that a summary tells is not announced on`() {
        var builder = split()
        // Beyond r0, over its piece of the backbone.
        builder.nodes.append(NetworkBuilder(routers: 4, cpu: .unlimited).nodes[3])
        builder.nodes[3].ospf.redistributions = builder.nodes[0].ospf.redistributions
        builder.nodes[0].ospf.redistributions = []
        builder.link(0, 3)
        let network = builder.converged()
        #expect(summaries(network, by: 0, into: 1, type: LSType.summaryASBR) == 1)
        #expect(route(network, 1, IPv4Prefix("172.16.1.0/24")!) != nil)
        #expect(summaries(network, by: 1, into: 2, type: LSType.summaryASBR) == 0)
        #expect(summaries(network, by: 1, into: 0, type: LSType.summaryASBR) == 0)
    }

    @Test func `The last adjacency of the backbone makes the difference`() {
        var builder = split()
        let link = builder.link(0, 1, cost: 100)
        var network = builder.converged()
        let far = builder.nodes[0].ospf.interfaces[1].prefix
        #expect(route(network, 1, far)?.cost == 110 && route(network, 2, far)?.cost == 120)
        network.apply(.cut(segment: link, silent: false), text: "")
        network.advance(to: network.now + .seconds(60))
        #expect(route(network, 1, far)?.cost == 20 && route(network, 2, far) == nil)
    }

    /// r0 meets r1 and r2 on a LAN of the backbone, but the MTU of r2, the Designated Router, lets it become Full with
    /// nobody. r3 announces another network of the backbone into area 1.
    @Test func `An adjacency with the Backup Designated Router alone is a connection, too`() {
        var builder = NetworkBuilder(routers: 4, cpu: .unlimited)
        builder.lan([0, 1, 2], priorities: [0: 0, 1: 1, 2: 2])
        builder.link(0, 3, area: 1)
        builder.lan([3])
        builder.nodes[2].ospf.interfaces[0].mtu = 9_000
        for router in 0...3 { builder.nodes[router].ospf.borderRouterType = .cisco }
        var network = Network(builder.configuration)
        network.advance(to: .origin + .seconds(200))
        let far = builder.nodes[3].ospf.interfaces[1].prefix
        #expect(route(network, 0, far) == nil)
        network.apply(.stopProcess(router: 1, orderly: false), text: "")
        network.advance(to: network.now + .seconds(60))
        #expect(route(network, 0, far)?.cost == 20)
    }

    @Test(arguments: [BehaviorProfile.rfc, .frr])
    func `§2_1 areas count while one of their interfaces is up, in FRRouting always`(profile: BehaviorProfile) throws {
        var builder = NetworkBuilder(routers: 2, cpu: .unlimited)
        builder.link(0, 1)
        let inner = builder.lan([1], area: 1)
        for router in 0...1 {
            builder.nodes[router].ospf.borderRouterType = .cisco
            builder.nodes[router].ospf.profile = profile
        }
        var network = builder.converged()
        #expect(try isBorder(network, 1, in: 0))
        network.apply(.cut(segment: inner, silent: false), text: "")
        network.advance(to: network.now + .seconds(60))
        #expect(try isBorder(network, 1, in: 0) == (profile == .frr))
    }

    @Test func `§2_1 a loopback in the backbone is an active interface of it`() throws {
        var builder = NetworkBuilder(routers: 2, cpu: .unlimited)
        builder.link(0, 1, area: 1)
        for router in 0...1 { builder.nodes[router].ospf.borderRouterType = .cisco }
        builder.nodes[1].ospf.loopbacks[0].area = AreaID(bits: 1)
        let network = builder.converged()
        #expect(try isBorder(network, 0, in: 1))
        #expect(route(network, 1, IPv4Prefix("10.0.0.1/32")!)?.pathType == .interArea)
    }
}
