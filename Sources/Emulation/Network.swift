import NetworkPrimitives
import OSPF

/// A network at a moment: every router, packet and timer of it. A value: a copy is a fork, and the two go on
/// independently, sharing what neither changes.
///
/// The only way on is `advance`: the same configuration and the same calls give the same network, bit for bit.
public struct Network: Sendable {
    public let configuration: NetworkConfiguration
    public private(set) var now = Instant.origin
    /// Stores, journal and packets, shared by all routers.
    public internal(set) var context = RouterContext()
    public internal(set) var routers: Table<RouterIndex, Router>
    /// Everything that happened, as one number: events, packets and losses in order.
    public internal(set) var digest = Digest()
    /// Packets on segments are kept for a writer of traces; see `transmissions`.
    public var recordsTransmissions = false
    /// What was sent since the last `releaseTransmissions`.
    public internal(set) var transmissions: [Transmission] = []
    /// Events served so far.
    public private(set) var eventCount: UInt64 = 0
    /// Since when, to the second, nothing but hellos has been under way; see `noteRest`.
    public internal(set) var quietSince: Instant?
    /// When the network was found to be at rest; see `noteRest`.
    public internal(set) var restedAt: Instant?
    /// LSAs that reached a router so far.
    public internal(set) var deliveries: UInt64 = 0

    var machines: Table<RouterIndex, Machine>
    var segments: Table<SegmentIndex, Segment>
    var queue = EventQueue()
    /// Traces that listeners hear, or have heard.
    var hearings: [Hearing] = []
    /// What is redistributed only while some router has a route.
    var conditions: [ConditionalSet]
    var dice: SeededDice
    /// Where each router's interfaces are plugged in; `nil` for virtual links, and where nothing is.
    let plugs: Table<RouterIndex, Table<InterfaceIndex, Plug?>>
    /// Packets on their way or in a queue that are not hellos.
    var packetsUnderWay = 0

    /// A network that is about to be switched on: its routers start when it first advances.
    /// - Precondition: segment members name existing interfaces, each interface on at most one segment.
    public init(_ configuration: NetworkConfiguration) {
        self.configuration = configuration
        routers = Table(configuration.routers.indexed.map { Router($1.ospf, number: $0) })
        machines = Table(configuration.routers.map { _ in Machine() })
        conditions = ConditionalSet.all(in: configuration)
        dice = SeededDice(seed: configuration.seed)
        context.seed = configuration.seed
        var plugs = Table<RouterIndex, Table<InterfaceIndex, Plug?>>(
            configuration.routers.map { Table(repeatElement(nil, count: $0.ospf.interfaces.count)) })
        segments = []
        for (number, segment) in configuration.segments.indexed {
            for (port, member) in segment.members.enumerated() {
                precondition(plugs[member.router][member.interface] == nil, "an interface is on one segment only")
                plugs[member.router][member.interface] = Plug(segment: number, port: PortIndex(port))
            }
            segments.append(Segment(segment, of: configuration))
        }
        self.plugs = plugs
        for (router, plugs) in plugs.indexed {
            for case (let interface, let plug?) in plugs.indexed {
                routers[router].plug(interface, intoLink: plug.segment.number + 1)
            }
        }
        plugVirtualLinks()
        context.journal.circumstances.links = Table(
            routers.map { router in router.configuration.interfaces.indices.map { router.link(of: $0) } })
        context.journal.circumstances.identities = Table(routers.map { [$0.routerID] })
        context.journal.noteColdStart()
        noteConfiguration()
        for (number, node) in configuration.routers.indexed where node.startsPoweredOn {
            machines[number].power = .on(node.startsOSPF ? .running : .stopped)
            queue.add(
                .powerOn(number, machines[number].run),
                at: .origin + dice.duration(upTo: configuration.startSpread))
        }
        // A router that is off from the start holds down its cables as one that is powered off later does.
        for segment in segments.indices { updateCarriers(of: segment, because: context.journal.coldStart) }
    }

    /// Why `advance` came back.
    public enum StopReason: Sendable { case reached, routesChanged, happened, transmissionsWaiting }

    /// What `advance` comes back for before it reaches its goal.
    public struct StopConditions: OptionSet, Sendable {
        public let rawValue: Int
        public init(rawValue: Int) { self.rawValue = rawValue }
        /// A routing table changed.
        public static let routes = StopConditions(rawValue: 1)
        /// The journal grew.
        public static let journal = StopConditions(rawValue: 2)
    }

    /// Serves all events up to and including `goal`. With stop conditions, it comes back as soon as one is met and every
    /// event of that moment is served; `now` is that moment.
    @discardableResult
    public mutating func advance(to goal: Instant, stoppingFor conditions: StopConditions = []) -> StopReason {
        let journalCount = context.journal.happenings.count
        if conditions.contains(.routes) { context.routesChanged = false }
        while let event = queue.first, event.instant <= goal {
            if event.instant > now {
                if conditions.contains(.routes), context.routesChanged { return .routesChanged }
                if conditions.contains(.journal), context.journal.happenings.count > journalCount { return .happened }
                if transmissions.count >= 8_192 { return .transmissionsWaiting }
                now = event.instant
            }
            serve(queue.removeFirst())
        }
        let changed = conditions.contains(.routes) && context.routesChanged
        let happened = conditions.contains(.journal) && context.journal.happenings.count > journalCount
        if changed { return .routesChanged }
        if happened { return .happened }
        now = goal
        return .reached
    }

    /// Gives back the packets in `transmissions`.
    public mutating func releaseTransmissions() {
        for transmission in transmissions { context.packets.release(transmission.packet) }
        transmissions.removeAll(keepingCapacity: true)
    }

    private mutating func serve(_ event: Event) {
        eventCount &+= 1
        digest.add(
            UInt64(bitPattern: event.instant.nanoseconds) ^ event.what.digestNumber << 56
                ^ UInt64(event.what.router.number) << 32)
        switch event.what {
        case .arrival(let packet, let router, let interface): arrive(packet, at: router, on: interface)
        case .wake(let router): wake(router, scheduledFor: event.instant)
        case .processed(let router, let run): if isGoingOn(run, of: router) { finishJob(router) }
        case .resume(let router, let run): if isGoingOn(run, of: router) { resume(router) }
        case .powerOff(let router): powerOff(router)
        case .powerOn(let router, let run): if isGoingOn(run, of: router) { powerOn(router) }
        case .heard(let trace, _): hear(Int(trace))
        case .restart(let router, let run): if isGoingOn(run, of: router) { continueRestart(of: router) }
        }
    }

    /// Whether nothing ended what a machine was at when an event was scheduled.
    private func isGoingOn(_ run: MachineRun, of router: RouterIndex) -> Bool { run == machines[router].run }

    /// This moment is the start of the timeline: what lifetimes of keys count from. Nothing else depends on it.
    public mutating func startTimeline() {
        for router in routers.indices { routers[router].timelineStart = now }
    }

    // MARK: Looking

    /// The segment that an interface is plugged into.
    public func segment(of router: RouterIndex, interface: InterfaceIndex) -> SegmentIndex? {
        plugs[router][interface]?.segment
    }

    public func isPoweredOn(_ router: RouterIndex) -> Bool { machines[router].power.isOn }

    /// Whether the router is switched on and its OSPF process was not stopped.
    public func isRunningOSPF(_ router: RouterIndex) -> Bool { machines[router].isRunningOSPF }

    public func machineCounters(of router: RouterIndex) -> MachineCounters { machines[router].counters }

    /// The most packets that have waited for a router's CPU since an observer asked last. Nothing depends on it.
    public mutating func takeDeepestQueue(of router: RouterIndex) -> Int { machines[router].takeDeepestQueue() }

    /// Writes into the journal what an observer of the network found out. The network itself is not changed by it.
    @discardableResult
    public mutating func note(
        _ entry: LogEntry, router: RouterIndex? = nil, cause: HappeningID
    ) -> HappeningID {
        context.journal.record(entry, at: now, router: router, cause: cause)
    }

    /// The router that another has as its neighbor on an interface; `nil` where there is none.
    public func router(of neighbor: NeighborReport, of router: RouterIndex) -> RouterIndex? {
        guard let plug = plugs[router][neighbor.interface] else {
            return routers.firstIndex { $0.routerID == neighbor.routerID }
        }
        let known = segments[plug.segment].ports.filter {
            $0.router != router && routers[$0.router].routerID == neighbor.routerID
        }
        return (known.first { $0.address == neighbor.address } ?? known.first)?.router
    }

    /// The router that a frame to `address` reaches on the segment of an interface, if it passes now.
    public func receiver(of address: IPv4Address, from router: RouterIndex, interface: InterfaceIndex) -> RouterIndex? {
        guard let plug = plugs[router][interface] else { return nil }
        let segment = segments[plug.segment]
        return segment.receiver(of: address, from: plug.port).map { segment.ports[$0].router }
    }

    /// Whether a frame that a router sends on an interface gets onto the segment, whether or not anybody receives it.
    public func reachesSegment(of interface: InterfaceIndex, from router: RouterIndex) -> Bool {
        guard let plug = plugs[router][interface] else { return false }
        return segments[plug.segment].entry(at: plug.port) == .passes && routers[router].hasCarrier(interface)
    }

    /// Whether some router has this address on a segment.
    public func hasPort(_ address: IPv4Address, on segment: SegmentIndex) -> Bool {
        segments[segment].ports.contains { $0.address == address }
    }

    /// How many of `count` packets cross a segment on average: those that it neither loses nor damages. Rounded down.
    ///
    /// - Precondition: `count` is at most a billion.
    public func survivors(of count: Int, on segment: SegmentIndex) -> Int {
        let (loss, damage) = (segments[segment].loss, segments[segment].corruption)
        guard !loss.isZero || !damage.isZero else { return count }
        let kept = Int128(loss.denominator - loss.numerator) * Int128(damage.denominator - damage.numerator)
        return Int(Int128(count) * kept / (Int128(loss.denominator) * Int128(damage.denominator)))
    }

    /// Packets on their way or in a queue that are not hellos. For tests.
    package var packetsInFlight: Int { packetsUnderWay }
}
