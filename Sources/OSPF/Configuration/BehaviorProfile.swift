import NetworkPrimitives
import OSPFWire

/// Whose choices a router makes where the RFCs leave one, or where implementations depart from them.
///
/// Timers and the border router type are settings of their own. Profiles were derived from recorded runs of FRRouting
/// 8.4 and BIRD 2.0; each choice has a name here, and the protocol checks the choice, never the brand.
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
    /// The translator is elected among all border routers whose router-LSA is in the database, reachable or not; RFC
    /// 3101 §3.1 asks for reachable ones.
    var electsTranslatorFromDatabase: Bool { self == .frr }
    /// A router that is configured to translate always leaves out what another one with a higher Router ID has
    /// translated (RFC 3101 §3.2 (2)). Recorded: two border routers that are configured so.
    var heedsOtherTranslations: Bool { self == .rfc }
    /// What an elected translator held before its election is not translated until it is flooded again.
    var translatesOnArrivalOnly: Bool { self == .frr }
    /// The metric of translated LSAs, where it is not that of the NSSA-LSA: the default of redistribution.
    var translatedMetric: UInt32? { self == .frr ? 20 : nil }
    /// The same of a default route: that of `default-information originate always`. Recorded: one imported in an NSSA.
    var translatedDefaultMetric: UInt32? { self == .frr ? 1 : nil }
    /// The P-bit is clear in the default route that a router inside an NSSA is configured to announce; RFC 3101 §2.4
    /// allows setting it.
    var setsPropagateBitOfDefaults: Bool { self != .frr }
    /// A border router uses the default routes that others announce into its NSSAs by NSSA-LSAs; RFC 3101 §2.5 (3): not those
    /// with the P-bit clear, nor any where no summaries are imported. Recorded: two border routers of an NSSA, one of which
    /// imported a default route.
    var usesNSSADefaultsAsBorderRouter: Bool { self == .frr }
    /// An NSSA-LSA whose Link State ID is not its network's address (RFC 2328 Appendix E) stays when its destination is
    /// withdrawn, and so does what is translated of it: the LSA is looked for by the address, and the one that has it
    /// is withdrawn, too. Later releases have it repaired. Recorded: three prefixes of one address, withdrawn together.
    var flushesNSSALSAsByAddress: Bool { self == .frr }
    /// A range with a type 2 metric is announced with one more than the largest (RFC 3101 §3.2 (3)).
    var addsOneToRanges: Bool { self != .frr }
    /// An NSSA's border router sets the E-bit while it translates or redistributes; RFC 3101 §3.1: always.
    var setsBorderBitWhileTranslatingOnly: Bool { self == .frr }
    /// Opaque LSAs of AS scope make no AS boundary router; RFC 5250 §5 (1): they do. Recorded: Router Information of AS scope.
    var staysInternalWithOpaqueLSAs: Bool { self == .frr }
    /// AS-external-LSAs are made beside NSSA-LSAs where no area can carry them, too, and stay in the router.
    var keepsExternalsOfItsOwn: Bool { self == .frr }

    /// Each NSSA-LSA that describes a destination takes back the translation of the one before it, and so does one at MaxAge
    /// for a minute: what is announced into two NSSAs of one translator, or by two routers of one, is not translated at all.
    /// Recorded: a border router of two NSSAs in which the same prefix was imported.
    var translatesEverySecondCopy: Bool { self == .frr }
    /// What was translated for the last NSSA of a router stays, and so does its E-bit, when that area becomes a normal one; its
    /// NSSA-LSAs stay in the database, too. Recorded: such a change while a router inside imported.
    var keepsTranslationsOfFormerNSSA: Bool { self == .frr }
    /// The forwarding address of an NSSA-LSA stays while its interface is down (RFC 3101 §2.3: one that can be used), until
    /// the LSA is originated again for another reason. Recorded: the first link of an importer that has two was cut.
    var keepsNSSAForwardingAddress: Bool { self == .frr }
    /// A process that is cleared no longer announces anything into its NSSA, and neither does one whose area becomes
    /// an NSSA: what it redistributes comes before its interfaces, when there is no forwarding address yet.
    /// Recorded: `restart` of the protocol at a router that imported into an NSSA, and a normal area that became one
    /// around such a router.
    var losesNSSALSAsWhenCleared: Bool { self == .bird }

    /// For the same reason, what a process redistributes that is cleared no longer has a forwarding address. Recorded:
    /// the same at a router whose destinations had one on a LAN.
    var losesForwardingAddressesWhenCleared: Bool { self == .bird }

    /// A border router of several areas makes no NSSA-LSAs of what it redistributes; RFC 3101 §2.4 allows it.
    var originatesNSSALSAsAsBorderRouter: Bool { self != .bird }

    /// The metric of a summary-address where none is configured, in place of its members' lowest: the default of redistribution.
    var summaryAddressMetric: UInt32? { self == .frr ? 20 : nil }

    // MARK: Areas

    /// AS-external-LSAs stay in the database of a router whose areas no longer carry them, until they age out. RFC 2328
    /// §3.6: they are no part of a stub area's database.
    var keepsExternalsWithoutNormalArea: Bool { self == .frr }
    /// Adjacencies in an area whose type changes stay, if both ends change within the dead interval: what the area
    /// carries from then on is not exchanged. Recorded: an NSSA with an importer that becomes a normal area; its
    /// neighbors do not learn of its AS-external-LSAs.
    var keepsAdjacenciesWhenAreaTypeChanges: Bool { self == .frr }
    /// Everything that was learned in an area goes when its type changes, what comes from routers out of reach, too
    /// (`ospf_area_reconfigure`). Recorded: an area became an NSSA at a router that was cut off from it.
    var forgetsAreaWhenItsTypeChanges: Bool { self == .bird }
    /// The metric of the default route into stub areas and NSSAs where none is configured.
    public var defaultCost: UInt32 { self == .bird ? 1_000 : 1 }
    /// A router with places in several areas has one in the backbone, too, even without an interface there.
    var makesBackbone: Bool { self == .bird }
    /// Whether the router is a border router is looked at when an interface goes up or down, or changes its role in an
    /// election, and stays so until the next one does (`ospf_check_abr_status`). With `border-router-type: cisco` all
    /// areas count that the process knows an interface of; one that loses its carrier is forgotten only after that look.
    /// With `standard` at least two areas must have an interface that is up, or that a clear of the process takes for
    /// up. RFC 3509 §2.1: areas that are Actively Attached, at any time. Recorded: an election on a LAN long after the
    /// link into the second area was cut, and a clear beside a link that never was up.
    var decidesBorderAtInterfaceChanges: Bool { self == .frr }
    /// A router that ceases to be a border router keeps its summary-LSAs, and what it translated, as they were.
    /// Recorded: the same.
    var keepsSummariesAsFormerBorder: Bool { self == .frr }
    /// The router-LSA of a backbone of virtual links is made when the first of them comes up; RFC 2328 §12.4.1 has an empty
    /// one. Recorded: a virtual link whose other end was not started.
    var waitsForVirtualLinks: Bool { self == .frr }
    /// A virtual link that costs more than 0xFFFF is up; RFC 2328 §15: it is not operational. Recorded: virtual links
    /// through, and of, a router that asks transit traffic to avoid it.
    var keepsExpensiveVirtualLinks: Bool { self != .rfc }
    /// Its cost is advertised modulo 2^16 (`link_info_set`); BIRD does not advertise it at all
    /// (`prepare_rt2_lsa_body`). Recorded: the same.
    var advertisesExpensiveVirtualLinks: Bool { self == .frr }
    /// ASBR-summary-LSAs are left out of the database exchange over a virtual link, with the AS-external-LSAs (RFC 2328 §10.3
    /// leaves out these alone): who is behind it cannot use what is imported there until they are flooded again. Recorded: an AS
    /// boundary router in an area behind a virtual link.
    var leavesBoundaryRoutersOutOfVirtualExchange: Bool { self == .frr }

    // MARK: Area ranges

    /// Whether a range is active is decided once for all areas, and an active one is announced into all but its own: into
    /// totally stubby areas, too, and into transit areas beside the networks that it holds (but for the backbone's). One that no
    /// area but a transit one would hear of is not active, and has no discard route. RFC 2328
    /// §12.4.3 looks at one area after the other. Recorded: a border router of a totally stubby area with a range of another
    /// one, and the network of RFC 2328, figure 6.
    var announcesRangesIntoEveryArea: Bool { self == .frr }
    /// A border router ignores the summary-LSAs of all networks inside an active range of its own, not of the range alone
    /// (RFC 2328 §16.2 (3)). Recorded: an area with a range fell apart, and one half could not reach the other.
    var ignoresSummariesInsideRanges: Bool { self == .frr }
    /// A summary-LSA is not originated while its Link State ID is that of an LSA of a longer prefix, be it at MaxAge, and
    /// one of a longer prefix has another while the ID is that of a shorter one, likewise; RFC 2328 Appendix E gives the
    /// longer one another in both cases, and looks at no LSA that is gone. Recorded: a range configured at run time
    /// whose address is that of a network in it, and a range that was not active for some seconds.
    var holdsLinkStateIDs: Bool { self == .frr }
    /// LSAs at MaxAge leave the database all together, a minute after the first of them came
    /// (`ospf_maxage_lsa_remover`). RFC 2328 §14: each as soon as it can. It matters where they are looked at: for Link
    /// State IDs, translators and translations.
    var removesMaxAgeLSAsTogether: Bool { self == .frr }
    /// Settings of an area other than its type take effect seven seconds later, by a task that does not calculate the
    /// routing table again (`ospf_schedule_abr_task`), or with the next calculation; and so do the summary-LSAs that
    /// follow from them. The cost of the default route takes effect at once. Recorded: a range was removed, and a
    /// summary-LSA inside it was ignored until something else changed.
    var skipsCalculationForAreaSettings: Bool { self == .frr }

    // MARK: Flooding

    /// A flush that a router passes on is sent once: who drops it because it came within MinLSArrival is not sent it
    /// again. The copy that it replaces is taken off the retransmission lists after the new one was put there, and by
    /// its sequence number, which is the same (`ospf_flood`, `ospf_ls_retransmit_delete_nbr_if`). RFC 2328 §13 (5):
    /// before. Recorded: summary-LSAs that were flushed while a neighbor had just received them.
    var passesFlushesOnOnce: Bool { self == .frr }

    // MARK: Summaries

    /// The metric of summary-LSAs of a border router that asks transit traffic to avoid it, where it is not the path's cost.
    var stubRouterSummaryMetric: UInt32? { self == .frr ? 0xFF_0000 : nil }

    /// The Link State IDs that an LSA about a destination may have, of which the first free one is used: the address,
    /// RFC 2328 §E (1), or with all host bits set, §E (2). BIRD gives every destination one of its own, at once.
    func linkStateIDs(of prefix: IPv4Prefix) -> [IPv4Address] {
        guard self == .bird, prefix.length > 0 else { return [prefix.address, prefix.lastAddress] }
        let lastBit = UInt32(1) << (32 - UInt32(prefix.length))
        return [prefix.address.bits & lastBit != 0 ? prefix.address : prefix.lastAddress]
    }

    /// How many links its router-LSAs can hold. FRRouting's buffer has 65,535 octets less 1,500; what finds no room in it is
    /// left out, and logged (`ospf_lsa.c`: "Out of space in LSA stream").
    public var maximumLinks: Int { self == .frr ? (65_535 - 1_500 - 20 - 4) / 12 : Constants.maximumLinks }

    // MARK: Routes

    /// After a summary-LSA, an AS-external-LSA or an NSSA-LSA alone, the calculation takes the time of the destinations
    /// concerned (RFC 2328 §16.5 and §16.6, RFC 3101 §2.6). FRRouting does so with external destinations; BIRD always
    /// calculates the whole table.
    func calculatesPartially(after type: LSType) -> Bool {
        switch type {
        case LSType.router, LSType.network: false
        case LSType.summaryNetwork, LSType.summaryASBR: self == .rfc
        default: self != .bird
        }
    }

    /// The path to an AS boundary router is chosen among those through all areas; where it leads through a stub area or an
    /// NSSA, the router's AS-external-LSAs are not used. RFC 3101 §2.5 leaves such paths aside. Recorded: two border routers
    /// that share a stub area, or an NSSA, besides.
    var choosesBoundaryRoutersInAllAreas: Bool { self == .frr }
    /// A forwarding address may be reached through any area and by any route inside the autonomous system, a default route
    /// too; RFC 3101 §2.5 (3) asks for an area that carries such LSAs, or for an intra-area path. Recorded: in a totally stubby
    /// NSSA the link with the forwarding address was cut.
    var forwardsThroughAnyArea: Bool { self == .frr }
    /// The same of AS-external-LSAs alone (`ospf_ext_spf`: intra-area and inter-area routes, of any area). Recorded: a
    /// forwarding address on a LAN of a totally stubby NSSA.
    var forwardsExternalsThroughAnyArea: Bool { self != .rfc }
    /// A border router of the type `cisco` uses no default route that others announce into its stub areas and NSSAs, not even
    /// without the backbone (RFC 3509 §2.2 (2) has it use all their summary-LSAs). Recorded: a border router of a totally stubby
    /// NSSA that lost its link into the backbone.
    var ignoresDefaultsOfStubAreas: Bool { self == .frr }
    /// A border router that finds itself described as an AS boundary router in another's ASBR-summary-LSA announces
    /// itself into its other areas. Recorded: two border routers that both import.
    var announcesItselfAsBoundaryRouter: Bool { self == .frr }
    /// Next hops through a transit area are added to those of equal cost in the backbone (RFC 2328 §16.3 (5)); where not, these
    /// stay alone. Recorded: the ends of a virtual link on a LAN, with equal ways over the backbone.
    var mergesTransitPaths: Bool { self != .bird }
    /// Paths over a virtual link whose next hops are not found stay in the table, and are announced on; RFC 2328 §16.3:
    /// they are discarded. Either way nothing is forwarded by them.
    var keepsUnresolvedPaths: Bool { self == .frr }

    /// There is no route to a network of the router's own that it advertises as a stub network while others reach it as a transit
    /// network over a longer way: the stub link replaces that route, and has no next hop. Recorded: a LAN on which a router
    /// has other keys than the rest, and one with another MTU.
    var losesStubsThatOthersReach: Bool { self == .frr }

    /// Seven seconds after a change of an area's settings, or of another router's NSSA-LSA, a border router of an NSSA takes its
    /// ranges for inactive: the task that translates counts their members again, and knows none (`ospf_abr_nssa_task`). Their
    /// discard routes are gone until the whole routing table is calculated again, and that calculation uses summary-LSAs
    /// inside them. Recorded: ranges that were configured beside an NSSA.
    var forgetsRangesByNSSATask: Bool { self == .frr }

    /// Border routers drop what an active range attracts and no more specific route has, as RFC 2328 §11.1 says.
    var installsDiscardRoutes: Bool { self != .bird }
    /// They do so for ranges that are not advertised, too; RFC 2328 §11.1: for each active range.
    var discardsHiddenRanges: Bool { self != .frr }

    /// A forwarding address of the router's own is used where its network is reached by another router: the path over that one
    /// is shorter. Recorded: a link at a large cost beside a LAN.
    var usesForwardingAddressOfItsOwn: Bool { self == .bird }

    /// One of several equal external paths is used (`merge external off`); RFC 2328 §16.4 (6) adds them all.
    var usesSingleExternalPath: Bool { self == .bird }

    // MARK: Opaque LSAs

    /// An opaque LSA is originated when a neighbor where it belongs - on the link, in the area, anywhere - is Full that takes opaque
    /// LSAs; RFC 5250 has no such condition. Recorded: a router whose only neighbor takes none.
    var waitsForOpaqueNeighbors: Bool { self == .frr }
    /// One of area scope that is configured at run time waits until a neighbor in the area becomes Full, though others are.
    /// Recorded: `router-info area` at a router with adjacencies.
    var waitsForNextOpaqueNeighbor: Bool { self == .frr }

    // MARK: Interfaces and the end

    /// Database Descriptions with any other MTU than the interface's are refused; RFC 2328 §10.6: with a larger one. Recorded:
    /// two ends that disagree, and neither leaves ExStart.
    var refusesSmallerMTU: Bool { self == .bird }
    /// An interface whose MTU changes goes down and comes up again; RFC 2328 does not say so: adjacencies stay.
    /// Recorded: the MTU of a link changed at one end.
    var resetsInterfaceOnMTUChange: Bool { self == .frr }
    /// On a point-to-multipoint network whose neighbors are configured, each of them gets its own copy of what is for all
    /// (RFC 2328 §8.1, §9.5); where not, that is multicast all the same.
    var addressesConfiguredNeighbors: Bool { self != .frr }
    /// The address of an interface without carrier is advertised as a host at cost 0; RFC 2328 §12.4.1: nothing is.
    var advertisesAddressesWithoutCarrier: Bool { self == .bird }
    /// A passive unnumbered line is advertised as a stub network: the other end's address. RFC 2328 §12.4.1.1: an unnumbered
    /// line has none. Recorded: such a line that was made passive.
    var advertisesPeersOfPassiveLines: Bool { self == .bird }
    /// The link over an unnumbered interface has its number as Link Data (RFC 2328 §12.4.1.1); where not, the
    /// address it borrows.
    var numbersUnnumberedLinks: Bool { self != .bird }
    /// The same where the router is configured to restart gracefully. Recorded: two such routers.
    var numbersLinksForRestarts: Bool { self == .bird }
    /// What an interface knew of the Designated Router outlasts the loss of its carrier, so that one that was it claims to be.
    var remembersDesignatedRouter: Bool { self == .bird }
    /// A forwarding address is announced while its network is down, too.
    var keepsForwardingAddress: Bool { self == .bird }
    /// An orderly end is one last hello that lists no neighbor, and nothing is flushed.
    var saysGoodbye: Bool { self == .bird }
}
