/// An IPv4 network: an address whose host bits are zero, and a prefix length `0...32`.
public struct IPv4Prefix: Hashable, Comparable, Sendable {
    public let address: IPv4Address
    public let length: UInt8

    /// Makes the prefix of `length` bits that holds `address`; host bits are cleared.
    /// - Precondition: `length` is at most 32.
    @inlinable public init(_ address: IPv4Address, length: UInt8) {
        precondition(length <= 32, "an IPv4 prefix has at most 32 bits")
        self.address = IPv4Address(bits: address.bits & Self.maskBits(length))
        self.length = length
    }

    /// Makes the prefix that `address` and `mask` describe, or `nil` where the mask's ones are not contiguous.
    @inlinable public init?(_ address: IPv4Address, mask: IPv4Address) {
        let length = (~mask.bits).leadingZeroBitCount
        guard mask.bits == Self.maskBits(UInt8(length)) else { return nil }
        self.init(address, length: UInt8(length))
    }

    /// Reads `192.0.2.0/24`. Host bits that are set make it `nil`: a prefix names a network, not a host.
    public init?(_ text: some StringProtocol) {
        guard let (address, length) = parseAddressWithLength(text) else { return nil }
        self.init(address, length: length)
        guard self.address == address else { return nil }
    }

    /// `0.0.0.0/0`.
    public static let `default` = IPv4Prefix(.unspecified, length: 0)

    /// The network mask, such as `255.255.255.0`.
    @inlinable public var mask: IPv4Address { IPv4Address(bits: Self.maskBits(length)) }

    /// The highest address of the network.
    @inlinable public var lastAddress: IPv4Address { IPv4Address(bits: address.bits | ~Self.maskBits(length)) }

    @inlinable public func contains(_ other: IPv4Address) -> Bool {
        other.bits & Self.maskBits(length) == address.bits
    }

    /// Whether every address of `other` is in this prefix.
    @inlinable public func contains(_ other: IPv4Prefix) -> Bool {
        other.length >= length && contains(other.address)
    }

    /// The address `offset` places after the network address.
    /// - Precondition: the result is still in the network.
    @inlinable public func host(_ offset: UInt32) -> IPv4Address {
        let host = IPv4Address(bits: address.bits &+ offset)
        precondition(contains(host) && host.bits >= address.bits, "no such host in \(self)")
        return host
    }

    /// By address, then by length: the order in which tables are printed.
    @inlinable public static func < (left: Self, right: Self) -> Bool {
        (left.address, left.length) < (right.address, right.length)
    }

    @inlinable static func maskBits(_ length: UInt8) -> UInt32 {
        length == 0 ? 0 : ~UInt32(0) << (32 - UInt32(length))
    }
}

extension IPv4Prefix: CustomStringConvertible {
    public var description: String { "\(address)/\(length)" }
}

/// Reads `ADDRESS/LENGTH` and keeps the host bits, as an interface address has them.
public func parseAddressWithLength(_ text: some StringProtocol) -> (address: IPv4Address, length: UInt8)? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let address = IPv4Address(parts[0]),
        parts[1].utf8.count <= 2, let length = UInt8(parts[1]), length <= 32
    else { return nil }
    return (address, length)
}
