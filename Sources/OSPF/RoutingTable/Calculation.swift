import NetworkPrimitives
import OSPFWire

// RFC 2328 §16: the routing table, from the database.
extension Router {
    /// Runs the calculation now. The router itself does so when `SPFThrottle` permits.
    package mutating func calculateRoutes(_ context: inout RouterContext) {
        spf.lastRun = context.now
        spf.last = (spf.requestedAt, spf.cause)
        let causes = spf.causes
        spf.causes.removeAll()
        let version = routingTable.version
        defer { if routingTable.version != version { tableCauses = causes } }
        counters.spfRuns += 1
        (spf.needsTrees, spf.changedDestinations) = (false, 0)
        context.cause = spf.cause
        guard !restart.isActive else {
            returnVirtualLinks(&context)
            return
        }
        // The workspace leaves the context for the time of the calculation, so that both can be written to.
        var workspace = SPFWorkspace()
        swap(&workspace, &context.workspace)
        // RFC 2328 §16 (1): the table is built from scratch; the old one stays in use until the new one is complete.
        workspace.beginRoutes(prefixCount: context.store.prefixes.count)
        // RFC 2328 §16 (2): intra-area routes.
        for area in areasInOrder {
            buildTree(of: area, &workspace, context.store)
            findVirtualPaths(in: area, &workspace, context.store)
            addIntraAreaRoutes(area, &workspace, context.store)
            addIntraAreaRouters(area, &workspace, context.store)
        }
        workspace.routerRoutes.sort()
        // RFC 2328 §16 (3): inter-area routes.
        addInterAreaRoutes(&workspace, context.store)
        mergeInterAreaRouters(&workspace, &routingTable.sets)
        // RFC 2328 §16 (4): shortcuts through transit areas.
        improveThroughTransitAreas(&workspace, context.store)
        resolveVirtualHops(&workspace)
        // RFC 2328 §16 (5): external routes.
        addExternalRoutes(&workspace, context.store)
        swap(&routingTable.routers, &workspace.routers)
        swap(&routingTable.borderRouters, &workspace.routerRoutes)
        let excess = configuration.limit.count == .routes ? limitRoutes(&workspace.routes, &context) : nil
        if routingTable.replace(with: &workspace.routes) { context.routesChanged = true }
        if routingTable.hide(by: configuration.inboundFilter, context.store) { context.routesChanged = true }
        let virtualPaths = workspace.virtualPaths
        swap(&workspace, &context.workspace)
        if let excess {
            _ = take(.met, excess, &context)
            return
        }
        installAreaDiscards(&context)
        countOrphans(context.store)
        // RFC 2328 §16.7: virtual links follow the routing table.
        settleVirtualLinks(virtualPaths, &context)
        // RFC 2328 §16.7, §12.4 (5) and (6): summary-LSAs follow the routing table.
        originateSummaries(&context)
        serveNSSAs(&context)
        installNSSADiscards(&context)
        runElections(&context)
        reviewOwnLSAs(&context)
    }

    /// RFC 3623 §2 (2): a router that restarts needs the trees of transit areas for its virtual links, and leaves its
    /// routes as they are.
    private mutating func returnVirtualLinks(_ context: inout RouterContext) {
        var workspace = SPFWorkspace()
        swap(&workspace, &context.workspace)
        workspace.beginRoutes(prefixCount: context.store.prefixes.count)
        for area in areasInOrder where area != .backbone {
            buildTree(of: area, &workspace, context.store)
            findVirtualPaths(in: area, &workspace, context.store)
        }
        let virtualPaths = workspace.virtualPaths
        swap(&workspace, &context.workspace)
        settleVirtualLinks(virtualPaths, &context)
    }

    mutating func clearRoutes(_ context: inout RouterContext) {
        tableCauses = context.cause.isNone ? [] : [context.cause]
        var none: [Route] = []
        routingTable.routers.removeAll()
        routingTable.borderRouters.removeAll()
        if routingTable.replace(with: &none) { context.routesChanged = true }
        if routingTable.hide(by: nil, context.store) { context.routesChanged = true }
        if routingTable.setDiscards(ofAreas: []) { context.routesChanged = true }
        if routingTable.setDiscards(ofNSSAs: []) { context.routesChanged = true }
    }

    // MARK: RFC 2328 §16.1 The shortest-path tree of an area

    private mutating func buildTree(of area: AreaID, _ workspace: inout SPFWorkspace, _ store: LSAStore) {
        workspace.beginArea(slots: database.slotCount.offset)
        let rootKey = DatabaseKey(
            type: LSType.router, area: area, linkStateID: IPv4Address(bits: routerID.bits),
            advertisingRouter: routerID)
        guard let key = store.find(rootKey), let root = liveSlot(of: key) else { return }
        workspace.distance[root] = 0
        // RFC 2328 §16.1 (1): the root is the first candidate.
        workspace.push(root, distance: 0, isRouter: true)
        // RFC 2328 §16.1 (3) and (5): the nearest candidate joins the tree, until there is none.
        var farthest: UInt32 = 0
        while let (vertex, distance) = workspace.pop() {
            precondition(distance >= farthest, "vertices are added in the order of their distance (RFC 2328 §16.1 (3))")
            farthest = distance
            guard !workspace.isDone[vertex] else { continue }
            workspace.isDone[vertex] = true
            workspace.tree.append(vertex)
            let instance = store[database[vertex].instance]
            if store[instance.key].type == LSType.router {
                _ = workspace.routers.insert(instance.key)
                if store.flags(of: instance).contains(.virtualLinkEndpoint) { workspace.noteTransit(area) }
                expandRouter(vertex, instance, distance, isRoot: vertex == root, &workspace, store)
            } else {
                expandNetwork(vertex, instance, distance, &workspace, store)
            }
        }
    }

    /// The slot of an LSA that is in the database and not at MaxAge.
    @inline(__always) private func liveSlot(of key: LSAKeyID) -> DatabaseSlot? {
        guard let slot = database.slot(of: key), !database[slot].flags.contains(.maxAge) else { return nil }
        return slot
    }

    /// RFC 2328 §16.1 (2): the links of a router. Those to stub networks wait for the second stage (§16.1 (2)(a)).
    private mutating func expandRouter(
        _ vertex: DatabaseSlot, _ instance: LSAInstance, _ distance: UInt32, isRoot: Bool,
        _ workspace: inout SPFWorkspace, _ store: LSAStore
    ) {
        let links = store.links(of: instance)
        for position in links.indices {
            let link = links[position]
            let cost = distance + UInt32(link.metric)
            switch link.type {
            case .pointToPoint, .virtual:
                guard let other = liveSlot(of: link.neighbor),
                    pointsBack(from: other, to: instance.key, type: link.type, store)
                else { continue }
                let neighbor = store[link.neighbor].advertisingRouter
                let hops =
                    if !isRoot {
                        workspace.hopSet[vertex]
                    } else if link.type == .virtual {
                        virtualHop(to: neighbor, workspace)
                    } else {
                        firstHop(
                            linkData: link.data, to: neighbor, in: store[instance.key].area,
                            earlier: links[..<position].count { $0.id == link.id && $0.data == link.data })
                    }
                if let hops { relax(other, cost, isRouter: true, hops, &workspace) }
            case .transit:
                guard let network = liveNetwork(of: link, attaching: instance.key, store) else { continue }
                let hops =
                    isRoot
                    ? firstHop(linkData: link.data, to: nil, in: store[instance.key].area) : workspace.hopSet[vertex]
                if let hops { relax(network, cost, isRouter: false, hops, &workspace) }
            default: continue
            }
        }
    }

    /// RFC 2328 §16.1 (2): the routers that a network-LSA lists, where they have a link back (§16.1 (2)(b)).
    private mutating func expandNetwork(
        _ vertex: DatabaseSlot, _ instance: LSAInstance, _ distance: UInt32, _ workspace: inout SPFWorkspace,
        _ store: LSAStore
    ) {
        let address = store[instance.key].linkStateID
        for key in store.attachedRouters(of: instance) {
            guard let router = liveSlot(of: key), !workspace.isDone[router],
                let back = transitLinkData(of: router, to: address, store)
            else { continue }
            // RFC 2328 §16.1.1: behind an attached network, the next hop is the router's address on it.
            let hops = routingTable.sets.behind(workspace.hopSet[vertex], address: back)
            relax(router, distance, isRouter: true, hops, &workspace)
        }
    }

    /// RFC 2328 §16.1 (2)(c), (d): a path of this cost to a vertex that is not in the tree yet; one of equal cost
    /// adds its next hops.
    private mutating func relax(
        _ slot: DatabaseSlot, _ cost: UInt32, isRouter: Bool, _ hops: HopSetID, _ workspace: inout SPFWorkspace
    ) {
        guard !workspace.isDone[slot] else { return }
        if cost < workspace.distance[slot] {
            workspace.distance[slot] = cost
            workspace.hopSet[slot] = hops
            workspace.push(slot, distance: cost, isRouter: isRouter)
        } else if cost == workspace.distance[slot] {
            workspace.hopSet[slot] = routingTable.sets.union(workspace.hopSet[slot], hops)
        }
    }

    /// The next hop of the root over one of its own links: to a neighbor, whose address is known from its Hellos, or
    /// with `nil` to an attached network.
    ///
    /// - Parameters:
    ///   - linkData: the interface's address, or the number of an unnumbered interface.
    ///   - earlier: how many links of the router-LSA before this one have the same Link ID and Link Data.
    private mutating func firstHop(
        linkData: IPv4Address, to neighbor: RouterID?, in area: AreaID, earlier: Int = 0
    ) -> HopSetID? {
        guard let index = interface(ofLinkData: linkData, to: neighbor, in: area, earlier: earlier),
            interfaces[index].state != .down
        else { return nil }
        var address = IPv4Address.unspecified
        if let neighbor {
            guard let number = interfaces[index].neighbors.first(where: { neighbors[$0].routerID == neighbor })
            else { return nil }
            address = neighbors[number].address
        }
        return routingTable.sets.single(NextHop(interface: index, address: address))
    }

    /// No address is below 1.0.0.0, and no router has that many interfaces.
    private func interface(ofLinkData data: IPv4Address, to neighbor: RouterID?, in area: AreaID, earlier: Int)
        -> InterfaceIndex?
    {
        if data.bits >> 24 == 0 {
            let index = InterfaceIndex(Int(data.bits) - 1)
            let isMeant =
                configuration.interfaces.indices.contains(index) && configuration.interfaces[index].isUnnumbered
            return isMeant ? index : nil
        }
        if let neighbor, !configuration.profile.numbersUnnumberedLinks {
            // Several interfaces may share the address in the Link Data, even those to one neighbor. The router-LSA has
            // their links in the order of the interfaces.
            return interfaces.indices.lazy.filter { index in
                configuration.interfaces[index].address == data && interfaces[index].area == area
                    && configuration.interfaces[index].networkType != .virtualLink
                    && interfaces[index].neighbors.contains { neighbors[$0].routerID == neighbor && isAdvertised($0) }
            }.dropFirst(earlier).first
        }
        return configuration.interfaces.firstIndex {
            $0.address == data && $0.area == area && !$0.isUnnumbered && $0.networkType != .virtualLink
        }
    }

    /// RFC 2328 §16.1 (2)(b): the other router must point back, over the same kind of link.
    private func pointsBack(
        from slot: DatabaseSlot, to key: LSAKeyID, type: RouterLSABody.LinkType, _ store: LSAStore
    ) -> Bool {
        store.links(of: store[database[slot].instance]).contains { $0.type == type && $0.neighbor == key }
    }

    /// The data of a router's transit link to the network whose Designated Router has `address`.
    private func transitLinkData(
        of slot: DatabaseSlot, to address: IPv4Address, _ store: LSAStore
    ) -> IPv4Address? {
        store.links(of: store[database[slot].instance]).first { $0.type == .transit && $0.id == address }?.data
    }

    /// The network-LSA that a transit link means: its Link State ID alone names it, and it must list the router.
    private func liveNetwork(
        of link: RouterLink, attaching router: LSAKeyID, _ store: LSAStore
    ) -> DatabaseSlot? {
        var next = store.firstNetwork(of: link)
        while let key = next {
            if let slot = liveSlot(of: key),
                store.attachedRouters(of: store[database[slot].instance]).contains(router)
            {
                return slot
            }
            next = store.network(after: key)
        }
        return nil
    }

    // MARK: RFC 2328 §16.1 (4) and the second stage: networks and stub networks

    private mutating func addIntraAreaRoutes(
        _ area: AreaID, _ workspace: inout SPFWorkspace, _ store: LSAStore
    ) {
        let lost = configuration.profile.losesStubsThatOthersReach ? lostStubs(workspace, store) : []
        for position in workspace.tree.indices {
            let vertex = workspace.tree[position]
            let instance = store[database[vertex].instance]
            let distance = workspace.distance[vertex]
            if store[instance.key].type == LSType.network {
                guard instance.prefix != .none, !lost.contains(instance.prefix, cheaperThan: distance) else { continue }
                workspace.offer(
                    Route(
                        pathType: .intraArea, cost: distance, type2Cost: 0, hopSet: workspace.hopSet[vertex],
                        area: area), to: instance.prefix, &routingTable.sets)
            } else {
                addStubNetworks(of: vertex, instance, distance, isRoot: position == 0, area, lost, &workspace, store)
            }
        }
    }

    /// RFC 2328 §16.1 (1) and (2) of the second stage: the stub links of a router.
    private mutating func addStubNetworks(
        of vertex: DatabaseSlot, _ instance: LSAInstance, _ distance: UInt32, isRoot: Bool, _ area: AreaID,
        _ lost: [LostStub], _ workspace: inout SPFWorkspace, _ store: LSAStore
    ) {
        for link in store.links(of: instance) where link.type == .stub && link.prefix != .none {
            let cost = distance + UInt32(link.metric)
            guard !lost.contains(link.prefix, cheaperThan: isRoot ? .max : cost) else { continue }
            let hops = isRoot ? attachedHop(to: store[link.prefix], in: area) : workspace.hopSet[vertex]
            workspace.offer(
                Route(pathType: .intraArea, cost: cost, type2Cost: 0, hopSet: hops, area: area),
                to: link.prefix, &routingTable.sets)
        }
    }

    /// RFC 2328 §16.1 (4): the border routers among the vertices.
    private func addIntraAreaRouters(_ area: AreaID, _ workspace: inout SPFWorkspace, _ store: LSAStore) {
        for vertex in workspace.tree.dropFirst() {
            let instance = store[database[vertex].instance]
            let key = store[instance.key]
            guard key.type == LSType.router else { continue }
            let flags = store.flags(of: instance)
            guard !flags.isDisjoint(with: [.areaBorderRouter, .asBoundaryRouter]) else { continue }
            workspace.routerRoutes.append(
                RouterRoute(
                    router: key.advertisingRouter, pathType: .intraArea, area: area,
                    cost: workspace.distance[vertex], hopSet: workspace.hopSet[vertex], flags: flags))
        }
    }

    /// How the router reaches a network of its own: by the interface, or, for a loopback, not at all.
    private mutating func attachedHop(to prefix: IPv4Prefix, in area: AreaID) -> HopSetID {
        for index in interfaces.indices
        where interfaces[index].area == area && interfaces[index].state != .down && stubNetwork(of: index) == prefix {
            return routingTable.sets.single(NextHop(interface: index, address: .unspecified))
        }
        for index in interfaces.indices
        where interfaces[index].state != .down && configuration.interfaces[index].isPassive
            && configuration.profile.advertisesPeersOfPassiveLines && prefix.length == 32
            && configuration.interfaces[index].peerAddress == prefix.address
        {
            return routingTable.sets.single(NextHop(interface: index, address: .unspecified))
        }
        guard configuration.profile.advertisesAddressesWithoutCarrier, prefix.length == 32 else { return .local }
        for index in interfaces.indices
        where !interfaces[index].hasCarrier && configuration.interfaces[index].address == prefix.address {
            return routingTable.sets.single(NextHop(interface: index, address: .unspecified))
        }
        return .local
    }

    /// The network that the interface is attached to as its stub link names it.
    private func stubNetwork(of index: InterfaceIndex) -> IPv4Prefix? {
        let configured = configuration.interfaces[index]
        if configured.networkType == .virtualLink || configured.isUnnumbered { return nil }
        guard configured.networkType == .pointToPoint, configured.pointToPointStub == .neighbor else {
            return configured.prefix
        }
        return fullNeighbor(on: index).map { IPv4Prefix(neighbors[$0].address, length: 32) }
    }
}
