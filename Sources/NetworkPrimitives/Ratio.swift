/// An exact ratio between 0 and 1, such as a loss of 1/100. Never a floating-point number, which would round.
public struct Ratio: Hashable, Sendable {
    public let numerator: UInt32
    public let denominator: UInt32

    /// - Precondition: `denominator` is not zero and `numerator` is at most `denominator`.
    @inlinable public init(_ numerator: UInt32, of denominator: UInt32) {
        precondition(denominator > 0 && numerator <= denominator, "a ratio lies between 0 and 1")
        self.numerator = numerator
        self.denominator = denominator
    }

    public static let zero = Ratio(0, of: 1)
    public static let one = Ratio(1, of: 1)

    @inlinable public var isZero: Bool { numerator == 0 }

    /// Reads `1/100`, `1%`, `0.5%`, `0` or `1`. Up to four decimals of a percentage.
    public init?(_ text: some StringProtocol) {
        let text = String(text.filter { $0 != " " })
        if let slash = text.firstIndex(of: "/") {
            guard let numerator = UInt32(text[..<slash]), let denominator = UInt32(text[text.index(after: slash)...]),
                denominator > 0, numerator <= denominator
            else { return nil }
            self.init(numerator, of: denominator)
        } else if text.hasSuffix("%") {
            let parts = text.dropLast().split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
            guard let whole = parts.first.flatMap({ UInt32($0) }), whole <= 100 else { return nil }
            let decimals = parts.count == 2 ? parts[1] : ""
            guard decimals.utf8.count <= 4, decimals.allSatisfy({ $0.isASCII && $0.isNumber }),
                parts.count == 1 || !decimals.isEmpty
            else { return nil }
            let scale = [UInt32(1), 10, 100, 1_000, 10_000][decimals.utf8.count]
            let numerator = whole * scale + (UInt32(decimals) ?? 0)
            guard numerator <= 100 * scale else { return nil }
            self.init(numerator, of: 100 * scale)
        } else if text == "0" || text == "1" {
            self.init(text == "1" ? 1 : 0, of: 1)
        } else {
            return nil
        }
    }
}

extension Ratio: CustomStringConvertible {
    public var description: String { "\(numerator)/\(denominator)" }
}
