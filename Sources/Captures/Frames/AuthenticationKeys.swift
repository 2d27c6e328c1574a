import NetworkPrimitives
import OSPFWire

/// Shared secrets by key ID, which verify cryptographic authentication (RFC 2328 §D.4.3, RFC 5709 §3.3, RFC 7474).
///
/// A key that is longer than a digest is tried as the RFC prepares it, and as HMAC itself does, which is BIRD's way.
/// The length of a digest tells its algorithm: 16 octets MD5, 20, 32, 48 and 64 octets HMAC-SHA-1, -256, -384 and -512.
public struct AuthenticationKeys: PacketAuthenticator {
    private let keys: [UInt32: [UInt8]]

    public init(_ keys: [UInt32: [UInt8]]) { self.keys = keys }

    public func verdict(on packet: OSPFPacket, octets: [UInt8], source: IPv4Address) -> AuthenticationVerdict {
        let keyID: UInt32
        let trailer: AuthenticationTrailer
        switch packet.header.authentication {
        case .cryptographic(_, let id, _, _): (keyID, trailer) = (UInt32(id), .rfc5709)
        case .extended(_, _, let id): (keyID, trailer) = (id, .rfc7474)
        case .null, .simple, .unknown: return .notChecked
        }
        guard let key = keys[keyID] else { return .keyUnknown }
        let sequenceLength = trailer == .rfc7474 ? 8 : 0
        guard packet.digest.count >= sequenceLength,
            let algorithm = CryptographicAlgorithm(digestLength: packet.digest.count - sequenceLength)
        else { return .failed }
        let covered = Array(octets.prefix(Int(packet.header.length) + sequenceLength))
        let isRight = MessageDigest.KeyPreparation.allCases.contains {
            MessageDigest.of(covered, algorithm, trailer, key: key, source: source, preparation: $0)
                .elementsEqual(packet.digest.dropFirst(sequenceLength))
        }
        return isRight ? .verified : .failed
    }
}
