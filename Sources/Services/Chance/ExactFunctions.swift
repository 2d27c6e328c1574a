/// Logarithm and exponential function out of additions, multiplications and divisions alone, in a fixed order.
///
/// IEEE 754 says how each of these rounds, and Swift never contracts two of them into one: the same argument gives the same
/// bits on every machine, which a C library's `log` does not promise. The error is below 2 units of the last place in the
/// ranges that samplers use.
public enum ExactFunctions {
    @usableFromInline static let naturalLogarithmOf2 = 0.693_147_180_559_945_309_4

    /// The natural logarithm of a positive, normal number.
    @inlinable public static func logarithm(_ argument: Double) -> Double {
        // argument = mantissa · 2^exponent, mantissa in [√½, √2).
        var mantissa = argument.significand
        var exponent = Double(argument.exponent)
        if mantissa > 1.414_213_562_373_095 {
            mantissa = mantissa / 2
            exponent = exponent + 1
        }
        // ln m = 2 artanh s = 2 (s + s³/3 + s⁵/5 + …) with s = (m-1)/(m+1), |s| < 0.1716.
        let ratio = (mantissa - 1) / (mantissa + 1)
        let square = ratio * ratio
        var series = 1.0 / 23
        series = series * square + 1.0 / 21
        series = series * square + 1.0 / 19
        series = series * square + 1.0 / 17
        series = series * square + 1.0 / 15
        series = series * square + 1.0 / 13
        series = series * square + 1.0 / 11
        series = series * square + 1.0 / 9
        series = series * square + 1.0 / 7
        series = series * square + 1.0 / 5
        series = series * square + 1.0 / 3
        series = series * square + 1
        return exponent * naturalLogarithmOf2 + 2 * ratio * series
    }

    /// e to the power of a number between -700 and 700; beyond, the value there.
    public static func exponential(_ argument: Double) -> Double {
        let bounded = min(max(argument, -700), 700)
        let power = (bounded / naturalLogarithmOf2).rounded(.toNearestOrAwayFromZero)
        let rest = bounded - power * naturalLogarithmOf2
        var (term, sum) = (1.0, 1.0)
        for step in 1...20 {
            term = term * rest / Double(step)
            sum = sum + term
        }
        return Double(sign: .plus, exponent: Int(power), significand: sum)
    }
}
