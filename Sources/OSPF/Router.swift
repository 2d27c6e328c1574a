import NetworkPrimitives

/// Something that happens to a router.
public enum RouterInput: Sendable {
    /// The OSPF process starts with empty memory.
    case start
    /// A graceful restart is near: the neighbors are told (RFC 3623 §2.1).
    case announceRestart
    /// The process ends for a graceful restart: forwarding goes on. `start` is its continuation.
    case stopForRestart
    /// The process ends; with `flushing` it withdraws its own LSAs first, and must be given time to send them.
    case stop(flushing: Bool)
    /// A packet arrived on an interface. The router does not keep the packet.
    case packet(PacketID, on: Int)
    /// `nextDeadline` is here.
    case timeout
    /// The route calculation that is due begins, and takes until `endCalculation`: for a world in which it is interrupted.
    case beginCalculation
    case endCalculation
    case carrierLost(on: Int)
    case carrierGained(on: Int)
    /// A capture shows this LSA on the segment of an interface; for routers that listen to one.
    case learn(LSAInstanceID, age: UInt16, on: Int)
    /// The operator clears the process: everything starts anew, a permanent isolation too.
    case clear
    /// The operator changes the configuration.
    case configure(RouterChange)
}

/// A change of a running router's configuration.
public enum RouterChange: Sendable {
    case limit(LimitPolicy)
    case cost(UInt16, interface: Int)
    case interface(InterfaceChange, Int)
    /// In force now, by a restart of the process, or from its next start on.
    case routerID(RouterID, atOnce: Bool)
    /// Another member of ranked groups has another Router ID.
    case renamed(RouterID, to: RouterID)
    /// The metric of a redistribution set, and its type where it changes.
    case metric(UInt32, isType2: Bool?, name: String)
    case priority(UInt8, interface: Int)
    case redistribute(RedistributionConfiguration)
    case withdraw(name: String)
    /// A router has, or has no more, the route that a set waits for; see `RouteCondition`.
    case condition(name: String, isMet: Bool)
    case eligible(Bool, group: String)
    case authentication(InterfaceAuthentication, interface: Int)
    /// Replaces the set of the same scope and type.
    case opaque(OpaqueConfiguration)
    case defects(RouterDefects)
    /// Whether OSPF runs on an interface.
    case enabled(Bool, interface: Int)
    /// RFC 6987.
    case stubRouter(Bool, StubRouterOptions)
    case area(AreaChange)
    case passive(Bool, interface: Int)
}

/// One OSPF router: a state machine that takes inputs and gives effects (design decision 1).
///
/// It reads no clock, no socket and no global; two routers that are given the same inputs at the same times do the same.
/// A value: a copy is a fork.
public struct Router: Sendable {
    public internal(set) var configuration: RouterConfiguration
    /// The router's number in its network: what the journal calls it.
    public let number: Int
    public internal(set) var isRunning = false
    public internal(set) var counters = RouterCounters()

    var interfaces: [Interface]
    var neighbors: [Neighbor] = []
    var freeNeighbors: [Int] = []
    var database = LinkStateDatabase()
    var timers = TimerTable()
    /// Entries at MaxAge that leave the database once nobody needs them any more (RFC 2328 §14).
    var dying: [Int] = []
    /// While the input was handled, some of them became so, or somebody ceased to need some.
    var hasNewlyDying = false
    var externals = ExternalOriginations()
    var summaries = SummaryOriginations()
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
    var flooding: [Int] = []
    /// The process is going down and only flushes.
    var isStopping = false
    var opaques = OpaqueOriginations()
    /// The database may hold LSAs of type 9.
    var hasLinkLocalLSAs = false
    var restart = RestartState()
    /// How many neighbors restart and are helped.
    var helpedNeighbors = 0
    /// Those whose help ends when the input has been handled, because the topology changed, and what changed it.
    var endingHelp: [(neighbor: Int, cause: HappeningID)] = []
    var startedAt = Instant.origin
    /// When the OSPF process started; isolations do not count.
    var startedProcessAt = Instant.origin
    /// What keys' lifetimes count from; see `Network.startTimeline`.
    public var timelineStart: Instant?
    /// How often the process started: it survives the process (RFC 7474 §2).
    var bootCount: UInt32 = 0
    /// Packets since then that bear a number of 64 bits.
    var packetsSigned: UInt32 = 0

    /// What the Router ID is going to be when the process starts the next time.
    var pendingRouterID: RouterID?

    public var routerID: RouterID { configuration.routerID }

    /// - Precondition: the interfaces' prefixes hold their addresses.
    public init(_ configuration: RouterConfiguration, number: Int) {
        self.configuration = configuration
        self.number = number
        interfaces = configuration.interfaces.enumerated().map {
            Interface(index: $0, area: configuration.area($1.area), of: configuration)
        }
        memory = MemoryUse(of: configuration.memory)
        database.tally = LimitTally(configuration.limit)
        timers.resize(to: Timer.neighborBase(interfaceCount: interfaces.count))
        for interface in interfaces.indices { authenticationChanged(on: interface, at: .origin, cause: .none) }
    }

    /// Tells an interface which link it is on, by a number that is the same at all ends of the link.
    public mutating func plug(_ interface: Int, intoLink link: UInt32) { interfaces[interface].link = link }

    /// The link of an interface; 0 where it is on none.
    public func link(of interface: Int) -> UInt32 { interfaces[interface].link }

    /// When the router wants `timeout`; may be early, never late. `Instant.never` if only another input can wake it.
    public var nextDeadline: Instant { Instant(nanoseconds: timers.earliest) }

    /// Feeds one input to the router; what it wants done is appended to `context.effects`, in order.
    /// - Precondition: `now` is not earlier than in any previous call.
    public mutating func handle(_ input: RouterInput, at now: Instant, in context: inout RouterContext) {
        context.now = now
        switch input {
        case .start: start(at: now, &context)
        case .announceRestart: announceRestart(at: now, &context)
        case .stopForRestart: stopForRestart(at: now, &context)
        case .stop(let flushing): stop(flushing: flushing, at: now, &context)
        case .packet(let packet, let interface):
            if isRunning { receive(packet, on: interface, at: now, &context) }
        case .beginCalculation: beginCalculation()
        case .endCalculation: endCalculation(at: now, &context)
        case .timeout:
            while let timer = timers.takeDue(at: now) { fire(timer, at: now, &context) }
        case .carrierLost(let interface): carrierLost(on: interface, at: now, &context)
        case .carrierGained(let interface): carrierGained(on: interface, at: now, &context)
        case .clear:
            if isRunning { clearProcess(at: now, &context) }
        case .learn(let instance, let age, let interface):
            if isRunning { learn(instance, age: age, on: interface, at: now, &context) }
        case .configure(let change): apply(change, at: now, &context)
        }
        if limit.mustLook { lookAtLimit(at: now, &context) }
        if memory.isKept { settleMemory(at: now, &context) }
        // A process that is about to crash says nothing more.
        guard memory.fatal == nil else { return }
        sendFlooded(at: now, &context)
        if !deferred.rest.isEmpty { timers.set(Timer.origination, to: now) }
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

    @inline(__always) static func number(_ timer: OfInterface, interface: Int) -> Int {
        own + interface * 4 + timer.rawValue
    }
    @inline(__always) static func neighborBase(interfaceCount: Int) -> Int { own + interfaceCount * 4 }
}

extension Router {
    @inline(__always) func timer(_ timer: Timer.OfNeighbor, neighbor: Int) -> Int {
        Timer.neighborBase(interfaceCount: interfaces.count) + neighbor * 3 + timer.rawValue
    }

    /// What no timer carries the cause of is put down to the router's own start or return.
    private mutating func fire(_ timer: Int, at now: Instant, _ context: inout RouterContext) {
        let isOwn = timer < Timer.own
        context.cause = isOwn ? context.journal.orColdStart(context.journal.circumstances.arrival(of: number)) : .none
        let neighborBase = Timer.neighborBase(interfaceCount: interfaces.count)
        if timer >= neighborBase {
            let neighbor = (timer - neighborBase) / 3
            switch Timer.OfNeighbor(rawValue: (timer - neighborBase) % 3)! {
            case .inactivity: inactivityTimerFired(neighbor, at: now, &context)
            case .exchange: exchangeTimerFired(neighbor, at: now, &context)
            case .retransmission: retransmissionTimerFired(neighbor, at: now, &context)
            }
        } else if timer >= Timer.own {
            let interface = (timer - Timer.own) / 4
            switch Timer.OfInterface(rawValue: (timer - Timer.own) % 4)! {
            case .hello: helloTimerFired(interface, at: now, &context)
            case .wait: waitTimerFired(interface, at: now, &context)
            case .acknowledgment: sendDelayedAcknowledgments(on: interface, at: now, &context)
            case .flood: markForFlooding(interface)
            }
        } else {
            switch timer {
            case Timer.spf: calculateRoutes(at: now, &context)
            case Timer.ageing: ageDatabase(at: now, &context)
            case Timer.origination: originateDeferred(at: now, &context)
            case Timer.limit: limitTimerFired(at: now, &context)
            case Timer.limitReset: _ = take(.quiet, nil, at: now, &context)
            case Timer.redistribution: redistributionRetryDue(at: now, &context)
            case Timer.nssa: serveNSSAs(at: now, &context)
            case Timer.startup: stubRouterChanged(at: now, &context)
            case Timer.originators: originatorsDue(at: now, &context)
            case Timer.grace: graceTimerFired(at: now, &context)
            case Timer.borderTask: borderTaskFired(&context)
            default: runElections(at: now, &context)
            }
        }
    }

    // MARK: Life

    private mutating func start(at now: Instant, _ context: inout RouterContext) {
        guard !isRunning else { return }
        if restart.isAnnounced, now < restart.end {
            startAfterRestart(at: now, &context)
            return
        }
        endRestart(&context)
        isRunning = true
        adoptRouterID()
        noteProcessStart(at: now)
        (externals.unheardInNSSAs, externals.unforwarded) = ([], [])
        limit.forget()
        beginStartup(at: now)
        joinNetwork(at: now, &context)
    }

    mutating func noteProcessStart(at now: Instant) {
        startedProcessAt = now
        externals.canDeliver = []
        if bootCount == 0 || !configuration.defects.restartsSequenceNumbers { bootCount &+= 1 }
        packetsSigned = 0
    }

    /// A graceful restart that did not come to its end is forgotten, with the routes that it kept.
    private mutating func endRestart(_ context: inout RouterContext) {
        guard isRestarting else { return }
        restart = RestartState()
        if !isRunning { clearRoutes(&context) }
    }

    mutating func stop(flushing: Bool, at now: Instant, _ context: inout RouterContext) {
        endRestart(&context)
        guard isRunning else { return }
        let cause = context.cause
        if flushing, configuration.profile.saysGoodbye {
            sayGoodbye(at: now, &context)
        } else if flushing {
            isStopping = true
            flushOwnLSAs(at: now, &context)
            // There is no later for what pacing would gather.
            for interface in interfaces.indices where !flooding.contains(interface) { markForFlooding(interface) }
            sendFlooded(at: now, &context)
        }
        context.cause = cause
        // An isolation ends with the process: routes that it kept go, too.
        forgetLimit(at: now, &context)
        leaveNetwork(reason: .cleared, keepingOwnLSAs: false, at: now, &context)
        timers.cancelAll()
        isStopping = false
        isRunning = false
    }

    /// The operator clears the process: everything starts anew, a permanent isolation too.
    mutating func clearProcess(at now: Instant, _ context: inout RouterContext) {
        forgetLimit(at: now, &context)
        timers.cancel(Timer.redistribution)
        restart = RestartState()
        leaveNetwork(reason: .cleared, keepingOwnLSAs: false, at: now, &context)
        if configuration.profile.losesNSSALSAsWhenCleared {
            externals.unheardInNSSAs = configuration.redistributions.map(\.name)
        }
        if configuration.profile.losesForwardingAddressesWhenCleared {
            externals.unforwarded = configuration.redistributions.map(\.name)
        }
        adoptRouterID()
        beginStartup(at: now)
        joinNetwork(at: now, &context)
    }

    /// Starts the protocol on every interface that has a carrier: at power-on, and when an isolation ends.
    mutating func joinNetwork(at now: Instant, _ context: inout RouterContext) {
        startedAt = now
        spf.startedAt = now
        for interface in interfaces.indices { interfaceUp(interface, at: now, &context) }
        scheduleElections(at: now)
        originateRouterLSAs(at: now, &context)
        originateExternals(at: now, &context)
        originateOpaques(at: now, &context)
    }

    /// Ends every adjacency and forgets what was learned. Nothing is sent.
    mutating func leaveNetwork(
        reason: Happening.Reason, keepingOwnLSAs: Bool, isRestarting: Bool = false, at now: Instant,
        _ context: inout RouterContext
    ) {
        for interface in interfaces.indices { take(.interfaceDown, on: interface, reason: reason, at: now, &context) }
        if memory.isKept { forgetMemory(keepingLSAs: keepingOwnLSAs, at: now, &context) }
        if keepingOwnLSAs {
            removeForeignLSAs(&context)
        } else {
            database.removeAll()
            dying.removeAll()
        }
        deferred.removeAll()
        incompleteLSAs.removeAll()
        // What is kept is announced again on return, until an election says otherwise.
        if keepingOwnLSAs {
            // The first calculation after the return withdraws those that have lost their ground.
            nssa.endTranslating()
        } else if !isRestarting {
            externals.deactivateElected(&configuration)
            summaries = SummaryOriginations()
            activeRanges.removeAll()
            nssa = NSSAState()
        }
        timers.cancel(Timer.spf)
        (spf.isUnderWay, spf.isAskedForAgain) = (false, false)
        timers.cancel(Timer.origination)
        timers.cancel(Timer.election)
        timers.cancel(Timer.nssa)
        timers.cancel(Timer.grace)
        spf = SPFState()
        transitAreas.removeAll()
        if !isRestarting, !(limit.isIsolated && configuration.limit.keepsForwarding) { clearRoutes(&context) }
    }

    /// The router may have become an AS boundary router, or ceased to be one: without the E-bit nobody uses its
    /// AS-external-LSAs (RFC 2328 §12.4.1).
    private mutating func redistributionChanged(at now: Instant, _ context: inout RouterContext) {
        // An isolated router originates nothing; its return does.
        guard !limit.isIsolated else { return }
        originateRouterLSAs(at: now, &context)
        originateExternals(at: now, &context)
    }

    private mutating func apply(_ change: RouterChange, at now: Instant, _ context: inout RouterContext) {
        switch change {
        case .limit(let policy):
            let old = configuration.limit
            configuration.limit = policy
            if isRunning { limitPolicyChanged(from: old, at: now, &context) } else { keepTally(context) }
        case .cost(let cost, let interface):
            configuration.interfaces[interface].cost = cost
            if isRunning { originateRouterLSAs(at: now, &context) }
        case .interface(let change, let interface): apply(change, on: interface, at: now, &context)
        case .routerID(let id, let isAtOnce): changeRouterID(to: id, atOnce: isAtOnce, at: now, &context)
        case .renamed(let old, let new): renameRanked(old, to: new)
        case .metric(let metric, let isType2, let name):
            for position in configuration.redistributions.indices
            where configuration.redistributions[position].name == name {
                configuration.redistributions[position].metric = metric
                if let isType2 { configuration.redistributions[position].isType2 = isType2 }
            }
            if isRunning { redistributionChanged(at: now, &context) }
        case .priority(let priority, let interface):
            configuration.interfaces[interface].priority = priority
            // A passive interface takes part in no election.
            if isRunning, !configuration.interfaces[interface].isPassive {
                take(.neighborChange, on: interface, at: now, &context)
            }
        case .redistribute(let redistribution):
            externals.unheardInNSSAs.removeAll { $0 == redistribution.name }
            externals.unforwarded.removeAll { $0 == redistribution.name }
            if let position = configuration.redistributions.firstIndex(where: { $0.name == redistribution.name }) {
                configuration.redistributions[position] = redistribution
            } else {
                configuration.redistributions.append(redistribution)
            }
            if isRunning { redistributionChanged(at: now, &context) }
        case .condition(let name, let isMet): conditionChanged(name, isMet: isMet, at: now, &context)
        case .withdraw(let name):
            guard let position = configuration.redistributions.firstIndex(where: { $0.name == name }) else { return }
            configuration.redistributions[position].prefixes = []
            if isRunning { redistributionChanged(at: now, &context) }
        case .eligible(let isEligible, let group):
            for position in configuration.redistributions.indices
            where configuration.redistributions[position].name == group {
                configuration.redistributions[position].election?.isEligible = isEligible
            }
            if isRunning { runElections(at: now, &context) }
        case .stubRouter(let isStubRouter, let options):
            configuration.isStubRouter = isStubRouter
            configuration.stubRouterOptions = options
            if !isStubRouter { timers.cancel(Timer.startup) }
            stubRouterChanged(at: now, &context)
        case .area(let change): apply(change, at: now, &context)
        case .passive(let isPassive, let interface): setPassive(isPassive, on: interface, at: now, &context)
        case .enabled(let isEnabled, let interface):
            enable(interface, isEnabled, at: now, &context)
        case .opaque(let opaque):
            configuration.opaqueLSAs.removeAll { $0.scope == opaque.scope && $0.opaqueType == opaque.opaqueType }
            if opaque.count > 0 { configuration.opaqueLSAs.append(opaque) }
            originateOpaques(at: now, &context)
        case .authentication(let authentication, let interface):
            configuration.interfaces[interface].authentication = authentication
            authenticationChanged(on: interface, at: now, cause: context.cause)
        case .defects(let defects):
            configuration.defects = defects
            if isRunning { runElections(at: now, &context) }
        }
    }
}
