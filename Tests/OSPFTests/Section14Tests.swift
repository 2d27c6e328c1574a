import NetworkPrimitives
import TestSupport
import Testing

@testable import OSPF
import OSPFWire

@Suite("RFC 2328 §14 The removal of MaxAge LSAs") struct Section14Tests {
    /// Router 0 of a star with `leaves` others, and what it works with.
    private func hub(leaves: Int) -> (router: Router, context: RouterContext, now: Instant) {
        var builder = NetworkBuilder(routers: leaves + 1, cpu: .unlimited)
        for leaf in 1...leaves { builder.link(0, leaf) }
        let network = builder.converged()
        return (network.routers[0], network.context, network.now)
    }

    /// An AS-external-LSA of the first leaf.
    private func external(_ context: inout RouterContext, last: UInt32 = 0, sequence: Int32 = 1) -> LSAInstanceID {
        let key = context.store.intern(
            DatabaseKey(
                type: LSType.asExternal, area: DatabaseKey.systemWide,
                linkStateID: IPv4Address(bits: 0xC000_0200 + last << 8), advertisingRouter: RouterID("10.0.0.2")))
        return context.store.intern(
            [0xFFFF_FF00, 20, 0, 0], key: key, options: 2, sequenceNumber: sequence, cause: .none)
    }

    private func packet(
        _ kind: PacketType, from neighbor: NeighborIndex, _ router: Router, _ context: inout RouterContext,
        _ lsas: [(LSAInstanceID, Int)]
    ) -> RouterInput {
        let sender = router.neighbors[neighbor]
        let packet = Packet(
            type: kind, area: .backbone, source: sender.routerID, sourceAddress: sender.address,
            destinationAddress: .allSPFRouters, cause: .none)
        let id = context.packets.add(packet, payload: lsas.flatMap { [$0.0.number, UInt32($0.1)] })
        return .packet(id, on: sender.interface)
    }

    @Test func `An LSA that is flushed while a neighbor loads it goes on that neighbor's retransmission list alive`() {
        var (router, context, now) = hub(leaves: 2)
        let lsa = external(&context)
        // Neighbor 1 described it, and it is all that is missing from that adjacency.
        router.reload(1)
        router.neighbors[1].requests.add(context.store[lsa].key, instance: lsa)
        let flush = packet(.linkStateUpdate, from: 0, router, &context, [(lsa, 3600)])
        now = now + .seconds(1)
        router.handle(flush, at: now, in: &context)
        #expect(router.neighbors[1].state == .full)
        #expect(router.brokenInvariants() == [])
        #expect(router.databaseCounts.external == 1)
        // Both acknowledge, and it is gone.
        let acknowledgment = packet(.linkStateAcknowledgment, from: 1, router, &context, [(lsa, 3600)])
        router.handle(acknowledgment, at: now, in: &context)
        #expect(router.brokenInvariants() == [])
        #expect(router.databaseCounts.external == 0)
    }

    @Test func `An acknowledgment that is implied by an update with other news buries a dead LSA, too`() {
        var (router, context, now) = hub(leaves: 2)
        let old = external(&context)
        router.handle(packet(.linkStateUpdate, from: 0, router, &context, [(old, 1)]), at: now, in: &context)
        now = now + .seconds(2)
        router.handle(packet(.linkStateUpdate, from: 0, router, &context, [(old, 3600)]), at: now, in: &context)
        #expect(router.databaseCounts.external == 1)
        // Neighbor 1 sends the same MaxAge instance after an LSA that is new and must be flooded.
        let new = external(&context, last: 1)
        let update = packet(.linkStateUpdate, from: 1, router, &context, [(new, 1), (old, 3600)])
        router.handle(update, at: now, in: &context)
        #expect(router.brokenInvariants() == [])
        #expect(router.databaseCounts.external == 1)
    }

    @Test func `The last LSA of a loading database lets go of dead ones, although it must be flooded`() {
        var (router, context, now) = hub(leaves: 3)
        let old = external(&context)
        let wanted = external(&context, last: 1)
        router.handle(packet(.linkStateUpdate, from: 0, router, &context, [(old, 1)]), at: now, in: &context)
        now = now + .seconds(2)
        router.reload(1)
        router.neighbors[1].requests.add(context.store[wanted].key, instance: wanted)
        router.handle(packet(.linkStateUpdate, from: 0, router, &context, [(old, 3600)]), at: now, in: &context)
        for neighbor in 1...2 {
            let acknowledgment = packet(
                .linkStateAcknowledgment, from: NeighborIndex(neighbor), router, &context, [(old, 3600)])
            router.handle(acknowledgment, at: now, in: &context)
        }
        #expect(router.databaseCounts.external == 1)
        router.handle(packet(.linkStateUpdate, from: 1, router, &context, [(wanted, 1)]), at: now, in: &context)
        #expect(router.neighbors[1].state == .full)
        #expect(router.brokenInvariants() == [])
        #expect(router.databaseCounts.external == 1)
    }
}
