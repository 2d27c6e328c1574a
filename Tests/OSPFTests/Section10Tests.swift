import NetworkPrimitives
import OSPFWire
import Testing

@testable import OSPF

@Suite("RFC 2328 §10.1 to §10.4 Neighbors at one router") struct Section10Tests {
    @Test func `§10.1: a Hello that does not list the router leads to Init, one that does to 2-Way or further`() {
        var rig = RouterRig(.broadcast)
        let peer = RigPeer(1)
        var hello = rig.hello(of: peer)
        hello.neighbors = ["10.0.0.9"]
        rig.receive(.hello(hello), from: peer)
        #expect(rig.state(of: peer) == .`init`)
        hello.neighbors = ["10.0.0.9", "10.0.0.2"]
        rig.receive(.hello(hello), from: peer)
        #expect(rig.state(of: peer) == .twoWay)
    }

    @Test func `§10.3 InactivityTimer: silent for RouterDeadInterval, the neighbor is gone and no longer advertised`() {
        var rig = RouterRig(.pointToPoint)
        let peer = RigPeer(1)
        rig.meet(peer)
        rig.settle()
        #expect(rig.own(.router)?.links.map(\.type) == [.pointToPoint, .stub])
        // The last Hello came at 30 seconds.
        rig.silence(peer)
        rig.pass(.milliseconds(39_999))
        #expect(rig.state(of: peer) == .full)
        rig.pass(.milliseconds(1))
        #expect(rig.router.neighborReports.isEmpty)
        #expect(rig.own(.router)?.links.map(\.type) == [.stub])
    }

    @Test func `§10.3 1-WayReceived: a neighbor that does not list the router any more falls back to Init`() {
        var rig = RouterRig(.pointToPoint)
        let peer = RigPeer(1)
        rig.meet(peer)
        rig.settle()
        var hello = rig.hello(of: peer)
        hello.neighbors = []
        rig.receive(.hello(hello), from: peer)
        #expect(rig.state(of: peer) == .`init`)
        #expect(rig.own(.router)?.links.map(\.type) == [.stub])
        rig.greet(peer)
        #expect(rig.state(of: peer) == .exStart)
    }

    @Test func `§10.3: whoever starts anew increments the DD sequence number`() {
        var rig = RouterRig(.pointToPoint)
        let peer = RigPeer(1)
        rig.greet(peer)
        let first = rig.lastDescription(to: peer).ddSequenceNumber
        rig.describe([], by: peer)
        rig.receive(.description([.initial, .more, .master], 77), from: peer)
        #expect(rig.state(of: peer) == .exStart)
        #expect(rig.lastDescription(to: peer).ddSequenceNumber > first)
    }

    @Test func `§10.4: on a broadcast network, the Designated Router and its Backup are adjacent with everybody`() {
        var rig = RouterRig(.broadcast)
        rig.pass(.seconds(40))
        for number: UInt32 in [1, 3, 4] { rig.greet(RigPeer(number)) }
        #expect(rig.interfaceState() == .designatedRouter)
        #expect(rig.router.neighborReports.map(\.state) == [.exStart, .exStart, .exStart])
    }

    @Test func `§10.4: others are adjacent with these two alone`() {
        var rig = RouterRig(.broadcast) { $0.interfaces[0].priority = 0 }
        let peers = [4, 3, 1].map { (number: UInt32) -> RigPeer in
            var peer = RigPeer(number)
            (peer.designatedRouter, peer.backupDesignatedRouter) = ("10.1.0.4", "10.1.0.3")
            return peer
        }
        for peer in peers { rig.greet(peer) }
        #expect(rig.router.neighborReports.map(\.state) == [.exStart, .exStart, .twoWay])
    }

    @Test(
        "§10.4: on links of two there is always an adjacency",
        arguments: [
            InterfaceConfiguration.NetworkType.pointToPoint, .pointToMultipoint,
        ])
    func pointToPoint(type: InterfaceConfiguration.NetworkType) {
        var rig = RouterRig(type)
        rig.greet(RigPeer(1))
        rig.greet(RigPeer(3))
        #expect(rig.router.neighborReports.map(\.state) == [.exStart, .exStart])
    }
}

@Suite("RFC 2328 §10.5 Receiving Hello packets") struct Section10_5Tests {
    struct Mismatch: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let reason: PacketDiscardReason
        let alter: @Sendable (inout Hello) -> Void
    }

    static let mismatches = [
        Mismatch(testDescription: "network mask", reason: .networkMask) { $0.networkMask = "255.255.0.0" },
        Mismatch(testDescription: "HelloInterval", reason: .helloInterval) { $0.helloInterval = 5 },
        Mismatch(testDescription: "RouterDeadInterval", reason: .deadInterval) { $0.routerDeadInterval = 20 },
        Mismatch(testDescription: "E-bit", reason: .externalRouting) { $0.options = [] },
        Mismatch(testDescription: "N-bit", reason: .externalRouting) { $0.options = .nssa },
    ]

    @Test("§10.5: a Hello that disagrees is discarded", arguments: mismatches) func mismatch(mismatch: Mismatch) {
        var rig = RouterRig(.broadcast)
        var hello = rig.hello(of: RigPeer(1))
        mismatch.alter(&hello)
        rig.receive(.hello(hello), from: RigPeer(1))
        #expect(rig.discarded(mismatch.reason) == 1)
        #expect(rig.router.neighborReports.isEmpty)
    }

    @Test func `§10.5: a Hello that disagrees does not keep a neighbor alive`() {
        var rig = RouterRig(.pointToPoint)
        let peer = RigPeer(1)
        rig.meet(peer)
        rig.silence(peer)
        var hello = rig.hello(of: peer)
        hello.helloInterval = 30
        rig.pass(.seconds(39))
        rig.receive(.hello(hello), from: peer)
        rig.pass(.seconds(1))
        #expect(rig.state(of: peer) == .down)
    }

    @Test func `§10.5: the network mask is not looked at on a point-to-point link`() {
        var rig = RouterRig(.pointToPoint)
        var hello = rig.hello(of: RigPeer(1))
        hello.networkMask = "255.255.255.252"
        rig.receive(.hello(hello), from: RigPeer(1))
        #expect(rig.state(of: RigPeer(1)) == .exStart)
    }

    @Test func `§10.5: on a broadcast network a neighbor is known by its address, whatever its Router ID becomes`() {
        var rig = RouterRig(.broadcast)
        rig.receive(.hello(rig.hello(of: RigPeer(1))), from: RigPeer(1))
        rig.receive(.hello(rig.hello(of: RigPeer(1))), from: RigPeer(1)) { $0.routerID = "10.0.0.77" }
        #expect(rig.router.neighborReports.map(\.routerID) == ["10.0.0.77"])
    }

    @Test func `§10.5: on a point-to-point link it is known by its Router ID, whatever its address becomes`() {
        var rig = RouterRig(.pointToPoint)
        rig.receive(.hello(rig.hello(of: RigPeer(1))), from: RigPeer(1))
        rig.receive(.hello(rig.hello(of: RigPeer(1))), from: RigPeer(1)) { $0.source = "10.1.0.77" }
        #expect(rig.router.neighborReports.map(\.address) == ["10.1.0.77"])
        rig.receive(.hello(rig.hello(of: RigPeer(1))), from: RigPeer(1)) { $0.routerID = "10.0.0.77" }
        #expect(rig.router.neighborReports.map(\.routerID) == ["10.0.0.1", "10.0.0.77"])
    }

    @Test func `§10.5: on an NBMA network a router that is not eligible answers a Hello of one that is at once`() {
        var rig = RouterRig(.nonBroadcast, tellsHellos: true) { $0.interfaces[0].priority = 0 }
        rig.pass(.seconds(1))
        #expect(rig.sent.isEmpty)
        rig.receive(.hello(rig.hello(of: RigPeer(3))), from: RigPeer(3))
        #expect(rig.sent.first { $0.body.type == .hello }?.destination == "10.1.0.3")
    }
}
