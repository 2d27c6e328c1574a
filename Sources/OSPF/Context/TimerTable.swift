import NetworkPrimitives

/// The deadlines of one router in a flat array: a router has some dozens, and finding the earliest by looking at all is
/// faster than keeping them in order.
struct TimerTable: Sendable {
    private var deadlines: [Int64] = []
    /// Not later than the earliest deadline. Putting a timer off leaves it; the next look corrects it.
    private(set) var earliest = Int64.max

    mutating func resize(to count: Int) {
        while deadlines.count < count { deadlines.append(.max) }
    }

    @inline(__always) func isSet(_ timer: Int) -> Bool { deadlines[timer] != .max }
    @inline(__always) func deadline(_ timer: Int) -> Instant { Instant(nanoseconds: deadlines[timer]) }

    @inline(__always) mutating func set(_ timer: Int, to instant: Instant) {
        deadlines[timer] = instant.nanoseconds
        earliest = min(earliest, instant.nanoseconds)
    }

    @inline(__always) mutating func cancel(_ timer: Int) { deadlines[timer] = .max }

    mutating func cancelAll() {
        for timer in deadlines.indices { deadlines[timer] = .max }
        earliest = .max
    }

    /// Takes the timer that is due at `now`: the earliest, the lowest number among equals.
    mutating func takeDue(at now: Instant) -> Int? {
        guard earliest <= now.nanoseconds else { return nil }
        var (first, when) = (-1, Int64.max)
        for (timer, deadline) in deadlines.enumerated() where deadline < when { (first, when) = (timer, deadline) }
        earliest = when
        guard when <= now.nanoseconds else { return nil }
        deadlines[first] = .max
        return first
    }
}
