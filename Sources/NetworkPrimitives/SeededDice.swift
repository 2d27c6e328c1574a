/// The one source of chance: SplitMix64, so that a seed means the same run on every machine and in every release.
public struct SeededDice: Hashable, Sendable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    /// The next 64 uniform bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A uniform number in `0..<bound`, without bias.
    /// - Precondition: `bound` is not zero.
    public mutating func number(below bound: UInt64) -> UInt64 {
        precondition(bound > 0, "an empty range has no number")
        var (high, low) = bound.multipliedFullWidth(by: next())
        if low < bound {
            let threshold = (0 &- bound) % bound
            while low < threshold { (high, low) = bound.multipliedFullWidth(by: next()) }
        }
        return high
    }

    /// Whether an event of this probability happens. Certain and impossible events do not draw.
    public mutating func roll(_ ratio: Ratio) -> Bool {
        if ratio.numerator == 0 { return false }
        if ratio.numerator == ratio.denominator { return true }
        return number(below: UInt64(ratio.denominator)) < UInt64(ratio.numerator)
    }

    /// A uniform span in `0...longest`.
    public mutating func duration(upTo longest: Duration) -> Duration {
        longest <= .zero ? .zero : Duration(nanoseconds: Int64(number(below: UInt64(longest.nanoseconds) + 1)))
    }

    /// A generator whose draws are independent of this one's later draws.
    public mutating func split() -> SeededDice { SeededDice(seed: next()) }
}
