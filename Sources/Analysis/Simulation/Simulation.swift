import Emulation
import NetworkPrimitives
import OSPF

/// Why a scenario cannot be run.
public enum SimulationError: Error, Hashable, Sendable {
    /// The network was still busy this long after its cold start, and with what.
    case doesNotConverge(within: Duration, [Churn])
}

/// Runs a scenario on the virtual clock: a converged network, its timeline, its probes, its account.
///
/// A value: a copy of a simulation that has not run yet is a fork of its network.
public struct Simulation: Sendable {
    /// What is reported during a run.
    public struct Progress: Sendable {
        /// Since the start of the timeline; `nil` during the cold start.
        public var time: Duration?
        public var duration: Duration
        public var events: UInt64
        public var isolated: Int
    }

    /// Looks at the run as it goes on. All of it is optional and none changes the result.
    public struct Observer: Sendable {
        /// Asked at least once for each second of virtual time; `true` ends the run with what is known so far.
        public var isCancelled: @Sendable () -> Bool
        /// Told at least once for each second of virtual time.
        public var progress: @Sendable (Progress) -> Void
        /// Told of packets that were sent and of happenings that were written, in batches, each in order. The packets are
        /// those of `network.transmissions`; the happenings are in the journal from this index on.
        public var trace: (@Sendable (_ network: Network, _ newHappenings: Range<Int>) -> Void)?
        /// Shown the network at each checkpoint: just before each moment of the timeline, and at the end of the run. The
        /// number counts from 0, the time from the start of the timeline.
        public var checkpoint: (@Sendable (_ network: Network, _ number: Int, _ time: Duration) -> Void)?
        /// Shown the network at least once for each second of virtual time, with the share of each probe's traffic that is lost,
        /// in millionths.
        public var look: (@Sendable (_ network: Network, _ time: Duration, _ lost: [Int]) -> Void)?
        /// Whether the result is to have a course. It costs about as much as the account of the probes does.
        public var recordsCourse = false

        public init(
            isCancelled: @escaping @Sendable () -> Bool = { false },
            progress: @escaping @Sendable (Progress) -> Void = { _ in },
            trace: (@Sendable (_ network: Network, _ newHappenings: Range<Int>) -> Void)? = nil,
            checkpoint: (@Sendable (_ network: Network, _ number: Int, _ time: Duration) -> Void)? = nil
        ) {
            self.isCancelled = isCancelled
            self.progress = progress
            self.trace = trace
            self.checkpoint = checkpoint
        }
    }

    /// How long a cold start may take.
    public static let convergenceLimit: Duration = .seconds(1_800)

    public let scenario: Scenario
    /// The network at the start of the timeline, and then as the run left it.
    public private(set) var network: Network

    private let coldStart: Duration
    private let settling: Duration
    private let unrest: [Unrest]
    private let findings: [Finding]
    /// What is answered when the run ends.
    public var questions: [RouteQuestion] = []
    private var participants: Participants
    private let wereDatabasesEqual: Bool
    private let start: Instant
    private var end: Instant
    private let firstHappening: Int
    private let eventsBefore: UInt64
    private var tracedHappenings: Int
    private var checkpoints = 0
    /// The simulation just before each moment of the timeline, for as many of the first as were asked for.
    public private(set) var forks: [Simulation] = []
    private var forkLimit = 0
    private var routeFindings: [RouteExpectation: RouteFinding] = [:]

    /// The network with which the timeline of a scenario starts: converged, or about to be switched on.
    ///
    /// - Returns: `nil` where the observer canceled.
    public static func startingNetwork(
        of scenario: Scenario, observer: Observer = Observer()
    ) throws(SimulationError) -> Network? {
        guard !scenario.startsCold else { return Network(scenario.network) }
        return try converged(scenario.network, observer: observer)
    }

    /// A cold start: the network runs until it is at rest (see `Network.noteRest`), or, where something that its configuration
    /// makes very long keeps it from that, until `limit`.
    ///
    /// - Returns: the converged network, or `nil` where the observer canceled.
    public static func converged(
        _ configuration: NetworkConfiguration, within limit: Duration = convergenceLimit,
        observer: Observer = Observer()
    ) throws(SimulationError) -> Network? {
        var network = Network(configuration)
        while network.now < .origin + limit {
            if network.settle(within: .seconds(1)) { return network }
            if observer.isCancelled() { return nil }
            observer.progress(
                Progress(time: nil, duration: limit, events: network.eventCount, isolated: 0))
        }
        return try accept(network, after: limit)
    }

    /// A run of a scenario that starts from a converged network, at its next whole second.
    ///
    /// - Parameter others: further participants, each of a type of its own, which are no operators.
    /// - Precondition: the network is one of the scenario's configuration.
    public init(_ scenario: Scenario, from network: Network, with others: [any Participant] = []) {
        var network = network
        coldStart = (network.quietSince ?? network.now) - .origin
        let part = (network.now - .origin).nanoseconds % 1_000_000_000
        start = part == 0 ? network.now : network.now + .nanoseconds(1_000_000_000 - part)
        network.advance(to: start)
        unrest = network.quietSince == nil && !scenario.startsCold ? Unrest.found(in: network) : []
        findings = scenario.startsCold ? Finding.standing(in: network.configuration) : Finding.found(in: network)
        settling = network.quietSince.map { network.now - $0 } ?? .zero
        network.startTimeline()
        end = start + scenario.duration
        self.scenario = scenario
        firstHappening = network.context.journal.happenings.count
        tracedHappenings = firstHappening
        eventsBefore = network.eventCount
        let databases = DatabaseComparison(network)
        wereDatabasesEqual = databases.equalSince != nil
        participants = Participants(
            [
                RouterMonitor(network), databases, UpdateRates(network), Timetable(scenario.timeline, start: start),
                ProbeMonitor(scenario.probes, of: network, isConverged: !scenario.startsCold),
            ] + others, in: network)
        self.network = network
    }

    /// The participant of a type, as the run has left it.
    /// - Precondition: there is one.
    public func participant<Member: Participant>(_ type: Member.Type) -> Member { participants[type] }

    // MARK: Forks

    /// From now on the simulation is kept as it is before each moment of the timeline, at most a given number of times.
    ///
    /// - Complexity: each costs what of the network changes afterwards.
    public mutating func keepForks(atMost count: Int) { forkLimit = count }

    /// The same simulation as it would go on if some actions were left out, for a part of its time.
    func without(_ places: some Sequence<TimelinePlace>, for duration: Duration) -> Simulation {
        var simulation = self
        simulation.participants[Timetable.self].leftOut = Set(places)
        simulation.end = start + duration
        return simulation
    }

    private mutating func keepFork() {
        guard forks.count < forkLimit else { return }
        var fork = self
        fork.forks = []
        fork.forkLimit = 0
        fork.participants.removeAll(CourseRecorder.self)
        fork.participants[ProbeMonitor.self].forgetWays()
        forks.append(fork)
    }

    // MARK: The run

    /// Runs the timeline to its end, or until it is canceled.
    public mutating func run(observer: Observer = Observer()) -> RunResult {
        network.recordsTransmissions = observer.trace != nil
        if observer.recordsCourse { recordCourse() }
        participants.begin(in: &network)
        meetDeadlines(observer)
        var nextSecond = network.now + .seconds(1)
        var isCancelled = false
        while network.now < end, !isCancelled {
            let goal = min(end, nextSecond, participants.nextDeadline)
            let reason = network.advance(to: goal, stoppingFor: [.routes, .journal])
            if reason != .transmissionsWaiting { participants.tellNews(from: &network) }
            if network.now >= nextSecond {
                isCancelled = tellProgress(observer)
                nextSecond = network.now + .seconds(1)
            }
            // What is due at this moment comes after everything that the network does in it.
            if reason == .reached { meetDeadlines(observer) }
            if observer.trace != nil { flushTrace(observer) }
        }
        if !isCancelled { reachCheckpoint(observer, isLast: true) }
        return result(isPartial: isCancelled)
    }

    private mutating func recordCourse() {
        participants.addObserver(CourseRecorder(network))
        participants[ProbeMonitor.self].recordWays()
    }

    private func tellProgress(_ observer: Observer) -> Bool {
        observer.progress(
            Progress(
                time: network.now - start, duration: end - start, events: network.eventCount - eventsBefore,
                isolated: network.routers.indices.count { network.isIsolated($0) }))
        observer.look?(network, network.now - start, participants[ProbeMonitor.self].lostShares)
        return observer.isCancelled()
    }

    /// Everybody whose deadline is here has a turn. Before an operator's, the simulation can be kept as it is.
    private mutating func meetDeadlines(_ observer: Observer) {
        while let member = participants.meetDeadlines(in: &network) {
            keepFork()
            if member.isPlanned { reachCheckpoint(observer) }
            participants.act(member, on: &network)
        }
    }

    private mutating func reachCheckpoint(_ observer: Observer, isLast: Bool = false) {
        observer.checkpoint?(network, checkpoints, network.now - start)
        for case .route(let route) in scenario.expectations.map(\.rule)
        where route.checkpoint == checkpoints || (isLast && route.checkpoint == nil) {
            routeFindings[route] = route.finding(in: network)
        }
        checkpoints += 1
    }

    private mutating func flushTrace(_ observer: Observer) {
        let count = network.context.journal.happenings.count
        guard !network.transmissions.isEmpty || count > tracedHappenings else { return }
        observer.trace?(network, tracedHappenings..<count)
        network.releaseTransmissions()
        tracedHappenings = count
    }

    // MARK: The result

    private mutating func result(isPartial: Bool) -> RunResult {
        var databases = participants[DatabaseComparison.self]
        databases.look(at: network)
        var routers = participants[RouterMonitor.self]
        routers.sample(network)
        let monitor = participants[ProbeMonitor.self]
        let probes = monitor.outcomes(at: network)
        let isDelivered = probes.allSatisfy { $0.deliveredSince != nil }
        let convergence = RunResult.Convergence(
            databasesEqualSince: databases.equalSince, distinctDatabases: FloodingParts(network).mostDatabases(),
            wereDatabasesEqual: wereDatabasesEqual,
            deliveredSince: isDelivered ? probes.compactMap(\.deliveredSince).max() ?? start : nil,
            isQuiet: network.isQuiet, isolatedAtEnd: network.routers.indices.filter { network.isIsolated($0) })
        let outcomes = routers.outcomes(network)
        var result = RunResult(
            scenario: scenario, coldStart: coldStart, settling: settling, unrest: unrest, start: start,
            end: network.now,
            isPartial: isPartial,
            journal: network.context.journal, firstHappening: firstHappening, routers: outcomes, probes: probes,
            loops: monitor.forwarding.loops, totals: RunResult.Totals(outcomes), convergence: convergence,
            digest: network.digest.value)
        result.totals.events = network.eventCount - eventsBefore
        result.totals.elections = result.elections()
        result.findings =
            findings
            + UndeliveredReasons(network, findings).grouped(monitor.lostPairs, probes)
        result.actions = participants[Timetable.self].actions
        result.routes = routeFindings
        result.routeAnswers = questions.map { ($0, $0.answer(in: network)) }
        result.updateRates = participants[UpdateRates.self].peaks
        if let recorder = participants.first(CourseRecorder.self) {
            result.course = recorder.course(at: network)
            result.course?.ways = monitor.ways(at: network)
        }
        result.verdicts = scenario.expectations.map { Verdict($0, result) }
        return result
    }
}

extension RunResult.Totals {
    init(_ routers: Table<RouterIndex, RouterOutcome>) {
        self.init()
        for router in routers {
            self.routers += router.counters
            packetsReceived += router.machine.packetsReceived
            packetsLost += router.machine.packetsLost
            hellosLost += router.machine.hellosLost
            largestDatabase = max(largestDatabase, router.databasePeak)
            isolatedRouters += router.isolations > 0 || router.isolatedTime > .zero ? 1 : 0
            isolatedTime += router.isolatedTime
            crashes += router.crashes
            crashedRouters += router.crashes > 0 ? 1 : 0
            largestMemory = [largestMemory, router.memoryPeak].compactMap { $0 }.max()
        }
    }
}

extension Happening.Kind {
    /// Whether it can change what passes on wires and through routers, besides routing tables.
    var changesWorld: Bool {
        switch self {
        case .action, .poweredOn, .poweredOff, .isolated, .isolatedPermanently, .returned, .deliveryStarted, .crashed,
            .processRestarted:
            true
        default: false
        }
    }
}
