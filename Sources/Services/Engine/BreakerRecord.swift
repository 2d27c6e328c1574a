import NetworkPrimitives

/// The fixed part of a breaker.
struct BreakerSettings: Sendable {
    let failures: Int32
    /// Billionths; `.max` where the share does not count.
    let share: Int64
    let window: Int32
    let open: Int64
    let probes: Int32

    init(_ policy: BreakerPolicy) {
        failures = policy.failures.map { Int32(clamping: $0) } ?? .max
        share = policy.share?.billionths ?? .max
        window = Int32(clamping: policy.window)
        open = policy.open.nanoseconds
        probes = Int32(clamping: policy.probes)
    }
}

/// A breaker of a caller, or the guard of a server: closed, open, or letting some through to see.
struct BreakerRecord: Sendable {
    enum State: UInt8 { case closed, open, halfOpen }

    private(set) var state = State.closed
    /// Counts changes of state: an outcome counts only for the state in which it was let through.
    private(set) var generation: UInt32 = 0
    private var failuresInRow: Int32 = 0
    private var openedAt: Int64 = 0
    private var probesLeft: Int32 = 0
    private var successes: Int32 = 0
    private var failuresInWindow: Int32 = 0
    /// The last outcomes, 1 for a failure; only where a share counts.
    private var outcomes: [UInt8] = []
    private var position: Int32 = 0
    private var filled: Int32 = 0

    /// Whether a call may pass.
    mutating func admits(_ settings: BreakerSettings, at now: Int64) -> Bool {
        if state == .open, now - openedAt >= settings.open {
            change(to: .halfOpen)
            probesLeft = settings.probes
        }
        switch state {
        case .closed: return true
        case .open: return false
        case .halfOpen:
            guard probesLeft > 0 else { return false }
            probesLeft -= 1
            return true
        }
    }

    /// - Returns: whether it opens.
    mutating func note(_ isFailure: Bool, of generation: UInt32, _ settings: BreakerSettings, at now: Int64) -> Bool {
        guard generation == self.generation else { return false }
        if state == .halfOpen {
            if isFailure { return trip(at: now) }
            successes += 1
            if successes >= settings.probes { change(to: .closed) }
            return false
        }
        guard state == .closed else { return false }
        failuresInRow = isFailure ? failuresInRow + 1 : 0
        if failuresInRow >= settings.failures { return trip(at: now) }
        return settings.share != .max && noteInWindow(isFailure, settings) ? trip(at: now) : false
    }

    /// Whether the window is full of too many failures.
    private mutating func noteInWindow(_ isFailure: Bool, _ settings: BreakerSettings) -> Bool {
        if outcomes.isEmpty { outcomes = [UInt8](repeating: 0, count: Int(max(settings.window, 1))) }
        failuresInWindow += (isFailure ? 1 : 0) - (filled == settings.window ? Int32(outcomes[Int(position)]) : 0)
        outcomes[Int(position)] = isFailure ? 1 : 0
        position = (position + 1) % settings.window
        filled = min(filled + 1, settings.window)
        return filled == settings.window
            && Int64(failuresInWindow) * FixedPoint.unit >= settings.share * Int64(settings.window)
    }

    private mutating func trip(at now: Int64) -> Bool {
        change(to: .open)
        openedAt = now
        return true
    }

    private mutating func change(to state: State) {
        self.state = state
        generation &+= 1
        (failuresInRow, successes, failuresInWindow, filled, position) = (0, 0, 0, 0, 0)
    }
}
