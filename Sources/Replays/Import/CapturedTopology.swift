import Captures
import NetworkPrimitives
import OSPFWire

/// The network that the link state databases of a capture describe, as they were at its end.
///
/// Routers, cables and LANs come from router- and network-LSAs; external destinations from AS-external- and NSSA-LSAs; what lies
/// beyond border routers from their summary-LSAs; timers and priorities from Hellos, on the captured segments only. What
/// cannot be had is said in ``notes``.
public struct CapturedTopology: Sendable {
    public struct Router: Hashable, Sendable {
        public var name: String
        public var routerID: RouterID
        public var loopbacks: [Loopback] = []
        /// It was seen by what border routers say of it only.
        public var isBeyond = false
        /// Others have links to it, and its own LSAs were not seen.
        public var isHearsay = false
        /// It has habits of FRRouting that its LSAs show.
        public var isFRR = false
        public var areas: [AreaSettings] = []
        public var opaqueLSAs: [OpaqueLSA] = []
        /// Its interfaces and loopbacks by ``End/slot`` and ``Loopback/slot``, in the order of its router-LSAs.
        var order: [Int] = []
    }

    /// A host route that a router announces.
    public struct Loopback: Hashable, Sendable {
        public var address: IPv4Address
        public var cost: UInt16
        public var area: AreaID
        var slot = 0
    }

    /// An opaque LSA of area scope or AS scope, octet by octet.
    public struct OpaqueLSA: Hashable, Sendable {
        /// `nil` for AS scope.
        public var area: AreaID?
        public var opaqueType: UInt8
        public var opaqueID: UInt32
        public var content: [UInt8]
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

        public struct Range: Hashable, Sendable {
            public var prefix: IPv4Prefix
            public var cost: UInt32
        }
    }

    /// An interface on a cable or a LAN.
    public struct End: Hashable, Sendable {
        /// An index into ``routers``.
        public var router: Int
        /// `nil` where the link is unnumbered.
        public var address: IPv4Address?
        public var cost: UInt16
        /// As its last Hello said; `nil` where none was captured.
        public var priority: UInt8?
        /// The network is announced, but there is no neighbor on it.
        public var isPassive = false
        /// The neighbor's address is announced as a host, in place of a network (RFC 2328 §12.4.1.1, option 1).
        public var announcesNeighbor = false
        var slot = 0
    }

    public struct Segment: Hashable, Sendable {
        public var area: AreaID
        public var prefix: IPv4Prefix?
        public var ends: [End]
        /// A cable between two routers, rather than a LAN.
        public var isCable: Bool
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
        /// Seconds; `nil` where no Hello was captured.
        public var timers: (hello: UInt16, dead: UInt32)?

        public static func == (left: Self, right: Self) -> Bool {
            left.area == right.area && left.prefix == right.prefix && left.ends == right.ends
                && left.isCable == right.isCable
        }

        public func hash(into hasher: inout Hasher) {
            hasher.combine(area)
            hasher.combine(prefix)
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
    }

    public struct VirtualLink: Hashable, Sendable {
        /// Indices into ``routers``.
        public var routers: [Int]
        public var transitArea: AreaID
    }

    /// By Router ID; those beyond border routers come last.
    public internal(set) var routers: [Router] = []
    /// By area, prefix and members.
    public internal(set) var segments: [Segment] = []
    public internal(set) var virtualLinks: [VirtualLink] = []
    public internal(set) var groups: [Group] = []
    /// Stub areas and not-so-stubby areas, ascending.
    public internal(set) var areas: [Area] = []
    /// What the capture does not show, or what a topology cannot say, each in one sentence.
    public internal(set) var notes: [String] = []

    public init(_ summary: CaptureSummary) {
        var builder = CapturedTopologyBuilder(summary)
        self = builder.build()
    }

    init() {}
}
