/// The Internet checksum of `octets` (RFC 1071): the one's complement of their one's complement sum.
///
/// An odd last octet counts as the high half of a 16-bit word. Octets that hold their own checksum give 0.
/// - Complexity: O(n), 64 bits at a time; the sum is folded once at the end.
public func internetChecksum(_ octets: RawSpan) -> UInt16 {
    ~foldedOnesComplement(onesComplementSum(octets))
}

/// The Internet checksum of an array.
public func internetChecksum(_ octets: [UInt8]) -> UInt16 { internetChecksum(octets.span.bytes) }

/// The checksum of an OSPF packet with null or simple authentication: everything except the 64-bit authentication
/// field, which is octets 16 to 23 (RFC 2328 §A.3.1, §D.4.1 (2), §D.4.2 (2)).
///
/// - Parameter packet: the packet, as long as its length field says, with the checksum field as it is. A packet that
///   holds its own checksum gives 0; one with a zero field gives the value for the field.
public func packetChecksum(_ packet: RawSpan) -> UInt16 {
    guard packet.byteCount > 24 else { return internetChecksum(packet.extracting(first: 16)) }
    let header = onesComplementSum(packet.extracting(0..<16))
    let body = onesComplementSum(packet.extracting(24..<packet.byteCount))
    return ~foldedOnesComplement(header &+ body)
}

/// The checksum of an OSPF packet in an array.
public func packetChecksum(_ packet: [UInt8]) -> UInt16 { packetChecksum(packet.span.bytes) }

/// The Fletcher checksum for an LSA: `lsa` from its age field to its end, the age skipped and the checksum field
/// taken as zero (RFC 2328 §12.1.7; RFC 905 Annex B).
///
/// - Returns: the value for the LS checksum field; 0 where `lsa` is shorter than a header.
/// - Complexity: O(n); the sums are reduced once, which 65,535 octets cannot overflow.
public func lsaChecksum(_ lsa: Span<UInt8>) -> UInt16 {
    guard lsa.count >= LSAHeader.size else { return 0 }
    // What the checksum's octets, which lie 14 and 15 after the age, add to the sums is taken off again.
    var sums = fletcherSums(lsa.bytes)
    let count = UInt64(lsa.count - 2)
    sums.remove(UInt64(lsa[16]), weight: count - 14)
    sums.remove(UInt64(lsa[17]), weight: count - 15)
    return sums.lsaChecksum(octets: lsa.count - 2)
}

/// The Fletcher checksum for an LSA in an array.
public func lsaChecksum(_ lsa: [UInt8]) -> UInt16 { lsaChecksum(lsa.span) }

/// Whether the LSA in `lsa`, from its age field to its end, carries a valid checksum (RFC 2328 §13 (1)).
///
/// A zero field is never valid: the algorithm cannot produce it (RFC 905 Annex B).
public func isLSAChecksumValid(_ lsa: RawSpan) -> Bool {
    guard lsa.byteCount >= LSAHeader.size else { return false }
    guard lsa.unsafeLoadUnaligned(fromByteOffset: 16, as: UInt16.self) != 0 else { return false }
    return fletcherSums(lsa).isZero
}

/// Whether the LSA in an array carries a valid checksum.
public func isLSAChecksumValid(_ lsa: [UInt8]) -> Bool { isLSAChecksumValid(lsa.span.bytes) }

/// Both Fletcher sums of an LSA, not reduced: 65,535 octets cannot overflow them.
///
/// The weight of an octet is its distance from the end, which is what adding the running sum at each octet comes to, without
/// the chain of dependent additions.
public struct FletcherSums: Sendable {
    @usableFromInline var plain: UInt64 = 0
    @usableFromInline var weighted: UInt64 = 0
    /// The weight of the next octet.
    @usableFromInline var weight: UInt64

    /// - Parameter count: how many octets will be added.
    @inlinable public init(ofOctets count: Int) { weight = UInt64(count) }

    @inlinable public mutating func add(octet: UInt8) {
        plain &+= UInt64(octet)
        weighted &+= weight &* UInt64(octet)
        weight &-= 1
    }

    /// Adds four octets in network order.
    @inlinable public mutating func add(word: UInt32) {
        add(octet: UInt8(truncatingIfNeeded: word >> 24))
        add(octet: UInt8(truncatingIfNeeded: word >> 16))
        add(octet: UInt8(truncatingIfNeeded: word >> 8))
        add(octet: UInt8(truncatingIfNeeded: word))
    }

    fileprivate mutating func remove(_ octet: UInt64, weight: UInt64) {
        plain -= octet
        weighted -= octet * weight
    }

    fileprivate var isZero: Bool { plain % 255 == 0 && weighted % 255 == 0 }

    /// The value of the LS checksum field that makes both sums zero; its octets count as zero so far (RFC 905 Annex B).
    ///
    /// - Parameter count: how many octets were added: those of an LSA without its age.
    public func lsaChecksum(octets count: Int) -> UInt16 {
        let (first, second) = (Int(plain % 255), Int(weighted % 255))
        var x = ((count - 15) * first - second) % 255
        if x <= 0 { x += 255 }
        var y = 510 - first - x
        if y > 255 { y -= 255 }
        return UInt16(x << 8 | y)
    }
}

@inline(__always)
private func fletcherSums(_ lsa: RawSpan) -> FletcherSums {
    lsa.withUnsafeBytes { octets in
        var sums = FletcherSums(ofOctets: octets.count &- 2)
        var position = 2
        while position < octets.count {
            sums.add(octet: octets[position])
            position &+= 1
        }
        return sums
    }
}

/// The sum of 32-bit words in network order; 65,535 octets cannot overflow 64 bits.
@inline(__always)
private func onesComplementSum(_ octets: RawSpan) -> UInt64 {
    var sum: UInt64 = 0
    var position = 0
    let count = octets.byteCount
    while position &+ 4 <= count {
        sum &+= UInt64(UInt32(bigEndian: octets.unsafeLoadUnaligned(fromByteOffset: position, as: UInt32.self)))
        position &+= 4
    }
    if position &+ 2 <= count {
        sum &+= UInt64(UInt16(bigEndian: octets.unsafeLoadUnaligned(fromByteOffset: position, as: UInt16.self)))
        position &+= 2
    }
    if position < count {
        sum &+= UInt64(octets.unsafeLoad(fromByteOffset: position, as: UInt8.self)) << 8
    }
    return sum
}

private func foldedOnesComplement(_ sum: UInt64) -> UInt16 {
    var sum = sum
    while sum > 0xFFFF { sum = (sum & 0xFFFF) &+ (sum >> 16) }
    return UInt16(sum)
}
