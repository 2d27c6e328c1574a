import NetworkPrimitives
import OSPF

// How packets travel, wait and are handled.
extension Network {
    // MARK: The wire

    /// Carries out what a router wants.
    mutating func carryOutEffects(of router: RouterIndex) {
        for index in context.effects.indices {
            switch context.effects[index] {
            case .send(let packet, let interface): transmit(packet, from: router, on: interface)
            }
        }
        context.effects.removeAll(keepingCapacity: true)
    }

    private mutating func transmit(_ id: PacketID, from router: RouterIndex, on interface: InterfaceIndex) {
        defer { context.packets.release(id) }
        guard let plug = plugs[router][interface] else {
            // A virtual link.
            if context.packets[id].timeToLive > 0 { forward(id, from: router) }
            return
        }
        put(id, on: plug, for: context.packets[id].destinationAddress)
    }

    /// Puts a packet on a segment if it gets there: for everyone on it, or for the one who answers for an address.
    mutating func put(_ id: PacketID, on plug: Plug, for address: IPv4Address) {
        let segment = plug.segment
        guard segments[segment].entry(at: plug.port) == .passes else { return }
        let sender = segments[segment].ports[plug.port]
        note(transmissionOf: id, on: segment, from: sender.router, sender.interface, nextHop: address)
        let (isMulticast, isHello) = (address.bits >> 28 == 0xE, context.packets[id].type == .hello)
        if isMulticast {
            for port in segments[segment].ports.indices where port != plug.port {
                deliver(id, isHello, from: plug, to: port, isMulticast: true)
            }
        } else if let port = segments[segment].receiver(of: address, from: plug.port) {
            deliver(id, isHello, from: plug, to: port, isMulticast: false)
        }
    }

    /// A packet gets onto a segment: it counts for the digest, and for who writes a trace.
    @inline(__always)
    mutating func note(
        transmissionOf id: PacketID, on segment: SegmentIndex, from router: RouterIndex, _ interface: InterfaceIndex,
        nextHop: IPv4Address
    ) {
        let packet = context.packets[id]
        digest.add(
            UInt64(packet.type.rawValue) << 56 ^ UInt64(packet.datagramLength) << 32 ^ UInt64(packet.source.bits))
        guard recordsTransmissions else { return }
        context.packets.retain(id)
        transmissions.append(
            Transmission(
                instant: now, segment: segment, router: router, interface: interface, nextHop: nextHop, packet: id))
    }

    /// Lets a packet travel from one port of a segment to another, if it gets there.
    @inline(__always)
    private mutating func deliver(
        _ id: PacketID, _ isHello: Bool, from plug: Plug, to port: PortIndex, isMulticast: Bool
    ) {
        var arriving = id
        switch segments[plug.segment].delivery(from: plug.port, to: port, isMulticast: isMulticast, &dice) {
        case .nothing: return
        case .frame: context.packets.retain(id)
        case .damagedFrame: arriving = context.packets.damagedCopy(of: id)
        }
        if !isHello { packetsUnderWay += 1 }
        let receiver = segments[plug.segment].ports[port]
        queue.add(
            .arrival(arriving, at: receiver.router, on: receiver.interface),
            at: arrival(on: plug.segment, port: port))
    }

    private mutating func arrival(on segment: SegmentIndex, port: PortIndex) -> Instant {
        let plain = now + segments[segment].delay
        guard segments[segment].jitter > .zero else { return plain }
        let late = plain + dice.duration(upTo: segments[segment].jitter)
        let ordered = max(late, segments[segment].ports[port].lastArrival)
        segments[segment].ports[port].lastArrival = ordered
        return ordered
    }

    mutating func arrive(_ id: PacketID, at router: RouterIndex, on interface: InterfaceIndex) {
        let packet = context.packets[id]
        let isReached = plugs[router][interface].map { segments[$0.segment].exit(at: $0.port) == .passes } ?? false
        // A frame that was under way when the wire or the power went is gone, and a frame to AllDRouters does not
        // get past the network card of a router that has not joined the group: it costs no CPU time.
        if packet.timeToLive > 0, !routers[router].ownsAddress(packet.destinationAddress) {
            if isReached { passOn(id, from: router) }
            consume(id)
            return
        }
        guard isReached, machines[router].isRunningOSPF,
            packet.destinationAddress != .allDRouters || routers[router].listensToAllDRouters(interface)
        else {
            consume(id)
            return
        }
        machines[router].counters.packetsReceived += 1
        if packet.type == .linkStateUpdate { deliveries &+= UInt64(context.packets.itemCount(of: id)) }
        let cpu = configuration.routers[router].cpu
        guard machines[router].waiting < cpu.queueLimit else {
            lose(id, at: router)
            return
        }
        let job = Job.packet(id, on: interface)
        let isUrgent = cpu.helloPriority && isUrgent(packet, id, at: router)
        if cpu.helloPriority, packet.type == .linkStateRequest {
            machines[router].waitingRequests.append(packet.source)
        }
        if isUrgent { machines[router].priorityQueue.append(job) } else { machines[router].queue.append(job) }
        machines[router].noteDepth()
        startJobs(router)
    }

    /// RFC 4222 §2 (1): hellos and acknowledgments do not wait for other packets; but an acknowledgment of an LSA at
    /// MaxAge does wait for a request of the same sender: served first, it could take away the LSA that is asked for.
    private func isUrgent(_ packet: Packet, _ id: PacketID, at router: RouterIndex) -> Bool {
        guard packet.type == .linkStateAcknowledgment else { return packet.type == .hello }
        guard machines[router].waitingRequests.contains(packet.source) else { return true }
        return !(0..<context.packets.itemCount(of: id)).contains {
            context.packets.lsa($0, of: id).isMaxAge
        }
    }

    /// A request has left the plain queue.
    private mutating func noteServed(_ id: PacketID, at router: RouterIndex) {
        let packet = context.packets[id]
        guard packet.type == .linkStateRequest,
            let place = machines[router].waitingRequests.firstIndex(of: packet.source)
        else { return }
        machines[router].waitingRequests.remove(at: place)
    }

    /// The packet is of no further use to one receiver.
    private mutating func consume(_ id: PacketID) {
        if context.packets[id].type != .hello {
            precondition(packetsUnderWay > 0, "packets under way are counted")
            packetsUnderWay -= 1
        }
        context.packets.release(id)
    }

    /// The input queue is full. Losses less than ten seconds apart are one burst, logged once.
    private mutating func lose(_ id: PacketID, at router: RouterIndex) {
        let isHello = context.packets[id].type == .hello
        machines[router].counters.packetsLost += 1
        if isHello { machines[router].counters.hellosLost += 1 }
        if let burst = machines[router].overload, now - machines[router].lastLoss < .seconds(10) {
            context.journal.countOneMore(in: burst)
        } else {
            let burst = context.journal.record(
                .overloaded(waiting: UInt32(machines[router].waiting), lost: 1), at: now, router: router,
                cause: causeOfOverload(of: router, by: id))
            machines[router].overload = burst
            context.journal.circumstances.noteOverload(of: router, at: now, because: burst)
        }
        machines[router].lastLoss = now
        consume(id)
    }

    /// What fills a queue: the packet that finds no room, or the first that waits and is there for a reason.
    private func causeOfOverload(of router: RouterIndex, by id: PacketID) -> HappeningID {
        let machine = machines[router]
        let waiting = [machine.current].compactMap { $0 } + machine.queue.waiting + machine.priorityQueue.waiting
        let packets = [id] + waiting.compactMap(\.packet)
        return packets.lazy.map { self.context.packets[$0].cause }.first { !$0.isNone } ?? context.journal.coldStart
    }

    // MARK: The CPU

    /// Serves jobs until one takes time, or none is left.
    private mutating func startJobs(_ router: RouterIndex) {
        while machines[router].current == nil {
            guard machines[router].busyUntil <= now else {
                if machines[router].hasWork { scheduleResume(router) }
                return
            }
            guard let job = machines[router].nextJob() else { return }
            if !machines[router].waitingRequests.isEmpty, let packet = job.packet { noteServed(packet, at: router) }
            let cost = cost(of: job, at: router)
            guard cost > .zero else {
                handle(job, at: router)
                continue
            }
            machines[router].current = job
            machines[router].counters.busy += cost
            queue.add(.processed(router, machines[router].run), at: now + cost)
        }
    }

    private mutating func scheduleResume(_ router: RouterIndex) {
        guard !machines[router].isResumeScheduled else { return }
        machines[router].isResumeScheduled = true
        queue.add(.resume(router, machines[router].run), at: machines[router].busyUntil)
    }

    /// The CPU has done what the last job left behind.
    mutating func resume(_ router: RouterIndex) {
        precondition(machines[router].isResumeScheduled, "a CPU resumes when it was to")
        machines[router].isResumeScheduled = false
        startJobs(router)
    }

    private mutating func cost(of job: Job, at router: RouterIndex) -> Duration {
        let cpu = configuration.routers[router].cpu
        switch job {
        case .packet(let id, _):
            guard context.packets[id].type == .linkStateUpdate else { return cpu.packet }
            return cpu.packet + cpu.lsaReceive * Int64(context.packets.itemCount(of: id))
        case .calculation:
            let left = machines[router].interrupted.calculation ?? .zero
            return min(left, cpu.spfSlice ?? left)
        case .wake:
            guard let work = routers[router].pendingCalculation(at: now) else { return .zero }
            let cost = cpu.spfBase + cpu.spfVertex * Int64(work.vertices) + cpu.spfPrefix * Int64(work.externals)
            guard let slice = cpu.spfSlice, cost > slice else { return cost }
            // The router's other timers do not wait for it.
            machines[router].interrupted.calculation = cost
            feed(.beginCalculation, to: router)
            return .zero
        }
    }

    mutating func finishJob(_ router: RouterIndex) {
        guard let job = machines[router].current else { return }
        machines[router].current = nil
        handle(job, at: router)
        startJobs(router)
    }

    /// Feeds a job to the router. What the router did costs time before it can do the next.
    private mutating func handle(_ job: Job, at router: RouterIndex) {
        switch job {
        case .wake:
            machines[router].isWakeQueued = false
            feed(.timeout, to: router)
        case .calculation: handleCalculation(at: router)
        case .packet(let id, let interface):
            feed(.packet(id, on: interface), to: router)
            consume(id)
        }
    }

    /// A piece of the route calculation has been done.
    private mutating func handleCalculation(at router: RouterIndex) {
        guard let left = machines[router].interrupted.calculation else { return }
        let slice = configuration.routers[router].cpu.spfSlice ?? left
        guard left <= slice else {
            machines[router].interrupted.calculation = left - slice
            return
        }
        machines[router].interrupted.calculation = nil
        feed(.endCalculation, to: router)
    }

    /// Gives an input to a router, carries out its effects, and schedules its next deadline.
    mutating func feed(_ input: RouterInput, to router: RouterIndex, cause: HappeningID = .none) {
        context.cause = cause
        context.work = room(for: input, at: router)
        let id = routers[router].routerID
        let version = routers[router].routingTable.version
        routers[router].handle(input, at: now, in: &context)
        carryOutEffects(of: router)
        let cpu = configuration.routers[router].cpu
        let cost =
            cpu.lsaInstall * Int64(context.work.lsasInstalled) + cpu.lsaTransmit * Int64(context.work.lsasSent)
        if cost > .zero {
            machines[router].busyUntil = max(machines[router].busyUntil, now) + cost
            machines[router].counters.busy += cost
        }
        scheduleWake(router)
        if !conditions.isEmpty, routers[router].routingTable.version != version { tellConditions(on: router) }
        if routers[router].routerID != id { routerIDChanged(of: router, from: id, because: cause) }
        if routers[router].mustCrash { crash(router) }
    }

    /// How much of its work a router may do before it lets others have the CPU. What a packet asks for is done at once.
    private func room(for input: RouterInput, at router: RouterIndex) -> RouterWork {
        var work = RouterWork()
        let cpu = configuration.routers[router].cpu
        if case .packet = input { return work }
        guard let slice = cpu.slice else { return work }
        if cpu.lsaTransmit > .zero { work.floodingRoom = max(1, Int(slice.nanoseconds / cpu.lsaTransmit.nanoseconds)) }
        let interfaces = configuration.routers[router].ospf.interfaces.count
        let cost = cpu.lsaInstall + cpu.lsaTransmit * Int64(interfaces)
        if cost > .zero { work.originationRoom = max(1, Int(slice.nanoseconds / cost.nanoseconds)) }
        return work
    }

    // MARK: Deadlines

    private mutating func scheduleWake(_ router: RouterIndex) {
        let deadline = routers[router].nextDeadline
        guard deadline < machines[router].wakeAt, !machines[router].isWakeQueued else { return }
        machines[router].wakeAt = max(deadline, now)
        queue.add(.wake(router), at: machines[router].wakeAt)
    }

    mutating func wake(_ router: RouterIndex, scheduledFor instant: Instant) {
        // An event that a nearer deadline made obsolete.
        guard instant == machines[router].wakeAt else { return }
        machines[router].wakeAt = .never
        guard machines[router].power.isOn, !machines[router].isWakeQueued else { return }
        guard routers[router].nextDeadline <= now else {
            scheduleWake(router)
            return
        }
        machines[router].isWakeQueued = true
        if routers[router].hasMoreToDo {
            machines[router].interrupted.goesOn = true
        } else if configuration.routers[router].cpu.helloPriority {
            machines[router].priorityQueue.append(.wake)
        } else {
            machines[router].queue.append(.wake)
        }
        startJobs(router)
    }

    /// Empties the queues of a machine that loses power.
    mutating func dropJobs(of router: RouterIndex) {
        while let job = machines[router].priorityQueue.popFirst() ?? machines[router].queue.popFirst() {
            if let packet = job.packet { consume(packet) }
        }
        if let packet = machines[router].current?.packet { consume(packet) }
        machines[router].current = nil
        machines[router].waitingRequests.removeAll()
        machines[router].busyUntil = now
        machines[router].run.end()
        machines[router].isResumeScheduled = false
        machines[router].isWakeQueued = false
        machines[router].interrupted = InterruptedWork()
        machines[router].wakeAt = .never
    }
}
