import NetworkPrimitives
import OSPFWire

// RFC 2328 §8.2 and §13: what arrives.
extension Router {
    mutating func receive(_ id: PacketID, on index: InterfaceIndex, _ context: inout RouterContext) {
        guard interfaces[index].state != .down, !configuration.interfaces[index].isPassive, !limit.isDeafOrSilent
        else { return }
        let packet = context.packets[id]
        context.cause = packet.cause
        guard !packet.isDamaged else {
            noteDamage(of: packet, on: index, &context)
            return
        }
        switch acceptance(of: packet, on: index) {
        case .accepted(let interface): receive(packet, id, claimedBy: interface, &context)
        case .discarded(let reason): discard(packet, reason, on: index, &context)
        }
    }

    /// - Parameter index: the interface that the packet is meant for: a virtual link, or the one it arrived on.
    private mutating func receive(
        _ packet: Packet, _ id: PacketID, claimedBy index: InterfaceIndex, _ context: inout RouterContext
    ) {
        if packet.signature.kind != .null || interfaces[index].authentication.kind != .null {
            guard authenticate(packet, on: index, &context) else { return }
            // A hello makes the neighbor known that the number belongs to.
            defer { noteSequenceNumber(of: packet, on: index) }
            receiveAuthentic(packet, id, on: index, &context)
        } else {
            receiveAuthentic(packet, id, on: index, &context)
        }
    }

    private mutating func receiveAuthentic(
        _ packet: Packet, _ id: PacketID, on index: InterfaceIndex, _ context: inout RouterContext
    ) {
        if packet.type == .hello {
            receiveHello(packet, id, on: index, &context)
            return
        }
        // RFC 2328 §8.2: every other packet must come from a neighbor that is known.
        guard let neighbor = findNeighbor(packet, on: index) else {
            discard(packet, .unknownNeighbor, on: index, &context)
            return
        }
        if configuration.timers.anyPacketKeepsAlive { restartInactivityTimer(of: neighbor, packet, &context) }
        switch packet.type {
        case .databaseDescription: receiveDescription(packet, id, from: neighbor, &context)
        // RFC 2328 §10.7, §13, §13.7: on adjacencies alone.
        case _ where neighbors[neighbor].state < .exchange:
            discard(packet, .neighborState, on: index, &context)
        case .linkStateRequest: receiveRequest(id, from: neighbor, &context)
        case .linkStateUpdate: receiveUpdate(id, from: neighbor, &context)
        default: receiveAcknowledgment(id, from: neighbor, &context)
        }
    }

    private mutating func receiveUpdate(
        _ id: PacketID, from index: NeighborIndex, _ context: inout RouterContext
    ) {
        // Acknowledgments that go straight back to the sender (RFC 2328 §13.5).
        var direct = context.packets.lendPayload()
        let count = context.packets.itemCount(of: id)
        let carrier = context.packets[id].cause
        counters.lsasReceived += UInt64(count)
        for item in 0..<count {
            let lsa = context.packets.lsa(item, of: id)
            context.cause = context.journal.cause(
                ofNews: context.store[lsa.instance].cause, age: Int(lsa.age), carriedBy: carrier, at: context.now)
            let goesOn = receive(lsa, from: index, &direct, &context)
            // An isolation, a restarted exchange or a crash ends the packet.
            guard goesOn, neighbors[index].state >= .exchange, memory.fatal == nil else { break }
        }
        sendDirectAcknowledgments(direct.words, to: index, &context)
        context.packets.takeBack(direct)
    }

    /// RFC 2328 §13 for one LSA of an update. The answer is whether the rest of the packet is still wanted.
    private mutating func receive(
        _ lsa: CarriedLSA, from index: NeighborIndex, _ direct: inout Payload,
        _ context: inout RouterContext
    ) -> Bool {
        let instance = context.store[lsa.instance]
        // RFC 2328 §13 (1) to (3): discarded without an acknowledgment.
        if let reason = discardReason(of: instance, on: neighbors[index].interface, context.store) {
            counters.discardedLSAs[reason] += 1
            return true
        }
        let slot = database.slot(of: instance.key)
        // RFC 2328 §13 (4): an LSA at MaxAge that is in no database here needs an acknowledgment only.
        if Int(lsa.age) >= Constants.maxAgeSeconds, slot == nil, !isExchangingWithAnyone {
            direct.append(lsa.instance, age: UInt32(lsa.age))
            return true
        }
        let comparison =
            slot.map { context.store.freshness(of: lsa, comparedTo: database[$0], at: context.now) } ?? .newer
        switch comparison {
        case .newer:
            return receiveNewer(lsa, instance, slot: slot, from: index, &direct, &context)
        case .same:
            counters.lsasDuplicate += 1
            // RFC 2328 §13 (6): the neighbor sent no more than is here already.
            if neighbors[index].requests.instance(for: instance.key) != nil {
                return receiveRequestedButKnown(lsa, instance.key, from: index, &direct, &context)
            }
            receiveSame(lsa, slot: slot!, from: index, &direct, &context)
            return true
        case .older:
            counters.lsasDuplicate += 1
            if neighbors[index].requests.instance(for: instance.key) != nil {
                // RFC 2328 §13 (6): the neighbor sent less than it had described.
                restartExchange(index, .badLinkStateRequest, &context)
                return false
            }
            receiveOlder(slot: slot!, from: index, &context)
            return true
        }
    }

    /// RFC 2328 §13 (1) to (3), and §10.6 for what a Database Description lists: why an LSA that arrives on an
    /// interface is discarded.
    @inline(__always) func discardReason(
        of instance: LSAInstance, on index: InterfaceIndex, _ store: LSAStore
    ) -> LSADiscardReason? {
        if let flaw = instance.flaw { return flaw }
        let key = store[instance.key]
        guard interfaces[index].accepted.contains(key.type) else {
            return interfaces[index].accepted.reason(against: key.type)
        }
        return key.type == LSType.opaqueLink && key.link != interfaces[index].link ? .foreignLink : nil
    }

    /// RFC 2328 §13 (5): the LSA is newer than the database copy, or there is none.
    private mutating func receiveNewer(
        _ lsa: CarriedLSA, _ instance: LSAInstance, slot: DatabaseSlot?, from index: NeighborIndex,
        _ direct: inout Payload, _ context: inout RouterContext
    ) -> Bool {
        // RFC 2328 §13 (5)(a): instances that follow each other too fast are dropped; the neighbor will send the last
        // one again. A copy that reached MaxAge here was not received.
        if let slot, database[slot].flags.isDisjoint(with: [.selfOriginated, .agedHere]),
            context.now - database[slot].installed < configuration.timers.minLSArrival
        {
            return true
        }
        if slot == nil {
            switch admit(instance.key, &context) {
            case .accept: break
            case .reject(let acknowledge):
                if acknowledge {
                    direct.append(lsa.instance, age: UInt32(lsa.age))
                    requestAnswered(instance.key, by: index, &context)
                }
                return true
            case .isolated: return false
            }
        } else if limit.isRefusing,
            case .reject(let acknowledge)? = refusal(
                ofUpdate: instance.key, isMaxAge: Int(lsa.age) >= Constants.maxAgeSeconds, context.store)
        {
            counters.lsasRejected += 1
            if acknowledge { direct.append(lsa.instance, age: UInt32(lsa.age)) }
            return true
        }
        // RFC 2328 §13 (5)(d) comes before (e): what cannot be stored is not acknowledged, and the
        // neighbor sends it again.
        guard hasMemory(forLSAOf: instance.length, replacing: slot, context.store) else {
            allocationFailed(forLSAOf: instance.length, &context)
            return true
        }
        let replaced = slot.map { context.store[database[$0].instance].sequenceNumber }
        // RFC 2328 §13 (5)(c), (d): off the retransmission lists, and into the database.
        let installed = install(
            lsa.instance, age: min(Int(lsa.age), Constants.maxAgeSeconds), replacing: slot,
            isSelfOriginated: isSelfOriginated(instance, context.store),
            &context)
        // RFC 2328 §13 (5)(b): flooded on.
        let wasFloodedBack = flood(installed, receivedFrom: index, &context)
        if configuration.profile.passesFlushesOnOnce, database[installed].flags.contains(.maxAge),
            replaced == instance.sequenceNumber
        {
            removeFromAllRetransmissionLists(installed)
        }
        // RFC 2328 §13 (5)(e): acknowledged, unless flooding it back does that.
        if !wasFloodedBack { acknowledgeNew(lsa, from: index, at: context.now) }
        // RFC 2328 §13.3 (1)(b): an instance that is older than the one described leaves the request standing. The age
        // that was described is no longer known, so sequence number and checksum decide.
        if let described = neighbors[index].requests.instance(for: instance.key),
            instance.mark(age: Int(lsa.age)).freshness(comparedTo: context.store[described].mark(age: Int(lsa.age)))
                != .older
        {
            requestAnswered(instance.key, by: index, &context)
        }
        if database[installed].flags.contains(.linkLocal) {
            graceLSAInstalled(installed, on: neighbors[index].interface, &context)
        }
        // RFC 2328 §13 (5)(f) and §13.4: an LSA of the router's own.
        if database[installed].flags.contains(.selfOriginated) {
            receivedOwnLSA(installed, &context)
        }
        return !limit.isDeafOrSilent
    }

    /// RFC 2328 §13 (7): the same instance as the database copy.
    private mutating func receiveSame(
        _ lsa: CarriedLSA, slot: DatabaseSlot, from index: NeighborIndex, _ direct: inout Payload,
        _ context: inout RouterContext
    ) {
        if neighbors[index].retransmission.list.contains(slot) {
            removeFromRetransmissionList(slot, of: index, &context)
            // RFC 2328 §13 (7)(a) and §13.5, table 19: an implied acknowledgment, which only a Backup answers, and only
            // to its Designated Router.
            let interface = neighbors[index].interface
            if interfaces[interface].state == .backup,
                neighbors[index].address == interfaces[interface].designatedRouter
            {
                delayAcknowledgment(lsa, on: interface, at: context.now)
            }
        } else {
            // RFC 2328 §13 (7)(b): a duplicate is acknowledged at once.
            direct.append(lsa.instance, age: UInt32(lsa.age))
        }
    }

    /// RFC 2328 §13 (6), as implementations do it: the instance that was asked for has come from another neighbor
    /// meanwhile, and the request is answered.
    private mutating func receiveRequestedButKnown(
        _ lsa: CarriedLSA, _ key: LSAKeyID, from index: NeighborIndex, _ direct: inout Payload,
        _ context: inout RouterContext
    ) -> Bool {
        requestAnswered(key, by: index, &context)
        direct.append(lsa.instance, age: UInt32(lsa.age))
        return true
    }

    /// RFC 2328 §13 (8): the database copy is newer. It is sent back, unless it was installed within MinLSArrival.
    private mutating func receiveOlder(
        slot: DatabaseSlot, from index: NeighborIndex, _ context: inout RouterContext
    ) {
        let entry = database[slot]
        if entry.flags.contains(.maxAge),
            context.store[entry.instance].sequenceNumber == Constants.maxSequenceNumber
        {
            return
        }
        guard context.now - entry.installed >= configuration.timers.minLSArrival else { return }
        var batch = UpdateBatch(interface: neighbors[index].interface, to: destination(of: index))
        add(slot, to: &batch, &context)
        send(&batch, &context)
    }

    private var isExchangingWithAnyone: Bool {
        neighbors.contains { $0.state == .exchange || $0.state == .loading }
    }

    // MARK: Acknowledgments (RFC 2328 §13.5, §13.7)

    private mutating func receiveAcknowledgment(
        _ id: PacketID, from index: NeighborIndex, _ context: inout RouterContext
    ) {
        let before = neighbors[index].retransmission.list.count
        defer {
            // RFC 2328 §13.6: some of what was sent again is acknowledged, so the next packet may follow at once.
            if neighbors[index].retransmission.hasSent, neighbors[index].retransmission.list.count < before,
                configuration.timers.retransmission.pacing == .zero
            {
                retransmit(to: index, &context)
            }
        }
        for item in 0..<context.packets.itemCount(of: id) {
            let acknowledged = context.packets.lsa(item, of: id)
            // RFC 2328 §13.7: only the instance that was sent counts.
            guard let slot = database.slot(of: context.store[acknowledged.instance].key),
                neighbors[index].retransmission.list.contains(slot),
                context.store.freshness(of: acknowledged, comparedTo: database[slot], at: context.now) == .same
            else { continue }
            removeFromRetransmissionList(slot, of: index, &context)
        }
    }

    /// RFC 2328 §13.5, table 19: the LSA is newer and was not flooded back out of the receiving interface.
    private mutating func acknowledgeNew(_ lsa: CarriedLSA, from index: NeighborIndex, at now: Instant) {
        let interface = neighbors[index].interface
        if interfaces[interface].state == .backup,
            neighbors[index].address != interfaces[interface].designatedRouter
        {
            return
        }
        delayAcknowledgment(lsa, on: interface, at: now)
    }

    private mutating func delayAcknowledgment(_ lsa: CarriedLSA, on interface: InterfaceIndex, at now: Instant) {
        interfaces[interface].delay(lsa)
        let timer = Timer.number(.acknowledgment, interface: interface)
        if !timers.isSet(timer) { timers.set(timer, to: now + configuration.timers.acknowledgmentDelay) }
    }

    /// RFC 2328 §13.5: delayed acknowledgments go to everyone who may wait for them, by multicast.
    mutating func sendDelayedAcknowledgments(on index: InterfaceIndex, _ context: inout RouterContext) {
        let state = interfaces[index].state
        let reachesAll = state == .pointToPoint || state == .designatedRouter || state == .backup
        var waiting: [UInt32] = []
        interfaces[index].swapAcknowledgments(with: &waiting)
        if interfaces[index].isUnicast {
            // RFC 2328 §13.5: without multicast, to each adjacent neighbor separately.
            for neighbor in interfaces[index].neighbors where neighbors[neighbor].state >= .exchange {
                sendAcknowledgments(waiting, on: index, to: neighbors[neighbor].address, &context)
            }
        } else {
            sendAcknowledgments(waiting, on: index, to: reachesAll ? .allSPFRouters : .allDRouters, &context)
        }
        waiting.removeAll(keepingCapacity: true)
        interfaces[index].swapAcknowledgments(with: &waiting)
    }

    private mutating func sendDirectAcknowledgments(
        _ items: [UInt32], to index: NeighborIndex, _ context: inout RouterContext
    ) {
        guard !items.isEmpty, !limit.isDeafOrSilent else { return }
        sendAcknowledgments(items, on: neighbors[index].interface, to: destination(of: index), &context)
    }

    private mutating func sendAcknowledgments(
        _ items: [UInt32], on interface: InterfaceIndex, to destination: IPv4Address, _ context: inout RouterContext
    ) {
        let capacity = (Int(configuration.interfaces[interface].mtu) - overhead(on: interface, at: context.now)) / 20
        var start = 0
        while start < items.count {
            let end = min(items.count, start + 2 * capacity)
            let packet = makePacket(.linkStateAcknowledgment, on: interface, to: destination, because: context.cause)
            var payload = context.packets.lendPayload()
            payload.append(items[start..<end])
            send(packet, payload, bodyLength: (end - start) * 10, on: interface, &context)
            start = end
        }
    }
}
