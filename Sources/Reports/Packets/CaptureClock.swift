import Captures
import NetworkPrimitives

/// The times of a capture as a person reads them off a clock on the wall: UTC, or the time zone of this machine.
public struct CaptureClock: Sendable {
    public let isLocal: Bool
    /// More than one day has to be distinguished.
    private let hasDates: Bool

    /// - Parameters:
    ///   - isLocal: whether the machine's time zone is meant.
    ///   - first: the capture's first time.
    ///   - last: its last. Where both are on one day, the day is left out.
    public init(isLocal: Bool = false, from first: Instant, to last: Instant) {
        self.isLocal = isLocal
        let days = [first, last].map { Self.shifted($0, isLocal).nanoseconds / 86_400_000_000_000 }
        hasDates = days[0] != days[1]
    }

    /// To the second, as in `00:38:30`; with the date where the capture spans several days.
    public func time(_ moment: Instant) -> String {
        let text = UTCTime(Self.shifted(moment, isLocal))
        return hasDates ? "\(text.date) \(text.clock)" : text.clock
    }

    /// With milliseconds.
    public func exactTime(_ moment: Instant) -> String {
        let text = UTCTime(Self.shifted(moment, isLocal))
        return hasDates ? "\(text)" : text.timeOfDay
    }

    /// With date, milliseconds and time zone.
    public func dateAndTime(_ moment: Instant) -> String { "\(UTCTime(Self.shifted(moment, isLocal)))" }

    public var zone: String { isLocal ? "local time" : "UTC" }

    /// The moment of which UTC would show what the clock on the wall shows.
    private static func shifted(_ moment: Instant, _ isLocal: Bool) -> Instant {
        guard isLocal else { return moment }
        return moment + LocalTime.offset(at: moment)
    }

    /// Reads a time as this clock shows it: `00:38:30`, `00:38:30.250`, `2026-11-21 00:38:30`, also with a T between
    /// and a Z behind, which is UTC.
    ///
    /// - Parameters:
    ///   - first: a time without a date is the first one from here on; one second before counts, as it is what the
    ///     clock showed.
    /// - Returns: the moment, and how long what the text leaves out may be: a second, or nothing where it has a fraction.
    public static func read(_ text: String, isLocal: Bool, from first: Instant) -> (moment: Instant, span: Duration)? {
        var rest = Substring(text)
        var isLocal = isLocal
        if rest.hasSuffix("Z") {
            rest = rest.dropLast()
            isLocal = false
        }
        let parts = rest.split(whereSeparator: { $0 == " " || $0 == "T" })
        guard let last = parts.last, parts.count <= 2, let time = timeOfDay(last) else { return nil }
        let local = shifted(first, isLocal)
        let day: Int64
        if parts.count == 2 {
            guard let date = days(parts[0]) else { return nil }
            day = date
        } else {
            let today = local.nanoseconds / 86_400_000_000_000
            let isPast = Instant(nanoseconds: today * 86_400_000_000_000) + time.offset <= local - .seconds(1)
            day = isPast ? today + 1 : today
        }
        let wall = Instant(nanoseconds: day * 86_400_000_000_000) + time.offset
        guard isLocal else { return (wall, time.span) }
        // Twice, as the time zone's offset may change between here and there.
        let near = wall - LocalTime.offset(at: wall)
        return (wall - LocalTime.offset(at: near), time.span)
    }

    private static func timeOfDay(_ text: Substring) -> (offset: Duration, span: Duration)? {
        let pieces = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(pieces.count), let hour = number(pieces[0], below: 24),
            let minute = number(pieces[1], below: 60)
        else { return nil }
        let base = Duration.seconds(hour * 3600 + minute * 60)
        guard pieces.count == 3 else { return (base, .seconds(60)) }
        guard let whole = number(pieces[2].prefix { $0 != "." }, below: 60), let second = Duration(pieces[2] + "s")
        else {
            return nil
        }
        _ = whole
        return (base + second, pieces[2].contains(".") ? .zero : .seconds(1))
    }

    private static func number(_ text: Substring, below limit: Int64) -> Int64? {
        guard text.count == 2, text.allSatisfy({ $0.isASCII && $0.isNumber }), let number = Int64(text), number < limit
        else { return nil }
        return number
    }

    /// Days since 1970-01-01 of a date such as `2026-11-21`.
    private static func days(_ text: Substring) -> Int64? {
        let pieces = text.split(separator: "-", omittingEmptySubsequences: false).map { Int64($0) }
        guard pieces.count == 3, let year = pieces[0], let month = pieces[1], let day = pieces[2],
            (1970...2200).contains(year), (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        // Years begin in March, so that the leap day is a year's last.
        let shifted = month > 2 ? year : year - 1
        let yearOfEra = shifted % 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let count = shifted / 400 * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
        let back = UTCTime(Instant(nanoseconds: count * 86_400_000_000_000))
        return back.date == text ? count : nil
    }
}
