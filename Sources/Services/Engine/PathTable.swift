import NetworkPrimitives

/// What services see of the network: for each two places whether one can send to the other now, how long that takes, and
/// when it could not.
///
/// A path is whole only where both directions are. A place always reaches itself, without delay.
public struct PathTable: Sendable {
    public let places: Int
    /// Nanoseconds, by sender and receiver.
    private var delays: [Int64]
    /// How many reasons there are why a pair is lost.
    private var reasons: [Int32]
    /// When pairs were lost; an outage that goes on has no end yet.
    private var outages: [[(from: Int64, to: Int64)]]

    /// - Parameter delay: between all places.
    public init(places: Int, delay: Duration = .zero) {
        self.places = places
        delays = [Int64](repeating: delay.nanoseconds, count: places * places)
        for place in 0..<places { delays[place * places + place] = 0 }
        reasons = [Int32](repeating: 0, count: places * places)
        outages = Array(repeating: [], count: places * places)
    }

    /// One number for both directions.
    func pair(_ first: Int, _ second: Int) -> Int { min(first, second) * places + max(first, second) }

    /// The one-way delay, or -1 where the path is lost.
    @inline(__always) func delay(from: Int32, to: Int32) -> Int64 {
        if from == to { return 0 }
        let pair = Int(min(from, to)) * places + Int(max(from, to))
        return reasons[pair] > 0 ? -1 : delays[Int(from) * places + Int(to)]
    }

    mutating func lose(_ pair: Int, at now: Int64) {
        reasons[pair] += 1
        if reasons[pair] == 1 { outages[pair].append((now, .max)) }
    }

    mutating func restore(_ pair: Int, at now: Int64) {
        reasons[pair] -= 1
        if reasons[pair] == 0, let last = outages[pair].indices.last { outages[pair][last].to = now }
    }

    /// Takes in how a network is now.
    /// - Parameter delay: one way; `nil` where the path or its way back is lost.
    public mutating func set(
        _ from: PlaceIndex, _ to: PlaceIndex, delay: Duration?, back: Duration?, at instant: Duration
    ) {
        let (pair, now) = (pair(from.offset, to.offset), instant.nanoseconds)
        if let delay, let back {
            delays[from.offset * places + to.offset] = delay.nanoseconds
            delays[to.offset * places + from.offset] = back.nanoseconds
            if reasons[pair] > 0 { restore(pair, at: now) }
        } else if reasons[pair] == 0 {
            lose(pair, at: now)
        }
    }

    /// Whether the path was lost for at least `span` at a stretch between two moments.
    func wasLost(_ first: Int32, _ second: Int32, for span: Int64, since start: Int64, until now: Int64) -> Bool {
        if first == second || span == .max { return false }
        for outage in outages[pair(Int(first), Int(second))].reversed() {
            if outage.to <= start { return false }
            if min(outage.to, now) - max(outage.from, start) >= span { return true }
        }
        return false
    }

    /// Whether a path is whole.
    public func isWhole(_ first: PlaceIndex, _ second: PlaceIndex) -> Bool {
        first == second || reasons[pair(first.offset, second.offset)] == 0
    }

    /// From the first outage of any pair to the end of the last; `.max` while one lasts.
    var outageSpan: (from: Int64, to: Int64)? {
        let all = outages.flatMap { $0 }
        guard let first = all.map(\.from).min(), let last = all.map(\.to).max() else { return nil }
        return (first, last)
    }

    /// How long a pair was lost altogether, up to a moment.
    public func lostTime(_ first: PlaceIndex, _ second: PlaceIndex, until end: Duration) -> Duration {
        guard first != second else { return .zero }
        return outages[pair(first.offset, second.offset)].reduce(.zero) {
            $0 + Duration(nanoseconds: max(0, min($1.to, end.nanoseconds) - $1.from))
        }
    }
}
