import NetworkPrimitives

/// What RFC 2328 §8.2 says of a packet.
enum Acceptance {
    /// It is for this interface: the one that it came in by, or a virtual link.
    case accepted(InterfaceIndex)
    case discarded(PacketDiscardReason)
}

// RFC 2328 §8.2: what of a packet's IP and OSPF headers must be right before it is read.
extension Router {
    /// Whether a packet that came in by an interface is for the router, and which interface it then belongs to.
    func acceptance(of packet: Packet, on index: InterfaceIndex) -> Acceptance {
        let configured = configuration.interfaces[index]
        if packet.source == routerID {
            return .discarded(ownsAddress(packet.sourceAddress) ? .ownAddress : .duplicateRouterID)
        }
        guard packet.version == Packet.version else { return .discarded(.version) }
        guard packet.area == configured.area else { return acceptanceOnVirtualLink(of: packet, on: index) }
        // RFC 2328 §8.1: no packet of the interface itself is sent to another of the router's addresses.
        let isMulticast =
            packet.destinationAddress == .allSPFRouters || packet.destinationAddress == .allDRouters
        guard isMulticast || packet.destinationAddress == configured.address else { return .discarded(.destination) }
        guard packet.sourceAddress != configured.address else { return .discarded(.ownAddress) }
        // RFC 2328 §8.2 (1): sent over one hop, from an address of the interface's network.
        if !configured.networkType.knowsNeighborsByRouterID, !isOnNetwork(packet.sourceAddress, of: configured) {
            return .discarded(.sourceNetwork)
        }
        if packet.destinationAddress == .allDRouters, !listensToAllDRouters(index) { return .discarded(.allDRouters) }
        return .accepted(index)
    }

    /// On a point-to-multipoint network addresses may be hosts of their own.
    private func isOnNetwork(_ source: IPv4Address, of configured: InterfaceConfiguration) -> Bool {
        configured.prefix.contains(source)
            || (configured.networkType == .pointToMultipoint && configured.prefix.length == 32)
    }

    /// RFC 2328 §8.2 (2): the area is not the interface's. A packet of the backbone may have come over a virtual link:
    /// from its other end, through the area of the interface, to any address of this router.
    private func acceptanceOnVirtualLink(of packet: Packet, on index: InterfaceIndex) -> Acceptance {
        guard packet.area == .backbone, hasVirtualLinks else { return .discarded(.area) }
        guard let link = virtualLink(of: packet, arrivingOn: index), interfaces[link].state != .down else {
            return .discarded(.virtualLink)
        }
        return ownsAddress(packet.destinationAddress) ? .accepted(link) : .discarded(.destination)
    }

    /// Whether a datagram to this address has arrived where it is to go.
    public func ownsAddress(_ address: IPv4Address) -> Bool {
        configuration.interfaces.contains { $0.address == address && $0.networkType != .virtualLink }
            || configuration.loopbacks.contains { $0.address == address }
    }

    /// Counts a packet that is discarded. A Hello that is refused because of a misconfiguration is logged as well.
    mutating func discard(
        _ packet: Packet, _ reason: PacketDiscardReason, on index: InterfaceIndex, _ context: inout RouterContext
    ) {
        counters.discardedPackets[reason] += 1
        if packet.type == .hello, let mismatch = HelloMismatch(reason) {
            noteRefusedHello(mismatch, from: packet, on: index, &context)
        }
    }
}
