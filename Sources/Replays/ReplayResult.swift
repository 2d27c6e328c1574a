import Analysis
import Emulation
import NetworkPrimitives
import OSPF
import OSPFWire

/// What became of a router that heard a capture.
public struct ReplayResult: Sendable {
    /// One entry of the limit's story.
    public struct Event: Sendable {
        public let kind: Happening.Kind
        /// Since the first frame.
        public let offset: Duration
        /// LSAs counted at that moment, where the kind has a count.
        public let count: Int
        /// The frame that led to it, if a frame did.
        public let frame: Int?
        /// Who had advertised what the database held when the limit was hit.
        public let composition: [Journal.Share]
    }

    /// The run of `RouterUnderTest.scenario`, and its network at the end.
    public let run: RunResult
    public let network: Network
    public let events: [Event]
    /// LSAs that the listener held when the replay ended: what the capture left in every database.
    public let finalDatabase: [DatabaseReport]
    /// How many of these the router under test did not hold.
    public let lackingCount: Int

    /// The router under test at the end.
    public var router: Router { network.routers[RouterUnderTest.number] }
    /// Of its whole life.
    public var counters: RouterCounters { router.counters }
    public var limit: LimitPolicy { router.configuration.limit }
    /// LSAs of the capture that no router takes, by reason.
    public var discarded: DiscardCounts<LSADiscardReason> {
        network.routers[RouterUnderTest.listener].counters.discardedLSAs
    }
    /// When the largest number of LSAs that counted towards the limit was reached, since the first frame.
    public var peakOffset: Duration {
        max(.zero, router.counters.largestCountAt - start)
    }
    public var timeIsolated: Duration { run.routers[RouterUnderTest.number].isolatedTime }
    /// The moment of the first frame.
    public var start: Instant { run.start + RouterUnderTest.lead }
    /// How long the emulation went on, since the first frame.
    public var length: Duration { run.end - start }

    /// - Parameters:
    ///   - run: a whole run of the capture's scenario.
    ///   - network: as the run left it.
    public init(_ run: RunResult, of capture: CapturedUpdates, in network: Network) {
        func alive(_ number: RouterIndex) -> [DatabaseReport] {
            let own = network.routers[RouterUnderTest.number].routerID
            return network.routers[number].databaseReport(network.context.store, at: network.now)
                .filter { $0.key.advertisingRouter != own && !$0.isMaxAge }
        }
        let held = Set(alive(RouterUnderTest.number).map(\.key))
        finalDatabase = alive(RouterUnderTest.listener)
        lackingCount = finalDatabase.count { !held.contains($0.key) }
        events = Self.events(run.happenings, in: run.journal, of: capture, start: run.start)
        self.run = run
        self.network = network
    }

    /// Hears a capture under each of some limits.
    ///
    /// - Parameters:
    ///   - aftermath: how long each run goes on after the last frame.
    ///   - jobs: how many runs may be under way at once; results do not depend on it.
    /// - Returns: a result for each limit, in their order; `nil` where the observer canceled.
    /// - Precondition: there is at least one update.
    public static func hearing(
        _ capture: CapturedUpdates, limits: [LimitPolicy], aftermath: Duration, jobs: Int = 1,
        observer: Simulation.Observer = Simulation.Observer()
    ) async throws -> [ReplayResult]? {
        let variants = limits.map { limit in
            Sweep.Variant(
                name: "\(limit.action)",
                scenario: RouterUnderTest.scenario(hearing: capture, limit: limit, aftermath: aftermath))
        }
        return try await Sweep(variants).rows(jobs: jobs, observer: observer) { trial in
            var simulation = trial.simulation
            let run = simulation.run(observer: observer)
            return run.isPartial ? nil : ReplayResult(run, of: capture, in: simulation.network)
        }
    }

    /// What of these happenings belongs to the limit's story.
    ///
    /// - Parameter start: of the timeline.
    public static func events(
        _ happenings: Range<Int>, in journal: Journal, of capture: CapturedUpdates, start: Instant
    ) -> [Event] {
        journal.happenings[happenings].compactMap { happening in
            guard happening.router == RouterUnderTest.number, let count = count(of: happening.entry) else { return nil }
            return Event(
                kind: happening.kind, offset: happening.instant - (start + RouterUnderTest.lead),
                count: Int(count), frame: frame(behind: happening, in: journal, of: capture),
                composition: happening.entry.held ?? [])
        }
    }

    /// What counted, or was withdrawn, at an event of the limit's story; `nil` for what is none.
    private static func count(of entry: LogEntry) -> UInt32? {
        switch entry {
        case .limitWarning(let reading), .limitExceeded(let reading, _): reading.counted
        case .isolated(_, let count), .isolatedPermanently(_, let count), .costsRaised(let count),
            .externalsWithdrawn(let count):
            count
        case .limitCleared(let count, _), .costsRestored(let count), .externalsRestored(let count): count ?? 0
        case .returned: 0
        default: nil
        }
    }

    /// The frame whose LSAs led to it.
    private static func frame(behind happening: Happening, in journal: Journal, of capture: CapturedUpdates) -> Int? {
        guard happening.kind == .limitWarning || happening.kind == .limitExceeded, !happening.cause.isNone
        else { return nil }
        // Nothing but the updates is an action, so that their numbers are the same.
        guard case .action(_, let number) = journal[happening.cause].entry else { return nil }
        return capture.updates[Int(number)].frame
    }
}
