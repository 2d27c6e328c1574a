import NetworkPrimitives
import OSPFWire

// What follows when an operator changes an interface of a running router.
extension Router {
    mutating func apply(
        _ change: InterfaceChange, on index: InterfaceIndex, _ context: inout RouterContext
    ) {
        // What did not fit before may fit now, and the other way round: it is logged again.
        interfaces[index].refusals.forgetKinds()
        switch change {
        // Adjacencies stay: the MTU is compared in Database Descriptions only (RFC 2328 §10.6).
        case .mtu where configuration.profile.resetsInterfaceOnMTUChange:
            rebuild(index, with: change, &context)
            takeForUp(index)
        case .mtu(let mtu): configuration.interfaces[index].mtu = mtu
        case .intervals(let intervals): apply(intervals, on: index, at: context.now)
        case .address, .networkType, .area: rebuild(index, with: change, &context)
        }
    }

    /// Neighbors notice by the next hello; what runs for them ends as it was set.
    private mutating func apply(_ intervals: IntervalChange, on index: InterfaceIndex, at now: Instant) {
        intervals.apply(to: &configuration.interfaces[index])
        let timer = Timer.number(.hello, interface: index)
        guard timers.isSet(timer) else { return }
        timers.set(timer, to: min(timers.deadline(timer), now + configuration.interfaces[index].helloInterval))
    }

    /// The interface goes down as it was and comes up as it is now: its neighbors are those of another network.
    private mutating func rebuild(
        _ index: InterfaceIndex, with change: InterfaceChange, _ context: inout RouterContext
    ) {
        if isRunning {
            // Its network-LSA has the address and the area that it had as Designated Router (RFC 2328 §12.4.2).
            if interfaces[index].state == .designatedRouter,
                let slot = database.slot(of: networkLSAKey(of: index, &context))
            {
                flush(slot, &context)
            }
            take(.interfaceDown, on: index, reason: .reconfigured, &context)
        }
        configure(index, change)
        guard isRunning else { return }
        if limit.isIsolated {
            timers.cancel(Timer.number(.hello, interface: index))
            greetDeaf(on: index, at: context.now)
            return
        }
        forgetWhatHasNoPlace(&context)
        interfaceUp(index, &context)
        originateRouterLSAs(&context)
        if case .area = change {
            originateExternals(&context)
        } else {
            reoriginateExternals(forwardingInto: index, &context)
        }
        originateOpaques(&context)
        // RFC 2328 §12.4 (7): summary-LSAs into a newly attached area follow the calculation.
        scheduleSPF(&context)
    }

    private mutating func configure(_ index: InterfaceIndex, _ change: InterfaceChange) {
        switch change {
        case .address(let address, let prefix):
            configuration.interfaces[index].address = address
            configuration.interfaces[index].prefix = prefix
        case .networkType(let type, let neighbors):
            configuration.interfaces[index].networkType = type
            configuration.staticNeighbors.removeAll { $0.interface == index }
            configuration.staticNeighbors += neighbors
        case .area(let area):
            if !configuration.areas.contains(where: { $0.area == area.area }) { configuration.areas.append(area) }
            configuration.interfaces[index].area = area.area
        case .mtu(let mtu): configuration.interfaces[index].mtu = mtu
        case .intervals: break
        }
        let area = configuration.area(configuration.interfaces[index].area)
        interfaces[index].configure(area: area, of: configuration)
    }

    /// A router that has left an area no longer has its database, and keeps AS-external-LSAs only where one of its
    /// areas carries them (RFC 2328 §3.1, §3.6). It has no neighbor there to flush them to.
    mutating func forgetWhatHasNoPlace(_ context: inout RouterContext) {
        let areas = attachedAreas
        let carriesExternals =
            areas.isEmpty || areas.contains { configuration.area($0).kind == .normal }
            || configuration.profile.keepsExternalsWithoutNormalArea
        let outOfPlace = database.slots { entry in
            entry.type.hasASScope
                ? !carriesExternals && !entry.flags.contains(.selfOriginated) : !areas.contains(entry.scope)
        }
        for slot in outOfPlace {
            removeFromAllRetransmissionLists(slot)
            removeEntry(slot, &context)
        }
        pruneMaxAgeList()
    }

    /// A router that takes precedence over others in ranked groups has another Router ID.
    mutating func renameRanked(_ old: RouterID, to new: RouterID) {
        for position in configuration.redistributions.indices {
            guard let better = configuration.redistributions[position].election?.betterRanked else { continue }
            configuration.redistributions[position].election?.betterRanked = better.map { $0 == old ? new : $0 }
        }
    }
}
