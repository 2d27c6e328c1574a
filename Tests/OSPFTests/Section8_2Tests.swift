import NetworkPrimitives
import OSPFWire
import Testing

@testable import OSPF

@Suite("RFC 2328 §8.2 Receiving protocol packets") struct Section8_2Tests {
    /// A packet that differs from a good Hello on a broadcast network in one thing.
    struct Flaw: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let reason: PacketDiscardReason
        let alter: @Sendable (inout RigDatagram) -> Void

        init(_ name: String, _ reason: PacketDiscardReason, _ alter: @escaping @Sendable (inout RigDatagram) -> Void) {
            (testDescription, self.reason, self.alter) = (name, reason, alter)
        }
    }

    static let flaws = [
        Flaw("a wrong checksum", .checksum) { $0.isDamaged = true },
        Flaw("to another address of the network", .destination) { $0.destination = "10.1.0.9" },
        Flaw("to the address of another interface", .destination) { $0.destination = "10.1.1.2" },
        Flaw("from the interface's own address", .ownAddress) { $0.source = "10.1.0.2" },
        Flaw("its own packet, heard again", .ownAddress) { ($0.source, $0.routerID) = ("10.1.0.2", "10.0.0.2") },
        Flaw("from another with its Router ID", .duplicateRouterID) { $0.routerID = "10.0.0.2" },
        Flaw("of another version", .version) { $0.version = 3 },
        Flaw("from an address of another network", .sourceNetwork) { $0.source = "10.1.9.1" },
        Flaw("of another area", .area) { $0.area = "0.0.0.1" },
        Flaw("to AllDRouters, while it is neither Designated Router nor Backup", .allDRouters) {
            $0.destination = .allDRouters
        },
    ]

    @Test("§8.2: what does not fit is discarded, counted by its reason, and changes nothing", arguments: flaws)
    func flaw(flaw: Flaw) {
        var rig = RouterRig(.broadcast, .broadcast)
        let peer = RigPeer(1)
        rig.receive(.hello(rig.hello(of: peer)), from: peer, altering: flaw.alter)
        #expect(rig.discarded(flaw.reason) == 1)
        #expect(rig.router.neighborReports.isEmpty && rig.sent.isEmpty)
        // Without the flaw the same packet is taken.
        rig.receive(.hello(rig.hello(of: peer)), from: peer)
        #expect(rig.state(of: peer) == .twoWay)
        #expect(PacketDiscardReason.allCases.reduce(0) { $0 + rig.discarded($1) } == 1)
    }

    @Test func `§8.2: the sender's network is not looked at on a point-to-point link`() {
        var rig = RouterRig(.pointToPoint)
        let peer = RigPeer(1)
        rig.receive(.hello(rig.hello(of: peer)), from: peer) { $0.source = "192.0.2.77" }
        #expect(rig.state(of: peer) == .exStart)
    }

    @Test func `§8.2: packets to AllDRouters are for the Designated Router`() {
        var rig = RouterRig(.broadcast)
        rig.pass(.seconds(40))
        #expect(rig.interfaceState() == .designatedRouter)
        let peer = RigPeer(1)
        rig.meet(peer)
        let lsa = LSA.external("192.0.2.0/24", by: "10.0.0.1")
        rig.receive(.update([lsa]), from: peer) { $0.destination = .allDRouters }
        #expect(rig.copy(of: lsa) != nil)
        #expect(rig.discarded(.allDRouters) == 0)
    }

    @Test func `§8.2: a packet of the backbone in another area comes over a virtual link, or is of no use`() {
        var rig = RouterRig(.pointToPoint, .virtualLink) {
            $0.interfaces[0].area = "0.0.0.1"
            $0.interfaces[1].virtualLink = .init(transitArea: "0.0.0.1", neighbor: "10.0.0.7")
        }
        let peer = RigPeer(7)
        rig.receive(.hello(rig.hello(of: peer)), from: peer) { $0.area = .backbone }
        #expect(rig.discarded(.virtualLink) == 1)
    }

    @Test("§8.2: only Hellos come from strangers", arguments: 0..<4) func stranger(kind: Int) {
        var rig = RouterRig(.pointToPoint)
        let lsa = LSA.external("192.0.2.0/24", by: "10.0.0.1")
        let bodies: [PacketBody] = [
            .description([.initial, .more, .master], 1), .request([lsa]), .update([lsa]),
            .acknowledgment([lsa.header]),
        ]
        rig.receive(bodies[kind], from: RigPeer(1))
        #expect(rig.discarded(.unknownNeighbor) == 1)
        #expect(rig.sent.isEmpty && rig.copy(of: lsa) == nil)
    }

    @Test func `§8.2: the AuType must be the interface's`() {
        let key = AuthenticationKey(keyID: 0, key: Array("secret".utf8))
        var rig = RouterRig(.pointToPoint) { $0.interfaces[0].authentication = .init(.simple, keys: [key]) }
        rig.receive(.hello(rig.hello(of: RigPeer(1))), from: RigPeer(1))
        #expect(rig.discarded(.authenticationType) == 1)
        #expect(rig.router.neighborReports.isEmpty)
    }

    @Test("§8.2: an interface that is down or passive hears nothing", arguments: [true, false])
    func deaf(isPassive: Bool) {
        var rig = RouterRig(.pointToPoint) { $0.interfaces[0].isPassive = isPassive }
        if !isPassive { rig.handle(.carrierLost(on: 0)) }
        rig.receive(.hello(rig.hello(of: RigPeer(1))), from: RigPeer(1))
        #expect(rig.router.neighborReports.isEmpty)
        #expect(PacketDiscardReason.allCases.allSatisfy { rig.discarded($0) == 0 })
    }
}
