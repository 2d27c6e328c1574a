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
    public enum Kind: UInt8, Sendable, CaseIterable {
        /// Scripted: `detail` numbers the action in `Journal.actionTexts`.
        case action
        /// The network's own start, to which leads back what no later event explains.
        case coldStart
        /// The configuration has a segment that loses or damages packets; `subject` is its number. And a Router ID that several
        /// routers have; `subject` is the ID.
        case lossConfigured, duplicateRouterID
        /// A router originated `detail` LSAs again at LSRefreshTime, or flushed `detail` LSAs that had reached MaxAge
        /// (RFC 2328 §12.4, §14).
        case refreshed, aged
        case poweredOn, poweredOff
        /// An adjacency reached Full; `subject` is the neighbor's Router ID.
        case adjacencyFormed
        /// An adjacency that was Full is gone.
        case adjacencyLost
        /// The router became Designated Router or Backup of a segment: `subject` is the interface's index, `detail` 1
        /// for Designated Router and 0 for Backup.
        case designatedRouterElected
        /// A member of a ranked group took over its destinations: `subject` is the redistribution's position, `detail`
        /// the number of LSAs.
        case originatorStarted
        case originatorStopped
        /// `detail` is the count at that moment, `subject` the limit, in all of these.
        case limitWarning
        case limitExceeded
        case limitCleared
        /// The router shut down OSPF; `subject` is the count of isolations.
        case isolated
        case isolatedPermanently
        case returned
        /// The router advertises the largest costs because of its limit, and no longer does.
        case costsRaised, costsRestored
        /// RFC 1765: the router withdrew `detail` external LSAs of its own; it originates them again.
        case externalsWithdrawn, externalsRestored
        /// The limit on redistribution: `subject` is the limit, `detail` the number of routes to be redistributed.
        case redistributionWarning, redistributionExceeded, redistributionCleared
        /// A router- or network-LSA has no room for everything: `subject` is how many links or routers it can hold, `detail` how
        /// many it leaves out. Later everything has room again.
        case linksLeftOut, linksComplete
        /// What a router redistributes on a condition is announced, or withdrawn; `detail` is the number of LSAs.
        case redistributionStarted, redistributionStopped
        /// What a router announces from its start on can be delivered, too; `detail` is the number of LSAs.
        case deliveryStarted
        /// The input queue overflowed: `detail` is the number of packets lost in this burst so far.
        case overloaded
        /// A neighbor's hello was refused: `detail` is a `HelloMismatch` raw value.
        case helloRefused
        /// A packet was refused before it was read: `subject` is its Router ID, `detail` an `AuthenticationFailure` raw value.
        case authenticationFailed
        /// A packet arrived with a wrong checksum: `subject` is the interface's index, `detail` the packet's type.
        case packetDamaged
        /// The last key of an interface has expired and goes on (RFC 2328 §D.3): `subject` is the interface's index, `detail`
        /// the key ID.
        case keyExpired
        /// A router helps a neighbor that restarts, refuses to, or ceases to (RFC 3623 §3): `subject` is the neighbor's
        /// Router ID; `detail` the grace period in seconds, a `HelperRefusal`, a `RestartExitReason`.
        case helperStarted, helperRefused, helperStopped
        /// A router's own graceful restart is over: `detail` is a `RestartExitReason`.
        case restartEnded
        /// Packets of the scenario's probe `subject` are lost, or all of them arrive again. `detail`: pairs that lose.
        case probeLost, probeRestored
        /// The process has no memory for an LSA and stops storing them, or has memory again; it crashed for want of
        /// memory, and was started again. `subject` is the number of LSAs in its database, `detail` the memory taken,
        /// in units of 1,024 octets; of `processRestarted`, `subject` is the number of crashes so far.
        case memoryExhausted, memoryRelieved, crashed, processRestarted
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
    public let kind: Kind
    public var reason: Reason
    /// The number of the router it happened at, or -1 for the whole network.
    public let router: Int32
    public let subject: UInt32
    public var detail: UInt32
    public fileprivate(set) var cause: HappeningID
}

/// What happened in a network, in order, each with its cause: written by every part, read by reports, and never
/// consulted by the protocol.
public struct Journal: Sendable {
    public private(set) var happenings: [Happening] = []
    /// What each scripted action is called; see `Happening.Kind.action`.
    public var actionTexts: [String] = []
    /// What is broken, unreachable or changed at present, and why.
    public var circumstances = Circumstances()
    /// The network's own start; `none` for routers that are driven without a network.
    public private(set) var coldStart = HappeningID.none

    /// Who advertised what a database held when its limit was hit, largest share first; by happening.
    public private(set) var compositions: [HappeningID: [Share]] = [:]

    /// How many of a database's LSAs one router advertised.
    public struct Share: Hashable, Sendable {
        public let router: RouterID
        public let count: Int
    }

    /// By what rule a limit was near or met, where it does not count others' LSAs together; by happening.
    public private(set) var limitRules: [HappeningID: LimitRule] = [:]

    /// What had a part in a happening besides its cause, each of which leads back to something else; by happening.
    public private(set) var furtherCauses: [HappeningID: [HappeningID]] = [:]

    public init() {}

    public mutating func setFurtherCauses(_ causes: [HappeningID], of id: HappeningID) {
        furtherCauses[id] = causes.isEmpty ? nil : causes
    }

    public mutating func setLimitRule(_ rule: LimitRule, of id: HappeningID) { limitRules[id] = rule }

    public mutating func setComposition(_ shares: [Share], of id: HappeningID) { compositions[id] = shares }

    public subscript(id: HappeningID) -> Happening { happenings[Int(id.number)] }

    @discardableResult
    public mutating func record(
        _ kind: Happening.Kind, at instant: Instant, router: Int, subject: UInt32 = 0, detail: UInt32 = 0,
        reason: Happening.Reason = .none, cause: HappeningID
    ) -> HappeningID {
        precondition(cause.isNone || Int(cause.number) < happenings.count, "a cause comes before what it causes")
        precondition(instant >= happenings.last?.instant ?? instant, "a journal is written in the order of time")
        happenings.append(
            Happening(
                instant: instant, kind: kind, reason: reason, router: Int32(router), subject: subject, detail: detail,
                cause: cause))
        return HappeningID(number: UInt32(happenings.count - 1))
    }

    /// Puts a happening down to something else, which came to light later.
    public mutating func setCause(_ cause: HappeningID, of id: HappeningID) {
        precondition(cause.isNone || cause < id, "a cause comes before what it causes")
        happenings[Int(id.number)].cause = cause
    }

    /// Changes the detail of a happening that goes on, such as the packets lost in one burst.
    public mutating func setDetail(_ detail: UInt32, of id: HappeningID) {
        happenings[Int(id.number)].detail = detail
    }

    /// The first entry of a network's journal.
    public mutating func noteColdStart() {
        coldStart = record(.coldStart, at: .origin, router: -1, cause: .none)
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
