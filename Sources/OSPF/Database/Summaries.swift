import NetworkPrimitives

/// What a border router announces of other areas: the content of its summary-LSAs.
struct SummaryOriginations: Sendable {
    struct Content: Hashable, Sendable {
        let mask: UInt32
        let metric: UInt32
    }
    /// By key; looked up only.
    private(set) var contents: [LSAKeyID: Content] = [:]
    /// All keys, in the order in which they were made.
    private(set) var keys: [LSAKeyID] = []

    subscript(key: LSAKeyID) -> Content? { contents[key] }

    mutating func set(_ content: Content, for key: LSAKeyID) {
        if contents.updateValue(content, forKey: key) == nil { keys.append(key) }
    }
}

// RFC 2328 §12.4.3: the summary-LSAs of an area border router.
extension Router {
    /// Brings the router's summary-LSAs in line with its routing table: runs after each calculation.
    mutating func originateSummaries(at now: Instant, _ context: inout RouterContext) {
        let before = summaries
        var wanted = SummaryOriginations()
        if isAreaBorderRouter {
            for area in attachedAreas { collectSummaries(into: area, &wanted, &context) }
        }
        summaries = wanted
        guard configuration.originatesLSAs else { return }
        for key in wanted.keys where before[key] != wanted[key] || database.slot(of: key) == nil {
            originate(key, at: now, &context)
        }
        for key in before.keys where wanted[key] == nil { originate(key, at: now, &context) }
    }

    private func collectSummaries(
        into area: AreaID, _ wanted: inout SummaryOriginations, _ context: inout RouterContext
    ) {
        let configured = configuration.area(area)
        var networks: [(prefix: IPv4Prefix, cost: UInt32)] = []
        if configured.kind == .normal || configured.importsSummaries {
            networks = networksToAnnounce(into: area, context.store)
        }
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
                    type: LSTypeCode.asbrSummary, area: area, linkStateID: IPv4Address(bits: border.router.bits),
                    advertisingRouter: routerID))
            wanted.set(SummaryOriginations.Content(mask: 0, metric: border.cost), for: key)
        }
    }

    /// §12.4.3: only inter-area routes of the backbone are announced. RFC 3509 §2.2 (3): none, without a connection to it.
    private func announcesInterArea(_ area: AreaID) -> Bool { area == .backbone && isConnectedToBackbone }

    /// A default into an NSSA travels as a summary-LSA where no other summaries do, else as an NSSA-LSA (RFC 3101 §2.7).
    private func announcesNSSADefault(_ area: AreaConfiguration) -> Bool {
        !area.importsSummaries || configuration.profile.announcesSummaryDefaultIntoEveryNSSA
    }

    /// The destinations that other areas have, with ranges in the place of what they hide.
    private func networksToAnnounce(into area: AreaID, _ store: LSAStore) -> [(prefix: IPv4Prefix, cost: UInt32)] {
        var networks: [(prefix: IPv4Prefix, cost: UInt32)] = []
        var ranges: [AreaRange: UInt32] = [:]
        var order: [AreaRange] = []
        for (prefix, route) in routingTable.entries(store) {
            guard route.pathType <= .interArea, route.area != area, route.cost < Constants.lsInfinity,
                !isReached(through: area, route.hopSet)
            else { continue }
            if route.pathType == .interArea {
                guard announcesInterArea(route.area), prefix != .default || configuration.area(area).kind == .normal
                else { continue }
                networks.append((prefix, route.cost))
            } else if appliesRanges(of: route.area, into: area),
                let range = configuration.area(route.area).ranges.filter({ $0.prefix.contains(prefix) })
                    .max(by: { $0.prefix.length < $1.prefix.length })
            {
                if ranges[range] == nil { order.append(range) }
                ranges[range] = max(ranges[range] ?? 0, route.cost)
            } else {
                networks.append((prefix, route.cost))
            }
        }
        for range in order where range.isAdvertised {
            networks.append((range.prefix, range.cost ?? ranges[range] ?? 0))
        }
        return networks
    }

    /// Gives each network its Link State ID; host bits are set where a shorter prefix has the same address (Appendix E).
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
                        type: LSTypeCode.summary, area: area, linkStateID: address, advertisingRouter: routerID))
                guard wanted[key] == nil else { continue }
                let limit = configuration.isStubRouter ? configuration.profile.stubRouterSummaryMetric : nil
                wanted.set(
                    SummaryOriginations.Content(mask: network.prefix.mask.bits, metric: limit ?? network.cost),
                    for: key)
                break
            }
        }
    }

    func buildSummaryLSA(_ key: LSAKeyID, _ context: inout RouterContext) -> UInt8? {
        guard let content = summaries[key] else { return nil }
        context.store.scratch.append(content.mask)
        context.store.scratch.append(summaryMetric(content.metric))
        return options(in: context.store[key].area)
    }
}
