import NetworkPrimitives
import OSPF

/// What a network went through, moment by moment: what a picture of a run is made of.
public struct Course: Sendable {
    /// A value from a moment on.
    public struct Sample<Value: Hashable & Sendable>: Hashable, Sendable {
        public var instant: Instant
        public var value: Value
    }

    /// What each router was, exactly.
    public internal(set) var states: Table<RouterIndex, [Sample<RouterOutcome.State>]> = []
    /// By segment, exactly: the positions of members of which an adjacency on the segment becomes Full, or the last that was is
    /// gone. All are without one before the first.
    public internal(set) var adjacencies: Table<SegmentIndex, [Sample<Int>]> = []
    /// By router: LSAs that count towards its limit.
    public internal(set) var counted: Table<RouterIndex, [Sample<Int>]> = []
    /// By router: the most packets that waited for its CPU within a second; 0 where it was never more than one.
    public internal(set) var queues: Table<RouterIndex, [Sample<Int>]> = []
    /// By router: how busy its CPU was, in percent of a second.
    public internal(set) var processors: Table<RouterIndex, [Sample<Int>]> = []
    /// By router: route calculations in a second.
    public internal(set) var calculations: Table<RouterIndex, [Sample<Int>]> = []
    /// LSAs that reached routers in updates in a second, and LSAs that routers sent.
    public internal(set) var received: [Sample<Int>] = []
    public internal(set) var sent: [Sample<Int>] = []
    /// By probe: the ways of its traffic.
    public internal(set) var ways: [ProbeWays] = []
    /// How many samples a series has at the most.
    public internal(set) var sampleLimit = Series.limit
}

/// Values over time in little memory: for each stretch of a second the largest, and stretches twice as long whenever so many
/// are there as it may have.
public struct Series: Sendable {
    /// How many samples there are at the most.
    public static let limit = 512
    /// How many all routers of a network have together of one kind, where that is less.
    public static let limitOfAll = 102_400

    private(set) var samples: [Course.Sample<Int>] = []
    private let limit: Int
    private var spacing = Duration.seconds(1)

    init(limit: Int = Series.limit) { self.limit = limit }

    /// How many samples each of some routers may have.
    static func limit(ofEachOf routers: Int) -> Int { min(limit, 2 * max(16, limitOfAll / max(1, routers) / 2)) }

    mutating func add(_ value: Int, at now: Instant) {
        guard let last = samples.last else {
            samples.append(Course.Sample(instant: now, value: value))
            return
        }
        guard now - last.instant >= spacing else {
            samples[samples.count - 1].value = max(last.value, value)
            return
        }
        guard last.value != value else { return }
        samples.append(Course.Sample(instant: now, value: value))
        if samples.count >= limit { thin() }
    }

    private mutating func thin() {
        samples = stride(from: 0, to: samples.count - 1, by: 2).map {
            Course.Sample(instant: samples[$0].instant, value: max(samples[$0].value, samples[$0 + 1].value))
        }
        spacing = spacing * 2
    }
}
