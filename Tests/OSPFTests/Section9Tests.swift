import NetworkPrimitives
import OSPFWire
import Testing

@testable import OSPF

@Suite("RFC 2328 §9.2 and §9.3 Events of interfaces") struct Section9_3Tests {
    @Test func `§9.3 InterfaceUp: a point-to-point link is PtP, and its first Hello is sent at once`() {
        var rig = RouterRig(.pointToPoint, tellsHellos: true)
        #expect(rig.interfaceState() == .pointToPoint)
        rig.pass(.zero)
        #expect(rig.sent.map(\.destination) == [.allSPFRouters])
    }

    @Test func `§9.3 InterfaceUp: a broadcast network is Waiting, or DROther where the router is not eligible`() {
        #expect(RouterRig(.broadcast).interfaceState() == .waiting)
        #expect(RouterRig(.broadcast) { $0.interfaces[0].priority = 0 }.interfaceState() == .drOther)
    }

    @Test func `§9.3 WaitTimer: after RouterDeadInterval a router that is alone elects itself`() {
        var rig = RouterRig(.broadcast)
        rig.pass(.milliseconds(39_999))
        #expect(rig.interfaceState() == .waiting)
        rig.pass(.milliseconds(1))
        #expect(rig.interfaceState() == .designatedRouter)
        #expect(rig.router.designatedRouter(on: 0) == "10.1.0.2")
        #expect(rig.router.backupDesignatedRouter(on: 0) == .unspecified)
    }

    @Test func `§9.3 BackupSeen: a neighbor that declares itself Backup ends the waiting`() {
        var rig = RouterRig(.broadcast)
        var backup = RigPeer(3)
        (backup.designatedRouter, backup.backupDesignatedRouter) = ("10.1.0.4", "10.1.0.3")
        rig.greet(backup)
        // Nobody that is 2-Way claims to be Designated Router, so that the Backup is promoted.
        #expect(rig.interfaceState() == .drOther)
        #expect(rig.router.designatedRouter(on: 0) == "10.1.0.3")
    }

    @Test func `§9.3 BackupSeen: so does a Designated Router that declares there is no Backup`() {
        var rig = RouterRig(.broadcast)
        rig.greet(RigPeer(3).asDesignated)
        #expect(rig.interfaceState() == .backup)
        #expect(rig.router.designatedRouter(on: 0) == "10.1.0.3")
        #expect(rig.router.backupDesignatedRouter(on: 0) == "10.1.0.2")
    }

    @Test func `§9.2: a neighbor that does not list the router ends no waiting`() {
        var rig = RouterRig(.broadcast)
        let peer = RigPeer(3).asDesignated
        var hello = rig.hello(of: peer)
        hello.neighbors = []
        rig.receive(.hello(hello), from: peer)
        #expect(rig.interfaceState() == .waiting)
        #expect(rig.state(of: peer) == .`init`)
    }

    @Test func `§9.2: a Designated Router that names a Backup which is not heard ends no waiting`() {
        var rig = RouterRig(.broadcast)
        var peer = RigPeer(3).asDesignated
        peer.backupDesignatedRouter = "10.1.0.9"
        rig.greet(peer)
        #expect(rig.interfaceState() == .waiting)
    }

    @Test func `§9.3 InterfaceDown: the neighbors are killed, the variables reset, the link withdrawn`() {
        var rig = RouterRig(.broadcast, .pointToPoint)
        rig.meet(RigPeer(3).asDesignated)
        rig.meet(RigPeer(1, on: 1))
        rig.settle()
        #expect(rig.own(.router)?.links.map(\.type) == [.transit, .pointToPoint, .stub])
        rig.handle(.carrierLost(on: 0))
        #expect(rig.interfaceState() == .down && rig.state(of: RigPeer(3)) == .down)
        #expect(rig.router.designatedRouter(on: 0) == .unspecified)
        #expect(rig.own(.router)?.links.map(\.type) == [.pointToPoint, .stub])
        rig.handle(.carrierGained(on: 0))
        #expect(rig.interfaceState() == .waiting)
    }

    @Test("§9.2 NeighborChange: what a neighbor newly says of itself calls for an election", arguments: 0..<4)
    func neighborChange(change: Int) {
        var rig = RouterRig(.broadcast)
        var peer = RigPeer(3)
        rig.pass(.seconds(40))
        rig.greet(peer)
        #expect(rig.router.backupDesignatedRouter(on: 0) == peer.address)
        switch change {
        case 0: peer.priority = 0
        case 1: (peer.designatedRouter, peer.backupDesignatedRouter) = (peer.address, "10.1.0.2")
        case 2: rig.silence(peer)
        default: break
        }
        change == 2 ? rig.pass(.seconds(40)) : rig.greet(peer)
        let roles = (rig.router.designatedRouter(on: 0), rig.router.backupDesignatedRouter(on: 0))
        switch change {
        // No longer eligible, and gone.
        case 0, 2: #expect(roles == ("10.1.0.2", .unspecified))
        // Of two that claim the role, the higher Router ID has it.
        case 1: #expect(roles == ("10.1.0.3", "10.1.0.2"))
        default: #expect(roles == ("10.1.0.2", "10.1.0.3"))
        }
    }
}

@Suite("RFC 2328 §9.4 The election at one router") struct Section9_4RigTests {
    private func roles(_ rig: RouterRig) -> [IPv4Address] {
        [rig.router.designatedRouter(on: 0), rig.router.backupDesignatedRouter(on: 0)]
    }

    @Test func `§9.4: two that waited, the higher Router ID is Designated Router; it steps in as Backup first`() {
        var rig = RouterRig(.broadcast)
        var peer = RigPeer(3)
        (peer.designatedRouter, peer.backupDesignatedRouter) = (.unspecified, .unspecified)
        rig.greet(peer)
        rig.pass(.seconds(40))
        // (2) and (3): nobody claims anything, the better one is Backup and is promoted. The router's own role is unchanged,
        // so that (4) repeats nothing.
        #expect(roles(rig) == ["10.1.0.3", "10.1.0.3"])
        #expect(rig.interfaceState() == .drOther)
        // The other has come to its own result.
        var elected = peer
        (elected.designatedRouter, elected.backupDesignatedRouter) = ("10.1.0.3", "10.1.0.2")
        rig.greet(elected)
        #expect(roles(rig) == ["10.1.0.3", "10.1.0.2"])
        #expect(rig.interfaceState() == .backup)
    }

    @Test func `§9.4 (4): two that waited, seen by the winner: the second round makes the other one Backup`() {
        var rig = RouterRig(.broadcast)
        rig.greet(RigPeer(1))
        rig.pass(.seconds(40))
        #expect(roles(rig) == ["10.1.0.2", "10.1.0.1"])
        #expect(rig.interfaceState() == .designatedRouter)
    }

    @Test func `§9.4 (1): a neighbor that is not 2-Way, or not eligible, is no candidate`() {
        var rig = RouterRig(.broadcast)
        var ineligible = RigPeer(3)
        ineligible.priority = 0
        rig.greet(ineligible)
        var oneWay = rig.hello(of: RigPeer(4))
        oneWay.neighbors = []
        rig.receive(.hello(oneWay), from: RigPeer(4))
        rig.pass(.seconds(39))
        rig.receive(.hello(oneWay), from: RigPeer(4))
        rig.pass(.seconds(1))
        #expect(roles(rig) == ["10.1.0.2", .unspecified])
    }

    @Test func `§9.4: a router that is not eligible follows those that are`() {
        var rig = RouterRig(.broadcast) { $0.interfaces[0].priority = 0 }
        rig.greet(RigPeer(3).asDesignated)
        #expect(roles(rig) == ["10.1.0.3", .unspecified])
        #expect(rig.interfaceState() == .drOther)
        #expect(rig.state(of: RigPeer(3)) == .exStart)
    }

    @Test func `§9.4: a newcomer with the highest priority finds the roles taken`() {
        var rig = RouterRig(.broadcast) { $0.interfaces[0].priority = 255 }
        var designated = RigPeer(3)
        (designated.designatedRouter, designated.backupDesignatedRouter) = ("10.1.0.3", "10.1.0.1")
        var backup = RigPeer(1)
        (backup.designatedRouter, backup.backupDesignatedRouter) = ("10.1.0.3", "10.1.0.1")
        rig.greet(designated)
        rig.greet(backup)
        #expect(roles(rig) == ["10.1.0.3", "10.1.0.1"])
        #expect(rig.interfaceState() == .drOther)
    }

    @Test func `§9.4: when the Designated Router dies, its Backup is promoted and another becomes Backup`() {
        var rig = RouterRig(.broadcast)
        var designated = RigPeer(9)
        (designated.designatedRouter, designated.backupDesignatedRouter) = ("10.1.0.9", "10.1.0.2")
        rig.greet(RigPeer(9).asDesignated)
        rig.greet(designated)
        rig.greet(RigPeer(1))
        #expect(rig.interfaceState() == .backup)
        rig.silence(designated)
        rig.pass(.seconds(40))
        #expect(rig.interfaceState() == .designatedRouter)
        #expect(roles(rig) == ["10.1.0.2", "10.1.0.1"])
    }

    @Test func `§9.4: of two Designated Routers that meet, the lower Router ID steps down and becomes Backup`() {
        var rig = RouterRig(.broadcast)
        rig.pass(.seconds(40))
        #expect(rig.interfaceState() == .designatedRouter)
        rig.greet(RigPeer(3).asDesignated)
        #expect(rig.interfaceState() == .backup)
        #expect(roles(rig) == ["10.1.0.3", "10.1.0.2"])
    }

    @Test func `§9.4 (7): an adjacency that is no longer needed falls back to 2-Way`() {
        var rig = RouterRig(.broadcast)
        rig.pass(.seconds(40))
        rig.greet(RigPeer(1))
        let other = RigPeer(3)
        rig.meet(other)
        // Two others take the roles over: with a DROther nobody needs to be adjacent.
        var (first, second) = (RigPeer(8), RigPeer(9))
        (first.designatedRouter, first.backupDesignatedRouter) = ("10.1.0.9", "10.1.0.8")
        (second.designatedRouter, second.backupDesignatedRouter) = ("10.1.0.9", "10.1.0.8")
        (first.priority, second.priority) = (9, 9)
        rig.greet(first)
        rig.greet(second)
        #expect(roles(rig) == ["10.1.0.9", "10.1.0.8"])
        #expect(rig.interfaceState() == .drOther)
        #expect(rig.state(of: other) == .twoWay)
    }
}

@Suite("RFC 2328 §9.5 Sending Hello packets") struct Section9_5Tests {
    private func hellos(_ rig: RouterRig) -> [Hello] {
        rig.sent.compactMap { if case .hello(let hello) = $0.body { hello } else { nil } }
    }

    @Test func `§9.5: every HelloInterval, with what is configured and what was elected`() throws {
        var rig = RouterRig(.broadcast, tellsHellos: true) { $0.interfaces[0].priority = 7 }
        rig.pass(.seconds(30))
        #expect(rig.sent.map(\.instant) == [0, 10, 20, 30].map { .origin + .seconds($0) })
        var expected = Hello(
            networkMask: "255.255.255.0", helloInterval: 10, options: .external, routerPriority: 7,
            routerDeadInterval: 40)
        #expect(hellos(rig) == Array(repeating: expected, count: 4))
        rig.pass(.seconds(20))
        (expected.designatedRouter, expected.neighbors) = ("10.1.0.2", [])
        #expect(hellos(rig).last == expected)
    }

    @Test func `§9.5: who was heard within RouterDeadInterval is listed, whether or not it lists the router`() {
        var rig = RouterRig(.broadcast, tellsHellos: true)
        var oneWay = rig.hello(of: RigPeer(4))
        oneWay.neighbors = []
        rig.receive(.hello(oneWay), from: RigPeer(4))
        rig.greet(RigPeer(3))
        rig.pass(.seconds(30))
        #expect(hellos(rig).last?.neighbors == ["10.0.0.4", "10.0.0.3"])
        rig.pass(.seconds(20))
        #expect(hellos(rig).last?.neighbors == ["10.0.0.3"])
    }

    @Test func `§9.5: the Options tell the kind of area`() {
        for (kind, options) in [(AreaConfiguration.Kind.normal, Options.external), (.stub, []), (.nssa, .nssa)] {
            var rig = RouterRig(.pointToPoint, tellsHellos: true) {
                $0.interfaces[0].area = "0.0.0.1"
                $0.areas = [AreaConfiguration(area: "0.0.0.1", kind: kind)]
            }
            rig.pass(.zero)
            #expect(hellos(rig).map(\.options) == [options])
        }
    }

    @Test func `§9.5: an unnumbered link has no network mask`() {
        var rig = RouterRig(.pointToPoint, tellsHellos: true) { $0.interfaces[0].isUnnumbered = true }
        rig.pass(.zero)
        #expect(hellos(rig).map(\.networkMask) == [.unspecified])
    }

    @Test func `§9.5.1: on an NBMA network Hellos go to each neighbor, and to silent ones every PollInterval`() {
        var rig = RouterRig(.nonBroadcast, tellsHellos: true) {
            $0.staticNeighbors = [StaticNeighbor(interface: 0, address: "10.1.0.3", pollInterval: .seconds(120))]
        }
        rig.pass(.seconds(400))
        #expect(Set(rig.sent.map(\.destination)) == ["10.1.0.3"])
        // The neighbor is Attempted for RouterDeadInterval, then Down and polled.
        let polls = rig.sent.map { ($0.instant - .origin).wholeSeconds }.filter { $0 > 40 }
        #expect(polls.count >= 2)
        #expect(zip(polls, polls.dropFirst()).allSatisfy { $1 - $0 == 120 })
    }
}
