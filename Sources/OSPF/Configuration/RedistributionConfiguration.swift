import NetworkPrimitives

/// A set of external destinations that a router imports into OSPF, alone or as one of a ranked group.
///
/// Members of a group (equal `group` on several routers) can all reach the same destinations. Each originates only while
/// no better-ranked member is reachable in its own routing table: what a standby border router does, and, on a small
/// scale, what the NSSA translator election of RFC 3101 §3.1 does.
public struct RedistributionConfiguration: Hashable, Sendable {
    /// Names the set in reports, and ties the members of a group together.
    public var name: String
    /// The destinations, all different.
    public var prefixes: [IPv4Prefix]
    /// Whether the metric is of type 2, larger than any link state path (RFC 2328 §2.3).
    public var isType2: Bool
    /// `0...16_777_214`.
    public var metric: UInt32
    public var tag: UInt32
    /// `0.0.0.0`: traffic goes to the originating router itself.
    public var forwardingAddress: IPv4Address
    /// The member's place in its group, or `nil` where the router originates unconditionally.
    public var election: OriginatorElection?
    /// What must be so while it is announced; `nil` for always.
    public var condition: RouteCondition?
    /// How long after the start of the process the other protocol has its routes.
    public var startDelay = Duration.zero
    /// How long after the start of the process it can deliver what it announces; until then it has no such route itself.
    public var deliveryDelay = Duration.zero

    var isConditional: Bool { condition != nil || startDelay > .zero }

    public init(
        name: String, prefixes: [IPv4Prefix], isType2: Bool = true, metric: UInt32 = 20, tag: UInt32 = 0,
        forwardingAddress: IPv4Address = .unspecified, election: OriginatorElection? = nil
    ) {
        self.name = name
        self.prefixes = prefixes
        self.isType2 = isType2
        self.metric = metric
        self.tag = tag
        self.forwardingAddress = forwardingAddress
        self.election = election
    }
}

/// A route that a router must have, as for a default route that is announced only while there is one to follow.
public struct RouteCondition: Hashable, Sendable {
    public var prefix: IPv4Prefix
    /// By its number in the network. The world reports its state to the originator.
    public var router: RouterIndex

    public init(prefix: IPv4Prefix, router: RouterIndex) {
        self.prefix = prefix
        self.router = router
    }
}

/// One router's place in a ranked group of originators.
public struct OriginatorElection: Hashable, Sendable {
    /// Whether this member may originate at all. The defect `ignoresEligibility` makes a router act as if it could.
    public var isEligible: Bool
    /// The members that take precedence over this one, best first. Members that are configured as ineligible are left
    /// out: the group's members know that those will not originate.
    public var betterRanked: [RouterID]
    /// This member's rank: 1 is the primary.
    public var rank: Int

    public init(rank: Int, betterRanked: [RouterID], isEligible: Bool = true) {
        self.rank = rank
        self.betterRanked = betterRanked
        self.isEligible = isEligible
    }
}

/// Known defects of a router model: configuration, never an outcome.
public struct RouterDefects: Hashable, Sendable {
    /// How many times each flooded link state update is sent, 1 for a correct router.
    public var updateCopies: UInt8
    /// Takes part in originator elections although it is configured not to.
    public var ignoresEligibility: Bool
    /// Cryptographic sequence numbers start again with the process, so that neighbors that remember higher ones refuse it.
    public var restartsSequenceNumbers: Bool

    public init(
        updateCopies: UInt8 = 1, ignoresEligibility: Bool = false, restartsSequenceNumbers: Bool = false
    ) {
        self.updateCopies = updateCopies
        self.ignoresEligibility = ignoresEligibility
        self.restartsSequenceNumbers = restartsSequenceNumbers
    }

    public static let none = RouterDefects()
}
