import NetworkPrimitives
import OSPFWire

/// When the routing table was calculated, and how eager the router is to do it again.
struct SPFState: Sendable {
    var lastRun: Instant?
    var hold: Duration = .zero
    var multiplier: Int64 = 1
    var runs: UInt8 = 0
    var cause = HappeningID.none
    /// All the reasons that came together until then, each once, the first first.
    var causes: [HappeningID] = []
    /// When the router started: a tick counts from there.
    var startedAt = Instant.origin
    var backOff = SPFBackOff()
    /// When the calculation that is due was asked for.
    var requestedAt = Instant.origin
    /// Whether the calculation that is due must begin with the shortest-path trees; if not, how many destinations it must look
    /// at (RFC 2328 §16.5, §16.6).
    var needsTrees = true
    var changedDestinations = 0
    /// It has begun and has not ended, and whether it has been asked for again since.
    var isUnderWay = false
    var isAskedForAgain = false
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
    ///
    /// - Parameter destinations: how many destinations are concerned, where the trees are as they were.
    mutating func scheduleSPF(destinations: Int? = nil, _ context: inout RouterContext) {
        if let destinations { spf.changedDestinations += destinations } else { spf.needsTrees = true }
        guard !limit.isIsolated, !restart.isActive || hasVirtualLinks else { return }
        if spf.isUnderWay {
            spf.isAskedForAgain = true
        } else if !timers.isSet(Timer.spf) {
            spf.cause = context.cause
            spf.requestedAt = context.now
            configuration.timers.spf.expire(at: context.now, &spf)
            timers.set(Timer.spf, to: configuration.timers.spf.nextRun(after: context.now, &spf))
        }
        if spf.causes.last != context.cause, !context.cause.isNone, !spf.causes.contains(context.cause) {
            if spf.causes.isEmpty { spf.cause = context.cause }
            spf.causes.append(context.cause)
        }
        configuration.timers.spf.note(changeAt: context.now, &spf)
    }

    /// Since when the last calculation had been asked for, and why; `nil` before the first. For reports.
    public var lastCalculation: (requested: Instant, cause: HappeningID)? { spf.lastRun == nil ? nil : spf.last }

    /// Why the routing table is as it is: what led to its last change, each once. For reports.
    public var causesOfTable: [HappeningID] { tableCauses }

    /// Why the router refuses LSAs, while it does. For reports.
    public var causeOfRefusal: HappeningID? {
        limit.isRefusing && !limit.last.isNone ? limit.last : memory.shortage
    }

    /// What the calculation that is due at `now` would have to look at, or `nil` if none is due: vertices and external
    /// LSAs. For the CPU model.
    public func pendingCalculation(at now: Instant) -> (vertices: Int, externals: Int)? {
        guard timers.isSet(Timer.spf), timers.deadline(Timer.spf) <= now else { return nil }
        let externals = database.counts.external
        guard spf.needsTrees else { return (0, min(spf.changedDestinations, database.counts.all)) }
        return (database.counts.all - externals, externals)
    }

    /// What a changed LSA requires of the calculation: how many destinations to examine, or `nil` for all of it.
    func destinationsConcerned(by type: LSType) -> Int? {
        guard configuration.profile.calculatesPartially(after: type) else { return nil }
        // A path to an AS boundary router concerns everything that it announces (RFC 2328 §16.5).
        return type == LSType.summaryASBR ? database.counts.external : 1
    }

    mutating func beginCalculation() {
        guard timers.isSet(Timer.spf) else { return }
        timers.cancel(Timer.spf)
        spf.isUnderWay = true
    }

    /// The result is that of the database as it is now. What changed meanwhile leads to another calculation, as a calculation
    /// of what was copied at the beginning would.
    mutating func endCalculation(_ context: inout RouterContext) {
        guard spf.isUnderWay else { return }
        spf.isUnderWay = false
        let isAskedForAgain = spf.isAskedForAgain
        spf.isAskedForAgain = false
        calculateRoutes(&context)
        if isAskedForAgain { scheduleSPF(&context) }
    }
}
