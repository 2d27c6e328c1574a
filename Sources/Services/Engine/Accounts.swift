import NetworkPrimitives

/// What is added up of a service's lane, over all its instances, since the end of the warm-up.
struct LaneAccount: Sendable {
    let service: ServiceIndex
    let lane: Int32
    var waiting: Int64 = 0
    var busy: Int64 = 0
    var since: Int64 = 0
    /// Jobs times nanoseconds.
    var waitingIntegral: Int128 = 0
    var busyIntegral: Int128 = 0
    var arrivals: Int64 = 0
    var refused: Int64 = 0
    var started: Int64 = 0
    /// Those that did not start at once.
    var waited: Int64 = 0
    /// Left the queue without being started.
    var dropped: Int64 = 0
    var ended: Int64 = 0
    var longestQueue: Int64 = 0
    /// Of those that were started or dropped.
    var waitSum: Int128 = 0
    /// Of those whose worker was given back.
    var heldSum: Int128 = 0

    init(service: ServiceIndex, lane: Int32) {
        self.service = service
        self.lane = lane
    }

    /// Adds up to now.
    @inline(__always) mutating func advance(to now: Int64) {
        let span = now - since
        guard span > 0 else { return }
        if waiting > 0 { waitingIntegral += Int128(waiting * span) }
        if busy > 0 { busyIntegral += Int128(busy * span) }
        since = now
    }

    /// Forgets everything but who is there now.
    mutating func restart(at now: Int64) {
        var fresh = LaneAccount(service: service, lane: lane)
        (fresh.waiting, fresh.busy, fresh.since) = (waiting, busy, now)
        (fresh.longestQueue) = waiting
        self = fresh
    }
}

/// What is added up of a source's or submitter's calls.
struct CallAccount: Sendable {
    let name: String
    /// Calls that began after the warm-up, and among them those that ended, by outcome.
    var begun: Int64 = 0
    var outcomes = [Int64](repeating: 0, count: CallOutcome.allCases.count)
    var attempts: Int64 = 0
    /// Of those that were answered.
    var responseSum: Int128 = 0
    var longestResponse: Int64 = 0
    var lastAnswer: Int64?
    /// By the bucket in which a call began: how many, and how many were answered.
    var begunByBucket: [Int32] = []
    var answeredByBucket: [Int32] = []

    init(name: String) { self.name = name }

    var ended: Int64 { outcomes.reduce(0, +) }
    var answered: Int64 { outcomes[Int(CallOutcome.ok.rawValue)] }

    mutating func noteBeginning(in bucket: Int) {
        while begunByBucket.count <= bucket {
            begunByBucket.append(0)
            answeredByBucket.append(0)
        }
        begunByBucket[bucket] += 1
    }
}
