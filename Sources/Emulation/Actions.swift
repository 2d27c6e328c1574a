import NetworkPrimitives
import OSPF

// What people and nature do to a network, as it happens.
extension Network {
    /// Carries out an action now. It is written into the journal under `text`, and everything it leads to is attributed to it.
    @discardableResult
    public mutating func apply(_ action: Action, text: String, cause: HappeningID = .none) -> HappeningID {
        let id = context.journal.recordAction(text, at: now, router: action.router, cause: cause)
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
            queue.add(.powerOn(router, machines[router].run), at: now + downtime)
        case .restartProcess(let router, let downtime):
            restartGracefully(router, downtime: downtime, because: cause)
        case .setOpaque(let router, let opaque): feed(.configure(.opaque(opaque)), to: router, cause: cause)
        case .disconnect(let router): setPlugs(of: router, unplugged: true, because: cause)
        case .reconnect(let router): setPlugs(of: router, unplugged: false, because: cause)
        case .cut(let segment, let silent):
            segments[segment].isCut = true
            segments[segment].isCutSilently = silent
            context.journal.circumstances.begin(.cut, on: link(of: segment), because: cause)
            updateCarriers(of: segment, because: cause)
        case .repair(let segment):
            segments[segment].isCut = false
            segments[segment].isCutSilently = false
            for port in segments[segment].ports.indices { segments[segment].ports[port].fault = nil }
            context.journal.circumstances.mend(link(of: segment), because: cause)
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
            let ends = [circuit.first, circuit.second].sorted()
            note(.circuit(ends[0], ends[1]), on: segment, isThere: !isOpen, because: cause)
        case .setInterface(let router, let interface, let change):
            noteChange(of: router, on: interface, because: cause)
            if case .address(let address, _) = change { readdress(router, interface, to: address) }
            feed(.configure(.interface(change, interface)), to: router, cause: cause)
        case .setRouterID(let router, let id, let isAtOnce):
            context.journal.circumstances.identities[router].append(id)
            for interface in plugs[router].indices {
                noteChange(of: router, on: interface, because: cause)
            }
            feed(.configure(.routerID(id, atOnce: isAtOnce)), to: router, cause: cause)
        case .setMetric(let router, let name, let metric, let isType2):
            feed(.configure(.metric(metric, isType2: isType2, name: name)), to: router, cause: cause)
        case .setEnabled(let router, let interface, let isEnabled):
            noteChange(of: router, on: interface, because: cause)
            feed(.configure(.enabled(isEnabled, interface: interface)), to: router, cause: cause)
        case .clear(let router):
            context.journal.circumstances.noteArrival(of: router, because: cause)
            feed(.clear, to: router, cause: cause)
        case .redistribute(let router, let redistribution):
            feed(.configure(.redistribute(redistribution)), to: router, cause: cause)
        case .withdraw(let router, let name): feed(.configure(.withdraw(name: name)), to: router, cause: cause)
        case .setLimit(let router, let policy): feed(.configure(.limit(policy)), to: router, cause: cause)
        case .setCost(let router, let interface, let cost):
            feed(.configure(.cost(cost, interface: interface)), to: router, cause: cause)
        case .setPriority(let router, let interface, let priority):
            noteChange(of: router, on: interface, because: cause)
            feed(.configure(.priority(priority, interface: interface)), to: router, cause: cause)
        case .setAuthentication(let router, let interface, let authentication):
            noteChange(of: router, on: interface, because: cause)
            feed(.configure(.authentication(authentication, interface: interface)), to: router, cause: cause)
        case .setStubRouter(let router, let isStub, let options):
            feed(.configure(.stubRouter(isStub, options)), to: router, cause: cause)
        case .setEligible(let router, let group, let isEligible):
            feed(.configure(.eligible(isEligible, group: group)), to: router, cause: cause)
        case .setDefects(let router, let defects): feed(.configure(.defects(defects)), to: router, cause: cause)
        case .setArea(let router, let change):
            for interface in plugs[router].indices {
                noteChange(of: router, on: interface, because: cause)
            }
            feed(.configure(.area(change)), to: router, cause: cause)
        case .setPassive(let router, let interface, let isPassive):
            noteChange(of: router, on: interface, because: cause)
            feed(.configure(.passive(isPassive, interface: interface)), to: router, cause: cause)
        case .partition(let sides): part(into: sides, because: cause)
        case .heal: part(into: [], because: cause)
        case .replay(let listener, let trace): startHearing(trace, at: listener, because: cause)
        case .learn(let listener, let area, let lsas): learn(lsas, area: area, at: listener, because: cause)
        case .setLoss(let segment, let loss):
            segments[segment].loss = loss
            noteLoss(on: segment, because: cause)
        case .setMulticastLoss(let segment, let loss):
            segments[segment].multicastLoss = loss
            note(.multicastLoss, on: segment, isThere: loss != .zero, because: cause)
        case .setCorruption(let segment, let share):
            segments[segment].corruption = share
            noteLoss(on: segment, because: cause)
        case .setDelay(let segment, let delay, let jitter):
            segments[segment].delay = delay
            segments[segment].jitter = jitter
        }
    }

    // MARK: Interfaces

    /// What becomes of a router's adjacencies on a link is attributed to a change of its interface.
    private mutating func noteChange(
        of router: RouterIndex, on interface: InterfaceIndex, because cause: HappeningID
    ) {
        context.journal.circumstances.noteChange(
            of: router, on: routers[router].link(of: interface), at: now, because: cause)
    }

    /// Frames to the old address reach nobody from now on.
    private mutating func readdress(_ router: RouterIndex, _ interface: InterfaceIndex, to address: IPv4Address) {
        guard let plug = plugs[router][interface] else { return }
        segments[plug.segment].ports[plug.port].address = address
    }

    /// Whoever ranks a router before itself goes by its Router ID.
    mutating func routerIDChanged(of router: RouterIndex, from old: RouterID, because cause: HappeningID) {
        let new = routers[router].routerID
        for other in routers.indices where other != router {
            feed(.configure(.renamed(old, to: new)), to: other, cause: cause)
        }
    }

    // MARK: Power

    private mutating func switchOff(_ router: RouterIndex, orderly: Bool, because cause: HappeningID) {
        guard let process = machines[router].power.process else { return }
        guard orderly else {
            powerOff(router, because: cause)
            return
        }
        machines[router].power.run(process.withoutRestart)
        feed(.stop(flushing: true), to: router, cause: cause)
        context.journal.circumstances.silence(router, routers[router].routerID, because: cause)
        machines[router].power.goDown()
        // What it sent last must leave its own cables before they lose power.
        queue.add(.powerOff(router), at: now + .seconds(1))
    }

    private mutating func stopProcess(of router: RouterIndex, orderly: Bool, because cause: HappeningID) {
        switch machines[router].power.process {
        case .stopped, nil: return
        // One that is down for a graceful restart does not come back then, and its routes go.
        case .running, .announcingRestart, .restarting, .crashed: machines[router].power.run(.stopped)
        }
        context.journal.circumstances.silence(router, routers[router].routerID, because: cause)
        feed(.stop(flushing: orderly), to: router, cause: cause)
        dropJobs(of: router)
    }

    private mutating func switchOn(_ router: RouterIndex, because cause: HappeningID) {
        switch machines[router].power {
        case .off:
            powerOn(router, because: cause)
            return
        case .on(let process) where process.isRunning: return
        case .on, .goingDown: machines[router].power = .on(.running)
        }
        context.journal.circumstances.noteArrival(of: router, because: cause)
        feed(.start, to: router, cause: cause)
    }

    /// The end of an orderly shutdown, unless the router was started again meanwhile.
    mutating func powerOff(_ router: RouterIndex) {
        guard case .goingDown = machines[router].power else { return }
        powerOff(router, because: context.journal.circumstances.silence(of: router) ?? context.journal.coldStart)
    }

    private mutating func powerOff(_ router: RouterIndex, because cause: HappeningID) {
        let id = context.journal.record(.poweredOff, at: now, router: router, cause: cause)
        context.journal.circumstances.silence(router, routers[router].routerID, because: id)
        feed(.stop(flushing: false), to: router, cause: id)
        machines[router].power = .off
        dropJobs(of: router)
        updatePlugs(of: router, because: id)
    }

    mutating func powerOn(_ router: RouterIndex) {
        if let process = machines[router].power.process {
            guard process.isRunning else { return }
            // At the network's own start the machines are on, and their OSPF processes follow one by one.
            context.journal.circumstances.noteArrival(of: router, because: context.journal.coldStart)
            feed(.start, to: router, cause: context.journal.coldStart)
            return
        }
        powerOn(router, because: context.journal.circumstances.silence(of: router) ?? context.journal.coldStart)
    }

    private mutating func powerOn(_ router: RouterIndex, because cause: HappeningID) {
        let id = context.journal.record(.poweredOn, at: now, router: router, cause: cause)
        machines[router].power = .on(.running)
        context.journal.circumstances.noteArrival(of: router, because: id)
        // At the network's own start, carriers come up with the last of their routers.
        updatePlugs(of: router, because: id)
        feed(.start, to: router, cause: id)
    }

    // MARK: Carriers

    private mutating func setPlugs(of router: RouterIndex, unplugged: Bool, because cause: HappeningID) {
        guard machines[router].isUnplugged != unplugged else { return }
        machines[router].isUnplugged = unplugged
        if unplugged {
            context.journal.circumstances.silence(router, routers[router].routerID, because: cause)
        } else {
            context.journal.circumstances.noteArrival(of: router, because: cause)
        }
        updatePlugs(of: router, because: cause)
    }

    /// A fault of one plug, or its end.
    private mutating func setFault(
        _ fault: PortFault?, router: RouterIndex, interface: InterfaceIndex, because cause: HappeningID
    ) {
        guard let plug = plugs[router][interface] else { return }
        segments[plug.segment].ports[plug.port].fault = fault
        note(.plug(router), on: plug.segment, isThere: fault != nil, because: cause)
        updateCarriers(of: plug.segment, because: cause)
    }

    /// Gives every plug its side; without sides the network is whole again.
    private mutating func part(into sides: [[RouterIndex]], because cause: HappeningID) {
        for number in segments.indices {
            let wasPartitioned = segments[number].isPartitioned
            for port in segments[number].ports.indices {
                let router = segments[number].ports[port].router
                segments[number].ports[port].side = sides.firstIndex { $0.contains(router) }
            }
            let present = Set(segments[number].ports.compactMap(\.side))
            segments[number].isPartitioned = present.count > 1
            if segments[number].isPartitioned || wasPartitioned {
                note(.partition, on: number, isThere: segments[number].isPartitioned, because: cause)
            }
        }
    }

    /// The link that the journal knows a segment by.
    private func link(of segment: SegmentIndex) -> UInt32 { segment.number + 1 }

    private mutating func note(
        _ fault: Circumstances.Fault, on segment: SegmentIndex, isThere: Bool, because cause: HappeningID
    ) {
        if isThere {
            context.journal.circumstances.begin(fault, on: link(of: segment), because: cause)
        } else {
            context.journal.circumstances.end(fault, on: link(of: segment), because: cause)
        }
    }

    private mutating func noteLoss(on number: SegmentIndex, because cause: HappeningID) {
        let isSound = segments[number].loss.isZero && segments[number].corruption.isZero
        note(.loss, on: number, isThere: !isSound, because: cause)
    }

    /// What is wrong, or strange, in the configuration itself, and no event brings about.
    mutating func noteConfiguration() {
        for number in segments.indices {
            let segment = segments[number]
            guard !segment.loss.isZero || !segment.corruption.isZero || segment.multicastLoss != .zero else { continue }
            let id = context.journal.record(
                .lossConfigured(number), at: now, router: nil, cause: .none)
            noteLoss(on: number, because: id)
            note(.multicastLoss, on: number, isThere: segment.multicastLoss != .zero, because: id)
        }
        for router in routers.indices {
            let id = routers[router].routerID
            guard routers[..<router].contains(where: { $0.routerID == id }) else { continue }
            let happening = context.journal.record(
                .duplicateRouterID(id), at: now, router: router, cause: .none)
            context.journal.circumstances.noteDuplicate(id, because: happening)
        }
    }

    /// Brings a router's plugs in line with its power and its cables, and then what it and its neighbors see.
    private mutating func updatePlugs(of router: RouterIndex, because cause: HappeningID) {
        for case let plug? in plugs[router] {
            segments[plug.segment].ports[plug.port].isPowered = machines[router].power.isOn
            segments[plug.segment].ports[plug.port].isPlugged = !machines[router].isUnplugged
        }
        for case let plug? in plugs[router] { updateCarriers(of: plug.segment, because: cause) }
    }

    /// Brings what the interfaces on a segment see in line with its state: each gets the change as an
    /// input, in port order.
    mutating func updateCarriers(of number: SegmentIndex, because cause: HappeningID) {
        for (place, port) in segments[number].ports.indexed {
            let carrier = segments[number].hasCarrier(at: place)
            guard routers[port.router].hasCarrier(port.interface) != carrier else { continue }
            feed(
                carrier ? .carrierGained(on: port.interface) : .carrierLost(on: port.interface), to: port.router,
                cause: cause)
        }
    }
}

extension Action {
    /// The router it is done to, if it is done to one.
    public var router: RouterIndex? {
        switch self {
        case .decommission(let router, _), .stopProcess(let router, _), .start(let router), .reboot(let router, _),
            .disconnect(let router),
            .reconnect(let router), .clear(let router), .redistribute(let router, _), .withdraw(let router, _),
            .replay(let router, _), .learn(let router, _, _), .setLimit(let router, _), .setCost(let router, _, _),
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
