import Crypto
import NetworkPrimitives
import OSPFWire

/// The digests of cryptographic authentication: made for captures of the emulator, compared for captures of others.
public enum MessageDigest {
    /// How a key is brought to the length that an HMAC takes; the two differ for keys longer than the digest.
    public enum KeyPreparation: Sendable, CaseIterable {
        /// Hashed where it is longer than the digest (RFC 5709 §3.3 (1)).
        case rfc5709
        /// Hashed where it is longer than the hash function's block (RFC 2104 §2).
        case rfc2104
    }

    /// - Parameters:
    ///   - covered: the packet, and for RFC 7474 the eight octets of sequence number after it.
    ///   - key: the secret as it is configured, of any length.
    ///   - source: of the IP datagram; RFC 7474 alone asks for it.
    public static func of(
        _ covered: [UInt8], _ algorithm: CryptographicAlgorithm, _ trailer: AuthenticationTrailer, key: [UInt8],
        source: IPv4Address, preparation: KeyPreparation = .rfc5709
    ) -> [UInt8] {
        let apad = trailer.apad(length: algorithm.digestLength, source: source)
        let key = trailer.key(key)
        switch algorithm {
        case .keyedMD5: return keyedMD5(covered, key)
        case .hmacSHA1: return keyed(Insecure.SHA1.self, covered + apad, key, preparation)
        case .hmacSHA256: return keyed(SHA256.self, covered + apad, key, preparation)
        case .hmacSHA384: return keyed(SHA384.self, covered + apad, key, preparation)
        case .hmacSHA512: return keyed(SHA512.self, covered + apad, key, preparation)
        }
    }

    /// The packet and then the key, padded or cut to 16 octets (RFC 2328 §D.4.3 (6)(a), (b) and (c)).
    private static func keyedMD5(_ packet: [UInt8], _ key: [UInt8]) -> [UInt8] {
        let padded = (key + [UInt8](repeating: 0, count: 16)).prefix(16)
        return Array(Insecure.MD5.hash(data: packet + padded))
    }

    /// RFC 5709 §3.3 (1), (2) and (3). Zeros at the end of a key that is shorter than a block change nothing, so that
    /// HMAC itself pads it.
    private static func keyed<Hash: HashFunction>(
        _: Hash.Type, _ text: [UInt8], _ key: [UInt8], _ preparation: KeyPreparation
    ) -> [UInt8] {
        let length = preparation == .rfc5709 ? Hash.Digest.byteCount : Hash.blockByteCount
        let short = key.count > length ? Array(Hash.hash(data: key)) : key
        return Array(HMAC<Hash>.authenticationCode(for: text, using: SymmetricKey(data: short)))
    }
}
