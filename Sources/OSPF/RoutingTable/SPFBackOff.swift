import NetworkPrimitives

/// Where a router is in the back-off of RFC 8405 §5: at the start in QUIET (§5.1).
///
/// HOLDDOWN_TIMER and LEARN_TIMER (RFC 8405 §5.3) lead to nothing but a change of the state, so they are not timers
/// here: the state is brought up to date when the next change asks for it.
struct SPFBackOff: Sendable {
    enum State: UInt8, Sendable { case quiet, shortWait, longWait }

    var state = State.quiet
    /// When LEARN_TIMER was started: at the first change after quiet.
    var firstChange = Instant.origin
    /// When HOLDDOWN_TIMER was started: at every change.
    var lastChange = Instant.origin
}

extension SPFThrottle {
    /// RFC 8405 §5.4 (3), (5), (6): what has expired by `now`.
    func expire(at now: Instant, _ state: inout SPFState) {
        guard case .ietf(_, _, _, let learn, let holdDown) = self, state.backOff.state != .quiet else { return }
        if now - state.backOff.lastChange >= holdDown {
            state.backOff.state = .quiet
        } else if now - state.backOff.firstChange >= learn {
            state.backOff.state = .longWait
        }
    }

    /// RFC 8405 §5.4 (1), (2), (4): a change, after its calculation has been scheduled or found to be.
    func note(changeAt now: Instant, _ state: inout SPFState) {
        guard case .ietf = self else { return }
        expire(at: now, &state)
        if state.backOff.state == .quiet {
            state.backOff.state = .shortWait
            state.backOff.firstChange = now
        }
        state.backOff.lastChange = now
    }
}
