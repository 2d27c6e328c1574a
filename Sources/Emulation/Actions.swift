import NetworkPrimitives
import OSPF

// What people and nature do to a network, as it happens.
extension Network {
    /// Carries out an action now. It is written into the journal under `text`, and everything it leads to is put down to it.
    @discardableResult
    public mutating func apply(_ action: Action, text: String, cause: HappeningID = .none) -> HappeningID {
        context.journal.actionTexts.append(text)
        let id = context.journal.record(
            .action, at: now, router: action.router ?? -1,
            detail: UInt32(context.journal.actionTexts.count - 1), cause: cause)
        carryOut(action, because: id)
        return id
    }

    private mutating func carryOut(_ action: Action, because cause: HappeningID) {
        switch action {
        case .decommission(let router, let orderly): switchOff(router, orderly: orderly, because: cause)
        case .stopProcess(let router, let orderly): stopProcess(of: router, orderly: orderly, because: cause)
        case .start(let router): switchOn(router, because: cause)
        case .reboot(let router, let downtime):
            switchOff(router, orderly: false, because: cause)
            queue.add(.powerOn, at: now + downtime, router: router, packet: machines[router].generation)
        case .restartProcess(let router, let downtime):
            restartGracefully(router, downtime: downtime, because: cause)
        case .setOpaque(let router, let opaque): feed(.configure(.opaque(opaque)), to: router, cause: cause)
        case .disconnect(let router): setPlugs(of: router, unplugged: true, because: cause)
        case .reconnect(let router): setPlugs(of: router, unplugged: false, because: cause)
        case .cut(let segment, let silent):
            segments[segment].isCut = true
            segments[segment].isCutSilently = silent
            noteFault(on: segment, because: cause)
            updateCarriers(of: segment, because: cause)
        case .repair(let segment):
            segments[segment].isCut = false
            segments[segment].isCutSilently = false
            segments[segment].hasFaultyPorts = false
            for port in segments[segment].ports.indices { segments[segment].ports[port].fault = nil }
            noteFault(on: segment, because: nil)
            updateCarriers(of: segment, because: cause)
        case .cutPort(let router, let interface, let fault):
            setFault(fault, router: router, interface: interface, because: cause)
        case .repairPort(let router, let interface):
            setFault(nil, router: router, interface: interface, because: cause)
        case .setCircuit(let segment, let circuit, let isOpen):
            guard let first = segments[segment].port(of: circuit.first),
                let second = segments[segment].port(of: circuit.second)
            else { return }
            segments[segment].setCircuit(first, second, isOpen: isOpen)
            for port in [first, second] {
                let port = segments[segment].ports[port]
                context.journal.setFault(router: port.router, interface: port.interface, because: isOpen ? nil : cause)
            }
        case .setInterface(let router, let interface, let change):
            noteChange(of: router, on: interface, because: cause)
            if case .address(let address, _) = change { readdress(router, interface, to: address) }
            feed(.configure(.interface(change, interface)), to: router, cause: cause)
        case .setRouterID(let router, let id, let isAtOnce):
            for interface in segmentOfInterface[router].indices {
                noteChange(of: router, on: interface, as: [id], because: cause)
            }
            feed(.configure(.routerID(id, atOnce: isAtOnce)), to: router, cause: cause)
        case .setMetric(let router, let name, let metric, let isType2):
            feed(.configure(.metric(metric, isType2: isType2, name: name)), to: router, cause: cause)
        case .setEnabled(let router, let interface, let isEnabled):
            noteChange(of: router, on: interface, because: cause)
            feed(.configure(.enabled(isEnabled, interface: interface)), to: router, cause: cause)
        case .clear(let router):
            context.journal.setSilence(of: router, routers[router].routerID, because: nil)
            feed(.clear, to: router, cause: cause)
        case .redistribute(let router, let redistribution):
            feed(.configure(.redistribute(redistribution)), to: router, cause: cause)
        case .withdraw(let router, let name): feed(.configure(.withdraw(name: name)), to: router, cause: cause)
        case .setLimit(let router, let policy): feed(.configure(.limit(policy)), to: router, cause: cause)
        case .setCost(let router, let interface, let cost):
            feed(.configure(.cost(cost, interface: interface)), to: router, cause: cause)
        case .setPriority(let router, let interface, let priority):
            feed(.configure(.priority(priority, interface: interface)), to: router, cause: cause)
        case .setAuthentication(let router, let interface, let authentication):
            feed(.configure(.authentication(authentication, interface: interface)), to: router, cause: cause)
        case .setStubRouter(let router, let isStub, let options):
            feed(.configure(.stubRouter(isStub, options)), to: router, cause: cause)
        case .setEligible(let router, let group, let isEligible):
            feed(.configure(.eligible(isEligible, group: group)), to: router, cause: cause)
        case .setDefects(let router, let defects): feed(.configure(.defects(defects)), to: router, cause: cause)
        case .setArea(let router, let change): feed(.configure(.area(change)), to: router, cause: cause)
        case .setPassive(let router, let interface, let isPassive):
            noteChange(of: router, on: interface, because: cause)
            feed(.configure(.passive(isPassive, interface: interface)), to: router, cause: cause)
        case .partition(let sides): part(into: sides, because: cause)
        case .heal: part(into: [], because: nil)
        case .replay(let listener, let trace): startHearing(trace, at: listener, because: cause)
        case .setLoss(let segment, let loss):
            segments[segment].loss = loss
            noteLoss(on: segment, because: cause)
        case .setMulticastLoss(let segment, let loss):
            segments[segment].multicastLoss = loss
            noteFault(on: segment, because: loss == .zero ? nil : cause)
        case .setCorruption(let segment, let share):
            segments[segment].corruption = share
            noteLoss(on: segment, because: cause)
        case .setDelay(let segment, let delay, let jitter):
            segments[segment].delay = delay
            segments[segment].jitter = jitter
        }
    }

    // MARK: Interfaces

    /// What becomes of a router's adjacencies on a link is put down to a change of its interface.
    private mutating func noteChange(
        of router: Int, on interface: Int, as others: [RouterID] = [], because cause: HappeningID
    ) {
        context.journal.noteChange(
            of: router, [routers[router].routerID] + others, on: routers[router].link(of: interface), because: cause)
    }

    /// Frames to the old address reach nobody from now on.
    private mutating func readdress(_ router: Int, _ interface: Int, to address: IPv4Address) {
        let number = segmentOfInterface[router][interface]
        guard number >= 0,
            let port = segments[number].ports.firstIndex(where: { $0.router == router && $0.interface == interface })
        else { return }
        segments[number].ports[port].address = address
        segments[number].noteSharedAddresses()
    }

    /// Whoever ranks a router before itself goes by its Router ID.
    mutating func routerIDChanged(of router: Int, from old: RouterID, because cause: HappeningID) {
        let new = routers[router].routerID
        for other in routers.indices where other != router {
            feed(.configure(.renamed(old, to: new)), to: other, cause: cause)
        }
    }

    // MARK: Power

    private mutating func switchOff(_ router: Int, orderly: Bool, because cause: HappeningID) {
        guard machines[router].isPoweredOn else { return }
        guard orderly else {
            powerOff(router, because: cause)
            return
        }
        machines[router].restart = nil
        feed(.stop(flushing: true), to: router, cause: cause)
        context.journal.setSilence(of: router, routers[router].routerID, because: cause)
        machines[router].isGoingDown = true
        // What it sent last must get past its own cables before they go dead.
        queue.add(.powerOff, at: now + .seconds(1), router: router)
    }

    private mutating func stopProcess(of router: Int, orderly: Bool, because cause: HappeningID) {
        // A process that is down for a graceful restart does not come back then, and its routes go.
        guard machines[router].isPoweredOn, !machines[router].isProcessStopped || machines[router].restart != nil
        else { return }
        machines[router].isProcessStopped = true
        machines[router].restart = nil
        context.journal.setSilence(of: router, routers[router].routerID, because: cause)
        feed(.stop(flushing: orderly), to: router, cause: cause)
        dropJobs(of: router)
    }

    private mutating func switchOn(_ router: Int, because cause: HappeningID) {
        guard machines[router].isPoweredOn else {
            powerOn(router, because: cause)
            return
        }
        guard machines[router].isProcessStopped || machines[router].isGoingDown else { return }
        machines[router].isProcessStopped = false
        machines[router].restart = nil
        machines[router].isGoingDown = false
        context.journal.setSilence(of: router, routers[router].routerID, because: nil)
        feed(.start, to: router, cause: cause)
    }

    /// The end of an orderly end, unless somebody started the router again meanwhile.
    mutating func powerOff(_ router: Int) {
        guard machines[router].isPoweredOn, machines[router].isGoingDown else { return }
        powerOff(router, because: context.journal.silence(of: router) ?? .none)
    }

    private mutating func powerOff(_ router: Int, because cause: HappeningID) {
        let id = context.journal.record(.poweredOff, at: now, router: router, cause: cause)
        context.journal.setSilence(of: router, routers[router].routerID, because: id)
        feed(.stop(flushing: false), to: router, cause: id)
        machines[router].isPoweredOn = false
        machines[router].restart = nil
        machines[router].isGoingDown = false
        dropJobs(of: router)
        for segment in segmentOfInterface[router] where segment >= 0 { updateCarriers(of: segment, because: id) }
    }

    mutating func powerOn(_ router: Int) {
        if machines[router].isPoweredOn {
            guard !machines[router].isProcessStopped else { return }
            // At the network's own start the machines are on, and their OSPF processes follow one by one.
            feed(.start, to: router)
            return
        }
        powerOn(router, because: context.journal.silence(of: router) ?? .none)
    }

    private mutating func powerOn(_ router: Int, because cause: HappeningID) {
        let id = context.journal.record(.poweredOn, at: now, router: router, cause: cause)
        machines[router].isPoweredOn = true
        machines[router].isProcessStopped = false
        context.journal.setSilence(of: router, routers[router].routerID, because: nil)
        // At the network's own start, carriers come up with the last of their routers.
        for segment in segmentOfInterface[router] where segment >= 0 { updateCarriers(of: segment, because: id) }
        feed(.start, to: router, cause: id)
    }

    // MARK: Carriers

    private mutating func setPlugs(of router: Int, unplugged: Bool, because cause: HappeningID) {
        guard machines[router].isUnplugged != unplugged else { return }
        machines[router].isUnplugged = unplugged
        context.journal.setSilence(of: router, routers[router].routerID, because: unplugged ? cause : nil)
        for segment in segmentOfInterface[router] where segment >= 0 { updateCarriers(of: segment, because: cause) }
    }

    /// A fault of one plug, or its end.
    private mutating func setFault(
        _ fault: PortFault?, router: Int, interface: Int, because cause: HappeningID
    ) {
        let number = segmentOfInterface[router][interface]
        guard number >= 0, let port = segments[number].ports.firstIndex(where: { $0.router == router }) else { return }
        segments[number].ports[port].fault = fault
        segments[number].hasFaultyPorts = segments[number].ports.contains { $0.fault != nil }
        context.journal.setFault(router: router, interface: interface, because: fault == nil ? nil : cause)
        updateCarriers(of: number, because: cause)
    }

    /// Gives every plug its side; without sides the network is whole again.
    private mutating func part(into sides: [[Int]], because cause: HappeningID?) {
        for number in segments.indices {
            let wasPartitioned = segments[number].isPartitioned
            for port in segments[number].ports.indices {
                let router = segments[number].ports[port].router
                segments[number].ports[port].side = sides.firstIndex { $0.contains(router) }
            }
            let present = Set(segments[number].ports.compactMap(\.side))
            segments[number].isPartitioned = present.count > 1
            if segments[number].isPartitioned || wasPartitioned {
                noteFault(on: number, because: segments[number].isPartitioned ? cause : nil)
            }
        }
    }

    private mutating func noteFault(on segment: Int, because cause: HappeningID?) {
        for port in segments[segment].ports {
            context.journal.setFault(router: port.router, interface: port.interface, because: cause)
        }
    }

    private mutating func noteLoss(on number: Int, because cause: HappeningID) {
        let isSound = segments[number].loss.isZero && segments[number].corruption.isZero
        context.journal.setLoss(on: number, because: isSound ? nil : cause)
    }

    /// Brings what the interfaces on a segment see in line with its state: each is told of a change, in port order.
    mutating func updateCarriers(of number: Int, because cause: HappeningID) {
        for port in segments[number].ports {
            let carrier = hasCarrier(port, on: number)
            guard routers[port.router].hasCarrier(port.interface) != carrier else { continue }
            feed(
                carrier ? .carrierGained(on: port.interface) : .carrierLost(on: port.interface), to: port.router,
                cause: cause)
        }
    }

    private func hasCarrier(_ port: Segment.Port, on number: Int) -> Bool {
        let segment = segments[number]
        guard !segment.isCut || segment.isCutSilently, port.fault != .carrierLost, !machines[port.router].isUnplugged
        else { return false }
        guard segment.isCable else { return true }
        return segment.ports.allSatisfy {
            $0.router == port.router || (machines[$0.router].isPoweredOn && !machines[$0.router].isUnplugged)
        }
    }
}

extension Action {
    /// The router it is done to, if it is done to one.
    public var router: Int? {
        switch self {
        case .decommission(let router, _), .stopProcess(let router, _), .start(let router), .reboot(let router, _),
            .disconnect(let router),
            .reconnect(let router), .clear(let router), .redistribute(let router, _), .withdraw(let router, _),
            .replay(let router, _), .setLimit(let router, _), .setCost(let router, _, _),
            .setInterface(let router, _, _), .setRouterID(let router, _, _), .setMetric(let router, _, _, _),
            .restartProcess(let router, _), .setOpaque(let router, _), .setPriority(let router, _, _),
            .setAuthentication(let router, _, _),
            .setStubRouter(let router, _, _), .setEligible(let router, _, _), .setDefects(let router, _),
            .setArea(let router, _), .setPassive(let router, _, _), .setEnabled(let router, _, _),
            .cutPort(let router, _, _),
            .repairPort(let router, _):
            router
        case .cut, .repair, .setLoss, .setMulticastLoss, .setCorruption, .setDelay, .setCircuit, .partition, .heal: nil
        }
    }
}
