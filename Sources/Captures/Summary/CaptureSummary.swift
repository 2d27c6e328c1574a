import NetworkPrimitives
import OSPFWire

/// What a capture says about an OSPF network, as far as one place can know it.
///
/// Every list has a defined order, so that two readings of one file are equal.
public struct CaptureSummary: Sendable {
    public var format: CaptureFormat
    public var interfaces: [CaptureInterface]
    public var end: CaptureEnd
    public var totals: FrameTotals
    /// Frames outside the time that was asked for; they are not in the totals.
    public var leftOut: Int
    /// Used packets that were not analyzed, as only another router's were asked for.
    public var otherRoutersPackets: Int
    /// Time of the file's first frame, analyzed or not: what offsets count from.
    public var origin: Instant
    /// Times of the first and the last frame.
    public var firstTime: Instant
    public var lastTime: Instant
    /// Used packets by type.
    public var packetCounts: [(type: PacketType, count: Int)]
    /// Packets whose digest nobody checked.
    public var uncheckedDigests: Int
    /// Frames with something wrong, in the order of the file; the first ``FrameProblem/most``.
    public var problems: [FrameProblem]
    public var segments: [SegmentSummary]
    /// Hellos that were captured, and about how many there should have been from first to last packet of each router.
    public var hellos: (captured: Int, expected: Int)
    public var routers: [RouterSummary]
    /// By area; AS-wide LSAs come last.
    public var databases: [DatabaseSummary]
    public var activity: LSAActivity
    public var events: [CaptureEvent]
    /// Senders whose packets failed the check of a key, or had one that nobody gave.
    public var authenticationFailures: [UnauthenticatedSender]
    public var violations: [Violation]
    /// Who would have hit a limit, where one was asked for.
    public var limit: LimitWatch?
    /// How the databases changed between two moments, where these were asked for.
    public var difference: DatabaseDifference?

    /// What there is of OSPFv3.
    public var ospfv3: OSPFv3Findings

    /// Most Hellos are not in the capture, perhaps left out by a filter: nothing can be said of who was silent.
    public var lacksHellos: Bool { hellos.captured * 2 < hellos.expected }

    /// Frames with an OSPFv2 packet in them, sound or not.
    public var ospfFrameCount: Int
}

/// Packets of one sender that do not prove that it knows the secret.
public struct UnauthenticatedSender: Hashable, Sendable {
    public var routerID: RouterID
    public var source: IPv4Address
    public var keyID: UInt32
    /// No secret was given for this key, so that it may well be right.
    public var isKeyUnknown: Bool
    public var count: Int
    /// Packets of the sender that were used.
    public var accepted: Int
    /// Of the first one.
    public var frame: Int
    public var time: Instant
}

/// A frame that could not be used, or not wholly, and why.
public struct FrameProblem: Hashable, Sendable {
    /// Problems that are listed one by one; the totals count all.
    public static let most = 1000

    public var frame: Int
    public var frameClass: FrameClass
    public var detail: String
}

/// Something that happened at a moment of the capture.
public struct CaptureEvent: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case routerAppeared(RouterID)
        /// No packet for the RouterDeadInterval; the time is that of its end.
        case routerFellSilent(RouterID, after: Duration)
        case routerReturned(RouterID, after: Duration)
        /// A router's Hello no longer lists a neighbor that is there.
        case neighborDropped(RouterID, by: RouterID)
        /// All routers on the segment agree on another Designated Router or backup.
        case designatedRouterChanged(designatedRouter: IPv4Address, backup: IPv4Address)
        case storm(Storm)
        /// LSAs no longer say that it is there; `left` is how many parallel links, or how many routers, remain.
        case linkDown(CapturedLink, left: Int)
        /// `after` is `nil` where it was not there before either; `by` is the one end that announces it, where the other
        /// does not yet.
        case linkUp(CapturedLink, after: Duration?, by: RouterID?)
    }

    public var time: Instant
    public var frame: Int
    /// Index into the summary's segments; `nil` for what concerns no single one.
    public var segment: Int?
    public var kind: Kind
}

/// Seconds with many LSAs one after the other.
public struct Storm: Hashable, Sendable {
    public var lsas: Int
    public var peakPerSecond: Int
    public var until: Instant
    /// Whose LSAs most of them were.
    public var busiest: RouterID
    /// What the LSAs were to an observer who had seen all before.
    public var arrivals: ArrivalCounts
    /// LSAs that routers asked for during it (RFC 2328 §10.9), and who asked for most.
    public var requested: (lsas: Int, by: RouterID)?
    /// LSAs that came again as their instance before was LSRefreshTime old (RFC 2328 Appendix B).
    public var refreshesDue = 0
    /// The event that may have led to it, as an index into the summary's events: the last one in the five seconds before
    /// it or in its first one.
    public var precursor: Int?

    /// What caused most of the LSAs, where a cause is known.
    public enum Cause: Hashable, Sendable {
        /// A router asked for them, as its database lacked them.
        case databaseExchange(with: RouterID)
        /// They had the same age, and all were due for a refresh.
        case refresh
        case event(Int)
        /// One router flushed what it had announced.
        case withdrawal(by: RouterID)
        /// One router announced them, and nothing that the capture shows made it do so.
        case announcement(by: RouterID)
    }

    public var cause: Cause? {
        // An LSA that is flooded on has been here before.
        if let requested, requested.lsas * 2 >= lsas - arrivals[.refloodedByOther] {
            return .databaseExchange(with: requested.by)
        }
        if refreshesDue * 2 >= lsas { return .refresh }
        if let precursor { return .event(precursor) }
        if arrivals[.flushed] * 2 >= lsas { return .withdrawal(by: busiest) }
        if arrivals[.new] * 2 >= lsas { return .announcement(by: busiest) }
        return nil
    }

    public static func == (left: Self, right: Self) -> Bool {
        left.lsas == right.lsas && left.until == right.until && left.busiest == right.busiest
            && left.arrivals == right.arrivals && left.cause == right.cause
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(until) }
}

/// A rule of the RFC or of good configuration that is broken.
public struct Violation: Hashable, Sendable {
    public enum Rule: String, Hashable, Sendable, CaseIterable {
        case helloInterval = "HelloInterval differs"
        case routerDeadInterval = "RouterDeadInterval differs"
        case networkMask = "Network mask differs"
        case areaID = "Area ID differs"
        case options = "E or N bit differs"
        case authentication = "Authentication type differs"
        case interfaceMTU = "Interface MTU differs"
        case duplicateRouterID = "one Router ID from two addresses"
        case sharedAddress = "two Router IDs from one address"
        case minLSInterval = "originated again before MinLSInterval (5 s)"
        case minLSArrival = "new instance before MinLSArrival (1 s)"
        case sequenceJump = "sequence number jumps by more than 10"
        case maxAgeWar = "flushed and originated again within seconds, again and again"
        case contested = "two contents in turn: a flapping link, or one Router ID twice"
        case ageAboveMaxAge = "age above MaxAge (3600 s)"
        case malformedLSA = "LSA discarded: malformed"
        case unknownType = "LSA discarded: unknown LS type"
        case systemWideInStubArea = "LSA discarded: of AS scope in a stub area or NSSA"
        case nssaOutsideNSSA = "LSA discarded: type 7 outside an NSSA"
        case reservedSequenceNumber = "LSA discarded: reserved sequence number 0x80000000"
        case linkLocalSignaling = "LLS data block ignored: wrong checksum"
        case foreignLinkStateID = "LSA discarded: router-LSA whose Link State ID is not its Advertising Router"

        /// What is said of LSAs that every router on the segment discards; others depend on the router.
        init?(_ reason: LSADiscardReason) {
            switch reason {
            case .malformed: self = .malformedLSA
            case .unknownType: self = .unknownType
            case .systemWideInStubArea: self = .systemWideInStubArea
            case .nssaOutsideNSSA: self = .nssaOutsideNSSA
            case .reservedSequenceNumber: self = .reservedSequenceNumber
            case .foreignLinkStateID: self = .foreignLinkStateID
            case .checksum, .opaque, .foreignLink: return nil
            }
        }
    }

    public var rule: Rule
    /// Of the first time.
    public var frame: Int
    public var time: Instant
    public var count: Int
    public var detail: String
}

/// A router that the capture shows, by its own packets or by its LSAs.
public struct RouterSummary: Hashable, Sendable {
    public var routerID: RouterID
    /// By Router Information LSA, where there is one (RFC 5642).
    public var hostname: String?
    /// Addresses that it sent packets from, ascending.
    public var addresses: [IPv4Address]
    public var areas: [AreaID]
    public var flags: RouterLSABody.Flags
    /// LSAs in the databases at the end, not flushed.
    public var lsaCount: Int
    /// Times that the body of one of its router-LSAs changed.
    public var routerLSAChanges: Int
    /// Times that a router-LSA took a content again that it had had before: a link that comes and goes.
    public var routerLSAReversions: Int
    /// Times that it began again: fell silent and returned, or started its sequence numbers again.
    public var restarts: Int
    /// Times that one of its LSAs was flushed.
    public var flushes: Int
    /// LSAs that were flushed and came back, each time counted.
    public var returns: Int

    /// Whether the router, or what it announces, comes and goes. One flush and return is what every election does.
    public var isFlapping: Bool { routerLSAReversions > 0 || restarts > 0 || returns >= 3 }
}
