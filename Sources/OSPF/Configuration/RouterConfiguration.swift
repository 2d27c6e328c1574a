import NetworkPrimitives
import OSPFWire

/// The whole configuration of one OSPF router, and the defects of its model.
///
/// The names are those of RFC 9129; the units are in the types.
public struct RouterConfiguration: Hashable, Sendable {
    /// Unique in the autonomous system, and never `0.0.0.0`.
    public var routerID: RouterID
    /// In the order in which interfaces are numbered; an interface's index is its position here.
    public var interfaces: Table<InterfaceIndex, InterfaceConfiguration>
    /// Addresses of the router itself, advertised as host routes (RFC 2328 §12.4.1.1 and §C.7).
    public var loopbacks: [LoopbackConfiguration]
    /// What the router knows of its areas. An area that is not listed is `normal`.
    public var areas: [AreaConfiguration]
    /// External destinations that the router imports.
    public var redistributions: [RedistributionConfiguration]
    public var timers: ProtocolTimers
    public var limit: LimitPolicy
    public var defects: RouterDefects
    public var borderRouterType: BorderRouterType
    /// Where implementations differ, whose choices the router makes.
    public var profile: BehaviorProfile
    /// RFC1583Compatibility: prefers AS-external paths by cost alone (RFC 2328 §16.4.1 and §C.1).
    public var isRFC1583Compatible: Bool
    /// Whether the router advertises its transit links at the largest cost (RFC 6987).
    public var isStubRouter: Bool
    public var stubRouterOptions = StubRouterOptions()
    /// Configured neighbors of NBMA and point-to-multipoint interfaces. A point-to-multipoint interface without any
    /// discovers them by multicast.
    public var staticNeighbors: [StaticNeighbor] = []
    /// Whether the router originates LSAs at all. A listener (`false`) holds and passes on a database without being part
    /// of it, as the collector that replays a capture does.
    public var originatesLSAs: Bool
    /// Takes opaque LSAs and says so (RFC 5250).
    public var isOpaqueCapable: Bool
    public var opaqueLSAs: [OpaqueConfiguration]
    public var gracefulRestart: GracefulRestartConfiguration
    /// What of the calculated routes is installed; attached networks always are. The database is not filtered.
    public var inboundFilter: PrefixFilter?
    /// What of the redistributed destinations is announced.
    public var outboundFilter: PrefixFilter?
    /// Redistributed destinations that are announced as one.
    public var summaryAddresses: [SummaryAddress] = []
    /// What its router-LSAs begin with, in this order; the other interfaces follow, and then the other loopbacks.
    public var linkOrder: [LinkSource] = []
    /// The memory of the OSPF process; `nil` where it is free.
    public var memory: MemoryModel?
    /// How many links a router-LSA of its own can hold; `nil` for what its profile has room for. The others are left out.
    public var maximumLinks: Int?

    public init(
        routerID: RouterID, interfaces: Table<InterfaceIndex, InterfaceConfiguration> = [],
        loopbacks: [LoopbackConfiguration] = [],
        areas: [AreaConfiguration] = [], redistributions: [RedistributionConfiguration] = [],
        timers: ProtocolTimers = .rfc2328, limit: LimitPolicy = .none, defects: RouterDefects = .none,
        borderRouterType: BorderRouterType = .standard, profile: BehaviorProfile = .rfc,
        isRFC1583Compatible: Bool = false, isStubRouter: Bool = false, originatesLSAs: Bool = true,
        isOpaqueCapable: Bool = true, opaqueLSAs: [OpaqueConfiguration] = [],
        gracefulRestart: GracefulRestartConfiguration = GracefulRestartConfiguration()
    ) {
        self.routerID = routerID
        self.interfaces = interfaces
        self.loopbacks = loopbacks
        self.areas = areas
        self.redistributions = redistributions
        self.timers = timers
        self.limit = limit
        self.defects = defects
        self.borderRouterType = borderRouterType
        self.profile = profile
        self.isRFC1583Compatible = isRFC1583Compatible
        self.isStubRouter = isStubRouter
        self.originatesLSAs = originatesLSAs
        self.isOpaqueCapable = isOpaqueCapable
        self.opaqueLSAs = opaqueLSAs
        self.gracefulRestart = gracefulRestart
    }
}

/// An address of the router itself and the area it is advertised in.
public struct LoopbackConfiguration: Hashable, Sendable {
    public var address: IPv4Address
    public var area: AreaID
    /// RFC 2328 §12.4.1 has 0, vendors have more.
    public var cost: UInt16

    public init(address: IPv4Address, area: AreaID = .backbone, cost: UInt16 = 0) {
        self.address = address
        self.area = area
        self.cost = cost
    }
}

/// Where the links of a router-LSA come from.
public enum LinkSource: Hashable, Sendable {
    /// An index into a router's interfaces.
    case interface(InterfaceIndex)
    /// An index into its loopbacks.
    case loopback(Int)
}

/// What a router knows of one of its areas (RFC 2328 §3.6 and §C.2, RFC 3101).
public struct AreaConfiguration: Hashable, Sendable {
    public enum Kind: Hashable, Sendable, CaseIterable {
        case normal
        /// No AS-external-LSAs; border routers announce a default route.
        case stub
        /// No AS-external-LSAs; external routes of its own travel as NSSA-LSAs (RFC 3101).
        case nssa

        /// The E- and N-bits of its Hellos (RFC 2328 §A.2, RFC 3101 §2.1).
        public var options: Options {
            switch self {
            case .normal: .external
            case .stub: []
            case .nssa: .nssa
            }
        }

        /// The kind of area whose Hellos have these Options.
        public init(_ options: Options) {
            self = options.contains(.external) ? .normal : options.contains(.nssa) ? .nssa : .stub
        }
    }

    public var area: AreaID
    public var kind: Kind
    /// Whether border routers announce the destinations of other areas into it; "totally stubby" areas go without.
    public var importsSummaries: Bool
    /// The metric of the default route that a border router announces into a stub area or an NSSA.
    public var defaultCost: UInt32
    /// Whether a border router announces a default route into an NSSA. Into a stub area it always does.
    public var originatesNSSADefault: Bool
    /// Whether the default route that a border router announces into an NSSA is a summary-LSA; `nil` where the area's other
    /// settings and the router's profile decide.
    public var announcesDefaultSummary: Bool?
    /// Whether that default route has a metric of type 2 (RFC 3101 §2.4).
    public var isNSSADefaultType2: Bool
    public var ranges: [AreaRange]
    /// External destinations of an NSSA that its translator announces as one (RFC 3101 §3.2).
    public var nssaRanges: [NSSARange]
    /// Whether the translator announces itself in the place of forwarding addresses inside the NSSA. A vendors' extension.
    public var suppressesForwardingAddress: Bool
    public var translatorRole: TranslatorRole
    /// How long a translator that is no longer elected goes on (RFC 3101 §3.1).
    public var translatorStabilityInterval: Duration
    /// What border routers announce into the area, and of it into others: networks and ranges, not default routes.
    public var inboundFilter: PrefixFilter?
    public var outboundFilter: PrefixFilter?

    public init(
        area: AreaID, kind: Kind = .normal, importsSummaries: Bool = true, defaultCost: UInt32 = 1,
        originatesNSSADefault: Bool = false, isNSSADefaultType2: Bool = true, ranges: [AreaRange] = [],
        nssaRanges: [NSSARange] = [], suppressesForwardingAddress: Bool = false,
        translatorRole: TranslatorRole = .candidate, translatorStabilityInterval: Duration = .seconds(40)
    ) {
        self.area = area
        self.kind = kind
        self.importsSummaries = importsSummaries
        self.defaultCost = defaultCost
        self.originatesNSSADefault = originatesNSSADefault
        self.isNSSADefaultType2 = isNSSADefaultType2
        self.ranges = ranges
        self.nssaRanges = nssaRanges
        self.suppressesForwardingAddress = suppressesForwardingAddress
        self.translatorRole = translatorRole
        self.translatorStabilityInterval = translatorStabilityInterval
    }
}

extension AreaConfiguration {
    /// The most specific range that holds a network.
    func range(around prefix: IPv4Prefix) -> AreaRange? {
        ranges.filter { $0.prefix.contains(prefix) }.max { $0.prefix.length < $1.prefix.length }
    }
}

/// Networks of an area that a border router announces to others as one (RFC 2328 §C.2).
public struct AreaRange: Hashable, Sendable {
    public var prefix: IPv4Prefix
    /// `false` hides the networks from other areas.
    public var isAdvertised: Bool
    /// The metric of the announcement; `nil` for the largest distance to any network in it.
    public var cost: UInt32?

    public init(prefix: IPv4Prefix, isAdvertised: Bool = true, cost: UInt32? = nil) {
        self.prefix = prefix
        self.isAdvertised = isAdvertised
        self.cost = cost
    }
}

/// External destinations of an NSSA that are translated as one: a type 7 address range (RFC 3101 §2.2 and §3.2).
public struct NSSARange: Hashable, Sendable {
    public var prefix: IPv4Prefix
    /// `false` keeps the destinations inside the NSSA.
    public var isAdvertised: Bool
    /// The external route tag of the announcement.
    public var tag: UInt32
    /// The metric of the announcement, of the type that its members give it; `nil` for the one of RFC 3101 §3.2 (3).
    public var metric: UInt32?

    public init(prefix: IPv4Prefix, isAdvertised: Bool = true, tag: UInt32 = 0, metric: UInt32? = nil) {
        self.prefix = prefix
        self.isAdvertised = isAdvertised
        self.tag = tag
        self.metric = metric
    }
}

/// Whether an NSSA border router translates NSSA-LSAs into AS-external-LSAs (RFC 3101 Appendix D).
public enum TranslatorRole: Hashable, Sendable, CaseIterable {
    case always
    /// If it is elected: the reachable border router with the highest Router ID.
    case candidate
    /// A vendors' extension.
    case never
}

/// When a router attached to several areas is an area border router (RFC 3509).
public enum BorderRouterType: Hashable, Sendable, CaseIterable {
    /// RFC 2328: always; only summaries of the backbone count.
    case standard
    /// Only with an active interface in the backbone; summaries of all areas count without one ("alternative Cisco").
    case cisco
}

/// One interface (RFC 2328 §9 and §C.3).
public struct InterfaceConfiguration: Hashable, Sendable {
    /// As the operator writes it, such as `eth0`.
    public var name: String
    public var address: IPv4Address
    /// The network the address lies in; its length is the interface's mask.
    public var prefix: IPv4Prefix
    public var area: AreaID
    public var networkType: NetworkType
    /// Output cost, `1...65_535`.
    public var cost: UInt16
    /// Router Priority: 0 is never elected Designated Router.
    public var priority: UInt8
    /// Advertised as a stub network, with no Hello sent or accepted.
    public var isPassive: Bool
    public var helloInterval: Duration
    public var deadInterval: Duration
    public var retransmitInterval: Duration
    /// InfTransDelay: what an LSA ages by crossing this interface, at least one second.
    public var transmitDelay: Duration
    /// In bytes of IP datagram; link state updates are packed up to it.
    public var mtu: UInt16
    /// Accepts a Database Description whose interface MTU is larger than ours (RFC 2328 §10.6).
    public var ignoresMTU: Bool
    public var authentication: InterfaceAuthentication
    /// A point-to-point link without a network of its own: `address` is borrowed, `prefix` is that address alone, and
    /// neither is advertised. What such an interface is called in LSAs is its number (RFC 2328 §12.4.1.1).
    public var isUnnumbered = false
    /// The other end's address, where the link has no network and an operator configures the other end.
    public var peerAddress: IPv4Address?
    public var pointToPointStub = PointToPointStub.network
    /// Routers that a network-LSA of this interface lists before others, in this order.
    public var attachedOrder: [RouterID] = []
    /// Whether OSPF runs on it; not even its network is advertised while it does not.
    public var isEnabled = true
    /// The other end, where `networkType` is `virtualLink`.
    public var virtualLink: VirtualLink?

    public init(
        name: String, address: IPv4Address, prefix: IPv4Prefix, area: AreaID = .backbone,
        networkType: NetworkType = .broadcast, cost: UInt16 = 10, priority: UInt8 = 1, isPassive: Bool = false,
        helloInterval: Duration = .seconds(10), deadInterval: Duration = .seconds(40),
        retransmitInterval: Duration = .seconds(5), transmitDelay: Duration = .seconds(1), mtu: UInt16 = 1500,
        ignoresMTU: Bool = false, authentication: InterfaceAuthentication = .null
    ) {
        self.name = name
        self.address = address
        self.prefix = prefix
        self.area = area
        self.networkType = networkType
        self.cost = cost
        self.priority = priority
        self.isPassive = isPassive
        self.helloInterval = helloInterval
        self.deadInterval = deadInterval
        self.retransmitInterval = retransmitInterval
        self.transmitDelay = transmitDelay
        self.mtu = mtu
        self.ignoresMTU = ignoresMTU
        self.authentication = authentication
    }
}

extension RouterConfiguration {
    /// What `linkLimit` can be, and how many routers a network-LSA can list.
    public static var linkLimits: ClosedRange<Int> { 1...Constants.maximumLinks }
    public static var mostAttachedRouters: Int { Constants.maximumAttachedRouters }

    /// How many links each of its router-LSAs can hold.
    public var linkLimit: Int { min(maximumLinks ?? profile.maximumLinks, Constants.maximumLinks) }

    /// What is known of an area; a normal one where nothing is said.
    public func area(_ area: AreaID) -> AreaConfiguration {
        areas.first { $0.area == area } ?? AreaConfiguration(area: area)
    }
}
