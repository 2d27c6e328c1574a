import NetworkPrimitives

struct LimitState: Sendable {
    var phase = LimitPhase.normal
    /// Isolations since the last quiet reset time.
    var isolations: UInt32 = 0
    var hasWarned = false
    /// The count is over a limit that only warns, and this has been logged.
    var hasToldExceeded = false
    /// LSAs of its own brought the router to a limit that isolates it: it looks when the input has been handled.
    var mustLook = false
    /// Routes in the table after the last calculation, where routes are what the limit counts.
    var routes = 0
    /// The last happening of the limit's own story.
    var last = HappeningID.none
    /// What the limit on redistribution lets through.
    var redistribution = RedistributionState()

    var isIsolated: Bool { phase == .isolated || phase == .isolatedPermanently }
    /// An isolated router runs no OSPF: it may send empty Hellos, and ignores all packets.
    var isDeafOrSilent: Bool { isIsolated }
    /// New LSAs may be refused, and with them what is new of those that are held.
    var isRefusing: Bool { phase == .refusing || phase == .rejecting || phase == .overflow }

    mutating func forget() { self = LimitState() }
}

/// Whether an LSA that would add to the database may enter it.
enum Admission: Sendable {
    case accept
    case reject(acknowledge: Bool)
    /// The router shut down OSPF rather than take it.
    case isolated
}

/// What an event found: a count and the maximum that it is held against.
struct LimitLoad {
    let count: Int
    let maximum: UInt32
    let group: LimitGroup
}
