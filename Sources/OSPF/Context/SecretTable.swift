import OSPFWire

/// What a packet is signed with, as far as the digest depends on it: equal secrets make equal digests of equal packets.
public struct AuthenticationSecret: Hashable, Sendable {
    public let kind: InterfaceAuthentication.Kind
    public let algorithm: CryptographicAlgorithm
    /// As the algorithm prepares it: cut where it cuts, and without the zeros that it would pad with.
    public let key: [UInt8]

    init(_ key: AuthenticationKey, _ kind: InterfaceAuthentication.Kind) {
        self.kind = kind
        // A simple password has no algorithm.
        algorithm = kind == .simple ? .keyedMD5 : key.algorithm
        var octets = key.key
        if kind == .simple { octets = Array(octets.prefix(8)) }
        // RFC 7474 appends to the key before it is prepared, so that zeros at its end are not padding.
        if kind != .extended {
            if algorithm == .keyedMD5 { octets = Array(octets.prefix(16)) }
            if octets.count <= algorithm.digestLength { while octets.last == 0 { octets.removeLast() } }
        }
        self.key = octets
    }
}

/// The secrets of a network by number: packets carry the number, and equal numbers are equal secrets.
struct SecretTable: Sendable {
    private(set) var secrets: [AuthenticationSecret] = []
    /// Looked up only.
    private var numbers: [AuthenticationSecret: UInt32] = [:]

    mutating func number(of secret: AuthenticationSecret) -> UInt32 {
        if let number = numbers[secret] { return number }
        numbers[secret] = UInt32(secrets.count)
        secrets.append(secret)
        return UInt32(secrets.count - 1)
    }

    subscript(number: UInt32) -> AuthenticationSecret { secrets[Int(number)] }
}

/// What authenticates a packet inside the emulator: in place of the digest, the number of the secret that makes it.
public struct PacketSignature: Hashable, Sendable {
    /// The AuType field.
    public var kind = InterfaceAuthentication.Kind.null
    public var keyID: UInt32 = 0
    /// In `RouterContext.secrets`.
    var secret: UInt32 = 0
    /// 32 bits of it for AuType 2.
    public var sequenceNumber: UInt64 = 0
}
