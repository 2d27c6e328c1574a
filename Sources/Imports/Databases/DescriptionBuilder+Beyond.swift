import NetworkPrimitives
import OSPFWire

/// What lies beyond border routers: destinations that they announce, and that no area that was read has.
///
/// A border router gets an area of its own, beyond it, in which each destination is as far as its summary-LSA says: the areas
/// that were read then hold and count the same LSAs, and route in the same way (RFC 2328 §12.4.3).
extension DescriptionBuilder {
    /// What one router announces into one area, and which of it has to be made.
    private struct Announcement {
        var router: Int
        var area: AreaID
        var missing: [SummaryLSA]
    }

    mutating func addBeyond() {
        let explained = Explanations(self)
        var announcements: [Announcement] = []
        for lsa in routerLSAs where lsa.body.flags.contains(.areaBorderRouter) {
            let router = numbers[lsa.router]!
            let own = (summaries[Attachment(area: lsa.area, router: lsa.router)] ?? []).map { summaryLSAs[$0] }
            let others = (areasOfRouter[lsa.router] ?? []).subtracting([lsa.area]).sorted()
            addRanges(of: router, own, others, explained)
            let missing = own.filter { !explained.explains($0, others) }
            if !missing.isEmpty || others.isEmpty {
                announcements.append(Announcement(router: router, area: lsa.area, missing: missing))
            }
        }
        var taken = Set(routerLSAs.map(\.area))
        var homes: [Int: AreaID] = [:]
        for group in grouped(announcements) {
            let areas = group.map(\.area)
            let hasBackbone = group.contains { areasRead(of: $0.router).contains(.backbone) }
            let area = hasBackbone || areas.contains(.backbone) ? Self.freeArea(besides: &taken) : .backbone
            for entry in group {
                add(entry, in: area, sharing: group.count > 1)
                homes[entry.router] = area
            }
        }
        addBoundaryRouters(announcements, homes)
        let count = announcements.reduce(0) { $0 + $1.missing.count }
        note(
            count, "summary-LSA is of a destination beyond the known areas, which stands behind its border router",
            "summary-LSAs are of destinations beyond the known areas, which stand behind their border routers")
    }

    private static func freeArea(besides taken: inout Set<AreaID>) -> AreaID {
        var bits: UInt32 = 0xFFFF_FF01
        while taken.contains(AreaID(bits: bits)) { bits += 1 }
        taken.insert(AreaID(bits: bits))
        return AreaID(bits: bits)
    }

    private func areasRead(of router: Int) -> Set<AreaID> {
        topology.routers[router].routerID.flatMap { areasOfRouter[$0] } ?? []
    }

    /// A destination that is none of an area's networks, and holds some, is a range of it (RFC 2328 §12.4.3).
    private mutating func addRanges(
        of router: Int, _ summaries: [SummaryLSA], _ others: [AreaID], _ explained: Explanations
    ) {
        for summary in summaries where summary.boundaryRouter == nil && summary.prefix.length > 0 {
            for area in others {
                guard !explained.hasNetwork(summary.prefix, in: area), explained.holds(summary.prefix, area) else {
                    continue
                }
                let range = NetworkDescription.AreaSettings.Range(prefix: summary.prefix, cost: summary.metric)
                settings(of: router, area) { if !$0.ranges.contains(range) { $0.ranges.append(range) } }
            }
        }
    }

    mutating func settings(
        of router: Int, _ area: AreaID, _ change: (inout NetworkDescription.AreaSettings) -> Void
    ) {
        let known = topology.routers[router].areas.firstIndex { $0.area == area }
        if known == nil { topology.routers[router].areas.append(NetworkDescription.AreaSettings(area: area)) }
        change(&topology.routers[router].areas[known ?? topology.routers[router].areas.count - 1])
    }

    // MARK: What has to be made

    /// Border routers that announce the same AS boundary router share an area, as that router is one.
    private func grouped(_ announcements: [Announcement]) -> [[Announcement]] {
        // Each announcement belongs to that of its router, and to those that name the same boundary routers.
        var leaders = Array(announcements.indices)
        func leader(of number: Int) -> Int {
            var number = number
            while leaders[number] != number { number = leaders[number] }
            return number
        }
        var byRouter: [Int: Int] = [:]
        var byBoundary: [RouterID: Int] = [:]
        for (number, entry) in announcements.enumerated() {
            var friends: [Int] = []
            if let known = byRouter[entry.router] { friends.append(known) }
            byRouter[entry.router] = number
            for router in entry.missing.compactMap(\.boundaryRouter) {
                if let known = byBoundary[router] { friends.append(known) }
                byBoundary[router] = number
            }
            for friend in friends {
                let pair = [leader(of: friend), leader(of: number)].sorted()
                leaders[pair[1]] = pair[0]
            }
        }
        let groups = Dictionary(grouping: announcements.indices) { leader(of: $0) }
        return groups.sorted { $0.key < $1.key }.map { $0.value.map { announcements[$0] } }
    }

    private mutating func add(_ entry: Announcement, in area: AreaID, sharing isShared: Bool) {
        var announced: [IPv4Prefix] = []
        var seen: Set<IPv4Prefix> = []
        for summary in entry.missing where summary.boundaryRouter == nil {
            guard seen.insert(summary.prefix).inserted else { continue }
            announced.append(summary.prefix)
            let isHost = summary.prefix.length == 32
            let fits = summary.metric <= UInt32(UInt16.max) && (isHost || summary.metric > 0)
            if !hasStub(summary.prefix, entry.router, in: area) {
                addStub(summary.prefix, of: entry.router, cost: fits ? UInt16(summary.metric) : 1, area: area)
            }
            guard !fits else { continue }
            let range = NetworkDescription.AreaSettings.Range(prefix: summary.prefix, cost: summary.metric)
            settings(of: entry.router, area) { if !$0.ranges.contains(range) { $0.ranges.append(range) } }
        }
        let hasNothing = announced.isEmpty && !entry.missing.contains { $0.boundaryRouter != nil }
        if hasNothing {
            // An address that is announced nowhere: without one it would be no border router.
            let address = IPv4Address(bits: topology.routers[entry.router].routerID?.bits ?? 0)
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
        guard let id = topology.routers[router].routerID else { return false }
        return stubs[Attachment(area: area, router: id)]?.contains(prefix) == true
    }

    private struct Pair: Hashable {
        var area: AreaID
        var near: Int
        var far: Int
    }

    /// AS boundary routers of other areas, as far from each border router as it says.
    private mutating func addBoundaryRouters(_ announcements: [Announcement], _ homes: [Int: AreaID]) {
        var far = 0
        var known = Set(
            topology.segments.lazy.filter { $0.ends.count == 2 }.map {
                Pair(area: $0.area, near: $0.ends[0].router, far: $0.ends[1].router)
            })
        for entry in announcements {
            for summary in entry.missing {
                guard let id = summary.boundaryRouter, let area = homes[entry.router] else { continue }
                guard (1...UInt32(UInt16.max)).contains(summary.metric) else {
                    far += 1
                    continue
                }
                if numbers[id] == nil {
                    add(NetworkDescription.Router(name: "\(id)", routerID: id, isBeyond: true), id)
                }
                // Addresses that nobody announces: borrowed ones may be among those behind the border router.
                let slots = [nextSlot(), nextSlot()]
                let addresses = slots.map { IPv4Address(bits: 0xC000_1000 + UInt32($0)) }
                let ends = [
                    NetworkDescription.End(
                        router: entry.router, address: addresses[0], cost: UInt16(summary.metric), slot: slots[0]),
                    NetworkDescription.End(router: numbers[id]!, address: addresses[1], cost: .max, slot: slots[1]),
                ]
                let pair = Pair(area: area, near: ends[0].router, far: ends[1].router)
                guard known.insert(pair).inserted else { continue }
                topology.segments.append(
                    NetworkDescription.Segment(area: area, ends: ends, isCable: true, isUnnumbered: true))
            }
        }
        note(
            far, "AS boundary router is farther away than a link can be, and is left out",
            "AS boundary routers are farther away than a link can be, and are left out")
    }
}
