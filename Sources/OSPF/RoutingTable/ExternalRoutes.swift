import NetworkPrimitives

// RFC 2328 §16.4 and RFC 3101 §2.5: routes to destinations outside the autonomous system.
extension Router {
    mutating func addExternalRoutes(_ workspace: inout SPFWorkspace, _ store: LSAStore) {
        guard database.counts.external + database.counts.nssaExternal > 0 else { return }
        let isBorder = isAreaBorderRouter
        var last: (router: RouterID, scope: AreaID)?
        var path: RouterRoute?
        for slot in 0..<database.slotCount {
            let entry = database[slot]
            guard entry.flags.contains(.inUse), !entry.flags.contains(.maxAge), !entry.flags.contains(.selfOriginated)
            else { continue }
            let key = store[entry.key]
            guard key.type == LSTypeCode.external || key.type == LSTypeCode.nssaExternal else { continue }
            let instance = store[entry.instance]
            guard instance.prefix != .none else { continue }
            if last == nil || last! != (key.advertisingRouter, key.area) {
                last = (key.advertisingRouter, key.area)
                path = borderRouterPath(key, workspace)
            }
            guard let path else { continue }
            if key.type == LSTypeCode.nssaExternal, isBorder, store[instance.prefix] == .default,
                instance.options & OptionBits.nssa == 0 || !configuration.area(key.area).importsSummaries
            {
                // RFC 3101 §2.5 (3): another border router's default is not for this one.
                continue
            }
            addExternalRoute(instance, path, scope: key.area, &workspace, store)
        }
    }

    /// §16.4 (3): the preferred path to an AS boundary router; for an NSSA-LSA, the one inside its area.
    private func borderRouterPath(_ key: DatabaseKey, _ workspace: borrowing SPFWorkspace) -> RouterRoute? {
        guard key.type == LSTypeCode.nssaExternal else {
            return workspace.routerRoutes.preferred(to: key.advertisingRouter, configuration)
        }
        guard let route = workspace.routerRoutes.intraArea(to: key.advertisingRouter, in: key.area) else { return nil }
        return route.isSystemBorderRouter || route.isAreaBorderRouter ? route : nil
    }

    private mutating func addExternalRoute(
        _ instance: LSAInstance, _ border: RouterRoute, scope: AreaID, _ workspace: inout SPFWorkspace,
        _ store: LSAStore
    ) {
        let start = Int(instance.bodyStart)
        let metric = store.words[start + 1] & 0xFF_FFFF
        guard metric != Constants.lsInfinity else { return }
        var (distance, hops) = (border.cost, border.hopSet)
        let forwarding = IPv4Address(bits: store.words[start + 2])
        if forwarding != .unspecified {
            // (3): the forwarding address must be reached by an intra-area or inter-area path; for an NSSA-LSA by
            // one inside its area.
            guard let route = internalRoute(to: forwarding, workspace, store),
                scope == DatabaseKey.systemWide || (route.pathType == .intraArea && route.area == scope)
            else { return }
            (distance, hops) = (route.cost, routingTable.sets.through(route.hopSet, address: forwarding))
        }
        let isType2 = store.words[start + 1] & 0x8000_0000 != 0
        workspace.offer(
            Route(
                pathType: isType2 ? .external2 : .external1, cost: isType2 ? distance : distance + metric,
                type2Cost: isType2 ? metric : 0, hopSet: hops), to: instance.prefix, &routingTable.sets)
    }

    private func internalRoute(
        to address: IPv4Address, _ workspace: borrowing SPFWorkspace, _ store: LSAStore
    ) -> Route? {
        for length in stride(from: UInt8(32), through: 0, by: -1) {
            guard let prefix = store.find(IPv4Prefix(address, length: length)), prefix.index < workspace.routes.count
            else { continue }
            let route = workspace.routes[prefix.index]
            if route.pathType <= .interArea { return route }
        }
        return nil
    }
}
