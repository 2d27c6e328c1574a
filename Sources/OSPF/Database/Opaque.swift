import NetworkPrimitives
import OSPFWire

/// The opaque LSAs that exist because the configuration asks for them, in the order in which they were made.
struct OpaqueOriginations: Sendable {
    var keys: [LSAKeyID] = []
    /// Areas whose LSAs were configured at run time and wait for the next adjacency.
    fileprivate(set) var waitingAreas: [AreaID] = []

    mutating func endWaiting(in area: AreaID? = nil) { waitingAreas.removeAll { area == nil || $0 == area } }
}

// RFC 5250: opaque LSAs are kept and flooded by their scope.
extension Router {
    /// Whether an LSA is flooded over an interface: its area's, or this link's where it is link-local.
    @inline(__always) func carries(_ slot: DatabaseSlot, on index: InterfaceIndex, _ store: LSAStore)
        -> Bool
    {
        interfaces[index].carries(database[slot].scope)
            && (!database[slot].flags.contains(.linkLocal)
                || store[database[slot].key].link == interfaces[index].link)
    }

    /// RFC 5250 §3.1: opaque LSAs go to neighbors whose Database Descriptions had the O-bit set (§4.1).
    func takesOpaque(_ neighbor: NeighborIndex) -> Bool {
        neighbors[neighbor].exchange.options & Options.opaque.rawValue != 0
    }

    /// Brings the configured opaque LSAs in line with the configuration and with the interfaces that are up.
    mutating func originateOpaques(_ context: inout RouterContext) {
        guard !configuration.opaqueLSAs.isEmpty || !opaques.keys.isEmpty else { return }
        guard isRunning, !limit.isIsolated, configuration.originatesLSAs else { return }
        var wanted: [LSAKeyID] = []
        for opaque in configuration.opaqueLSAs {
            wanted += keys(of: opaque, &context)
        }
        let before = opaques.keys
        opaques.keys = wanted
        // What is no longer wanted is flushed, as it has no body.
        for key in before where database.slot(of: key) != nil { originate(key, &context) }
        for key in wanted where database.slot(of: key) == nil { originate(key, &context) }
    }

    private func keys(of opaque: OpaqueConfiguration, _ context: inout RouterContext) -> [LSAKeyID] {
        let places: [(area: AreaID, link: UInt32)] =
            switch opaque.scope {
            case .link: interfaces.filter { $0.state != .down }.map { ($0.area, $0.link) }
            case .area: attachedAreas.filter { !opaques.waitingAreas.contains($0) }.map { ($0, UInt32(0)) }
            case .system:
                hasPlaceForOpaqueAS
                    ? [(DatabaseKey.systemWide, UInt32(0))] : []
            }
        return places.filter {
            (opaque.area == nil || opaque.scope == .system || opaque.area == $0.area)
                && hasOpaqueNeighbor(opaque.scope, $0.area, $0.link)
        }.flatMap { place in
            (opaque.firstID..<opaque.firstID + opaque.count).map { id in
                context.store.intern(
                    DatabaseKey(
                        type: LSType(rawValue: opaque.scope.rawValue), area: place.area,
                        linkStateID: OpaqueType(rawValue: opaque.opaqueType).linkStateID(id),
                        advertisingRouter: routerID, link: place.link))
            }
        }
    }

    /// Whether an area carries opaque LSAs of AS scope, or the router keeps them for itself.
    private var hasPlaceForOpaqueAS: Bool {
        configuration.profile.keepsExternalsOfItsOwn
            || attachedAreas.contains { configuration.area($0).kind == .normal }
    }

    /// What an operator configures at run time.
    mutating func configure(_ opaque: OpaqueConfiguration, _ context: inout RouterContext) {
        configuration.opaqueLSAs.removeAll { $0.scope == opaque.scope && $0.opaqueType == opaque.opaqueType }
        if opaque.count > 0 { configuration.opaqueLSAs.append(opaque) }
        if opaque.scope == .area, isRunning, configuration.profile.waitsForNextOpaqueNeighbor {
            opaques.waitingAreas = attachedAreas
        }
        originateOpaques(&context)
        // Bit E follows opaque LSAs of AS scope.
        originateRouterLSAs(&context)
    }

    /// Whether a neighbor would receive an opaque LSA, where the router waits for one.
    private func hasOpaqueNeighbor(_ scope: OpaqueConfiguration.Scope, _ area: AreaID, _ link: UInt32) -> Bool {
        !configuration.profile.waitsForOpaqueNeighbors
            || interfaces.contains { interface in
                (scope == .system || interface.area == area && (scope == .area || interface.link == link))
                    && interface.neighbors.contains { isAdvertised($0) && takesOpaque($0) }
            }
    }

    func opaqueLSA(_ key: DatabaseKey) -> LSADraft? {
        if key.isGrace { return graceLSA(key) }
        guard let opaque = configuration.opaqueLSAs.last(where: { $0.covers(key) }) else { return nil }
        let hasPlace =
            switch opaque.scope {
            case .link: interfaces.contains { $0.link == key.link && $0.state != .down }
            case .area: attachedAreas.contains(key.area)
            case .system: hasPlaceForOpaqueAS
            }
        guard hasPlace else { return nil }
        let id = OpaqueType.opaqueID(of: key.linkStateID)
        let filler = { (0..<UInt32(opaque.length / 4)).map { id << 8 | $0 & 0xFF } }
        return LSADraft(
            key.type == LSType.opaqueAS ? Options.external.rawValue : options(in: key.area),
            opaque.content.map(LSADraft.words(of:)) ?? filler())
    }

    /// RFC 5250 §3: LSAs of link scope are removed with the interface.
    mutating func removeLinkLocalLSAs(of index: InterfaceIndex, _ context: inout RouterContext) {
        guard hasLinkLocalLSAs else { return }
        for slot in database.slots(where: { $0.flags.contains(.linkLocal) })
        where context.store[database[slot].key].link == interfaces[index].link {
            removeFromAllRetransmissionLists(slot)
            maxAgeList.remove(slot)
            removeEntry(slot, &context)
        }
    }
}
