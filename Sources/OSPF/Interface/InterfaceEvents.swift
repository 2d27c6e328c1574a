import NetworkPrimitives

// RFC 2328 §9.3: what a router does at the transitions of its interfaces.
extension Router {
    /// Follows the table.
    ///
    /// - Parameters:
    ///   - reason: why adjacencies end, where the event ends them.
    ///   - election: the result, for `elected`.
    /// - Precondition: the event can occur in the interface's state.
    mutating func take(
        _ event: InterfaceEvent, on index: InterfaceIndex, reason: Happening.Reason = .none,
        election: ElectionResult = ElectionResult([]), _ context: inout RouterContext
    ) {
        let transition = InterfaceStateMachine.transition(from: interfaces[index].state, on: event) {
            holds($0, on: index, election)
        }
        precondition(transition.isApplicable, "\(event) in state \(interfaces[index].state)")
        perform(transition.steps.intersection(.beforeLeaving), on: index, reason: reason, &context)
        let before = interfaces[index].state
        interfaces[index].follow(transition)
        if interfaces[index].state != before { border.mustLook = true }
        perform(transition.steps.subtracting(.beforeLeaving), on: index, reason: reason, &context)
    }

    private func holds(_ condition: InterfaceCondition, on index: InterfaceIndex, _ election: ElectionResult) -> Bool {
        let configured = configuration.interfaces[index]
        return switch condition {
        case .isPassive: configured.isPassive
        case .electsDesignatedRouter: configured.networkType.electsDesignatedRouter
        case .isEligible: configured.priority > 0
        case .isDesignatedRouter: election.designatedRouter == configured.address
        case .isBackupDesignatedRouter: election.backupDesignatedRouter == configured.address
        }
    }

    private mutating func perform(
        _ steps: InterfaceSteps, on index: InterfaceIndex, reason: Happening.Reason, _ context: inout RouterContext
    ) {
        if steps.contains(.killNeighbors) {
            let cause = context.cause
            for neighbor in interfaces[index].neighbors.reversed() {
                take(.killNeighbor, of: neighbor, reason: reason, &context)
                // The neighbors are lost together, not one because of the other.
                context.cause = cause
            }
        }
        if steps.contains(.stopTimers) {
            for timer in [Timer.OfInterface.hello, .wait, .acknowledgment, .flood] {
                timers.cancel(Timer.number(timer, interface: index))
            }
        }
        if steps.contains(.forgetLink) { removeLinkLocalLSAs(of: index, &context) }
        if steps.contains(.resetVariables) { resetVariables(of: index) }
        if steps.contains(.startHellos) {
            timers.set(Timer.number(.hello, interface: index), to: context.now)
            if interfaces[index].isUnicast { startStaticNeighbors(on: index, &context) }
        }
        if steps.contains(.startWaitTimer) {
            let interval = configuration.interfaces[index].deadInterval
            timers.set(Timer.number(.wait, interface: index), to: context.now + interval)
        }
        if steps.contains(.stopWaitTimer) { timers.cancel(Timer.number(.wait, interface: index)) }
        if steps.contains(.elect) { electDesignatedRouter(on: index, &context) }
    }

    private mutating func resetVariables(of index: InterfaceIndex) {
        // A virtual link is up again when the next calculation finds a path.
        if configuration.interfaces[index].networkType == .virtualLink { interfaces[index].setCarrier(false) }
        interfaces[index].reset()
    }

    /// InterfaceUp, where nothing keeps the interface down.
    mutating func interfaceUp(_ index: InterfaceIndex, _ context: inout RouterContext) {
        guard interfaces[index].hasCarrier, interfaces[index].state == .down,
            configuration.interfaces[index].isEnabled, !limit.isDeafOrSilent
        else { return }
        take(.interfaceUp, on: index, &context)
    }

    mutating func carrierLost(on index: InterfaceIndex, _ context: inout RouterContext) {
        guard interfaces[index].hasCarrier else { return }
        interfaces[index].setCarrier(false)
        guard isRunning else { return }
        let wasDesignated = interfaces[index].state == .designatedRouter
        let roles = (interfaces[index].designatedRouter, interfaces[index].backupDesignatedRouter)
        take(.interfaceDown, on: index, reason: .interfaceDown, &context)
        if configuration.profile.remembersDesignatedRouter {
            interfaces[index].setRoles(designated: roles.0, backup: roles.1)
        }
        reviewBorderStatus(&context)
        interfaces[index].register(as: .forgotten)
        if wasDesignated { reoriginateNetworkLSA(of: index, &context) }
        // RFC 2328 §12.4 (2).
        originateRouterLSAs(&context)
        reoriginateExternals(forwardingInto: index, &context)
    }

    mutating func carrierGained(on index: InterfaceIndex, _ context: inout RouterContext) {
        guard !interfaces[index].hasCarrier else { return }
        interfaces[index].setCarrier(true)
        interfaces[index].register(as: .known)
        guard isRunning else { return }
        interfaceUp(index, &context)
        greetDeaf(on: index, at: context.now)
        // RFC 2328 §12.4 (2).
        originateRouterLSAs(&context)
        reoriginateExternals(forwardingInto: index, &context)
        originateOpaques(&context)
    }

    mutating func waitTimerFired(_ index: InterfaceIndex, _ context: inout RouterContext) {
        guard interfaces[index].state == .waiting else { return }
        take(.waitTimer, on: index, &context)
    }

    /// BackupSeen, where the interface waits for it.
    mutating func backupSeen(on index: InterfaceIndex, _ context: inout RouterContext) {
        guard interfaces[index].state == .waiting else { return }
        take(.backupSeen, on: index, &context)
    }
}
