/// A span of virtual time: a whole number of nanoseconds, so that sums are exact on every machine.
///
/// Shadows the standard library's `Duration`, which counts attoseconds in 128 bits and is several times slower.
public struct Duration: Hashable, Comparable, Sendable {
    public let nanoseconds: Int64

    @inlinable public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    @inlinable public static func seconds(_ count: Int64) -> Self { Self(nanoseconds: count * 1_000_000_000) }
    @inlinable public static func milliseconds(_ count: Int64) -> Self { Self(nanoseconds: count * 1_000_000) }
    @inlinable public static func microseconds(_ count: Int64) -> Self { Self(nanoseconds: count * 1_000) }
    @inlinable public static func nanoseconds(_ count: Int64) -> Self { Self(nanoseconds: count) }

    public static let zero = Duration(nanoseconds: 0)

    /// Whole seconds, rounded towards zero.
    @inlinable public var wholeSeconds: Int64 { nanoseconds / 1_000_000_000 }
    /// Seconds as a floating-point number: for display only, never for ordering.
    @inlinable public var inSeconds: Double { Double(nanoseconds) / 1e9 }

    @inlinable public static func < (left: Self, right: Self) -> Bool { left.nanoseconds < right.nanoseconds }
    @inlinable public static func + (left: Self, right: Self) -> Self {
        Self(nanoseconds: left.nanoseconds + right.nanoseconds)
    }
    @inlinable public static func - (left: Self, right: Self) -> Self {
        Self(nanoseconds: left.nanoseconds - right.nanoseconds)
    }
    @inlinable public static func * (left: Self, right: Int64) -> Self { Self(nanoseconds: left.nanoseconds * right) }
    @inlinable public static func / (left: Self, right: Int64) -> Self { Self(nanoseconds: left.nanoseconds / right) }
    @inlinable public static func += (left: inout Self, right: Self) { left = left + right }
    @inlinable public static func -= (left: inout Self, right: Self) { left = left - right }
}

extension Duration: CustomStringConvertible {
    /// The shortest exact text that `Duration(_:)` reads back: `40s`, `17m`, `1.5s`, `200ms`, `1h30m`.
    public var description: String {
        if nanoseconds == 0 { return "0s" }
        if nanoseconds < 0 { return "-\(Duration(nanoseconds: -nanoseconds))" }
        if nanoseconds < 1_000 { return "\(nanoseconds)ns" }
        if nanoseconds < 1_000_000 { return decimal(nanoseconds, per: 1_000) + "us" }
        if nanoseconds < 1_000_000_000 { return decimal(nanoseconds, per: 1_000_000) + "ms" }
        if nanoseconds < 60_000_000_000 { return decimal(nanoseconds, per: 1_000_000_000) + "s" }
        let hours = nanoseconds / 3_600_000_000_000
        let minutes = nanoseconds / 60_000_000_000 % 60
        let rest = nanoseconds % 60_000_000_000
        return (hours > 0 ? "\(hours)h" : "") + (minutes > 0 ? "\(minutes)m" : "")
            + (rest > 0 ? decimal(rest, per: 1_000_000_000) + "s" : "")
    }

    /// Reads what people write: `40s`, `1.5s`, `200ms`, `33us`, `5ns`, `17m`, `1h30m`, `2m30s`. A bare number has no
    /// unit and is not read.
    public init?(_ text: some StringProtocol) {
        var total: Int64 = 0
        var rest = Substring(text)
        guard !rest.isEmpty else { return nil }
        var previousUnit = Int64.max
        while !rest.isEmpty {
            let number = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            rest = rest.dropFirst(number.count)
            let unitText = rest.prefix { $0.isLetter }
            rest = rest.dropFirst(unitText.count)
            guard let unit = Self.units[String(unitText)], unit < previousUnit,
                let part = scaled(number, by: unit)
            else { return nil }
            let (sum, overflow) = total.addingReportingOverflow(part)
            guard !overflow else { return nil }
            (total, previousUnit) = (sum, unit)
        }
        nanoseconds = total
    }

    private static let units: [String: Int64] = [
        "ns": 1, "us": 1_000, "ms": 1_000_000, "s": 1_000_000_000, "m": 60_000_000_000, "min": 60_000_000_000,
        "h": 3_600_000_000_000,
    ]
}

/// A moment of virtual time: nanoseconds since the origin of its world.
public struct Instant: Hashable, Comparable, Sendable {
    public let nanoseconds: Int64

    @inlinable public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    public static let origin = Instant(nanoseconds: 0)
    /// Later than every moment that an event can have.
    public static let never = Instant(nanoseconds: .max)

    @inlinable public static func < (left: Self, right: Self) -> Bool { left.nanoseconds < right.nanoseconds }
    @inlinable public static func + (left: Self, right: Duration) -> Self {
        Self(nanoseconds: left.nanoseconds + right.nanoseconds)
    }
    @inlinable public static func - (left: Self, right: Duration) -> Self {
        Self(nanoseconds: left.nanoseconds - right.nanoseconds)
    }
    @inlinable public static func - (left: Self, right: Self) -> Duration {
        Duration(nanoseconds: left.nanoseconds - right.nanoseconds)
    }
}

extension Instant: CustomStringConvertible {
    public var description: String { self == .never ? "never" : "\(Duration(nanoseconds: nanoseconds))" }
}

/// `value / unit` in decimal without trailing zeros.
private func decimal(_ value: Int64, per unit: Int64) -> String {
    let fraction = value % unit
    guard fraction != 0 else { return "\(value / unit)" }
    var digits = String(unit + fraction).dropFirst()
    while digits.last == "0" { digits.removeLast() }
    return "\(value / unit).\(digits)"
}

/// Reads a decimal number exactly and multiplies it; `nil` where digits would be lost or the result overflows.
private func scaled(_ number: Substring, by unit: Int64) -> Int64? {
    let parts = number.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = parts.first.flatMap({ Int64($0) }) else { return nil }
    let (product, overflow) = whole.multipliedReportingOverflow(by: unit)
    guard !overflow else { return nil }
    guard parts.count == 2 else { return product }
    var (fraction, scale): (Int64, Int64) = (0, unit)
    for digit in parts[1] {
        guard let value = digit.wholeNumberValue, scale % 10 == 0 else { return nil }
        scale /= 10
        fraction += Int64(value) * scale
    }
    let (sum, carried) = product.addingReportingOverflow(fraction)
    return parts[1].isEmpty || carried ? nil : sum
}
