import NetworkPrimitives
import OSPFWire

/// What routers announce without a neighbor, and what is said of segments by others than their links.
extension DescriptionBuilder {
    mutating func addStubs() {
        for number in routerLSAs.indices {
            for index in routerLSAs[number].body.links.indices where routerLSAs[number].isFree(index) {
                let link = routerLSAs[number].body.links[index]
                guard link.type == .stub, let prefix = IPv4Prefix(link.id, mask: link.data) else {
                    continue
                }
                routerLSAs[number].slots[index] = addStub(
                    prefix, of: numbers[routerLSAs[number].router]!, cost: link.metric, area: routerLSAs[number].area)
            }
        }
    }

    /// A host route is an address of the router's own, anything else a network without neighbors.
    @discardableResult
    mutating func addStub(_ prefix: IPv4Prefix, of router: Int, cost: UInt16, area: AreaID) -> Int {
        let slot = nextSlot()
        if let id = topology.routers[router].routerID {
            stubs[Attachment(area: area, router: id), default: []].insert(prefix)
        }
        if prefix.length == 32 {
            topology.routers[router].loopbacks.append(
                NetworkDescription.Loopback(address: prefix.address, cost: cost, area: area, slot: slot))
            return slot
        }
        topology.segments.append(
            NetworkDescription.Segment(
                area: area, prefix: prefix,
                ends: [
                    NetworkDescription.End(router: router, address: nil, cost: cost, isPassive: true, slot: slot)
                ], isCable: false))
        return slot
    }

    // MARK: Virtual links

    /// Both ends announce a virtual link in the backbone, and bit V in the area that it crosses (RFC 2328 §12.4.1).
    mutating func addVirtualLinks() {
        var ends = 0
        for lsa in routerLSAs where lsa.area == .backbone {
            for link in lsa.body.links where link.type == .virtual {
                let other = RouterID(bits: link.id.bits)
                let transit = transitAreas(of: lsa.router).filter { transitAreas(of: other).contains($0) }
                guard let area = transit.first, let left = numbers[lsa.router], let right = numbers[other] else {
                    ends += 1
                    continue
                }
                let pair = NetworkDescription.VirtualLink(routers: [left, right].sorted(), transitArea: area)
                if !topology.virtualLinks.contains(pair) { topology.virtualLinks.append(pair) }
            }
        }
        note(
            ends, "end of a virtual link is left out: the area that it crosses was not captured",
            "ends of virtual links are left out: the areas that they cross were not captured")
    }

    private func transitAreas(of router: RouterID) -> [AreaID] {
        (areasOfRouter[router] ?? []).sorted().filter { area in
            (places[Attachment(area: area, router: router)] ?? []).contains {
                routerLSAs[$0].body.flags.contains(.virtualLinkEndpoint)
            }
        }
    }

    // MARK: Hellos

    private struct Interface: Hashable {
        var area: AreaID
        var router: Int
        var address: IPv4Address
    }

    mutating func addTimers() {
        var homes: [Interface: Int] = [:]
        for (number, segment) in topology.segments.enumerated() {
            for end in segment.ends {
                guard let address = end.address else { continue }
                let place = Interface(area: segment.area, router: end.router, address: address)
                if homes[place] == nil { homes[place] = number }
            }
        }
        for seen in databases.segments {
            let home = seen.routers.compactMap { router -> Int? in
                guard let number = numbers[router.routerID] else { return nil }
                return homes[Interface(area: seen.area, router: number, address: router.address)]
            }.min()
            guard let home, let first = seen.routers.first else { continue }
            topology.segments[home].timers = (first.helloInterval, first.routerDeadInterval)
            for router in seen.routers {
                for end in topology.segments[home].ends.indices
                where topology.segments[home].ends[end].router == numbers[router.routerID] {
                    topology.segments[home].ends[end].priority = router.priority
                }
            }
        }
        let changed = topology.segments.indices.count { preferDesignatedRouter(on: $0) }
        note(
            changed, "LAN has a higher priority for its Designated Router than was seen, so that it is elected again",
            "LANs have a higher priority for their Designated Routers than was seen, so that they are elected again")
    }

    /// Who came first is Designated Router for good; of those that start together it is the one with the highest
    /// priority, and then the highest Router ID (RFC 2328 §9.4).
    private mutating func preferDesignatedRouter(on number: Int) -> Bool {
        let segment = topology.segments[number]
        guard let wanted = segment.designatedRouter, segment.ends.count > 1 else { return false }
        func rank(_ end: NetworkDescription.End) -> (UInt8, RouterID) {
            (end.priority ?? 1, topology.routers[end.router].routerID ?? .none)
        }
        let eligible = segment.ends.filter { !$0.isPassive && $0.priority != 0 }
        guard let elected = eligible.max(by: { rank($0) < rank($1) }), elected.router != wanted,
            let place = segment.ends.firstIndex(where: { $0.router == wanted })
        else { return false }
        for end in segment.ends.indices where (segment.ends[end].priority ?? 1) == .max {
            topology.segments[number].ends[end].priority = .max - 1
        }
        topology.segments[number].ends[place].priority = min(.max - 1, elected.priority ?? 1) + 1
        return true
    }

    // MARK: Networks that are announced twice

    /// Segments with the same network share it; of others that overlap, a topology can have those in which the larger one is a
    /// stub network.
    mutating func sharePrefixes() {
        var leftOut = 0
        var kept: [NetworkDescription.Segment] = []
        var networks = PrefixOverlaps()
        var same: [IPv4Prefix: [Int]] = [:]
        let order = topology.segments.indices.sorted { left, right in
            let (first, second) = (topology.segments[left], topology.segments[right])
            return (first.isStub ? 1 : 0, left) < (second.isStub ? 1 : 0, right)
        }
        for var segment in order.map({ topology.segments[$0] }) {
            guard let prefix = segment.prefix else {
                kept.append(segment)
                continue
            }
            guard networks.accepts(prefix, isStub: segment.isStub) else {
                leftOut += 1
                continue
            }
            networks.insert(prefix, isStub: segment.isStub)
            for number in same[prefix] ?? [] {
                kept[number].isShared = true
                segment.isShared = true
            }
            same[prefix, default: []].append(kept.count)
            kept.append(segment)
        }
        topology.segments = kept
        for router in topology.routers.indices {
            let before = topology.routers[router].loopbacks.count
            topology.routers[router].loopbacks.removeAll { networks.isTaken($0.address) }
            leftOut += before - topology.routers[router].loopbacks.count
        }
        note(
            leftOut, "network overlaps others, which a topology cannot have, and is left out",
            "networks overlap others, which a topology cannot have, and are left out")
    }
}

/// Which networks overlap others of which neither may hold the other: a larger one must be a stub network.
struct PrefixOverlaps {
    private var networks: Set<IPv4Prefix> = []
    /// Networks that hold one of those inserted.
    private var holders: Set<IPv4Prefix> = []

    func accepts(_ prefix: IPv4Prefix, isStub: Bool) -> Bool {
        for length in 0..<prefix.length where networks.contains(IPv4Prefix(prefix.address, length: length)) {
            return false
        }
        return isStub || !holders.contains(prefix)
    }

    mutating func insert(_ prefix: IPv4Prefix, isStub: Bool) {
        if !isStub { networks.insert(prefix) }
        for length in (0..<prefix.length).reversed() {
            // Whoever holds this one was noted when it was.
            guard holders.insert(IPv4Prefix(prefix.address, length: length)).inserted else { break }
        }
    }

    /// Whether an address lies in a network that is no stub network.
    func isTaken(_ address: IPv4Address) -> Bool {
        (0...32).contains { networks.contains(IPv4Prefix(address, length: $0)) }
    }
}
