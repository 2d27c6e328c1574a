import NetworkPrimitives

/// Reads fields one after another, in network byte order; every failure names the field.
///
/// For packets one at a time. Bulk reading goes through ``LinkStateUpdateCursor``, which allocates nothing.
public struct OctetReader: Sendable {
    private let octets: [UInt8]
    /// Offset of the next octet, from the first octet of the whole array.
    public private(set) var offset: Int
    /// Offset past the last octet that may be read.
    public private(set) var end: Int

    /// Reads `octets[range]`, or all of it. Offsets in errors count from the first octet of the array.
    /// - Precondition: `range` lies within the array.
    public init(_ octets: [UInt8], range: Range<Int>? = nil) {
        let range = range ?? 0..<octets.count
        precondition(range.lowerBound >= 0 && range.upperBound <= octets.count, "a reader cannot leave its array")
        self.octets = octets
        offset = range.lowerBound
        end = range.upperBound
    }

    public var remaining: Int { end - offset }

    /// Reads one octet.
    public mutating func uint8(_ field: String) throws(DecodeError) -> UInt8 {
        try require(1, for: field)
        defer { offset += 1 }
        return octets[offset]
    }

    /// Reads a 16-bit number.
    public mutating func uint16(_ field: String) throws(DecodeError) -> UInt16 {
        UInt16(try number(of: 2, field))
    }

    /// Reads a 24-bit number, as metrics have them.
    public mutating func uint24(_ field: String) throws(DecodeError) -> UInt32 { try number(of: 3, field) }

    /// Reads a 32-bit number.
    public mutating func uint32(_ field: String) throws(DecodeError) -> UInt32 { try number(of: 4, field) }

    public mutating func address(_ field: String) throws(DecodeError) -> IPv4Address {
        IPv4Address(bits: try number(of: 4, field))
    }

    public mutating func routerID(_ field: String) throws(DecodeError) -> RouterID {
        RouterID(bits: try number(of: 4, field))
    }

    /// Reads `count` octets as they are.
    public mutating func octets(_ count: Int, _ field: String) throws(DecodeError) -> [UInt8] {
        try require(count, for: field)
        defer { offset += count }
        return Array(octets[offset..<offset + count])
    }

    /// Reads everything that is left.
    public mutating func rest() -> [UInt8] {
        defer { offset = end }
        return Array(octets[offset..<end])
    }

    /// A reader of the next `count` octets, which this reader then passes over.
    public mutating func slice(_ count: Int, _ field: String) throws(DecodeError) -> OctetReader {
        try require(count, for: field)
        defer { offset += count }
        return OctetReader(octets, range: offset..<offset + count)
    }

    private mutating func number(of count: Int, _ field: String) throws(DecodeError) -> UInt32 {
        try require(count, for: field)
        var value: UInt32 = 0
        for position in offset..<offset + count { value = value << 8 | UInt32(octets[position]) }
        offset += count
        return value
    }

    private func require(_ count: Int, for field: String) throws(DecodeError) {
        guard count <= remaining else {
            throw DecodeError(
                field: field, offset: offset, reason: .truncated(needed: count, available: remaining))
        }
    }
}
