import Emulation
import NetworkPrimitives
import OSPF

/// Compares the ends of every segment, as a person would who looks at both.
///
/// On a network of more than two routers each is compared with those that most agree with, so that the
/// odd one is reported.
struct LinkFindings {
    private let network: NetworkConfiguration
    private(set) var findings: [Finding] = []

    init(_ network: NetworkConfiguration) {
        self.network = network
        for segment in network.segments.indices { compare(segment) }
    }

    private struct End {
        let router: RouterIndex
        let index: InterfaceIndex
        let interface: InterfaceConfiguration
    }

    private mutating func compare(_ segment: SegmentIndex) {
        let members = network.segments[segment].members
        let ends = members.map {
            End(
                router: $0.router, index: $0.interface,
                interface: network.routers[$0.router].ospf.interfaces[$0.interface])
        }
        let enabled = ends.filter(\.interface.isEnabled)
        let speaking = enabled.filter { !$0.interface.isPassive }
        guard let first = speaking.first else { return }
        // A network of hosts has one router that speaks, or none; one that is silent among several is the odd one.
        let isLink = ends.count == 2
        for end in ends where !end.interface.isEnabled && (isLink || speaking.count > ends.count - enabled.count) {
            add(.disabled, segment, first, end)
        }
        for end in enabled where end.interface.isPassive && (isLink || speaking.count > enabled.count - speaking.count)
        {
            add(.passive, segment, first, end)
        }
        guard speaking.count > 1 else { return }
        compareHellos(speaking, on: segment)
        compareHeaders(speaking, on: segment)
        compareLinks(speaking, on: segment)
    }

    private mutating func add(_ mismatch: LinkMismatch, _ segment: SegmentIndex, _ usual: End, _ odd: End) {
        findings.append(.mismatch(mismatch, segment: segment, routers: [usual.router, odd.router]))
    }

    /// The ends whose key differs from that of most, or of the one they have a circuit to, each with such a one.
    private func pairs<Key: Hashable>(_ ends: [End], on segment: SegmentIndex, by key: (End) -> Key) -> [(
        usual: End, odd: End
    )] {
        if let circuits = network.segments[segment].circuits {
            return circuits.compactMap { circuit in
                guard let first = ends.first(where: { $0.router == circuit.first }),
                    let second = ends.first(where: { $0.router == circuit.second }), key(first) != key(second)
                else { return nil }
                return (first, second)
            }
        }
        var counts: [Key: Int] = [:]
        for end in ends { counts[key(end), default: 0] += 1 }
        guard counts.count > 1, let most = counts.values.max(),
            let usual = ends.first(where: { counts[key($0)] == most })
        else { return [] }
        return ends.filter { key($0) != key(usual) }.map { (usual, $0) }
    }

    // MARK: RFC 2328 §10.5

    private mutating func compareHellos(_ ends: [End], on segment: SegmentIndex) {
        for (usual, odd) in pairs(ends, on: segment, by: \.interface.helloInterval) {
            add(.helloInterval(usual.interface.helloInterval, odd.interface.helloInterval), segment, usual, odd)
        }
        for (usual, odd) in pairs(ends, on: segment, by: \.interface.deadInterval) {
            // Four times the one that differs already says nothing new.
            if usual.interface.helloInterval != odd.interface.helloInterval,
                [usual, odd].allSatisfy({ $0.interface.deadInterval == $0.interface.helloInterval * 4 })
            {
                continue
            }
            add(.deadInterval(usual.interface.deadInterval, odd.interface.deadInterval), segment, usual, odd)
        }
        for (usual, odd) in pairs(ends, on: segment, by: \.interface.prefix) { comparePrefixes(usual, odd, segment) }
        let routers = network.routers
        let kinds = pairs(ends, on: segment) { routers[$0.router].ospf.area($0.interface.area).kind }
        for (usual, odd) in kinds where usual.interface.area == odd.interface.area {
            let area = usual.interface.area
            let (left, right) = (routers[usual.router].ospf.area(area), routers[odd.router].ospf.area(area))
            add(.areaType(area, left.kind, right.kind), segment, usual, odd)
        }
    }

    private mutating func comparePrefixes(_ usual: End, _ odd: End, _ segment: SegmentIndex) {
        let (left, right) = (usual.interface, odd.interface)
        guard !left.isUnnumbered, !right.isUnnumbered else { return }
        let isPointToPoint = left.networkType == .pointToPoint || right.networkType == .pointToPoint
        let areApart = !left.prefix.contains(right.address) || !right.prefix.contains(left.address)
        if isPointToPoint {
            add(.unusedMask(left.prefix, right.prefix), segment, usual, odd)
        } else if left.prefix.length != right.prefix.length {
            add(.networkMask(left.prefix, right.prefix), segment, usual, odd)
        } else if areApart, left.networkType != .pointToMultipoint || left.prefix.length < 32 {
            add(.network(left.prefix, right.prefix), segment, usual, odd)
        }
    }

    // MARK: RFC 2328 §8.2

    private mutating func compareHeaders(_ ends: [End], on segment: SegmentIndex) {
        for (usual, odd) in pairs(ends, on: segment, by: \.interface.area) {
            add(.area(usual.interface.area, odd.interface.area), segment, usual, odd)
        }
        for (usual, odd) in pairs(ends, on: segment, by: \.interface.authentication)
        where !usual.interface.authentication.canVerify(odd.interface.authentication) {
            add(.authentication, segment, usual, odd)
        }
        var owners: [RouterID: End] = [:]
        for end in ends {
            let id = network.routers[end.router].ospf.routerID
            if let owner = owners[id] { add(.routerID(id), segment, owner, end) }
            owners[id] = owners[id] ?? end
        }
    }

    // MARK: RFC 2328 §9 and §10.6

    private mutating func compareLinks(_ ends: [End], on segment: SegmentIndex) {
        for (usual, odd) in pairs(ends, on: segment, by: \.interface.mtu) {
            let (large, small) = usual.interface.mtu > odd.interface.mtu ? (usual, odd) : (odd, usual)
            guard !small.interface.ignoresMTU else { continue }
            add(.mtu(large.interface.mtu, small.interface.mtu), segment, large, small)
        }
        for (usual, odd) in pairs(ends, on: segment, by: \.interface.networkType.electsDesignatedRouter) {
            add(.networkType(usual.interface.networkType, odd.interface.networkType), segment, usual, odd)
        }
        let electing = ends.filter(\.interface.networkType.electsDesignatedRouter)
        if electing.count > 1, electing.allSatisfy({ $0.interface.priority == 0 }) {
            findings.append(.noDesignatedRouter(segment: segment))
        }
        compareStaticNeighbors(ends.filter { $0.interface.networkType == .nonBroadcast }, on: segment)
    }

    /// RFC 2328 §9.5.1: a router on an NBMA network sends Hellos to its configured neighbors, and answers those
    /// that send it Hellos.
    private mutating func compareStaticNeighbors(_ ends: [End], on segment: SegmentIndex) {
        guard let first = ends.first else { return }
        let greeted = ends.map { end in
            Set(network.routers[end.router].ospf.staticNeighbors.filter { $0.interface == end.index }.map(\.address))
        }
        let known = greeted.reduce(into: Set<IPv4Address>()) { $0.formUnion($1) }
        for (end, own) in zip(ends, greeted)
        where end.router != first.router && own.isEmpty && !known.contains(end.interface.address) {
            add(.noStaticNeighbor, segment, first, end)
        }
    }
}
