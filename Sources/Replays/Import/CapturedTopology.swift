import Captures
import NetworkPrimitives
import OSPFWire

/// The network that the link state databases of a capture describe, as they were at its end.
///
/// Routers, cables and LANs come from router- and network-LSAs; external destinations from AS-external- and NSSA-LSAs; timers
/// and priorities from Hellos, on the captured segments only. What cannot be had is said in ``notes``.
public struct CapturedTopology: Sendable {
    public struct Router: Hashable, Sendable {
        public var name: String
        public var routerID: RouterID
        /// The first host route that it announces at cost 0, and its area.
        public var loopback: IPv4Address?
        public var loopbackArea = AreaID.backbone
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
    }

    public struct Segment: Hashable, Sendable {
        public var area: AreaID
        public var prefix: IPv4Prefix?
        public var ends: [End]
        /// A cable between two routers, rather than a LAN.
        public var isCable: Bool
        /// Both ends are called by interface numbers in place of addresses (RFC 2328 §12.4.1.1).
        public var isUnnumbered = false
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

    /// By Router ID.
    public internal(set) var routers: [Router] = []
    /// By area, prefix and members.
    public internal(set) var segments: [Segment] = []
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
