import NetworkPrimitives

extension [UInt8] {
    /// Appends in network byte order.
    mutating func append(_ value: UInt16) {
        append(UInt8(value >> 8))
        append(UInt8(truncatingIfNeeded: value))
    }

    mutating func append(_ value: UInt32) {
        append(UInt16(value >> 16))
        append(UInt16(truncatingIfNeeded: value))
    }

    /// Appends the low 24 bits, as metrics are written.
    mutating func append24(_ value: UInt32) {
        append(UInt8(truncatingIfNeeded: value >> 16))
        append(UInt16(truncatingIfNeeded: value))
    }

    mutating func append(_ address: IPv4Address) { append(address.bits) }
    mutating func append(_ router: RouterID) { append(router.bits) }
}
