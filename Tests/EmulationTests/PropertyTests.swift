import Emulation
import NetworkPrimitives
import OSPF
import TestSupport
import Testing

/// A second opinion on distances: Floyd and Warshall's algorithm over the configuration and the state of the wires. It
/// shares nothing with the router's calculation, nor with its database.
private struct ReferenceDistances {
    private var distance: [[Int]]

    init(_ configuration: NetworkConfiguration) {
        // A LAN is a vertex of its own, which it costs nothing to leave.
        let routers = configuration.routers.count
        let count = routers + configuration.segments.count
        distance = Array(repeating: Array(repeating: Int.max / 4, count: count), count: count)
        for vertex in 0..<count { distance[vertex][vertex] = 0 }
        for (number, segment) in configuration.segments.enumerated() {
            for member in segment.members {
                let cost = Int(configuration.routers[member.router].ospf.interfaces[member.interface].cost)
                distance[member.router.offset][routers + number] = cost
                distance[routers + number][member.router.offset] = 0
            }
        }
        for middle in 0..<count {
            for from in 0..<count {
                for to in 0..<count {
                    distance[from][to] = min(distance[from][to], distance[from][middle] + distance[middle][to])
                }
            }
        }
    }

    func between(_ from: Int, _ to: Int) -> Int? { distance[from][to] < Int.max / 4 ? distance[from][to] : nil }
}

@Suite("Properties of random networks") struct PropertyTests {
    /// Up to 12 routers on cables and LANs, connected, with random costs and priorities.
    static func randomNetwork(seed: UInt64) -> (NetworkBuilder, SeededDice) {
        var dice = SeededDice(seed: seed)
        let count = 2 + Int(dice.number(below: 11))
        var builder = NetworkBuilder(routers: count)
        builder.seed = seed
        func cost() -> UInt16 { UInt16(1 + dice.number(below: 40)) }
        for router in 1..<count { builder.link(router, Int(dice.number(below: UInt64(router))), cost: cost()) }
        for _ in 0..<Int(dice.number(below: UInt64(count))) {
            let (a, b) = (Int(dice.number(below: UInt64(count))), Int(dice.number(below: UInt64(count))))
            if a != b { builder.link(a, b, cost: cost()) }
        }
        for _ in 0..<Int(dice.number(below: 3)) {
            let members = (0..<count).filter { _ in dice.roll(Ratio(1, of: 2)) }
            guard members.count > 1 else { continue }
            var priorities: [Int: UInt8] = [:]
            for member in members { priorities[member] = UInt8(dice.number(below: 3)) }
            priorities[members[0]] = 1
            builder.lan(members, cost: cost(), priorities: priorities)
        }
        return (builder, dice)
    }

    @Test(arguments: 1...60) func `after faults and loss, everyone agrees with an independent calculation`(seed: UInt64)
    {
        var (builder, dice) = Self.randomNetwork(seed: seed)
        let loss = Ratio(UInt32(dice.number(below: 21)), of: 100)
        for segment in builder.segments.indices {
            builder.segments[segment].loss = loss
            builder.segments[segment].jitter = .milliseconds(Int64(dice.number(below: 20)))
        }
        var network = Network(builder.configuration)
        network.advance(to: Instant.origin + .seconds(100))
        for _ in 0..<6 { Self.disturb(&network, builder, &dice) }
        Self.heal(&network, builder)
        let isQuiet = network.converge(within: .seconds(1_200))
        #expect(isQuiet, "seed \(seed)")
        #expect(Set(network.routers.map { $0.databaseDigest(.backbone) }).count == 1, "seed \(seed)")
        Self.expectReferenceRoutes(network, seed: seed)
        Self.expectInvariants(network)
        Self.expectNoLeak(&network)
    }

    /// Between hellos, the packets that are in use are the Database Descriptions that adjacencies retain.
    private static func expectNoLeak(_ network: inout Network) {
        for router in network.routers.indices { network.apply(.disconnect(router: router), text: "unplug") }
        network.advance(to: network.now + .seconds(5))
        let retained = network.routers.map(\.retainedPackets).reduce(0, +)
        #expect(network.context.packets.count == retained)
        #expect(network.packetsInFlight == 0)
    }

    private static func disturb(_ network: inout Network, _ builder: NetworkBuilder, _ dice: inout SeededDice) {
        let router = Int(dice.number(below: UInt64(builder.nodes.count)))
        let segment = Int(dice.number(below: UInt64(builder.segments.count)))
        switch dice.number(below: 5) {
        case 0: network.apply(.cut(segment: SegmentIndex(segment), silent: dice.roll(Ratio(1, of: 2))), text: "cut")
        case 1: network.apply(.repair(segment: SegmentIndex(segment)), text: "repair")
        case 2:
            network.apply(.decommission(router: RouterIndex(router), orderly: dice.roll(Ratio(1, of: 2))), text: "off")
        case 3: network.apply(.start(router: RouterIndex(router)), text: "on")
        default: network.apply(.clear(router: RouterIndex(router)), text: "clear")
        }
        network.advance(to: network.now + dice.duration(upTo: .seconds(60)))
        expectInvariants(network)
    }

    private static func expectInvariants(_ network: Network) {
        for router in network.routers {
            let broken = router.brokenInvariants()
            #expect(broken.isEmpty, "r\(router.number) at \(network.now)")
        }
    }

    private static func heal(_ network: inout Network, _ builder: NetworkBuilder) {
        for segment in builder.segments.indices {
            network.apply(.setLoss(segment: segment, .zero), text: "heal")
            network.apply(.repair(segment: segment), text: "heal")
        }
        network.advance(to: network.now + .seconds(2))
        for router in builder.nodes.indices { network.apply(.start(router: router), text: "heal") }
        network.advance(to: network.now + .seconds(100))
    }

    static func expectReferenceRoutes(_ network: Network, seed: UInt64) {
        let reference = ReferenceDistances(network.configuration)
        for from in network.routers.indices {
            for to in network.routers.indices where from != to {
                let address = network.configuration.routers[to].ospf.loopbacks[0].address
                let prefix = network.context.store.find(IPv4Prefix(address, length: 32))
                let route = prefix.flatMap { network.routers[from].routingTable.route(to: $0) }
                #expect(
                    route.map { Int($0.cost) } == reference.between(from.offset, to.offset),
                    "seed \(seed): r\(from) to r\(to)")
                // Every next hop is on a shortest path.
                for hop in route.map({ network.routers[from].routingTable.nextHops(of: $0) }) ?? [] {
                    let next = network.receiver(of: hop.address, from: from, interface: hop.interface)
                    let cost = Int(network.configuration.routers[from].ospf.interfaces[hop.interface].cost)
                    #expect(next != nil, "seed \(seed): r\(from) to r\(to) by a dead next hop")
                    if let next {
                        #expect(
                            cost + (reference.between(next.offset, to.offset) ?? 0) == Int(route!.cost),
                            "seed \(seed): r\(from) to r\(to) by r\(next)")
                    }
                }
            }
        }
    }

    /// All connected graphs of up to four routers, over cables.
    @Test func `every small graph converges to shortest paths`() {
        var graphs = 0
        for count in 2...4 {
            let pairs = (0..<count).flatMap { a in (a + 1..<count).map { (a, $0) } }
            for mask in 1..<(1 << pairs.count) {
                var builder = NetworkBuilder(routers: count)
                for (index, pair) in pairs.enumerated() where mask >> index & 1 == 1 {
                    builder.link(pair.0, pair.1, cost: UInt16(3 + 7 * index))
                }
                guard builder.nodes.allSatisfy({ !$0.ospf.interfaces.isEmpty }) else { continue }
                let network = builder.converged()
                Self.expectReferenceRoutes(network, seed: UInt64(mask))
                graphs += 1
            }
        }
        #expect(graphs == 1 + 4 + 41)
    }
}

@Suite("Determinism and forks") struct DeterminismTests {
    private func run(_ seed: UInt64) -> Digest {
        var (builder, dice) = PropertyTests.randomNetwork(seed: seed)
        for segment in builder.segments.indices { builder.segments[segment].loss = Ratio(1, of: 20) }
        var network = Network(builder.configuration)
        network.advance(to: Instant.origin + .seconds(90))
        network.apply(.clear(router: RouterIndex(Int(dice.number(below: UInt64(builder.nodes.count))))), text: "clear")
        network.advance(to: Instant.origin + .seconds(300))
        return network.digest
    }

    @Test(arguments: 1...5) func `the same seed gives the same run`(seed: UInt64) { #expect(run(seed) == run(seed)) }

    @Test func `runs on several threads at once give what one gives alone`() async {
        let alone = (1...4).map { run(UInt64($0)) }
        let together = await withTaskGroup(of: (Int, Digest).self) { group in
            for seed in 1...4 { group.addTask { (seed, run(UInt64(seed))) } }
            var results: [Int: Digest] = [:]
            for await (seed, digest) in group { results[seed] = digest }
            return (1...4).map { results[$0]! }
        }
        #expect(alone == together)
    }

    @Test func `a fork goes its own way, and one that is left alone stays the same`() {
        var builder = NetworkBuilder(routers: 3)
        builder.link(0, 1)
        builder.link(1, 2)
        let converged = builder.converged()
        var (plain, fork, again) = (converged, converged, converged)
        fork.apply(.decommission(router: 0, orderly: false), text: "off")
        for step in 1...50 {
            let goal = converged.now + .seconds(Int64(step))
            plain.advance(to: goal)
            fork.advance(to: goal)
        }
        again.advance(to: converged.now + .seconds(50))
        #expect(plain.digest == again.digest)
        #expect(plain.digest != fork.digest)
        #expect(plain.routers[1].fullAdjacencies == 2)
        #expect(fork.routers[1].fullAdjacencies == 1)
    }
}
