import NetworkPrimitives

/// A decimal number with nine places, exact and the same on every machine: shares, factors, and what metrics read.
public struct FixedPoint: Hashable, Comparable, Sendable {
    public let billionths: Int64

    public init(billionths: Int64) { self.billionths = billionths }
    public init(_ whole: Int) { billionths = Int64(whole) * Self.unit }

    /// `part / whole`, rounded down; 0 where the whole is 0.
    public init(_ part: Int, of whole: Int) {
        billionths = whole == 0 ? 0 : Int64(Int128(part) * Int128(Self.unit) / Int128(whole))
    }

    public static let unit: Int64 = 1_000_000_000
    public static let zero = FixedPoint(billionths: 0)
    public static let one = FixedPoint(billionths: unit)

    public static func < (left: Self, right: Self) -> Bool { left.billionths < right.billionths }

    /// The number in seconds as a span.
    public var seconds: Duration { Duration(nanoseconds: billionths) }

    /// A span of seconds as a number.
    public init(_ span: Duration) { billionths = span.nanoseconds }

    /// For samplers and figures, which say how they round.
    public var value: Double { Double(billionths) / 1e9 }

    /// Reads `3`, `0.25`, `25%`, `1/4` or `-2`; `nil` for anything else, or with more than nine places.
    public init?(_ text: some StringProtocol) {
        var text = String(text.filter { $0 != " " && $0 != "," })
        if let slash = text.firstIndex(of: "/") {
            guard let part = Int(text[..<slash]), let whole = Int(text[text.index(after: slash)...]), whole > 0,
                abs(part) < 1_000_000_000
            else { return nil }
            self.init(part, of: whole)
            return
        }
        let isPercentage = text.hasSuffix("%")
        if isPercentage { text.removeLast() }
        guard let number = Self.decimal(text, places: isPercentage ? 7 : 9) else { return nil }
        self.init(billionths: number)
    }

    private static func decimal(_ text: String, places: Int) -> Int64? {
        let isNegative = text.hasPrefix("-")
        let parts = text.drop { $0 == "-" }.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let whole = first.isEmpty && parts.count == 2 ? 0 : Int64(first),
            whole < 9_000_000_000
        else { return nil }
        var scale: Int64 = places == 9 ? 1_000_000_000 : 10_000_000
        var sum = whole * scale
        if parts.count == 2 {
            for digit in parts[1] {
                guard let value = digit.wholeNumberValue, digit.isASCII else { return nil }
                // What lies beyond the last place is less than a billionth.
                scale /= 10
                sum += Int64(value) * scale
            }
        }
        return isNegative ? -sum : sum
    }
}

extension FixedPoint: CustomStringConvertible {
    /// As short as it can be: `0.25`, `12`.
    public var description: String {
        let magnitude = billionths.magnitude
        let sign = billionths < 0 ? "-" : ""
        let (whole, part) = magnitude.quotientAndRemainder(dividingBy: UInt64(Self.unit))
        guard part > 0 else { return "\(sign)\(whole)" }
        var digits = String(part + UInt64(Self.unit)).dropFirst()
        while digits.last == "0" { digits.removeLast() }
        return "\(sign)\(whole).\(digits)"
    }
}
