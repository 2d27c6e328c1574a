import NetworkPrimitives

/// One instance of a link state advertisement: its header and the octets after it (RFC 2328 §A.4).
///
/// The body stays octets, so that what came from the wire goes back to it unchanged; ``decodedBody()`` reads it.
public struct LSA: Hashable, Sendable {
    public var header: LSAHeader
    /// Everything after the 20 octets of the header.
    public var body: [UInt8]

    /// Keeps both as they are; length and checksum are not looked at.
    public init(header: LSAHeader, body: [UInt8]) {
        self.header = header
        self.body = body
    }

    /// Makes an instance to originate: length and checksum are computed.
    /// - Precondition: the encoded body has at most 65,515 octets.
    public init(
        age: UInt16 = 0, options: UInt8, type: LSType, linkStateID: IPv4Address, advertisingRouter: RouterID,
        sequenceNumber: Int32, body: LSABody
    ) {
        self.body = body.encoded()
        precondition(self.body.count <= Int(UInt16.max) - LSAHeader.size, "an LSA has at most 65,535 octets")
        header = LSAHeader(
            age: age, options: options, type: type, linkStateID: linkStateID, advertisingRouter: advertisingRouter,
            sequenceNumber: sequenceNumber, length: UInt16(LSAHeader.size + self.body.count))
        header.checksum = lsaChecksum(encoded())
    }

    /// Reads a header and as many octets after it as its length field says.
    public init(reading octets: inout OctetReader) throws(DecodeError) {
        let start = octets.offset
        header = try LSAHeader(reading: &octets)
        guard header.length >= LSAHeader.size, Int(header.length) - LSAHeader.size <= octets.remaining else {
            throw DecodeError(field: "LS length", offset: start + 18, reason: .invalidLength(Int(header.length)))
        }
        body = try octets.octets(Int(header.length) - LSAHeader.size, "\(header.type)")
    }

    /// The LSA as it goes on the wire.
    public func encoded() -> [UInt8] {
        var octets: [UInt8] = []
        octets.reserveCapacity(LSAHeader.size + body.count)
        encode(into: &octets)
        return octets
    }

    /// Appends the LSA.
    public func encode(into octets: inout [UInt8]) {
        header.encode(into: &octets)
        octets += body
    }

    /// Whether the LS checksum is right (RFC 2328 §13 (1)).
    public var isChecksumValid: Bool { isLSAChecksumValid(encoded()) }

    /// Reads the body as its LS type says.
    /// - Throws: offsets count from the first octet of the body.
    public func decodedBody() throws(DecodeError) -> LSABody {
        try LSABody(decoding: body, type: header.type, linkStateID: header.linkStateID)
    }
}
