import NetworkPrimitives

// RFC 2328 §9.5.1, §10.3 and §13.3: interfaces whose packets go to one neighbor each.
extension Router {
    /// Whether the neighbor is configured, so that it is known before its first Hello.
    func isStatic(_ neighbor: NeighborIndex) -> Bool {
        let interface = neighbors[neighbor].interface
        return interfaces[interface].isUnicast && configuration.interfaces[interface].networkType != .virtualLink
            && configuration.staticNeighbor(neighbors[neighbor].address, on: interface) != nil
    }

    /// RFC 2328 §9.3 InterfaceUp: every configured neighbor becomes known, and those that the router must send
    /// Hellos to are started.
    mutating func startStaticNeighbors(on index: InterfaceIndex, _ context: inout RouterContext) {
        for configured in configuration.staticNeighbors where configured.interface == index {
            let number = addNeighbor(
                Neighbor(
                    routerID: .none, address: configured.address, interface: index, priority: configured.priority))
            if greets(number) { take(.start, of: number, &context) }
        }
    }

    /// RFC 2328 §9.4 (6): the router has been elected, and sends Hellos to the ineligible neighbors.
    mutating func startIneligibleNeighbors(on index: InterfaceIndex, _ context: inout RouterContext) {
        for number in interfaces[index].neighbors
        where neighbors[number].state == .down && neighbors[number].priority == 0 {
            take(.start, of: number, &context)
        }
    }

    /// A configured neighbor is Down: it is sent a Hello every PollInterval only.
    mutating func poll(_ number: NeighborIndex, at now: Instant) {
        let interface = neighbors[number].interface
        guard let configured = configuration.staticNeighbor(neighbors[number].address, on: interface) else { return }
        timers.set(timer(.exchange, neighbor: number), to: now + configured.pollInterval)
    }

    mutating func pollTimerFired(_ number: NeighborIndex, _ context: inout RouterContext) {
        let index = neighbors[number].interface
        if configuration.interfaces[index].networkType == .nonBroadcast, greets(number) {
            sendHello(on: index, to: neighbors[number].address, &context)
        }
        poll(number, at: context.now)
    }

    /// RFC 2328 §9.5.1: whether the router sends periodic Hellos to a configured neighbor. An eligible router
    /// sends them to the eligible ones, and to all once it is elected; an ineligible one only to the Designated
    /// Router and its Backup.
    private func greets(_ number: NeighborIndex) -> Bool {
        let index = neighbors[number].interface
        let configured = configuration.interfaces[index]
        guard configured.networkType == .nonBroadcast else { return true }
        let interface = interfaces[index]
        let address = neighbors[number].address
        if configured.priority == 0 {
            return address == interface.designatedRouter || address == interface.backupDesignatedRouter
        }
        return neighbors[number].priority > 0 || interface.state == .designatedRouter || interface.state == .backup
    }

    /// RFC 2328 §9.5.1: an ineligible router answers Hellos of eligible ones, beside its periodic Hellos to the
    /// Designated Router and its Backup.
    mutating func answerEligible(_ number: NeighborIndex, _ context: inout RouterContext) {
        let index = neighbors[number].interface
        guard configuration.interfaces[index].priority == 0, neighbors[number].priority > 0, !greets(number) else {
            return
        }
        sendHello(on: index, to: neighbors[number].address, &context)
    }

    /// Hellos of an interface without multicast.
    mutating func sendUnicastHellos(
        on index: InterfaceIndex, isEmpty: Bool, _ context: inout RouterContext
    ) {
        guard configuration.interfaces[index].networkType != .virtualLink else {
            sendHello(on: index, to: interfaces[index].virtualNeighborAddress, isEmpty: isEmpty, &context)
            return
        }
        guard interfaces[index].state != .down else {
            // Isolated, and deaf: it knows its neighbors from the configuration alone.
            for configured in configuration.staticNeighbors where configured.interface == index {
                sendHello(on: index, to: configured.address, isEmpty: true, &context)
            }
            return
        }
        let isPolling = configuration.interfaces[index].networkType == .nonBroadcast
        for number in interfaces[index].neighbors where neighbors[number].state > .down || !isPolling {
            if greets(number) {
                sendHello(on: index, to: neighbors[number].address, isEmpty: isEmpty, &context)
            }
        }
    }

    /// RFC 2328 §13.3 (5): on networks without multicast an update goes to each adjacent neighbor separately.
    mutating func sendFloodedToEach(on index: InterfaceIndex, _ context: inout RouterContext) {
        for number in interfaces[index].neighbors where neighbors[number].state >= .exchange {
            sendFlooded(
                on: index, to: neighbors[number].address, withOpaque: takesOpaque(number), &context)
        }
        interfaces[index].floodingQueue.removeAll()
    }
}

extension RouterConfiguration {
    func staticNeighbor(_ address: IPv4Address, on interface: InterfaceIndex) -> StaticNeighbor? {
        staticNeighbors.first { $0.interface == interface && $0.address == address }
    }
}
