/// An IPv4 address: 32 bits, kept in host order.
public struct IPv4Address: Hashable, Comparable, Sendable {
    public let bits: UInt32

    @inlinable public init(bits: UInt32) { self.bits = bits }

    /// Reads dotted-quad text such as `192.0.2.1`: four decimal numbers `0...255`, nothing else.
    public init?(_ text: some StringProtocol) {
        guard let bits = parseDottedQuad(text) else { return nil }
        self.bits = bits
    }

    /// The unspecified address `0.0.0.0`, which OSPF uses for "none".
    public static let unspecified = IPv4Address(bits: 0)
    /// `224.0.0.5`, every OSPF router on a segment (RFC 2328 §A.1).
    public static let allSPFRouters = IPv4Address(bits: 0xE000_0005)
    /// `224.0.0.6`, the Designated Router and its backup (RFC 2328 §A.1).
    public static let allDRouters = IPv4Address(bits: 0xE000_0006)

    @inlinable public static func < (left: Self, right: Self) -> Bool { left.bits < right.bits }
}

extension IPv4Address: CustomStringConvertible {
    public var description: String { dottedQuad(bits) }
}

/// A Router ID: 32 bits that name an OSPF router in its autonomous system (RFC 2328 §1.2).
public struct RouterID: Hashable, Comparable, Sendable {
    public let bits: UInt32

    @inlinable public init(bits: UInt32) { self.bits = bits }

    /// Reads dotted-quad text such as `10.0.0.1`.
    public init?(_ text: some StringProtocol) {
        guard let bits = parseDottedQuad(text) else { return nil }
        self.bits = bits
    }

    /// The value `0.0.0.0`, which no router may have.
    public static let none = RouterID(bits: 0)

    @inlinable public static func < (left: Self, right: Self) -> Bool { left.bits < right.bits }
}

extension RouterID: CustomStringConvertible {
    public var description: String { dottedQuad(bits) }
}

/// An Area ID: 32 bits; the backbone is `0.0.0.0` (RFC 2328 §3).
public struct AreaID: Hashable, Comparable, Sendable {
    public let bits: UInt32

    @inlinable public init(bits: UInt32) { self.bits = bits }

    /// Reads an area as people write it: a dotted quad (`0.0.0.1`) or one decimal number (`1`).
    public init?(_ text: some StringProtocol) {
        if let number = UInt32(text) {
            bits = number
        } else if let quad = parseDottedQuad(text) {
            bits = quad
        } else {
            return nil
        }
    }

    public static let backbone = AreaID(bits: 0)

    @inlinable public static func < (left: Self, right: Self) -> Bool { left.bits < right.bits }
}

extension AreaID: CustomStringConvertible {
    public var description: String { dottedQuad(bits) }
}

func dottedQuad(_ bits: UInt32) -> String {
    "\(bits >> 24).\(bits >> 16 & 0xFF).\(bits >> 8 & 0xFF).\(bits & 0xFF)"
}

func parseDottedQuad(_ text: some StringProtocol) -> UInt32? {
    var bits: UInt32 = 0
    var octet: UInt32 = 0
    var digits = 0
    var dots = 0
    for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            octet = octet * 10 + UInt32(byte - UInt8(ascii: "0"))
            digits += 1
            guard digits <= 3, octet <= 255 else { return nil }
        case UInt8(ascii: "."):
            guard digits > 0, dots < 3 else { return nil }
            bits = bits << 8 | octet
            (octet, digits, dots) = (0, 0, dots + 1)
        default:
            return nil
        }
    }
    guard dots == 3, digits > 0 else { return nil }
    return bits << 8 | octet
}
