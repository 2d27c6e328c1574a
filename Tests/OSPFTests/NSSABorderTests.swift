import Emulation
import NetworkPrimitives
import OSPF
import OSPFWire
import TestSupport
import Testing

@Suite("RFC 3101 §2.5 AS boundary routers of an NSSA are its own affair") struct NSSABorderTests {
    @Test func `No ASBR-summary-LSA tells of a router that is an AS boundary router inside an NSSA`() throws {
        // 0 in the backbone; 1 and 2 are border routers; 3 is inside the NSSA and redistributes.
        var builder = NetworkBuilder(routers: 4)
        builder.lan([0, 1, 2])
        builder.link(1, 3)
        builder.link(2, 3)
        let nssa = AreaID(bits: 1)
        for router in 1...3 {
            builder.nodes[router].ospf.areas = [AreaConfiguration(area: nssa, kind: .nssa)]
            for interface in builder.nodes[router].ospf.interfaces.indices where router == 3 || interface == 1 {
                builder.nodes[router].ospf.interfaces[interface].area = nssa
            }
        }
        builder.nodes[3].ospf.loopbacks[0].area = nssa
        builder.nodes[3].ospf.redistributions = [
            RedistributionConfiguration(name: "x", prefixes: [IPv4Prefix("192.0.2.0/24")])
        ]
        var network = builder.converged()
        network.advance(to: network.now + .seconds(120))
        let database = network.routers[0].databaseReport(network.context.store, at: network.now)
        #expect(database.contains { $0.key.type == LSType.asExternal })
        #expect(!database.contains { $0.key.type == LSType.summaryASBR })
        // §3.1: both border routers set the E-bit, the one that does not translate, too.
        let store = network.context.store
        let flags = try database.filter { $0.key.type == LSType.router }.map { entry -> RouterLSABody.Flags in
            guard case .router(let body) = try store.wireLSA(of: entry.instance, age: 0).decodedBody() else {
                return []
            }
            return body.flags
        }
        #expect(flags == [[], [.areaBorderRouter, .asBoundaryRouter], [.areaBorderRouter, .asBoundaryRouter]])
    }

    @Test func `A router that withdraws all it redistributed remains an AS boundary router`() throws {
        var builder = NetworkBuilder(routers: 2)
        builder.link(0, 1)
        builder.nodes[0].ospf.redistributions = [
            RedistributionConfiguration(name: "x", prefixes: [IPv4Prefix("192.0.2.0/24")])
        ]
        var network = builder.converged()
        network.apply(.withdraw(router: 0, name: "x"), text: "")
        network.advance(to: network.now + .seconds(60))
        let store = network.context.store
        let database = network.routers[1].databaseReport(store, at: network.now)
        #expect(database.count == 2)
        guard case .router(let body) = try store.wireLSA(of: database[0].instance, age: 0).decodedBody() else { return }
        #expect(body.flags == .asBoundaryRouter)
    }
}
