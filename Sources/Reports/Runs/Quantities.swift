import NetworkPrimitives

/// A span as people say it, to three digits or so: `0s`, `350ms`, `12.3s`, `17m02s`, `1h05m`.
package func spoken(_ span: Duration) -> String {
    let nanoseconds = span.nanoseconds
    if nanoseconds < 0 { return "-" + spoken(.nanoseconds(-nanoseconds)) }
    if nanoseconds == 0 { return "0s" }
    if nanoseconds < 1_000_000 { return "<1ms" }
    if nanoseconds < 999_500_000 { return "\((nanoseconds + 500_000) / 1_000_000)ms" }
    let tenths = (nanoseconds + 50_000_000) / 100_000_000
    if tenths < 600 { return "\(tenths / 10)" + (tenths % 10 == 0 ? "" : ".\(tenths % 10)") + "s" }
    let seconds = (nanoseconds + 500_000_000) / 1_000_000_000
    if seconds < 3_600 { return "\(seconds / 60)m" + twoDigits(seconds % 60) + "s" }
    return "\(seconds / 3_600)h" + twoDigits(seconds / 60 % 60) + "m"
}

/// A span, or `-` where it is zero.
package func spokenOrDash(_ span: Duration) -> String { span == .zero ? "-" : spoken(span) }

/// Octets in units of 1,024, as routers print memory: `800 B`, `4 MB`, `1.5 GB`; rounded up, so that nothing fits that does not.
func octets(_ number: UInt64) -> String {
    let units = ["B", "KB", "MB", "GB", "TB"]
    var (unit, size) = (0, UInt64(1))
    while unit + 1 < units.count, number >= size * 1_024 { (unit, size) = (unit + 1, size * 1_024) }
    let tenths = unit == 0 ? number * 10 : (number * 10 + size - 1) / size
    return "\(grouped(tenths / 10))\(tenths % 10 == 0 ? "" : ".\(tenths % 10)") \(units[unit])"
}

/// Millionths as a percentage: `0%`, `<0.1%`, `12.5%`, `100%`. Never rounded to nothing or to all.
package func percentage(_ millionths: Int) -> String {
    if millionths == 0 { return "0%" }
    if millionths < 1_000 { return "<0.1%" }
    let tenths = millionths / 1_000
    return tenths % 10 == 0 ? "\(tenths / 10)%" : "\(tenths / 10).\(tenths % 10)%"
}

/// `a`, `a and b`, `a, b and 3 more`.
package func list(_ names: [String], limit: Int = 4, none: String = "none") -> String {
    guard names.count > 1 else { return names.first ?? none }
    if names.count <= limit { return names.dropLast().joined(separator: ", ") + " and " + names[names.count - 1] }
    return names.prefix(limit - 1).joined(separator: ", ") + " and \(names.count - limit + 1) more"
}

func twoDigits(_ number: some BinaryInteger) -> String { number < 10 ? "0\(number)" : "\(number)" }

/// Moments of a run: a time of day where the scenario has one, otherwise seconds since the start of the timeline.
package struct Clock: Sendable {
    let start: Instant
    let clockStart: Duration?

    package init(start: Instant, clockStart: Duration?) { (self.start, self.clockStart) = (start, clockStart) }

    /// `10:12:00.350` or `+120.350`, to the millisecond.
    package func text(_ instant: Instant) -> String {
        let offset = instant - start
        let sum = (clockStart ?? .zero) + offset
        let milliseconds = sum.nanoseconds / 1_000_000
        let fraction = String(1_000 + abs(milliseconds) % 1_000).dropFirst()
        guard clockStart != nil, milliseconds >= 0 else {
            return (milliseconds < 0 ? "-" : "+") + "\(abs(milliseconds) / 1_000).\(fraction)"
        }
        let seconds = milliseconds / 1_000
        let hours = twoDigits(seconds / 3_600 % 24)
        return "\(hours):\(twoDigits(seconds / 60 % 60)):\(twoDigits(seconds % 60)).\(fraction)"
    }
}
