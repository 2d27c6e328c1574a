import NetworkPrimitives

/// When the routing table was calculated, and how eager the router is to do it again.
struct SPFState: Sendable {
    var lastRun: Instant?
    var hold: Duration = .zero
    var multiplier: Int64 = 1
    var runs: UInt8 = 0
    var cause = HappeningID.none
    /// When the router started: a tick counts from there.
    var startedAt = Instant.origin
    var backOff = SPFBackOff()
    /// When the calculation that is due was asked for.
    var requestedAt = Instant.origin
    /// The same of the last one that was made, and its cause.
    var last: (requested: Instant, cause: HappeningID) = (.origin, .none)
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
            let passed = (now - state.startedAt).nanoseconds / period.nanoseconds
            return state.startedAt + period * (passed + 1)
        case .ietf(let initial, let short, let long, _, _):
            switch state.backOff.state {
            case .quiet: return now + initial
            case .shortWait: return now + short
            case .longWait: return now + long
            }
        }
    }
}

extension Router {
    /// Something that routes depend on changed. An isolated router has no routes, or keeps those it had.
    mutating func scheduleSPF(at now: Instant, _ context: inout RouterContext) {
        guard !limit.isIsolated, !restart.isActive || hasVirtualLinks else { return }
        if !timers.isSet(Timer.spf) {
            spf.cause = context.cause
            spf.requestedAt = now
            configuration.timers.spf.expire(at: now, &spf)
            timers.set(Timer.spf, to: configuration.timers.spf.nextRun(after: now, &spf))
        }
        configuration.timers.spf.note(changeAt: now, &spf)
    }

    /// Since when the last calculation had been asked for, and why; `nil` before the first. For reports.
    public var lastCalculation: (requested: Instant, cause: HappeningID)? { spf.lastRun == nil ? nil : spf.last }

    /// What the calculation that is due at `now` would have to look at, or `nil` if none is due: vertices and external
    /// LSAs. For the CPU model.
    public func pendingCalculation(at now: Instant) -> (vertices: Int, externals: Int)? {
        guard timers.isSet(Timer.spf), timers.deadline(Timer.spf) <= now else { return nil }
        let externals = database.counts.external
        return (database.counts.all - externals, externals)
    }
}
