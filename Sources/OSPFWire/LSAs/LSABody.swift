import NetworkPrimitives

/// The meaning of an LSA's body, by LS type (RFC 2328 §A.4).
public enum LSABody: Hashable, Sendable {
    case router(RouterLSABody)
    case network(NetworkLSABody)
    /// Types 3 and 4.
    case summary(SummaryLSABody)
    /// Types 5 and 7.
    case external(ExternalLSABody)
    /// Types 9, 10 and 11.
    case opaque(OpaqueLSABody)
    /// A type without a known figure: its octets.
    case unknown([UInt8])
}

/// A metric for one type of service; TOS 0 is the one that everybody uses (RFC 2328 §A.4.2).
public struct TOSMetric: Hashable, Sendable {
    public var tos: UInt8
    /// 16 bits in router-LSAs, 24 elsewhere.
    public var metric: UInt32

    public init(tos: UInt8 = 0, metric: UInt32) {
        self.tos = tos
        self.metric = metric
    }
}

/// The body of a router-LSA: the router's links in one area (RFC 2328 §A.4.2).
public struct RouterLSABody: Hashable, Sendable {
    /// The flag bits V, E and B, and what later RFCs added.
    public struct Flags: OptionSet, Hashable, Sendable {
        public let rawValue: UInt8
        @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// Area border router (bit B).
        @inlinable public static var areaBorderRouter: Flags { Flags(rawValue: 0x01) }
        /// AS boundary router (bit E).
        @inlinable public static var asBoundaryRouter: Flags { Flags(rawValue: 0x02) }
        /// Endpoint of a fully adjacent virtual link (bit V).
        @inlinable public static var virtualLinkEndpoint: Flags { Flags(rawValue: 0x04) }
        /// Unconditional NSSA translator (bit Nt, RFC 3101 Appendix B).
        @inlinable public static var nssaTranslator: Flags { Flags(rawValue: 0x10) }
    }

    /// What a link leads to: any octet, of which four have names.
    public struct LinkType: RawRepresentable, Hashable, Sendable {
        public let rawValue: UInt8
        @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

        @inlinable public static var pointToPoint: LinkType { LinkType(rawValue: 1) }
        @inlinable public static var transit: LinkType { LinkType(rawValue: 2) }
        @inlinable public static var stub: LinkType { LinkType(rawValue: 3) }
        @inlinable public static var virtual: LinkType { LinkType(rawValue: 4) }

        @inlinable public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
    }

    /// One link of the router.
    public struct Link: Hashable, Sendable {
        public var type: LinkType
        /// Neighbor's Router ID, Designated Router's address or network number, by type.
        public var id: IPv4Address
        /// Interface address, interface index or network mask, by type.
        public var data: IPv4Address
        public var metric: UInt16
        /// Metrics for other types of service; almost always empty.
        public var tos: [TOSMetric]

        public init(type: LinkType, id: IPv4Address, data: IPv4Address, metric: UInt16, tos: [TOSMetric] = []) {
            self.type = type
            self.id = id
            self.data = data
            self.metric = metric
            self.tos = tos
        }
    }

    public var flags: Flags
    public var links: [Link]

    public init(flags: Flags = [], links: [Link]) {
        self.flags = flags
        self.links = links
    }
}

/// The body of a network-LSA: who is on a transit network (RFC 2328 §A.4.3).
public struct NetworkLSABody: Hashable, Sendable {
    public var mask: IPv4Address
    public var attachedRouters: [RouterID]

    public init(mask: IPv4Address, attachedRouters: [RouterID]) {
        self.mask = mask
        self.attachedRouters = attachedRouters
    }
}

/// The body of a summary-LSA (RFC 2328 §A.4.4).
public struct SummaryLSABody: Hashable, Sendable {
    public var mask: IPv4Address
    /// TOS 0 first.
    public var metrics: [TOSMetric]

    public init(mask: IPv4Address, metrics: [TOSMetric]) {
        self.mask = mask
        self.metrics = metrics
    }
}

/// The body of an AS-external-LSA or NSSA-LSA (RFC 2328 §A.4.5, RFC 3101 §C).
public struct ExternalLSABody: Hashable, Sendable {
    public enum MetricType: UInt8, Hashable, Sendable {
        /// In the units of link costs (bit E clear).
        case type1 = 1
        /// Larger than any path inside the autonomous system (bit E set).
        case type2 = 2
    }

    /// The route for one type of service.
    public struct Route: Hashable, Sendable {
        public var externalType: MetricType
        /// 7 bits.
        public var tos: UInt8
        /// 24 bits.
        public var metric: UInt32
        public var forwardingAddress: IPv4Address
        public var tag: UInt32

        public init(
            externalType: MetricType, tos: UInt8 = 0, metric: UInt32, forwardingAddress: IPv4Address = .unspecified,
            tag: UInt32 = 0
        ) {
            self.externalType = externalType
            self.tos = tos
            self.metric = metric
            self.forwardingAddress = forwardingAddress
            self.tag = tag
        }
    }

    public var mask: IPv4Address
    /// TOS 0 first.
    public var routes: [Route]

    public init(mask: IPv4Address, routes: [Route]) {
        self.mask = mask
        self.routes = routes
    }
}
