import Emulation
import NetworkPrimitives
import OSPFWire
import TestSupport
import Testing

@testable import OSPF

/// An LSA's length has 16 bits and so has that of the datagram it travels in: a router-LSA cannot be split (RFC 2328 §12.4.1).
@Suite("RFC 2328 §A.4.1 An LSA has a largest length") struct LSALengthTests {
    private func loopbacks(_ count: Int) -> [LoopbackConfiguration] {
        (0..<count).map { LoopbackConfiguration(address: IPv4Address(bits: 0x6440_0001 + UInt32($0))) }
    }

    private func leftOut(_ context: RouterContext, _ kind: Happening.Kind) -> [Happening] {
        context.journal.happenings.filter { $0.kind == kind }
    }

    @Test
    func `A router-LSA holds what fits into a datagram, the first links of the configuration, and the rest is logged`()
        throws
    {
        let lone = LoneRouter { $0.loopbacks = loopbacks(6_000) }
        let own = try #require(lone.own(LSType.router))
        let instance = lone.context.store[own.instance]
        #expect(Constants.maximumLinks == 5_449)
        #expect(Int(instance.length) == 24 + 12 * Constants.maximumLinks)
        #expect(lone.context.store.words[Int(instance.bodyStart)] & 0xFFFF == 5_449)
        // Two links of the interface come first.
        let last = lone.context.store.words[Int(instance.bodyStart) + 1 + 3 * 5_448]
        #expect(last == 0x6440_0001 + 5_446)
        // With the link to the network; the neighbor came later.
        let told = leftOut(lone.context, .linksLeftOut)
        #expect(told.map(\.entry) == [.linksLeftOut(room: 5_449, leftOut: 552)])
    }

    @Test func `FRRouting has room for 65,535 octets less 1,500`() throws {
        let lone = LoneRouter {
            $0.profile = .frr
            $0.loopbacks = loopbacks(6_000)
        }
        let own = try #require(lone.own(LSType.router))
        #expect(lone.context.store.words[Int(lone.context.store[own.instance].bodyStart)] & 0xFFFF == 5_334)
    }

    @Test func `Links that come later are left out, and have room again when others go`() throws {
        var builder = NetworkBuilder(routers: 3)
        builder.link(0, 1)
        builder.link(0, 2)
        builder.nodes[0].ospf.maximumLinks = 4
        builder.nodes[0].ospf.loopbacks = loopbacks(1)
        var network = builder.converged()
        #expect(leftOut(network.context, .linksLeftOut).last?.entry == .linksLeftOut(room: 4, leftOut: 1))
        // The loopback is what is left out, so nobody has a route to it.
        let host = try #require(
            network.context.store.find(IPv4Prefix(IPv4Address(bits: 0x6440_0001), length: 32)) as PrefixID??)
        #expect(host == nil || network.routers[1].routingTable.route(to: host!) == nil)
        network.apply(.cut(segment: 1, silent: false), text: "cut")
        network.advance(to: network.now + .seconds(20))
        #expect(leftOut(network.context, .linksComplete).count == 1)
        let known = try #require(network.context.store.find(IPv4Prefix(IPv4Address(bits: 0x6440_0001), length: 32)))
        #expect(network.routers[1].routingTable.route(to: known) != nil)
    }
}
