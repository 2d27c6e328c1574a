import NetworkPrimitives
import OSPFWire
import Testing

@testable import OSPF

/// Networks of one router, where everybody is Full and everything is acknowledged.
enum RigNetwork {
    /// Two point-to-point links, to 10.0.0.3 and 10.0.0.4.
    static func pair(describing database: [LSA] = [], _ configure: (inout RouterConfiguration) -> Void = { _ in })
        -> RouterRig
    {
        var rig = RouterRig(.pointToPoint, .pointToPoint, configure: configure)
        rig.meet(RigPeer(3), describing: database)
        rig.meet(RigPeer(4, on: 1))
        rig.settle()
        return rig
    }

    /// A LAN, and a point-to-point link to 10.0.0.4. On the LAN the router has a role beside 10.0.0.9 and 10.0.0.8; 10.0.0.3 has
    /// none.
    static func lan(as role: InterfaceState, type: InterfaceConfiguration.NetworkType = .broadcast) -> RouterRig {
        var rig = RouterRig(type, .pointToPoint) { $0.interfaces[0].priority = role == .drOther ? 0 : 1 }
        let (first, second, third) = (RigPeer(9), RigPeer(8), RigPeer(3))
        switch role {
        case .designatedRouter:
            rig.pass(.seconds(40))
            rig.meet(second)
        case .backup:
            rig.greet(first.asDesignated)
            rig.meet(first)
        default:
            var declared = (first, second)
            (declared.0.designatedRouter, declared.0.backupDesignatedRouter) = (first.address, second.address)
            (declared.1.designatedRouter, declared.1.backupDesignatedRouter) = (first.address, second.address)
            rig.greet(declared.0)
            rig.greet(declared.1)
            rig.meet(first)
            rig.meet(second)
        }
        role == .drOther ? rig.greet(third) : rig.meet(third)
        rig.meet(RigPeer(4, on: 1))
        rig.settle()
        precondition(rig.interfaceState() == role, "the router is \(rig.interfaceState())")
        return rig
    }
}

@Suite("RFC 2328 §13 The flooding procedure, step by step") struct Section13StepTests {
    private let lsa = LSA.external("192.0.2.0/24", by: "10.0.0.9")
    private let first = RigPeer(3)
    private let second = RigPeer(4, on: 1)

    @Test(
        "§13 (1) and (2): a wrong checksum, an unknown LS type: discarded without a word",
        arguments: [
            LSADiscardReason.checksum, .unknownType, .reservedSequenceNumber, .foreignLinkStateID,
        ])
    func discarded(reason: LSADiscardReason) {
        var rig = RigNetwork.pair()
        var bad = lsa
        switch reason {
        case .checksum: bad.body[4] ^= 1
        case .unknownType:
            bad = LSA(
                options: 2, type: LSType(rawValue: 13), linkStateID: "192.0.2.0", advertisingRouter: "10.0.0.9",
                sequenceNumber: 1, body: .unknown([0, 0, 0, 0]))
        case .reservedSequenceNumber: bad = lsa.with(sequence: .min)
        default:
            bad = LSA(
                options: 2, type: .router, linkStateID: "10.0.0.8", advertisingRouter: "10.0.0.9", sequenceNumber: 1,
                body: .router(RouterLSABody(links: [])))
        }
        rig.receive(.update([bad, lsa]), from: first)
        #expect(rig.discarded(reason) == 1)
        // The rest of the packet is taken.
        #expect(rig.copy(of: bad)?.header == (bad.header.key == lsa.header.key ? lsa.header : nil))
        #expect(rig.sent == [.update([lsa.aged()], to: .allSPFRouters, on: 1)])
        rig.pass(.seconds(1))
        #expect(rig.sent == [.acknowledgment([lsa], to: .allSPFRouters)])
    }

    @Test func `§13 (4): an unknown LSA at MaxAge is acknowledged, and that is all`() {
        var rig = RigNetwork.pair()
        let dead = lsa.with(age: 3_600)
        rig.receive(.update([dead]), from: first)
        #expect(rig.sent == [.acknowledgment([dead], to: .allSPFRouters)])
        #expect(rig.copy(of: lsa) == nil)
    }

    @Test func `§13 (4): while an exchange is under way, it is installed and flooded`() {
        var rig = RigNetwork.pair()
        // The neighbor on the other link begins anew, and stays in Exchange.
        rig.receive(.description([.initial, .more, .master], 1), from: second)
        rig.receive(.description([.initial, .more, .master], 1), from: second)
        #expect(rig.state(of: second) == .exchange)
        let dead = lsa.with(age: 3_600)
        rig.receive(.update([dead]), from: first)
        #expect(rig.copy(of: lsa)?.header.age == 3_600)
        #expect(rig.sent == [.update([dead], to: .allSPFRouters, on: 1)])
    }

    @Test func `§13 (5): what is new is installed, flooded to the others and acknowledged a second later`() {
        var rig = RigNetwork.pair()
        rig.receive(.update([lsa]), from: first)
        #expect(rig.sent == [.update([lsa.aged()], to: .allSPFRouters, on: 1)])
        #expect(rig.copy(of: lsa) == lsa)
        rig.pass(.seconds(1))
        #expect(rig.sent == [.acknowledgment([lsa], to: .allSPFRouters)])
    }

    @Test func `§13 (5)(a): a newer instance within MinLSArrival is dropped, and taken when it comes again`() {
        var rig = RigNetwork.pair()
        rig.receive(.update([lsa]), from: first)
        rig.pass(.milliseconds(999))
        rig.receive(.update([lsa.with(sequence: 2)]), from: first)
        #expect(rig.sent.isEmpty && rig.copy(of: lsa)?.header.sequenceNumber == 1)
        rig.pass(.milliseconds(1))
        rig.receive(.update([lsa.with(sequence: 2)]), from: first)
        #expect(rig.sent == [.update([lsa.with(sequence: 2).aged()], to: .allSPFRouters, on: 1)])
    }

    @Test func `§13 (5)(c): a newer instance takes the old one off the retransmission lists`() {
        var rig = RigNetwork.pair()
        rig.receive(.update([lsa]), from: first)
        rig.pass(.seconds(2))
        rig.receive(.update([lsa.with(sequence: 2)]), from: first)
        rig.pass(.seconds(5))
        let again = rig.sent.filter { $0.body.type == .linkStateUpdate }
        #expect(again == [.update([lsa.with(sequence: 2).aged(6)], to: .allSPFRouters, on: 1)])
    }

    @Test func `§13 (5)(f): an own LSA that nobody should have is flushed`() {
        var rig = RigNetwork.pair()
        let stale = LSA.external("192.0.2.0/24", by: "10.0.0.2", sequence: 7)
        rig.receive(.update([stale]), from: first)
        let updates = rig.sent.filter { $0.body.type == .linkStateUpdate }
        #expect(updates.map(\.interface).sorted() == [0, 1])
        #expect(updates.allSatisfy { $0.body == .update([stale.with(age: 3_600)]) })
    }

    @Test func `§13 (6): less than the neighbor described is BadLSReq`() {
        var rig = RigNetwork.pair(describing: [lsa.with(sequence: 2)])
        let peer = first
        rig.receive(.description([.initial, .more, .master], 1), from: peer)
        rig.describe([lsa.with(sequence: 3)], by: peer)
        #expect(rig.state(of: peer) == .loading)
        rig.receive(.update([lsa]), from: peer)
        #expect(rig.state(of: peer) == .exStart)
        #expect(rig.copy(of: lsa)?.header.sequenceNumber == 2)
    }

    @Test func `§13 (7)(a): the same instance from a neighbor that was sent it is its acknowledgment`() {
        var rig = RigNetwork.pair()
        rig.receive(.update([lsa]), from: first)
        rig.receive(.update([lsa]), from: second)
        #expect(rig.sent.isEmpty)
        rig.pass(.seconds(20))
        #expect(rig.sent == [.acknowledgment([lsa], to: .allSPFRouters)])
    }

    @Test func `§13 (7)(b): any other duplicate is acknowledged at once`() {
        var rig = RigNetwork.pair()
        rig.receive(.update([lsa]), from: first)
        rig.receive(.update([lsa]), from: first)
        #expect(rig.sent == [.acknowledgment([lsa], to: .allSPFRouters)])
    }

    @Test func `§13 (8): an older instance is answered with the database copy`() {
        var rig = RigNetwork.pair(describing: [lsa.with(sequence: 2)])
        let held = rig.copy(of: lsa)!
        rig.receive(.update([lsa]), from: second)
        #expect(rig.sent == [.update([held.aged()], to: .allSPFRouters, on: 1)])
        // Not acknowledged, and not put on a list.
        rig.pass(.seconds(20))
        #expect(rig.sent.isEmpty)
    }

    @Test func `§13 (8): not, while the copy is as young as MinLSArrival`() {
        var rig = RigNetwork.pair()
        rig.receive(.update([lsa.with(sequence: 2)]), from: first)
        rig.receive(.update([lsa]), from: first)
        #expect(rig.sent.isEmpty)
    }

    @Test func `§13 (8): a copy at MaxAge with the last number is not sent back, so that it can wrap`() {
        var rig = RigNetwork.pair()
        let last = lsa.with(sequence: .max)
        rig.receive(.update([last]), from: first)
        rig.pass(.seconds(2))
        rig.receive(.update([last.with(age: 3_600)]), from: first)
        rig.pass(.seconds(2))
        rig.receive(.update([lsa]), from: first)
        #expect(rig.sent.isEmpty)
    }

    @Test("§13: before Exchange updates and acknowledgments are ignored", arguments: [true, false])
    func tooEarly(isUpdate: Bool) {
        var rig = RouterRig(.pointToPoint)
        rig.greet(first)
        rig.receive(isUpdate ? .update([lsa]) : .acknowledgment([lsa.header]), from: first)
        #expect(rig.discarded(.neighborState) == 1)
        #expect(rig.copy(of: lsa) == nil && rig.sent.isEmpty)
    }
}
