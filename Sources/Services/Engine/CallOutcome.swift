/// How a call ended.
public enum CallOutcome: UInt8, Hashable, Sendable, CaseIterable {
    case ok
    case timeout
    case refused
    /// No place in the queue.
    case full
    case shed
    /// Dropped because too little was left of the caller's time.
    case expired
    case broken
    /// No connection was free in time.
    case pool
    /// The caller's breaker was open.
    case open
    /// A step of the server failed.
    case failed
    case cleared
    /// The caller itself was stopped.
    case abandoned
}

extension CallOutcome: CustomStringConvertible {
    public var description: String {
        switch self {
        case .ok: "ok"
        case .timeout: "timeout"
        case .refused: "refused"
        case .full: "full"
        case .shed: "shed"
        case .expired: "expired"
        case .broken: "broken"
        case .pool: "pool"
        case .open: "open"
        case .failed: "failed"
        case .cleared: "cleared"
        case .abandoned: "abandoned"
        }
    }
}
