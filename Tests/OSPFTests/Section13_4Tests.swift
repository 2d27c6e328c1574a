import NetworkPrimitives
import TestSupport
import Testing

@testable import OSPF
import OSPFWire

@Suite("RFC 2328 §13.4 Receiving self-originated LSAs") struct Section13_4Tests {
    @Test func `An own LSA that comes back at MaxAge is originated anew one past its number`() throws {
        var builder = NetworkBuilder(routers: 2, cpu: .unlimited)
        builder.link(0, 1)
        let network = builder.converged()
        var (router, context, now) = (network.routers[0], network.context, network.now + .seconds(10))
        let key = try #require(
            context.store.find(
                DatabaseKey(
                    type: LSType.router, area: .backbone, linkStateID: IPv4Address("10.0.0.1"),
                    advertisingRouter: router.routerID)))
        let flushed = context.store.intern([0], key: key, options: 2, sequenceNumber: 100, cause: .none)
        let sender = router.neighbors[0]
        let update = context.packets.add(
            Packet(
                type: .linkStateUpdate, area: .backbone, source: sender.routerID, sourceAddress: sender.address,
                destinationAddress: .allSPFRouters, cause: .none), payload: [flushed.number, 3600])
        router.handle(.packet(update, on: 0), at: now, in: &context)
        now = now + .milliseconds(1)
        let entry = try #require(router.databaseReport(context.store, at: now).first { $0.key == context.store[key] })
        #expect(entry.age == 0)
        #expect(context.store[entry.instance].sequenceNumber == 101)
    }

    @Test func `What is sent then is the new instance, once to each neighbor`() throws {
        var lone = LoneRouter(neighbors: 2)
        let own = try #require(lone.own(LSType.router))
        let old = lone.context.store.intern(
            [0], key: lone.context.store[own.instance].key, options: 2, sequenceNumber: 100, cause: .none)
        lone.receive(.linkStateUpdate, [(old, 5)])
        let updates = lone.sent.filter { $0.packet.type == .linkStateUpdate }
        #expect(updates.map { $0.lsas.map { lone.context.store[$0.instance].sequenceNumber } } == [[101], [101]])
    }
}
