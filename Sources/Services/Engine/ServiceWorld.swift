import NetworkPrimitives

/// Services while they run: the model as flat tables, what is under way, and the account.
///
/// One clock, one order: events are served by time, and within a moment in the order in which they were scheduled. A value:
/// a copy is a fork. Nothing on the way of a request allocates or counts references.
public struct ServiceWorld: Sendable {
    public let model: ServiceModel
    public let seed: UInt64
    var events = ServiceEventQueue()
    var chance: Chance

    // What the model is compiled to.
    var services: Table<ServiceIndex, ServiceRecord> = []
    var kinds: [KindRecord] = []
    var instructions: [Instruction] = []
    var samplers: [Sampler] = []
    var edges: Table<EdgeIndex, EdgeRecord> = []
    var edgeTargets: [EdgeTarget] = []
    /// The call steps of each service, monitors included.
    var edgesOfService: [[EdgeIndex]] = []
    var breakerSettings: [BreakerSettings] = []
    var actionLists: [[CompiledAction]] = []
    var timelineLists: [Int] = []
    var lookups: [LookupRecord] = []
    var sheddings: [ServiceDefinition.Shedding] = []
    var pages: [CompiledPage] = []
    /// Priorities in use, the lowest first: the lists of a lane that goes by priority.
    var priorities: [Int32] = [0]

    // What the parts hold.
    var instances: Table<InstanceIndex, InstanceRecord> = []
    var modes: [ModeRecord] = []
    var lanes: Table<LaneIndex, LaneRecord> = []
    var lists: [JobList] = []
    var pools: Table<PoolIndex, PoolRecord> = []
    var breakers: [BreakerRecord] = []
    var guards: [BreakerRecord] = []
    var guardSettings: [BreakerSettings] = []
    /// Billionths of a retry.
    var budgets: [Int64] = []
    var caches: [CacheRecord] = []
    var cacheStores: [[Int64]] = []
    var scalers: [ScalerRecord] = []
    var sources: Table<SourceIndex, SourceRecord> = []
    var monitors: Table<MonitorIndex, MonitorRecord> = []
    var people: Table<PersonIndex, PersonRecord> = []
    var once: Set<OnceKey> = []

    // What comes and goes, with the free places of its table.
    var jobs: Table<JobIndex, JobRecord> = []
    var calls: Table<CallIndex, CallRecord> = []
    var connections: Table<ConnectionIndex, ConnectionRecord> = []
    var freeJobs: [JobIndex] = []
    var freeCalls: [CallIndex] = []
    var freeConnections: [ConnectionIndex] = []
    var jobNumber: UInt64 = 0

    // The network, as services see it.
    var paths: PathTable

    // The account.
    var laneAccounts: [LaneAccount] = []
    var callAccounts: [CallAccount] = []
    var totals = ServiceTotals()
    var series: [MetricSeries] = []
    public internal(set) var log: [ServiceLogEntry] = []
    /// Actions on the network that are to be carried out, in order; see `takeNetworkActions`.
    var networkActions: [Int] = []
    /// A mistake that a test wants to be found.
    var plantedFault = PlantedFault.none

    var now: Int64 { events.now }

    /// - Parameter paths: the network that services stand at; `nil` for the model's ideal one.
    public init(_ model: ServiceModel, seed: UInt64, paths: PathTable? = nil) {
        self.model = model
        self.seed = seed
        chance = Chance(seed: seed)
        self.paths = paths ?? PathTable(places: model.places.count, delay: model.ideal.delay)
        compile()
        if paths == nil { scheduleIdealNetwork() }
        scheduleStart()
    }

    /// When something happens next.
    public var nextTime: Instant { Instant(nanoseconds: events.nextTime) }
    /// When the timeline, or a person, does something next.
    var nextPlannedAction: Duration { Duration(nanoseconds: min(events.planned.first ?? Self.latest, Self.latest)) }
    private static let latest: Int64 = 1 << 60

    /// How many events were served or are due.
    public var eventCount: UInt64 { events.count }

    /// Serves everything that is due up to a moment, which it includes.
    public mutating func run(until end: Duration) {
        let limit = end.nanoseconds
        while let event = events.next(until: limit) { serve(event) }
        events.advance(to: limit)
        events.forgetPlans(until: limit)
    }

    @inline(__always)
    private mutating func serve(_ event: ServiceEvent) {
        switch event.kind {
        case .arrival: takeArrival(of: SourceIndex(number: event.first), event.second)
        case .user: beginUserCall(of: SourceIndex(number: event.first))
        case .deliver: deliver(JobIndex(number: event.first), event.second)
        case .answer: takeAnswer(CallIndex(number: event.first), event.second, outcome(event.third))
        case .timeout: timeOut(CallIndex(number: event.first), event.second)
        case .poolWait: endWait(CallIndex(number: event.first), event.second)
        case .retry: retry(CallIndex(number: event.first), event.second)
        case .work: endWork(JobIndex(number: event.first), event.second)
        case .resendRequest: resendRequest(CallIndex(number: event.first), event.second)
        case .resendAnswer:
            sendAnswer(CallIndex(number: event.first), event.second, outcome(event.third & 255), from: event.third >> 8)
        case .giveUp: breakOff(CallIndex(number: event.first), event.second)
        case .cancel: cancel(JobIndex(number: event.first), event.second)
        default: serveRare(event)
        }
    }

    @inline(never)
    private mutating func serveRare(_ event: ServiceEvent) {
        switch event.kind {
        case .scale: scale(Int(event.first))
        case .unitsReady: addUnits(Int(event.third), to: Int(event.first))
        case .check: beginCheck(MonitorIndex(number: event.first), target: Int(event.second), event.third)
        case .checkTimeout: timeOutCheck(MonitorIndex(number: event.first), target: Int(event.second), event.third)
        case .alert: carryOutAlert(MonitorIndex(number: event.first), target: Int(event.second))
        case .look: look(PersonIndex(number: event.first))
        case .carryOut: carryOut(rule: Int(event.second), of: PersonIndex(number: event.first))
        case .mail: readMail(PersonIndex(number: event.first))
        case .told: tell(PersonIndex(number: event.first), about: Int(event.second))
        case .ticket: people[PersonIndex(number: event.first)].tickets += 1
        case .patience: losePatience(CallIndex(number: event.first), event.second)
        case .timeline: carryOutTimeline(Int(event.first))
        case .pathLost: paths.lose(Int(event.first), at: now)
        case .pathBack: paths.restore(Int(event.first), at: now)
        case .bucket: endBucket()
        case .warmup: endWarmup()
        case .submitEach: submitNext(actionLists[Int(event.first)][Int(event.second)], instance: Int(event.third))
        default: preconditionFailure("an event of no kind")
        }
    }

    @inline(__always) private func outcome(_ number: Int64) -> CallOutcome {
        CallOutcome(rawValue: UInt8(truncatingIfNeeded: number)).unsafelyUnwrapped
    }

    /// Positions of actions on the network that have become due, in order; they are due no more.
    public mutating func takeNetworkActions() -> [Int] {
        defer { networkActions.removeAll() }
        return networkActions
    }
}

/// What is true of all calls of a run.
struct ServiceTotals: Sendable {
    var begun: Int64 = 0
    var outcomes = [Int64](repeating: 0, count: CallOutcome.allCases.count)
    var breakersOpened: Int64 = 0
    /// Connections opened at the instances of each service.
    var connectionsOpened: [Int64] = []
}

/// A mistake that the laws of queues have to notice: see `ServiceWorld.brokenLaws`.
enum PlantedFault: Sendable {
    case none
    /// An outcome is not counted.
    case lostCall
    /// A worker that becomes free takes nothing from its queue.
    case idleWorker
    /// The queue is served from its end.
    case wrongOrder
    /// A wait is not added up.
    case lostWait
}

/// Something that happened, in words.
public struct ServiceLogEntry: Hashable, Sendable {
    public var at: Duration
    public var text: String
}

/// The course of a metric: one reading at each end of a bucket, from 0 on.
public struct MetricSeries: Sendable {
    public let metric: ServiceMetric
    public internal(set) var readings: [FixedPoint] = []
}
