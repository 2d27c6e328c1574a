import NetworkPrimitives

/// Something that happens to a router.
public enum RouterInput: Sendable {
    /// The OSPF process starts with empty memory.
    case start
    /// A graceful restart is announced to the neighbors (RFC 3623 §2.1).
    case announceRestart
    /// The process ends for a graceful restart: forwarding goes on. `start` is its continuation.
    case stopForRestart
    /// The process ends; with `flushing` it withdraws its own LSAs first, and must be given time to send them.
    case stop(flushing: Bool)
    /// A packet arrived on an interface. The router does not keep the packet.
    case packet(PacketID, on: InterfaceIndex)
    /// `nextDeadline` has come.
    case timeout
    /// The route calculation that is due begins, and takes until `endCalculation`: for a world in which it is interrupted.
    case beginCalculation
    case endCalculation
    case carrierLost(on: InterfaceIndex)
    case carrierGained(on: InterfaceIndex)
    /// A capture shows this LSA on the segment of an interface; for routers that listen to one.
    case learn(LSAInstanceID, age: UInt16, on: InterfaceIndex)
    /// The operator clears the process: everything starts again, and a permanent isolation ends.
    case clear
    /// The operator changes the configuration.
    case configure(RouterChange)
}

/// One OSPF router: a state machine with inputs and effects.
///
/// It reads no clock, no socket and no global; two routers that are given the same inputs at the same times do the same.
/// A value: a copy is a fork.
public struct Router: Sendable {
    public internal(set) var configuration: RouterConfiguration
    /// The router's number in its network: what the journal calls it.
    public let number: RouterIndex
    public internal(set) var isRunning = false
    public internal(set) var counters = RouterCounters()

    var interfaces: Table<InterfaceIndex, Interface>
    var neighbors: Table<NeighborIndex, Neighbor> = []
    var freeNeighbors: [NeighborIndex] = []
    var database = LinkStateDatabase()
    var timers = TimerTable()
    /// Entries at MaxAge that leave the database once they are no longer needed (RFC 2328 §14).
    var maxAgeList = MaxAgeList()
    /// When those leave the database that are removed together.
    var nextMaxAgeSweep = Instant.origin
    /// In this turn some of them reached MaxAge, or one was acknowledged.
    var hasNewMaxAgeLSAs = false
    var externals = ExternalOriginations()
    var summaries = SummaryOriginations()
    var border = BorderStatus()
    /// Where a profile decides this once for all areas.
    var activeRanges: [ActiveRange] = []
    var nssa = NSSAState()
    var deferred = DeferredOriginations()
    /// Own LSAs that have no room for everything.
    var incompleteLSAs: [LSAKeyID] = []
    var spf = SPFState()
    var tableCauses: [HappeningID] = []
    var lastRefresh = HappeningID.none
    var lastAged = HappeningID.none
    /// The result of the last calculation.
    public internal(set) var routingTable = RoutingTable()
    /// Areas that a fully adjacent virtual link crosses, as their router-LSAs say (TransitCapability, RFC 2328 §16.1).
    var transitAreas: [AreaID] = []
    var limit = LimitState()
    var memory: MemoryUse
    /// Interfaces on which something waits to be flooded.
    var flooding: [InterfaceIndex] = []
    /// The process is shutting down and only flushes.
    var isStopping = false
    var opaques = OpaqueOriginations()
    /// The database may hold LSAs of type 9.
    var hasLinkLocalLSAs = false
    var restart = RestartState()
    /// How many neighbors restart and are helped.
    var helpedNeighbors = 0
    /// Those whose help ends when the input has been handled, because the topology changed, and what changed it.
    var endingHelp: [(neighbor: NeighborIndex, cause: HappeningID)] = []
    var startedAt = Instant.origin
    /// When the OSPF process started; isolations do not count.
    var startedProcessAt = Instant.origin
    /// What keys' lifetimes count from; see `Network.startTimeline`.
    public var timelineStart: Instant?
    /// How often the process started: it survives the process (RFC 7474 §2, RFC 3623 §2.1 (2)).
    var bootCount: UInt32 = 0
    /// Packets signed with a sequence number of 64 bits since then.
    var packetsSigned: UInt32 = 0

    /// What the Router ID is going to be when the process starts the next time.
    var pendingRouterID: RouterID?

    public var routerID: RouterID { configuration.routerID }

    /// - Precondition: the interfaces' prefixes hold their addresses.
    public init(_ configuration: RouterConfiguration, number: RouterIndex) {
        precondition(configuration.interfaces.count < Int(UInt16.max), "next hops have 16 bits for an interface")
        self.configuration = configuration
        self.number = number
        interfaces = Table(
            configuration.interfaces.indices.map {
                Interface(
                    index: $0, area: configuration.area(configuration.interfaces[$0].area), of: configuration)
            })
        memory = MemoryUse(of: configuration.memory)
        database.tally = LimitTally(configuration.limit)
        timers.resize(to: Timer.neighborBase(interfaceCount: interfaces.count))
        for interface in interfaces.indices { authenticationChanged(on: interface, at: .origin, cause: .none) }
    }

    /// Tells an interface which link it is on, by a number that is the same at all ends of the link.
    public mutating func plug(_ interface: InterfaceIndex, intoLink link: UInt32) {
        interfaces[interface].plug(into: link)
    }

    /// The link of an interface; 0 where it is on none.
    public func link(of interface: InterfaceIndex) -> UInt32 { interfaces[interface].link }

    /// When the router wants `timeout`; may be early, never late. `Instant.never` if only another input can wake it.
    public var nextDeadline: Instant { Instant(nanoseconds: timers.earliest) }

    /// Feeds one input to the router; what it wants done is appended to `context.effects`, in order.
    /// - Precondition: `now` is not earlier than in any previous call.
    public mutating func handle(_ input: RouterInput, at now: Instant, in context: inout RouterContext) {
        precondition(now >= context.now, "time runs back")
        context.now = now
        switch input {
        case .start: start(&context)
        case .announceRestart: announceRestart(&context)
        case .stopForRestart: stopForRestart(&context)
        case .stop(let flushing): stop(flushing: flushing, &context)
        case .packet(let packet, let interface):
            if isRunning { receive(packet, on: interface, &context) }
        case .beginCalculation: beginCalculation()
        case .endCalculation: endCalculation(&context)
        case .timeout:
            while let timer = timers.takeDue(at: now) { fire(timer, &context) }
        case .carrierLost(let interface): carrierLost(on: interface, &context)
        case .carrierGained(let interface): carrierGained(on: interface, &context)
        case .clear:
            if isRunning { clearProcess(&context) }
        case .learn(let instance, let age, let interface):
            if isRunning { learn(instance, age: age, on: interface, &context) }
        case .configure(let change): apply(change, &context)
        }
        finishTurn(&context)
    }

    /// The end of every turn.
    private mutating func finishTurn(_ context: inout RouterContext) {
        if limit.mustLook { lookAtLimit(&context) }
        if memory.isKept { settleMemory(&context) }
        // A process that is about to crash sends nothing more.
        guard memory.fatal == nil else { return }
        settle(&context)
        if !deferred.rest.isEmpty { timers.set(Timer.origination, to: context.now) }
        assert(brokenNeighborInvariants().isEmpty, brokenNeighborInvariants().joined(separator: "; "))
    }

    /// What the input called for and had to wait for the end of the turn.
    mutating func settle(_ context: inout RouterContext) {
        reviewBorderStatus(&context)
        if configuration.timers.adjacencyLimit != nil { startWaitingExchanges(&context) }
        if !endingHelp.isEmpty { settleHelping(&context) }
        if restart.isActive { reviewRestart(&context) }
        settleOriginations(&context)
        if !flooding.isEmpty { sendFlooded(&context) }
        if hasNewMaxAgeLSAs { removeMaxAgeLSAs(&context) }
    }
}

/// The numbers of a router's timers: its own first, then four for each interface, then three for each neighbor.
enum Timer {
    static let spf = 0
    static let ageing = 1
    static let origination = 2
    static let limit = 3
    static let limitReset = 4
    static let election = 5
    static let nssa = 6
    static let redistribution = 7
    static let startup = 8
    static let grace = 9
    static let originators = 10
    static let borderTask = 11
    static let own = 12

    enum OfInterface: Int { case hello, wait, acknowledgment, flood }
    enum OfNeighbor: Int { case inactivity, exchange, retransmission }

    @inline(__always) static func number(_ timer: OfInterface, interface: InterfaceIndex) -> Int {
        own + interface.offset * 4 + timer.rawValue
    }
    @inline(__always) static func neighborBase(interfaceCount: Int) -> Int { own + interfaceCount * 4 }
}

extension Router {
    @inline(__always) func timer(_ timer: Timer.OfNeighbor, neighbor: NeighborIndex) -> Int {
        Timer.neighborBase(interfaceCount: interfaces.count) + neighbor.offset * 3 + timer.rawValue
    }

    /// What has no recorded cause is attributed to the router's start or return.
    private mutating func fire(_ timer: Int, _ context: inout RouterContext) {
        let isOwn = timer < Timer.own
        context.cause = isOwn ? context.journal.orColdStart(context.journal.circumstances.arrival(of: number)) : .none
        let neighborBase = Timer.neighborBase(interfaceCount: interfaces.count)
        if timer >= neighborBase {
            let neighbor = NeighborIndex((timer - neighborBase) / 3)
            switch Timer.OfNeighbor(rawValue: (timer - neighborBase) % 3)! {
            case .inactivity: inactivityTimerFired(neighbor, &context)
            case .exchange: exchangeTimerFired(neighbor, &context)
            case .retransmission: retransmissionTimerFired(neighbor, &context)
            }
        } else if timer >= Timer.own {
            let interface = InterfaceIndex((timer - Timer.own) / 4)
            switch Timer.OfInterface(rawValue: (timer - Timer.own) % 4)! {
            case .hello: helloTimerFired(interface, &context)
            case .wait: waitTimerFired(interface, &context)
            case .acknowledgment: sendDelayedAcknowledgments(on: interface, &context)
            case .flood: markForFlooding(interface)
            }
        } else {
            switch timer {
            // RFC 8405 §5.4 (7) to (9): in whatever state, SPF_TIMER calculates, and the state stays.
            case Timer.spf: calculateRoutes(&context)
            case Timer.ageing: ageDatabase(&context)
            case Timer.origination: originateDeferred(&context)
            case Timer.limit: limitTimerFired(&context)
            case Timer.limitReset: _ = take(.quiet, nil, &context)
            case Timer.redistribution: redistributionRetryDue(&context)
            case Timer.nssa: serveNSSAs(&context)
            case Timer.startup: stubRouterChanged(&context)
            case Timer.originators: originatorsDue(&context)
            case Timer.grace: graceTimerFired(&context)
            case Timer.borderTask: borderTaskFired(&context)
            default: runElections(&context)
            }
        }
    }
}
