import NetworkPrimitives

// RFC 2328 §10.3: the neighbor state machine. Each event is a function; what a state change brings with it is in `move`.
extension Router {
    /// HelloReceived.
    mutating func helloReceived(_ index: Int, at now: Instant) {
        if neighbors[index].state < .`init` {
            // A silent neighbor that was polled.
            timers.cancel(timer(.exchange, neighbor: index))
            neighbors[index].state = .`init`
        }
        neighbors[index].helping?.isSilent = false
        timers.set(
            timer(.inactivity, neighbor: index),
            to: now + configuration.interfaces[neighbors[index].interface].deadInterval)
    }

    /// 2-WayReceived.
    mutating func twoWayReceived(_ index: Int, at now: Instant, _ context: inout RouterContext) {
        guard neighbors[index].state == .`init` else { return }
        if shouldBeAdjacent(index), mayStartExchange {
            startExchange(index, at: now, &context)
        } else {
            neighbors[index].state = .twoWay
        }
        neighborChange(on: neighbors[index].interface, at: now, &context)
    }

    /// 1-WayReceived.
    mutating func oneWayReceived(_ index: Int, at now: Instant, _ context: inout RouterContext) {
        guard neighbors[index].state >= .twoWay else { return }
        let interface = neighbors[index].interface
        leaveAdjacency(index, to: .`init`, reason: .oneWay, at: now, &context)
        neighborChange(on: interface, at: now, &context)
    }

    /// InactivityTimer.
    mutating func inactivityTimerFired(_ index: Int, at now: Instant, _ context: inout RouterContext) {
        // RFC 3623 §3: a neighbor that restarts is given until the end of its grace period.
        if neighbors[index].helping != nil {
            neighbors[index].helping?.isSilent = true
            return
        }
        let interface = neighbors[index].interface
        context.cause = causeOfTrouble(with: index, hasSpoken: false, at: now, context)
        killNeighbor(index, reason: .inactivityTimer, at: now, &context)
        neighborChange(on: interface, at: now, &context)
    }

    /// The neighbor has acknowledged nothing for as many rounds as it is given.
    mutating func retransmissionLimitReached(_ index: Int, at now: Instant, _ context: inout RouterContext) {
        let interface = neighbors[index].interface
        context.cause = causeOfTrouble(with: index, hasSpoken: false, at: now, context)
        killNeighbor(index, reason: .tooManyRetransmissions, at: now, &context)
        neighborChange(on: interface, at: now, &context)
    }

    /// KillNbr: the neighbor is forgotten altogether.
    mutating func killNeighbor(
        _ index: Int, reason: Happening.Reason, at now: Instant, _ context: inout RouterContext
    ) {
        if neighbors[index].helping != nil {
            neighbors[index].helping = nil
            helpedNeighbors -= 1
            endingHelp.removeAll { $0.neighbor == index }
        }
        leaveAdjacency(index, to: .down, reason: reason, at: now, &context)
        timers.cancel(timer(.inactivity, neighbor: index))
        let interface = neighbors[index].interface
        if reason == .inactivityTimer, isStatic(index) {
            poll(index, at: now)
            return
        }
        interfaces[interface].neighbors.removeAll { $0 == index }
        freeNeighbors.append(index)
    }

    /// AdjOK?: the roles on the segment changed.
    mutating func adjacencyOK(_ index: Int, at now: Instant, _ context: inout RouterContext) {
        let isWanted = shouldBeAdjacent(index)
        if neighbors[index].state == .twoWay, isWanted {
            guard mayStartExchange else { return }
            startExchange(index, at: now, &context)
        } else if neighbors[index].state > .twoWay, !isWanted {
            leaveAdjacency(index, to: .twoWay, reason: .noLongerNeeded, at: now, &context)
        }
    }

    /// SeqNumberMismatch and BadLSReq: the exchange begins anew.
    mutating func restartExchange(
        _ index: Int, reason: Happening.Reason, at now: Instant, _ context: inout RouterContext
    ) {
        guard neighbors[index].state >= .exchange else { return }
        leaveAdjacency(index, to: .exStart, reason: reason, at: now, &context)
        startExchange(index, at: now, &context)
    }

    /// ExchangeDone.
    mutating func exchangeDone(_ index: Int, at now: Instant, _ context: inout RouterContext) {
        if neighbors[index].requests.isEmpty {
            becomeFull(index, at: now, &context)
        } else {
            neighbors[index].state = .loading
        }
    }

    /// LoadingDone, or ExchangeDone with nothing to load.
    mutating func becomeFull(_ index: Int, at now: Instant, _ context: inout RouterContext) {
        let interface = neighbors[index].interface
        neighbors[index].state = .full
        timers.cancel(timer(.exchange, neighbor: index))
        interfaces[interface].fullNeighbors += 1
        context.cause = context.journal.record(
            .adjacencyFormed, at: now, router: number, subject: neighbors[index].routerID.bits,
            detail: UInt32(interface), cause: causeOfMeeting(index, context))
        originateRouterLSAs(at: now, &context)
        if configuration.profile.waitsForOpaqueNeighbors { originateOpaques(at: now, &context) }
        reviewBackboneConnection(by: interface, at: now, &context)
        if interfaces[interface].state == .designatedRouter {
            reoriginateNetworkLSA(of: interface, at: now, &context)
        }
        // Not before the input has been handled: this may be in the middle of flooding an LSA at MaxAge (§13.3 (1)(b)),
        // which is not yet on the retransmission lists that keep it.
        hasNewlyDying = true
    }

    /// §10.4: on a point-to-point link always; on a LAN if either end is Designated Router or Backup.
    func shouldBeAdjacent(_ index: Int) -> Bool {
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

    private func pair(with index: Int) -> Circumstances.Pair {
        Circumstances.Pair(
            router: number, neighbor: neighbors[index].routerID, link: interfaces[neighbors[index].interface].link)
    }

    /// What the loss of a neighbor is put down to in the journal.
    private func causeOfTrouble(
        with index: Int, hasSpoken: Bool, at now: Instant, _ context: borrowing RouterContext
    ) -> HappeningID {
        let interface = neighbors[index].interface
        let since = now - configuration.interfaces[interface].deadInterval - .seconds(10)
        let cause = context.journal.circumstances.causeOfTrouble(
            in: pair(with: index), hasSpoken: hasSpoken, refusal: recentRefusal(of: index, at: now), since: since,
            in: context.journal)
        return context.journal.orColdStart(cause ?? context.cause)
    }

    /// What an adjacency that forms is put down to.
    func causeOfMeeting(_ index: Int, _ context: borrowing RouterContext) -> HappeningID {
        context.journal.orColdStart(context.journal.circumstances.causeOfMeeting(in: pair(with: index)))
    }

    /// Clears the lists of a neighbor and puts it in a lower state; a Full adjacency that ends is told.
    private mutating func leaveAdjacency(
        _ index: Int, to state: NeighborState, reason: Happening.Reason, at now: Instant,
        _ context: inout RouterContext
    ) {
        let wasFull = neighbors[index].state == .full
        let interface = neighbors[index].interface
        neighbors[index].state = state
        neighbors[index].requests.removeAll()
        neighbors[index].summary.removeAll()
        neighbors[index].summaryNext = 0
        dropLastSent(index, &context)
        clearRetransmissionList(index)
        timers.cancel(timer(.exchange, neighbor: index))
        timers.cancel(timer(.retransmission, neighbor: index))
        hasNewlyDying = true
        guard wasFull else { return }
        interfaces[interface].fullNeighbors -= 1
        // RFC 3623 §3: as long as the router helps, it says that nothing has happened.
        guard neighbors[index].helping == nil else { return }
        counters.adjacenciesLost += 1
        switch reason {
        case .oneWay, .sequenceNumberMismatch, .badLinkStateRequest:
            context.cause = causeOfTrouble(with: index, hasSpoken: true, at: now, context)
        case _ where context.cause.isNone: context.cause = causeOfMeeting(index, context)
        default: break
        }
        context.cause = context.journal.record(
            .adjacencyLost, at: now, router: number, subject: neighbors[index].routerID.bits,
            detail: UInt32(interface), reason: reason, cause: context.cause)
        context.journal.circumstances.noteLoss(
            of: neighbors[index].routerID, by: number, on: interfaces[interface].link, because: context.cause)
        guard isRunning, !limit.isIsolated, reason != .cleared else { return }
        originateRouterLSAs(at: now, &context)
        reviewBackboneConnection(by: interface, at: now, &context)
        if interfaces[interface].state == .designatedRouter {
            reoriginateNetworkLSA(of: interface, at: now, &context)
        }
    }

    private mutating func clearRetransmissionList(_ index: Int) {
        var slot = neighbors[index].retransmissionList.next(from: 0)
        while let current = slot {
            database[current].retransmissions -= 1
            slot = neighbors[index].retransmissionList.next(from: current + 1)
        }
        neighbors[index].retransmissionList.removeAll()
        neighbors[index].retransmissionRounds = 0
        neighbors[index].retransmissionNext = 0
    }

    mutating func dropLastSent(_ index: Int, _ context: inout RouterContext) {
        guard neighbors[index].lastSent != .none else { return }
        context.packets.release(neighbors[index].lastSent)
        neighbors[index].lastSent = .none
    }
}
