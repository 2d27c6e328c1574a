import NetworkPrimitives

// RFC 2328 §10.3: what a router does at the transitions of its neighbors.
extension Router {
    /// Follows the table.
    ///
    /// - Parameter reason: why an adjacency ends, where the event ends one.
    /// - Precondition: the event can occur in the neighbor's state.
    mutating func take(
        _ event: NeighborEvent, of index: NeighborIndex, reason: Happening.Reason = .none,
        _ context: inout RouterContext
    ) {
        let transition = NeighborStateMachine.transition(from: neighbors[index].state, on: event) {
            holds($0, of: index, reason)
        }
        precondition(transition.isApplicable, "\(event) in state \(neighbors[index].state)")
        neighbors[index].follow(transition)
        perform(transition.steps, on: index, reason: reason, &context)
    }

    private func holds(_ condition: NeighborCondition, of index: NeighborIndex, _ reason: Happening.Reason) -> Bool {
        switch condition {
        case .shouldBeAdjacent: shouldBeAdjacent(index)
        case .mayBeginExchange: shouldBeAdjacent(index) && mayStartExchange
        case .hasRequests: !neighbors[index].requests.isEmpty
        case .isHelped: neighbors[index].helping != nil
        case .isPolled: reason == .inactivityTimer && isStatic(index)
        }
    }

    private mutating func perform(
        _ steps: NeighborSteps, on index: NeighborIndex, reason: Happening.Reason, _ context: inout RouterContext
    ) {
        let interface = neighbors[index].interface
        if steps.contains(.noteSilence) { noteSilence(of: index, true) }
        if steps.contains(.stopHelping) { forgetHelp(of: index) }
        if steps.contains(.stopPolling) { timers.cancel(timer(.exchange, neighbor: index)) }
        if steps.contains(.startInactivityTimer) {
            noteSilence(of: index, false)
            timers.set(
                timer(.inactivity, neighbor: index), to: context.now + configuration.interfaces[interface].deadInterval)
        }
        if steps.contains(.greet) { timers.set(Timer.number(.hello, interface: interface), to: context.now) }
        if steps.contains(.clearLists) { clearLists(of: index, &context) }
        if steps.contains(.endAdjacency) { endAdjacency(index, reason: reason, &context) }
        if steps.contains(.stopInactivityTimer) { timers.cancel(timer(.inactivity, neighbor: index)) }
        if steps.contains(.poll) {
            // RFC 2328 §D.3: the next number may be lower once the neighbor was Down.
            forgetSequenceNumbers(of: index)
            poll(index, at: context.now)
        }
        if steps.contains(.forget) {
            interfaces[interface].remove(index)
            freeNeighbors.append(index)
        }
        if steps.contains(.beginExchange) { beginExchange(index, &context) }
        if steps.contains(.listDatabase) { listSummary(index, at: context.now, context.store) }
        if steps.contains(.completeAdjacency) { completeAdjacency(index, &context) }
        if steps.contains(.tellInterface) { take(.neighborChange, on: interface, &context) }
    }

    /// No Hello has come from the neighbor for RouterDeadInterval.
    mutating func inactivityTimerFired(_ index: NeighborIndex, _ context: inout RouterContext) {
        if neighbors[index].helping == nil {
            context.cause = causeOfTrouble(
                with: index, hasSpoken: false, at: context.now, otherwise: context.cause, context.journal)
        }
        take(.inactivityTimer, of: index, reason: .inactivityTimer, &context)
    }

    mutating func retransmissionLimitReached(_ index: NeighborIndex, _ context: inout RouterContext) {
        context.cause = causeOfTrouble(
            with: index, hasSpoken: false, at: context.now, otherwise: context.cause, context.journal)
        take(.tooManyRetransmissions, of: index, reason: .tooManyRetransmissions, &context)
    }

    private mutating func completeAdjacency(_ index: NeighborIndex, _ context: inout RouterContext) {
        let interface = neighbors[index].interface
        timers.cancel(timer(.exchange, neighbor: index))
        interfaces[interface].noteFull()
        context.cause = context.journal.record(
            .adjacencyFormed(with: neighbors[index].routerID, on: interface), at: context.now,
            router: number, cause: causeOfMeeting(index, context.journal))
        // RFC 2328 §12.4 (4).
        originateRouterLSAs(&context)
        if configuration.profile.waitsForOpaqueNeighbors {
            let area = interfaces[neighbors[index].interface].area
            opaques.endWaiting(in: area)
            originateOpaques(&context)
        }
        reviewBackboneConnection(by: interface, &context)
        if interfaces[interface].state == .designatedRouter {
            reoriginateNetworkLSA(of: interface, &context)
        }
        // Not before the input has been handled: this may be in the middle of flooding an LSA at MaxAge (RFC 2328 §13.3
        // (1)(b)), which is not yet on the retransmission lists that keep it.
        reviewMaxAgeLSAs()
    }

    /// RFC 2328 §10.4: on a point-to-point link always; on a LAN if either end is Designated Router or Backup.
    func shouldBeAdjacent(_ index: NeighborIndex) -> Bool {
        let neighbor = neighbors[index]
        switch interfaces[neighbor.interface].state {
        case .pointToPoint, .designatedRouter, .backup: return true
        case .drOther, .waiting:
            let interface = interfaces[neighbor.interface]
            return neighbor.address == interface.designatedRouter
                || neighbor.address == interface.backupDesignatedRouter
        case .down, .loopback: return false
        }
    }

    private func pair(with index: NeighborIndex) -> Circumstances.Pair {
        Circumstances.Pair(
            router: number, neighbor: neighbors[index].routerID, link: interfaces[neighbors[index].interface].link)
    }

    /// What the loss of a neighbor is attributed to in the journal.
    private func causeOfTrouble(
        with index: NeighborIndex, hasSpoken: Bool, at now: Instant, otherwise default: HappeningID, _ journal: Journal
    ) -> HappeningID {
        let interface = neighbors[index].interface
        let since = now - configuration.interfaces[interface].deadInterval - .seconds(10)
        let cause = journal.circumstances.causeOfTrouble(
            in: pair(with: index), hasSpoken: hasSpoken, refusal: recentRefusal(of: index, at: now), since: since,
            in: journal)
        return journal.orColdStart(cause ?? `default`)
    }

    /// What an adjacency that forms is attributed to.
    func causeOfMeeting(_ index: NeighborIndex, _ journal: Journal) -> HappeningID {
        journal.orColdStart(journal.circumstances.causeOfMeeting(in: pair(with: index)))
    }

    private mutating func clearLists(of index: NeighborIndex, _ context: inout RouterContext) {
        neighbors[index].requests.removeAll()
        clearExchange(index, &context.packets)
        clearRetransmissionList(of: index)
        timers.cancel(timer(.exchange, neighbor: index))
        reviewMaxAgeLSAs()
    }

    /// The adjacency was Full until now; its end is logged.
    private mutating func endAdjacency(
        _ index: NeighborIndex, reason: Happening.Reason, _ context: inout RouterContext
    ) {
        let interface = neighbors[index].interface
        interfaces[interface].noteEnd()
        // RFC 3623 §3: as long as the router helps, it says that nothing has happened.
        guard neighbors[index].helping == nil else { return }
        counters.adjacenciesLost += 1
        switch reason {
        case .oneWay, .sequenceNumberMismatch, .badLinkStateRequest:
            context.cause = causeOfTrouble(
                with: index, hasSpoken: true, at: context.now, otherwise: context.cause, context.journal)
        case _ where context.cause.isNone: context.cause = causeOfMeeting(index, context.journal)
        default: break
        }
        context.cause = context.journal.record(
            .adjacencyLost(with: neighbors[index].routerID, on: interface, reason), at: context.now,
            router: number, cause: context.cause)
        context.journal.circumstances.noteLoss(
            of: neighbors[index].routerID, by: number, on: interfaces[interface].link, because: context.cause)
        guard isRunning, !limit.isIsolated, reason != .cleared else { return }
        // RFC 2328 §12.4 (4).
        originateRouterLSAs(&context)
        reviewBackboneConnection(by: interface, &context)
        if interfaces[interface].state == .designatedRouter {
            reoriginateNetworkLSA(of: interface, &context)
        }
    }
}
