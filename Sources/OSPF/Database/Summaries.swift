import NetworkPrimitives
import OSPFWire

/// What a border router announces into its areas: the content of its summary-LSAs.
struct SummaryOriginations: Sendable {
    struct Content: Hashable, Sendable {
        let mask: UInt32
        let metric: UInt32
    }
    struct Withdrawn: Sendable {
        let mask: UInt32
        /// When its LSA leaves the database.
        let until: Instant
    }
    /// By key; looked up only.
    private(set) var contents: [LSAKeyID: Content] = [:]
    /// What was withdrawn lately; looked up only.
    var withdrawn: [LSAKeyID: Withdrawn] = [:]
    /// All keys, in the order in which they were made.
    private(set) var keys: [LSAKeyID] = []

    subscript(key: LSAKeyID) -> Content? { contents[key] }

    mutating func set(_ content: Content, for key: LSAKeyID) {
        if contents.updateValue(content, forKey: key) == nil { keys.append(key) }
    }
}

/// A range of an area that holds a network to be announced.
struct ActiveRange: Sendable {
    let area: AreaID
    let range: AreaRange
    /// The largest distance to a network in it.
    var cost: UInt32
}

// RFC 2328 §12.4.3: the summary-LSAs of an area border router.
extension Router {
    /// Brings the router's summary-LSAs in line with its routing table: runs after each calculation.
    /// - Parameter keeping: whether a router that is a border router no more may leave them as they are.
    mutating func originateSummaries(keeping: Bool = true, _ context: inout RouterContext) {
        if keeping, !isAreaBorderRouter, keepsSummariesAsFormerBorder { return }
        let before = summaries
        var wanted = SummaryOriginations()
        wanted.withdrawn = before.withdrawn.filter { context.now < $0.value.until }
        if configuration.profile.announcesRangesIntoEveryArea { activeRanges = rangesOfAllAreas(context.store) }
        if isAreaBorderRouter {
            for area in attachedAreas { collectSummaries(into: area, &wanted, &context) }
        }
        let sweep = maxAgeSweep(at: context.now)
        for key in before.keys where wanted[key] == nil {
            wanted.withdrawn[key] = before[key].map { SummaryOriginations.Withdrawn(mask: $0.mask, until: sweep) }
        }
        summaries = wanted
        guard configuration.originatesLSAs else { return }
        for key in wanted.keys where before[key] != wanted[key] || database.slot(of: key) == nil {
            originate(key, &context)
        }
        for key in before.keys where wanted[key] == nil { originate(key, &context) }
    }

    /// The end of a virtual link is noticed: it has the router look at its summary-LSAs whether it is a border router or not.
    var keepsSummariesAsFormerBorder: Bool {
        configuration.profile.keepsSummariesAsFormerBorder && !hasVirtualLinks
    }

    private func collectSummaries(
        into area: AreaID, _ wanted: inout SummaryOriginations, _ context: inout RouterContext
    ) {
        let configured = configuration.area(area)
        var networks: [(prefix: IPv4Prefix, cost: UInt32)] = []
        if takesSummaries(configured) { networks = networksToAnnounce(into: area, context.store) }
        for active in activeRanges where active.range.isAdvertised && active.area != area {
            // The backbone's networks are announced into transit areas one by one.
            if active.area == .backbone, transitAreas.contains(area) { continue }
            guard isPassed(active.range.prefix, from: active.area, into: configured) else { continue }
            networks.append((active.range.prefix, active.range.cost ?? active.cost))
        }
        // RFC 2328 §12.4.3.1: a default route into stub areas. RFC 3101 §2.7: and into NSSAs without other summaries.
        if configured.kind == .stub || (configured.kind == .nssa && announcesNSSADefault(configured)) {
            networks.append((.default, configured.defaultCost))
        }
        addNetworks(networks, to: area, &wanted, &context)
        guard configured.kind == .normal else { return }
        for border in routingTable.bestBorderRouters(configuration) where border.area != area {
            // Paths into the area itself are its own affair; AS boundary routers of other areas are announced.
            guard border.pathType == .intraArea || announcesInterArea(border.area), border.cost < Constants.lsInfinity,
                !isReached(through: area, border.hopSet)
            else {
                continue
            }
            let key = context.store.intern(
                DatabaseKey(
                    type: LSType.summaryASBR, area: area, linkStateID: IPv4Address(bits: border.router.bits),
                    advertisingRouter: routerID))
            wanted.set(SummaryOriginations.Content(mask: 0, metric: border.cost), for: key)
        }
    }

    /// Whether destinations of other areas are announced into an area one by one.
    private func takesSummaries(_ area: AreaConfiguration) -> Bool { area.kind == .normal || area.importsSummaries }

    /// The ranges of all areas that hold a network which is announced into another one.
    func rangesOfAllAreas(_ store: LSAStore) -> [ActiveRange] {
        var ranges: [ActiveRange] = []
        guard isAreaBorderRouter else { return ranges }
        let targets = attachedAreas.filter { !transitAreas.contains($0) && takesSummaries(configuration.area($0)) }
        for (prefix, route) in routingTable.entries(store)
        where route.pathType == .intraArea && route.cost < Constants.lsInfinity {
            guard let range = configuration.area(route.area).range(around: prefix),
                targets.contains(where: { $0 != route.area && !isReached(through: $0, route.hopSet) })
            else { continue }
            if let known = ranges.firstIndex(where: { $0.area == route.area && $0.range == range }) {
                ranges[known].cost = max(ranges[known].cost, route.cost)
            } else {
                ranges.append(ActiveRange(area: route.area, range: range, cost: route.cost))
            }
        }
        return ranges
    }

    /// RFC 2328 §12.4.3: only inter-area routes of the backbone are announced. RFC 3509 §2.2 (3): none, without
    /// a connection to it.
    private func announcesInterArea(_ area: AreaID) -> Bool { area == .backbone && isConnectedToBackbone }

    /// A default into an NSSA travels as a summary-LSA where no other summaries do, else as an NSSA-LSA (RFC 3101 §2.7); or as it is
    /// configured.
    private func announcesNSSADefault(_ area: AreaConfiguration) -> Bool {
        area.announcesDefaultSummary
            ?? (!area.importsSummaries || configuration.profile.announcesSummaryDefaultIntoEveryNSSA)
    }

    /// Whether the filters of both areas permit a network, or the range in its place.
    private func isPassed(_ prefix: IPv4Prefix, from source: AreaID, into target: AreaConfiguration) -> Bool {
        target.inboundFilter?.permits(prefix) ?? true
            && configuration.area(source).outboundFilter?.permits(prefix) ?? true
    }

    /// The destinations that other areas have, with ranges in the place of what they hide.
    private func networksToAnnounce(into area: AreaID, _ store: LSAStore) -> [(prefix: IPv4Prefix, cost: UInt32)] {
        var networks: [(prefix: IPv4Prefix, cost: UInt32)] = []
        var ranges: [AreaRange: UInt32] = [:]
        var order: [AreaRange] = []
        let target = configuration.area(area)
        let isDecidedBefore = configuration.profile.announcesRangesIntoEveryArea
        for (prefix, route) in routingTable.entries(store) {
            guard route.pathType <= .interArea, route.area != area, route.cost < Constants.lsInfinity,
                !isReached(through: area, route.hopSet)
            else { continue }
            if route.pathType == .interArea {
                guard announcesInterArea(route.area), prefix != .default || target.kind == .normal,
                    isPassed(prefix, from: route.area, into: target)
                else { continue }
                networks.append((prefix, route.cost))
            } else if appliesRanges(of: route.area, into: area),
                let range = configuration.area(route.area).range(around: prefix)
            {
                if isDecidedBefore || !isPassed(range.prefix, from: route.area, into: target) { continue }
                if ranges[range] == nil { order.append(range) }
                ranges[range] = max(ranges[range] ?? 0, route.cost)
            } else if isPassed(prefix, from: route.area, into: target) {
                networks.append((prefix, route.cost))
            }
        }
        for range in order where range.isAdvertised {
            networks.append((range.prefix, range.cost ?? ranges[range] ?? 0))
        }
        return networks
    }

    /// Gives each network its Link State ID; host bits are set where a shorter prefix has the same address (RFC
    /// 2328 §E (1) and (2)).
    private func addNetworks(
        _ networks: [(prefix: IPv4Prefix, cost: UInt32)], to area: AreaID, _ wanted: inout SummaryOriginations,
        _ context: inout RouterContext
    ) {
        var last: IPv4Prefix?
        for network in networks.sorted(by: {
            ($0.prefix.length, $0.prefix, $0.cost) < ($1.prefix.length, $1.prefix, $1.cost)
        }) where network.prefix != last {
            last = network.prefix
            for address in configuration.profile.linkStateIDs(of: network.prefix) {
                let key = context.store.intern(
                    DatabaseKey(
                        type: LSType.summaryNetwork, area: area, linkStateID: address, advertisingRouter: routerID))
                guard wanted[key] == nil else { continue }
                if let mask = maskHolding(key, wanted) {
                    if mask > network.prefix.mask.bits { break }
                    if mask < network.prefix.mask.bits { continue }
                }
                let limit = configuration.isStubRouter ? configuration.profile.stubRouterSummaryMetric : nil
                wanted.set(
                    SummaryOriginations.Content(mask: network.prefix.mask.bits, metric: limit ?? network.cost),
                    for: key)
                break
            }
        }
    }

    /// The mask of the LSA that has a Link State ID, or had it and lies in the database at MaxAge; where that matters.
    private func maskHolding(_ key: LSAKeyID, _ wanted: borrowing SummaryOriginations) -> UInt32? {
        guard configuration.profile.holdsLinkStateIDs else { return nil }
        return summaries[key]?.mask ?? wanted.withdrawn[key]?.mask
    }

    func summaryLSA(_ key: LSAKeyID, _ store: LSAStore) -> LSADraft? {
        summaries[key].map { LSADraft(options(in: store[key].area), [$0.mask, summaryMetric($0.metric)]) }
    }
}
