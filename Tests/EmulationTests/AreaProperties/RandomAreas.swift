import Emulation
import NetworkPrimitives
import OSPF
import TestSupport

/// A random network of two to four areas, with up to 12 routers, every kind of area and of segment, ranges, and external
/// destinations.
struct RandomAreas {
    var builder: NetworkBuilder
    /// The areas of each router, the first is the one of its loopback.
    private var places: [[UInt32]]
    private var dice: SeededDice

    /// - Returns: the network, and the dice for what happens to it.
    /// - Parameter hasVirtualLinks: one area more lies behind another one, which a virtual link crosses; the paths within the
    ///   autonomous system are what such a network is about, so that there is nothing else in it.
    static func make(seed: UInt64, hasVirtualLinks: Bool = false) -> (builder: NetworkBuilder, dice: SeededDice) {
        var random = RandomAreas(seed: seed)
        random.addBackbone()
        if hasVirtualLinks {
            random.addAreasInARow()
            random.placeLoopbacks()
            random.chooseRules()
            random.builder.seed = seed
            return (random.builder, random.dice)
        }
        let others = 1 + random.below(3)
        for area in 1...others { random.addArea(UInt32(area)) }
        random.placeLoopbacks()
        random.redistribute()
        random.chooseRules()
        random.builder.seed = seed
        return (random.builder, random.dice)
    }

    private init(seed: UInt64) {
        dice = SeededDice(seed: seed &* 15_485_863)
        builder = NetworkBuilder(routers: 12)
        places = []
    }

    private mutating func below(_ bound: Int) -> Int { Int(dice.number(below: UInt64(bound))) }

    private mutating func chance(_ percent: UInt32) -> Bool { dice.roll(Ratio(percent, of: 100)) }

    // MARK: Segments

    private mutating func addBackbone() {
        let count = 2 + below(3)
        places = (0..<count).map { _ in [0] }
        join(Array(0..<count), area: 0)
    }

    /// An area with one to three border routers, most of them routers of the backbone, and some routers inside.
    private mutating func addArea(_ area: UInt32) {
        let backbone = places.indices.filter { places[$0].contains(0) }
        var members: [Int] = []
        for _ in 0..<(1 + below(2)) {
            let border = backbone[below(backbone.count)]
            if !members.contains(border) { members.append(border) }
        }
        // Rarely a router that joins two areas without being in the backbone.
        let elsewhere = places.indices.filter { !places[$0].contains(0) }
        if !elsewhere.isEmpty, chance(15) { members.append(elsewhere[below(elsewhere.count)]) }
        for member in members { places[member].append(area) }
        for _ in 0..<(1 + below(2)) where places.count < 12 {
            members.append(places.count)
            places.append([area])
        }
        guard members.count > 1 else { return addArea(area, with: members[0]) }
        join(members, area: area)
        configure(area)
    }

    /// Area 1 beside the backbone, with one or two border routers, and area 2 behind it.
    private mutating func addAreasInARow() {
        let backbone = places.count
        var members = Set((0..<(1 + below(2))).map { _ in below(backbone) }).sorted()
        let near = members[0]
        for member in members { places[member].append(1) }
        let far = places.count
        places.append([1, 2])
        members.append(far)
        for _ in 0..<below(3) {
            members.append(places.count)
            places.append([1])
        }
        join(members, area: 1)
        let inside = (0..<(1 + below(2))).map { places.count + $0 }
        places += inside.map { _ in [2] }
        join([far] + inside, area: 2)
        if chance(30) {
            for router in [far] + inside {
                builder.nodes[router].ospf.areas.append(
                    AreaConfiguration(area: AreaID(bits: 2), kind: .stub, importsSummaries: true, defaultCost: 3))
            }
        }
        builder.virtualLink(near, far, through: 1)
        if members.contains(where: { $0 != near && $0 < backbone }), chance(50) {
            builder.virtualLink(members[1], far, through: 1)
        }
    }

    /// No router is left: the area is a passive network of its border router.
    private mutating func addArea(_ area: UInt32, with member: Int) {
        let segment = builder.lan([member], cost: 5, area: area)
        builder.nodes[member].ospf.interfaces[builder.segments[segment].members[0].interface].isPassive = true
        configure(area)
    }

    /// Connects the members by a random tree of segments and some more.
    private mutating func join(_ members: [Int], area: UInt32) {
        var joined = 1
        while joined < members.count {
            let size = min(members.count - joined, 1 + below(3))
            addSegment([members[below(joined)]] + members[joined..<joined + size], area: area)
            joined += size
        }
        for _ in 0..<below(3) {
            let some = members.filter { _ in chance(50) }
            if some.count > 1 { addSegment(Array(some), area: area) }
        }
    }

    private mutating func addSegment(_ members: [Int], area: UInt32) {
        let first = builder.segments.count
        let cost = UInt16(1 + below(20))
        var priorities: [Int: UInt8] = [:]
        for member in members { priorities[member] = UInt8(below(3)) }
        priorities[members[below(members.count)]] = 2
        switch below(6) {
        case 0...2 where members.count == 2: builder.link(members[0], members[1], cost: cost)
        case 3 where members.count == 2: builder.unnumbered(members[0], members[1], cost: cost)
        case 4: builder.nonBroadcast(members, cost: cost, priorities: priorities)
        case 5:
            let circuits = (1..<members.count).map { (members[$0], members[below($0)]) }
            builder.pointToMultipoint(members, circuits: circuits, cost: cost, isConfigured: chance(50))
        default: builder.lan(members, cost: cost, priorities: priorities)
        }
        for segment in first..<builder.segments.count {
            for member in builder.segments[segment].members {
                builder.nodes[member.router].ospf.interfaces[member.interface].area = AreaID(bits: area)
                // The two directions of a segment have different costs.
                if chance(30) {
                    builder.nodes[member.router].ospf.interfaces[member.interface].cost = UInt16(1 + below(20))
                }
            }
        }
    }

    // MARK: Areas

    private mutating func configure(_ number: UInt32) {
        let area = AreaID(bits: number)
        let kind: AreaConfiguration.Kind = [.normal, .normal, .stub, .nssa, .nssa][below(5)]
        var configuration = AreaConfiguration(
            area: area, kind: kind, importsSummaries: kind == .normal || chance(60), defaultCost: UInt32(1 + below(9)),
            originatesNSSADefault: chance(50), isNSSADefaultType2: chance(50))
        if chance(25) { configuration.ranges = [range(of: area)] }
        for router in places.indices where places[router].contains(number) {
            var own = configuration
            // A router inside an NSSA seldom announces a default of its own.
            if places[router].count == 1 { own.originatesNSSADefault = chance(10) }
            builder.nodes[router].ospf.areas.append(own)
        }
    }

    /// Around a network of the area, with what else of the area happens to lie in it.
    private mutating func range(of area: AreaID) -> AreaRange {
        let networks = builder.nodes.flatMap(\.ospf.interfaces).filter { $0.area == area && !$0.isUnnumbered }
        let base = networks.isEmpty ? IPv4Address(bits: 0x0A00_0000) : networks[below(networks.count)].address
        return AreaRange(
            prefix: IPv4Prefix(base, length: UInt8(19 + below(4))), isAdvertised: chance(75),
            cost: chance(30) ? UInt32(1 + below(50)) : nil)
    }

    private mutating func placeLoopbacks() {
        builder.nodes.removeLast(builder.nodes.count - places.count)
        for router in places.indices {
            let home = places[router][below(places[router].count)]
            builder.nodes[router].ospf.loopbacks[0].area = AreaID(bits: home)
            // Where external routes go to: an internal address in every area of the router.
            for area in places[router] {
                let address = IPv4Address(bits: 0x0A02_0000 + area << 8 + UInt32(router) + 1)
                builder.nodes[router].ospf.loopbacks.append(
                    LoopbackConfiguration(address: address, area: AreaID(bits: area)))
            }
        }
        // No two areas have the same range.
        var taken: Set<IPv4Prefix> = []
        for area in 1...4 {
            let id = AreaID(bits: UInt32(area))
            let ranges = builder.nodes.lazy.compactMap { $0.ospf.areas.first { $0.area == id }?.ranges.first }
            guard let range = ranges.first, !taken.insert(range.prefix).inserted else { continue }
            for router in places.indices {
                for index in builder.nodes[router].ospf.areas.indices
                where builder.nodes[router].ospf.areas[index].area == id {
                    builder.nodes[router].ospf.areas[index].ranges = []
                }
            }
        }
    }

    // MARK: Destinations outside, and rules

    private mutating func redistribute() {
        for router in places.indices where chance(45) {
            for set in 0..<(1 + below(2)) {
                let prefixes = (0..<3).filter { _ in chance(50) }.map {
                    IPv4Prefix(IPv4Address(bits: 0xAC10_0000 + UInt32($0) << 8), length: 24)
                }
                guard !prefixes.isEmpty, set == 0 else { continue }
                builder.nodes[router].ospf.redistributions = [
                    RedistributionConfiguration(
                        name: "x", prefixes: prefixes, isType2: chance(50), metric: UInt32(1 + below(8)))
                ]
            }
        }
    }

    private mutating func chooseRules() {
        let (isCompatible, isCisco) = (chance(50), chance(50))
        for router in places.indices {
            builder.nodes[router].ospf.isRFC1583Compatible = isCompatible
            builder.nodes[router].ospf.borderRouterType = isCisco ? .cisco : .standard
        }
    }
}

extension RandomAreas {
    /// The network in words, for who replays a seed.
    static func text(_ builder: NetworkBuilder) -> String {
        var lines: [String] = []
        for (number, node) in builder.nodes.enumerated() {
            let ospf = node.ospf
            lines.append(
                "r\(number) \(ospf.borderRouterType) RFC 1583 \(ospf.isRFC1583Compatible) loopbacks "
                    + ospf.loopbacks.map { "\($0.address) in \($0.area)" }.joined(separator: ", "))
            for area in ospf.areas {
                lines.append(
                    "  area \(area.area) \(area.kind) summaries \(area.importsSummaries) default \(area.originatesNSSADefault) \(area.defaultCost) "
                        + area.ranges.map { "\($0.prefix) advertised \($0.isAdvertised) cost \($0.cost ?? 0)" }.joined()
                )
            }
            for set in ospf.redistributions {
                lines.append("  redistributes \(set.prefixes) type 2 \(set.isType2) metric \(set.metric)")
            }
        }
        for (number, segment) in builder.segments.enumerated() {
            let ends = segment.members.map { member in
                let interface = builder.nodes[member.router].ospf.interfaces[member.interface]
                return "r\(member.router)/\(member.interface) \(interface.address) cost \(interface.cost)"
            }
            let first = segment.members[0]
            let interface = builder.nodes[first.router].ospf.interfaces[first.interface]
            lines.append(
                "s\(number) area \(interface.area) \(interface.networkType) " + ends.joined(separator: ", ")
                    + (segment.circuits ?? []).map { " (\($0.first)-\($0.second))" }.joined())
        }
        return lines.joined(separator: "\n")
    }
}
