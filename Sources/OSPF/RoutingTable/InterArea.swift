import NetworkPrimitives
import OSPFWire

/// What a summary-LSA offers: a way to its border router, and from there to a destination.
struct SummaryOffer {
    let area: AreaID
    /// The network; `.none` where the LSA tells of a router.
    let prefix: PrefixID
    let boundaryRouter: RouterID?
    let border: RouterRoute
    let cost: UInt32
}

// RFC 2328 §16.2: routes from the summary-LSAs of border routers.
extension Router {
    mutating func addInterAreaRoutes(_ workspace: inout SPFWorkspace, _ store: LSAStore) {
        let areas = areasOfSummaries
        guard database.counts.summaries > 0 else { return }
        // RFC 2328 §16.2 (1), (2): neither at MaxAge nor the router's own.
        for entry in database.liveOfOthers(of: .summaries, in: areas) {
            guard let offer = summaryOffer(entry, workspace.routerRoutes, store) else { continue }
            addInterAreaRoute(offer, &workspace, store)
        }
    }

    /// What a summary-LSA offers by the steps that RFC 2328 §16.2 and §16.3 have in common.
    func summaryOffer(_ entry: DatabaseEntry, _ routers: RouterRoutes, _ store: LSAStore) -> SummaryOffer? {
        let (key, instance) = (store[entry.key], store[entry.instance])
        // RFC 2328 §16.2 (1), (4), §16.3 (1), (4): not LSInfinity, and the border router is reached through this area.
        guard let metric = store.summaryMetric(of: instance), metric < Constants.lsInfinity,
            let border = routers.intraArea(to: key.advertisingRouter, in: key.area), border.isAreaBorderRouter
        else { return nil }
        return SummaryOffer(
            area: key.area, prefix: instance.prefix,
            boundaryRouter: key.type == .summaryASBR ? RouterID(bits: key.linkStateID.bits) : nil, border: border,
            cost: border.cost + metric)
    }

    private mutating func addInterAreaRoute(
        _ offer: SummaryOffer, _ workspace: inout SPFWorkspace, _ store: LSAStore
    ) {
        if let router = offer.boundaryRouter {
            workspace.interAreaRouters.append(
                RouterRoute(
                    router: router, pathType: .interArea, area: offer.area, cost: offer.cost,
                    hopSet: offer.border.hopSet, flags: .asBoundaryRouter))
            return
        }
        guard offer.prefix != .none, !isOwnActiveRange(store[offer.prefix], workspace, store) else { return }
        if configuration.profile.ignoresDefaultsOfStubAreas, store[offer.prefix] == .default,
            configuration.borderRouterType == .cisco, isAreaBorderRouter, configuration.area(offer.area).kind != .normal
        {
            return
        }
        // RFC 2328 §16.2 (5) to (7): intra-area paths stay, and of inter-area paths the cheapest.
        workspace.offer(
            Route(pathType: .interArea, cost: offer.cost, type2Cost: 0, hopSet: offer.border.hopSet, area: offer.area),
            to: offer.prefix, &routingTable.sets)
    }

    /// RFC 2328 §16.2 (3): another border router's announcement of a range that this router announces itself. What is
    /// configured of ranges concerns border routers alone (§C.2).
    private func isOwnActiveRange(
        _ prefix: IPv4Prefix, _ workspace: borrowing SPFWorkspace, _ store: LSAStore
    ) -> Bool {
        guard !configuration.profile.ignoresSummariesInsideRanges else { return isInActiveRange(prefix) }
        guard isAreaBorderRouter else { return false }
        for area in configuration.areas {
            guard area.ranges.contains(where: { $0.prefix == prefix }) else { continue }
            for index in workspace.routes.indices
            where workspace.routes[index].pathType == .intraArea && workspace.routes[index].area == area.area
                && prefix.contains(store.prefixes[index])
            {
                return true
            }
        }
        return false
    }

    /// Whether the most specific range that holds a prefix, in the first area that has one, was active when the router last
    /// announced its networks.
    private func isInActiveRange(_ prefix: IPv4Prefix) -> Bool {
        for area in configuration.areas.sorted(by: { $0.area < $1.area }) {
            guard let range = area.range(around: prefix) else { continue }
            return activeRanges.contains { $0.area == area.area && $0.range.prefix == range.prefix }
        }
        return false
    }

    /// Adds the best inter-area paths to AS boundary routers; paths of equal cost are one.
    func mergeInterAreaRouters(_ workspace: inout SPFWorkspace, _ sets: inout NextHopSets) {
        let found = workspace.interAreaRouters.sorted { ($0.router, $0.area, $0.cost) < ($1.router, $1.area, $1.cost) }
        var last: RouterRoute?
        for route in found
        where route.router != routerID || configuration.profile.announcesItselfAsBoundaryRouter {
            if let previous = last, previous.router == route.router, previous.area == route.area {
                if previous.cost == route.cost { last!.hopSet = sets.union(previous.hopSet, route.hopSet) }
                continue
            }
            if let last { workspace.routerRoutes.append(last) }
            last = route
        }
        if let last { workspace.routerRoutes.append(last) }
        workspace.interAreaRouters.removeAll(keepingCapacity: true)
        workspace.routerRoutes.sort()
    }
}
