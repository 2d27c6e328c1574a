import NetworkPrimitives
import OSPFWire
import Scenarios

/// A network as files describe it: the one way from any format into a topology.
///
/// Readers fill it in, or the databases that they read do (``NetworkDatabases``); ``TopologyFile`` writes it. What a source
/// cannot tell is left out, and said in ``notes`` or beside what it concerns.
public struct NetworkDescription: Sendable {
    /// A key of a topology file whose value a source gives, and where from.
    package struct Setting: Sendable {
        package var key: String
        package var value: FlowYAML
        /// Said behind it.
        package var remark: String?

        package init(_ key: String, _ value: FlowYAML, remark: String? = nil) {
            self.key = key
            self.value = value
            self.remark = remark
        }
    }

    public struct Router: Sendable {
        public var name: String
        /// `nil` where no source has one: the topology's addressing gives it.
        public var routerID: RouterID?
        public var loopbacks: [Loopback] = []
        /// Loopbacks are those of the topology's addressing.
        public var hasDefaultLoopback = false
        /// It was seen by what border routers say of it only.
        public var isBeyond = false
        /// Others have links to it, and its own LSAs were not seen.
        public var isHearsay = false
        /// It has habits of FRRouting that its LSAs show.
        public var isFRR = false
        /// All its transit links cost 65535, and others do not (RFC 6987).
        public var isStubRouter = false
        public var areas: [AreaSettings] = []
        public var opaqueLSAs: [OpaqueLSA] = []
        /// Its interfaces and loopbacks by ``End/slot`` and ``Loopback/slot``, in the order of its router-LSAs.
        public var order: [Int] = []
        package var settings: [Setting] = []
        /// Lines above its settings.
        public var comments: [String] = []

        public init(name: String, routerID: RouterID?, isHearsay: Bool = false, isBeyond: Bool = false) {
            self.name = name
            self.routerID = routerID
            self.isHearsay = isHearsay
            self.isBeyond = isBeyond
        }
    }

    /// A host route that a router announces.
    public struct Loopback: Hashable, Sendable {
        public var address: IPv4Address
        public var cost: UInt16
        public var area: AreaID
        var slot = 0
    }

    /// An opaque LSA of area scope or AS scope.
    public struct OpaqueLSA: Hashable, Sendable {
        public enum Content: Hashable, Sendable {
            case octets([UInt8])
            /// Only how many octets there are is known.
            case length(Int)
        }

        /// `nil` for AS scope.
        public var area: AreaID?
        public var opaqueType: UInt8
        public var opaqueID: UInt32
        public var content: Content
    }

    /// What is different about one of a router's areas.
    public struct AreaSettings: Hashable, Sendable {
        public var area: AreaID
        public var ranges: [Range] = []
        /// What of it is announced into others; `nil` for everything.
        public var announced: [IPv4Prefix]?
        public var defaultCost: UInt32?
        /// The metric type of the default route that it announces into an NSSA.
        public var nssaDefault: ExternalLSABody.MetricType?
        /// It translates whether it is elected or not (bit Nt, RFC 3101 Appendix B).
        public var translatesAlways = false

        public init(area: AreaID) { self.area = area }

        public struct Range: Hashable, Sendable {
            public var prefix: IPv4Prefix
            /// `nil` for the largest distance of what it holds.
            public var cost: UInt32?
            public var isAdvertised = true
        }
    }

    /// An interface on a cable or a LAN.
    public struct End: Sendable {
        /// An index into ``routers``.
        public var router: Int
        /// `nil` where the link is unnumbered, or no source has it.
        public var address: IPv4Address?
        /// `nil` for the default.
        public var cost: UInt16?
        /// As its last Hello or its configuration said.
        public var priority: UInt8?
        /// The network is announced, but there is no neighbor on it.
        public var isPassive = false
        /// The neighbor's address is announced as a host, in place of a network (RFC 2328 §12.4.1.1, option 1).
        public var announcesNeighbor = false
        /// Its interface's name.
        public var interface: String?
        package var settings: [Setting] = []
        public var remark: String?
        var slot = 0

        public init(router: Int, address: IPv4Address? = nil, cost: UInt16? = nil) {
            self.router = router
            self.address = address
            self.cost = cost
        }

        init(router: Int, address: IPv4Address?, cost: UInt16?, isPassive: Bool = false, slot: Int) {
            self.init(router: router, address: address, cost: cost)
            self.isPassive = isPassive
            self.slot = slot
        }
    }

    public struct Segment: Sendable {
        public var area: AreaID
        public var prefix: IPv4Prefix?
        public var ends: [End]
        /// A cable between two routers, rather than a LAN.
        public var isCable: Bool
        public var name: String?
        /// Both ends are called by interface numbers in place of addresses (RFC 2328 §12.4.1.1).
        public var isUnnumbered = false
        /// Members announce each other and their own addresses (RFC 2328 §12.4.1.4).
        public var isPointToMultipoint = false
        /// Of a point-to-multipoint network, the pairs of routers that announce each other; empty for all.
        public var circuits: [[Int]] = []
        /// Another segment has the same network.
        public var isShared = false
        /// The Designated Router, an index into ``routers``.
        public var designatedRouter: Int?
        /// The routers in the order of its network-LSA.
        public var attached: [Int] = []
        /// Seconds; `nil` where no source tells.
        public var timers: (hello: UInt16, dead: UInt32)?
        package var settings: [Setting] = []
        public var remark: String?

        public init(area: AreaID, prefix: IPv4Prefix? = nil, ends: [End], isCable: Bool, isUnnumbered: Bool = false) {
            self.area = area
            self.prefix = prefix
            self.ends = ends
            self.isCable = isCable
            self.isUnnumbered = isUnnumbered
        }

        /// A network that is announced and that no Hello is sent into.
        var isStub: Bool { ends.allSatisfy(\.isPassive) }
    }

    /// An area that takes no AS-external-LSAs.
    public struct Area: Hashable, Sendable {
        public enum Kind: String, Hashable, Sendable { case normal, stub, nssa }

        public var area: AreaID
        public var kind: Kind
        /// Whether there are summary-LSAs besides a default route.
        public var hasSummaries: Bool
        /// Of the border routers' default route, the lowest; `nil` where there is none.
        public var defaultCost: UInt32?
    }

    /// External prefixes that the same routers announce in the same way.
    public struct Group: Hashable, Sendable {
        public var prefixes: [IPv4Prefix]
        public var route: ExternalLSABody.Route
        /// Indices into ``routers``, ascending.
        public var originators: [Int]
        public var name: String?
        public var remark: String?
    }

    /// External destinations whose number no source tells.
    public struct Unresolved: Sendable {
        /// An index into ``routers``.
        public var router: Int
        /// What announces them.
        public var words: String
        /// The destination, where it is one.
        public var prefix: IPv4Prefix?

        init(router: Int, words: String, prefix: IPv4Prefix? = nil) {
            self.router = router
            self.words = words
            self.prefix = prefix
        }
    }

    public struct VirtualLink: Hashable, Sendable {
        /// Indices into ``routers``.
        public var routers: [Int]
        public var transitArea: AreaID
    }

    /// By Router ID; those beyond border routers come last.
    public var routers: [Router] = []
    /// By area, prefix and members.
    public var segments: [Segment] = []
    public var virtualLinks: [VirtualLink] = []
    public var groups: [Group] = []
    public var unresolved: [Unresolved] = []
    /// Stub areas and not-so-stubby areas, ascending.
    public var areas: [Area] = []
    /// What the sources do not show, or what a topology cannot say, each in one sentence.
    public var notes: [String] = []

    public init() {}

    /// The network that link state databases describe.
    public init(_ databases: NetworkDatabases) {
        var builder = DescriptionBuilder(databases)
        self = builder.build()
    }
}
