/// The authentication type and the 64 bits after it in every packet header (RFC 2328 §D, RFC 5709 §3.1).
public enum Authentication: Hashable, Sendable {
    /// AuType 0 (RFC 2328 §D.1, §D.4.1 (1), §D.5.1). The 64 bits are not examined, and kept so that
    /// they are written back.
    case null(UInt64 = 0)
    /// AuType 1: a password in the clear, as the 64 bits on the wire (RFC 2328 §D.2, §D.4.2 (1), (3)).
    case simple(UInt64)
    /// AuType 2: a digest follows the packet (RFC 2328 §D.3, §D.4.3 (1), (3), (4), (5); RFC 5709).
    case cryptographic(reserved: UInt16 = 0, keyID: UInt8, digestLength: UInt8, sequenceNumber: UInt32)
    /// AuType 3: a sequence number of 64 bits and a digest follow the packet; `dataLength` counts both (RFC 7474 §3).
    case extended(reserved: UInt32 = 0, dataLength: UInt8, keyID: UInt32)
    /// A type that no RFC names here.
    case unknown(type: UInt16, data: UInt64)

    /// The AuType field.
    public var type: UInt16 {
        switch self {
        case .null: 0
        case .simple: 1
        case .cryptographic: 2
        case .extended: 3
        case .unknown(let type, _): type
        }
    }

    init(type: UInt16, data: UInt64) {
        switch type {
        case 0: self = .null(data)
        case 1: self = .simple(data)
        case 2:
            self = .cryptographic(
                reserved: UInt16(truncatingIfNeeded: data >> 48), keyID: UInt8(truncatingIfNeeded: data >> 40),
                digestLength: UInt8(truncatingIfNeeded: data >> 32), sequenceNumber: UInt32(truncatingIfNeeded: data))
        case 3:
            self = .extended(
                reserved: UInt32(truncatingIfNeeded: data >> 40), dataLength: UInt8(truncatingIfNeeded: data >> 32),
                keyID: UInt32(truncatingIfNeeded: data))
        default: self = .unknown(type: type, data: data)
        }
    }

    /// The 64 bits after the AuType.
    public var data: UInt64 {
        switch self {
        case .null(let data), .simple(let data), .unknown(_, let data): data
        case .cryptographic(let reserved, let keyID, let digestLength, let sequenceNumber):
            UInt64(reserved) << 48 | UInt64(keyID) << 40 | UInt64(digestLength) << 32 | UInt64(sequenceNumber)
        case .extended(let reserved, let dataLength, let keyID):
            UInt64(reserved) << 40 | UInt64(dataLength) << 32 | UInt64(keyID)
        }
    }

    /// Octets of the trailer behind the packet: what carries the digest, and its sequence number where that has 64 bits.
    var trailerLength: Int {
        switch self {
        case .cryptographic(_, _, let digestLength, _): Int(digestLength)
        case .extended(_, let dataLength, _): Int(dataLength)
        case .null, .simple, .unknown: 0
        }
    }

    /// Whether a digest takes the place of the packet's checksum, which is then 0 (RFC 2328 §D.4.3 (2)).
    public var hasDigest: Bool { type == 2 || type == 3 }
}
