import NetworkPrimitives
import OSPFWire

/// A route that drops what it attracts: the border router announces a range, and has nothing more specific for the packet.
public struct DiscardRoute: Hashable, Sendable {
    public let prefix: PrefixID
    /// The area whose range it is.
    public let area: AreaID
}

// RFC 2328 §11.1: without discard routes, packets for the holes of a range loop, or leave by a default route.
extension Router {
    /// The active area address ranges. A network of exactly the range's prefix has an intra-area path, which takes precedence over the
    /// inter-area path of a discard route.
    mutating func installAreaDiscards(_ context: inout RouterContext) {
        var discards: [DiscardRoute] = []
        if isAreaBorderRouter, configuration.profile.installsDiscardRoutes {
            for (area, range) in activeRanges(context.store)
            where range.isAdvertised || configuration.profile.discardsHiddenRanges {
                let prefix = context.store.intern(range.prefix)
                guard routingTable.installed(prefix)?.pathType != .intraArea else { continue }
                discards.append(DiscardRoute(prefix: prefix, area: area))
            }
        }
        if routingTable.setDiscards(ofAreas: discards) { context.routesChanged = true }
    }

    /// A change of an area's settings, or of another router's NSSA-LSA, is followed by the task that marks
    /// ranges as inactive.
    mutating func scheduleBorderTask(at now: Instant) {
        guard forgetsRangesNow, isAreaBorderRouter, !timers.isSet(Timer.borderTask) else { return }
        timers.set(Timer.borderTask, to: now + Constants.borderTaskDelay)
    }

    private var forgetsRangesNow: Bool {
        configuration.profile.forgetsRangesByNSSATask
            && configuration.areas.contains { $0.kind == .nssa && attachedAreas.contains($0.area) }
            && configuration.areas.contains { !$0.ranges.isEmpty }
    }

    /// What is announced is decided by the routes that were there before, which discard routes may replace.
    mutating func applyAreaSettings(byTask: Bool = false, _ context: inout RouterContext) {
        originateSummaries(keeping: !byTask, &context)
        serveNSSAs(&context)
        installAreaDiscards(&context)
        installNSSADiscards(&context)
    }

    /// The NSSA task takes the discard routes of all ranges away.
    mutating func forgetRangesByTask(_ context: inout RouterContext) {
        guard isAreaBorderRouter, forgetsRangesNow else { return }
        activeRanges = []
        if routingTable.setDiscards(ofAreas: []) { context.routesChanged = true }
    }

    /// The type 7 address ranges in which this router translates, and its summary-addresses. RFC 3101 is silent about
    /// them; FRRouting has a discard route for each, which takes precedence over external paths but those to a member of exactly the range's prefix.
    mutating func installNSSADiscards(_ context: inout RouterContext) {
        var discards: [DiscardRoute] = []
        if configuration.profile.installsDiscardRoutes {
            for (area, range) in nssa.activeRanges {
                let prefix = context.store.intern(range)
                if let route = routingTable.installed(prefix), route.pathType <= .interArea { continue }
                discards.append(DiscardRoute(prefix: prefix, area: area))
            }
            for summary in announcedSummaryAddresses {
                let prefix = context.store.intern(summary)
                guard !discards.contains(where: { $0.prefix == prefix }) else { continue }
                discards.append(DiscardRoute(prefix: prefix, area: DatabaseKey.systemWide))
            }
        }
        if routingTable.setDiscards(ofNSSAs: discards) { context.routesChanged = true }
    }

    private func activeRanges(_ store: LSAStore) -> [(area: AreaID, range: AreaRange)] {
        guard !configuration.profile.announcesRangesIntoEveryArea else {
            return rangesOfAllAreas(store).map { ($0.area, $0.range) }
        }
        return configuration.areas.filter { !$0.ranges.isEmpty }.flatMap { area in
            activeRanges(of: area, store).map { (area.area, $0) }
        }
    }

    /// RFC 2328 §3.5: the ranges that contain networks reachable by intra-area paths; each network counts for the most
    /// specific one, as when they are announced. O(prefixes times ranges).
    private func activeRanges(of area: AreaConfiguration, _ store: LSAStore) -> [AreaRange] {
        let ranges = area.ranges.sorted { $0.prefix.length > $1.prefix.length }
        var isActive = Array(repeating: false, count: ranges.count)
        for (index, route) in routingTable.routes.enumerated()
        where route.pathType == .intraArea && route.area == area.area {
            let prefix = store[PrefixID(index)]
            if let range = ranges.firstIndex(where: { $0.prefix.contains(prefix) }) { isActive[range] = true }
        }
        return ranges.indices.filter { isActive[$0] }.map { ranges[$0] }
    }
}
