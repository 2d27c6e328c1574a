import NetworkPrimitives

/// The 24 octets that every OSPF packet begins with (RFC 2328 §A.3.1).
public struct PacketHeader: Hashable, Sendable {
    /// Octets of a header.
    public static let size = 24

    public var version: UInt8
    public var type: PacketType
    /// Octets of the packet, header included; a digest and a data block for link-local signaling are not counted.
    public var length: UInt16
    public var routerID: RouterID
    public var areaID: AreaID
    public var checksum: UInt16
    public var authentication: Authentication

    public init(
        type: PacketType, length: UInt16 = 24, routerID: RouterID, areaID: AreaID, checksum: UInt16 = 0,
        authentication: Authentication = .null()
    ) {
        version = 2
        self.type = type
        self.length = length
        self.routerID = routerID
        self.areaID = areaID
        self.checksum = checksum
        self.authentication = authentication
    }

    /// Reads a header, whatever its version says.
    public init(reading octets: inout OctetReader) throws(DecodeError) {
        version = try octets.uint8("Version #")
        type = PacketType(rawValue: try octets.uint8("Type"))
        length = try octets.uint16("Packet length")
        routerID = try octets.routerID("Router ID")
        areaID = AreaID(bits: try octets.uint32("Area ID"))
        checksum = try octets.uint16("Checksum")
        let kind = try octets.uint16("AuType")
        let high = try octets.uint32("Authentication")
        authentication = Authentication(
            type: kind, data: UInt64(high) << 32 | UInt64(try octets.uint32("Authentication")))
    }

    func encode(into octets: inout [UInt8]) {
        octets.append(version)
        octets.append(type.rawValue)
        octets.append(length)
        octets.append(routerID)
        octets.append(areaID.bits)
        octets.append(checksum)
        octets.append(authentication.type)
        let data = authentication.data
        octets.append(UInt32(truncatingIfNeeded: data >> 32))
        octets.append(UInt32(truncatingIfNeeded: data))
    }
}

/// The type of an OSPF packet: any octet, of which five have names (RFC 2328 §4.3).
public struct PacketType: RawRepresentable, Hashable, Comparable, Sendable, CaseIterable {
    public let rawValue: UInt8
    // Computed, so that other modules compare with a number and not with a global.
    @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

    @inlinable public static var hello: PacketType { PacketType(rawValue: 1) }
    @inlinable public static var databaseDescription: PacketType { PacketType(rawValue: 2) }
    @inlinable public static var linkStateRequest: PacketType { PacketType(rawValue: 3) }
    @inlinable public static var linkStateUpdate: PacketType { PacketType(rawValue: 4) }
    @inlinable public static var linkStateAcknowledgment: PacketType { PacketType(rawValue: 5) }

    /// Those that have names.
    public static var allCases: [PacketType] { (1...5).map { PacketType(rawValue: $0) } }

    @inlinable public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
    @inlinable public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension PacketType: CustomStringConvertible {
    public var description: String {
        switch self {
        case .hello: "Hello"
        case .databaseDescription: "Database Description"
        case .linkStateRequest: "Link State Request"
        case .linkStateUpdate: "Link State Update"
        case .linkStateAcknowledgment: "Link State Acknowledgment"
        default: "packet type \(rawValue)"
        }
    }
}
