import Emulation
import NetworkPrimitives
import OSPF
import OSPFWire
import TestSupport
import Testing

@Suite("RFC 2328 §12.4.4.1 Forwarding addresses") struct ForwardingAddressTests {
    @Test func `A forwarding address is announced only while its network is up`() throws {
        var builder = NetworkBuilder(routers: 3)
        let lan = builder.lan([0, 1])
        builder.link(0, 2)
        builder.link(1, 2)
        let prefix = IPv4Prefix("192.0.2.0/24")
        let host = builder.nodes[0].ospf.interfaces[0].prefix.host(9)
        builder.nodes[0].ospf.redistributions = [
            RedistributionConfiguration(name: "x", prefixes: [prefix], forwardingAddress: host)
        ]
        var network = builder.converged()
        #expect(try forwardingAddress(in: network) == host)
        network.apply(.cutPort(router: 0, interface: 0, .carrierLost), text: "")
        network.advance(to: network.now + .seconds(60))
        #expect(try forwardingAddress(in: network) == .unspecified)
        network.apply(.repair(segment: lan), text: "")
        network.advance(to: network.now + .seconds(60))
        #expect(try forwardingAddress(in: network) == host)
    }

    /// What router 2 holds.
    private func forwardingAddress(in network: Network) throws -> IPv4Address? {
        let store = network.context.store
        let entry = try #require(
            network.routers[2].databaseReport(store, at: network.now).first { $0.key.type == LSType.asExternal })
        guard case .external(let body) = try store.wireLSA(of: entry.instance, age: 0).decodedBody() else { return nil }
        return body.routes.first?.forwardingAddress
    }
}
