import NetworkPrimitives
import OSPF

/// A job that waits for a router's CPU.
enum Job: Sendable {
    case packet(PacketID, on: InterfaceIndex)
    /// The router's timers.
    case wake
    /// A piece of the route calculation.
    case calculation

    var packet: PacketID? {
        if case .packet(let packet, _) = self { packet } else { nil }
    }
}

/// First in, first out, in storage that is used again.
struct JobQueue: Sendable {
    private var jobs: [Job] = []
    private var head = 0

    var count: Int { jobs.count - head }
    var waiting: ArraySlice<Job> { jobs[head...] }

    mutating func append(_ job: Job) {
        if head > 64, head * 2 > jobs.count {
            jobs.removeFirst(head)
            head = 0
        }
        jobs.append(job)
    }

    mutating func popFirst() -> Job? {
        guard head < jobs.count else { return nil }
        let job = jobs[head]
        head += 1
        if head == jobs.count {
            jobs.removeAll(keepingCapacity: true)
            head = 0
        }
        return job
    }
}

/// A router as a machine: its power, its CPU and its input queue.
struct Machine: Sendable {
    var power = Power.off
    /// What the CPU is handling, if anything.
    var current: Job?
    /// Until when the last job's sending and installing keeps the CPU busy after it was handled.
    var busyUntil = Instant.origin
    /// The senders of the Link State Requests in the plain queue, where hellos and acknowledgments have their own.
    var waitingRequests: [RouterID] = []
    var run = MachineRun()
    /// An event is scheduled for `busyUntil`, because something waits for it.
    var isResumeScheduled = false
    var queue = JobQueue()
    /// Hellos, acknowledgments and timers, where they have priority.
    var priorityQueue = JobQueue()
    /// A wake job waits in a queue.
    var isWakeQueued = false
    /// Work that was interrupted, and goes on in turn with what waits in `queue`.
    var interrupted = InterruptedWork()
    /// The moment of the earliest wake event that is scheduled.
    var wakeAt = Instant.never
    /// The burst of losses that goes on: its happening, and when the last packet was lost.
    var overload: HappeningID?
    var lastLoss = Instant.origin
    var counters = MachineCounters()
    /// The most packets that waited since somebody asked for it last.
    private(set) var deepestRecently = 0
    /// The operator unplugged the links.
    var isUnplugged = false

    var isRunningOSPF: Bool { power.process?.isRunning ?? false }
    var waiting: Int { queue.count + priorityQueue.count }

    /// A packet has been put into a queue.
    mutating func noteDepth() {
        guard waiting > deepestRecently else { return }
        deepestRecently = waiting
        counters.deepestQueue = max(counters.deepestQueue, waiting)
    }

    /// The most packets that have waited since this was asked last.
    mutating func takeDeepestQueue() -> Int {
        defer { deepestRecently = waiting }
        return deepestRecently
    }

    /// Takes what the CPU does next.
    mutating func nextJob() -> Job? { priorityQueue.popFirst() ?? interrupted.next(&queue) }

    /// Something waits for the CPU.
    var hasWork: Bool { waiting > 0 || interrupted.goesOn || interrupted.calculation != nil }
}

/// What a CPU goes on with between packets: a router's rest of work, and a route calculation.
struct InterruptedWork: Sendable {
    /// The router has more to do.
    var goesOn = false
    /// What is left of the calculation that is under way; `nil` if none is.
    var calculation: Duration?
    /// Whose turn it is: of the queue, of the router's rest of work, of the calculation.
    private var turn = 0

    /// The next job in turn that there is.
    mutating func next(_ queue: inout JobQueue) -> Job? {
        guard goesOn || calculation != nil else { return queue.popFirst() }
        for _ in 0..<3 {
            let mine = turn
            turn = (turn + 1) % 3
            switch mine {
            case 0: if let job = queue.popFirst() { return job }
            case 1:
                if goesOn {
                    goesOn = false
                    return .wake
                }
            default: if calculation != nil { return .calculation }
            }
        }
        return nil
    }
}

/// What a machine went through.
public struct MachineCounters: Hashable, Sendable {
    public var packetsReceived: UInt64 = 0
    /// Lost because the input queue was full.
    public var packetsLost: UInt64 = 0
    public var hellosLost: UInt64 = 0
    public var deepestQueue = 0
    /// How often the OSPF process crashed.
    public var crashes = 0
    /// Time the CPU was at work.
    public var busy = Duration.zero

    public init() {}
}
