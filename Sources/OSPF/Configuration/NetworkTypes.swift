import NetworkPrimitives

extension InterfaceConfiguration {
    /// The network types of RFC 2328 §1.2, and the virtual links of §15, which it treats as interfaces to the backbone.
    public enum NetworkType: Hashable, Sendable, CaseIterable {
        case broadcast, pointToPoint
        /// Without multicast; neighbors are configured (NBMA, RFC 2328 §9.5.1).
        case nonBroadcast
        /// A set of point-to-point links on one network: host routes, and no Designated Router.
        case pointToMultipoint
        /// An unnumbered point-to-point link through an area; see ``VirtualLink``.
        case virtualLink

        /// Whether the network has a Designated Router.
        public var electsDesignatedRouter: Bool { self == .broadcast || self == .nonBroadcast }

        /// RFC 2328 §10.5: whether a neighbor is known by its Router ID rather than by its address.
        var knowsNeighborsByRouterID: Bool { self == .pointToPoint || self == .virtualLink }
    }

    /// Where a virtual link goes (RFC 2328 §15 and §C.4).
    public struct VirtualLink: Hashable, Sendable {
        /// The area that it crosses; neither the backbone nor a stub area.
        public var transitArea: AreaID
        /// The Router ID of the other end, an area border router of the transit area.
        public var neighbor: RouterID

        public init(transitArea: AreaID, neighbor: RouterID) {
            self.transitArea = transitArea
            self.neighbor = neighbor
        }
    }

    /// One end of a virtual link. Its address and cost follow from the transit area's routing table while it is up; the
    /// router fills them in.
    public static func virtualLink(
        name: String, through transitArea: AreaID, to neighbor: RouterID, helloInterval: Duration = .seconds(10),
        deadInterval: Duration = .seconds(40), retransmitInterval: Duration = .seconds(5),
        transmitDelay: Duration = .seconds(1)
    ) -> InterfaceConfiguration {
        var interface = InterfaceConfiguration(
            name: name, address: .unspecified, prefix: IPv4Prefix(.unspecified, length: 32),
            networkType: .virtualLink, helloInterval: helloInterval, deadInterval: deadInterval,
            retransmitInterval: retransmitInterval, transmitDelay: transmitDelay)
        interface.virtualLink = VirtualLink(transitArea: transitArea, neighbor: neighbor)
        return interface
    }

    /// The mask in hellos: none where no network is attached (RFC 2328 §9.5).
    var helloMask: IPv4Address {
        isUnnumbered || networkType == .virtualLink ? .unspecified : prefix.mask
    }
}

/// What a point-to-point interface advertises besides its neighbor (RFC 2328 §12.4.1.1).
public enum PointToPointStub: Hashable, Sendable, CaseIterable {
    /// Option 2: the network that is assigned to the link.
    case network
    /// Option 1: the neighbor's address, while the neighbor is Full.
    case neighbor
}

/// A neighbor that is configured, on a network where none can be discovered (RFC 2328 §C.5 and §C.6).
public struct StaticNeighbor: Hashable, Sendable {
    /// The position of the interface it is behind.
    public var interface: InterfaceIndex
    public var address: IPv4Address
    /// Its Router Priority until its first Hello; 0: not eligible to become Designated Router. Without meaning on
    /// point-to-multipoint networks.
    public var priority: UInt8
    /// How often a neighbor in state Down is sent a Hello; on NBMA networks.
    public var pollInterval: Duration
    /// The cost of the link to it on a point-to-multipoint network, `1...65_535`; `nil` for the interface's.
    public var cost: UInt16?

    public init(
        interface: InterfaceIndex, address: IPv4Address, priority: UInt8 = 1, pollInterval: Duration = .seconds(120),
        cost: UInt16? = nil
    ) {
        self.interface = interface
        self.address = address
        self.priority = priority
        self.pollInterval = pollInterval
        self.cost = cost
    }
}
