import Crypto
import OSPFWire

/// Shared secrets by key ID, which verify cryptographic authentication (RFC 2328 §D.4.3, RFC 5709 §3.3).
///
/// The length of a digest tells its algorithm: 16 octets MD5, 20, 32, 48 and 64 octets HMAC-SHA-1, -256, -384 and -512.
public struct AuthenticationKeys: PacketAuthenticator {
    private let keys: [UInt8: [UInt8]]

    public init(_ keys: [UInt8: [UInt8]]) { self.keys = keys }

    public func verdict(on packet: OSPFPacket, octets: [UInt8]) -> AuthenticationVerdict {
        guard case .cryptographic(_, let keyID, let digestLength, _) = packet.header.authentication else {
            return .notChecked
        }
        guard let key = keys[keyID] else { return .keyUnknown }
        let covered = Array(octets.prefix(Int(packet.header.length)))
        let digest: [UInt8]? =
            switch digestLength {
            case 16: Self.keyedMD5(covered, key)
            case 20: Self.keyed(Insecure.SHA1.self, covered, key)
            case 32: Self.keyed(SHA256.self, covered, key)
            case 48: Self.keyed(SHA384.self, covered, key)
            case 64: Self.keyed(SHA512.self, covered, key)
            default: nil
            }
        return digest == packet.digest ? .verified : .failed
    }

    /// The packet and then the key, padded or cut to 16 octets (RFC 2328 §D.4.3).
    private static func keyedMD5(_ packet: [UInt8], _ key: [UInt8]) -> [UInt8] {
        let padded = (key + [UInt8](repeating: 0, count: 16)).prefix(16)
        return Array(Insecure.MD5.hash(data: packet + padded))
    }

    /// HMAC over the packet and Apad, with a key as long as the digest (RFC 5709 §3.3).
    private static func keyed<Hash: HashFunction>(_: Hash.Type, _ packet: [UInt8], _ key: [UInt8]) -> [UInt8] {
        let length = Hash.Digest.byteCount
        let short = key.count > length ? Array(Hash.hash(data: key)) : key
        let padded = short + [UInt8](repeating: 0, count: length - short.count)
        let apad = (0..<length / 4).flatMap { _ in [0x87, 0x8F, 0xE1, 0xF3] as [UInt8] }
        return Array(HMAC<Hash>.authenticationCode(for: packet + apad, using: SymmetricKey(data: padded)))
    }
}
