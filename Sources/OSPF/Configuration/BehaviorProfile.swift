import NetworkPrimitives

/// Whose choices a router makes where the RFCs leave one, or where implementations depart from them.
///
/// Timers and the border router type are settings of their own. What a profile stands for was read from recorded runs of
/// FRRouting 8.4 and BIRD 2.0; each choice has a name here, so that the protocol asks for the choice and never for the brand.
public enum BehaviorProfile: Hashable, Sendable, CaseIterable {
    /// The reading of RFC 2328 and RFC 3101.
    case rfc
    case frr
    case bird
}

extension BehaviorProfile {
    // MARK: Not-so-stubby areas

    /// A default route goes into every NSSA as a summary-LSA, whether or not other summaries do. RFC 3101 §2.7 forbids it
    /// where they do.
    var announcesSummaryDefaultIntoEveryNSSA: Bool { self == .frr }
    /// The forwarding address of NSSA-LSAs is the first interface's; RFC 3101 §2.3 prefers internal addresses.
    var forwardsToInterfaces: Bool { self == .frr }
    /// The translator is elected among all border routers whose router-LSA lies in the database, dead or alive; RFC 3101
    /// §3.1 asks for those that can be reached.
    var electsTranslatorFromDatabase: Bool { self == .frr }
    /// What an elected translator held before its election is not translated until it is flooded anew.
    var translatesOnArrivalOnly: Bool { self == .frr }
    /// The metric of translated LSAs, where it is not that of the NSSA-LSA: the default of redistribution.
    var translatedMetric: UInt32? { self == .frr ? 20 : nil }
    /// A default route that an NSSA's router announces with the P-bit is translated like any other destination.
    var translatesDefaultRoute: Bool { self != .frr }
    /// A range with a type 2 metric is announced with one more than the largest (RFC 3101 §3.2 (3)).
    var addsOneToRanges: Bool { self != .frr }
    /// An NSSA's border router sets the E-bit while it translates or redistributes; RFC 3101 §3.1: always.
    var setsBorderBitWhileTranslatingOnly: Bool { self == .frr }
    /// AS-external-LSAs are made beside NSSA-LSAs where no area can carry them, too, and stay in the router.
    var keepsExternalsOfItsOwn: Bool { self == .frr }

    /// A border router of several areas makes no NSSA-LSAs of what it redistributes; RFC 3101 §2.4 lets it.
    var originatesNSSALSAsAsBorderRouter: Bool { self != .bird }

    // MARK: Areas

    /// AS-external-LSAs stay in the database of a router whose areas carry them no more, until they age out. RFC 2328 §3.6:
    /// they are no part of a stub area's database.
    var keepsExternalsWithoutNormalArea: Bool { self == .frr }
    /// The metric of the default route into stub areas and NSSAs where none is configured.
    public var defaultCost: UInt32 { self == .bird ? 1_000 : 1 }
    /// A router with places in several areas has one in the backbone, too, even without an interface there.
    var makesBackbone: Bool { self == .bird }
    /// With `border-router-type: cisco`, areas without an interface that is up count, the backbone apart. RFC 3509 §2.1:
    /// only Actively Attached ones do.
    var countsAreasThatAreDown: Bool { self == .frr }
    /// The metric of summary-LSAs of a border router that asks transit traffic to avoid it, where it is not the path's cost.
    var stubRouterSummaryMetric: UInt32? { self == .frr ? 0xFF_0000 : nil }

    /// The Link State IDs that an LSA about a destination may have, the first free one goes (RFC 2328 Appendix E). BIRD
    /// gives every destination one of its own, at once.
    func linkStateIDs(of prefix: IPv4Prefix) -> [IPv4Address] {
        guard self == .bird, prefix.length > 0 else { return [prefix.address, prefix.lastAddress] }
        let lastBit = UInt32(1) << (32 - UInt32(prefix.length))
        return [prefix.address.bits & lastBit != 0 ? prefix.address : prefix.lastAddress]
    }

    // MARK: Routes

    /// One of several equal external paths is used (`merge external off`); RFC 2328 §16.4 (6) adds them all.
    var usesSingleExternalPath: Bool { self == .bird }

    // MARK: Interfaces and the end

    /// The address of an interface without carrier is advertised as a host at cost 0; RFC 2328 §12.4.1: nothing is.
    var advertisesAddressesWithoutCarrier: Bool { self == .bird }
    /// The link over an unnumbered interface bears its number (RFC 2328 §12.4.1.1); where not, the address it borrows.
    var numbersUnnumberedLinks: Bool { self != .bird }
    /// What an interface knew of the Designated Router outlasts the loss of its carrier, so that one that was it claims to be.
    var remembersDesignatedRouter: Bool { self == .bird }
    /// A forwarding address is announced while its network is down, too.
    var keepsForwardingAddress: Bool { self == .bird }
    /// An orderly end is one last hello that lists no neighbour, and nothing is flushed.
    var saysGoodbye: Bool { self == .bird }
}
