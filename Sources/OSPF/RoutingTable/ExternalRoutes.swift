import NetworkPrimitives
import OSPFWire

// RFC 2328 §16.4 and RFC 3101 §2.5: routes to destinations outside the autonomous system.
extension Router {
    mutating func addExternalRoutes(_ workspace: inout SPFWorkspace, _ store: LSAStore) {
        guard database.counts.external + database.counts.nssaExternal > 0 else { return }
        let isBorder = isAreaBorderRouter
        if configuration.profile.usesSingleExternalPath {
            workspace.externalPriorities.removeAll(keepingCapacity: true)
            workspace.externalPriorities.append(contentsOf: repeatElement(0, count: workspace.routes.count))
        }
        var last: (router: RouterID, scope: AreaID)?
        var path: RouterRoute?
        // RFC 2328 §16.4 (1), (2), RFC 3101 §2.5 (1), (2): neither at MaxAge nor the router's own.
        for entry in database.liveOfOthers(of: .externals) {
            let (key, instance) = (store[entry.key], store[entry.instance])
            guard instance.prefix != .none else { continue }
            if last == nil || last! != (key.advertisingRouter, key.area) {
                last = (key.advertisingRouter, key.area)
                path = borderRouterPath(key, workspace.routerRoutes)
            }
            guard let path else { continue }
            if isBorder, isForeignDefault(key, instance, store) { continue }
            guard let route = externalRoute(instance, path, scope: key.area, workspace.routes, store) else { continue }
            if configuration.profile.usesSingleExternalPath {
                workspace.offerSingle(route, priority: externalPriority(key, instance), to: instance.prefix)
            } else {
                // RFC 2328 §16.4 (5) and (6), RFC 3101 §2.5 (5) and (6).
                workspace.offer(route, to: instance.prefix, &routingTable.sets)
            }
        }
    }

    /// RFC 3101 §2.5 (3): another border router's default route is not for this one.
    func isForeignDefault(_ key: DatabaseKey, _ instance: LSAInstance, _ store: LSAStore) -> Bool {
        key.type == LSType.nssa && store[instance.prefix] == .default && isAreaBorderRouter
            && !configuration.profile.usesNSSADefaultsAsBorderRouter
            && (instance.options & Options.nssa.rawValue == 0 || !configuration.area(key.area).importsSummaries)
    }

    /// RFC 2328 §16.4 (3): the preferred path to an AS boundary router; for an NSSA-LSA, the one inside its area.
    func borderRouterPath(_ key: DatabaseKey, _ routers: RouterRoutes) -> RouterRoute? {
        guard key.type == LSType.nssa else {
            return routers.preferred(to: key.advertisingRouter, configuration)
        }
        guard let route = routers.intraArea(to: key.advertisingRouter, in: key.area) else { return nil }
        return route.isASBoundaryRouter || route.isAreaBorderRouter ? route : nil
    }

    /// RFC 3101 §2.5 (6)(e)(1), (2) and (3): NSSA-LSAs with the P-bit, then AS-external-LSAs, then others;
    /// the higher Router ID.
    private func externalPriority(_ key: DatabaseKey, _ instance: LSAInstance) -> UInt64 {
        let kind: UInt64 =
            if key.type == LSType.asExternal { 1 } else { instance.options & Options.nssa.rawValue != 0 ? 2 : 0 }
        return kind << 32 | UInt64(key.advertisingRouter.bits)
    }

    /// The path that an LSA offers, from the paths inside the AS; `nil` where it offers none.
    mutating func externalRoute(
        _ instance: LSAInstance, _ border: RouterRoute, scope: AreaID, _ internalRoutes: [Route], _ store: LSAStore
    ) -> Route? {
        let external = store.external(instance)
        let (metric, forwarding) = (external.metric, external.forwardingAddress)
        // RFC 2328 §16.4 (1), RFC 3101 §2.5 (1): LSInfinity.
        guard metric != Constants.lsInfinity else { return nil }
        // RFC 2328 §16.4 (4), RFC 3101 §2.5 (4): the cost to the AS boundary router, or to the forwarding address.
        var (distance, hops) = (border.cost, border.hopSet)
        var isInner = border.pathType == .intraArea && border.area != .backbone
        if forwarding != .unspecified {
            let isOwn = isOwnAddress(forwarding)
            // It would forward to itself. FRRouting installs no such route; BIRD does where another router leads there.
            guard !isOwn || configuration.profile.usesForwardingAddressOfItsOwn else { return nil }
            // RFC 2328 §16.4 (3), RFC 3101 §2.5 (3): the forwarding address must be reached by an intra-area or
            // inter-area path through an area that carries AS-external-LSAs; for an NSSA-LSA by one inside its area.
            guard let route = internalRoute(to: forwarding, internalRoutes, store),
                configuration.profile.forwardsThroughAnyArea || mayForward(by: route, scope: scope)
            else { return nil }
            guard !isOwn || leadsToOthers(route.hopSet) else { return nil }
            (distance, hops) = (route.cost, routingTable.sets.through(route.hopSet, address: forwarding))
            isInner = route.pathType == .intraArea && route.area != .backbone
        }
        let isType2 = external.isType2
        return Route(
            pathType: isType2 ? .external2 : .external1,
            isInner: isInner && !configuration.isRFC1583Compatible, cost: isType2 ? distance : distance + metric,
            type2Cost: isType2 ? metric : 0, hopSet: hops)
    }

    /// Whether all next hops are other routers; a loopback has none.
    private func leadsToOthers(_ set: HopSetID) -> Bool {
        let hops = routingTable.sets.hops(of: set)
        return !hops.isEmpty && hops.allSatisfy { $0.address != .unspecified }
    }

    private func mayForward(by route: Route, scope: AreaID) -> Bool {
        scope == DatabaseKey.systemWide
            ? configuration.profile.forwardsExternalsThroughAnyArea || configuration.area(route.area).kind == .normal
            : route.pathType == .intraArea && route.area == scope
    }

    /// Whether packets to an address have arrived here, as long as its interface has carrier.
    private func isOwnAddress(_ address: IPv4Address) -> Bool {
        configuration.loopbacks.contains { $0.address == address }
            || configuration.interfaces.indices.contains {
                configuration.interfaces[$0].address == address && interfaces[$0].hasCarrier
                    && configuration.interfaces[$0].networkType != .virtualLink
            }
    }

    private func internalRoute(to address: IPv4Address, _ routes: [Route], _ store: LSAStore) -> Route? {
        for length in stride(from: UInt8(32), through: 0, by: -1) {
            guard let prefix = store.find(IPv4Prefix(address, length: length)), prefix.index < routes.count
            else { continue }
            let route = routes[prefix.index]
            if route.pathType <= .interArea { return route }
        }
        return nil
    }

    /// An external LSA's path, where it is among those in the routing table: "installed" in the words of RFC 3101 §3.2.
    mutating func installedPath(_ key: DatabaseKey, _ instance: LSAInstance, _ store: LSAStore) -> Route? {
        guard let path = borderRouterPath(key, routingTable.borderRouters),
            let offered = externalRoute(instance, path, scope: key.area, routingTable.routes, store),
            let installed = routingTable.route(to: instance.prefix)
        else { return nil }
        return offered.isEqualCost(to: installed) ? offered : nil
    }
}
