import NetworkPrimitives

/// What an OSPF packet says, by its type (RFC 2328 §A.3).
public enum PacketBody: Hashable, Sendable {
    case hello(Hello)
    case databaseDescription(DatabaseDescription)
    case linkStateRequest(LinkStateRequest)
    case linkStateUpdate(LinkStateUpdate)
    case linkStateAcknowledgment(LinkStateAcknowledgment)
    case unknown([UInt8])
}

/// One OSPFv2 packet with all that travels behind it in its IP datagram.
///
/// What was decoded encodes to the very same octets.
public struct OSPFPacket: Hashable, Sendable {
    public var header: PacketHeader
    public var body: PacketBody
    /// Octets within the packet's length after the last LSA that a Link State Update counts; normally none.
    public var padding: [UInt8]
    /// The message digest after the packet (RFC 2328 §D.4.3), for AuType 3 with the sequence number before it (RFC 7474
    /// §3); empty unless authentication is cryptographic.
    public var digest: [UInt8]
    /// The data block for link-local signaling with its checksum and length (RFC 5613 §2.2); empty where none follows.
    public var linkLocalSignaling: [UInt8]
    /// Octets of the datagram after all that; normally none.
    public var trailer: [UInt8]

    /// Makes a packet to send: type, length and, unless authentication is cryptographic, checksum are computed.
    /// - Precondition: the packet has at most 65,535 octets.
    public init(
        routerID: RouterID, areaID: AreaID, body: PacketBody, authentication: Authentication = .null(),
        linkLocalSignaling: [UInt8] = []
    ) {
        header = PacketHeader(type: body.type, routerID: routerID, areaID: areaID, authentication: authentication)
        self.body = body
        self.linkLocalSignaling = linkLocalSignaling
        (padding, digest, trailer) = ([], [], [])
        let octets = encoded(checksum: .computed)
        precondition(octets.count - linkLocalSignaling.count <= Int(UInt16.max), "a packet has at most 65,535 octets")
        header.length = UInt16(octets.count - linkLocalSignaling.count)
        header.checksum = UInt16(octets[12]) << 8 | UInt16(octets[13])
    }
}

extension PacketBody {
    /// The Type field that goes with the body; 0 for octets of unknown meaning.
    public var type: PacketType {
        switch self {
        case .hello: .hello
        case .databaseDescription: .databaseDescription
        case .linkStateRequest: .linkStateRequest
        case .linkStateUpdate: .linkStateUpdate
        case .linkStateAcknowledgment: .linkStateAcknowledgment
        case .unknown: PacketType(rawValue: 0)
        }
    }
}

// MARK: - Decoding

extension OSPFPacket {
    /// Reads the payload of an IP datagram of protocol 89.
    ///
    /// - Parameter octets: the packet with all that follows it in the datagram.
    /// - Throws: for any version but 2, and where lengths and counts contradict each other. Checksums are not looked
    ///   at. Offsets count from the first octet of the packet.
    public init(decoding octets: [UInt8]) throws(DecodeError) {
        var whole = OctetReader(octets)
        header = try PacketHeader(reading: &whole)
        guard header.version == 2 else {
            throw DecodeError(field: "Version #", offset: 0, reason: .unsupportedVersion(header.version))
        }
        let length = Int(header.length)
        guard length >= PacketHeader.size else {
            throw DecodeError(field: "Packet length", offset: 2, reason: .invalidLength(length))
        }
        guard length <= octets.count else {
            throw DecodeError(
                field: "\(header.type)", offset: 2, reason: .truncated(needed: length, available: octets.count))
        }
        var reader = OctetReader(octets, range: PacketHeader.size..<length)
        body = try PacketBody(reading: &reader, type: header.type)
        padding = reader.rest()
        var after = OctetReader(octets, range: length..<octets.count)
        digest = []
        if header.authentication.hasDigest {
            digest = try after.octets(header.authentication.trailerLength, "Message digest")
        }
        linkLocalSignaling = try Self.linkLocalSignaling(after: &after, options: body.options)
        trailer = after.rest()
    }

    /// The block that bit L announces: two octets of checksum, two of length in 32-bit words (RFC 5613 §2.2).
    private static func linkLocalSignaling(
        after octets: inout OctetReader, options: Options
    ) throws(DecodeError) -> [UInt8] {
        guard options.contains(.linkLocalSignaling) else { return [] }
        var ahead = octets
        _ = try ahead.uint16("LLS checksum")
        let lengthOffset = ahead.offset
        let length = Int(try ahead.uint16("LLS data length")) * 4
        guard length >= 4 else {
            throw DecodeError(field: "LLS data length", offset: lengthOffset, reason: .invalidLength(length))
        }
        return try octets.octets(length, "LLS data block")
    }
}

extension PacketBody {
    init(reading octets: inout OctetReader, type: PacketType) throws(DecodeError) {
        switch type {
        case .hello: self = .hello(try Hello(reading: &octets))
        case .databaseDescription: self = .databaseDescription(try DatabaseDescription(reading: &octets))
        case .linkStateRequest: self = .linkStateRequest(try LinkStateRequest(reading: &octets))
        case .linkStateUpdate: self = .linkStateUpdate(try LinkStateUpdate(reading: &octets))
        case .linkStateAcknowledgment: self = .linkStateAcknowledgment(try LinkStateAcknowledgment(reading: &octets))
        default: self = .unknown(octets.rest())
        }
    }

    /// The Options field, which only these two types have.
    var options: Options {
        switch self {
        case .hello(let hello): hello.options
        case .databaseDescription(let description): description.options
        default: []
        }
    }
}

// MARK: - Encoding

extension OSPFPacket {
    /// Where the length and checksum fields come from.
    public enum ChecksumSource: Sendable {
        /// From the header as it stands.
        case header
        /// Counted and computed again; the checksum is 0 for cryptographic authentication (RFC 2328 §D.4.3).
        case computed
    }

    /// The payload for an IP datagram.
    public func encoded(checksum source: ChecksumSource = .header) -> [UInt8] {
        var octets: [UInt8] = []
        octets.reserveCapacity(max(64, Int(header.length) + digest.count + linkLocalSignaling.count))
        header.encode(into: &octets)
        body.encode(into: &octets)
        octets += padding
        if source == .computed { fillLengthAndChecksum(of: &octets) }
        return octets + digest + linkLocalSignaling + trailer
    }

    private func fillLengthAndChecksum(of octets: inout [UInt8]) {
        let length = UInt16(truncatingIfNeeded: octets.count)
        (octets[2], octets[3]) = (UInt8(length >> 8), UInt8(truncatingIfNeeded: length))
        (octets[12], octets[13]) = (0, 0)
        guard !header.authentication.hasDigest else { return }
        let checksum = packetChecksum(octets.span.bytes)
        (octets[12], octets[13]) = (UInt8(checksum >> 8), UInt8(truncatingIfNeeded: checksum))
    }
}

extension PacketBody {
    func encode(into octets: inout [UInt8]) {
        switch self {
        case .hello(let body): body.encode(into: &octets)
        case .databaseDescription(let body): body.encode(into: &octets)
        case .linkStateRequest(let body): body.encode(into: &octets)
        case .linkStateUpdate(let body): body.encode(into: &octets)
        case .linkStateAcknowledgment(let body): body.encode(into: &octets)
        case .unknown(let body): octets += body
        }
    }
}
