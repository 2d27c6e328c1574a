import NetworkPrimitives

// What vendors and RFC 4222 do to keep a flood from drowning a router. All of it is off by default.
extension Router {
    /// Sends at most `burst` updates of what waits to be flooded on an interface; the rest follows a pacing interval later.
    mutating func sendBurst(of burst: Int, on index: Int, at now: Instant, _ context: inout RouterContext) {
        var batch = UpdateBatch(interface: index, to: floodingAddress(of: index))
        let room = Int(configuration.interfaces[index].mtu) - overhead(on: index, context) - 4
        var (position, packets) = (0, 0)
        while position < interfaces[index].toFlood.count {
            let slot = Int(interfaces[index].toFlood[position])
            // A slot that was freed and used again meanwhile may belong to another area now.
            guard database.isInUse(slot), interfaces[index].carries(database[slot].scope) else {
                position += 1
                continue
            }
            let length = Int(context.store[database[slot].instance].length)
            if batch.length > 0, batch.length + length > room {
                send(&batch, &context)
                packets += 1
                if packets == burst { break }
            }
            if batch.length == 0 { context.cause = context.store[database[slot].instance].cause }
            add(slot, to: &batch, at: now, &context)
            position += 1
        }
        send(&batch, &context)
        interfaces[index].toFlood.removeFirst(position)
        if !interfaces[index].toFlood.isEmpty {
            timers.set(Timer.number(.flood, interface: index), to: now + configuration.timers.floodPacing)
        }
    }

    /// RFC 4222 §3 (2): a packet that only a neighbour that hears this router would send says that it lives.
    mutating func noteLife(of neighbor: Int, _ packet: Packet, at now: Instant) {
        let isForThisRouter =
            packet.destinationAddress != .allDRouters
            && (packet.destinationAddress != .allSPFRouters
                || interfaces[neighbors[neighbor].interface].state == .pointToPoint)
        if isForThisRouter, neighbors[neighbor].state >= .`init` { helloReceived(neighbor, at: now) }
    }

    /// RFC 4222 §3 (5): whether one more adjacency may be brought up now.
    var mayStartExchange: Bool {
        guard let limit = configuration.timers.adjacencyLimit else { return true }
        return neighbors.count { (.exStart ..< .full).contains($0.state) } < Int(limit)
    }

    /// Neighbours that have had to wait, in the order of their numbers.
    mutating func startWaitingExchanges(at now: Instant, _ context: inout RouterContext) {
        guard isRunning, !limit.isDeafOrSilent else { return }
        for index in neighbors.indices where neighbors[index].state == .twoWay && mayStartExchange {
            if shouldBeAdjacent(index) { startExchange(index, at: now, &context) }
        }
    }
}
