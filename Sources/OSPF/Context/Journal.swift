import NetworkPrimitives

/// The number of a happening in a `Journal`.
public struct HappeningID: Hashable, Comparable, Sendable {
    public let number: UInt32
    @inlinable public init(number: UInt32) { self.number = number }
    /// Nothing in particular: the network's own start.
    public static let none = HappeningID(number: .max)
    @inlinable public var isNone: Bool { number == .max }
    @inlinable public static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}

/// Something worth telling an engineer, and what caused it.
public struct Happening: Sendable {
    /// What entries are called, in results, too.
    public enum Kind: UInt8, Sendable, CaseIterable {
        case action, coldStart, lossConfigured, duplicateRouterID, refreshed, aged, poweredOn, poweredOff
        case adjacencyFormed, adjacencyLost, designatedRouterElected, originatorStarted, originatorStopped
        case limitWarning, limitExceeded, limitCleared, isolated, isolatedPermanently, returned, costsRaised
        case costsRestored, externalsWithdrawn, externalsRestored, redistributionWarning, redistributionExceeded
        case redistributionCleared, linksLeftOut, linksComplete, redistributionStarted, redistributionStopped
        case deliveryStarted, overloaded, helloRefused, authenticationFailed, packetDamaged, keyExpired, helperStarted
        case helperRefused, helperStopped, restartEnded, probeLost, probeRestored, memoryExhausted, memoryRelieved
        case crashed, processRestarted
    }

    /// Why an adjacency was lost (RFC 2328 §10.2).
    public enum Reason: UInt8, Sendable, CaseIterable {
        case none, inactivityTimer, interfaceDown, oneWay, sequenceNumberMismatch, badLinkStateRequest, isolated
        case noLongerNeeded, cleared, tooManyRetransmissions
        /// The operator changed the interface.
        case reconfigured
        /// The neighbor had restarted, and is no longer helped (RFC 3623 §3.2).
        case helpEnded
    }

    public let instant: Instant
    public fileprivate(set) var entry: LogEntry
    /// The router's number; all bits set for the whole network.
    private let place: UInt32
    public fileprivate(set) var cause: HappeningID

    /// The router it happened at; `nil` for the whole network.
    public var router: RouterIndex? { place == .max ? nil : RouterIndex(number: place) }

    fileprivate init(_ entry: LogEntry, at instant: Instant, router: RouterIndex?, cause: HappeningID) {
        self.instant = instant
        self.entry = entry
        place = router?.number ?? .max
        self.cause = cause
    }

    public var kind: Kind { entry.kind }
    public var reason: Reason { entry.reason }
}

/// What happened in a network, in order, each with its cause: written by every part, read by reports, and never
/// consulted by the protocol.
public struct Journal: Sendable {
    public private(set) var happenings: [Happening] = []
    /// How many actions it has.
    private var actionCount: UInt32 = 0
    /// What is broken, unreachable or changed at present, and why.
    public var circumstances = Circumstances()
    /// The network's own start; `none` for routers that are driven without a network.
    public private(set) var coldStart = HappeningID.none

    /// How many of a database's LSAs one router advertised.
    public struct Share: Hashable, Sendable {
        public let router: RouterID
        public let count: Int
    }

    public init() {}

    public subscript(id: HappeningID) -> Happening { happenings[Int(id.number)] }

    /// The entries about one router, in order. O(all entries).
    public func entries(of router: RouterIndex) -> some Sequence<Happening> {
        happenings.lazy.filter { $0.router == router }
    }

    /// - Parameter router: `nil` for the whole network.
    @discardableResult
    public mutating func record(
        _ entry: LogEntry, at instant: Instant, router: RouterIndex?, cause: HappeningID
    ) -> HappeningID {
        precondition(cause.isNone || Int(cause.number) < happenings.count, "a cause comes before what it causes")
        precondition(instant >= happenings.last?.instant ?? instant, "a journal is written in the order of time")
        happenings.append(Happening(entry, at: instant, router: router, cause: cause))
        return HappeningID(number: UInt32(happenings.count - 1))
    }

    /// Something that was scripted.
    @discardableResult
    public mutating func recordAction(
        _ text: String, at instant: Instant, router: RouterIndex?, cause: HappeningID
    ) -> HappeningID {
        actionCount += 1
        return record(.action(text: text, number: actionCount - 1), at: instant, router: router, cause: cause)
    }

    /// Puts a happening down to something else, which came to light later.
    public mutating func setCause(_ cause: HappeningID, of id: HappeningID) {
        precondition(cause.isNone || cause < id, "a cause comes before what it causes")
        happenings[Int(id.number)].cause = cause
    }

    /// Says of a loss of traffic what had a part in it besides its cause.
    public mutating func setFurtherCauses(_ causes: [HappeningID], of id: HappeningID) {
        guard case .probeLost(let probe, let pairs, _) = self[id].entry else {
            preconditionFailure("only a loss of traffic has several causes")
        }
        happenings[Int(id.number)].entry = .probeLost(probe: probe, pairs: pairs, furtherCauses: causes)
    }

    /// One more of what an entry that goes on counts, such as the packets lost in one burst.
    public mutating func countOneMore(in id: HappeningID) {
        happenings[Int(id.number)].entry = self[id].entry.countingOneMore
    }

    /// The first entry of a network's journal.
    public mutating func noteColdStart() {
        coldStart = record(.coldStart, at: .origin, router: nil, cause: .none)
    }

    /// A happening that is not known, or else the start of the network.
    func orColdStart(_ cause: HappeningID?) -> HappeningID { cause.flatMap { $0.isNone ? nil : $0 } ?? coldStart }

    /// Why an LSA that is `age` seconds old arrives, or is sent on, at this moment: because its originator had a
    /// reason to send it, or, where it had been logged long before, because of what makes it spread now: an
    /// adjacency, its end.
    ///
    /// - Parameter margin: LS age grows faster than time by InfTransDelay at each router.
    func cause(
        ofNews told: HappeningID, age: Int, carriedBy carrier: HappeningID, at now: Instant, margin: Int = 30
    ) -> HappeningID {
        guard !carrier.isNone, age > margin, told.isNone || told < carrier,
            self[carrier].instant > now - .seconds(Int64(age - margin))
        else { return told.isNone ? carrier : told }
        return carrier
    }
}
