import NetworkPrimitives

/// A moment as a date and time of day in UTC, such as `2021-06-16 10:12:00.250`.
struct UTCTime: CustomStringConvertible {
    private let year: Int64
    private let month: Int64
    private let day: Int64
    private let secondOfDay: Int64
    private let nanoseconds: Int64

    /// Counts days in years that begin in March, so that the leap day is a year's last.
    init(_ moment: Instant) {
        let seconds = moment.nanoseconds / 1_000_000_000
        nanoseconds = moment.nanoseconds % 1_000_000_000
        secondOfDay = seconds % 86_400
        let days = seconds / 86_400 + 719_468
        let era = days / 146_097
        let dayOfEra = days % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    var description: String { "\(date) \(timeOfDay)" }

    var date: String { "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }

    /// To the second.
    var clock: String {
        [secondOfDay / 3600, secondOfDay / 60 % 60, secondOfDay % 60].map { padded($0, 2) }.joined(separator: ":")
    }

    /// With milliseconds.
    var timeOfDay: String { clock + "." + padded(nanoseconds / 1_000_000, 3) }

    private func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

/// A span in seconds with milliseconds, such as `12.250 s`.
func seconds(_ span: Duration) -> String {
    let milliseconds = span.nanoseconds / 1_000_000
    let fraction = String(1000 + abs(milliseconds % 1000)).dropFirst()
    return "\(milliseconds < 0 ? "-" : "")\(abs(milliseconds) / 1000).\(fraction)s"
}
