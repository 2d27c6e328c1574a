import NetworkPrimitives

/// The LSAs that a neighbor has in newer instances (RFC 2328 §10): in the order in which they were described.
struct RequestList: Sendable {
    private var keys: [UInt32] = []
    private var instances: [UInt32] = []
    private var positions: [UInt32] = []  // by key number; 0: not on the list
    private var head = 0
    private(set) var count = 0
    /// A Link State Request is unanswered, and the last key that it asked for.
    private(set) var isPending = false
    private(set) var end: UInt32 = 0

    var isEmpty: Bool { count == 0 }

    mutating func add(_ key: LSAKeyID, instance: LSAInstanceID) {
        if positions.count <= key.index {
            positions.append(contentsOf: repeatElement(0, count: key.index + 1 - positions.count))
        }
        if positions[key.index] != 0 {
            instances[Int(positions[key.index]) - 1] = instance.number
            return
        }
        keys.append(key.number)
        instances.append(instance.number)
        positions[key.index] = UInt32(keys.count)
        count += 1
    }

    /// The instance that the neighbor said it has.
    func instance(for key: LSAKeyID) -> LSAInstanceID? {
        guard key.index < positions.count, positions[key.index] != 0 else { return nil }
        return LSAInstanceID(number: instances[Int(positions[key.index]) - 1])
    }

    mutating func remove(_ key: LSAKeyID) {
        guard key.index < positions.count, positions[key.index] != 0 else { return }
        keys[Int(positions[key.index]) - 1] = .max
        positions[key.index] = 0
        count -= 1
        if count == 0 { removeAll() }
    }

    /// Appends the first keys until there are `limit`.
    mutating func first(_ limit: Int, into payload: inout Payload) {
        while head < keys.count, keys[head] == .max { head += 1 }
        var position = head
        while payload.itemCount < limit, position < keys.count {
            if keys[position] != .max { payload.append(LSAKeyID(number: keys[position])) }
            position += 1
        }
    }

    /// LSAs up to this key have been asked for.
    mutating func noteSent(upTo key: UInt32) {
        precondition(!isEmpty, "what is requested is on the list (RFC 2328 §10.9)")
        (isPending, end) = (true, key)
    }
    mutating func noteAnswered() { isPending = false }

    /// What was asked for last is remembered: its answer may still come.
    mutating func removeAll() {
        let asked = (isPending, end)
        self = RequestList()
        (isPending, end) = asked
    }
}

// RFC 2328 §10.7, §10.9: Link State Requests.
extension Router {
    /// Asks for the first LSAs of the request list, as many as fit into one packet.
    mutating func sendRequest(_ index: NeighborIndex, _ context: inout RouterContext) {
        let (interface, state) = (neighbors[index].interface, neighbors[index].state)
        precondition(
            state == .exchange || state == .loading, "requests are sent in Exchange and Loading (RFC 2328 §10.9)")
        let capacity = (Int(configuration.interfaces[interface].mtu) - overhead(on: interface, at: context.now)) / 12
        var payload = context.packets.lendPayload()
        neighbors[index].requests.first(capacity, into: &payload)
        guard let last = payload.words.last else { return context.packets.takeBack(payload) }
        neighbors[index].requests.noteSent(upTo: last)
        let packet = makePacket(.linkStateRequest, on: interface, to: destination(of: index), because: context.cause)
        send(packet, payload, bodyLength: 12 * payload.itemCount, on: interface, &context)
        timers.set(
            timer(.exchange, neighbor: index), to: context.now + configuration.interfaces[interface].retransmitInterval)
    }

    /// An LSA of the request list came: when the last one asked for is here, the next ones are asked for, and when none
    /// is left the adjacency is complete.
    mutating func requestAnswered(_ key: LSAKeyID, by index: NeighborIndex, _ context: inout RouterContext) {
        neighbors[index].requests.remove(key)
        if neighbors[index].requests.isEmpty {
            neighbors[index].requests.noteAnswered()
            if neighbors[index].state == .loading { take(.loadingDone, of: index, &context) }
        } else if key.number == neighbors[index].requests.end {
            sendRequest(index, &context)
        }
    }

    /// RFC 2328 §10.7: the LSAs asked for are sent at once, and not put on the retransmission list.
    mutating func receiveRequest(_ id: PacketID, from index: NeighborIndex, _ context: inout RouterContext) {
        var batch = UpdateBatch(interface: neighbors[index].interface, to: destination(of: index))
        for item in 0..<context.packets.itemCount(of: id) {
            guard let slot = database.slot(of: context.packets.requestedKey(item, of: id)) else {
                send(&batch, &context)
                restartExchange(index, .badLinkStateRequest, &context)
                return
            }
            add(slot, to: &batch, &context)
        }
        send(&batch, &context)
    }
}
