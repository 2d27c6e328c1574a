import NetworkPrimitives

/// How a router spaces the instances of one LSA that it originates (RFC 2328 §12.4), as vendors' `timers throttle lsa`
/// has it.
///
/// The first change in quiet times is originated after `start`. The next instance follows at least `hold` after it, and
/// each further one after twice the time of the last, up to `maximum`. An LSA that has been left alone for twice
/// `maximum` is quiet again. RFC 2328's MinLSInterval is the throttle that begins at once and never grows.
public struct LSAThrottle: Hashable, Sendable {
    public var start: Duration
    public var hold: Duration
    public var maximum: Duration

    public init(start: Duration, hold: Duration, maximum: Duration) {
        self.start = start
        self.hold = hold
        self.maximum = maximum
    }

    /// The first instance at once, the others at this distance (RFC 2328 Appendix B, FRRouting, BIRD).
    public static func fixed(_ interval: Duration) -> LSAThrottle {
        LSAThrottle(start: .zero, hold: interval, maximum: interval)
    }

    /// Whether the spacing is the same for every instance but the first.
    public var isFixed: Bool { start == .zero && hold >= maximum }

    /// The least time from the instance that was the `step`-th of its row, counted from 0, to the next.
    func wait(afterStep step: UInt8) -> Duration {
        var (wait, left) = (hold, step)
        while left > 0, wait > .zero, wait < maximum {
            wait = min(wait * 2, maximum)
            left -= 1
        }
        return wait
    }

    /// The place of an instance that is originated at `now` in its row: one more than the last one's, or 0 after quiet.
    func step(at now: Instant, last: Instant, lastStep: UInt8) -> UInt8 {
        isQuiet(at: now, last: last) ? 0 : min(lastStep, UInt8.max - 1) + 1
    }

    /// The earliest time at which a change at `now` may be originated.
    ///
    /// - Parameter last: when the last instance was originated or flushed.
    func due(changedAt now: Instant, last: Instant, lastStep: UInt8) -> Instant {
        isQuiet(at: now, last: last) ? now + start : last + wait(afterStep: lastStep)
    }

    private func isQuiet(at now: Instant, last: Instant) -> Bool { now - last >= max(maximum, hold) * 2 }
}
