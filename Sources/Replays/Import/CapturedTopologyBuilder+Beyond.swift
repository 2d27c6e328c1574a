import Captures
import NetworkPrimitives
import OSPFWire

/// What lies beyond border routers: destinations that they announce, and that no captured area has.
///
/// A border router gets an area of its own, beyond it, in which each destination is as far as its summary-LSA says: the areas
/// that were captured then hold and count the same LSAs, and route in the same way (RFC 2328 §12.4.3).
extension CapturedTopologyBuilder {
    /// What one router announces into one area, and which of it has to be made.
    private struct Announcement {
        var router: Int
        var area: AreaID
        var missing: [SummaryLSA]
    }

    mutating func addBeyond() {
        var announcements: [Announcement] = []
        for lsa in routerLSAs where lsa.body.flags.contains(.areaBorderRouter) {
            let router = numbers[lsa.router]!
            let own = summaryLSAs.filter { $0.header.advertisingRouter == lsa.router && $0.area == lsa.area }
            addRanges(of: router, own)
            let missing = own.filter { !isExplained($0) }
            let others = routerLSAs.contains { $0.router == lsa.router && $0.area != lsa.area }
            if !missing.isEmpty || !others {
                announcements.append(Announcement(router: router, area: lsa.area, missing: missing))
            }
        }
        var taken = Set(routerLSAs.map(\.area))
        var homes: [Int: AreaID] = [:]
        for group in grouped(announcements) {
            let areas = group.map(\.area)
            let hasBackbone = group.contains { entry in areasCaptured(of: entry.router).contains(.backbone) }
            let area = hasBackbone || areas.contains(.backbone) ? Self.freeArea(besides: &taken) : .backbone
            for entry in group {
                add(entry, in: area, sharing: group.count > 1)
                homes[entry.router] = area
            }
        }
        addBoundaryRouters(announcements, homes)
        let count = announcements.reduce(0) { $0 + $1.missing.count }
        note(
            count, "summary-LSA is of a destination beyond the captured areas, which stands behind its border router",
            "summary-LSAs are of destinations beyond the captured areas, which stand behind their border routers")
    }

    private static func freeArea(besides taken: inout Set<AreaID>) -> AreaID {
        var bits: UInt32 = 0xFFFF_FF01
        while taken.contains(AreaID(bits: bits)) { bits += 1 }
        taken.insert(AreaID(bits: bits))
        return AreaID(bits: bits)
    }

    private func areasCaptured(of router: Int) -> Set<AreaID> {
        Set(routerLSAs.filter { numbers[$0.router] == router }.map(\.area))
    }

    // MARK: What captured areas explain

    /// The networks that an area's own routers announce.
    private func networks(in area: AreaID) -> Set<IPv4Prefix> {
        var networks = Set(
            networkLSAs.filter { $0.area == area }.compactMap { IPv4Prefix($0.address, mask: $0.body.mask) })
        for lsa in routerLSAs where lsa.area == area {
            for link in lsa.body.links where link.type == .stub {
                if let prefix = IPv4Prefix(link.id, mask: link.data) { networks.insert(prefix) }
            }
        }
        return networks
    }

    private func others(of summary: SummaryLSA) -> Set<AreaID> {
        guard let router = numbers[summary.header.advertisingRouter] else { return [] }
        return areasCaptured(of: router).subtracting([summary.area])
    }

    private func isExplained(_ summary: SummaryLSA) -> Bool {
        // A default route into a stub area or an NSSA is the border router's own.
        if summary.prefix.length == 0, summary.boundaryRouter == nil { return true }
        let others = others(of: summary)
        if let router = summary.boundaryRouter {
            let isHere = routerLSAs.contains { others.contains($0.area) && $0.router == router }
            return isHere || others.contains(.backbone) && isAnnouncedInBackbone(summary)
        }
        let isHere = others.contains { area in networks(in: area).contains { summary.prefix.contains($0) } }
        return isHere || others.contains(.backbone) && isAnnouncedInBackbone(summary)
    }

    private func isAnnouncedInBackbone(_ summary: SummaryLSA) -> Bool {
        summaryLSAs.contains {
            $0.area == .backbone && $0.header.type == summary.header.type && $0.prefix == summary.prefix
                && $0.header.advertisingRouter != summary.header.advertisingRouter
        }
    }

    /// A destination that is none of an area's networks, and holds some, is a range of it (RFC 2328 §12.4.3).
    private mutating func addRanges(of router: Int, _ summaries: [SummaryLSA]) {
        for summary in summaries where summary.boundaryRouter == nil && summary.prefix.length > 0 {
            for area in others(of: summary).sorted() {
                let networks = networks(in: area)
                guard !networks.contains(summary.prefix), networks.contains(where: { summary.prefix.contains($0) })
                else {
                    continue
                }
                let range = CapturedTopology.AreaSettings.Range(prefix: summary.prefix, cost: summary.metric)
                settings(of: router, area) { if !$0.ranges.contains(range) { $0.ranges.append(range) } }
            }
        }
    }

    mutating func settings(
        of router: Int, _ area: AreaID, _ change: (inout CapturedTopology.AreaSettings) -> Void
    ) {
        let known = topology.routers[router].areas.firstIndex { $0.area == area }
        if known == nil { topology.routers[router].areas.append(CapturedTopology.AreaSettings(area: area)) }
        change(&topology.routers[router].areas[known ?? topology.routers[router].areas.count - 1])
    }

    // MARK: What has to be made

    /// Border routers that announce the same AS boundary router share an area, as that router is one.
    private func grouped(_ announcements: [Announcement]) -> [[Announcement]] {
        var groups: [[Announcement]] = []
        for entry in announcements {
            let routers = Set(entry.missing.compactMap(\.boundaryRouter))
            let touching = groups.indices.filter { group in
                groups[group].contains { other in
                    other.router == entry.router
                        || !routers.isDisjoint(with: other.missing.compactMap(\.boundaryRouter))
                }
            }
            let joined = touching.flatMap { groups[$0] } + [entry]
            for group in touching.reversed() { groups.remove(at: group) }
            groups.append(joined)
        }
        return groups
    }

    private mutating func add(_ entry: Announcement, in area: AreaID, sharing isShared: Bool) {
        var announced: [IPv4Prefix] = []
        for summary in entry.missing where summary.boundaryRouter == nil {
            guard !announced.contains(summary.prefix) else { continue }
            announced.append(summary.prefix)
            let isHost = summary.prefix.length == 32
            let fits = summary.metric <= UInt32(UInt16.max) && (isHost || summary.metric > 0)
            if !hasStub(summary.prefix, entry.router, in: area) {
                addStub(summary.prefix, of: entry.router, cost: fits ? UInt16(summary.metric) : 1, area: area)
            }
            guard !fits else { continue }
            let range = CapturedTopology.AreaSettings.Range(prefix: summary.prefix, cost: summary.metric)
            settings(of: entry.router, area) { if !$0.ranges.contains(range) { $0.ranges.append(range) } }
        }
        let hasNothing = announced.isEmpty && !entry.missing.contains { $0.boundaryRouter != nil }
        if hasNothing {
            // An address that is announced nowhere: without one it would be no border router.
            let address = IPv4Address(bits: topology.routers[entry.router].routerID.bits)
            let isTaken = topology.routers.contains { $0.loopbacks.contains { $0.address == address } }
            addStub(
                IPv4Prefix(isTaken ? IPv4Address(bits: 0xC000_0000 | UInt32(entry.router)) : address, length: 32),
                of: entry.router, cost: 0, area: area)
        }
        if isShared || hasNothing {
            settings(of: entry.router, area) { $0.announced = Set(announced + ($0.announced ?? [])).sorted() }
        }
    }

    private func hasStub(_ prefix: IPv4Prefix, _ router: Int, in area: AreaID) -> Bool {
        topology.routers[router].loopbacks.contains { IPv4Prefix($0.address, length: 32) == prefix && $0.area == area }
            || topology.segments.contains {
                $0.prefix == prefix && $0.area == area && $0.ends.map(\.router) == [router]
            }
    }

    /// AS boundary routers of other areas, as far from each border router as it says.
    private mutating func addBoundaryRouters(_ announcements: [Announcement], _ homes: [Int: AreaID]) {
        var far = 0
        for entry in announcements {
            for summary in entry.missing {
                guard let id = summary.boundaryRouter, let area = homes[entry.router] else { continue }
                guard (1...UInt32(UInt16.max)).contains(summary.metric) else {
                    far += 1
                    continue
                }
                if numbers[id] == nil {
                    add(CapturedTopology.Router(name: "\(id)", routerID: id, isBeyond: true))
                }
                // Addresses that nobody announces: borrowed ones may be among those behind the border router.
                let slots = [nextSlot(), nextSlot()]
                let addresses = slots.map { IPv4Address(bits: 0xC000_1000 + UInt32($0)) }
                let ends = [
                    CapturedTopology.End(
                        router: entry.router, address: addresses[0], cost: UInt16(summary.metric), slot: slots[0]),
                    CapturedTopology.End(router: numbers[id]!, address: addresses[1], cost: .max, slot: slots[1]),
                ]
                let isKnown = topology.segments.contains { segment in
                    segment.area == area && segment.ends.map(\.router) == ends.map(\.router)
                }
                if isKnown { continue }
                topology.segments.append(
                    CapturedTopology.Segment(area: area, ends: ends, isCable: true, isUnnumbered: true))
            }
        }
        note(
            far, "AS boundary router is farther away than a link can be, and is left out",
            "AS boundary routers are farther away than a link can be, and are left out")
    }
}
