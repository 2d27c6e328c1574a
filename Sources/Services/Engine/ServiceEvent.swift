import NetworkPrimitives

/// Something that is due at a moment: 32 octets, no references.
struct ServiceEvent: Comparable, Sendable {
    enum Kind: UInt8 {
        case arrival, user, deliver, answer, timeout, poolWait, retry, work, resendRequest, resendAnswer, giveUp, cancel
        case scale, unitsReady, check, checkTimeout, alert, look, carryOut, mail, told, ticket, patience
        case timeline, pathLost, pathBack, bucket, warmup, submitEach
    }

    let time: Int64
    /// The number of scheduling, and in the last octet the kind: events of one moment are served in this order.
    private let key: UInt64
    let first: UInt32
    let second: UInt32
    let third: Int64

    @inline(__always)
    init(_ kind: Kind, at time: Int64, number: UInt64, _ first: UInt32, _ second: UInt32, _ third: Int64) {
        self.time = time
        key = number << 8 | UInt64(kind.rawValue)
        self.first = first
        self.second = second
        self.third = third
    }

    @inline(__always) var kind: Kind { Kind(rawValue: UInt8(truncatingIfNeeded: key)).unsafelyUnwrapped }

    @inline(__always) static func < (left: Self, right: Self) -> Bool {
        left.time != right.time ? left.time < right.time : left.key < right.key
    }
}

/// Events in the order of time, and of scheduling within a moment.
///
/// What is scheduled for the moment that is being served waits in a plain list: everything in the heap for that moment was
/// scheduled earlier.
struct ServiceEventQueue: Sendable {
    private var heap = MinimumHeap<ServiceEvent>()
    private var immediate: [ServiceEvent] = []
    private var taken = 0
    private var scheduled: UInt64 = 0
    private(set) var now: Int64 = 0

    /// How many events were scheduled.
    var count: UInt64 { scheduled }

    @inline(__always)
    mutating func add(
        _ kind: ServiceEvent.Kind, at time: Int64, _ first: UInt32 = 0, _ second: UInt32 = 0, _ third: Int64 = 0
    ) {
        scheduled &+= 1
        let event = ServiceEvent(kind, at: max(time, now), number: scheduled, first, second, third)
        if time <= now { immediate.append(event) } else { heap.add(event) }
    }

    /// When people or the timeline act next: only looks, entries and orders under way are counted.
    private(set) var planned = MinimumHeap<Int64>()

    mutating func plan(at time: Int64) { planned.add(time) }
    mutating func forgetPlans(until time: Int64) {
        while let first = planned.first, first <= time { _ = planned.removeFirst() }
    }

    /// When the next event is due.
    var nextTime: Int64 { taken < immediate.count ? now : heap.first?.time ?? .max }

    /// The next event that is due until `limit`, inclusive.
    @inline(__always) mutating func next(until limit: Int64) -> ServiceEvent? {
        if let first = heap.first, first.time <= now || taken >= immediate.count {
            guard first.time <= limit else { return nil }
            now = max(now, first.time)
            return heap.removeFirst()
        }
        guard taken < immediate.count, now <= limit else { return nil }
        let event = immediate[taken]
        taken += 1
        if taken == immediate.count {
            immediate.removeAll(keepingCapacity: true)
            taken = 0
        }
        return event
    }

    /// Nothing is due before this moment.
    mutating func advance(to time: Int64) { now = max(now, time) }
}
