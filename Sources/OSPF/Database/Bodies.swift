import NetworkPrimitives
import OSPFWire

// RFC 2328 §12.4.1 to §12.4.4: what the router's own LSAs say.
extension Router {
    /// What an own LSA should say; `nil` where it should not exist.
    func draft(of key: LSAKeyID, _ store: LSAStore) -> LSADraft? {
        let name = store[key]
        guard name.advertisingRouter == routerID, isRunning, !isStopping, !isWithheld(name) else { return nil }
        switch name.type {
        case LSType.router: return routerLSA(key, in: name.area)
        case LSType.network: return networkLSA(name)
        case LSType.summaryNetwork, LSType.summaryASBR: return summaryLSA(key, store)
        case LSType.asExternal: return externalLSA(key)
        case LSType.nssa: return nssaLSA(key, in: name.area)
        case LSType.opaqueLink, LSType.opaqueArea, LSType.opaqueAS:
            return opaqueLSA(name)
        default: return nil
        }
    }

    /// RFC 2328 §12.4.1.
    private func routerLSA(_ key: LSAKeyID, in area: AreaID) -> LSADraft? {
        guard attachedAreas.contains(area) else { return nil }
        if configuration.profile.waitsForVirtualLinks, area == .backbone, database.slot(of: key) == nil,
            !activeAreas.contains(area)
        {
            return nil
        }
        var draft = LSADraft(routerFlags(in: area), room: configuration.linkLimit)
        let order = configuration.linkOrder
        for source in order { addLinks(of: source, in: area, to: &draft) }
        for index in interfaces.indices where order.isEmpty || !order.contains(.interface(index)) {
            addLinks(of: .interface(index), in: area, to: &draft)
        }
        for index in configuration.loopbacks.indices where order.isEmpty || !order.contains(.loopback(index)) {
            addLinks(of: .loopback(index), in: area, to: &draft)
        }
        draft.options = options(in: area)
        return draft
    }

    private func addLinks(of source: LinkSource, in area: AreaID, to draft: inout LSADraft) {
        switch source {
        case .interface(let index):
            guard configuration.interfaces[index].area == area else { return }
            addLinks(of: index, to: &draft)
        case .loopback(let index):
            let loopback = configuration.loopbacks[index]
            guard loopback.area == area else { return }
            draft.addLink(loopback.address.bits, .max, .stub, cost: UInt32(loopback.cost))
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

    private func addLinks(of index: InterfaceIndex, to draft: inout LSADraft) {
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
            draft.addLink(configured.address.bits, .max, .stub, cost: 0)
        case .loopback: draft.addLink(configured.address.bits, .max, .stub, cost: 0)
        case .pointToPoint: addPointToPointLinks(of: index, transitCost, stubCost, to: &draft)
        case .waiting: draft.addLink(stub.0, stub.1, .stub, cost: stubCost)
        case .drOther, .backup, .designatedRouter:
            // RFC 2328 §12.4.1.2: a transit link while the router is Full with the Designated Router, or is it itself.
            if isTransit(interface) {
                draft.addLink(interface.designatedRouter.bits, configured.address.bits, .transit, cost: transitCost)
            } else {
                draft.addLink(stub.0, stub.1, .stub, cost: stubCost)
            }
        }
    }

    /// RFC 2328 §12.4.1.1, §12.4.1.3 and §12.4.1.4: a link to each Full neighbor, and what the kind of interface adds to it.
    private func addPointToPointLinks(
        of index: InterfaceIndex, _ transitCost: UInt32, _ stubCost: UInt32, to draft: inout LSADraft
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
            draft.addLink(neighbors[neighbor].routerID.bits, data, type, cost: cost)
        }
        switch configured.networkType {
        case .virtualLink: return
        case .pointToPoint where configured.isUnnumbered && configured.isPassive:
            guard configuration.profile.advertisesPeersOfPassiveLines, let peer = configured.peerAddress else { return }
            draft.addLink(peer.bits, .max, .stub, cost: stubCost)
        case .pointToMultipoint:
            draft.addLink(configured.address.bits, .max, .stub, cost: 0)
        case .pointToPoint, .broadcast, .nonBroadcast:
            if configured.isUnnumbered { return }
            guard configured.pointToPointStub == .neighbor else {
                let network = (configured.prefix.address.bits, configured.prefix.mask.bits)
                draft.addLink(network.0, network.1, .stub, cost: stubCost)
                return
            }
            guard let neighbor = fullNeighbor(on: index) else { return }
            draft.addLink(neighbors[neighbor].address.bits, .max, .stub, cost: stubCost)
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

    /// RFC 2328 §12.4.2: the Designated Router lists itself and the routers that are Full with it.
    private func networkLSA(_ key: DatabaseKey) -> LSADraft? {
        guard
            let index = configuration.interfaces.firstIndex(where: {
                $0.address == key.linkStateID && $0.area == key.area && !$0.isUnnumbered
            }), interfaces[index].state == .designatedRouter, hasAdvertisedNeighbor(on: index)
        else { return nil }
        let full = interfaces[index].neighbors.filter { isAdvertised($0) }.map { neighbors[$0].routerID }
        var attached = ([routerID] + full).prefix(Constants.maximumAttachedRouters)
        let leftOut = full.count + 1 - attached.count
        let order = configuration.interfaces[index].attachedOrder
        if !order.isEmpty { attached = order.filter(attached.contains) + attached.filter { !order.contains($0) } }
        return LSADraft(
            options(in: key.area), [configuration.interfaces[index].prefix.mask.bits] + attached.map(\.bits),
            leftOut: leftOut)
    }

    /// What an external destination is announced with.
    func redistribution(of origin: ExternalOriginations.Origin) -> RedistributionConfiguration {
        origin.summary.map { configuration.redistribution(of: $0, members: origin.members) }
            ?? configuration.redistributions[origin.redistribution]
    }

    /// RFC 2328 §12.4.4.
    private func externalLSA(_ key: LSAKeyID) -> LSADraft? {
        guard let origin = externals.origin(of: key), isAnnounced(origin) else { return translation(key) }
        let redistribution = redistribution(of: origin)
        let content = content(of: redistribution, forwarding: forwardingAddress(of: redistribution))
        return LSADraft(Options.external.rawValue, content, to: origin.prefix)
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
    /// Whether an instance says the same.
    func says(_ id: LSAInstanceID, _ draft: LSADraft) -> Bool {
        let instance = instances[id.index]
        return instance.options == draft.options && Int(instance.length) == draft.words.count * 4 + 20
            && words[instance.bodyRange].elementsEqual(draft.words)
    }
}
