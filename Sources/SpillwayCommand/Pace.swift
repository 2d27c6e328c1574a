import Foundation
import NetworkPrimitives

/// Holds virtual time back to a multiple of the clock on the wall, for people who want to watch. Results never depend on it.
struct Pace: Sendable {
    /// Seconds of virtual time in a second of real time.
    let speed: Double
    private let start = ContinuousClock.now

    static let forms = "give a factor from 0.001 to 1,000,000, such as 1, 10 or 0.5"

    /// Reads `1`, `10` or `0.5`; `nil` for what is not a number from a thousandth to a million.
    init?(_ text: String) {
        guard let speed = Double(text), (0.001...1_000_000).contains(speed) else { return nil }
        self.speed = speed
    }

    /// How often virtual time stops to look at the clock.
    var step: NetworkPrimitives.Duration { .nanoseconds(max(1_000_000, Int64(min(speed * 1e8, 6e10)))) }

    /// Sleeps until this virtual time has come, or until Ctrl-C.
    func wait(until offset: NetworkPrimitives.Duration) {
        let due = start + .seconds(Double(offset.nanoseconds) / 1e9 / speed)
        while !Interruption.isPending {
            let rest = due - ContinuousClock.now
            guard rest > .zero else { return }
            let seconds = Double(rest.components.seconds) + Double(rest.components.attoseconds) / 1e18
            Thread.sleep(forTimeInterval: min(seconds, 0.1))
        }
    }
}
