import Emulation
import NetworkPrimitives
import OSPF
import TestSupport
import Testing

/// Distances over the configuration alone: a graph of routers and networks, and Floyd and Warshall's algorithm. It shares
/// nothing with the router's calculation, nor with its database.
private struct Distances {
    private var distance: [[Int]]
    private let routers: Int
    static let far = Int.max / 4

    init(_ configuration: NetworkConfiguration, areas: Set<AreaID>) {
        routers = configuration.routers.count
        let count = routers + configuration.segments.count
        distance = Array(repeating: Array(repeating: Self.far, count: count), count: count)
        for vertex in 0..<count { distance[vertex][vertex] = 0 }
        for (number, segment) in configuration.segments.enumerated() {
            for member in segment.members {
                let interface = configuration.routers[member.router].ospf.interfaces[member.interface]
                guard areas.contains(interface.area) else { continue }
                switch interface.networkType {
                case .pointToMultipoint:
                    for circuit in segment.circuits ?? [] {
                        let ends = [circuit.first, circuit.second]
                        guard ends.contains(member.router) else { continue }
                        let other = ends[0] == member.router ? ends[1] : ends[0]
                        offer(Int(interface.cost), from: member.router.offset, to: other.offset)
                    }
                case .broadcast, .nonBroadcast, .pointToPoint:
                    offer(Int(interface.cost), from: member.router.offset, to: routers + number)
                    offer(0, from: routers + number, to: member.router.offset)
                case .virtualLink: break
                }
            }
        }
        settle()
    }

    private mutating func offer(_ cost: Int, from: Int, to: Int) { distance[from][to] = min(distance[from][to], cost) }

    private mutating func settle() {
        let all = distance.indices
        for middle in all {
            for from in all where distance[from][middle] < Self.far {
                for to in all { offer(distance[from][middle] + distance[middle][to], from: from, to: to) }
            }
        }
    }

    /// Adds virtual links at the distances that another area has.
    mutating func addVirtualLinks(_ links: [(Int, Int)], over transit: Distances) {
        for (a, b) in links {
            offer(transit.distance[a][b], from: a, to: b)
            offer(transit.distance[b][a], from: b, to: a)
        }
        settle()
    }

    func between(_ from: Int, _ to: Int) -> Int? { distance[from][to] < Self.far ? distance[from][to] : nil }
}

@Suite("Random networks of every type of interface") struct MixedNetworkTests {
    private static func cost(_ network: Network, _ from: Int, to address: IPv4Address) -> Int? {
        let prefix = network.context.store.find(IPv4Prefix(address, length: 32))
        return prefix.flatMap { network.routers[from].routingTable.route(to: $0) }.map { Int($0.cost) }
    }

    /// A connected network in which each segment is a cable, an unnumbered link, a LAN, an NBMA network, or a partly meshed
    /// point-to-multipoint network with configured or discovered neighbors.
    private static func randomNetwork(_ dice: inout SeededDice) -> NetworkBuilder {
        let count = 3 + Int(dice.number(below: 8))
        var builder = NetworkBuilder(routers: count)
        var joined = 1
        while joined < count {
            let size = min(count - joined, 1 + Int(dice.number(below: 3)))
            let old = Int(dice.number(below: UInt64(joined)))
            let members = [old] + Array(joined..<joined + size)
            addSegment(members, to: &builder, &dice)
            joined += size
        }
        for _ in 0..<Int(dice.number(below: 3)) {
            let members = (0..<count).filter { _ in dice.roll(Ratio(1, of: 3)) }
            if members.count > 1 { addSegment(members, to: &builder, &dice) }
        }
        return builder
    }

    private static func addSegment(_ members: [Int], to builder: inout NetworkBuilder, _ dice: inout SeededDice) {
        let cost = UInt16(1 + dice.number(below: 40))
        var priorities: [Int: UInt8] = [:]
        for member in members { priorities[member] = UInt8(dice.number(below: 3)) }
        priorities[members[Int(dice.number(below: UInt64(members.count)))]] = 2
        switch dice.number(below: 5) {
        case 0 where members.count == 2: builder.link(members[0], members[1], cost: cost)
        case 1 where members.count == 2: builder.unnumbered(members[0], members[1], cost: cost)
        case 2: builder.lan(members, cost: cost, priorities: priorities)
        case 3: builder.nonBroadcast(members, cost: cost, priorities: priorities)
        default:
            // A random tree of circuits keeps it connected; a few more make it a mesh.
            var circuits = (1..<members.count).map { (members[$0], members[Int(dice.number(below: UInt64($0)))]) }
            for a in members.indices {
                for b in members.indices where a < b && dice.roll(Ratio(1, of: 4)) {
                    circuits.append((members[a], members[b]))
                }
            }
            let isConfigured = dice.roll(Ratio(1, of: 2))
            builder.pointToMultipoint(members, circuits: circuits, cost: cost, isConfigured: isConfigured)
        }
    }

    @Test(arguments: 1...60) func `after faults and loss, everyone agrees with an independent calculation`(seed: UInt64)
    {
        var dice = SeededDice(seed: seed &* 7_919)
        var builder = Self.randomNetwork(&dice)
        builder.seed = seed
        let loss = Ratio(UInt32(dice.number(below: 16)), of: 100)
        for segment in builder.segments.indices { builder.segments[segment].loss = loss }
        var network = Network(builder.configuration)
        network.advance(to: Instant.origin + .seconds(100))
        for _ in 0..<5 { disturb(&network, builder, &dice) }
        for segment in builder.segments.indices {
            network.apply(.setLoss(segment: segment, .zero), text: "heal")
            network.apply(.repair(segment: segment), text: "heal")
        }
        for router in builder.nodes.indices { network.apply(.start(router: router), text: "heal") }
        network.advance(to: network.now + .seconds(200))
        let isQuiet = network.converge(within: .seconds(1_200))
        #expect(isQuiet, "seed \(seed)")
        #expect(Set(network.routers.map { $0.databaseDigest(.backbone) }).count == 1, "seed \(seed)")
        expectRoutes(network, Distances(network.configuration, areas: [.backbone]), seed: seed)
        #expect(network.routers.allSatisfy { $0.brokenInvariants().isEmpty }, "seed \(seed)")
    }

    private func disturb(_ network: inout Network, _ builder: NetworkBuilder, _ dice: inout SeededDice) {
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
        #expect(network.routers.allSatisfy { $0.brokenInvariants().isEmpty })
    }

    /// Costs to all loopbacks, and that every next hop takes what is sent to it and is on a shortest path.
    private func expectRoutes(_ network: Network, _ reference: Distances, seed: UInt64) {
        for from in network.routers.indices {
            for to in network.routers.indices where from != to {
                let address = network.configuration.routers[to].ospf.loopbacks[0].address
                let cost = Self.cost(network, from.offset, to: address)
                #expect(cost == reference.between(from.offset, to.offset), "seed \(seed): r\(from) to r\(to)")
                let table = network.routers[from].routingTable
                let route = network.context.store.find(IPv4Prefix(address, length: 32)).flatMap { table.route(to: $0) }
                for hop in route.map({ table.nextHops(of: $0) }) ?? [] {
                    let next = network.receiver(of: hop.address, from: from, interface: hop.interface)
                    let first = Int(network.configuration.routers[from].ospf.interfaces[hop.interface].cost)
                    #expect(
                        next.flatMap { reference.between($0.offset, to.offset) }.map { $0 + first } == cost,
                        "seed \(seed): r\(from) to r\(to) by \(hop.address)")
                }
            }
        }
    }

    // MARK: Virtual links

    /// A transit area, several pieces of backbone that hang off it, and virtual links that join the pieces.
    ///
    /// - Returns: the border routers of each piece.
    private static func randomTransit(_ dice: inout SeededDice) -> (builder: NetworkBuilder, links: [(Int, Int)]) {
        let inner = 3 + Int(dice.number(below: 4))
        let pieces = 2 + Int(dice.number(below: 2))
        var builder = NetworkBuilder(routers: inner + 2 * pieces)
        func cost(_ dice: inout SeededDice) -> UInt16 { UInt16(1 + dice.number(below: 20)) }
        // Routers of area 1: a tree and some chords.
        for router in 1..<inner {
            let other = Int(dice.number(below: UInt64(router)))
            if dice.roll(Ratio(1, of: 3)) {
                builder.unnumbered(router, other, cost: cost(&dice), area: 1)
            } else {
                builder.link(router, other, cost: cost(&dice), area: 1)
            }
        }
        builder.lan([0, inner - 1], cost: cost(&dice), area: 1)
        var borders = Array(0..<inner)
        var firsts: [Int] = []
        for piece in 0..<pieces {
            // Two backbone routers with a cable between them, behind one or two border routers.
            let (a, b) = (inner + 2 * piece, inner + 2 * piece + 1)
            builder.link(a, b, cost: cost(&dice))
            for router in [a, b].prefix(borders.count > pieces - piece ? 2 : 1) {
                let border = borders.remove(at: Int(dice.number(below: UInt64(borders.count))))
                if firsts.count == piece { firsts.append(border) }
                builder.link(router, border, cost: cost(&dice))
            }
        }
        for router in borders { builder.nodes[router].ospf.loopbacks[0].area = AreaID(bits: 1) }
        // An end of a virtual link needs an address in the transit area, and unnumbered links have none.
        for router in 0..<inner {
            builder.nodes[router].ospf.loopbacks.append(
                LoopbackConfiguration(address: IPv4Address(bits: 0x0A03_0001 + UInt32(router)), area: AreaID(bits: 1)))
        }
        let links = (1..<pieces).map { (firsts[$0 - 1], firsts[$0]) }
        for (a, b) in links { builder.virtualLink(a, b, through: 1) }
        return (builder, links)
    }

    @Test(arguments: 1...40) func `virtual links join what areas divide, at the cost of the best way through`(
        seed: UInt64
    ) {
        var dice = SeededDice(seed: seed &* 104_729)
        var (builder, links) = Self.randomTransit(&dice)
        builder.seed = seed
        var network = Network(builder.configuration)
        let isQuiet = network.converge(within: .seconds(400))
        #expect(isQuiet, "seed \(seed)")
        // A restart in the middle, which takes virtual links with it.
        network.apply(.clear(router: RouterIndex(links[0].0)), text: "clear")
        network.advance(to: network.now + .seconds(200))
        expectTransitRoutes(network, links, seed: seed)
        #expect(network.routers.allSatisfy { $0.brokenInvariants().isEmpty }, "seed \(seed)")
    }

    private func expectTransitRoutes(_ network: Network, _ links: [(Int, Int)], seed: UInt64) {
        let area = AreaID(bits: 1)
        let transit = Distances(network.configuration, areas: [area])
        var backbone = Distances(network.configuration, areas: [.backbone])
        backbone.addVirtualLinks(links, over: transit)
        let borders = network.routers.indices.filter { router in
            let areas = network.configuration.routers[router].ospf.interfaces.map(\.area)
            return areas.contains(area) && areas.contains(.backbone)
        }
        for from in network.routers.indices {
            let isInTransit = network.configuration.routers[from].ospf.interfaces.contains { $0.area == area }
            for to in network.routers.indices where to != from {
                let loopback = network.configuration.routers[to].ospf.loopbacks[0]
                guard loopback.area == .backbone else { continue }
                // Who is attached to the transit area leaves it by the border router that is best (§16.3).
                let ways = borders.compactMap { border in
                    transit.between(from.offset, border.offset).flatMap { way in
                        backbone.between(border.offset, to.offset).map { way + $0 }
                    }
                }
                let expected = isInTransit ? ways.min() : backbone.between(from.offset, to.offset)
                #expect(
                    Self.cost(network, from.offset, to: loopback.address) == expected,
                    "seed \(seed): r\(from) to r\(to)")
            }
        }
    }
}
