import NetworkPrimitives

/// How the digest behind a packet is made (RFC 2328 §D.4.3, RFC 5709 §3.3).
public enum CryptographicAlgorithm: UInt8, Hashable, Sendable, CaseIterable {
    case keyedMD5, hmacSHA1, hmacSHA256, hmacSHA384, hmacSHA512

    /// Octets of a digest: it determines the algorithm of a captured packet.
    public var digestLength: Int {
        switch self {
        case .keyedMD5: 16
        case .hmacSHA1: 20
        case .hmacSHA256: 32
        case .hmacSHA384: 48
        case .hmacSHA512: 64
        }
    }

    public init?(digestLength: Int) {
        guard let algorithm = Self.allCases.first(where: { $0.digestLength == digestLength }) else { return nil }
        self = algorithm
    }
}

extension CryptographicAlgorithm: CustomStringConvertible {
    /// `md5`, or as RFC 8177 has it, such as `hmac-sha-256`.
    public var description: String {
        switch self {
        case .keyedMD5: "md5"
        case .hmacSHA1: "hmac-sha-1"
        case .hmacSHA256: "hmac-sha-256"
        case .hmacSHA384: "hmac-sha-384"
        case .hmacSHA512: "hmac-sha-512"
        }
    }
}

/// The form of authentication by digest.
public enum AuthenticationTrailer: Hashable, Sendable {
    /// AuType 2: a sequence number of 32 bits in the header (RFC 2328 §D.3, RFC 5709).
    case rfc5709
    /// AuType 3: a sequence number of 64 bits behind the packet, and the source address in the digest (RFC 7474).
    case rfc7474

    /// The two octets that RFC 7474 §6 appends to a key: the Cryptographic Protocol ID of OSPFv2.
    static let protocolID: [UInt8] = [0, 3]

    /// A key as the algorithm's preparation of it takes it.
    public func key(_ key: [UInt8]) -> [UInt8] { self == .rfc7474 ? key + Self.protocolID : key }

    /// What is hashed after the packet in place of the digest (RFC 5709 §3.3): the source address takes the place of the
    /// first four octets where RFC 7474 §5 asks for it.
    public func apad(length: Int, source: IPv4Address) -> [UInt8] {
        let constant: [UInt8] = [0x87, 0x8F, 0xE1, 0xF3]
        var octets = (0..<length).map { constant[$0 % 4] }
        if self == .rfc7474 {
            for (index, shift) in [UInt32(24), 16, 8, 0].enumerated() {
                octets[index] = UInt8(truncatingIfNeeded: source.bits >> shift)
            }
        }
        return octets
    }
}
