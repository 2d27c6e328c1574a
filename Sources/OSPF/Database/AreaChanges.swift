import NetworkPrimitives
import OSPFWire

// What follows when an operator changes an area or an interface of a running router.
extension Router {
    mutating func apply(_ change: AreaChange, _ context: inout RouterContext) {
        var before = configuration.area(change.area)
        var after = before
        change.apply(to: &after)
        guard after != before else { return }
        if let position = configuration.areas.firstIndex(where: { $0.area == change.area }) {
            configuration.areas[position] = after
        } else {
            configuration.areas.append(after)
        }
        for index in interfaces.indices where interfaces[index].area == change.area {
            interfaces[index].configure(area: after, of: configuration)
        }
        guard isRunning, !limit.isIsolated, attachedAreas.contains(change.area) else { return }
        if after.kind == before.kind, configuration.profile.skipsCalculationForAreaSettings {
            before.defaultCost = after.defaultCost
            // What a default route costs is told at once.
            if after == before { applyAreaSettings(&context) } else { scheduleAreaSettings(&context) }
            return
        }
        scheduleBorderTask(at: context.now)
        if after.kind != before.kind { areaKindChanged(change.area, from: before.kind, &context) }
        // The default route's metric may be all that is new about it.
        for key in nssa.defaults { originate(key, &context) }
        originateRouterLSAs(&context)
        scheduleSPF(&context)
    }

    /// Neighbors whose configuration has not changed disagree about the E- and N-bits from now on (RFC 2328 §10.5): all
    /// adjacencies in the area start again, and what may no longer be flooded through it leaves the database.
    private mutating func areaKindChanged(
        _ area: AreaID, from kind: AreaConfiguration.Kind, _ context: inout RouterContext
    ) {
        for index in interfaces.indices
        where interfaces[index].area == area && !configuration.profile.keepsAdjacenciesWhenAreaTypeChanges {
            restart(index, &context)
        }
        let keepsNSSA = kind == .nssa && configuration.profile.keepsTranslationsOfFormerNSSA
        if keepsNSSA, nssa.translating.contains(area) { nssa.staysBoundaryRouter = true }
        let carriesExternals =
            attachedAreas.contains { configuration.area($0).kind == .normal }
            || configuration.profile.keepsExternalsWithoutNormalArea
        let isNSSA = configuration.area(area).kind == .nssa
        for slot in database.slots(where: { !$0.flags.contains(.selfOriginated) }) {
            let key = context.store[database[slot].key]
            let isOutOfPlace =
                (key.type.hasASScope && !carriesExternals)
                || (key.type == LSType.nssa && key.area == area && !isNSSA && !keepsNSSA)
                || (configuration.profile.forgetsAreaWhenItsTypeChanges && key.area == area)
            guard isOutOfPlace else { continue }
            removeFromAllRetransmissionLists(slot)
            removeEntry(slot, &context)
        }
        pruneMaxAgeList()
        if isNSSA, configuration.profile.losesNSSALSAsWhenCleared {
            externals.unheardInNSSAs = configuration.redistributions.map(\.name)
        }
        originateExternals(&context)
        originateOpaques(&context)
        // Their Options contain the area's E- and N-bits.
        for key in summaries.keys + opaques.keys where context.store[key].area == area {
            originate(key, &context)
        }
    }

    /// Passive interfaces are advertised and stay silent.
    mutating func setPassive(_ isPassive: Bool, on index: InterfaceIndex, _ context: inout RouterContext) {
        guard configuration.interfaces[index].isPassive != isPassive else { return }
        configuration.interfaces[index].isPassive = isPassive
        guard isRunning else { return }
        guard !limit.isIsolated else {
            // Its return brings the interface up. Hellos that it keeps sending while isolated end, or begin, now.
            timers.cancel(Timer.number(.hello, interface: index))
            greetDeaf(on: index, at: context.now)
            return
        }
        restart(index, &context)
        originateRouterLSAs(&context)
        originateOpaques(&context)
    }

    /// The interface goes down and comes up again, as far as it can.
    private mutating func restart(_ index: InterfaceIndex, _ context: inout RouterContext) {
        let wasDesignated = interfaces[index].state == .designatedRouter
        take(.interfaceDown, on: index, reason: .cleared, &context)
        if wasDesignated { reoriginateNetworkLSA(of: index, &context) }
        interfaceUp(index, &context)
    }
}
