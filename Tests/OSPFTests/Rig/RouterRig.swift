import NetworkPrimitives
import OSPFWire

@testable import OSPF

/// One router without a network: packets in, packets out, time by hand.
///
/// The router has the Router ID 10.0.0.2, and on interface `n` the address 10.1.n.2/24. Its peers are what a test makes them say;
/// see ``RigPeer``.
struct RouterRig {
    private(set) var router: Router
    private(set) var context = RouterContext()
    private(set) var now = Instant.origin
    /// Everything it has sent, in order; hellos only where the rig tells them.
    private(set) var log: [SentPacket] = []
    private var mark = 0
    private var tellsHellos = false
    /// When the peers that live say their next hello.
    private var living: [(peer: RigPeer, hello: Instant)] = []
    /// How much of `log` the peers have acknowledged.
    private var acknowledged = 0

    /// - Parameters:
    ///   - types: of the interfaces, in their order.
    ///   - configure: changes the router before it starts.
    init(
        _ types: InterfaceConfiguration.NetworkType..., tellsHellos: Bool = false,
        configure: (inout RouterConfiguration) -> Void = { _ in }
    ) {
        var configuration = RouterConfiguration(routerID: "10.0.0.2")
        configuration.interfaces = Table(
            types.enumerated().map { number, type in
                let index = InterfaceIndex(number)
                return InterfaceConfiguration(
                    name: "eth\(index)", address: Self.address(2, on: index),
                    prefix: IPv4Prefix(Self.address(0, on: index), length: 24), networkType: type)
            })
        configure(&configuration)
        self.init(configuration, tellsHellos: tellsHellos)
    }

    init(_ configuration: RouterConfiguration, tellsHellos: Bool = false) {
        self.tellsHellos = tellsHellos
        router = Router(configuration, number: 0)
        for index in configuration.interfaces.indices { router.plug(index, intoLink: index.number + 1) }
        handle(.start)
    }

    static func address(_ host: UInt32, on interface: InterfaceIndex) -> IPv4Address {
        IPv4Address(bits: 0x0A01_0000 + interface.number << 8 + host)
    }

    /// What the last call led to, in order.
    var sent: [SentPacket] { Array(log[mark...]) }
}

// MARK: - What happens to it

extension RouterRig {
    /// Something that is no packet.
    mutating func handle(_ input: RouterInput) {
        mark = log.count
        feed(input)
    }

    mutating func receive(_ datagram: RigDatagram) {
        mark = log.count
        feed(datagram)
    }

    /// - Parameter altering: changes the packet on its way.
    mutating func receive(
        _ body: PacketBody, from peer: RigPeer, altering: (inout RigDatagram) -> Void = { _ in }
    ) {
        var datagram = RigDatagram(body, from: peer, area: router.configuration.interfaces[peer.interface].area)
        altering(&datagram)
        receive(datagram)
    }

    /// Lets time pass. Peers that live go on with their hellos.
    mutating func pass(_ duration: Duration) {
        mark = log.count
        advance(to: now + duration)
    }

    /// Lets time pass, in which the peers acknowledge whatever they are sent.
    mutating func settle(_ duration: Duration = .seconds(30)) {
        mark = log.count
        for _ in 0..<duration.wholeSeconds {
            acknowledgeAll()
            advance(to: now + .seconds(1))
        }
        acknowledgeAll()
    }

    private mutating func advance(to end: Instant) {
        while true {
            let spoken = living.map(\.hello).min() ?? .never
            let next = min(router.nextDeadline, spoken)
            guard next <= end else { break }
            now = max(now, next)
            if router.nextDeadline <= now {
                feed(.timeout)
            } else if let position = living.firstIndex(where: { $0.hello <= now }) {
                let peer = living[position].peer
                living[position].hello = now + router.configuration.interfaces[peer.interface].helloInterval
                feed(RigDatagram(.hello(hello(of: peer)), from: peer, area: area(of: peer)))
            }
        }
        now = end
    }

    private func area(of peer: RigPeer) -> AreaID { router.configuration.interfaces[peer.interface].area }

    private mutating func feed(_ datagram: RigDatagram) {
        let packet = datagram.packet(in: &context, link: router.link(of: datagram.interface))
        feed(.packet(packet, on: datagram.interface))
        context.packets.release(packet)
    }

    private mutating func feed(_ input: RouterInput) {
        context.work = RouterWork()
        router.handle(input, at: now, in: &context)
        for case .send(let id, let interface) in context.effects {
            let packet = SentPacket(
                interface: interface, source: context.packets[id].sourceAddress,
                destination: context.packets[id].destinationAddress, area: context.packets[id].area,
                body: context.wirePacket(id).body, instant: now)
            context.packets.release(id)
            if case .hello = packet.body, !tellsHellos { continue }
            log.append(packet)
        }
        context.effects.removeAll()
        let broken = router.brokenInvariants()
        precondition(broken.isEmpty, broken.joined(separator: "; "))
    }
}

// MARK: - Peers

extension RouterRig {
    /// The peer says hello, lists the router, and goes on with it.
    mutating func greet(_ peer: RigPeer) {
        mark = log.count
        living.removeAll { $0.peer.isSame(as: peer) }
        living.append((peer, now + router.configuration.interfaces[peer.interface].helloInterval))
        feed(RigDatagram(.hello(hello(of: peer)), from: peer, area: area(of: peer)))
    }

    /// The peer says nothing of itself from now on.
    mutating func silence(_ peer: RigPeer) { living.removeAll { $0.peer.isSame(as: peer) } }

    /// The hello that the peer says: it sees what the router sees.
    func hello(of peer: RigPeer) -> Hello {
        let configured = router.configuration.interfaces[peer.interface]
        return Hello(
            networkMask: configured.prefix.mask, helloInterval: UInt16(configured.helloInterval.wholeSeconds),
            options: router.configuration.area(configured.area).kind.options, routerPriority: peer.priority,
            routerDeadInterval: UInt32(configured.deadInterval.wholeSeconds),
            designatedRouter: peer.designatedRouter ?? router.designatedRouter(on: peer.interface),
            backupDesignatedRouter: peer.backupDesignatedRouter ?? router.backupDesignatedRouter(on: peer.interface),
            neighbors: [router.routerID])
    }

    /// The peer becomes Full.
    ///
    /// - Parameter database: what it has, and gives when it is asked.
    mutating func meet(_ peer: RigPeer, describing database: [LSA] = []) {
        greet(peer)
        precondition(state(of: peer) == .exStart, "\(peer.routerID) is to be adjacent, and is \(state(of: peer))")
        describe(database, by: peer)
        answerRequests(of: peer, from: database)
        precondition(state(of: peer) == .full, "\(peer.routerID) is to be Full, and is \(state(of: peer))")
    }

    /// The peer describes its database and listens to the router's: ExStart and Exchange.
    mutating func describe(_ database: [LSA], by peer: RigPeer) {
        let headers = database.map(\.header)
        guard peer.routerID > router.routerID else {
            // The router is master: the first answer settles it.
            var own = lastDescription(to: peer)
            receive(.description([], own.ddSequenceNumber, headers), from: peer)
            while state(of: peer) == .exchange {
                own = lastDescription(to: peer)
                receive(.description([], own.ddSequenceNumber), from: peer)
            }
            return
        }
        var number: UInt32 = 1_000
        receive(.description([.initial, .more, .master], number), from: peer)
        number += 1
        receive(.description(.master, number, headers), from: peer)
        while lastDescription(to: peer).flags.contains(.more) {
            precondition(
                state(of: peer) == .exchange, "\(peer.routerID) is to be in Exchange, and is \(state(of: peer))")
            number += 1
            receive(.description(.master, number), from: peer)
        }
    }

    private mutating func answerRequests(of peer: RigPeer, from database: [LSA]) {
        while state(of: peer) == .loading {
            guard case .linkStateRequest(let request)? = last(to: peer, where: { $0.type == .linkStateRequest }) else {
                preconditionFailure("a router that loads requests")
            }
            let lsas = request.items.map { item in
                database.first { LinkStateRequest.Item($0.header.key) == item }!
            }
            receive(.update(lsas), from: peer)
        }
    }

    func lastDescription(to peer: RigPeer) -> DatabaseDescription {
        guard case .databaseDescription(let last)? = last(to: peer, where: { $0.type == .databaseDescription }) else {
            preconditionFailure("nothing was described to \(peer.routerID)")
        }
        return last
    }

    private func last(to peer: RigPeer, where isMeant: (PacketBody) -> Bool) -> PacketBody? {
        log.last { $0.reaches(peer) && isMeant($0.body) }?.body
    }

    private mutating func acknowledgeAll() {
        let updates = log[acknowledged...]
        acknowledged = log.count
        for update in updates {
            guard case .linkStateUpdate(let body) = update.body else { continue }
            for (peer, _) in living where update.reaches(peer) && state(of: peer) >= .exchange {
                feed(RigDatagram(.acknowledgment(body.lsas.map(\.header)), from: peer, area: area(of: peer)))
            }
        }
    }
}

// MARK: - What it knows

extension RouterRig {
    /// Down where the router does not know the peer.
    func state(of peer: RigPeer) -> NeighborState {
        router.neighborReports.first { $0.routerID == peer.routerID && $0.interface == peer.interface }?.state ?? .down
    }

    func interfaceState(_ index: InterfaceIndex = 0) -> InterfaceState { router.interfaceState(index) }

    /// The database, sorted by key, with the ages of this moment.
    var database: [LSA] {
        router.databaseReport(context.store, at: now).map {
            context.store.wireLSA(of: $0.instance, age: UInt16($0.age))
        }
    }

    func lsas(_ type: LSType) -> [LSA] { database.filter { $0.header.type == type } }

    /// The router's own LSA of a type, where it has one.
    func own(_ type: LSType, _ linkStateID: IPv4Address? = nil) -> LSA? {
        lsas(type).first {
            $0.header.advertisingRouter == router.routerID
                && $0.header.linkStateID == linkStateID ?? $0.header.linkStateID
        }
    }

    /// What the database holds of an LSA, whichever instance that is.
    func copy(of lsa: LSA) -> LSA? { database.first { $0.header.key == lsa.header.key } }

    /// A route in words, such as `intra-area 20 via 10.1.0.1`; `nil` where there is none.
    func route(_ prefix: IPv4Prefix) -> String? {
        guard let id = context.store.find(prefix), let route = router.routingTable.route(to: id) else { return nil }
        let hops = router.routingTable.nextHops(of: route).map {
            $0.address == .unspecified ? "eth\($0.interface)" : "\($0.address)"
        }
        let path =
            switch route.pathType {
            case .intraArea: "intra-area \(route.cost)"
            case .interArea: "inter-area \(route.cost)"
            case .external1: "external type 1 \(route.cost)"
            case .external2: "external type 2 \(route.type2Cost), \(route.cost) to it"
            case .none: "nothing"
            }
        return hops.isEmpty ? path : "\(path) via \(hops.joined(separator: " and "))"
    }

    func discarded(_ reason: PacketDiscardReason) -> UInt64 { router.counters.discardedPackets[reason] }
    func discarded(_ reason: LSADiscardReason) -> UInt64 { router.counters.discardedLSAs[reason] }
}
