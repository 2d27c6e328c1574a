import NetworkPrimitives

// What the engine's tables hold: integers only, so that nothing is counted and nothing is allocated while it runs.

/// A request at a server, or on its way to it.
struct JobRecord: Sendable {
    enum State: UInt8 { case free, travelling, queued, working, calling, hung }
    enum Purpose: UInt8 { case request, handshake, check, alert }

    var generation: UInt32 = 0
    var state = State.free
    var purpose = Purpose.request
    var holdsWorker = false
    var isReplied = false
    /// Who waits for the answer; not while `callGeneration` is another.
    var call = CallIndex.none
    var callGeneration: UInt32 = 0
    /// The call that it makes itself.
    var outgoing = CallIndex.none
    var instance = InstanceIndex.none
    var kind = KindIndex.none
    var lane = LaneIndex.none
    var edge = EdgeIndex.none
    /// The next instruction.
    var position: Int32 = 0
    /// Calls of this step that are still to be made.
    var timesLeft: Int32 = 0
    var item: Int32 = -1
    var key: Int32 = -1
    /// The keys of the look-ups under way.
    var lookupKeys: (Int32, Int32) = (-1, -1)
    var priority: Int32 = 0
    var callerPlace: Int32 = 0
    var guardGeneration: UInt32 = 0
    /// Of the instance's life in which the connection was opened.
    var epoch: UInt32 = 0
    /// When the connection was opened; -1 where there is none.
    var connectedAt: Int64 = -1
    var callerStartedAt: Int64 = 0
    var deadline: Int64 = .max
    var arrivedAt: Int64 = 0
    var startedAt: Int64 = 0
    /// Jobs in the order of their arrival.
    var number: UInt64 = 0
    var previous = JobIndex.none
    var next = JobIndex.none
}

/// A call: what its caller waits for.
struct CallRecord: Sendable {
    enum State: UInt8 { case free, waitingForConnection, handshake, sent, pausing }
    enum Owner: UInt8 { case source, user, job, submission, page }

    /// Counts attempts and targets: what belongs to an earlier one is too late.
    var generation: UInt32 = 0
    /// Counts the calls that had this place in the table.
    var life: UInt32 = 0
    var state = State.free
    var owner = Owner.source
    /// The source, job, account or page.
    var ownerNumber: UInt32 = 0
    var ownerGeneration: UInt32 = 0
    var edge = EdgeIndex.none
    /// The position among the edge's callers.
    var caller: Int32 = 0
    var place: Int32 = 0
    var item: Int32 = -1
    var key: Int32 = -1
    var priority: Int32 = .min
    var attempts: Int32 = 0
    var target: Int32 = 0
    /// In place of the target's kind.
    var kindChoice: Int32 = -1
    var instance = InstanceIndex.none
    var connection = ConnectionIndex.none
    var job = JobIndex.none
    var jobGeneration: UInt32 = 0
    var breakerGeneration: UInt32 = 0
    var roundsLeft: Int32 = 0
    var isTicketed = false
    var startedAt: Int64 = 0
    var deadline: Int64 = .max
    /// Since when the message under way is tried, and how long until it is tried again.
    var messageSince: Int64 = 0
    var messageInterval: Int64 = 0
    var callerStartedAt: Int64 = 0
    var previous = CallIndex.none
    var next = CallIndex.none
}

/// A connection of a pool.
struct ConnectionRecord: Sendable {
    var isOpen = false
    var isCounted = false
    var pool = PoolIndex.none
    var instance = InstanceIndex.none
    var epoch: UInt32 = 0
    var uses: Int32 = 0
    var openedAt: Int64 = 0
    var idleSince: Int64 = 0
    var next = ConnectionIndex.none
}

/// The connections of a caller to an instance.
struct PoolRecord: Sendable {
    var idle = ConnectionIndex.none
    /// Open or opening.
    var count: Int32 = 0
    var edge = EdgeIndex.none
    var firstWaiting = CallIndex.none
    var lastWaiting = CallIndex.none
}

struct InstanceRecord: Sendable {
    var service = ServiceIndex.none
    var ordinal: Int32 = 0
    var place: Int32 = 0
    var epoch: UInt32 = 0
    var isDown = false
    var startedAt: Int64 = 0
    var connections: Int32 = 0
    var firstLane = LaneIndex.none
    /// Where its kinds' modes begin.
    var firstMode: Int32 = 0
}

/// How an instance deals with a kind.
struct ModeRecord: Sendable {
    enum Mode: UInt8 { case ok, hang, refuse, down }
    var mode = Mode.ok
    var staleOfCaller = false
    /// Work times this many billionths.
    var slow = FixedPoint.unit
    /// What is older than this gets no answer; -1 for nothing.
    var staleSince: Int64 = -1
}

/// A lane of an instance.
struct LaneRecord: Sendable {
    var instance = InstanceIndex.none
    var workers: Int32 = 1
    var capacity: Int32 = .max
    var busy: Int32 = 0
    var waiting: Int32 = 0
    var order = LaneDefinition.Order.fifo
    /// Where its lists begin, one for each priority.
    var firstList: Int32 = 0
    var account: Int32 = 0
    /// Free workers are taking those who wait.
    var isTaking = false
    /// When a job last began or ended.
    var lastChange: Int64 = 0
    /// The number of the job that was started last, for the law of first in, first out.
    var lastStarted: UInt64 = 0
}

struct JobList: Sendable {
    var first = JobIndex.none
    var last = JobIndex.none
}

struct ServiceRecord: Sendable {
    var firstInstance = InstanceIndex.none
    /// Instances that take part in balancing; all have the numbers from `firstInstance` on.
    var active: Int32 = 1
    var allocated: Int32 = 1
    /// Instances, where these share one queue and are one record.
    var units: Int32 = 1
    var isShared = false
    var balance = ServiceDefinition.Balance.random
    var turn: Int32 = 0
    var laneCount: Int32 = 1
    var firstKind: Int32 = 0
    var kindCount: Int32 = 0
    /// The kind of handshakes, which comes after the others.
    var connectKind = KindIndex.none
    var roundTrips: Int32 = 1
    var connectNeedsWorker = false
    var maximumConnections: Int32 = .max
    var refusesWhenDown = false
    /// -1 for never.
    var dropExpired: Int64 = -1
    var slow = FixedPoint.unit
    var guardian: Int32 = -1
    var balanceStream: Int32 = 0
    var workStream: Int32 = 0
    var failStream: Int32 = 0
    var keyStream: Int32 = 0
    var firstShed: Int32 = 0
    var shedCount: Int32 = 0
    /// Of lane accounts: one for each of its lanes.
    var firstAccount: Int32 = 0
}

struct KindRecord: Sendable {
    var firstInstruction: Int32 = 0
    var lane: Int32 = 0
    /// `.min` where the request decides.
    var priority: Int32 = .min
    var isGuarded = false
}

/// A step, as the engine carries it out.
struct Instruction: Sendable {
    enum Operation: UInt8 { case work, call, lookup, fill, release, reply, fail, stop, start, act, end }
    var operation: Operation
    /// A sampler, edge, look-up, service or list of actions.
    var first: Int32 = 0
    /// How often a call is made, or where a look-up that hits goes on.
    var second: Int32 = 0
    /// A chance, whether a call is optional, or how deep a look-up is.
    var amount: Int64 = 0
}

/// A call step, source, check or submission with its policy.
struct EdgeRecord: Sendable {
    var firstTarget: Int32 = 0
    var targetCount: Int32 = 1
    var isRandomChoice = false
    var cancels = false
    var hasPool = false
    var hasBreaker = false
    var timeout: Int64 = .max
    var retries: Int32 = 0
    var priority: Int32 = .min
    /// -1 that of the job; -2 none.
    var item: Int32 = -2
    var backoffFirst: Int64 = 0
    var backoffFactor: Int64 = 0
    var backoffMaximum: Int64 = 0
    var jitter = Backoff.Jitter.none
    /// Billionths of a retry; -1 for no budget.
    var budgetRatio: Int64 = -1
    var budgetBurst: Int64 = 0
    var callers: Int32 = 1
    /// Where the callers' budgets, breakers and pools begin.
    var firstBudget: Int32 = 0
    var firstBreaker: Int32 = 0
    var firstPool: Int32 = 0
    var poolsPerCaller: Int32 = 0
    var breakerPolicy: Int32 = -1
    var poolSize: Int32 = .max
    var poolUses: Int32 = .max
    /// Connections of each pool at the start.
    var warm: Int32 = 0
    var poolLifetime: Int64 = .max
    var poolIdle: Int64 = .max
    var poolWait: Int64 = .max
    var peerForgets: Int64 = .max
    var forgottenResets = false
    var giveUp: Int64 = .max
    var jitterStream: Int32 = 0
    var choiceStream: Int32 = 0
}

struct EdgeTarget: Sendable {
    var service: ServiceIndex
    var kind: KindIndex
    /// Where the pools of this target begin among those of a caller.
    var firstPool: Int32
    /// Up to here reaches its part of all chances, in billionths.
    var upTo: Int64
}
