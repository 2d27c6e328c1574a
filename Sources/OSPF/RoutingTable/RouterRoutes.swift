import NetworkPrimitives
import OSPFWire

/// A way to another router (RFC 2328 §11): to an area border router or an AS boundary router.
public struct RouterRoute: Hashable, Sendable {
    public let router: RouterID
    public let pathType: PathType
    public let area: AreaID
    public let cost: UInt32
    var hopSet: HopSetID
    /// The flags of its router-LSA; for a path from a summary-LSA, the E-bit.
    fileprivate(set) var flags: RouterLSABody.Flags

    public var isAreaBorderRouter: Bool { flags.contains(.areaBorderRouter) }
    public var isASBoundaryRouter: Bool { flags.contains(.asBoundaryRouter) }
}

/// All ways to border routers that the calculation found: intra-area ones by area, then inter-area ones. Sorted by router.
struct RouterRoutes: Sendable {
    private(set) var routes: [RouterRoute] = []

    mutating func removeAll() { routes.removeAll(keepingCapacity: true) }

    mutating func append(_ route: RouterRoute) { routes.append(route) }

    mutating func sort() { routes.sort { ($0.router, $0.pathType, $0.area) < ($1.router, $1.pathType, $1.area) } }

    /// RFC 2328 §16.3: a path through a transit area, of the same cost or less. The area remains the backbone.
    mutating func improveBackbonePath(
        to router: RouterID, cost: UInt32, _ improved: (UInt32, HopSetID) -> HopSetID?
    ) {
        let found = routes(to: router).indices.first { routes[$0].area == .backbone }
        guard let found, let hops = improved(routes[found].cost, routes[found].hopSet) else { return }
        let old = routes[found]
        routes[found] = RouterRoute(
            router: router, pathType: old.pathType, area: old.area, cost: cost, hopSet: hops, flags: old.flags)
    }

    /// RFC 2328 §16.3: nothing is forwarded towards an AS boundary router whose next hops were not found, unless
    /// the path is kept. An area border router stays in the table all the same, as in the RFC's table 14: no type 4
    /// LSA describes those.
    mutating func resolve(keepingUnresolved: Bool, _ sets: inout NextHopSets) {
        for index in routes.indices {
            routes[index].hopSet = sets.withoutVirtual(routes[index].hopSet)
            if routes[index].hopSet == .unresolved, !keepingUnresolved {
                routes[index].flags.remove(.asBoundaryRouter)
            }
        }
        routes.removeAll { !$0.isAreaBorderRouter && !$0.isASBoundaryRouter }
    }

    func routes(to router: RouterID) -> ArraySlice<RouterRoute> {
        var (low, high) = (0, routes.count)
        while low < high {
            let middle = (low + high) / 2
            if routes[middle].router < router { low = middle + 1 } else { high = middle }
        }
        let start = low
        while low < routes.count, routes[low].router == router { low += 1 }
        return routes[start..<low]
    }

    /// The intra-area path to a border router through one area.
    func intraArea(to router: RouterID, in area: AreaID) -> RouterRoute? {
        routes(to: router).first { $0.pathType == .intraArea && $0.area == area }
    }

    /// RFC 2328 §16.4 (3) and §16.4.1: the preferred path to an AS boundary router.
    ///
    /// Only areas that carry AS-external-LSAs count (RFC 3101 §2.5): an NSSA's border router calls itself an AS boundary
    /// router inside the NSSA, too, but what it says there stays there.
    func preferred(to router: RouterID, _ configuration: RouterConfiguration) -> RouterRoute? {
        let isRFC1583Compatible = configuration.isRFC1583Compatible
        var best: RouterRoute?
        let all = routes(to: router)
        guard !configuration.profile.choosesBoundaryRoutersInAllAreas else { return preferred(of: all, configuration) }
        for route in all where route.isASBoundaryRouter && configuration.area(route.area).kind == .normal {
            // RFC 2328 §16.2 (5): within one area, intra-area paths take precedence over those from its summary-LSAs,
            // whatever the costs.
            if route.pathType == .interArea,
                all.contains(where: { $0.pathType == .intraArea && $0.area == route.area && $0.isASBoundaryRouter })
            {
                continue
            }
            guard let current = best else {
                best = route
                continue
            }
            if Self.isPreferred(route, to: current, isRFC1583Compatible: isRFC1583Compatible) { best = route }
        }
        return best
    }

    /// The path of those through all areas, be it one that AS-external-LSAs do not use.
    private func preferred(of all: ArraySlice<RouterRoute>, _ configuration: RouterConfiguration) -> RouterRoute? {
        let paths = all.filter { route in
            route.pathType == .intraArea
                || !all.contains { $0.pathType == .intraArea && $0.area == route.area }
        }
        let isCompatible = configuration.isRFC1583Compatible
        let best = paths.dropFirst().reduce(paths.first) { best, route in
            best.map { Self.isPreferred(route, to: $0, isRFC1583Compatible: isCompatible) ? route : $0 }
        }
        guard let best, best.isASBoundaryRouter, configuration.area(best.area).kind == .normal else { return nil }
        return best
    }

    private static func isPreferred(
        _ left: RouterRoute, to right: RouterRoute, isRFC1583Compatible: Bool
    ) -> Bool {
        if !isRFC1583Compatible {
            // Intra-area paths through other areas than the backbone are always preferred.
            let leftInner = left.pathType == .intraArea && left.area != .backbone
            let rightInner = right.pathType == .intraArea && right.area != .backbone
            if leftInner != rightInner { return leftInner }
        }
        // With RFC1583Compatibility nothing is pruned: the least cost counts, be the path intra-area or inter-area.
        if left.cost != right.cost { return left.cost < right.cost }
        return left.area > right.area
    }
}

extension Router {
    /// The areas with at least one interface that is up, or a loopback; in the order of the configuration.
    var activeAreas: [AreaID] {
        attachedAreas.filter { area in
            interfaces.contains { $0.area == area && $0.state != .down }
                || configuration.loopbacks.contains { $0.area == area }
        }
    }

    /// Whether the router passes routes between areas, and sets bit B (RFC 2328 §3.3, RFC 3509 §2.2 (1)).
    var isAreaBorderRouter: Bool {
        if configuration.profile.decidesBorderAtInterfaceChanges { return border.isBorder }
        // An area counts while its interfaces are down: the next carrier changes nothing then.
        guard attachedAreas.count > 1 else { return false }
        guard configuration.borderRouterType == .cisco else { return true }
        // RFC 3509 §2.1: Actively Attached. A loopback is an interface that is up.
        let active = activeAreas
        return active.contains(.backbone) && active.count > 1
    }

    /// RFC 3509 §2.1, Active Backbone Connection: only the type `cisco` can be without. A restarting neighbor that this
    /// router helps counts as Full (RFC 3623 §3).
    var isConnectedToBackbone: Bool {
        configuration.borderRouterType != .cisco
            || interfaces.contains { $0.area == .backbone && $0.state != .down && hasAdvertisedNeighbor(on: $0.index) }
    }

    /// An adjacency with the Backup Designated Router alone changes no LSA, but changes which
    /// summary-LSAs are examined.
    mutating func reviewBackboneConnection(by index: InterfaceIndex, _ context: inout RouterContext) {
        guard configuration.borderRouterType == .cisco, interfaces[index].area == .backbone,
            interfaces[index].state == .drOther
        else { return }
        scheduleSPF(&context)
    }

    /// RFC 2328 §16.2: the areas whose summary-LSAs are examined. RFC 3509 §2.2 (2): all, without a
    /// connection to the backbone.
    var areasOfSummaries: [AreaID] {
        isAreaBorderRouter && isConnectedToBackbone ? [.backbone] : activeAreas
    }
}
