import Emulation
import NetworkPrimitives
import OSPF
import OSPFWire
import TestSupport
import Testing

@Suite("RFC 2328 §3.3 Area border routers") struct BorderRouterTests {
    @Test func `A router whose only interface in an area loses its carrier remains a border router`() throws {
        var builder = NetworkBuilder(routers: 3)
        builder.link(0, 1)
        let inner = builder.link(1, 2)
        builder.nodes[1].ospf.interfaces[1].area = AreaID(bits: 1)
        builder.nodes[2].ospf.interfaces[0].area = AreaID(bits: 1)
        builder.nodes[2].ospf.loopbacks[0].area = AreaID(bits: 1)
        var network = builder.converged()
        network.apply(.cut(segment: inner, silent: false), text: "")
        network.advance(to: network.now + .seconds(60))
        let store = network.context.store
        let entry = try #require(
            network.routers[0].databaseReport(store, at: network.now).first {
                $0.key.advertisingRouter == network.routers[1].routerID && $0.key.type == LSType.router
            })
        guard case .router(let body) = try store.wireLSA(of: entry.instance, age: 0).decodedBody() else { return }
        #expect(body.flags == .areaBorderRouter)
    }
}
