import NetworkPrimitives

// When a router is done with what has happened to it. A network is converged when all of its routers are.
extension Router {
    /// Whether nothing is under way: no exchange, no unacknowledged LSA, no origination, calculation or election to come.
    public var isQuiet: Bool {
        guard !restart.isActive else { return false }
        guard isRunning, !limit.isIsolated else { return true }
        guard !timers.isSet(Timer.spf), !spf.isUnderWay, deferred.waiting.isEmpty, deferred.rest.isEmpty,
            !timers.isSet(Timer.election)
        else { return false }
        if interfaces.contains(where: {
            $0.state == .waiting || !$0.acknowledgments.isEmpty || !$0.floodingQueue.slots.isEmpty
        }) {
            return false
        }
        let busy: ClosedRange<NeighborState> = .exStart ... .loading
        return !interfaces.contains { interface in
            interface.neighbors.contains {
                busy.contains(neighbors[$0].state) || neighbors[$0].state == .`init`
                    || neighbors[$0].retransmission.list.count > 0
            }
        }
    }

    /// From when on the router answers a change as on any other day, if nothing happens before: every wait that the past
    /// began is over then. `nil` while something is under way.
    ///
    /// What counts: the throttles of its LSAs, or MinLSInterval (RFC 2328 §12.4), and of route calculations;
    /// MinLSArrival of what it received (§13 (5)(a)); a translator's stability interval (RFC 3101 §3.1); its time as a
    /// stub router after a start. What does not, as it comes again or is long by intention: refreshes and ages of LSAs,
    /// Hellos and polls of neighbors in state Down, the time that a limit or a limit on redistribution waits.
    ///
    /// O(LSAs).
    public var restsFrom: Instant? {
        guard isQuiet else { return nil }
        guard isRunning, !limit.isIsolated else { return .origin }
        var rest = configuration.timers.spf.restsFrom(spf)
        for timer in [Timer.nssa, Timer.startup, Timer.originators, Timer.borderTask] where timers.isSet(timer) {
            rest = max(rest, timers.deadline(timer))
        }
        for border in nssa.seenBorders { rest = max(rest, border.heldUntil ?? .origin) }
        let (throttle, arrival) = (configuration.timers.lsaThrottle, configuration.timers.minLSArrival)
        for entry in database.lsas() {
            rest = max(
                rest,
                entry.flags.contains(.selfOriginated)
                    ? throttle.restsFrom(last: entry.installed) : entry.installed + arrival)
        }
        return rest
    }
}

extension LSAThrottle {
    /// When an LSA whose last instance was originated at `last` is as free as one that never changed.
    fileprivate func restsFrom(last: Instant) -> Instant { last + (isFixed ? hold : max(maximum, hold) * 2) }
}

extension SPFThrottle {
    /// When nothing of past calculations delays the next one.
    fileprivate func restsFrom(_ state: SPFState) -> Instant {
        guard let last = state.lastRun else { return .origin }
        switch self {
        case .exponential(_, let hold, _): return last + max(state.hold, hold) * 2
        case .linear(_, let hold, let maximum): return last + min(hold * state.multiplier, maximum)
        case .rapidRuns(_, _, let holddown): return last + holddown
        case .tick: return last
        case .ietf(_, _, _, _, let holdDown):
            return state.backOff.state == .quiet ? last : state.backOff.lastChange + holdDown
        }
    }
}
