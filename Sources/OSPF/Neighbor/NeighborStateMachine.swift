// RFC 2328 §10.3: the neighbor state machine as one function without effects. `Router.take` carries out what it says.

/// The states of a neighbor (RFC 2328 §10.1), in the order in which an adjacency is built.
public enum NeighborState: UInt8, Comparable, Sendable, CaseIterable {
    case down, attempt, `init`, twoWay, exStart, exchange, loading, full

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension NeighborState: CustomStringConvertible {
    public var description: String {
        ["Down", "Attempt", "Init", "2-Way", "ExStart", "Exchange", "Loading", "Full"][Int(rawValue)]
    }
}

/// What happens to a neighbor (RFC 2328 §10.2), and one event that is not of the RFC.
public enum NeighborEvent: UInt8, Sendable, CaseIterable {
    case helloReceived, start, twoWayReceived, negotiationDone, exchangeDone, badLinkStateRequest, loadingDone
    case adjacencyOK, sequenceNumberMismatch, oneWayReceived, killNeighbor, inactivityTimer, lowLevelDown
    /// The neighbor has acknowledged nothing for as many rounds as it is given; see `RetransmissionPolicy`.
    case tooManyRetransmissions
}

extension NeighborEvent: CustomStringConvertible {
    /// As the RFC writes it.
    public var description: String {
        switch self {
        case .helloReceived: "HelloReceived"
        case .start: "Start"
        case .twoWayReceived: "2-WayReceived"
        case .negotiationDone: "NegotiationDone"
        case .exchangeDone: "ExchangeDone"
        case .badLinkStateRequest: "BadLSReq"
        case .loadingDone: "Loading Done"
        case .adjacencyOK: "AdjOK?"
        case .sequenceNumberMismatch: "SeqNumberMismatch"
        case .oneWayReceived: "1-WayReceived"
        case .killNeighbor: "KillNbr"
        case .inactivityTimer: "InactivityTimer"
        case .lowLevelDown: "LLDown"
        case .tooManyRetransmissions: "too many retransmissions"
        }
    }
}

/// What a row of the table depends on, besides state and event.
public enum NeighborCondition: UInt8, Sendable, CaseIterable {
    /// RFC 2328 §10.4.
    case shouldBeAdjacent
    /// It should be adjacent, and one more exchange may begin now (RFC 4222 §2 (5)).
    case mayBeginExchange
    /// The Link State Request list is not empty.
    case hasRequests
    /// It restarts, and this router helps (RFC 3623 §3).
    case isHelped
    /// It is configured, and its inactivity timer has fired: it is polled from now on (RFC 2328 §9.5.1).
    case isPolled
}

/// What is done at a transition, in the order of the bits, after the state has changed.
public struct NeighborSteps: OptionSet, Hashable, Sendable {
    public let rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    static let noteSilence = Self(rawValue: 1 << 0)
    static let stopHelping = Self(rawValue: 1 << 1)
    static let stopPolling = Self(rawValue: 1 << 2)
    static let startInactivityTimer = Self(rawValue: 1 << 3)
    static let greet = Self(rawValue: 1 << 4)
    /// Of retransmissions, of the database summary, of requests; their timers stop.
    static let clearLists = Self(rawValue: 1 << 5)
    /// A Full adjacency is over: LSAs no longer list it.
    static let endAdjacency = Self(rawValue: 1 << 6)
    static let stopInactivityTimer = Self(rawValue: 1 << 7)
    static let poll = Self(rawValue: 1 << 8)
    /// The neighbor's structure is given back.
    static let forget = Self(rawValue: 1 << 9)
    /// The DD sequence number is incremented, and the first Database Description sent.
    static let beginExchange = Self(rawValue: 1 << 10)
    static let listDatabase = Self(rawValue: 1 << 11)
    /// The adjacency is Full: LSAs list it.
    static let completeAdjacency = Self(rawValue: 1 << 12)
    /// The interface's event NeighborChange (RFC 2328 §9.2).
    static let tellInterface = Self(rawValue: 1 << 13)

    /// What each bit means.
    fileprivate static let names = [
        "note silence", "stop helping", "stop polling", "start inactivity timer", "greet", "clear lists",
        "end adjacency", "stop inactivity timer", "poll", "forget", "begin exchange", "list database",
        "complete adjacency", "tell interface",
    ]
}

extension NeighborSteps: CustomStringConvertible {
    public var description: String {
        Self.names.indices.filter { rawValue >> $0 & 1 == 1 }.map { Self.names[$0] }.joined(separator: ", ")
    }
}

/// What an event leads to. Only the table makes one.
public struct NeighborTransition: Hashable, Sendable {
    /// `nil`: the state stays.
    public let next: NeighborState?
    public let steps: NeighborSteps
    /// Whether the event can occur in the state at all.
    public let isApplicable: Bool

    fileprivate static let notApplicable = Self(next: nil, steps: [], isApplicable: false)
    fileprivate static func stay(_ steps: NeighborSteps = []) -> Self {
        Self(next: nil, steps: steps, isApplicable: true)
    }
    fileprivate static func to(_ next: NeighborState, _ steps: NeighborSteps = []) -> Self {
        Self(next: next, steps: steps, isApplicable: true)
    }
}

/// RFC 2328 §10.3.
public enum NeighborStateMachine {
    /// - Parameter holds: asked only for what the row depends on.
    public static func transition(
        from state: NeighborState, on event: NeighborEvent, where holds: (NeighborCondition) -> Bool
    ) -> NeighborTransition {
        switch (event, state) {
        case (.helloReceived, .down), (.helloReceived, .attempt):
            .to(.`init`, [.stopPolling, .startInactivityTimer])
        case (.helloReceived, _): .stay([.startInactivityTimer])
        case (.start, .down): .to(.attempt, [.stopPolling, .startInactivityTimer, .greet])
        case (.start, _): .notApplicable

        case (.twoWayReceived, .down), (.twoWayReceived, .attempt): .notApplicable
        case (.twoWayReceived, .`init`):
            holds(.mayBeginExchange)
                ? .to(.exStart, [.beginExchange, .tellInterface]) : .to(.twoWay, [.tellInterface])
        case (.twoWayReceived, _): .stay()
        case (.oneWayReceived, .down), (.oneWayReceived, .attempt): .notApplicable
        case (.oneWayReceived, .`init`): .stay()
        case (.oneWayReceived, _): .to(.`init`, leaving(state).union(.tellInterface))

        case (.negotiationDone, .exStart): .to(.exchange, [.listDatabase])
        case (.exchangeDone, .exchange): holds(.hasRequests) ? .to(.loading) : .to(.full, [.completeAdjacency])
        case (.loadingDone, .loading): .to(.full, [.completeAdjacency])
        case (.negotiationDone, _), (.exchangeDone, _), (.loadingDone, _): .notApplicable

        case (.adjacencyOK, .twoWay): holds(.mayBeginExchange) ? .to(.exStart, [.beginExchange]) : .stay()
        case (.adjacencyOK, .exStart...): holds(.shouldBeAdjacent) ? .stay() : .to(.twoWay, leaving(state))
        case (.adjacencyOK, _): .notApplicable
        case (.sequenceNumberMismatch, .exchange...), (.badLinkStateRequest, .exchange...):
            .to(.exStart, leaving(state).union(.beginExchange))
        case (.sequenceNumberMismatch, _), (.badLinkStateRequest, _): .notApplicable

        case (.inactivityTimer, _) where holds(.isHelped): .stay([.noteSilence])
        case (.inactivityTimer, _), (.tooManyRetransmissions, _):
            .to(.down, ending(state, where: holds).union(.tellInterface))
        case (.killNeighbor, _), (.lowLevelDown, _): .to(.down, ending(state, where: holds))
        }
    }

    private static func leaving(_ state: NeighborState) -> NeighborSteps {
        state == .full ? [.clearLists, .endAdjacency] : [.clearLists]
    }

    private static func ending(_ state: NeighborState, where holds: (NeighborCondition) -> Bool) -> NeighborSteps {
        leaving(state).union([.stopHelping, .stopInactivityTimer, holds(.isPolled) ? .poll : .forget])
    }
}
