import NetworkPrimitives
import OSPFWire

/// Reads fields for as long as there are octets. From the first field that cannot be read on, every field is `nil`:
/// what follows a gap cannot be placed.
struct LegibleReader {
    let octets: [UInt8]
    /// Offset of the next octet; only this much is legible once ``isExhausted``.
    private(set) var offset: Int
    let end: Int
    private(set) var isExhausted = false

    init(_ octets: [UInt8], from offset: Int = 0, to end: Int? = nil) {
        self.octets = octets
        self.offset = offset
        self.end = min(end ?? octets.count, octets.count)
    }

    var remaining: Int { isExhausted ? 0 : end - offset }

    /// Whether `count` octets are left; if not, nothing is.
    mutating func require(_ count: Int) -> Bool {
        if !isExhausted, count <= end - offset { return true }
        isExhausted = true
        return false
    }

    mutating func uint8() -> UInt8? { number(1).map { UInt8($0) } }
    mutating func uint16() -> UInt16? { number(2).map { UInt16($0) } }
    mutating func uint24() -> UInt32? { number(3) }
    mutating func uint32() -> UInt32? { number(4) }
    /// A dotted quad.
    mutating func quad() -> String? { number(4).map { IPv4Address(bits: $0).description } }

    private mutating func number(_ count: Int) -> UInt32? {
        guard require(count) else { return nil }
        defer { offset += count }
        return octets[offset..<offset + count].reduce(0) { $0 << 8 | UInt32($1) }
    }
}
