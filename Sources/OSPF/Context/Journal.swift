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
        case poweredOn, poweredOff
        /// An adjacency reached Full; `subject` is the neighbour's Router ID.
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
        /// The router isolated itself; `subject` is the count of isolations.
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
        /// The input queue overflowed: `detail` is the number of packets lost in this burst so far.
        case overloaded
        /// A neighbour's hello was refused: `detail` is a `HelloMismatch` raw value.
        case helloRefused
        /// A packet was refused before it was read: `subject` is its Router ID, `detail` an `AuthenticationFailure` raw value.
        case authenticationFailed
        /// A packet arrived with a wrong checksum: `subject` is the interface's index, `detail` the packet's type.
        case packetDamaged
        /// The last key of an interface has expired and goes on (RFC 2328 §D.3): `subject` is the interface's index, `detail`
        /// the key ID.
        case keyExpired
        /// A router helps a neighbour that restarts, or does not, or does no more (RFC 3623 §3): `subject` is the neighbour's
        /// Router ID; `detail` the grace period in seconds, a `HelperRefusal`, a `RestartExitReason`.
        case helperStarted, helperRefused, helperStopped
        /// A router's own graceful restart is over: `detail` is a `RestartExitReason`.
        case restartEnded
        /// Packets of the scenario's probe `subject` are lost, or all of them arrive again. `detail`: pairs that lose.
        case probeLost, probeRestored
    }

    /// Why an adjacency was lost (RFC 2328 §10.2).
    public enum Reason: UInt8, Sendable {
        case none, inactivityTimer, interfaceDown, oneWay, sequenceNumberMismatch, badLinkStateRequest, isolated
        case noLongerNeeded, cleared, tooManyRetransmissions
        /// The operator changed the interface.
        case reconfigured
        /// The neighbour had restarted, and is helped no more (RFC 3623 §3.2).
        case helpEnded
    }

    public let instant: Instant
    public let kind: Kind
    public var reason: Reason
    /// The number of the router it happened at, or -1 for the whole network.
    public let router: Int32
    public let subject: UInt32
    public var detail: UInt32
    public let cause: HappeningID
}

/// What happened in a network, in order, each with its cause: written by every part, read by reports, and never
/// consulted by the protocol.
public struct Journal: Sendable {
    public private(set) var happenings: [Happening] = []
    /// What each scripted action is called; see `Happening.Kind.action`.
    public var actionTexts: [String] = []
    /// Why routers are silent: what their neighbours' inactivity timers are put down to.
    private var silences: [Reason] = []
    /// Why an interface hears nothing, by router and interface number.
    private var faults: [UInt64: HappeningID] = [:]
    /// Why a segment loses or damages packets, by its number.
    private var losses: [Int: HappeningID] = [:]
    /// The last overload of each router.
    private var overloads: [Reason] = []
    /// The last change of an interface's configuration that its neighbors may not agree with.
    private var changes: [Change] = []
    /// The links that each router is plugged into; by number.
    public var links: [[UInt32]] = []

    /// What is known of a router. A Router ID alone does not say which one is meant: several may have it.
    private struct Reason: Sendable {
        let number: Int
        let routerID: RouterID
        let cause: HappeningID
    }
    private struct Change: Sendable {
        let number: Int
        let routerIDs: [RouterID]
        let link: UInt32
        let cause: HappeningID
    }

    /// Who advertised what a database held when its limit was met, largest share first; by happening.
    public private(set) var compositions: [HappeningID: [Share]] = [:]

    /// How many of a database's LSAs one router advertised.
    public struct Share: Hashable, Sendable {
        public let router: RouterID
        public let count: Int
    }

    /// By what rule a limit was near or met, where it does not count others' LSAs together; by happening.
    public private(set) var limitRules: [HappeningID: LimitRule] = [:]

    public init() {}

    public mutating func setLimitRule(_ rule: LimitRule, of id: HappeningID) { limitRules[id] = rule }

    public mutating func setComposition(_ shares: [Share], of id: HappeningID) { compositions[id] = shares }

    public subscript(id: HappeningID) -> Happening { happenings[Int(id.number)] }

    @discardableResult
    public mutating func record(
        _ kind: Happening.Kind, at instant: Instant, router: Int, subject: UInt32 = 0, detail: UInt32 = 0,
        reason: Happening.Reason = .none, cause: HappeningID
    ) -> HappeningID {
        happenings.append(
            Happening(
                instant: instant, kind: kind, reason: reason, router: Int32(router), subject: subject, detail: detail,
                cause: cause))
        return HappeningID(number: UInt32(happenings.count - 1))
    }

    /// Changes the detail of a happening that goes on, such as the packets lost in one burst.
    public mutating func setDetail(_ detail: UInt32, of id: HappeningID) {
        happenings[Int(id.number)].detail = detail
    }

    /// Remembers, or with `nil` forgets, why a router says nothing.
    public mutating func setSilence(of number: Int, _ routerID: RouterID, because cause: HappeningID?) {
        silences.removeAll { $0.number == number }
        if let cause { silences.append(Reason(number: number, routerID: routerID, cause: cause)) }
    }

    /// Remembers, or with `nil` forgets, why an interface hears nothing.
    public mutating func setFault(router: Int, interface: Int, because cause: HappeningID?) {
        faults[UInt64(router) << 32 | UInt64(interface)] = cause
    }

    /// Remembers, or with `nil` forgets, why a segment loses or damages packets.
    public mutating func setLoss(on segment: Int, because cause: HappeningID?) { losses[segment] = cause }

    public func lossCause(of segment: Int) -> HappeningID? { losses[segment] }

    public mutating func setOverload(of number: Int, _ routerID: RouterID, because cause: HappeningID) {
        overloads.removeAll { $0.number == number }
        overloads.append(Reason(number: number, routerID: routerID, cause: cause))
    }

    /// Remembers that a router was told something that its neighbors on a link may refuse, or that makes it refuse them; under
    /// the Router IDs that it is or was known by.
    public mutating func noteChange(
        of number: Int, _ routerIDs: [RouterID], on link: UInt32, because cause: HappeningID
    ) {
        changes.removeAll { $0.number == number && $0.link == link }
        changes.append(Change(number: number, routerIDs: routerIDs, link: link, cause: cause))
    }

    public func silence(of number: Int) -> HappeningID? { silences.first { $0.number == number }?.cause }

    /// Why a router of this ID is silent: the latest where several have it.
    func silence(of routerID: RouterID) -> HappeningID? {
        silences.lazy.filter { $0.routerID == routerID }.map(\.cause).max()
    }

    /// What the silence of `neighbor` on an interface is put down to: the neighbour itself, the wire, a change of either end,
    /// or an overload of either end since `since`.
    func causeOfSilence(
        of neighbor: RouterID, heardBy router: Int, interface: Int, link: UInt32, since: Instant,
        otherwise: HappeningID
    ) -> HappeningID {
        let silent = silences.filter { $0.routerID == neighbor }
        if let reason = silent.first(where: { isPlugged($0.number, into: link) }) ?? (link == 0 ? silent.first : nil) {
            return reason.cause
        }
        if let cause = faults[UInt64(router) << 32 | UInt64(interface)] { return cause }
        let change = recentChange(of: neighbor, heardBy: router, link: link, since: since)
        if !change.isNone { return change }
        let overloaded = overloads.first { $0.routerID == neighbor && isPlugged($0.number, into: link) }
        for candidate in [overloaded, overloads.first { $0.number == router }] {
            if let candidate, self[candidate.cause].instant >= since { return candidate.cause }
        }
        return otherwise
    }

    /// What a router or its neighbor was told last about the link between them, not before `since`.
    func recentChange(of neighbor: RouterID, heardBy router: Int, link: UInt32, since: Instant) -> HappeningID {
        let change = changes.last {
            $0.link == link && ($0.number == router || $0.routerIDs.contains(neighbor))
                && self[$0.cause].instant >= since
        }
        return change?.cause ?? .none
    }

    private func isPlugged(_ number: Int, into link: UInt32) -> Bool {
        // A router that is driven without a network knows of no links.
        !links.indices.contains(number) || links[number].contains(link)
    }
}
