import NetworkPrimitives
import OSPFWire

// RFC 2328 §16.2: routes from the summary-LSAs of border routers.
extension Router {
    mutating func addInterAreaRoutes(_ workspace: inout SPFWorkspace, _ store: LSAStore) {
        let areas = areasOfSummaries
        guard database.counts.summaries > 0 else { return }
        for slot in 0..<database.slotCount {
            let entry = database[slot]
            // RFC 2328 §16.2 (1), (2): neither at MaxAge nor the router's own.
            guard entry.flags.contains(.inUse), !entry.flags.contains(.maxAge), !entry.flags.contains(.selfOriginated),
                areas.contains(entry.scope)
            else { continue }
            let key = store[entry.key]
            guard key.type == LSType.summaryNetwork || key.type == LSType.summaryASBR else { continue }
            addInterAreaRoute(key, store[entry.instance], &workspace, store)
        }
    }

    private mutating func addInterAreaRoute(
        _ key: DatabaseKey, _ instance: LSAInstance, _ workspace: inout SPFWorkspace, _ store: LSAStore
    ) {
        guard instance.bodyWordCount >= 2 else { return }
        let metric = store.words[Int(instance.bodyStart) + 1] & 0xFF_FFFF
        // RFC 2328 §16.2 (1), (4): not LSInfinity, and the border router is reached through this area.
        guard metric < Constants.lsInfinity,
            let border = workspace.routerRoutes.intraArea(to: key.advertisingRouter, in: key.area),
            border.isAreaBorderRouter
        else { return }
        let cost = border.cost + metric
        guard key.type == LSType.summaryNetwork else {
            workspace.interAreaRouters.append(
                RouterRoute(
                    router: RouterID(bits: key.linkStateID.bits), pathType: .interArea, area: key.area, cost: cost,
                    hopSet: border.hopSet, flags: RouterLSABody.Flags.asBoundaryRouter.rawValue))
            return
        }
        guard instance.prefix != .none, !isOwnActiveRange(store[instance.prefix], workspace, store) else { return }
        if configuration.profile.ignoresDefaultsOfStubAreas, store[instance.prefix] == .default,
            configuration.borderRouterType == .cisco, isAreaBorderRouter, configuration.area(key.area).kind != .normal
        {
            return
        }
        // RFC 2328 §16.2 (5) to (7): intra-area paths stay, and of inter-area paths the cheapest.
        workspace.offer(
            Route(pathType: .interArea, cost: cost, type2Cost: 0, hopSet: border.hopSet, area: key.area),
            to: instance.prefix, &routingTable.sets)
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
