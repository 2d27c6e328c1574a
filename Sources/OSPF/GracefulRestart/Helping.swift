import NetworkPrimitives
import OSPFWire

/// How a graceful restart ended, for the router that restarted and for one that helped (RFC 9129 `restart-exit-reason`).
public enum RestartExitReason: UInt32, Sendable, CaseIterable {
    case completed, timedOut, topologyChanged
}

/// Why a router does not help a neighbor (RFC 3623 §3.1).
public enum HelperRefusal: UInt32, Sendable, CaseIterable {
    case disabled, notFull, changesPending, periodExpired, restartingItself
}

/// A neighbor that restarts and is helped.
struct Helping: Sendable {
    /// When the grace period ends.
    fileprivate(set) var end: Instant
    /// No Hello came from the neighbor for a dead interval, nor since.
    fileprivate(set) var isSilent = false
    /// What made the neighbor restart.
    let cause: HappeningID
}

// RFC 3623 §3: the helper neighbor.
extension Router {
    mutating func forgetHelp(of index: NeighborIndex) {
        guard neighbors[index].helping != nil else { return }
        neighbors[index].helping = nil
        precondition(helpedNeighbors > 0, "helped neighbors are counted")
        helpedNeighbors -= 1
        endingHelp.removeAll { $0.neighbor == index }
    }

    /// The neighbor's Hellos stay away, or are back.
    mutating func noteSilence(of neighbor: NeighborIndex, _ isSilent: Bool) {
        neighbors[neighbor].helping?.isSilent = isSilent
    }

    /// Whether the router's LSAs say that it is adjacent to a neighbor: while it is Full, and while it restarts and is helped.
    @inline(__always) func isAdvertised(_ neighbor: NeighborIndex) -> Bool {
        neighbors[neighbor].state == .full || neighbors[neighbor].helping != nil
    }

    /// Whether a neighbor on the interface is helped: the Designated Router stays the same meanwhile.
    func isHelping(on index: InterfaceIndex) -> Bool {
        helpedNeighbors > 0 && interfaces[index].neighbors.contains { neighbors[$0].helping != nil }
    }

    /// Whether it is the Designated Router or its Backup that is helped.
    func isHelpingDesignated(on index: InterfaceIndex) -> Bool {
        interfaces[index].neighbors.contains {
            neighbors[$0].helping != nil
                && (neighbors[$0].address == interfaces[index].designatedRouter
                    || neighbors[$0].address == interfaces[index].backupDesignatedRouter)
        }
    }

    func hasAdvertisedNeighbor(on index: InterfaceIndex) -> Bool {
        interfaces[index].fullNeighbors > 0 || isHelping(on: index)
    }

    /// A Grace-LSA came from a neighbor: a restart begins, its period changes, or, if flushed, it ends.
    mutating func graceLSAInstalled(
        _ slot: DatabaseSlot, on index: InterfaceIndex, _ context: inout RouterContext
    ) {
        let entry = database[slot]
        let key = context.store[entry.key]
        guard key.isGrace, key.advertisingRouter != routerID,
            case .opaque(let body)? = try? context.store.wireLSA(of: entry.instance, age: 0).decodedBody(),
            let grace = GraceLSABody(body)
        else { return }
        let isKnownByRouterID = configuration.interfaces[index].networkType.knowsNeighborsByRouterID
        let neighbor = interfaces[index].neighbors.first {
            isKnownByRouterID || grace.address == nil
                ? neighbors[$0].routerID == key.advertisingRouter : neighbors[$0].address == grace.address
        }
        guard let neighbor else { return }
        if entry.flags.contains(.maxAge) {
            // RFC 3623 §3.2 (1) and §A (b).
            stopHelping(neighbor, .completed, &context)
        } else {
            // RFC 3623 §A (a): the period counts from age 0.
            startHelping(neighbor, until: entry.birth + grace.period, &context)
        }
    }

    /// RFC 3623 §3.1.
    private mutating func startHelping(
        _ neighbor: NeighborIndex, until end: Instant, _ context: inout RouterContext
    ) {
        if neighbors[neighbor].helping != nil {
            neighbors[neighbor].helping?.end = end
        } else if let refusal = refusalToHelp(neighbor, until: end, at: context.now) {
            context.journal.record(
                .helperRefused(of: neighbors[neighbor].routerID, refusal), at: context.now, router: number,
                cause: context.cause)
            return
        } else {
            neighbors[neighbor].helping = Helping(end: end, cause: context.cause)
            helpedNeighbors += 1
            let seconds = UInt32(clamping: (end - context.now).wholeSeconds)
            context.journal.record(
                .helperStarted(of: neighbors[neighbor].routerID, seconds: seconds), at: context.now, router: number,
                cause: context.cause)
        }
        scheduleGraceTimer()
    }

    private func refusalToHelp(_ neighbor: NeighborIndex, until end: Instant, at now: Instant) -> HelperRefusal? {
        // RFC 3623 §3.1 (4).
        if !configuration.gracefulRestart.helperEnabled { return .disabled }
        // RFC 3623 §3.1 (5).
        if restart.isActive { return .restartingItself }
        // RFC 3623 §3.1 (1).
        if neighbors[neighbor].state != .full { return .notFull }
        // RFC 3623 §3.1 (3).
        if end <= now { return .periodExpired }
        // RFC 3623 §B.2.
        guard configuration.gracefulRestart.helperStrictLSAChecking else { return nil }
        // RFC 3623 §3.1 (2): what it has not acknowledged must all be refreshes.
        var next = neighbors[neighbor].retransmission.list.next(from: 0)
        while let slot = next {
            if database[slot].flags.contains(.changed), !database[slot].flags.contains(.opaque) {
                return .changesPending
            }
            next = neighbors[neighbor].retransmission.list.next(from: slot.advanced(by: 1))
        }
        return nil
    }

    /// RFC 3623 §3.2: from now on the neighbor's actual state is advertised.
    mutating func stopHelping(
        _ neighbor: NeighborIndex, _ reason: RestartExitReason, _ context: inout RouterContext
    ) {
        guard let helping = neighbors[neighbor].helping else { return }
        neighbors[neighbor].helping = nil
        helpedNeighbors -= 1
        let index = neighbors[neighbor].interface
        let outer = context.cause
        context.cause = context.journal.record(
            .helperStopped(of: neighbors[neighbor].routerID, reason), at: context.now, router: number,
            cause: reason == .timedOut ? helping.cause : context.cause)
        if neighbors[neighbor].state != .full { noteAbandoned(neighbor, &context) }
        if helping.isSilent {
            take(.killNeighbor, of: neighbor, reason: .inactivityTimer, &context)
        }
        // RFC 3623 §3.2 (a) to (d): the election, the router-LSAs of all areas, the network-LSA.
        take(.neighborChange, on: index, &context)
        originateRouterLSAs(&context)
        if interfaces[index].state == .designatedRouter { reoriginateNetworkLSA(of: index, &context) }
        context.cause = outer
    }

    /// The adjacency ended when the neighbor restarted; that is logged only now that it is no longer helped.
    private mutating func noteAbandoned(_ neighbor: NeighborIndex, _ context: inout RouterContext) {
        counters.adjacenciesLost += 1
        context.cause = context.journal.record(
            .adjacencyLost(
                with: neighbors[neighbor].routerID, on: neighbors[neighbor].interface, .helpEnded),
            at: context.now, router: number, cause: context.cause)
    }

    /// RFC 3623 §3.2 (3)(a), (b): changed contents, which would have been flooded to a neighbor that is helped.
    mutating func noteTopologyChange(_ slot: DatabaseSlot, because cause: HappeningID, _ store: LSAStore) {
        guard configuration.gracefulRestart.helperStrictLSAChecking else { return }
        for neighbor in neighbors.indices where neighbors[neighbor].helping != nil {
            guard carries(slot, on: neighbors[neighbor].interface, store),
                !endingHelp.contains(where: { $0.0 == neighbor })
            else { continue }
            // When the input has been handled: this may be in the middle of flooding.
            endingHelp.append((neighbor, cause))
        }
    }

    mutating func settleHelping(_ context: inout RouterContext) {
        guard !endingHelp.isEmpty else { return }
        let ending = endingHelp
        endingHelp.removeAll()
        for (neighbor, cause) in ending {
            context.cause = cause
            stopHelping(neighbor, .topologyChanged, &context)
        }
    }

    /// The next end of a grace period: of a neighbor's, or of the router's own.
    func nextGraceEnd() -> Instant {
        var next = restart.isActive ? restart.end : Instant.never
        for neighbor in neighbors { if let end = neighbor.helping?.end { next = min(next, end) } }
        return next
    }

    mutating func scheduleGraceTimer() {
        let next = nextGraceEnd()
        if next == .never { timers.cancel(Timer.grace) } else { timers.set(Timer.grace, to: next) }
    }

    mutating func graceTimerFired(_ context: inout RouterContext) {
        for neighbor in neighbors.indices {
            // RFC 3623 §3.2 (2).
            if let end = neighbors[neighbor].helping?.end, end <= context.now {
                stopHelping(neighbor, .timedOut, &context)
            }
        }
        // RFC 3623 §2.2 (3).
        if restart.isActive, restart.end <= context.now { finishRestart(.timedOut, &context) }
        scheduleGraceTimer()
    }
}
