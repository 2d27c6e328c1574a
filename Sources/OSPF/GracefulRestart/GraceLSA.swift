import NetworkPrimitives

/// What a Grace-LSA says (RFC 3623 Appendix A).
struct GraceLSA: Sendable {
    static let opaqueType: UInt8 = 3

    /// From its age 0 on.
    var period: Duration
    /// The restarting router's address on networks that are not point-to-point.
    var address: IPv4Address?

    /// Reads a body as 32-bit words; `nil` where it has no grace period.
    init?(_ words: ArraySlice<UInt32>) {
        var period: Duration?
        var position = words.startIndex
        while position < words.endIndex {
            let (type, length) = (words[position] >> 16, Int(words[position] & 0xFFFF))
            let next = position + 1 + (length + 3) / 4
            guard next <= words.endIndex else { return nil }
            switch (type, length) {
            case (1, 4): period = .seconds(Int64(words[position + 1]))
            case (3, 4): address = IPv4Address(bits: words[position + 1])
            default: break
            }
            position = next
        }
        guard let period else { return nil }
        self.period = period
    }

    /// The body: grace period, restart reason "software restart", and the address where neighbors are known by it.
    static func words(period: Duration, address: IPv4Address?) -> [UInt32] {
        let words: [UInt32] = [1 << 16 | 4, UInt32(clamping: period.wholeSeconds), 2 << 16 | 1, 1 << 24]
        return words + (address.map { [3 << 16 | 4, $0.bits] } ?? [])
    }
}
