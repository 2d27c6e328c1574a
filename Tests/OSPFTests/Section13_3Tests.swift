import NetworkPrimitives
import OSPFWire
import Testing

@testable import OSPF

@Suite("RFC 2328 §13.3 Next step in the flooding procedure") struct Section13_3Tests {
    private let lsa = LSA.external("192.0.2.0/24", by: "10.0.0.77")
    private let other = RigPeer(4, on: 1)

    private func updates(_ rig: RouterRig) -> [SentPacket] { rig.sent.filter { $0.body.type == .linkStateUpdate } }

    // MARK: Whom it is sent to

    @Test(
        "§13.3 (5): the Designated Router and its Backup flood to AllSPFRouters, others to AllDRouters",
        arguments: [
            (InterfaceState.designatedRouter, IPv4Address.allSPFRouters), (.backup, .allSPFRouters),
            (.drOther, .allDRouters),
        ])
    func destination(role: InterfaceState, destination: IPv4Address) {
        var rig = RigNetwork.lan(as: role)
        rig.receive(.update([lsa]), from: other)
        #expect(updates(rig) == [.update([lsa.aged()], to: destination)])
    }

    @Test func `§13.3 (5): on NBMA and point-to-multipoint networks each adjacent neighbor has an update of its own`() {
        for type in [InterfaceConfiguration.NetworkType.nonBroadcast, .pointToMultipoint] {
            var rig = RouterRig(type, .pointToPoint) {
                $0.staticNeighbors = [8, 9].map { StaticNeighbor(interface: 0, address: RouterRig.address($0, on: 0)) }
            }
            if type == .nonBroadcast { rig.pass(.seconds(40)) }
            rig.meet(RigPeer(8))
            rig.meet(RigPeer(9))
            rig.meet(other)
            rig.settle()
            rig.receive(.update([lsa]), from: other)
            #expect(updates(rig) == ["10.1.0.8", "10.1.0.9"].map { .update([lsa.aged()], to: $0) }, "\(type)")
        }
    }

    // MARK: Back out of the receiving interface

    @Test func `§13.3: what the Designated Router hears from another, it floods to everybody on the network`() {
        var rig = RigNetwork.lan(as: .designatedRouter)
        rig.receive(.update([lsa]), from: RigPeer(3))
        #expect(
            updates(rig) == [
                .update([lsa.aged()], to: .allSPFRouters), .update([lsa.aged()], to: .allSPFRouters, on: 1),
            ])
    }

    @Test func `§13.3 (3): what comes from the Backup has been flooded to everybody`() {
        var rig = RigNetwork.lan(as: .designatedRouter)
        rig.receive(.update([lsa]), from: RigPeer(8))
        #expect(updates(rig) == [.update([lsa.aged()], to: .allSPFRouters, on: 1)])
    }

    @Test func `§13.3 (4): the Backup leaves it to the Designated Router, and keeps it for those that stay silent`() {
        var rig = RigNetwork.lan(as: .backup)
        rig.receive(.update([lsa]), from: RigPeer(3))
        #expect(updates(rig) == [.update([lsa.aged()], to: .allSPFRouters, on: 1)])
        rig.pass(.seconds(5))
        #expect(updates(rig).contains(.update([lsa.aged(6)], to: "10.1.0.9")))
    }

    // MARK: Which interfaces, which neighbors

    @Test func `§13.3 (2): where nobody needs it, nothing is sent`() {
        var rig = RouterRig(.pointToPoint, .pointToPoint)
        rig.meet(RigPeer(3))
        rig.greet(other)
        rig.settle()
        // The only neighbor on the other link is in ExStart: (1)(a).
        #expect(rig.state(of: other) == .exStart)
        rig.receive(.update([lsa]), from: RigPeer(3))
        #expect(updates(rig).isEmpty)
    }

    @Test func `§13.3: an LSA of an area stays in it, an AS-external-LSA does not, nor goes into a stub area`() {
        var rig = RouterRig(.pointToPoint, .pointToPoint, .pointToPoint, .pointToPoint) {
            for index in 1...3 { $0.interfaces[InterfaceIndex(index)].area = AreaID(bits: UInt32(index)) }
            $0.areas = [
                AreaConfiguration(area: "0.0.0.2", kind: .stub), AreaConfiguration(area: "0.0.0.3", kind: .nssa),
            ]
        }
        for number: UInt32 in 0...3 { rig.greet(RigPeer(3 + number, on: InterfaceIndex(number: number))) }
        for number: UInt32 in 0...3 {
            let options: [Options] = [[.external, .opaque], [.external, .opaque], .opaque, [.nssa, .opaque]]
            let peer = RigPeer(3 + number, on: InterfaceIndex(number: number))
            rig.receive(.description([.initial, .more, .master], 1, options: options[Int(number)]), from: peer)
            rig.receive(.description(.master, 2, options: options[Int(number)]), from: peer)
            #expect(rig.state(of: peer) == .full)
        }
        rig.settle()
        rig.receive(.update([.router("10.0.0.77"), lsa]), from: RigPeer(3))
        #expect(updates(rig) == [.update([lsa.aged()], to: .allSPFRouters, on: 1)])
    }

    /// The neighbor on the other link is in Loading, and has described one instance.
    private func loading(_ described: Int32) -> RouterRig {
        var rig = RigNetwork.pair()
        rig.receive(.description([.initial, .more, .master], 1), from: other)
        rig.describe([lsa.with(sequence: described), .router("10.0.0.78")], by: other)
        precondition(rig.state(of: other) == .loading)
        return rig
    }

    @Test func `§13.3 (1)(b): a neighbor that described a newer instance gets none, and is still asked`() {
        var rig = loading(5)
        rig.receive(.update([lsa.with(sequence: 4)]), from: RigPeer(3))
        #expect(updates(rig).isEmpty)
        rig.pass(.seconds(5))
        #expect(rig.sent.contains(.request([lsa, .router("10.0.0.78")], to: .allSPFRouters, on: 1)))
    }

    @Test func `§13.3 (1)(b): one that described the same gets none, and is not asked any more`() {
        var rig = loading(4)
        rig.receive(.update([lsa.with(sequence: 4)]), from: RigPeer(3))
        #expect(updates(rig).isEmpty)
        rig.pass(.seconds(5))
        #expect(rig.sent.contains(.request([.router("10.0.0.78")], to: .allSPFRouters, on: 1)))
    }

    @Test func `§13.3 (1)(b): one that described an older instance gets the new one, and is not asked any more`() {
        var rig = loading(3)
        rig.receive(.update([lsa.with(sequence: 4)]), from: RigPeer(3))
        #expect(updates(rig) == [.update([lsa.with(sequence: 4).aged()], to: .allSPFRouters, on: 1)])
        rig.pass(.seconds(5))
        #expect(rig.sent.contains(.request([.router("10.0.0.78")], to: .allSPFRouters, on: 1)))
    }

    @Test func `§13.3: LSAs grow older by InfTransDelay on each link, and stop at MaxAge`() {
        var rig = RigNetwork.pair { $0.interfaces[1].transmitDelay = .seconds(30) }
        rig.receive(.update([lsa]), from: RigPeer(3))
        #expect(updates(rig) == [.update([lsa.aged(30)], to: .allSPFRouters, on: 1)])
        let old = LSA.external("198.51.100.0/24", by: "10.0.0.77", age: 3_590)
        rig.receive(.update([old]), from: RigPeer(3))
        #expect(updates(rig) == [.update([old.with(age: 3_600)], to: .allSPFRouters, on: 1)])
    }

    @Test func `§13.3: updates are filled up to the MTU of each link`() {
        var rig = RigNetwork.pair { ($0.interfaces[1].mtu, $0.interfaces[1].ignoresMTU) = (576, true) }
        let lsas = (0..<40).map {
            LSA.external(IPv4Prefix(IPv4Address(bits: 0xC000_0000 + $0 << 8), length: 24), by: "10.0.0.77")
        }
        rig.receive(.update(lsas), from: RigPeer(3))
        // 576 octets, less 20 of IP, 24 of OSPF and 4 of the packet's own, have room for 14 LSAs of 36.
        let counts = updates(rig).map { packet -> Int in
            if case .linkStateUpdate(let update) = packet.body { update.lsas.count } else { 0 }
        }
        #expect(counts == [14, 14, 12])
    }
}

@Suite("RFC 2328 §13.5 to §13.7 Acknowledgments and retransmission") struct Section13_5Tests {
    private let lsa = LSA.external("192.0.2.0/24", by: "10.0.0.77")
    private let designated = RigPeer(9)
    private let backup = RigPeer(8)
    private let plain = RigPeer(3)
    private let other = RigPeer(4, on: 1)

    private func acknowledgments(_ rig: RouterRig) -> [SentPacket] {
        rig.sent.filter { $0.body.type == .linkStateAcknowledgment && $0.interface == 0 }
    }

    // MARK: Table 19, row by row

    @Test func `§13.5 table 19: flooded back out of the receiving interface: no acknowledgment`() {
        var rig = RigNetwork.lan(as: .designatedRouter)
        rig.receive(.update([lsa]), from: plain)
        #expect(acknowledgments(rig).isEmpty)
        rig.pass(.seconds(3))
        #expect(acknowledgments(rig).isEmpty)
    }

    @Test(
        "§13.5 table 19: more recent, not flooded back: delayed; of a Backup, if it comes from the Designated Router",
        arguments: [
            (InterfaceState.drOther, UInt32(9), IPv4Address.allDRouters as IPv4Address?), (.backup, 9, .allSPFRouters),
            (.backup, 3, nil), (.designatedRouter, 8, .allSPFRouters),
        ])
    func delayed(role: InterfaceState, sender: UInt32, destination: IPv4Address?) {
        var rig = RigNetwork.lan(as: role)
        rig.receive(.update([lsa]), from: RigPeer(sender))
        #expect(acknowledgments(rig).isEmpty)
        rig.pass(.milliseconds(999))
        #expect(acknowledgments(rig).isEmpty)
        rig.pass(.milliseconds(1))
        #expect(acknowledgments(rig) == (destination.map { [.acknowledgment([lsa], to: $0)] } ?? []))
    }

    @Test(
        "§13.5 table 19: a duplicate that is an implied acknowledgment: none; of a Backup delayed, if from the Designated Router",
        arguments: [
            (InterfaceState.drOther, UInt32(9), false), (.backup, 9, true), (.backup, 3, false),
            (.designatedRouter, 8, false),
        ])
    func implied(role: InterfaceState, sender: UInt32, answers: Bool) {
        var rig = RigNetwork.lan(as: role)
        rig.receive(.update([lsa]), from: other)
        rig.receive(.update([lsa]), from: RigPeer(sender))
        #expect(acknowledgments(rig).isEmpty)
        rig.pass(.seconds(1))
        #expect(acknowledgments(rig) == (answers ? [.acknowledgment([lsa], to: .allSPFRouters)] : []))
    }

    @Test(
        "§13.5 table 19: any other duplicate: at once, to its sender",
        arguments: [
            InterfaceState.drOther, .backup, .designatedRouter,
        ])
    func direct(role: InterfaceState) {
        var rig = RigNetwork.lan(as: role)
        let sender = role == .designatedRouter ? backup : designated
        rig.receive(.update([lsa]), from: sender)
        rig.pass(.seconds(2))
        rig.receive(.update([lsa]), from: sender)
        #expect(acknowledgments(rig) == [.acknowledgment([lsa], to: sender.address)])
    }

    @Test(
        "§13.5 table 19: at MaxAge and unknown: at once, to its sender",
        arguments: [
            InterfaceState.drOther, .backup, .designatedRouter,
        ])
    func dead(role: InterfaceState) {
        var rig = RigNetwork.lan(as: role)
        let sender = role == .designatedRouter ? backup : designated
        rig.receive(.update([lsa.with(age: 3_600)]), from: sender)
        #expect(acknowledgments(rig) == [.acknowledgment([lsa.with(age: 3_600)], to: sender.address)])
    }

    @Test func `§13.5: delayed acknowledgments of a second travel together`() {
        var rig = RigNetwork.pair()
        let lsas = (0..<3).map {
            LSA.external(IPv4Prefix(IPv4Address(bits: 0xC000_0000 + $0 << 8), length: 24), by: "10.0.0.77")
        }
        for lsa in lsas {
            rig.receive(.update([lsa]), from: plain)
            rig.pass(.milliseconds(300))
        }
        rig.pass(.milliseconds(100))
        #expect(acknowledgments(rig) == [.acknowledgment(lsas, to: .allSPFRouters)])
    }

    // MARK: §13.6

    @Test func `§13.6: every RxmtInterval, to the neighbor alone, at the age of the moment, until it is acknowledged`()
    {
        var rig = RigNetwork.lan(as: .designatedRouter)
        rig.receive(.update([lsa]), from: other)
        rig.receive(.acknowledgment([lsa.header]), from: backup)
        rig.pass(.seconds(11))
        let again = rig.sent.filter { $0.body.type == .linkStateUpdate }
        #expect(again == [.update([lsa.aged(6)], to: "10.1.0.3"), .update([lsa.aged(11)], to: "10.1.0.3")])
        rig.receive(.acknowledgment([lsa.header]), from: plain)
        rig.pass(.seconds(20))
        #expect(!rig.sent.contains { $0.body.type == .linkStateUpdate })
    }

    @Test func `§13.6: an adjacency that ends takes its list along`() {
        var rig = RigNetwork.pair()
        rig.receive(.update([lsa]), from: plain)
        rig.handle(.carrierLost(on: 1))
        rig.pass(.seconds(20))
        #expect(!rig.sent.contains { $0.interface == 1 })
    }

    // MARK: §13.7

    @Test func `§13.7: an acknowledgment of another instance does not count`() {
        var rig = RigNetwork.pair()
        rig.receive(.update([lsa.with(sequence: 2)]), from: plain)
        rig.receive(.acknowledgment([lsa.header]), from: other)
        rig.pass(.seconds(5))
        #expect(rig.sent.contains(.update([lsa.with(sequence: 2).aged(6)], to: .allSPFRouters, on: 1)))
        rig.receive(.acknowledgment([lsa.with(sequence: 2).header]), from: other)
        rig.pass(.seconds(10))
        #expect(rig.sent.isEmpty)
    }

    @Test func `§13.7: what nobody waits for may be acknowledged`() {
        var rig = RigNetwork.pair(describing: [lsa])
        rig.receive(.acknowledgment([lsa.header, LSA.router("10.0.0.99").header]), from: other)
        #expect(rig.sent.isEmpty && rig.state(of: other) == .full)
    }
}
