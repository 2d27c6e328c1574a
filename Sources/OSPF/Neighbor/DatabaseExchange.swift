import NetworkPrimitives
import OSPFWire

/// What makes two Database Descriptions duplicates of each other (RFC 2328 §10.6).
struct DatabaseDescriptionMark: Hashable, Sendable {
    var flags: DatabaseDescription.Flags = []
    var options: UInt8 = 0
    var sequenceNumber: UInt32 = 0
}

/// How far the exchange of Database Descriptions with a neighbor has come.
struct ExchangeState: Sendable {
    /// This router is master.
    fileprivate(set) var isMaster = false
    fileprivate(set) var ddSequenceNumber: UInt32 = 0
    /// The Options that the neighbor described itself with.
    fileprivate(set) var options: UInt8 = 0
    /// Flags, options and sequence number of the last Database Description that was accepted.
    fileprivate var lastReceived = DatabaseDescriptionMark()
    /// The last Database Description that was sent, kept to be sent again, and when that was.
    fileprivate(set) var lastSent = PacketID.none
    fileprivate var lastSentAt = Instant.origin
    /// What is still to be described: keys, served from `summaryNext`.
    fileprivate var summary: [UInt32] = []
    fileprivate var summaryNext = 0
    /// The last packet sent had the M-bit clear: everything is described once it is acknowledged.
    fileprivate var hasDescribedAll = false
}

// RFC 2328 §10.6, §10.8: Database Descriptions.
extension Router {
    /// In ExStart the neighbors agree on who is master.
    mutating func beginExchange(_ index: NeighborIndex, _ context: inout RouterContext) {
        context.cause = causeOfMeeting(index, context.journal)
        // RFC 2328 §10.3: incremented; a first value that no earlier exchange of this pair can have had.
        neighbors[index].exchange.ddSequenceNumber =
            neighbors[index].exchange.ddSequenceNumber == 0
            ? UInt32(truncatingIfNeeded: context.now.nanoseconds / 1_000_000) | 1
            : neighbors[index].exchange.ddSequenceNumber &+ 1
        neighbors[index].exchange.isMaster = true
        neighbors[index].exchange.hasDescribedAll = false
        neighbors[index].exchange.lastReceived = DatabaseDescriptionMark()
        sendNegotiation(index, &context)
    }

    /// SeqNumberMismatch and BadLSReq.
    ///
    /// - Precondition: the exchange has begun.
    mutating func restartExchange(
        _ index: NeighborIndex, _ event: NeighborEvent, _ context: inout RouterContext
    ) {
        let reason: Happening.Reason = event == .badLinkStateRequest ? .badLinkStateRequest : .sequenceNumberMismatch
        take(event, of: index, reason: reason, &context)
    }

    private mutating func sendNegotiation(_ index: NeighborIndex, _ context: inout RouterContext) {
        sendDescription(index, Payload(), flags: .negotiation, &context)
    }

    /// Sends a Database Description and keeps it for a retransmission.
    private mutating func sendDescription(
        _ index: NeighborIndex, _ payload: consuming Payload, flags: DatabaseDescription.Flags,
        _ context: inout RouterContext
    ) {
        let interface = neighbors[index].interface
        precondition(neighbors[index].state >= .exStart, "databases are described to adjacencies (RFC 2328 §10.8)")
        var packet = makePacket(.databaseDescription, on: interface, to: destination(of: index), because: context.cause)
        packet.options =
            options(in: interfaces[interface].area) | (configuration.isOpaqueCapable ? Options.opaque.rawValue : 0)
        // RFC 2328 §10.8: the MTU of a virtual link is unknown, and 0 in the packet.
        let isVirtual = configuration.interfaces[interface].networkType == .virtualLink
        packet.interfaceMTU = isVirtual ? 0 : configuration.interfaces[interface].mtu
        packet.flags = flags
        packet.ddSequenceNumber = neighbors[index].exchange.ddSequenceNumber
        dropLastSent(index, &context.packets)
        let id = send(packet, payload, bodyLength: 8 + 20 * payload.lsaCount, on: interface, &context)
        context.packets.retain(id)
        neighbors[index].exchange.lastSent = id
        neighbors[index].exchange.lastSentAt = context.now
        if neighbors[index].exchange.isMaster {
            timers.set(
                timer(.exchange, neighbor: index),
                to: context.now + configuration.interfaces[interface].retransmitInterval)
        }
    }

    private mutating func resendLastDescription(_ index: NeighborIndex, _ context: inout RouterContext) {
        guard neighbors[index].exchange.lastSent != .none else { return }
        let interface = neighbors[index].interface
        tellMTU(index, &context)
        let again = signedAgain(neighbors[index].exchange.lastSent, on: interface, &context)
        context.effects.append(.send(again, interface: interface))
        neighbors[index].exchange.lastSentAt = context.now
    }

    /// RFC 2328 §10.8: a slave that is past Exchange answers duplicates for RouterDeadInterval.
    private func answersDuplicates(of index: NeighborIndex, at now: Instant) -> Bool {
        let interval = configuration.interfaces[neighbors[index].interface].deadInterval
        return neighbors[index].exchange.isMaster || now - neighbors[index].exchange.lastSentAt <= interval
    }

    /// What is sent again has the interface's present MTU: an operator may have changed the one that was refused.
    private mutating func tellMTU(_ index: NeighborIndex, _ context: inout RouterContext) {
        var packet = context.packets[neighbors[index].exchange.lastSent]
        let mtu = configuration.interfaces[neighbors[index].interface].mtu
        guard packet.interfaceMTU != 0, packet.interfaceMTU != mtu else { return }
        packet.interfaceMTU = mtu
        let id = context.packets.addCopy(of: neighbors[index].exchange.lastSent, with: packet)
        dropLastSent(index, &context.packets)
        neighbors[index].exchange.lastSent = id
    }

    /// The retransmit timer of ExStart, of the master in Exchange, and of requests.
    mutating func exchangeTimerFired(_ index: NeighborIndex, _ context: inout RouterContext) {
        let interval = configuration.interfaces[neighbors[index].interface].retransmitInterval
        switch neighbors[index].state {
        case .down:
            if isStatic(index) { pollTimerFired(index, &context) }
            return
        case .exStart: resendLastDescription(index, &context)
        case .exchange:
            if neighbors[index].exchange.isMaster { resendLastDescription(index, &context) }
            if !neighbors[index].requests.isEmpty { sendRequest(index, &context) }
        case .loading: sendRequest(index, &context)
        case .attempt, .`init`, .twoWay, .full: return
        }
        timers.set(timer(.exchange, neighbor: index), to: context.now + interval)
    }

    mutating func receiveDescription(
        _ packet: Packet, _ id: PacketID, from index: NeighborIndex, _ context: inout RouterContext
    ) {
        let interface = neighbors[index].interface
        let configured = configuration.interfaces[interface]
        // RFC 2328 §10.8: a virtual link says 0.
        let isTooSmall =
            configuration.profile.refusesSmallerMTU && packet.interfaceMTU < configured.mtu && packet.interfaceMTU > 0
        if packet.interfaceMTU > configured.mtu || isTooSmall, !configured.ignoresMTU {
            discard(packet, .interfaceMTU, on: interface, &context)
            return
        }
        if neighbors[index].state == .`init` { take(.twoWayReceived, of: index, &context) }
        let mark = DatabaseDescriptionMark(
            flags: packet.flags, options: packet.options, sequenceNumber: packet.ddSequenceNumber)
        switch neighbors[index].state {
        case .down, .attempt, .`init`, .twoWay: discard(packet, .neighborState, on: interface, &context)
        case .exStart: negotiate(packet, id, mark, from: index, &context)
        case .exchange: continueExchange(packet, id, mark, from: index, &context)
        case .loading, .full:
            if mark == neighbors[index].exchange.lastReceived, answersDuplicates(of: index, at: context.now) {
                if !neighbors[index].exchange.isMaster { resendLastDescription(index, &context) }
            } else {
                restartExchange(index, .sequenceNumberMismatch, &context)
            }
        }
    }

    private mutating func negotiate(
        _ packet: Packet, _ id: PacketID, _ mark: DatabaseDescriptionMark, from index: NeighborIndex,
        _ context: inout RouterContext
    ) {
        if mark.flags == .negotiation, context.packets.itemCount(of: id) == 0, packet.source > routerID {
            neighbors[index].exchange.isMaster = false
            neighbors[index].exchange.ddSequenceNumber = packet.ddSequenceNumber
            timers.cancel(timer(.exchange, neighbor: index))
        } else if mark.flags.isDisjoint(with: [.initial, .master]),
            packet.ddSequenceNumber == neighbors[index].exchange.ddSequenceNumber, packet.source < routerID
        {
            neighbors[index].exchange.isMaster = true
        } else {
            return
        }
        neighbors[index].exchange.options = packet.options
        take(.negotiationDone, of: index, &context)
        accept(packet, id, mark, from: index, &context)
    }

    private mutating func continueExchange(
        _ packet: Packet, _ id: PacketID, _ mark: DatabaseDescriptionMark, from index: NeighborIndex,
        _ context: inout RouterContext
    ) {
        let isMaster = neighbors[index].exchange.isMaster
        if mark == neighbors[index].exchange.lastReceived {
            if !isMaster { resendLastDescription(index, &context) }
            return
        }
        let neighborIsMaster = mark.flags.contains(.master)
        let expected =
            isMaster ? neighbors[index].exchange.ddSequenceNumber : neighbors[index].exchange.ddSequenceNumber &+ 1
        guard neighborIsMaster != isMaster, !mark.flags.contains(.initial),
            mark.options == neighbors[index].exchange.options, mark.sequenceNumber == expected
        else {
            restartExchange(index, .sequenceNumberMismatch, &context)
            return
        }
        accept(packet, id, mark, from: index, &context)
    }

    /// The packet is the next in sequence: its LSAs are compared with the database, and it is answered.
    private mutating func accept(
        _ packet: Packet, _ id: PacketID, _ mark: DatabaseDescriptionMark, from index: NeighborIndex,
        _ context: inout RouterContext
    ) {
        neighbors[index].exchange.lastReceived = mark
        for item in 0..<context.packets.itemCount(of: id) {
            let described = context.packets.lsa(item, of: id)
            let instance = context.store[described.instance]
            if let reason = discardReason(of: instance, on: neighbors[index].interface, context.store) {
                counters.discardedLSAs[reason] += 1
                guard reason.restartsExchange else { continue }
                restartExchange(index, .sequenceNumberMismatch, &context)
                return
            }
            let key = instance.key
            if let slot = database.slot(of: key),
                context.store.freshness(of: described, comparedTo: database[slot], at: context.now) != .newer
            {
                continue
            }
            neighbors[index].requests.add(key, instance: described.instance)
        }
        let neighborHasMore = mark.flags.contains(.more)
        if neighbors[index].exchange.isMaster {
            // The slave's packet acknowledges ours, except for the first, which only answers the negotiation.
            neighbors[index].exchange.ddSequenceNumber &+= 1
            if neighbors[index].exchange.hasDescribedAll, !neighborHasMore {
                take(.exchangeDone, of: index, &context)
            } else {
                describeNext(index, &context)
            }
        } else {
            neighbors[index].exchange.ddSequenceNumber = packet.ddSequenceNumber
            describeNext(index, &context)
            if !neighborHasMore, neighbors[index].exchange.hasDescribedAll {
                take(.exchangeDone, of: index, &context)
            }
        }
        if neighbors[index].state == .exchange || neighbors[index].state == .loading {
            if !neighbors[index].requests.isEmpty, !neighbors[index].requests.isPending {
                sendRequest(index, &context)
            }
        }
    }

    /// The database at this moment becomes the list to be described; LSAs at MaxAge are sent instead (RFC 2328
    /// §10.3, RFC 5250 §3.2).
    mutating func listSummary(_ index: NeighborIndex, at now: Instant, _ store: LSAStore) {
        let interface = neighbors[index].interface
        neighbors[index].exchange.summary.removeAll(keepingCapacity: true)
        neighbors[index].exchange.summaryNext = 0
        neighbors[index].requests.noteAnswered()
        let omitsBoundaryRouters =
            configuration.interfaces[interface].networkType == .virtualLink
            && configuration.profile.leavesBoundaryRoutersOutOfVirtualExchange
        for slot in database.entries.indices where database.isInUse(slot) {
            guard carries(slot, on: interface, store),
                interfaces[interface].accepted.contains(database[slot].type),
                !database[slot].flags.contains(.opaque) || takesOpaque(index)
            else { continue }
            if omitsBoundaryRouters, database[slot].type == LSType.summaryASBR { continue }
            if database[slot].age(at: now) >= Constants.maxAgeSeconds {
                addToRetransmissionList(slot, of: index, at: now)
            } else {
                neighbors[index].exchange.summary.append(database[slot].key.number)
            }
        }
    }

    /// Describes as many LSAs as fit into one packet.
    private mutating func describeNext(_ index: NeighborIndex, _ context: inout RouterContext) {
        let interface = neighbors[index].interface
        precondition(neighbors[index].state == .exchange, "the database is described in Exchange (RFC 2328 §10.8)")
        let capacity =
            (Int(configuration.interfaces[interface].mtu) - overhead(on: interface, at: context.now) - 8) / 20
        var payload = context.packets.lendPayload()
        var next = neighbors[index].exchange.summaryNext
        let end = neighbors[index].exchange.summary.count
        while next < end, payload.lsaCount < capacity {
            let key = LSAKeyID(number: neighbors[index].exchange.summary[next])
            next += 1
            guard let slot = database.slot(of: key) else { continue }
            payload.append(database[slot].instance, age: UInt32(database[slot].age(at: context.now)))
        }
        neighbors[index].exchange.summaryNext = next
        neighbors[index].exchange.hasDescribedAll = next == end
        var flags: DatabaseDescription.Flags = next < end ? .more : []
        if neighbors[index].exchange.isMaster { flags.insert(.master) }
        sendDescription(index, payload, flags: flags, &context)
    }

    /// The exchange is over, or begins anew.
    mutating func clearExchange(_ index: NeighborIndex, _ packets: inout PacketPool) {
        neighbors[index].exchange.summary.removeAll()
        neighbors[index].exchange.summaryNext = 0
        dropLastSent(index, &packets)
    }

    private mutating func dropLastSent(_ index: NeighborIndex, _ packets: inout PacketPool) {
        guard neighbors[index].exchange.lastSent != .none else { return }
        packets.release(neighbors[index].exchange.lastSent)
        neighbors[index].exchange.lastSent = .none
    }
}
