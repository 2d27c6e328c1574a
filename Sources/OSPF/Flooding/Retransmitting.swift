import NetworkPrimitives

/// What a neighbor has not acknowledged, and how often it was sent again (RFC 2328 §13.6).
struct RetransmissionState: Sendable {
    /// The link state retransmission list: slots of the database.
    fileprivate(set) var list = SlotSet()
    /// The last firing of the retransmission timer sent something.
    fileprivate(set) var hasSent = false
    /// How many rounds of retransmissions have gone unanswered; see `RetransmissionPolicy`.
    fileprivate var rounds: UInt16 = 0
    /// Where a round that is paced goes on: a slot of the database, 0 between rounds.
    fileprivate var next: DatabaseSlot = 0

    fileprivate mutating func forget() {
        list.removeAll()
        (rounds, next) = (0, 0)
    }
}

// RFC 2328 §13.6: sending again what was not acknowledged.
extension Router {
    mutating func retransmissionTimerFired(_ index: NeighborIndex, _ context: inout RouterContext) {
        guard neighbors[index].state >= .exchange, neighbors[index].retransmission.list.count > 0 else { return }
        if let limit = configuration.timers.retransmission.limit, neighbors[index].retransmission.next == 0,
            neighbors[index].retransmission.rounds >= limit
        {
            retransmissionLimitReached(index, &context)
            return
        }
        let startsRound = neighbors[index].retransmission.next == 0
        retransmit(to: index, &context)
        if startsRound, neighbors[index].retransmission.hasSent, neighbors[index].retransmission.rounds < .max {
            neighbors[index].retransmission.rounds += 1
        }
        scheduleRetransmission(to: index, at: context.now)
    }

    /// As many LSAs as fit into one packet, to the neighbor alone (RFC 2328 §8.1). LSAs that were sent less than an
    /// interval ago, or that pacing still holds back, have had no time to be acknowledged and are left out.
    mutating func retransmit(to index: NeighborIndex, _ context: inout RouterContext) {
        guard neighbors[index].state >= .exchange, neighbors[index].retransmission.list.count > 0 else { return }
        let interface = neighbors[index].interface
        let interval = configuration.interfaces[interface].retransmitInterval
        var batch = UpdateBatch(interface: interface, to: destination(of: index))
        batch.isRetransmission = true
        let room = Int(configuration.interfaces[interface].mtu) - overhead(on: interface, at: context.now) - 4
        let unsent = unsentLSAs(on: interface)
        var slot = neighbors[index].retransmission.list.next(from: neighbors[index].retransmission.next)
        while let current = slot {
            let length = Int(context.store[database[current].instance].length)
            let sent = interfaces[interface].floodingQueue.late.instant(of: current) ?? database[current].installed
            if context.now - max(sent, database[current].installed) >= interval, unsent?.contains(current) != true {
                if batch.length > 0, batch.length + length > room { break }
                if batch.length == 0 {
                    attributeSending(of: current, carriedBy: interfaces[interface].floodingQueue.cause, &context)
                }
                add(current, to: &batch, &context)
            }
            slot = neighbors[index].retransmission.list.next(from: current.advanced(by: 1))
        }
        neighbors[index].retransmission.hasSent = batch.length > 0
        neighbors[index].retransmission.next = configuration.timers.retransmission.pacing > .zero ? slot ?? 0 : 0
        send(&batch, &context)
        scheduleRetransmission(to: index, at: context.now)
    }

    /// The next packet of a paced round, or the next round.
    private mutating func scheduleRetransmission(to index: NeighborIndex, at now: Instant) {
        let policy = configuration.timers.retransmission
        let wait =
            neighbors[index].retransmission.next > 0
            ? policy.pacing
            : policy.interval(
                afterRound: neighbors[index].retransmission.rounds,
                rxmtInterval: configuration.interfaces[neighbors[index].interface].retransmitInterval)
        timers.set(timer(.retransmission, neighbor: index), to: now + wait)
    }

    /// The neighbor acknowledged an LSA: if it had been retransmitted, the neighbor is making progress.
    private mutating func noteProgress(_ slot: DatabaseSlot, of neighbor: NeighborIndex, at now: Instant) {
        let interval = configuration.interfaces[neighbors[neighbor].interface].retransmitInterval
        if now - database[slot].installed >= interval { neighbors[neighbor].retransmission.rounds = 0 }
    }

    // MARK: The list

    mutating func addToRetransmissionList(_ slot: DatabaseSlot, of neighbor: NeighborIndex, at now: Instant) {
        precondition(
            neighbors[neighbor].state >= .exchange, "LSAs are retransmitted to adjacencies (RFC 2328 §13.3 (1)(a))")
        guard neighbors[neighbor].retransmission.list.insert(slot) else { return }
        database[slot].retransmissions += 1
        let timer = timer(.retransmission, neighbor: neighbor)
        if !timers.isSet(timer) {
            let interface = neighbors[neighbor].interface
            timers.set(timer, to: now + configuration.interfaces[interface].retransmitInterval)
        }
    }

    mutating func removeFromRetransmissionList(
        _ slot: DatabaseSlot, of neighbor: NeighborIndex, _ context: inout RouterContext
    ) {
        guard neighbors[neighbor].retransmission.list.remove(slot) else { return }
        release(slot)
        if neighbors[neighbor].retransmission.rounds > 0 { noteProgress(slot, of: neighbor, at: context.now) }
        if neighbors[neighbor].retransmission.list.count == 0 {
            timers.cancel(timer(.retransmission, neighbor: neighbor))
        }
        if database[slot].retransmissions == 0, database[slot].flags.contains(.maxAge) {
            removeMaxAgeLSA(slot, &context)
        }
    }

    /// RFC 2328 §13 (5)(c): the current copy is about to be replaced, so it is on no retransmission list any longer.
    mutating func removeFromAllRetransmissionLists(_ slot: DatabaseSlot) {
        guard database[slot].retransmissions > 0 else { return }
        for neighbor in neighbors.indices where neighbors[neighbor].retransmission.list.remove(slot) {
            if neighbors[neighbor].retransmission.list.count == 0 {
                timers.cancel(timer(.retransmission, neighbor: neighbor))
            }
        }
        database[slot].retransmissions = 0
    }

    /// The adjacency is over, or begins anew.
    mutating func clearRetransmissionList(of neighbor: NeighborIndex) {
        var slot = neighbors[neighbor].retransmission.list.next(from: 0)
        while let current = slot {
            release(current)
            slot = neighbors[neighbor].retransmission.list.next(from: current.advanced(by: 1))
        }
        neighbors[neighbor].retransmission.forget()
        timers.cancel(timer(.retransmission, neighbor: neighbor))
    }

    /// A neighbor ceases to need an LSA.
    private mutating func release(_ slot: DatabaseSlot) {
        precondition(database[slot].retransmissions > 0, "an LSA counts the retransmission lists that it is on")
        database[slot].retransmissions -= 1
    }
}
