import NetworkPrimitives
import OSPFWire

/// How packets on an interface are authenticated (RFC 2328 Appendix D, RFC 5709, RFC 7474).
public struct InterfaceAuthentication: Hashable, Sendable {
    public enum Kind: UInt8, Hashable, Sendable {
        /// The raw values are those of the AuType field (RFC 2328 §D.1 and §D.2).
        case null, simple
        /// A digest with a sequence number of 32 bits (RFC 2328 §D.3, RFC 5709).
        case cryptographic
        /// A digest with a sequence number of 64 bits that covers the source address (RFC 7474).
        case extended
    }

    public var kind: Kind
    /// At least one unless the kind is `null`; of a simple password the first alone counts.
    public var keys: [AuthenticationKey]

    public init(_ kind: Kind, keys: [AuthenticationKey]) {
        self.kind = kind
        self.keys = keys
    }

    public static let null = InterfaceAuthentication(.null, keys: [])
}

/// A shared secret and the times at which it is used (RFC 2328 §D.3, RFC 5709 §3.2). A chain of several makes a
/// rollover possible (RFC 5709 §3.5).
public struct AuthenticationKey: Hashable, Sendable {
    /// `0...255`, except with RFC 7474.
    public var keyID: UInt32
    /// Means nothing for a simple password.
    public var algorithm: CryptographicAlgorithm
    /// Octets of any length.
    public var key: [UInt8]
    public var sendLifetime: KeyLifetime
    public var acceptLifetime: KeyLifetime

    public init(
        keyID: UInt32, algorithm: CryptographicAlgorithm = .keyedMD5, key: [UInt8],
        sendLifetime: KeyLifetime = .always, acceptLifetime: KeyLifetime = .always
    ) {
        self.keyID = keyID
        self.algorithm = algorithm
        self.key = key
        self.sendLifetime = sendLifetime
        self.acceptLifetime = acceptLifetime
    }
}

/// From when until when a key is used, on the clock of the timeline; before the timeline starts, its start counts.
public struct KeyLifetime: Hashable, Sendable {
    /// `nil`: ever since.
    public var start: Duration?
    /// The first moment at which it is no longer used; `nil`: none.
    public var end: Duration?

    public init(start: Duration? = nil, end: Duration? = nil) {
        self.start = start
        self.end = end
    }

    public static let always = KeyLifetime()

    func contains(_ time: Duration) -> Bool {
        (start.map { $0 <= time } ?? true) && (end.map { time < $0 } ?? true)
    }
}

extension AuthenticationKey {
    /// What `type` of a scenario file may say of an algorithm.
    public static let algorithms = CryptographicAlgorithm.allCases
}

extension InterfaceAuthentication {
    /// The position of the key to send with, to one neighbor or to a group (RFC 7474 §4.1 and §4.2): among those that
    /// are in force the one that came into force last, and the last of several. Where none is, the one that ended last
    /// goes on, rather than that packets go out unauthenticated (RFC 2328 §D.3).
    /// - Returns: and whether it has expired.
    func sendingKey(at time: Duration) -> (position: Int, isExpired: Bool) {
        guard kind != .simple else { return (0, false) }
        var best: Int?
        for (position, key) in keys.enumerated() where key.sendLifetime.contains(time) {
            guard let current = best else {
                best = position
                continue
            }
            if Self.starts(keys[current].sendLifetime, notAfter: key.sendLifetime) { best = position }
        }
        if let best { return (best, false) }
        return (Self.lastToEnd(keys.map(\.sendLifetime)), true)
    }

    /// Whether packets with this key are accepted now; the key that ended last where none is in force.
    func accepts(_ position: Int, at time: Duration) -> Bool {
        let lifetimes = keys.map(\.acceptLifetime)
        if lifetimes[position].contains(time) { return true }
        return !lifetimes.contains { $0.contains(time) } && position == Self.lastToEnd(lifetimes)
    }

    private static func starts(_ left: KeyLifetime, notAfter right: KeyLifetime) -> Bool {
        guard let start = left.start else { return true }
        return right.start.map { start <= $0 } ?? false
    }

    private static func lastToEnd(_ lifetimes: [KeyLifetime]) -> Int {
        var last = 0
        for (position, lifetime) in lifetimes.enumerated() {
            guard let end = lifetime.end, let best = lifetimes[last].end else { continue }
            if end >= best { last = position }
        }
        return last
    }
}

extension InterfaceAuthentication {
    /// Whether there is a key by which the two can ever accept each other's packets.
    public func canVerify(_ other: InterfaceAuthentication) -> Bool {
        guard kind == other.kind else { return false }
        guard kind != .null else { return true }
        return keys.contains { key in
            other.keys.contains {
                (kind == .simple || $0.keyID == key.keyID)
                    && AuthenticationSecret($0, kind) == AuthenticationSecret(key, kind)
            }
        }
    }
}
