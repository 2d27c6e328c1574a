import NetworkPrimitives

/// LSAs as 32-bit words.
enum LSAWords {
    /// The Fletcher checksum of an LSA (RFC 2328 §12.1.7; RFC 905 Annex B), over all but the age, from its words.
    ///
    /// Sums are kept in 64 bits and reduced once: the largest LSA has 65,535 octets.
    static func checksum(
        of key: DatabaseKey, options: UInt8, sequenceNumber: Int32, body: [UInt32], byteCount: Int
    ) -> UInt16 {
        let total = byteCount + 18
        var sums = Sums(remaining: UInt64(total))
        sums.add(octet: UInt32(options))
        sums.add(octet: UInt32(key.type.rawValue))
        sums.add(word: key.linkStateID.bits)
        sums.add(word: key.advertisingRouter.bits)
        sums.add(word: UInt32(bitPattern: sequenceNumber))
        sums.add(word: UInt32(byteCount + 20))  // The checksum itself counts as zero; the length follows it.
        for word in body.prefix(byteCount / 4) { sums.add(word: word) }
        if byteCount % 4 != 0, let last = body.last {
            for octet in 0..<byteCount % 4 { sums.add(octet: last >> UInt32(24 - 8 * octet) & 0xFF) }
        }
        // The check octets lie at offset 14 of the 18 + n octets, so that both sums of the whole come to zero.
        let c0 = Int(sums.plain % 255)
        let c1 = Int(sums.weighted % 255)
        let offset = 14
        var x = ((total - offset - 1) * c0 - c1) % 255
        if x <= 0 { x += 255 }
        var y = 510 - c0 - x
        if y > 255 { y -= 255 }
        return UInt16(x) << 8 | UInt16(y)
    }

    private struct Sums {
        var plain: UInt64 = 0
        /// Each octet times the number of octets from it to the end, itself included.
        var weighted: UInt64 = 0
        var remaining: UInt64

        init(remaining: UInt64) { self.remaining = remaining }

        @inline(__always) mutating func add(octet: UInt32) {
            plain &+= UInt64(octet)
            weighted &+= UInt64(octet) &* remaining
            remaining &-= 1
        }

        @inline(__always) mutating func add(word: UInt32) {
            add(octet: word >> 24)
            add(octet: word >> 16 & 0xFF)
            add(octet: word >> 8 & 0xFF)
            add(octet: word & 0xFF)
        }
    }
}
