import NetworkPrimitives

/// The body of a Hello packet (RFC 2328 §A.3.2).
public struct Hello: Hashable, Sendable {
    public var networkMask: IPv4Address
    /// Seconds.
    public var helloInterval: UInt16
    public var options: Options
    public var routerPriority: UInt8
    /// Seconds.
    public var routerDeadInterval: UInt32
    /// The interface address of the Designated Router, or `0.0.0.0`.
    public var designatedRouter: IPv4Address
    /// The interface address of the Backup Designated Router, or `0.0.0.0`.
    public var backupDesignatedRouter: IPv4Address
    public var neighbors: [RouterID]

    public init(
        networkMask: IPv4Address, helloInterval: UInt16, options: Options, routerPriority: UInt8,
        routerDeadInterval: UInt32, designatedRouter: IPv4Address = .unspecified,
        backupDesignatedRouter: IPv4Address = .unspecified, neighbors: [RouterID] = []
    ) {
        self.networkMask = networkMask
        self.helloInterval = helloInterval
        self.options = options
        self.routerPriority = routerPriority
        self.routerDeadInterval = routerDeadInterval
        self.designatedRouter = designatedRouter
        self.backupDesignatedRouter = backupDesignatedRouter
        self.neighbors = neighbors
    }

    init(reading octets: inout OctetReader) throws(DecodeError) {
        networkMask = try octets.address("Network mask")
        helloInterval = try octets.uint16("HelloInterval")
        options = Options(rawValue: try octets.uint8("Options"))
        routerPriority = try octets.uint8("Rtr Pri")
        routerDeadInterval = try octets.uint32("RouterDeadInterval")
        designatedRouter = try octets.address("Designated Router")
        backupDesignatedRouter = try octets.address("Backup Designated Router")
        neighbors = []
        while octets.remaining > 0 { neighbors.append(try octets.routerID("Neighbor")) }
    }

    func encode(into octets: inout [UInt8]) {
        octets.append(networkMask)
        octets.append(helloInterval)
        octets.append(options.rawValue)
        octets.append(routerPriority)
        octets.append(routerDeadInterval)
        octets.append(designatedRouter)
        octets.append(backupDesignatedRouter)
        for neighbor in neighbors { octets.append(neighbor) }
    }
}

/// The Options field of Hello and Database Description packets and of LSAs (RFC 2328 §A.2).
public struct Options: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8
    @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// AS-external-LSAs are accepted: not a stub area (bit E).
    @inlinable public static var external: Options { Options(rawValue: 0x02) }
    /// Multicast (bit MC).
    @inlinable public static var multicast: Options { Options(rawValue: 0x04) }
    /// NSSA in Hellos, "propagate" in NSSA-LSAs (bit N/P, RFC 3101 §A).
    @inlinable public static var nssa: Options { Options(rawValue: 0x08) }
    /// A data block for link-local signaling follows the packet (bit L, RFC 5613 §2.1).
    @inlinable public static var linkLocalSignaling: Options { Options(rawValue: 0x10) }
    /// Demand circuits (bit DC).
    @inlinable public static var demandCircuits: Options { Options(rawValue: 0x20) }
    /// Opaque LSAs are accepted (bit O, RFC 5250 §A.1).
    @inlinable public static var opaque: Options { Options(rawValue: 0x40) }
    /// Not to be turned back into OSPF at an edge router (bit DN, RFC 4576).
    @inlinable public static var down: Options { Options(rawValue: 0x80) }
}
