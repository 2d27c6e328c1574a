import Emulation
import NetworkPrimitives
import OSPF
import TestSupport
import Testing

@Suite("Changes of a running network") struct RunningChangeTests {
    private static let one = AreaID(bits: 1)

    /// r0 - r1 - r2: area 1 and the backbone; r2 redistributes.
    private func row() -> Network {
        var builder = NetworkBuilder(routers: 3, cpu: .unlimited)
        builder.link(0, 1, area: 1)
        builder.link(1, 2)
        builder.nodes[0].ospf.loopbacks[0].area = Self.one
        builder.nodes[2].ospf.redistributions = [
            RedistributionConfiguration(name: "x", prefixes: [IPv4Prefix("172.16.1.0/24")!])
        ]
        return builder.converged()
    }

    @Test func `RFC 2328 §13.3: a virtual link carries no AS-external-LSAs after a change of the backbone either`() {
        var builder = NetworkBuilder(routers: 3, cpu: .unlimited)
        builder.link(0, 1)
        builder.link(1, 2, area: 1)
        builder.nodes[2].ospf.loopbacks[0].area = Self.one
        builder.virtualLink(1, 2, through: 1)
        var network = builder.converged()
        let virtual = builder.nodes[1].ospf.interfaces.endIndex.advanced(by: -1)
        #expect(!network.routers[1].carriesExternals(virtual))
        var change = AreaChange(area: .backbone)
        change.ranges = [AreaRange(prefix: IPv4Prefix("10.64.0.0/16")!)]
        network.apply(.setArea(router: 1, change), text: "set-area")
        #expect(!network.routers[1].carriesExternals(virtual))
    }

    private func route(_ network: Network, _ router: Int, _ prefix: String) -> Route? {
        network.context.store.find(IPv4Prefix(prefix)!).flatMap { network.routers[router].routingTable.route(to: $0) }
    }

    private func types(_ network: Network, _ router: Int) -> [UInt8: Int] {
        network.routers[router].databaseReport(network.context.store, at: network.now).filter { $0.age < 3_600 }
            .reduce(into: [:]) { $0[$1.key.type.rawValue, default: 0] += 1 }
    }

    private func set(
        _ network: inout Network, _ routers: ClosedRange<RouterIndex>, _ change: (inout AreaChange) -> Void
    ) {
        var wanted = AreaChange(area: Self.one)
        change(&wanted)
        for router in routers { network.apply(.setArea(router: router, wanted), text: "set-area") }
        network.advance(to: network.now + .seconds(90))
        for router in network.routers { #expect(router.brokenInvariants().isEmpty) }
    }

    @Test func `An area becomes a stub, an NSSA and normal again`() {
        var network = row()
        #expect(route(network, 0, "172.16.1.0/24")?.pathType == .external2)
        set(&network, 0...1) {
            $0.kind = .stub
            $0.defaultCost = 5
        }
        #expect(route(network, 0, "172.16.1.0/24") == nil)
        #expect(route(network, 0, "0.0.0.0/0")?.cost == 15)
        #expect(types(network, 0)[5] == nil)
        set(&network, 0...1) { $0.importsSummaries = false }
        #expect(types(network, 0)[3] == 1)
        set(&network, 1...1) { $0.defaultCost = 6 }
        #expect(route(network, 0, "0.0.0.0/0")?.cost == 16)
        set(&network, 0...1) {
            $0.kind = .nssa
            $0.importsSummaries = true
            $0.originatesNSSADefault = true
        }
        #expect(route(network, 0, "0.0.0.0/0")?.pathType == .external2)
        set(&network, 0...1) { $0.kind = .normal }
        #expect(route(network, 0, "172.16.1.0/24")?.pathType == .external2)
        #expect(route(network, 0, "0.0.0.0/0") == nil)
        #expect(types(network, 0)[7] == nil)
    }

    @Test func `FRRouting keeps the external LSAs of an area that became a stub, and uses none of them`() {
        var builder = NetworkBuilder(routers: 3, cpu: .unlimited)
        builder.link(0, 1, area: 1)
        builder.link(1, 2)
        builder.nodes[0].ospf.loopbacks[0].area = Self.one
        builder.nodes[0].ospf.profile = .frr
        builder.nodes[2].ospf.redistributions = [
            RedistributionConfiguration(name: "x", prefixes: [IPv4Prefix("172.16.1.0/24")!])
        ]
        var network = builder.converged()
        set(&network, 0...1) { $0.kind = .stub }
        #expect(types(network, 0)[5] == 1)
        #expect(route(network, 0, "172.16.1.0/24") == nil)
        #expect(route(network, 0, "0.0.0.0/0") != nil)
    }

    @Test func `Routers that disagree about the area lose each other until both are told`() {
        var network = row()
        set(&network, 1...1) { $0.kind = .stub }
        #expect(network.routers[0].fullAdjacencies == 0)
        set(&network, 0...0) { $0.kind = .stub }
        #expect(network.routers[0].fullAdjacencies == 1)
    }

    @Test func `Ranges come and go`() {
        var network = row()
        #expect(route(network, 2, "10.0.0.1/32")?.cost == 20)
        set(&network, 1...1) { $0.ranges = [AreaRange(prefix: IPv4Prefix("10.0.0.0/24")!, cost: 77)] }
        #expect(route(network, 2, "10.0.0.1/32") == nil)
        #expect(route(network, 2, "10.0.0.0/24")?.cost == 87)
        set(&network, 1...1) { $0.ranges = [] }
        #expect(route(network, 2, "10.0.0.1/32")?.cost == 20)
        #expect(route(network, 2, "10.0.0.0/24") == nil)
    }

    @Test func `A passive interface is advertised and has no neighbors`() {
        var network = row()
        network.apply(.setPassive(router: 1, interface: 1, isPassive: true), text: "passive")
        network.advance(to: network.now + .seconds(90))
        #expect(network.routers[2].fullAdjacencies == 0)
        #expect(route(network, 0, "10.1.1.0/30")?.cost == 20)
        network.apply(.setPassive(router: 1, interface: 1, isPassive: false), text: "active")
        network.advance(to: network.now + .seconds(90))
        #expect(network.routers[2].fullAdjacencies == 1)
        #expect(route(network, 0, "172.16.1.0/24") != nil)
    }

    @Test func `A partition parts LANs and cables, and each side goes on alone`() {
        var builder = NetworkBuilder(routers: 5, cpu: .unlimited)
        builder.lan([0, 1, 2, 3])
        builder.link(3, 4)
        builder.link(0, 4)
        var network = builder.converged()
        network.apply(.partition(sides: [[0, 1], [2, 3, 4]]), text: "partition")
        network.advance(to: network.now + .seconds(120))
        #expect(route(network, 0, "10.0.0.2/32") != nil && route(network, 0, "10.0.0.3/32") == nil)
        #expect(route(network, 4, "10.0.0.3/32")?.cost == 20 && route(network, 4, "10.0.0.1/32") == nil)
        // Each side has a Designated Router of its own.
        let designated = [0, 1, 2, 3].map { network.routers[$0].designatedRouter(on: 0) }
        #expect(designated[0] == designated[1] && designated[2] == designated[3] && designated[0] != designated[2])
        network.apply(.heal, text: "heal")
        let isQuiet = network.converge(within: .seconds(300))
        #expect(isQuiet)
        network.advance(to: network.now + .seconds(60))
        #expect(route(network, 0, "10.0.0.3/32")?.cost == 10)
        #expect(Set(network.routers.map { $0.databaseDigest(.backbone) }).count == 1)
    }
}
