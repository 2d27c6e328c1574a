import NetworkPrimitives

/// What is read of an OSPFv3 packet: its header and the headers of its LSAs (RFC 5340 §A.3, §A.4.2). Bodies are not decoded.
public struct OSPFv3Packet: Hashable, Sendable {
    public let type: PacketType
    public let routerID: RouterID
    public let areaID: AreaID
    public let instanceID: UInt8
    /// Of updates, descriptions and acknowledgments, up to the first that cannot be read.
    public let lsaHeaders: [OSPFv3LSAHeader]
    /// Why not all LSA headers could be read; its offset counts from the first octet of the packet.
    public let error: DecodeError?

    /// Octets of the packet header.
    public static let headerSize = 16

    /// Reads a packet.
    ///
    /// - Parameter octets: from the first octet of the packet on; what follows the packet is left alone.
    /// - Throws: where the header itself makes no sense.
    public init(decoding octets: [UInt8]) throws(DecodeError) {
        var reader = OctetReader(octets)
        let version = try reader.uint8("version")
        guard version == 3 else {
            throw DecodeError(field: "version", offset: 0, reason: .unsupportedVersion(version))
        }
        type = PacketType(rawValue: try reader.uint8("type"))
        let length = Int(try reader.uint16("packet length"))
        guard length >= Self.headerSize else {
            throw DecodeError(field: "packet length", offset: 2, reason: .invalidLength(length))
        }
        guard length <= octets.count else {
            throw DecodeError(
                field: "packet", offset: 0, reason: .truncated(needed: length, available: octets.count))
        }
        routerID = RouterID(bits: try reader.uint32("Router ID"))
        areaID = AreaID(bits: try reader.uint32("Area ID"))
        _ = try reader.uint16("checksum")
        instanceID = try reader.uint8("Instance ID")
        var headers: [OSPFv3LSAHeader] = []
        var problem: DecodeError?
        do {
            try Self.read(type, Array(octets[..<length]), into: &headers)
        } catch {
            problem = error
        }
        (lsaHeaders, error) = (headers, problem)
    }

    private static func read(
        _ type: PacketType, _ packet: [UInt8], into headers: inout [OSPFv3LSAHeader]
    ) throws(DecodeError) {
        var reader = OctetReader(packet)
        _ = try reader.slice(headerSize, "header")
        switch type {
        case .databaseDescription:
            _ = try reader.slice(12, "database description")
            while reader.remaining > 0 { headers.append(try OSPFv3LSAHeader(reading: &reader)) }
        case .linkStateAcknowledgment:
            while reader.remaining > 0 { headers.append(try OSPFv3LSAHeader(reading: &reader)) }
        case .linkStateUpdate:
            let count = try reader.uint32("number of LSAs")
            for _ in 0..<count {
                let start = reader.offset
                let header = try OSPFv3LSAHeader(reading: &reader)
                let body = Int(header.length) - OSPFv3LSAHeader.size
                guard body >= 0, body <= reader.remaining else {
                    throw DecodeError(
                        field: "LSA length", offset: start + 18, reason: .invalidLength(Int(header.length)))
                }
                _ = try reader.slice(body, "LSA")
                headers.append(header)
            }
        default: break
        }
    }
}

/// The header of an OSPFv3 LSA (RFC 5340 §A.4.2).
public struct OSPFv3LSAHeader: Hashable, Sendable {
    /// Octets of the header.
    public static let size = 20

    /// Seconds since origination, the low 15 bits of the field.
    public let age: UInt16
    public let type: OSPFv3LSType
    /// A number that the originator chose; no address, unlike in OSPFv2.
    public let linkStateID: UInt32
    public let advertisingRouter: RouterID
    public let sequenceNumber: Int32
    public let checksum: UInt16
    /// Octets with the header.
    public let length: UInt16

    init(reading octets: inout OctetReader) throws(DecodeError) {
        age = try octets.uint16("LS age") & 0x7FFF
        type = OSPFv3LSType(rawValue: try octets.uint16("LS type"))
        linkStateID = try octets.uint32("Link State ID")
        advertisingRouter = RouterID(bits: try octets.uint32("Advertising Router"))
        sequenceNumber = Int32(bitPattern: try octets.uint32("LS sequence number"))
        checksum = try octets.uint16("LS checksum")
        length = try octets.uint16("length")
    }
}

/// What an OSPFv3 LSA describes, and how far it is flooded (RFC 5340 §A.4.2.1).
public struct OSPFv3LSType: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible {
    public let rawValue: UInt16

    public init(rawValue: UInt16) { self.rawValue = rawValue }

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    /// Whether such LSAs are flooded through the whole autonomous system.
    public var hasASScope: Bool { rawValue & 0x6000 == 0x4000 }

    public var description: String {
        switch rawValue & 0x1FFF {
        case 1: "router-LSA"
        case 2: "network-LSA"
        case 3: "inter-area-prefix-LSA"
        case 4: "inter-area-router-LSA"
        case 5: "AS-external-LSA"
        case 7: "NSSA-LSA"
        case 8: "link-LSA"
        case 9: "intra-area-prefix-LSA"
        default: "LSA of type 0x" + String(rawValue, radix: 16)
        }
    }
}
