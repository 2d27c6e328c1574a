import NetworkPrimitives
import OSPFWire
import Testing

@testable import OSPF

@Suite("RFC 2328 §14 Aging the link state database") struct AgeingTests {
    private let lsa = LSA.external("192.0.2.0/24", by: "10.0.0.77")
    private let first = RigPeer(3)
    private let second = RigPeer(4, on: 1)

    private func updates(_ rig: RouterRig) -> [SentPacket] { rig.sent.filter { $0.body.type == .linkStateUpdate } }

    @Test func `§14: an LSA grows older by a second each second, and is described so`() {
        var rig = RigNetwork.pair(describing: [lsa])
        let age = rig.copy(of: lsa)!.header.age
        rig.pass(.seconds(100))
        #expect(rig.copy(of: lsa)?.header.age == age + 100)
        rig.receive(.request([lsa]), from: first)
        #expect(rig.sent == [.update([lsa.with(age: age + 101)], to: .allSPFRouters)])
    }

    @Test func `§14: at MaxAge it is flooded to everybody, and goes when everybody has acknowledged that`() {
        var rig = RigNetwork.pair(describing: [lsa])
        let dead = lsa.with(age: 3_600)
        rig.pass(.seconds(3_599 - Int64(rig.copy(of: lsa)!.header.age)))
        #expect(!updates(rig).contains { $0.body == .update([dead]) })
        rig.pass(.seconds(1))
        #expect(updates(rig).filter { $0.body == .update([dead]) }.map(\.interface) == [0, 1])
        #expect(rig.route("192.0.2.0/24") == nil)
        rig.receive(.acknowledgment([dead.header]), from: first)
        #expect(rig.copy(of: lsa) == dead)
        rig.receive(.acknowledgment([dead.header]), from: second)
        #expect(rig.copy(of: lsa) == nil)
    }

    @Test func `§14: it stays while any neighbor is in Exchange or Loading`() {
        var rig = RigNetwork.pair(describing: [lsa])
        let dead = lsa.with(age: 3_600)
        rig.receive(.description([.initial, .more, .master], 1), from: second)
        rig.receive(.description([.initial, .more, .master], 1), from: second)
        #expect(rig.state(of: second) == .exchange)
        rig.receive(.update([dead]), from: first)
        rig.receive(.acknowledgment([dead.header]), from: second)
        #expect(rig.copy(of: lsa) == dead)
        rig.receive(.description(.master, 2), from: second)
        #expect(rig.state(of: second) == .full)
        #expect(rig.copy(of: lsa) == nil)
    }

    @Test func `§10.3 NegotiationDone: what is at MaxAge is not described, but put on the retransmission list`() {
        var rig = RouterRig(.pointToPoint, .pointToPoint, .pointToPoint)
        rig.meet(first, describing: [lsa])
        rig.meet(second)
        rig.meet(RigPeer(5, on: 2))
        rig.settle()
        let dead = lsa.with(age: 3_600)
        rig.receive(.update([dead]), from: first)
        // The third neighbor has not acknowledged it when the second begins anew.
        rig.receive(.description([.initial, .more, .master], 1), from: second)
        rig.receive(.description([.initial, .more, .master], 1), from: second)
        #expect(!rig.lastDescription(to: second).lsaHeaders.contains { $0.key == lsa.header.key })
        rig.receive(.description(.master, 2), from: second)
        rig.pass(.seconds(5))
        #expect(updates(rig).contains(.update([dead], to: .allSPFRouters, on: 1)))
    }

    @Test func `§14: a newer instance takes the place of one at MaxAge`() {
        var rig = RigNetwork.pair(describing: [lsa])
        rig.receive(.update([lsa.with(age: 3_600)]), from: first)
        rig.pass(.seconds(2))
        rig.receive(.update([lsa.with(sequence: 2)]), from: first)
        #expect(rig.copy(of: lsa) == lsa.with(sequence: 2))
        #expect(updates(rig) == [.update([lsa.with(sequence: 2).aged()], to: .allSPFRouters, on: 1)])
    }

    @Test func `§14.1: an own LSA is aged prematurely, keeps its number, and is not originated again`() {
        var rig = RigNetwork.pair {
            $0.redistributions = [RedistributionConfiguration(name: "x", prefixes: ["192.0.2.0/24"])]
        }
        let own = rig.own(.asExternal)!
        rig.handle(.configure(.withdraw(name: "x")))
        #expect(
            updates(rig).flatMap { packet -> [LSA] in
                if case .linkStateUpdate(let update) = packet.body {
                    update.lsas.filter { $0.header.type == .asExternal }
                } else {
                    []
                }
            } == [own.with(age: 3_600), own.with(age: 3_600)])
        rig.settle(.seconds(60))
        #expect(rig.own(.asExternal) == nil)
    }

    @Test func `§14.1: what others originated is aged by time alone`() {
        var rig = RigNetwork.pair(describing: [lsa])
        rig.handle(.carrierLost(on: 0))
        rig.settle()
        #expect(rig.copy(of: lsa).map { $0.header.age < 3_600 } == true)
    }
}
