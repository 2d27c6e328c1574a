import NetworkPrimitives
import OSPFWire

// RFC 2328 §12.4.1 to §12.4.4: what the router's own LSAs say.
extension Router {
    /// Writes the body that an own LSA should have into `context.store.scratch`.
    /// - Returns: its options, or `nil` where the LSA should not exist; `scratch` is then empty.
    func buildBody(of key: LSAKeyID, _ context: inout RouterContext) -> UInt8? {
        let name = context.store[key]
        guard name.advertisingRouter == routerID, isRunning, !isStopping, !isWithheld(name) else { return nil }
        switch name.type {
        case LSType.router: return buildRouterLSA(key, in: name.area, &context)
        case LSType.network: return buildNetworkLSA(name, &context)
        case LSType.summaryNetwork, LSType.summaryASBR: return buildSummaryLSA(key, &context)
        case LSType.asExternal: return buildExternalLSA(key, &context)
        case LSType.nssa: return buildNSSALSA(key, &context)
        case LSType.opaqueLink, LSType.opaqueArea, LSType.opaqueAS:
            return buildOpaqueLSA(name, &context)
        default: return nil
        }
    }

    /// RFC 2328 §12.4.1.
    private func buildRouterLSA(_ key: LSAKeyID, in area: AreaID, _ context: inout RouterContext) -> UInt8? {
        guard attachedAreas.contains(area) else { return nil }
        if configuration.profile.waitsForVirtualLinks, area == .backbone, database.slot(of: key) == nil,
            !activeAreas.contains(area)
        {
            return nil
        }
        context.store.beginRouterLSA(routerFlags(in: area))
        let order = configuration.linkOrder
        for source in order { addLinks(of: source, in: area, &context) }
        for index in interfaces.indices where order.isEmpty || !order.contains(.interface(index)) {
            addLinks(of: .interface(index), in: area, &context)
        }
        for index in configuration.loopbacks.indices where order.isEmpty || !order.contains(.loopback(index)) {
            addLinks(of: .loopback(index), in: area, &context)
        }
        return options(in: area)
    }

    private func addLinks(
        of source: LinkSource, in area: AreaID, _ context: inout RouterContext
    ) {
        switch source {
        case .interface(let index):
            guard configuration.interfaces[index].area == area else { return }
            addLinks(of: index, &context)
        case .loopback(let index):
            let loopback = configuration.loopbacks[index]
            guard loopback.area == area else { return }
            addLink(loopback.address.bits, .max, .stub, cost: UInt32(loopback.cost), &context)
        }
    }

    private func routerFlags(in area: AreaID) -> RouterLSABody.Flags {
        var flags: RouterLSABody.Flags = []
        if isAreaBorderRouter {
            flags.insert(.areaBorderRouter)
            let configured = configuration.area(area)
            if configured.kind == .nssa, configured.translatorRole == .always {
                flags.insert(.nssaTranslator)
            }
        }
        // RFC 3101 §3.1: a border router of an NSSA sets the E-bit even while it does not translate.
        if configuration.area(area).kind != .stub,
            externals.isBorderRouter(configuration) || !nssa.defaults.isEmpty || nssa.staysBoundaryRouter
                || (isAreaBorderRouter && servesNSSAAsBorder) || originatesForTheSystem
        {
            flags.insert(.asBoundaryRouter)
        }
        if hasFullVirtualLink(through: area) { flags.insert(.virtualLinkEndpoint) }
        return flags
    }

    /// RFC 5250 §5 (1): who is configured to originate opaque LSAs of AS scope says that it is an AS boundary router.
    private var originatesForTheSystem: Bool {
        configuration.isOpaqueCapable && !configuration.profile.staysInternalWithOpaqueLSAs
            && configuration.opaqueLSAs.contains { $0.scope == .system && $0.count > 0 }
    }

    private var servesNSSAAsBorder: Bool {
        configuration.profile.setsBorderBitWhileTranslatingOnly ? !nssa.translating.isEmpty : !attachedNSSAs.isEmpty
    }

    private func addLinks(of index: InterfaceIndex, _ context: inout RouterContext) {
        let configured = configuration.interfaces[index]
        let interface = interfaces[index]
        let cost = UInt32(configured.cost)
        // RFC 6987 §2 (1), (2): others must not route through this router; its own networks stay reachable.
        let transitCost = transitCost ?? cost
        let stubCost = stubLinkCost ?? cost
        let stub = (configured.prefix.address.bits, configured.prefix.mask.bits)
        switch interface.state {
        case .down:
            // The address of a virtual link is another interface's.
            guard configuration.profile.advertisesAddressesWithoutCarrier, !interface.hasCarrier,
                configured.networkType != .virtualLink, !configured.isUnnumbered
            else { return }
            addLink(configured.address.bits, .max, .stub, cost: 0, &context)
        case .loopback: addLink(configured.address.bits, .max, .stub, cost: 0, &context)
        case .pointToPoint: addPointToPointLinks(of: index, transitCost, stubCost, &context)
        case .waiting: addLink(stub.0, stub.1, .stub, cost: stubCost, &context)
        case .drOther, .backup, .designatedRouter:
            // RFC 2328 §12.4.1.2: a transit link while the router is Full with the Designated Router, or is it itself.
            if isTransit(interface) {
                addLink(
                    interface.designatedRouter.bits, configured.address.bits, .transit, cost: transitCost,
                    &context)
            } else {
                addLink(stub.0, stub.1, .stub, cost: stubCost, &context)
            }
        }
    }

    /// RFC 2328 §12.4.1.1, §12.4.1.3 and §12.4.1.4: a link to each Full neighbor, and what the kind of interface adds to it.
    private func addPointToPointLinks(
        of index: InterfaceIndex, _ transitCost: UInt32, _ stubCost: UInt32, _ context: inout RouterContext
    ) {
        let configured = configuration.interfaces[index]
        let type = configured.networkType == .virtualLink ? RouterLSABody.LinkType.virtual : .pointToPoint
        let data = linkData(of: index)
        for neighbor in interfaces[index].neighbors where isAdvertised(neighbor) && !interfaces[index].isHidden {
            var cost = transitCost
            // RFC 6987 §2: the links of a stub router have one metric, whatever was configured.
            if configured.networkType == .pointToMultipoint, self.transitCost == nil,
                let own = configuration.staticNeighbor(neighbors[neighbor].address, on: index)?.cost
            {
                cost = UInt32(own)
            }
            addLink(neighbors[neighbor].routerID.bits, data, type, cost: cost, &context)
        }
        switch configured.networkType {
        case .virtualLink: return
        case .pointToPoint where configured.isUnnumbered && configured.isPassive:
            guard configuration.profile.advertisesPeersOfPassiveLines, let peer = configured.peerAddress else { return }
            addLink(peer.bits, .max, .stub, cost: stubCost, &context)
        case .pointToMultipoint:
            addLink(configured.address.bits, .max, .stub, cost: 0, &context)
        case .pointToPoint, .broadcast, .nonBroadcast:
            if configured.isUnnumbered { return }
            guard configured.pointToPointStub == .neighbor else {
                let network = (configured.prefix.address.bits, configured.prefix.mask.bits)
                addLink(network.0, network.1, .stub, cost: stubCost, &context)
                return
            }
            guard let neighbor = fullNeighbor(on: index) else { return }
            addLink(neighbors[neighbor].address.bits, .max, .stub, cost: stubCost, &context)
        }
    }

    /// What the links of an interface carry as Link Data (RFC 2328 §12.4.1.1): its address, or its number where it has none.
    func linkData(of index: InterfaceIndex) -> UInt32 {
        let configured = configuration.interfaces[index]
        let profile = configuration.profile
        let usesNumbers =
            profile.numbersUnnumberedLinks
            || profile.numbersLinksForRestarts && configuration.gracefulRestart.isEnabled
        return configured.isUnnumbered && usesNumbers ? index.number + 1 : configured.address.bits
    }

    func fullNeighbor(on index: InterfaceIndex) -> NeighborIndex? {
        interfaces[index].neighbors.first { isAdvertised($0) }
    }

    private func isTransit(_ interface: Interface) -> Bool {
        if interface.state == .designatedRouter { return hasAdvertisedNeighbor(on: interface.index) }
        return interface.neighbors.contains {
            isAdvertised($0) && neighbors[$0].address == interface.designatedRouter
        }
    }

    private func addLink(
        _ id: UInt32, _ data: UInt32, _ type: RouterLSABody.LinkType, cost: UInt32, _ context: inout RouterContext
    ) {
        if context.store.addedLinks < configuration.linkLimit {
            context.store.addLink(type, id: id, data: data, cost: cost)
        } else {
            context.leftOut += 1
        }
    }

    /// RFC 2328 §12.4.2: the Designated Router lists itself and the routers that are Full with it.
    private func buildNetworkLSA(_ key: DatabaseKey, _ context: inout RouterContext) -> UInt8? {
        guard
            let index = configuration.interfaces.firstIndex(where: {
                $0.address == key.linkStateID && $0.area == key.area && !$0.isUnnumbered
            }), interfaces[index].state == .designatedRouter, hasAdvertisedNeighbor(on: index)
        else { return nil }
        context.store.scratch.append(configuration.interfaces[index].prefix.mask.bits)
        context.store.scratch.append(routerID.bits)
        for neighbor in interfaces[index].neighbors where isAdvertised(neighbor) {
            if context.store.scratch.count > Constants.maximumAttachedRouters {
                context.leftOut += 1
            } else {
                context.store.scratch.append(neighbors[neighbor].routerID.bits)
            }
        }
        let order = configuration.interfaces[index].attachedOrder
        if !order.isEmpty {
            let attached = context.store.scratch[1...].map { RouterID(bits: $0) }
            let sorted = order.filter(attached.contains) + attached.filter { !order.contains($0) }
            context.store.scratch.replaceSubrange(1..., with: sorted.map(\.bits))
        }
        return options(in: key.area)
    }

    /// What an external destination is announced with.
    func redistribution(of origin: ExternalOriginations.Origin) -> RedistributionConfiguration {
        origin.summary.map { configuration.redistribution(of: $0, members: origin.members) }
            ?? configuration.redistributions[origin.redistribution]
    }

    /// RFC 2328 §12.4.4.
    private func buildExternalLSA(_ key: LSAKeyID, _ context: inout RouterContext) -> UInt8? {
        guard let origin = externals.origin(of: key), isAnnounced(origin) else {
            return buildTranslation(key, &context)
        }
        let redistribution = redistribution(of: origin)
        appendExternalBody(redistribution, origin.prefix, forwarding: forwardingAddress(of: redistribution), &context)
        return Options.external.rawValue
    }

    /// RFC 2328 §12.4.4.1: a forwarding address is announced while its network is up; traffic comes to this router otherwise.
    func forwardingAddress(of redistribution: RedistributionConfiguration) -> IPv4Address {
        let address = redistribution.forwardingAddress
        if externals.unforwarded.contains(redistribution.name) { return .unspecified }
        if configuration.profile.keepsForwardingAddress { return address }
        let isDown = interfaces.contains {
            $0.state == .down && !configuration.interfaces[$0.index].isUnnumbered
                && configuration.interfaces[$0.index].prefix.contains(address)
        }
        return isDown ? .unspecified : address
    }
}

extension LSAStore {
    func scratchEqualsBody(of id: LSAInstanceID) -> Bool {
        let instance = instances[id.index]
        return Int(instance.length) == scratch.count * 4 + 20 && words[instance.bodyRange].elementsEqual(scratch)
    }
}
