import Emulation
import NetworkPrimitives
import OSPF

/// Everything that one run of a scenario showed. All counts are of the run alone, without the cold start before it.
public struct RunResult: Sendable {
    public var scenario: Scenario
    /// How long the network took to converge from a cold start: until nothing but hellos was under way.
    public var coldStart: Duration
    /// How long it rested then, until no throttle or other wait of the cold start was running and the timeline began.
    public var settling: Duration
    /// What kept the network busy for as long as a cold start may take; nothing where it came to rest.
    public var unrest: [Unrest]
    /// What was wrong before anything happened, and what never arrived.
    public var findings: [Finding] = []
    /// The moments between which the network was watched; `start` is a whole second.
    public var start: Instant
    public var end: Instant
    /// The run was interrupted before its time was over.
    public var isPartial: Bool
    public var journal: Journal
    /// The index of the first happening of the run; those before it belong to the cold start.
    public var firstHappening: Int
    /// By router.
    public var routers: Table<RouterIndex, RouterOutcome>
    /// By probe.
    public var probes: [ProbeOutcome]
    /// The loops that `Death.loop` numbers.
    public var loops: [[RouterIndex]]
    public var totals: Totals
    public var convergence: Convergence
    public var digest: UInt64
    /// The actions that were carried out, in order, and where the timeline has them.
    public var actions: [(id: HappeningID, place: TimelinePlace)] = []
    public var verdicts: [Verdict] = []
    /// What was found where routes were expected; nothing for checkpoints that were not reached.
    public var routes: [RouteExpectation: RouteFinding] = [:]
    /// Why routers have the routes that they have, where that was asked.
    public var routeAnswers: [(question: RouteQuestion, answer: RouteQuestion.Answer)] = []
    /// By router: the busiest second.
    public var updateRates: Table<RouterIndex, UpdateRate> = []
    /// What it went through moment by moment, where that was to be recorded.
    public var course: Course?

    /// What was counted over all routers.
    public struct Totals: Hashable, Sendable {
        public var routers = RouterCounters()
        public var packetsReceived: UInt64 = 0
        public var packetsLost: UInt64 = 0
        public var hellosLost: UInt64 = 0
        /// Events that the emulator served.
        public var events: UInt64 = 0
        /// Originators and Designated Routers that were elected.
        public var elections = 0
        /// The largest database of any router, in LSAs.
        public var largestDatabase = 0
        /// Routers that shut down OSPF at least once.
        public var isolatedRouters = 0
        /// Time in isolation, summed over routers.
        public var isolatedTime = Duration.zero
        /// Crashes for want of memory, summed over routers, and how many routers crashed.
        public var crashes = 0
        public var crashedRouters = 0
        /// The most octets that the OSPF process of any router took; `nil` where no router's memory is set.
        public var largestMemory: UInt64?
    }

    /// How far the network had recovered at the end.
    public struct Convergence: Hashable, Sendable {
        /// Since when all routers that ought to hold the same LSAs have held them, to the second; `nil` where they differ.
        /// The run's start where they never differed. What ought to be the same follows from each LSA's flooding scope:
        /// within each connected part of an area, on each link, and as far as LSAs with AS scope can be flooded.
        public var databasesEqualSince: Instant?
        /// How many different databases the live routers of one part hold at the end, in the part with the most: 1 where
        /// databases are equal, 0 where no router is live.
        public var distinctDatabases = 1
        /// Whether they were equal when the timeline began.
        public var wereDatabasesEqual = true
        /// Since when everything has been delivered that ever arrived; `nil` where that is not so.
        public var deliveredSince: Instant?
        /// Whether nothing but hellos was under way.
        public var isQuiet = false
        public var isolatedAtEnd: [RouterIndex] = []
    }

    /// The happenings of the run, in order.
    public var happenings: Range<Int> { firstHappening..<journal.happenings.count }
    /// Whether all expectations hold.
    public var isAsExpected: Bool { verdicts.allSatisfy(\.holds) }
}

/// One router at the end of a run, and what it went through.
public struct RouterOutcome: Sendable {
    public enum State: Hashable, Sendable, CaseIterable {
        case running, rejecting
        /// Its limit makes it advertise the largest costs.
        case degraded
        case isolated, isolatedPermanently, poweredOff
        /// It has no memory for more LSAs, or the OSPF process crashed for want of it and was not started since.
        case outOfMemory, crashed
    }

    public var state: State
    /// When the timeline began.
    public var stateAtStart: State
    /// LSAs in the database at the end, and at the most.
    public var database: Int
    public var databasePeak: Int
    /// Of these, the ones that count towards the limit.
    public var counted: Int
    public var countedPeak: Int
    /// The limit that applied at the end.
    public var limit: LimitPolicy
    public var isolations: Int
    public var isolatedTime: Duration
    /// What there is of memory, `nil` where it is free; and the most octets that were taken.
    public var memory: MemoryModel?
    public var memoryPeak: UInt64?
    /// How often the OSPF process crashed for want of memory, and for how long it was down then.
    public var crashes = 0
    public var crashedTime = Duration.zero
    /// Full adjacencies at the start and at the end.
    public var adjacenciesAtStart: Int
    public var adjacencies: Int
    /// Neighbors at the end that are not Full though they ought to be: 2-Way is enough for two that are no Designated Routers.
    public var neighborsBelowFull = 0
    public var counters: RouterCounters
    public var machine: MachineCounters
    /// Database size over time: at most 512 samples, no two within a second except at the run's ends.
    public var samples: [Course.Sample<Int>]

    /// The most memory that was taken as a percentage of what there is, rounded up; `nil` where it is free.
    public var memoryShare: Int? {
        guard let memory, let memoryPeak else { return nil }
        return Int((memoryPeak * 100 + memory.octets - 1) / memory.octets)
    }

    /// The largest counted database as a percentage of the limit, rounded up; `nil` without a limit.
    public var peakShare: Int? {
        limit.maximum.map { $0 == 0 ? (countedPeak > 0 ? 100 : 0) : (countedPeak * 100 + Int($0) - 1) / Int($0) }
    }
}
