import NetworkPrimitives

/// Numbers and options in the octets of a pcapng block, in the byte order of its section.
struct BlockFields {
    var octets: [UInt8]
    var isBigEndian: Bool

    var count: Int { octets.count }

    /// - Precondition: the number lies within the octets; the callers below have checked that.
    func uint16(at offset: Int) -> UInt16 { UInt16(number(at: offset, octets: 2)) }
    func uint32(at offset: Int) -> UInt32 { UInt32(number(at: offset, octets: 4)) }
    func uint64(at offset: Int) -> UInt64 { number(at: offset, octets: 8) }

    private func number(at offset: Int, octets count: Int) -> UInt64 {
        var value: UInt64 = 0
        for position in 0..<count {
            value = value << 8 | UInt64(octets[offset + (isBigEndian ? position : count - 1 - position)])
        }
        return value
    }

    /// The options from `offset` on, up to the first that is cut short.
    func options(from offset: Int) -> [(code: UInt16, value: [UInt8])] {
        var found: [(code: UInt16, value: [UInt8])] = []
        var position = offset
        while position + 4 <= count {
            let code = uint16(at: position)
            let length = Int(uint16(at: position + 2))
            guard code != 0, position + 4 + length <= count else { break }
            found.append((code, Array(octets[position + 4..<position + 4 + length])))
            position += 4 + (length + 3) / 4 * 4
        }
        return found
    }
}

/// What the ticks of a pcapng interface mean (options if_tsresol and if_tsoffset).
struct TickClock: Hashable, Sendable {
    /// A negative power of ten, or of two where the top bit is set. Microseconds unless the file says otherwise.
    var resolution: UInt8 = 6
    /// Seconds to add.
    var offset: Int64 = 0

    /// The year 2106, where classic files end too. A moment and the longest dead interval still add up in 64 bits.
    private static let latest = Int64(UInt32.max) * 1_000_000_000

    /// The moment of `ticks`, rounded down to a nanosecond; moments before 1970 or after ``latest`` are the origin.
    func instant(_ ticks: UInt64) -> Instant {
        let exponent = Int(resolution & 0x7F)
        var nanoseconds: UInt64
        if resolution & 0x80 != 0 {
            guard exponent < 64 else { return .origin }
            let (high, low) = ticks.multipliedFullWidth(by: 1_000_000_000)
            guard high >> UInt64(exponent) == 0 || exponent == 0 else { return .origin }
            nanoseconds = exponent == 0 ? low : high << UInt64(64 - exponent) | low >> UInt64(exponent)
        } else if exponent <= 9 {
            let (value, overflow) = ticks.multipliedReportingOverflow(by: Self.powerOfTen(9 - exponent))
            guard !overflow else { return .origin }
            nanoseconds = value
        } else {
            nanoseconds = exponent <= 28 ? ticks / Self.powerOfTen(exponent - 9) : 0
        }
        let (shift, overflow) = offset.multipliedReportingOverflow(by: 1_000_000_000)
        guard !overflow, nanoseconds <= UInt64(Int64.max) else { return .origin }
        let (sum, isTooLarge) = Int64(nanoseconds).addingReportingOverflow(shift)
        return isTooLarge || sum < 0 || sum > Self.latest ? .origin : Instant(nanoseconds: sum)
    }

    private static func powerOfTen(_ exponent: Int) -> UInt64 {
        (0..<exponent).reduce(1) { power, _ in power * 10 }
    }
}
