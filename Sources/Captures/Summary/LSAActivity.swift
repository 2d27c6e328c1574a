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
        var byOriginator: [RouterID: Int] = [:]
    }

    private var seconds: [Second] = []
    private var start: Instant?
    private(set) var updateCount = 0
    private(set) var lsaCount = 0

    mutating func add(_ update: LinkStateUpdate, in frame: CapturedFrame) {
        updateCount += 1
        lsaCount += update.lsas.count
        let origin = start ?? frame.time
        start = origin
        let offset = (frame.time - origin).nanoseconds
        let second = origin + .seconds(offset / 1_000_000_000 - (offset % 1_000_000_000 < 0 ? 1 : 0))
        if seconds.last?.start != second { seconds.append(Second(start: second, frame: frame.number)) }
        for lsa in update.lsas {
            seconds[seconds.count - 1].lsas += 1
            seconds[seconds.count - 1].byOriginator[lsa.header.advertisingRouter, default: 0] += 1
        }
    }

    var peak: (time: Instant, lsas: Int) {
        let busiest = seconds.max { ($0.lsas, $1.start) < ($1.lsas, $0.start) }
        return (busiest?.start ?? .origin, busiest?.lsas ?? 0)
    }

    /// Runs of busy seconds; one quiet second does not end a run.
    var storms: [CaptureEvent] {
        var runs: [[Second]] = []
        for second in seconds where second.lsas >= Self.stormPerSecond {
            if let last = runs.last?.last, second.start - last.start <= .seconds(2), second.start > last.start {
                runs[runs.count - 1].append(second)
            } else {
                runs.append([second])
            }
        }
        return runs.map { run in
            var counts: [RouterID: Int] = [:]
            for second in run { counts.merge(second.byOriginator, uniquingKeysWith: +) }
            let busiest = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? .none
            return CaptureEvent(
                time: run[0].start, frame: run[0].frame, segment: nil,
                kind: .storm(
                    lsas: run.reduce(0) { $0 + $1.lsas }, peakPerSecond: run.map(\.lsas).max() ?? 0,
                    until: run[run.count - 1].start + .seconds(1), busiest: busiest))
        }
    }
}
