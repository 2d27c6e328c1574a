import NetworkPrimitives

// Pools, connections and handshakes (docs/services.md, "Connections").

extension ServiceWorld {
    private func pool(of call: CallIndex) -> PoolIndex {
        let edge = edges[calls[call].edge]
        precondition(edge.hasPool, "who keeps no connections waits for none")
        let target = edgeTargets[Int(edge.firstTarget + calls[call].target)]
        let pools = edge.firstPool + calls[call].caller * edge.poolsPerCaller + target.firstPool
        return PoolIndex(Int(pools + instances[calls[call].instance].ordinal))
    }

    /// An idle connection, a new one, or a place among those who wait.
    mutating func acquireConnection(_ call: CallIndex) {
        let (pool, edge) = (pool(of: call), calls[call].edge)
        if let connection = takeIdle(pool) {
            calls[call].connection = connection
            return sendRequest(call, .request)
        }
        if pools[pool].count < edges[edge].poolSize { return openConnection(pool, for: call) }
        calls[call].state = .waitingForConnection
        calls[call].previous = pools[pool].lastWaiting
        calls[call].next = .none
        if pools[pool].lastWaiting.isNone {
            pools[pool].firstWaiting = call
        } else {
            calls[pools[pool].lastWaiting].next = call
        }
        pools[pool].lastWaiting = call
        if edges[edge].poolWait != .max {
            events.add(.poolWait, at: now + edges[edge].poolWait, call.number, calls[call].generation)
        }
    }

    /// The connection that was put back last and is still good; others are closed when they are met.
    private mutating func takeIdle(_ pool: PoolIndex) -> ConnectionIndex? {
        let edge = pools[pool].edge
        while !pools[pool].idle.isNone {
            let connection = pools[pool].idle
            pools[pool].idle = connections[connection].next
            let record = connections[connection]
            let isOld =
                now - record.openedAt > edges[edge].poolLifetime || now - record.idleSince > edges[edge].poolIdle
            if !isOld, instances[record.instance].epoch == record.epoch { return connection }
            close(connection)
        }
        return nil
    }

    private mutating func openConnection(_ pool: PoolIndex, for call: CallIndex) {
        let instance = calls[call].instance
        let connection = newConnection(pool, instance)
        calls[call].connection = connection
        calls[call].roundsLeft = services[instances[instance].service].roundTrips
        if calls[call].roundsLeft > 0 { sendRequest(call, .handshake) } else { establish(call) }
    }

    mutating func newConnection(_ pool: PoolIndex, _ instance: InstanceIndex) -> ConnectionIndex {
        pools[pool].count += 1
        let connection: ConnectionIndex
        if let free = freeConnections.popLast() {
            connection = free
        } else {
            connections.append(ConnectionRecord())
            connection = ConnectionIndex(connections.count - 1)
        }
        connections[connection] = ConnectionRecord(
            isOpen: true, pool: pool, instance: instance, epoch: instances[instance].epoch, openedAt: now,
            idleSince: now)
        return connection
    }

    /// The server takes part in a handshake: the connection exists there from now on.
    mutating func count(_ connection: ConnectionIndex) {
        guard !connections[connection].isCounted else { return }
        connections[connection].isCounted = true
        let instance = connections[connection].instance
        connections[connection].epoch = instances[instance].epoch
        instances[instance].connections += 1
    }

    mutating func continueHandshake(_ call: CallIndex) {
        calls[call].roundsLeft -= 1
        if calls[call].roundsLeft > 0 { sendRequest(call, .handshake) } else { establish(call) }
    }

    private mutating func establish(_ call: CallIndex) {
        let connection = calls[call].connection
        count(connection)
        connections[connection].openedAt = now
        totals.connectionsOpened[instances[calls[call].instance].service.offset] += 1
        sendRequest(call, .request)
    }

    /// After an answer the connection goes back; otherwise an answer may still come on it, and it is closed.
    mutating func giveBackConnection(_ call: CallIndex, isReusable: Bool) {
        let connection = calls[call].connection
        calls[call].connection = .none
        let pool = connections[connection].pool
        connections[connection].uses += 1
        let isVoid = instances[connections[connection].instance].epoch != connections[connection].epoch
        if isReusable, !isVoid, connections[connection].uses < edges[pools[pool].edge].poolUses {
            if let next = takeWaiting(pool) {
                calls[next].connection = connection
                sendRequest(next, .request)
            } else {
                connections[connection].idleSince = now
                connections[connection].next = pools[pool].idle
                pools[pool].idle = connection
            }
            return
        }
        close(connection)
        // Its place is free for a new one.
        if pools[pool].count < edges[pools[pool].edge].poolSize, let next = takeWaiting(pool) {
            openConnection(pool, for: next)
        }
    }

    private mutating func takeWaiting(_ pool: PoolIndex) -> CallIndex? {
        let call = pools[pool].firstWaiting
        guard !call.isNone else { return nil }
        takeOut(call, pool)
        return call
    }

    mutating func leaveWait(_ call: CallIndex) { takeOut(call, pool(of: call)) }

    private mutating func takeOut(_ call: CallIndex, _ pool: PoolIndex) {
        let (previous, next) = (calls[call].previous, calls[call].next)
        if previous.isNone { pools[pool].firstWaiting = next } else { calls[previous].next = next }
        if next.isNone { pools[pool].lastWaiting = previous } else { calls[next].previous = previous }
        (calls[call].previous, calls[call].next) = (.none, .none)
    }

    mutating func endWait(_ call: CallIndex, _ generation: UInt32) {
        guard calls[call].generation == generation, calls[call].state == .waitingForConnection else { return }
        finishTarget(call, .pool)
    }

    mutating func close(_ connection: ConnectionIndex) {
        let record = connections[connection]
        pools[record.pool].count -= 1
        if record.isCounted, instances[record.instance].epoch == record.epoch {
            instances[record.instance].connections -= 1
        }
        connections[connection].isOpen = false
        freeConnections.append(connection)
    }

    /// The connections of a caller that stops are gone.
    mutating func closePools(of edge: EdgeIndex, caller: Int32) {
        guard edges[edge].hasPool else { return }
        let first = Int(edges[edge].firstPool + caller * edges[edge].poolsPerCaller)
        for pool in first..<first + Int(edges[edge].poolsPerCaller) {
            let pool = PoolIndex(pool)
            while !pools[pool].idle.isNone {
                let connection = pools[pool].idle
                pools[pool].idle = connections[connection].next
                close(connection)
            }
        }
    }

    /// Whether a message on a connection, or of a caller, is one that the server knows nothing of, and what it answers.
    func fate(of job: JobRecord) -> MessageFate {
        let instance = instances[job.instance]
        if instance.isDown { return .passes }
        let mode = modes[Int(instance.firstMode) + job.kind.offset]
        if mode.staleSince >= 0, job.purpose == .request {
            let age = mode.staleOfCaller ? job.callerStartedAt : job.connectedAt
            if age >= 0, age < mode.staleSince { return .vanishes }
        }
        guard job.connectedAt >= 0, !job.edge.isNone else { return .passes }
        if job.epoch != instance.epoch { return job.purpose == .handshake ? .passes : .breaks }
        let isForgotten = paths.wasLost(
            job.callerPlace, instance.place, for: edges[job.edge].peerForgets, since: job.connectedAt, until: now)
        if isForgotten { return edges[job.edge].forgottenResets ? .breaks : .vanishes }
        return .passes
    }

    enum MessageFate { case passes, vanishes, breaks }
}
