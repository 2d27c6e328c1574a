import NetworkPrimitives

// RFC 2328 §10.7, §10.9: Link State Requests.
extension Router {
    /// Asks for the first LSAs of the request list, as many as fit into one packet.
    mutating func sendRequest(_ index: NeighborIndex, _ context: inout RouterContext) {
        let interface = neighbors[index].interface
        let capacity = (Int(configuration.interfaces[interface].mtu) - overhead(on: interface, at: context.now)) / 12
        context.payload.removeAll(keepingCapacity: true)
        neighbors[index].requests.first(capacity, into: &context.payload)
        guard !context.payload.isEmpty else { return }
        neighbors[index].requestPending = true
        neighbors[index].requestEnd = context.payload[context.payload.count - 1]
        let packet = makePacket(.linkStateRequest, on: interface, to: destination(of: index), because: context.cause)
        send(packet, bodyLength: 12 * context.payload.count, on: interface, &context)
        timers.set(
            timer(.exchange, neighbor: index), to: context.now + configuration.interfaces[interface].retransmitInterval)
    }

    /// An LSA of the request list came: when the last one asked for is here, the next ones are asked for, and when none
    /// is left the adjacency is complete.
    mutating func requestAnswered(_ key: LSAKeyID, by index: NeighborIndex, _ context: inout RouterContext) {
        neighbors[index].requests.remove(key)
        if neighbors[index].requests.isEmpty {
            neighbors[index].requestPending = false
            if neighbors[index].state == .loading { take(.loadingDone, of: index, &context) }
        } else if key.number == neighbors[index].requestEnd {
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
