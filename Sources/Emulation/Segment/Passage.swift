import NetworkPrimitives

/// Whether a frame gets from one port of a segment to another, apart from chance; and if not, the first that stops it.
enum Passage: Hashable, Sendable {
    case passes
    case cut
    /// The sender's router has no power or is unplugged, or its plug lets nothing out.
    case senderDetached, senderFaulty
    /// A partition lies between them, or their circuit is closed.
    case partitioned, circuitClosed
    /// The receiver's router has no power or is unplugged, or its plug lets nothing in.
    case receiverDetached, receiverFaulty
}

/// What reaches the receiver of a frame.
enum Delivery: Hashable, Sendable { case nothing, frame, damagedFrame }

// Everything that stands in the way of frames, in the order in which they meet it.
extension Segment {
    /// Whether frames of a port get onto the segment, whether or not anybody receives them.
    @inline(__always) func entry(at sender: PortIndex) -> Passage {
        if isCut { return .cut }
        guard ports[sender].isAttached else { return .senderDetached }
        return ports[sender].fault == nil ? .passes : .senderFaulty
    }

    /// Whether frames on the segment get to the router at a port.
    @inline(__always) func exit(at receiver: PortIndex) -> Passage {
        if isCut { return .cut }
        guard ports[receiver].isAttached else { return .receiverDetached }
        switch ports[receiver].fault {
        case nil, .outgoingLost: return .passes
        case .carrierLost, .silent: return .receiverFaulty
        }
    }

    @inline(__always) func passage(from sender: PortIndex, to receiver: PortIndex) -> Passage {
        let entry = entry(at: sender)
        guard entry == .passes else { return entry }
        guard isOneSide(sender, receiver) else { return .partitioned }
        guard hasCircuit(from: sender, to: receiver) else { return .circuitClosed }
        return exit(at: receiver)
    }

    /// No partition lies between two ports.
    @inline(__always) private func isOneSide(_ first: PortIndex, _ second: PortIndex) -> Bool {
        guard isPartitioned, let here = ports[first].side, let there = ports[second].side else { return true }
        return here == there
    }

    /// The port that answers for an address: where several members have one, the first that the frame gets to.
    func receiver(of address: IPv4Address, from sender: PortIndex) -> PortIndex? {
        ports.indices.first {
            ports[$0].address == address && $0 != sender && passage(from: sender, to: $0) == .passes
        }
    }

    /// What a port receives of a frame to it, chance included.
    @inline(__always)
    func delivery(
        from sender: PortIndex, to receiver: PortIndex, isMulticast: Bool, _ dice: inout SeededDice
    ) -> Delivery {
        // A switch loses a frame before it looks who is at the port.
        if isMulticast, !multicastLoss.isZero, isOneSide(sender, receiver), dice.roll(multicastLoss) { return .nothing }
        guard passage(from: sender, to: receiver) == .passes, !dice.roll(loss) else { return .nothing }
        return dice.roll(corruption) ? .damagedFrame : .frame
    }
}
