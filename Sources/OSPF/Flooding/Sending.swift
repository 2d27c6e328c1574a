import NetworkPrimitives
import OSPFWire

/// Octets that every packet has in front of its body.
enum PacketSize {
    static let ipHeader = 20
    static let ospfHeader = 24
    static let ipAndOSPFHeader = ipHeader + ospfHeader
}

/// A link state update under construction.
struct UpdateBatch {
    let interface: InterfaceIndex
    let destination: IPv4Address
    /// The LSAs so far, and their octets.
    var payload = Payload()
    var length = 0
    var isRetransmission = false

    init(interface: InterfaceIndex, to destination: IPv4Address) {
        self.interface = interface
        self.destination = destination
    }
}

extension Router {
    func makePacket(
        _ type: PacketType, on interface: InterfaceIndex, to destination: IPv4Address, because cause: HappeningID
    ) -> Packet {
        var packet = Packet(
            type: type, area: configuration.interfaces[interface].area, source: routerID,
            sourceAddress: configuration.interfaces[interface].address, destinationAddress: destination,
            cause: cause)
        if configuration.interfaces[interface].networkType == .virtualLink { packet.timeToLive = 255 }
        return packet
    }

    @discardableResult
    mutating func send(
        _ packet: Packet, _ payload: consuming Payload, bodyLength: Int, on interface: InterfaceIndex,
        _ context: inout RouterContext
    ) -> PacketID {
        var packet = packet
        packet.datagramLength = UInt32(overhead(on: interface, at: context.now) + bodyLength)
        if interfaces[interface].authentication.kind != .null { sign(&packet, on: interface, &context) }
        let id = context.packets.add(packet, payload)
        context.effects.append(.send(id, interface: interface))
        return id
    }

    /// Adds a database copy to an update, first sending what would make it too large. LS age grows by InfTransDelay
    /// (RFC 2328 §13.3 step 5). An LSA that is larger than the MTU travels alone, in IP fragments.
    mutating func add(_ slot: DatabaseSlot, to batch: inout UpdateBatch, _ context: inout RouterContext) {
        let configured = configuration.interfaces[batch.interface]
        let entry = database[slot]
        let length = Int(context.store[entry.instance].length)
        if batch.length > 0,
            overhead(on: batch.interface, at: context.now) + 4 + batch.length + length > Int(configured.mtu)
        {
            send(&batch, &context)
        }
        if batch.length == 0 { batch.payload = context.packets.lendPayload() }
        let age = entry.age(at: context.now) + Int(configured.transmitDelay.wholeSeconds)
        batch.payload.append(entry.instance, age: UInt32(min(age, Constants.maxAgeSeconds)))
        batch.length += length
    }

    /// Sends what is in the batch and empties it.
    mutating func send(_ batch: inout UpdateBatch, _ context: inout RouterContext) {
        guard batch.length > 0 else { return }
        var packet = makePacket(.linkStateUpdate, on: batch.interface, to: batch.destination, because: context.cause)
        packet.cause = context.cause
        let count = batch.payload.lsaCount
        var payload = Payload()
        swap(&payload, &batch.payload)
        let id = send(packet, payload, bodyLength: 4 + batch.length, on: batch.interface, &context)
        for _ in 1..<max(1, Int(configuration.defects.updateCopies)) {
            let copy = signedAgain(id, on: batch.interface, &context)
            context.effects.append(.send(copy, interface: batch.interface))
            context.work.lsasSent += count
            counters.lsasSent += UInt64(count)
        }
        context.work.lsasSent += count
        counters.lsasSent += UInt64(count)
        if batch.isRetransmission { counters.lsasRetransmitted += UInt64(count) }
        batch.length = 0
    }

    /// Sends what was marked for flooding while the input was handled, packed to each interface's MTU.
    mutating func sendFlooded(_ context: inout RouterContext) {
        for interface in flooding { sendFlooded(on: interface, &context) }
        flooding.removeAll(keepingCapacity: true)
    }

    private mutating func sendFlooded(on index: InterfaceIndex, _ context: inout RouterContext) {
        interfaces[index].floodingQueue.setAwaitsCPU(false)
        if let burst = configuration.timers.floodBurst, configuration.timers.floodPacing > .zero, !isStopping {
            sendBurst(of: Int(burst), on: index, &context)
            return
        }
        let room = context.work.floodingRoom - context.work.lsasSent
        if interfaces[index].floodingQueue.slots.count > room, !isStopping {
            sendSlice(of: max(0, room), on: index, &context)
            return
        }
        if interfaces[index].isUnicast {
            sendFloodedToEach(on: index, &context)
            return
        }
        sendFlooded(on: index, to: floodingAddress(of: index), &context)
        interfaces[index].floodingQueue.removeAll()
    }

    /// - Parameter withOpaque: whether who gets it takes opaque LSAs; a multicast reaches some who do not (RFC 5250 §3.1).
    mutating func sendFlooded(
        on index: InterfaceIndex, to destination: IPv4Address, withOpaque: Bool = true, _ context: inout RouterContext
    ) {
        var batch = UpdateBatch(interface: index, to: destination)
        let carrier = interfaces[index].floodingQueue.cause
        for position in interfaces[index].floodingQueue.slots.indices {
            let slot = interfaces[index].floodingQueue.slots[position]
            // A slot that was freed and used again while pacing held it back may belong to another area now.
            guard database.isInUse(slot), carries(slot, on: index, context.store),
                withOpaque || !database[slot].flags.contains(.opaque)
            else { continue }
            if batch.length == 0 { attributeSending(of: slot, carriedBy: carrier, &context) }
            add(slot, to: &batch, &context)
        }
        send(&batch, &context)
    }

    /// What follows is attributed to what the LSA is news of.
    func attributeSending(of slot: DatabaseSlot, carriedBy carrier: HappeningID, _ context: inout RouterContext) {
        context.cause = context.journal.cause(
            ofNews: context.store[database[slot].instance].cause, age: database[slot].age(at: context.now),
            carriedBy: carrier, at: context.now)
    }

    /// RFC 2328 §8.1: where packets for one neighbor go. On a point-to-point link that is the group of all, always,
    /// whatever address the other end has.
    func destination(of neighbor: NeighborIndex) -> IPv4Address {
        let isPointToPoint = configuration.interfaces[neighbors[neighbor].interface].networkType == .pointToPoint
        return isPointToPoint ? .allSPFRouters : neighbors[neighbor].address
    }

    /// RFC 2328 §13.3 (5): whom a router floods to on an interface.
    func floodingAddress(of index: InterfaceIndex) -> IPv4Address {
        switch interfaces[index].state {
        case .pointToPoint, .designatedRouter, .backup: .allSPFRouters
        case .down, .loopback, .waiting, .drOther: .allDRouters
        }
    }

    /// The pacing timer of an interface: what has gathered is sent when the input has been handled.
    mutating func markForFlooding(_ index: InterfaceIndex) {
        if !interfaces[index].floodingQueue.slots.isEmpty { flooding.append(index) }
    }
}
