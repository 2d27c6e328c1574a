import Emulation
import NetworkPrimitives
import OSPFWire
import TestSupport

@testable import OSPF

/// Router 0 of a converged star, taken out of its network: its neighbors say nothing but what a test makes them say.
struct LoneRouter {
    var router: Router
    var context: RouterContext
    var now: Instant
    /// When it was taken out.
    let start: Instant
    /// What it has sent since, hellos left out.
    var sent: [Sent] = []

    struct Sent {
        let at: Duration
        let packet: Packet
        let interface: InterfaceIndex
        let lsas: [CarriedLSA]
        /// Those that had not been sent over the interface before: the rest is sent again.
        let news: [CarriedLSA]
    }
    /// What was sent over each interface.
    private var known: Set<[Int]> = []

    /// - Parameter configure: changes the router before its network starts.
    init(neighbors: Int = 1, configure: (inout RouterConfiguration) -> Void = { _ in }) {
        var builder = NetworkBuilder(routers: neighbors + 1, cpu: .unlimited)
        for leaf in 1...neighbors { builder.link(0, leaf) }
        configure(&builder.nodes[0].ospf)
        let network = builder.converged(within: .seconds(1_000))
        (router, context, now, start) = (network.routers[0], network.context, network.now, network.now)
    }

    mutating func handle(_ input: RouterInput) {
        router.handle(input, at: now, in: &context)
        for case .send(let id, let interface) in context.effects {
            let packet = context.packets[id]
            guard packet.type != .hello else { continue }
            let count = packet.type == .linkStateRequest ? 0 : context.packets.itemCount(of: id)
            let lsas = (0..<count).map { context.packets.lsa($0, of: id) }
            let isUpdate = packet.type == .linkStateUpdate
            let news = lsas.filter {
                isUpdate && known.insert([interface.offset, Int($0.instance.number), $0.age == 3_600 ? 1 : 0]).inserted
            }
            sent.append(Sent(at: now - start, packet: packet, interface: interface, lsas: lsas, news: news))
        }
        context.effects.removeAll()
    }

    /// Lets time pass until `after` the start. Neighbors stay alive without a word.
    mutating func pass(to after: Duration) {
        let end = start + after
        while router.nextDeadline <= end {
            now = max(now, router.nextDeadline)
            context.now = now
            for neighbor in router.neighbors.indices where router.neighbors[neighbor].state > .down {
                router.take(.helloReceived, of: neighbor, &context)
            }
            handle(.timeout)
        }
        now = end
    }

    /// The moments at which LSAs of this type were sent as news, in milliseconds after the start.
    func updates(of type: LSType) -> [Int64] {
        sent.filter { update in
            update.news.contains { context.store[context.store[$0.instance].key].type == type }
        }.map { $0.at.nanoseconds / 1_000_000 }
    }

    /// An instance of an LSA of the first neighbor, or of another router.
    mutating func external(
        last: UInt32 = 0, sequence: Int32 = 1, router: RouterID = RouterID(bits: 0x0A00_0002)
    ) -> LSAInstanceID {
        let key = context.store.intern(
            DatabaseKey(
                type: LSType.asExternal, area: DatabaseKey.systemWide,
                linkStateID: IPv4Address(bits: 0xC000_0200 + last << 8), advertisingRouter: router))
        return context.store.intern(
            [0xFFFF_FF00, 20, 0, 0], key: key, options: 2, sequenceNumber: sequence, cause: .none)
    }

    /// A packet from a neighbor with these LSAs and ages.
    mutating func receive(_ kind: PacketType, from neighbor: NeighborIndex = 0, _ lsas: [(LSAInstanceID, Int)]) {
        let sender = router.neighbors[neighbor]
        let packet = Packet(
            type: kind, area: .backbone, source: sender.routerID, sourceAddress: sender.address,
            destinationAddress: .allSPFRouters, cause: .none)
        let id = context.packets.add(packet, payload: lsas.flatMap { [$0.0.number, UInt32($0.1)] })
        handle(.packet(id, on: sender.interface))
    }

    /// Every neighbor acknowledges everything that waits for it.
    mutating func acknowledgeAll() {
        for neighbor in router.neighbors.indices {
            var lsas: [(LSAInstanceID, Int)] = []
            var slot = router.neighbors[neighbor].retransmission.list.next(from: 0)
            while let current = slot {
                let entry = router.database[current]
                lsas.append((entry.instance, entry.age(at: now)))
                slot = router.neighbors[neighbor].retransmission.list.next(from: current.advanced(by: 1))
            }
            if !lsas.isEmpty { receive(.linkStateAcknowledgment, from: neighbor, lsas) }
        }
    }

    /// The router's own LSA of this type.
    func own(_ type: LSType) -> DatabaseReport? {
        router.databaseReport(context.store, at: now).first { $0.key.type == type && $0.isSelfOriginated }
    }

    func sequenceNumber(_ type: LSType) -> Int32? { own(type).map { context.store[$0.instance].sequenceNumber } }
}

extension Router {
    /// Puts a Full neighbor back into Loading, with nothing on its lists.
    mutating func reload(_ neighbor: NeighborIndex) {
        let path: [NeighborEvent] = [.sequenceNumberMismatch, .negotiationDone, .exchangeDone]
        for event in path {
            let state = neighbors[neighbor].state
            neighbors[neighbor].follow(NeighborStateMachine.transition(from: state, on: event) { $0 == .hasRequests })
        }
        interfaces[neighbors[neighbor].interface].noteEnd()
    }
}
