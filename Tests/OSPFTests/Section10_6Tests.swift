import NetworkPrimitives
import OSPFWire
import Testing

@testable import OSPF

@Suite("RFC 2328 §10.6 Receiving Database Description packets") struct Section10_6Tests {
    private typealias Flags = DatabaseDescription.Flags
    private static let negotiation: Flags = [.initial, .more, .master]
    private let lsa = LSA.external("192.0.2.0/24", by: "10.0.0.9")

    /// A router in ExStart with a neighbor of a higher Router ID (3), which is to be master, or a lower one (1).
    private func starting(with number: UInt32, _ configure: (inout RouterConfiguration) -> Void = { _ in })
        -> (RouterRig, RigPeer)
    {
        var rig = RouterRig(.pointToPoint, configure: configure)
        rig.greet(RigPeer(number))
        return (rig, RigPeer(number))
    }

    private func descriptions(_ rig: RouterRig) -> [DatabaseDescription] {
        rig.sent.compactMap { if case .databaseDescription(let body) = $0.body { body } else { nil } }
    }

    // MARK: Before the exchange

    @Test func `§10.6: a larger MTU than the interface's is refused, unless that is not looked at`() {
        for (ignores, state) in [(false, NeighborState.exStart), (true, .exchange)] {
            var (rig, peer) = starting(with: 3) { $0.interfaces[0].ignoresMTU = ignores }
            rig.receive(.description(Self.negotiation, 1, mtu: 1_501), from: peer)
            #expect(rig.state(of: peer) == state)
            #expect(rig.discarded(.interfaceMTU) == (ignores ? 0 : 1))
        }
    }

    @Test func `§10.6 Init: a Database Description is as good as a Hello that lists the router`() {
        var rig = RouterRig(.pointToPoint)
        let peer = RigPeer(3)
        var hello = rig.hello(of: peer)
        hello.neighbors = []
        rig.receive(.hello(hello), from: peer)
        #expect(rig.state(of: peer) == .`init`)
        rig.receive(.description(Self.negotiation, 1), from: peer)
        #expect(rig.state(of: peer) == .exchange)
    }

    @Test func `§10.6 2-Way: it is ignored`() {
        var rig = RouterRig(.broadcast)
        rig.greet(RigPeer(3))
        rig.receive(.description(Self.negotiation, 1), from: RigPeer(3))
        #expect(rig.state(of: RigPeer(3)) == .twoWay)
        #expect(rig.discarded(.neighborState) == 1 && rig.sent.isEmpty)
    }

    // MARK: ExStart

    @Test func `§10.6 ExStart: initial, empty, from a higher Router ID: the router is slave and takes over the number`()
    {
        var (rig, peer) = starting(with: 3)
        rig.receive(.description(Self.negotiation, 4_711), from: peer)
        #expect(rig.state(of: peer) == .exchange)
        #expect(descriptions(rig).map(\.ddSequenceNumber) == [4_711])
        #expect(descriptions(rig).map(\.flags) == [[]])
        #expect(descriptions(rig)[0].lsaHeaders.map(\.type) == [.router])
    }

    @Test func `§10.6 ExStart: not initial, the router's number, from a lower Router ID: the router is master`() {
        var (rig, peer) = starting(with: 1)
        let number = rig.lastDescription(to: peer).ddSequenceNumber
        #expect(rig.lastDescription(to: peer).flags == Self.negotiation)
        rig.receive(.description([], number, [lsa.header]), from: peer)
        // What the slave describes in this very packet is taken, and the next packet has the next number.
        #expect(rig.state(of: peer) == .exchange)
        #expect(descriptions(rig).map(\.ddSequenceNumber) == [number + 1])
        #expect(descriptions(rig).map(\.flags) == [.master])
        #expect(rig.sent.contains(.request([lsa], to: .allSPFRouters)))
    }

    @Test("§10.6 ExStart: anything else is ignored", arguments: 0..<6) func ignored(case number: Int) {
        let isHigher = number < 3
        var (rig, peer) = starting(with: isHigher ? 3 : 1)
        let own = rig.lastDescription(to: peer).ddSequenceNumber
        let bodies: [PacketBody] = [
            // From the higher one: without one of the bits, not empty.
            .description([.initial, .master], 1), .description([.more, .master], 1),
            .description(Self.negotiation, 1, [lsa.header]),
            // From the lower one: another number, with the bits I or MS.
            .description([], own + 1), .description([.initial], own), .description(.master, own),
        ]
        rig.receive(bodies[number], from: peer)
        #expect(rig.state(of: peer) == .exStart)
        #expect(rig.sent.isEmpty)
    }

    @Test func `§10.6 ExStart: two negotiations cross, and the lower Router ID gives way`() {
        var (rig, peer) = starting(with: 1)
        rig.receive(.description(Self.negotiation, 9), from: peer)
        #expect(rig.state(of: peer) == .exStart)
    }

    // MARK: Exchange

    /// In Exchange, with the slave's number.
    private func exchanging(isMaster: Bool) -> (RouterRig, RigPeer, UInt32) {
        var (rig, peer) = starting(with: isMaster ? 1 : 3)
        if isMaster {
            rig.receive(.description([.more], rig.lastDescription(to: peer).ddSequenceNumber), from: peer)
        } else {
            rig.receive(.description(Self.negotiation, 500), from: peer)
        }
        return (rig, peer, rig.lastDescription(to: peer).ddSequenceNumber)
    }

    @Test func `§10.6 Exchange: the slave takes the next number, and answers with it`() {
        var (rig, peer, number) = exchanging(isMaster: false)
        rig.receive(.description([.master, .more], number + 1, [lsa.header]), from: peer)
        #expect(descriptions(rig).map(\.ddSequenceNumber) == [number + 1])
        #expect(rig.state(of: peer) == .exchange)
        rig.receive(.description(.master, number + 2), from: peer)
        #expect(rig.state(of: peer) == .loading)
    }

    @Test func `§10.6 Exchange: the master takes the number it sent, and goes on to the next`() {
        var (rig, peer, number) = exchanging(isMaster: true)
        rig.receive(.description([.more], number, [lsa.header]), from: peer)
        #expect(descriptions(rig).map(\.ddSequenceNumber) == [number + 1])
        rig.receive(.description([], number + 1), from: peer)
        #expect(rig.state(of: peer) == .loading)
    }

    @Test(
        "§10.6 Exchange: the slave answers a duplicate with its last packet, the master drops it",
        arguments: [true, false])
    func duplicate(isMaster: Bool) {
        var (rig, peer, number) = exchanging(isMaster: isMaster)
        let next: PacketBody = isMaster ? .description([.more], number) : .description([.master, .more], number + 1)
        rig.receive(next, from: peer)
        let answer = descriptions(rig)
        #expect(answer.count == 1)
        rig.receive(next, from: peer)
        #expect(descriptions(rig) == (isMaster ? [] : answer))
        #expect(rig.state(of: peer) == .exchange)
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let isMaster: Bool
        /// From the number of the last packet that the router sent.
        let body: @Sendable (UInt32) -> PacketBody
    }

    static let mismatches: [Row] = [
        Row(testDescription: "the slave sets MS", isMaster: true) { .description(.master, $0) },
        Row(testDescription: "the master does not", isMaster: false) { .description([], $0 + 1) },
        Row(testDescription: "the slave sets I", isMaster: true) { .description([.initial], $0) },
        Row(testDescription: "the master sets I", isMaster: false) { .description([.initial, .master], $0 + 1) },
        Row(testDescription: "the slave's number is one too high", isMaster: true) { .description([], $0 + 1) },
        Row(testDescription: "the slave's number is one too low", isMaster: true) {
            .description([], $0 - 1, options: [.external, .opaque])
        },
        Row(testDescription: "the master's number is one too high", isMaster: false) { .description(.master, $0 + 2) },
        Row(testDescription: "the master's number is old", isMaster: false) { .description(.master, $0 - 1) },
        Row(testDescription: "other Options", isMaster: false) { .description(.master, $0 + 1, options: .external) },
        Row(testDescription: "an LSA of an unknown type", isMaster: false) {
            var header = LSA.router("10.0.0.9").header
            header.type = LSType(rawValue: 13)
            return .description(.master, $0 + 1, [header])
        },
    ]

    @Test("§10.6 Exchange: SeqNumberMismatch", arguments: mismatches) func sequenceNumberMismatch(row: Row) {
        var (rig, peer, number) = exchanging(isMaster: row.isMaster)
        rig.receive(row.body(number), from: peer)
        #expect(rig.state(of: peer) == .exStart)
        // The negotiation begins again, with a number that was not used (§10.3).
        #expect(descriptions(rig).map(\.flags) == [Self.negotiation])
        #expect(descriptions(rig)[0].ddSequenceNumber == number + 1)
    }

    @Test func `§10.6 Exchange: an AS-external-LSA in a stub area is a mismatch, too`() {
        var (rig, peer) = starting(with: 3) {
            $0.interfaces[0].area = "0.0.0.1"
            $0.areas = [AreaConfiguration(area: "0.0.0.1", kind: .stub)]
        }
        rig.receive(.description(Self.negotiation, 1, options: .opaque), from: peer)
        #expect(rig.state(of: peer) == .exchange)
        rig.receive(.description(.master, 2, [lsa.header], options: .opaque), from: peer)
        #expect(rig.state(of: peer) == .exStart)
    }

    @Test func `§10.6: what the router has not, or has older, is put on the Link State request list`() {
        var rig = RouterRig(.pointToPoint, .pointToPoint)
        let (old, same, newer) = (
            LSA.external("192.0.2.0/24", by: "10.0.0.9", sequence: 5),
            LSA.external("198.51.100.0/24", by: "10.0.0.9", sequence: 5),
            LSA.external("203.0.113.0/24", by: "10.0.0.9", sequence: 5)
        )
        rig.meet(RigPeer(3), describing: [old, same, newer])
        let peer = RigPeer(4, on: 1)
        rig.greet(peer)
        let missing = LSA.router("10.0.0.9")
        let fresh = newer.with(sequence: 6)
        rig.describe([old.with(sequence: 4), same, fresh, missing], by: peer)
        #expect(rig.state(of: peer) == .loading)
        #expect(rig.sent.contains(.request([fresh, missing], to: .allSPFRouters, on: 1)))
    }

    @Test func `§10.3 ExchangeDone: nothing to ask for, and the neighbor is Full at once`() {
        var rig = RouterRig(.pointToPoint)
        rig.greet(RigPeer(3))
        rig.describe([], by: RigPeer(3))
        #expect(rig.state(of: RigPeer(3)) == .full)
    }

    // MARK: Loading and Full

    @Test(
        "§10.6 Full: the slave answers a duplicate, the master drops it, anything else is a mismatch",
        arguments: [
            true, false,
        ])
    func afterwards(isMaster: Bool) {
        var (rig, peer) = starting(with: isMaster ? 1 : 3)
        rig.meet(peer)
        let last = rig.lastDescription(to: peer)
        let duplicate: PacketBody = .description(isMaster ? [] : .master, last.ddSequenceNumber)
        rig.receive(duplicate, from: peer)
        #expect(rig.state(of: peer) == .full)
        #expect(descriptions(rig) == (isMaster ? [] : [last]))
        rig.receive(.description(isMaster ? [] : .master, last.ddSequenceNumber + 1), from: peer)
        #expect(rig.state(of: peer) == .exStart)
    }

    @Test func `§10.6 Full: a neighbor that begins anew is a mismatch`() {
        var (rig, peer) = starting(with: 3)
        rig.meet(peer)
        rig.receive(.description(Self.negotiation, 1), from: peer)
        #expect(rig.state(of: peer) == .exStart)
        #expect(rig.own(.router)?.links.map(\.type) == [.stub])
    }
}

@Suite("RFC 2328 §10.7 to §10.10 Requests and the exchange as a whole") struct Section10_7Tests {
    private let lsas = (0..<200).map {
        LSA.external(IPv4Prefix(IPv4Address(bits: 0xC000_0000 + $0 << 8), length: 24), by: "10.0.0.9")
    }

    @Test func `§10.7: what is asked for is sent at once, and not sent again`() throws {
        var rig = RouterRig(.pointToPoint)
        let peer = RigPeer(3)
        rig.meet(peer)
        rig.settle()
        let own = try #require(rig.own(.router))
        rig.receive(.request([own]), from: peer)
        #expect(rig.sent == [.update([own.aged()], to: .allSPFRouters)])
        rig.pass(.seconds(20))
        #expect(rig.sent.isEmpty)
    }

    @Test func `§10.7 BadLSReq: what nobody has cannot be asked for, and the exchange begins anew`() throws {
        var rig = RouterRig(.pointToPoint)
        let peer = RigPeer(3)
        rig.meet(peer)
        rig.settle()
        let own = try #require(rig.own(.router))
        rig.receive(.request([own, lsas[0]]), from: peer)
        #expect(rig.state(of: peer) == .exStart)
        #expect(rig.sent.first == .update([own.aged()], to: .allSPFRouters))
    }

    @Test func `§10.7: before Exchange a request is ignored`() throws {
        var rig = RouterRig(.pointToPoint)
        rig.greet(RigPeer(3))
        rig.receive(.request([try #require(rig.own(.router))]), from: RigPeer(3))
        #expect(rig.sent.isEmpty && rig.state(of: RigPeer(3)) == .exStart)
        #expect(rig.discarded(.neighborState) == 1)
    }

    @Test func `§10.8: in ExStart the first packet goes out every RxmtInterval`() {
        var rig = RouterRig(.pointToPoint)
        rig.greet(RigPeer(3))
        let first = rig.sent
        rig.pass(.seconds(15))
        #expect(first.count == 1 && rig.sent == first + first + first)
        #expect(rig.sent.map { $0.instant - .origin } == [5, 10, 15].map { .seconds($0) })
    }

    @Test("§10.8: in Exchange the master sends its packet again, the slave waits", arguments: [true, false])
    func retransmission(isMaster: Bool) {
        var rig = RouterRig(.pointToPoint)
        let peer = RigPeer(isMaster ? 1 : 3)
        rig.greet(peer)
        if isMaster {
            rig.receive(.description([.more], rig.lastDescription(to: peer).ddSequenceNumber), from: peer)
        } else {
            rig.receive(.description([.initial, .more, .master], 1), from: peer)
        }
        let last = rig.sent
        rig.pass(.seconds(10))
        #expect(last.count == 1 && rig.sent == (isMaster ? last + last : []))
    }

    @Test func `§10.8: a slave answers a duplicate for RouterDeadInterval, and after it begins anew`() {
        var rig = RouterRig(.pointToPoint)
        let (peer, last) = (RigPeer(3), PacketBody.description(.master, 2))
        rig.greet(peer)
        rig.receive(.description([.initial, .more, .master], 1), from: peer)
        rig.receive(last, from: peer)
        let answer = rig.sent
        #expect(answer.count == 1 && rig.state(of: peer) == .full)
        for _ in 0..<2 {
            rig.settle(.seconds(39))
            rig.receive(last, from: peer)
            #expect(rig.sent == answer && rig.state(of: peer) == .full)
        }
        rig.settle(.seconds(41))
        rig.receive(last, from: peer)
        #expect(rig.state(of: peer) == .exStart)
    }

    @Test func `§10.8: a database that does not fit into one packet is described by several`() {
        var rig = RouterRig(.pointToPoint, .pointToPoint)
        rig.meet(RigPeer(3), describing: lsas)
        let peer = RigPeer(4, on: 1)
        rig.greet(peer)
        rig.receive(.description([.initial, .more, .master], 1), from: peer)
        var headers: [Int] = []
        var number: UInt32 = 1
        while case .databaseDescription(let body)? = rig.sent.first?.body {
            headers.append(body.lsaHeaders.count)
            #expect(body.ddSequenceNumber == number)
            guard body.flags.contains(.more) else { break }
            number += 1
            rig.receive(.description([.master, .more], number), from: peer)
        }
        // 1,500 octets, less 20 of IP, 24 of OSPF and 8 of the packet's own, have room for 72 headers of 20.
        #expect(headers == [72, 72, 57])
    }

    @Test func `§10.9: a request is filled up to the MTU, and the next follows when it is answered`() {
        var rig = RouterRig(.pointToPoint)
        let peer = RigPeer(3)
        rig.greet(peer)
        rig.describe(lsas, by: peer)
        #expect(rig.state(of: peer) == .loading)
        // 1,456 octets have room for 121 items of 12.
        #expect(rig.sent.contains(.request(Array(lsas[..<121]), to: .allSPFRouters)))
        rig.receive(.update(Array(lsas[..<120])), from: peer)
        #expect(!rig.sent.contains { $0.body.type == .linkStateRequest })
        rig.receive(.update([lsas[120]]), from: peer)
        #expect(rig.sent.contains(.request(Array(lsas[121...]), to: .allSPFRouters)))
        rig.receive(.update(Array(lsas[121...])), from: peer)
        #expect(rig.state(of: peer) == .full)
    }

    @Test func `§10.9: a request that is not answered goes out again every RxmtInterval`() {
        var rig = RouterRig(.pointToPoint)
        rig.greet(RigPeer(3))
        rig.describe([lsas[0]], by: RigPeer(3))
        rig.pass(.seconds(10))
        #expect(rig.sent == Array(repeating: .request([lsas[0]], to: .allSPFRouters), count: 2))
    }

    @Test func `§10.10: the example, seen by the router with the lower Router ID`() throws {
        var rig = RouterRig(.broadcast) { $0.interfaces[0].priority = 0 }
        let peer = RigPeer(3).asDesignated
        // RT2's Hello lists the router: ExStart, and both claim to be master.
        rig.greet(peer)
        #expect(rig.sent.map(\.destination) == ["10.1.0.3"])
        #expect(rig.lastDescription(to: peer).flags == [.initial, .more, .master])
        // RT2 is master, with its own number.
        rig.receive(.description([.initial, .more, .master], 7_000), from: peer)
        #expect(rig.lastDescription(to: peer).ddSequenceNumber == 7_000)
        rig.receive(.description(.master, 7_001, [lsas[0].header]), from: peer)
        #expect(rig.state(of: peer) == .loading)
        rig.receive(.update([lsas[0]]), from: peer)
        #expect(rig.state(of: peer) == .full)
    }
}
