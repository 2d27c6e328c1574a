import NetworkPrimitives
import Testing

@testable import OSPFWire

@Suite("RFC 1071 The Internet checksum") struct InternetChecksumTests {
    @Test func `The example of RFC 1071 §3`() {
        #expect(internetChecksum([0x00, 0x01, 0xF2, 0x03, 0xF4, 0xF5, 0xF6, 0xF7]) == ~(0xDDF2 as UInt16))
    }

    @Test func `An odd last octet is the high half of a word`() {
        #expect(internetChecksum([0x12]) == ~(0x1200 as UInt16))
        #expect(internetChecksum([0x12, 0x34, 0x56]) == ~(0x1234 + 0x5600 as UInt16))
    }

    @Test func `Nothing sums to all ones`() { #expect(internetChecksum([]) == 0xFFFF) }

    @Test func `Agrees with the sum of 16-bit words at every length`() {
        var dice = SeededDice(seed: 1)
        for length in 0..<200 {
            let octets = (0..<length).map { _ in UInt8(truncatingIfNeeded: dice.next()) }
            var sum = 0
            for position in stride(from: 0, to: length, by: 2) {
                sum += Int(octets[position]) << 8 + (position + 1 < length ? Int(octets[position + 1]) : 0)
            }
            while sum > 0xFFFF { sum = sum & 0xFFFF + sum >> 16 }
            #expect(internetChecksum(octets) == ~UInt16(sum), "length \(length)")
        }
    }
}

@Suite("RFC 2328 §12.1.7 LS checksum") struct LSAChecksumTests {
    /// A router-LSA as FRRouting sent it; its checksum is 0x1c80.
    static let recorded: [UInt8] = [
        0x00, 0x01, 0x02, 0x01, 0x0A, 0xFF, 0x00, 0x01, 0x0A, 0xFF, 0x00, 0x01, 0x80, 0x00, 0x00, 0x02, 0, 0, 0x00,
        0x24,
        0x00, 0x00, 0x00, 0x01, 0x0A, 0x02, 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0x00, 0x03, 0x00, 0x00, 0x0A,
    ]

    /// The definition, octet by octet, with a reduction at each.
    private func reference(_ octets: ArraySlice<UInt8>) -> (Int, Int) {
        octets.reduce((0, 0)) { sums, octet in
            let first = (sums.0 + Int(octet)) % 255
            return (first, (sums.1 + first) % 255)
        }
    }

    @Test func `What is computed is valid, at every length`() {
        var dice = SeededDice(seed: 2)
        for length in 20..<300 {
            var lsa = (0..<length).map { _ in UInt8(truncatingIfNeeded: dice.next()) }
            let checksum = lsaChecksum(lsa)
            (lsa[16], lsa[17]) = (UInt8(checksum >> 8), UInt8(checksum & 0xFF))
            #expect(isLSAChecksumValid(lsa) && reference(lsa[2...]) == (0, 0), "length \(length)")
            #expect(lsaChecksum(lsa) == checksum, "the field's own octets do not count")
        }
    }

    @Test func `The age is not covered`() {
        var lsa = Self.recorded
        let checksum = lsaChecksum(lsa)
        (lsa[0], lsa[1]) = (0x0E, 0x10)
        #expect(lsaChecksum(lsa) == checksum)
    }

    @Test func `A zero field is never valid`() {
        #expect(!isLSAChecksumValid([UInt8](repeating: 0, count: 20)))
    }

    @Test func `The longest LSA does not overflow`() {
        var lsa = [UInt8](repeating: 0xFF, count: 65_535)
        let checksum = lsaChecksum(lsa)
        (lsa[16], lsa[17]) = (UInt8(checksum >> 8), UInt8(checksum & 0xFF))
        #expect(isLSAChecksumValid(lsa))
        lsa[40_000] = 1
        #expect(!isLSAChecksumValid(lsa))
    }

    @Test func `Too short for a header is not valid`() {
        #expect(!isLSAChecksumValid([1, 2, 3]))
        #expect(lsaChecksum([1, 2, 3]) == 0)
    }
}
