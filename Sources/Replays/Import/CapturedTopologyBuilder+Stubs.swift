import Captures
import NetworkPrimitives
import OSPFWire

/// What routers announce without a neighbor, and what is said of segments by others than their links.
extension CapturedTopologyBuilder {
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
        if prefix.length == 32 {
            topology.routers[router].loopbacks.append(
                CapturedTopology.Loopback(address: prefix.address, cost: cost, area: area, slot: slot))
            return slot
        }
        topology.segments.append(
            CapturedTopology.Segment(
                area: area, prefix: prefix,
                ends: [
                    CapturedTopology.End(router: router, address: nil, cost: cost, isPassive: true, slot: slot)
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
                let pair = CapturedTopology.VirtualLink(routers: [left, right].sorted(), transitArea: area)
                if !topology.virtualLinks.contains(pair) { topology.virtualLinks.append(pair) }
            }
        }
        note(
            ends, "end of a virtual link is left out: the area that it crosses was not captured",
            "ends of virtual links are left out: the areas that they cross were not captured")
    }

    private func transitAreas(of router: RouterID) -> [AreaID] {
        routerLSAs.filter { $0.router == router && $0.body.flags.contains(.virtualLinkEndpoint) }.map(\.area)
    }

    // MARK: Hellos

    mutating func addTimers() {
        for seen in summary.segments {
            let home = topology.segments.firstIndex { segment in
                segment.area == seen.area
                    && seen.routers.contains { router in
                        segment.ends.contains {
                            numbers[router.routerID] == $0.router && $0.address == router.address
                        }
                    }
            }
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
        func rank(_ end: CapturedTopology.End) -> (UInt8, RouterID) {
            (end.priority ?? 1, topology.routers[end.router].routerID)
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
        var kept: [CapturedTopology.Segment] = []
        let order = topology.segments.indices.sorted { left, right in
            let (first, second) = (topology.segments[left], topology.segments[right])
            return (first.isStub ? 1 : 0, left) < (second.isStub ? 1 : 0, right)
        }
        for segment in order.map({ topology.segments[$0] }) {
            guard let prefix = segment.prefix else {
                kept.append(segment)
                continue
            }
            let isRefused = kept.contains { other in
                guard let theirs = other.prefix, theirs != prefix, theirs.overlaps(prefix) else { return false }
                return !(theirs.contains(prefix) ? other : segment).isStub
            }
            guard !isRefused else {
                leftOut += 1
                continue
            }
            var segment = segment
            for number in kept.indices where kept[number].prefix == prefix {
                kept[number].isShared = true
                segment.isShared = true
            }
            kept.append(segment)
        }
        topology.segments = kept
        let networks = kept.filter { !$0.isStub }.compactMap(\.prefix)
        for router in topology.routers.indices {
            let before = topology.routers[router].loopbacks.count
            topology.routers[router].loopbacks.removeAll { host in networks.contains { $0.contains(host.address) } }
            leftOut += before - topology.routers[router].loopbacks.count
        }
        note(
            leftOut, "network overlaps others, which a topology cannot have, and is left out",
            "networks overlap others, which a topology cannot have, and are left out")
    }
}
