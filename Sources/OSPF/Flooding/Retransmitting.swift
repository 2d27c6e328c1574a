import NetworkPrimitives

// RFC 2328 §13.6: sending again what was not acknowledged.
extension Router {
    mutating func retransmissionTimerFired(_ index: NeighborIndex, _ context: inout RouterContext) {
        guard neighbors[index].state >= .exchange, neighbors[index].retransmissionList.count > 0 else { return }
        if let limit = configuration.timers.retransmission.limit, neighbors[index].retransmissionNext == 0,
            neighbors[index].retransmissionRounds >= limit
        {
            retransmissionLimitReached(index, &context)
            return
        }
        let startsRound = neighbors[index].retransmissionNext == 0
        retransmit(to: index, &context)
        if startsRound, neighbors[index].isRetransmitting, neighbors[index].retransmissionRounds < .max {
            neighbors[index].retransmissionRounds += 1
        }
        scheduleRetransmission(to: index, at: context.now)
    }

    /// As many LSAs as fit into one packet, to the neighbor alone (RFC 2328 §8.1). LSAs that were sent less than an
    /// interval ago, or that pacing still holds back, have had no time to be acknowledged and are left out.
    mutating func retransmit(to index: NeighborIndex, _ context: inout RouterContext) {
        guard neighbors[index].state >= .exchange, neighbors[index].retransmissionList.count > 0 else { return }
        let interface = neighbors[index].interface
        let interval = configuration.interfaces[interface].retransmitInterval
        var batch = UpdateBatch(interface: interface, to: destination(of: index))
        batch.isRetransmission = true
        let room = Int(configuration.interfaces[interface].mtu) - overhead(on: interface, at: context.now) - 4
        let unsent = unsentLSAs(on: interface)
        var slot = neighbors[index].retransmissionList.next(from: neighbors[index].retransmissionNext)
        while let current = slot {
            let length = Int(context.store[database[current].instance].length)
            let sent = interfaces[interface].lateFlooding.instant(of: current) ?? database[current].installed
            if context.now - max(sent, database[current].installed) >= interval, unsent?.contains(current) != true {
                if batch.length > 0, batch.length + length > room { break }
                if batch.length == 0 {
                    attributeSending(of: current, carriedBy: interfaces[interface].floodingCause, &context)
                }
                add(current, to: &batch, &context)
            }
            slot = neighbors[index].retransmissionList.next(from: current.advanced(by: 1))
        }
        neighbors[index].isRetransmitting = batch.length > 0
        neighbors[index].retransmissionNext = configuration.timers.retransmission.pacing > .zero ? slot ?? 0 : 0
        send(&batch, &context)
        scheduleRetransmission(to: index, at: context.now)
    }

    /// The next packet of a paced round, or the next round.
    private mutating func scheduleRetransmission(to index: NeighborIndex, at now: Instant) {
        let policy = configuration.timers.retransmission
        let wait =
            neighbors[index].retransmissionNext > 0
            ? policy.pacing
            : policy.interval(
                afterRound: neighbors[index].retransmissionRounds,
                rxmtInterval: configuration.interfaces[neighbors[index].interface].retransmitInterval)
        timers.set(timer(.retransmission, neighbor: index), to: now + wait)
    }

    /// The neighbor acknowledged an LSA: if it had been retransmitted, the neighbor is making progress.
    mutating func noteProgress(_ slot: DatabaseSlot, of neighbor: NeighborIndex, at now: Instant) {
        let interval = configuration.interfaces[neighbors[neighbor].interface].retransmitInterval
        if now - database[slot].installed >= interval { neighbors[neighbor].retransmissionRounds = 0 }
    }
}
