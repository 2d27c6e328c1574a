import NetworkPrimitives
import OSPFWire

/// How many LSAs crossed the wire, and when.
public struct LSAActivity: Sendable {
    /// LSAs in updates, by what they were, in the order of ``LSAArrival``.
    public var arrivals: [(arrival: LSAArrival, count: Int)]
    public var updateCount: Int
    public var lsaCount: Int
    /// The second with the most LSAs.
    public var peakPerSecond: Int
    public var peakTime: Instant
    public var storms: [CaptureEvent]

    /// LSAs that every router discards, or whose checksum is wrong.
    public var discardedCount: Int { lsaCount - arrivals.reduce(0) { $0 + $1.count } }
}

/// Counts LSAs second by second.
struct RateTracker {
    /// From this many LSAs in a second on, a second belongs to a storm: a router on a quiet network sends a few LSAs
    /// an hour, and even a change of topology makes only some.
    static let stormPerSecond = 20

    private struct Second {
        var start: Instant
        var frame: Int
        var lsas = 0
        var arrivals = ArrivalCounts()
        var byOriginator: [RouterID: Int] = [:]
        var refreshesDue = 0
    }

    /// Link State Requests of one router in one second.
    private struct Requests {
        var time: Instant
        var router: RouterID
        var lsas: Int
    }

    /// Busy seconds one after the other.
    private struct Run {
        var first: Second
        var last: Second
        var lsas: Int
        var peak: Int
        var arrivals: ArrivalCounts
        var byOriginator: [RouterID: Int]
        var refreshesDue: Int
    }

    private var current: Second?
    private var runs: [Run] = []
    private(set) var peak: (time: Instant, lsas: Int) = (.origin, 0)
    private var start: Instant?
    private var requests: [Requests] = []
    private(set) var updateCount = 0
    private(set) var lsaCount = 0

    mutating func addUpdate(of lsas: Int, in frame: CapturedFrame) {
        updateCount += 1
        lsaCount += lsas
        let origin = start ?? frame.time
        start = origin
        let offset = (frame.time - origin).nanoseconds
        let second = origin + .seconds(offset / 1_000_000_000 - (offset % 1_000_000_000 < 0 ? 1 : 0))
        guard current?.start != second else { return }
        if let current { Self.close(current, &runs, &peak) }
        current = Second(start: second, frame: frame.number)
    }

    /// Adds an LSA of the update that was added last.
    /// - Parameters:
    ///   - arrival: `nil` where it is discarded.
    ///   - isRefreshDue: whether the instance before had reached LSRefreshTime.
    mutating func add(_ header: LSAHeader, arrival: LSAArrival?, isRefreshDue: Bool = false) {
        current!.lsas += 1
        if isRefreshDue { current!.refreshesDue += 1 }
        if let arrival { current!.arrivals[arrival] += 1 }
        current!.byOriginator[header.advertisingRouter, default: 0] += 1
    }

    /// Notes that a router asks for LSAs.
    mutating func addRequest(for lsas: Int, by router: RouterID, in frame: CapturedFrame) {
        let number = requests.lastIndex { $0.router == router && frame.time - $0.time < .seconds(1) }
        if let number {
            requests[number].lsas += lsas
        } else {
            requests.append(Requests(time: frame.time, router: router, lsas: lsas))
        }
    }

    /// What was asked for from two seconds before a run of busy seconds to its end.
    private func requested(in run: Run) -> (lsas: Int, by: RouterID)? {
        let asked = requests.filter {
            $0.time >= run.first.start - .seconds(2) && $0.time < run.last.start + .seconds(1)
        }
        guard let most = asked.max(by: { ($0.lsas, $1.router) < ($1.lsas, $0.router) }) else { return nil }
        return (asked.reduce(0) { $0 + $1.lsas }, most.router)
    }

    /// Only busy seconds are kept, so that memory does not grow with the length of a quiet capture.
    private static func close(_ second: Second, _ runs: inout [Run], _ peak: inout (time: Instant, lsas: Int)) {
        if second.lsas > peak.lsas { peak = (second.start, second.lsas) }
        guard second.lsas >= stormPerSecond else { return }
        if let last = runs.last?.last.start, second.start - last <= .seconds(2), second.start > last {
            let number = runs.count - 1
            runs[number].last = second
            runs[number].lsas += second.lsas
            runs[number].peak = max(runs[number].peak, second.lsas)
            for arrival in LSAArrival.allCases { runs[number].arrivals[arrival] += second.arrivals[arrival] }
            runs[number].byOriginator.merge(second.byOriginator, uniquingKeysWith: +)
            runs[number].refreshesDue += second.refreshesDue
        } else {
            runs.append(
                Run(
                    first: second, last: second, lsas: second.lsas, peak: second.lsas, arrivals: second.arrivals,
                    byOriginator: second.byOriginator, refreshesDue: second.refreshesDue))
        }
    }

    /// The busiest second and the storms so far. One quiet second does not end a storm.
    var findings: (peak: (time: Instant, lsas: Int), storms: [CaptureEvent]) {
        var (runs, peak) = (runs, peak)
        if let current { Self.close(current, &runs, &peak) }
        let storms = runs.map { run in
            let busiest = run.byOriginator.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? .none
            return CaptureEvent(
                time: run.first.start, frame: run.first.frame, segment: nil,
                kind: .storm(
                    Storm(
                        lsas: run.lsas, peakPerSecond: run.peak, until: run.last.start + .seconds(1), busiest: busiest,
                        arrivals: run.arrivals, requested: requested(in: run), refreshesDue: run.refreshesDue)))
        }
        return (peak, storms)
    }
}
