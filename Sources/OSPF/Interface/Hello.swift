import NetworkPrimitives
import OSPFWire

/// Why a hello was refused (RFC 2328 §8.2 and §10.5).
public enum HelloMismatch: UInt32, Sendable, CaseIterable {
    case networkMask, helloInterval, deadInterval, externalRouting, area, duplicateRouterID, sourceNetwork

    /// Other reasons are no misconfiguration, or are logged elsewhere.
    init?(_ reason: PacketDiscardReason) {
        switch reason {
        case .networkMask: self = .networkMask
        case .helloInterval: self = .helloInterval
        case .deadInterval: self = .deadInterval
        case .externalRouting: self = .externalRouting
        case .area: self = .area
        case .duplicateRouterID: self = .duplicateRouterID
        case .sourceNetwork: self = .sourceNetwork
        default: return nil
        }
    }
}

/// Hellos that an interface refused. For the journal.
struct RefusedHellos: Sendable {
    /// Which kinds have been logged, one bit each.
    fileprivate var kinds: UInt8 = 0
    /// The last neighbor whose hellos did not fit, since they did not, and when the last came.
    fileprivate(set) var last: (happening: HappeningID, neighbor: RouterID, last: Instant)?

    /// The configuration changed: what does not fit now is logged again.
    mutating func forgetKinds() { kinds = 0 }
}

// RFC 2328 §9.5 and §10.5: sending and receiving hellos.
extension Router {
    mutating func helloTimerFired(_ index: InterfaceIndex, _ context: inout RouterContext) {
        timers.set(
            Timer.number(.hello, interface: index), to: context.now + configuration.interfaces[index].helloInterval)
        sendHello(on: index, &context)
    }

    /// - Parameter isEmpty: lists no neighbor, so that all of them give up the adjacency at once.
    mutating func sendHello(on index: InterfaceIndex, isEmpty: Bool = false, _ context: inout RouterContext) {
        if interfaces[index].isUnicast {
            sendUnicastHellos(on: index, isEmpty: isEmpty, &context)
        } else {
            sendHello(on: index, to: .allSPFRouters, isEmpty: isEmpty, &context)
        }
    }

    mutating func sendHello(
        on index: InterfaceIndex, to destination: IPv4Address, isEmpty: Bool = false, _ context: inout RouterContext
    ) {
        let configured = configuration.interfaces[index]
        var payload = context.packets.lendPayload()
        if !limit.isDeafOrSilent, !isEmpty {
            for neighbor in interfaces[index].neighbors where neighbors[neighbor].state >= .`init` {
                payload.append(neighbors[neighbor].routerID)
            }
        }
        var packet = makePacket(.hello, on: index, to: destination, because: context.cause)
        packet.options = options(in: interfaces[index].area)
        packet.networkMask = configured.helloMask
        packet.helloInterval = UInt16(clamping: configured.helloInterval.wholeSeconds)
        packet.deadInterval = UInt32(clamping: configured.deadInterval.wholeSeconds)
        packet.priority = configured.priority
        packet.designatedRouter = interfaces[index].designatedRouter
        packet.backupDesignatedRouter = interfaces[index].backupDesignatedRouter
        send(packet, payload, bodyLength: 20 + 4 * payload.itemCount, on: index, &context)
    }

    /// The last hello of a process that ends: neighbors need not wait for RouterDeadInterval.
    mutating func sendEmptyHellos(_ context: inout RouterContext) {
        for index in interfaces.indices
        where ![.down, .loopback].contains(interfaces[index].state) && !configuration.interfaces[index].isPassive {
            sendHello(on: index, isEmpty: true, &context)
        }
    }

    /// The Options of an area's kind (RFC 2328 §12.1.2 and §A.2, RFC 3101 §2.1).
    func options(in area: AreaID) -> UInt8 { configuration.area(area).kind.options.rawValue }

    mutating func receiveHello(
        _ packet: Packet, _ id: PacketID, on index: InterfaceIndex, _ context: inout RouterContext
    ) {
        let configured = configuration.interfaces[index]
        if let mismatch = mismatch(packet, configured) {
            discard(packet, mismatch, on: index, &context)
            return
        }
        let neighbor = findNeighbor(packet, on: index) ?? addNeighbor(packet, on: index)
        let before = neighbors[neighbor]
        neighbors[neighbor].hear(packet, isVirtual: configured.networkType == .virtualLink)
        take(.helloReceived, of: neighbor, &context)
        if configured.networkType == .nonBroadcast { answerEligible(neighbor, &context) }
        guard lists(routerID, id, context.packets) else {
            take(.oneWayReceived, of: neighbor, reason: .oneWay, &context)
            return
        }
        take(.twoWayReceived, of: neighbor, &context)
        guard configured.networkType.electsDesignatedRouter else { return }
        if restart.isActive { resumeRole(on: index, after: neighbors[neighbor], &context) }
        examineRoles(of: neighbor, before: before, on: index, &context)
    }

    /// The rest of RFC 2328 §10.5: the roles that the neighbor declares may call for an election.
    private mutating func examineRoles(
        of neighbor: NeighborIndex, before: Neighbor, on index: InterfaceIndex, _ context: inout RouterContext
    ) {
        let current = neighbors[neighbor]
        let address = current.address
        let claimsDesignated = current.designatedRouter == address
        let claimsBackup = current.backupDesignatedRouter == address
        var changed = before.state >= .twoWay && current.priority != before.priority
        if claimsDesignated, current.backupDesignatedRouter == .unspecified, interfaces[index].state == .waiting {
            backupSeen(on: index, &context)
        } else if claimsDesignated != (before.designatedRouter == before.address) {
            changed = true
        }
        if claimsBackup, interfaces[index].state == .waiting {
            backupSeen(on: index, &context)
        } else if claimsBackup != (before.backupDesignatedRouter == before.address) {
            changed = true
        }
        if changed { take(.neighborChange, on: index, &context) }
    }

    private func lists(_ routerID: RouterID, _ id: PacketID, _ packets: PacketPool) -> Bool {
        for item in 0..<packets.itemCount(of: id) where packets.neighbor(item, of: id) == routerID {
            return true
        }
        return false
    }

    /// RFC 2328 §10.5: what a Hello must have in common with the interface.
    private func mismatch(_ packet: Packet, _ configured: InterfaceConfiguration) -> PacketDiscardReason? {
        if !configured.networkType.knowsNeighborsByRouterID, packet.networkMask != configured.prefix.mask {
            return .networkMask
        }
        if Int64(packet.helloInterval) != configured.helloInterval.wholeSeconds { return .helloInterval }
        if Int64(packet.deadInterval) != configured.deadInterval.wholeSeconds { return .deadInterval }
        let kind = Options.external.rawValue | Options.nssa.rawValue
        if packet.options & kind != options(in: configured.area) { return .externalRouting }
        return nil
    }

    /// Told once for each interface and kind: a misconfigured neighbor repeats itself every hello.
    mutating func noteRefusedHello(
        _ mismatch: HelloMismatch, from packet: Packet, on index: InterfaceIndex, _ context: inout RouterContext
    ) {
        let bit = UInt8(1) << UInt8(mismatch.rawValue)
        interfaces[index].refusals.last?.last = context.now
        guard interfaces[index].refusals.kinds & bit == 0 else { return }
        interfaces[index].refusals.kinds |= bit
        // Without a change it is the configuration that does not fit, from the start.
        let pair = Circumstances.Pair(router: number, neighbor: packet.source, link: interfaces[index].link)
        let change = context.journal.circumstances.recentChange(
            in: pair, since: context.now - configuration.interfaces[index].deadInterval * 2)
        let happening = context.journal.record(
            .helloRefused(from: packet.source, mismatch), at: context.now, router: number,
            cause: change ?? .none)
        interfaces[index].refusals.last = (happening, packet.source, context.now)
    }

    /// RFC 2328 §10.5: by address on a network, by Router ID on a point-to-point or virtual link.
    func findNeighbor(_ packet: Packet, on index: InterfaceIndex) -> NeighborIndex? {
        let isPointToPoint = configuration.interfaces[index].networkType.knowsNeighborsByRouterID
        for neighbor in interfaces[index].neighbors {
            if isPointToPoint
                ? neighbors[neighbor].routerID == packet.source : neighbors[neighbor].address == packet.sourceAddress
            {
                return neighbor
            }
        }
        return nil
    }

    private mutating func addNeighbor(_ packet: Packet, on index: InterfaceIndex) -> NeighborIndex {
        let isVirtual = configuration.interfaces[index].networkType == .virtualLink
        let address = isVirtual ? interfaces[index].virtualNeighborAddress : packet.sourceAddress
        return addNeighbor(Neighbor(routerID: packet.source, address: address, interface: index))
    }

    mutating func addNeighbor(_ neighbor: Neighbor) -> NeighborIndex {
        let index = neighbor.interface
        let number: NeighborIndex
        if let free = freeNeighbors.popLast() {
            number = free
            precondition(neighbors[free].state == .down, "a place is free once its neighbor is forgotten")
            neighbors[number] = neighbor
        } else {
            number = neighbors.endIndex
            neighbors.append(neighbor)
            timers.resize(to: Timer.neighborBase(interfaceCount: interfaces.count) + 3 * neighbors.count)
        }
        interfaces[index].add(number)
        return number
    }
}
