import NetworkPrimitives

// RFC 2328 §9: the interface state machine.
extension Router {
    /// §9.3 InterfaceUp.
    mutating func interfaceUp(_ index: Int, at now: Instant, _ context: inout RouterContext) {
        let configured = configuration.interfaces[index]
        guard interfaces[index].hasCarrier, interfaces[index].state == .down, configured.isEnabled,
            !limit.isDeafOrSilent
        else { return }
        if configured.isPassive {
            interfaces[index].state = configured.networkType.electsDesignatedRouter ? .drOther : .pointToPoint
            return
        }
        timers.set(Timer.number(.hello, interface: index), to: now)
        switch configured.networkType {
        case .pointToPoint, .pointToMultipoint, .virtualLink: interfaces[index].state = .pointToPoint
        case .broadcast where configured.priority == 0, .nonBroadcast where configured.priority == 0:
            interfaces[index].state = .drOther
        case .broadcast, .nonBroadcast:
            interfaces[index].state = .waiting
            timers.set(Timer.number(.wait, interface: index), to: now + configured.deadInterval)
        }
        if interfaces[index].isUnicast { startStaticNeighbors(on: index, at: now) }
    }

    /// §9.3 InterfaceDown: all interface variables are reset, and all neighbor connections destroyed.
    mutating func interfaceDown(
        _ index: Int, reason: Happening.Reason, at now: Instant, _ context: inout RouterContext
    ) {
        let cause = context.cause
        for neighbor in interfaces[index].neighbors.reversed() {
            killNeighbor(neighbor, reason: reason, at: now, &context)
            // The neighbors are lost together, not one because of the other.
            context.cause = cause
        }
        for timer in [Timer.OfInterface.hello, .wait, .acknowledgment, .flood] {
            timers.cancel(Timer.number(timer, interface: index))
        }
        removeLinkLocalLSAs(of: index, &context)
        interfaces[index].state = .down
        // A virtual link is up again when the next calculation finds a path.
        if configuration.interfaces[index].networkType == .virtualLink { interfaces[index].hasCarrier = false }
        interfaces[index].designatedRouter = .unspecified
        interfaces[index].backupDesignatedRouter = .unspecified
        interfaces[index].acknowledgments.removeAll()
        interfaces[index].toFlood.removeAll()
        interfaces[index].hasMoreToFlood = false
        interfaces[index].lateFlooding.removeAll()
    }

    mutating func carrierLost(on index: Int, at now: Instant, _ context: inout RouterContext) {
        guard interfaces[index].hasCarrier else { return }
        interfaces[index].hasCarrier = false
        guard isRunning else { return }
        let wasDesignated = interfaces[index].state == .designatedRouter
        let roles = (interfaces[index].designatedRouter, interfaces[index].backupDesignatedRouter)
        interfaceDown(index, reason: .interfaceDown, at: now, &context)
        if configuration.profile.remembersDesignatedRouter {
            (interfaces[index].designatedRouter, interfaces[index].backupDesignatedRouter) = roles
        }
        if wasDesignated { reoriginateNetworkLSA(of: index, at: now, &context) }
        originateRouterLSAs(at: now, &context)
        reoriginateExternals(forwardingInto: index, at: now, &context)
    }

    mutating func carrierGained(on index: Int, at now: Instant, _ context: inout RouterContext) {
        guard !interfaces[index].hasCarrier else { return }
        interfaces[index].hasCarrier = true
        guard isRunning else { return }
        interfaceUp(index, at: now, &context)
        greetDeaf(on: index, at: now)
        originateRouterLSAs(at: now, &context)
        reoriginateExternals(forwardingInto: index, at: now, &context)
        originateOpaques(at: now, &context)
    }

    /// §9.3 WaitTimer.
    mutating func waitTimerFired(_ index: Int, at now: Instant, _ context: inout RouterContext) {
        guard interfaces[index].state == .waiting else { return }
        electDesignatedRouter(on: index, at: now, &context)
    }

    /// §9.3 BackupSeen.
    mutating func backupSeen(on index: Int, at now: Instant, _ context: inout RouterContext) {
        guard interfaces[index].state == .waiting else { return }
        timers.cancel(Timer.number(.wait, interface: index))
        electDesignatedRouter(on: index, at: now, &context)
    }

    /// §9.3 NeighborChange.
    mutating func neighborChange(on index: Int, at now: Instant, _ context: inout RouterContext) {
        switch interfaces[index].state {
        case .drOther, .backup, .designatedRouter: electDesignatedRouter(on: index, at: now, &context)
        case .down, .loopback, .waiting, .pointToPoint: break
        }
    }
}
