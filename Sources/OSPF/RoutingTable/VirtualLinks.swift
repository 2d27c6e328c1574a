import NetworkPrimitives
import OSPFWire

/// How the transit area reaches the other end of a virtual link (RFC 2328 §16.1 (4)).
struct VirtualPath: Sendable {
    /// The virtual link's interface.
    let interface: InterfaceIndex
    let cost: UInt32
    let hopSet: HopSetID
    /// The address of the interface by which the path leaves.
    let address: IPv4Address
    /// The other end's address that points back to this router.
    let neighborAddress: IPv4Address
}

// RFC 2328 §15: virtual links are up while their transit area has a path.
extension Router {
    /// The virtual link that a packet to this router belongs to: it says the backbone, and comes in from the transit area
    /// (RFC 2328 §8.2).
    func virtualLink(of packet: Packet, arrivingOn index: InterfaceIndex) -> InterfaceIndex? {
        guard packet.area == .backbone else { return nil }
        return configuration.interfaces.firstIndex {
            $0.virtualLink?.neighbor == packet.source && $0.virtualLink?.transitArea == interfaces[index].area
        }
    }

    var hasVirtualLinks: Bool { configuration.interfaces.contains { $0.networkType == .virtualLink } }

    /// The areas in the order in which their trees are built: the backbone's needs the paths of virtual links.
    var areasInOrder: [AreaID] {
        let areas = attachedAreas
        return hasVirtualLinks ? areas.filter { $0 != .backbone } + [.backbone] : areas
    }

    /// Looks for the other ends of virtual links in the tree of an area that was just built.
    func findVirtualPaths(in area: AreaID, _ workspace: inout SPFWorkspace, _ store: LSAStore) {
        // RFC 2328 §15: a stub area, which an operator may have made of it, carries none.
        guard hasVirtualLinks, area != .backbone, configuration.area(area).kind == .normal else { return }
        for index in interfaces.indices {
            let configured = configuration.interfaces[index]
            guard let link = configured.virtualLink, link.transitArea == area, configured.isEnabled else { continue }
            let key = DatabaseKey(
                type: LSType.router, area: area, linkStateID: IPv4Address(bits: link.neighbor.bits),
                advertisingRouter: link.neighbor)
            guard let slot = store.find(key).flatMap({ database.slot(of: $0) }), workspace.isDone[slot],
                // RFC 3509 §3: where no router is a border router without the backbone, a virtual link must come up
                // before its ends are border routers.
                store.flags(of: store[database[slot].instance]).contains(.areaBorderRouter)
                    || configuration.borderRouterType == .cisco,
                workspace.distance[slot] <= 0xFFFF || configuration.profile.keepsExpensiveVirtualLinks,
                let hop = routingTable.sets.hops(of: workspace.hopSet[slot]).first,
                let back = addressPointingBack(from: slot, workspace, store)
            else { continue }
            workspace.virtualPaths.append(
                VirtualPath(
                    interface: index, cost: workspace.distance[slot], hopSet: workspace.hopSet[slot],
                    address: configuration.interfaces[hop.interface].address, neighborAddress: back))
        }
    }

    /// The interface address by which a router of the tree sends towards the root. A router whose last link is
    /// unnumbered has none there; one of its host routes, or any other address of its own, takes its place.
    private func addressPointingBack(
        from slot: DatabaseSlot, _ workspace: borrowing SPFWorkspace, _ store: LSAStore
    ) -> IPv4Address? {
        var substitute: IPv4Address?
        for link in store.links(of: store[database[slot].instance]) {
            switch link.type {
            case .pointToPoint where link.data.bits >> 24 != 0:
                if leads(fromRouter: link.neighbor, to: slot, workspace, store) { return link.data }
                substitute = substitute ?? link.data
            case .transit:
                if leads(fromNetworkOf: link, to: slot, workspace, store) { return link.data }
                substitute = substitute ?? link.data
            case .stub where link.data.bits == .max: substitute = link.id
            default: break
            }
        }
        return substitute
    }

    /// Whether a shortest path goes from a router to a vertex over a point-to-point link.
    private func leads(
        fromRouter key: LSAKeyID, to slot: DatabaseSlot, _ workspace: borrowing SPFWorkspace, _ store: LSAStore
    ) -> Bool {
        guard let other = database.slot(of: key), workspace.isDone[other] else { return false }
        let own = store[database[slot].instance].key
        let (start, end) = (workspace.distance[other], workspace.distance[slot])
        return store.links(of: store[database[other].instance]).contains {
            $0.type == .pointToPoint && $0.neighbor == own && start + UInt32($0.metric) == end
        }
    }

    private func leads(
        fromNetworkOf link: RouterLink, to slot: DatabaseSlot, _ workspace: borrowing SPFWorkspace, _ store: LSAStore
    ) -> Bool {
        var next = store.firstNetwork(of: link)
        while let key = next {
            if let network = database.slot(of: key), workspace.isDone[network],
                workspace.distance[network] == workspace.distance[slot]
            {
                return true
            }
            next = store.network(after: key)
        }
        return false
    }

    /// Brings virtual links in line with the calculation: up, down, or to another address or cost.
    mutating func settleVirtualLinks(_ paths: [VirtualPath], _ context: inout RouterContext) {
        guard hasVirtualLinks else { return }
        for index in interfaces.indices where configuration.interfaces[index].networkType == .virtualLink {
            if let path = paths.first(where: { $0.interface == index }) {
                settle(path, &context)
            } else if interfaces[index].hasCarrier {
                let cause = context.cause
                take(.interfaceDown, on: index, reason: .interfaceDown, &context)
                // RFC 2328 §12.4 (8).
                originateRouterLSAs(&context)
                context.cause = cause
            }
        }
    }

    private mutating func settle(_ path: VirtualPath, _ context: inout RouterContext) {
        let index = path.interface
        let configured = configuration.interfaces[index]
        configuration.interfaces[index].address = path.address
        configuration.interfaces[index].cost = UInt16(truncatingIfNeeded: path.cost)
        interfaces[index].setVirtualNeighbor(path.neighborAddress)
        for neighbor in interfaces[index].neighbors { neighbors[neighbor].move(to: path.neighborAddress) }
        if !interfaces[index].hasCarrier {
            interfaces[index].setCarrier(true)
            interfaceUp(index, &context)
            originateOpaques(&context)
        }
        let wasHidden = interfaces[index].isHidden
        interfaces[index].hide(path.cost > 0xFFFF && !configuration.profile.advertisesExpensiveVirtualLinks)
        let cost = configuration.interfaces[index].cost
        if (configured.address, configured.cost, wasHidden) != (path.address, cost, interfaces[index].isHidden) {
            originateRouterLSAs(&context)
        }
    }

    /// Whether the area is crossed by a virtual link of this router that is fully adjacent (bit V, RFC 2328 §12.4.1), or whose
    /// neighbor is helped, so that nothing has changed (RFC 3623 §3).
    func hasFullVirtualLink(through area: AreaID) -> Bool {
        hasVirtualLinks
            && interfaces.contains {
                configuration.interfaces[$0.index].virtualLink?.transitArea == area && !$0.isHidden
                    && hasAdvertisedNeighbor(on: $0.index)
            }
    }

    /// RFC 2328 §16.1.1: the next hop over a virtual link is found by the transit areas' summary-LSAs (§16.3).
    mutating func virtualHop(to neighbor: RouterID, _ workspace: borrowing SPFWorkspace) -> HopSetID? {
        let isUp = workspace.virtualPaths.contains {
            configuration.interfaces[$0.interface].virtualLink?.neighbor == neighbor
                && interfaces[$0.interface].hasCarrier
        }
        return isUp ? routingTable.sets.single(.virtual) : nil
    }
}

// RFC 2328 §16.3: what the summary-LSAs of transit areas improve.
extension Router {
    mutating func improveThroughTransitAreas(_ workspace: inout SPFWorkspace, _ store: LSAStore) {
        transitAreas = workspace.transitAreas
        guard !transitAreas.isEmpty, isAreaBorderRouter, isConnectedToBackbone else { return }
        // RFC 2328 §16.3 (1), (2): neither at MaxAge nor the router's own.
        for entry in database.liveOfOthers(of: .summaries, in: transitAreas) {
            guard let offer = summaryOffer(entry, workspace.routerRoutes, store) else { continue }
            improve(by: offer, &workspace)
        }
    }

    private mutating func improve(by offer: SummaryOffer, _ workspace: inout SPFWorkspace) {
        let (cost, way) = (offer.cost, offer.border.hopSet)
        if let router = offer.boundaryRouter {
            workspace.routerRoutes.improveBackbonePath(to: router, cost: cost) {
                improvedHops(of: $1, cost: $0, by: way, cost: cost)
            }
            return
        }
        guard offer.prefix != .none else { return }
        let route = workspace.routes[offer.prefix.index]
        // RFC 2328 §16.3 (3): only what the backbone reaches is improved. What is the router's own stays so.
        guard route.pathType <= .interArea, route.area == .backbone, route.hopSet != .local,
            let hops = improvedHops(of: route.hopSet, cost: route.cost, by: way, cost: cost)
        else { return }
        workspace.routes[offer.prefix.index].cost = cost
        workspace.routes[offer.prefix.index].hopSet = hops
    }

    /// RFC 2328 §16.3 (5): the next hops to a destination, now that there is a path through a transit area; `nil`
    /// where it is no better.
    private mutating func improvedHops(
        of old: HopSetID, cost oldCost: UInt32, by new: HopSetID, cost: UInt32
    ) -> HopSetID? {
        guard cost == oldCost else { return cost < oldCost ? new : nil }
        if configuration.profile.mergesTransitPaths { return routingTable.sets.union(old, new) }
        return routingTable.sets.withoutVirtual(old) == .unresolved ? new : nil
    }

    /// The end of RFC 2328 §16.3: paths over virtual links whose next hops were not found are discarded.
    mutating func resolveVirtualHops(_ workspace: inout SPFWorkspace) {
        guard hasVirtualLinks else { return }
        let keepsUnresolved = configuration.profile.keepsUnresolvedPaths
        for index in workspace.routes.indices where routingTable.sets.isVirtual(workspace.routes[index].hopSet) {
            let hops = routingTable.sets.withoutVirtual(workspace.routes[index].hopSet)
            if hops == .unresolved, !keepsUnresolved {
                workspace.routes[index] = .none
            } else {
                workspace.routes[index].hopSet = hops
            }
        }
        workspace.routerRoutes.resolve(keepingUnresolved: keepsUnresolved, &routingTable.sets)
    }

    /// RFC 2328 §12.4.3: what is reached through an area is not announced into it. Only transit areas lead to
    /// what is not theirs.
    func isReached(through area: AreaID, _ hopSet: HopSetID) -> Bool {
        guard transitAreas.contains(area) else { return false }
        return routingTable.sets.hops(of: hopSet).contains { configuration.interfaces[$0.interface].area == area }
    }

    /// RFC 2328 §12.4.3: the backbone's ranges are not announced into transit areas, so that traffic finds
    /// its way through them.
    func appliesRanges(of area: AreaID, into other: AreaID) -> Bool {
        if configuration.profile.announcesRangesIntoEveryArea { return !transitAreas.contains(other) }
        return area != .backbone || !transitAreas.contains(other)
    }
}
