import NetworkPrimitives

// What vendors and RFC 4222 do to keep a flood from drowning a router. All of it is off by default.
extension Router {
    /// Sends at most `burst` updates of what waits to be flooded on an interface; the rest follows a pacing interval later.
    mutating func sendBurst(of burst: Int, on index: InterfaceIndex, _ context: inout RouterContext) {
        sendFirst(burstEnd(burst, on: index, at: context.now, context.store), on: index, &context)
        if !interfaces[index].floodingQueue.slots.isEmpty {
            timers.set(Timer.number(.flood, interface: index), to: context.now + configuration.timers.floodPacing)
        }
    }

    /// Sends `count` of the LSAs that wait to be flooded; the rest follows when other jobs have had the CPU.
    mutating func sendSlice(of count: Int, on index: InterfaceIndex, _ context: inout RouterContext) {
        sendFirst(count, on: index, &context)
        interfaces[index].floodingQueue.setAwaitsCPU(true)
        timers.set(Timer.number(.flood, interface: index), to: context.now)
    }

    private mutating func sendFirst(_ count: Int, on index: InterfaceIndex, _ context: inout RouterContext) {
        let rest = interfaces[index].floodingQueue.keepFirst(count)
        noteLateFlooding(on: index, at: context.now)
        if interfaces[index].isUnicast {
            sendFloodedToEach(on: index, &context)
        } else {
            sendFlooded(on: index, to: floodingAddress(of: index), &context)
        }
        interfaces[index].floodingQueue.restore(rest)
    }

    /// How many of the LSAs that wait fit into `burst` updates.
    private func burstEnd(_ burst: Int, on index: InterfaceIndex, at now: Instant, _ store: LSAStore) -> Int {
        let room = Int(configuration.interfaces[index].mtu) - overhead(on: index, at: now) - 4
        var (packets, filled) = (1, 0)
        for (position, slot) in interfaces[index].floodingQueue.slots.enumerated() {
            guard database.isInUse(slot), carries(slot, on: index, store) else { continue }
            let length = Int(store[database[slot].instance].length)
            if filled > 0, filled + length > room {
                packets += 1
                filled = 0
                if packets > burst { return position }
            }
            filled += length
        }
        return interfaces[index].floodingQueue.slots.count
    }

    /// RFC 4222 §2 (2): a packet that only a neighbor in Init or above would send restarts its inactivity timer.
    mutating func restartInactivityTimer(
        of neighbor: NeighborIndex, _ packet: Packet, _ context: inout RouterContext
    ) {
        let isForThisRouter =
            packet.destinationAddress != .allDRouters
            && (packet.destinationAddress != .allSPFRouters
                || interfaces[neighbors[neighbor].interface].state == .pointToPoint)
        if isForThisRouter, neighbors[neighbor].state >= .`init` {
            take(.helloReceived, of: neighbor, &context)
        }
    }

    /// RFC 4222 §2 (5): whether one more adjacency may be brought up now.
    var mayStartExchange: Bool {
        guard let limit = configuration.timers.adjacencyLimit else { return true }
        return neighbors.count { (.exStart ..< .full).contains($0.state) } < Int(limit)
    }

    /// Neighbors that have had to wait, in the order of their numbers.
    mutating func startWaitingExchanges(_ context: inout RouterContext) {
        guard isRunning, !limit.isDeafOrSilent else { return }
        for index in neighbors.indices where neighbors[index].state == .twoWay && mayStartExchange {
            take(.adjacencyOK, of: index, &context)
        }
    }
}
