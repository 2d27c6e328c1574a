import NetworkPrimitives
import OSPFWire

/// Shared secrets by key ID, which verify cryptographic authentication (RFC 2328 §D.4.3, RFC 5709 §3.3, RFC 7474).
///
/// A key that is longer than a digest is tried as the RFC prepares it, and as HMAC itself does, which is BIRD's
/// way. The length of a digest determines its algorithm: 16 octets MD5, 20, 32, 48 and 64 octets HMAC-SHA-1,
/// -256, -384 and -512.
public struct AuthenticationKeys: PacketAuthenticator {
    /// One secret.
    public struct Key: Hashable, Sendable {
        public let id: UInt32
        public let secret: [UInt8]
        /// Whose packets it is for; `nil` for those of everybody who has no key of this number for himself.
        public let source: IPv4Address?

        public init(id: UInt32, secret: [UInt8], source: IPv4Address? = nil) {
            self.id = id
            self.secret = secret
            self.source = source
        }
    }

    private let keys: [Key]

    public init(_ keys: [Key]) { self.keys = keys }

    /// Secrets by key ID, for any sender.
    public init(_ keys: [UInt32: [UInt8]]) { self.init(keys.map { Key(id: $0.key, secret: $0.value) }) }

    /// The secrets that a packet may be signed with: those for its sender before those for everybody.
    private func secrets(_ id: UInt32, from source: IPv4Address) -> [[UInt8]] {
        let known = keys.filter { $0.id == id }
        let own = known.filter { $0.source == source }
        return (own.isEmpty ? known.filter { $0.source == nil } : own).map(\.secret)
    }

    public func verdict(on packet: OSPFPacket, octets: [UInt8], source: IPv4Address) -> AuthenticationVerdict {
        let keyID: UInt32
        let trailer: AuthenticationTrailer
        switch packet.header.authentication {
        case .cryptographic(_, let id, _, _): (keyID, trailer) = (UInt32(id), .rfc5709)
        case .extended(_, _, let id): (keyID, trailer) = (id, .rfc7474)
        case .null, .simple, .unknown: return .notChecked
        }
        let secrets = secrets(keyID, from: source)
        guard !secrets.isEmpty else { return .keyUnknown }
        let sequenceLength = trailer == .rfc7474 ? 8 : 0
        guard packet.digest.count >= sequenceLength,
            let algorithm = CryptographicAlgorithm(digestLength: packet.digest.count - sequenceLength)
        else { return .failed }
        let covered = Array(octets.prefix(Int(packet.header.length) + sequenceLength))
        // RFC 2328 §D.5.3 (3)(a) to (c): the digest is calculated anew and compared with the received one.
        let isRight = secrets.contains { secret in
            MessageDigest.KeyPreparation.allCases.contains {
                MessageDigest.of(covered, algorithm, trailer, key: secret, source: source, preparation: $0)
                    .elementsEqual(packet.digest.dropFirst(sequenceLength))
            }
        }
        return isRight ? .verified : .failed
    }
}
