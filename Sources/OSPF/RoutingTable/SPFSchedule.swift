import NetworkPrimitives

/// When the routing table was calculated, and how eager the router is to do it again.
struct SPFState: Sendable {
    var lastRun: Instant?
    var hold: Duration = .zero
    var multiplier: Int64 = 1
    var runs: UInt8 = 0
    var cause = HappeningID.none
}

extension SPFThrottle {
    /// When a change at `now` leads to a calculation.
    func nextRun(after now: Instant, _ state: inout SPFState) -> Instant {
        switch self {
        case .exponential(let start, let hold, let maximum):
            guard let last = state.lastRun, now - last < max(state.hold, hold) * 2 else {
                state.hold = hold
                return now + start
            }
            let due = max(now + start, last + state.hold)
            state.hold = min(state.hold * 2, maximum)
            return due
        case .linear(let start, let hold, let maximum):
            guard let last = state.lastRun, now - last < min(hold * state.multiplier, maximum) else {
                state.multiplier = 1
                return now + start
            }
            let wait = min(hold * state.multiplier, maximum)
            if wait < maximum { state.multiplier += 1 }
            return max(now + start, last + wait)
        case .rapidRuns(let delay, let runs, let holddown):
            if let last = state.lastRun, now - last < holddown {
                if state.runs >= runs {
                    state.runs = 0
                    return max(now + delay, last + holddown)
                }
            } else {
                state.runs = 0
            }
            state.runs += 1
            return now + delay
        case .tick(let period):
            guard let last = state.lastRun, now - last < period else { return now + period }
            return last + period
        }
    }
}

extension Router {
    /// Something that routes depend on changed. An isolated router has no routes, or keeps those it had.
    mutating func scheduleSPF(at now: Instant, _ context: inout RouterContext) {
        guard !timers.isSet(Timer.spf), !limit.isIsolated, !restart.isActive else { return }
        spf.cause = context.cause
        timers.set(Timer.spf, to: configuration.timers.spf.nextRun(after: now, &spf))
    }

    /// What the calculation that is due at `now` would have to look at, or `nil` if none is due: vertices and external
    /// LSAs. For the CPU model.
    public func pendingCalculation(at now: Instant) -> (vertices: Int, externals: Int)? {
        guard timers.isSet(Timer.spf), timers.deadline(Timer.spf) <= now else { return nil }
        let externals = database.counts.external
        return (database.counts.all - externals, externals)
    }
}
