import NetworkPrimitives
import Testing

@testable import OSPF

@Suite("SPF scheduling in the vendors' shapes") struct SPFThrottleTests {
    /// When calculations run, in milliseconds, if changes come at these times.
    private func runs(_ throttle: SPFThrottle, changes: [Int64]) -> [Int64] {
        var state = SPFState()
        var due: Instant?
        var runs: [Int64] = []
        for change in changes {
            let now = Instant(nanoseconds: change * 1_000_000)
            if let pending = due, pending <= now {
                runs.append(pending.nanoseconds / 1_000_000)
                state.lastRun = pending
                due = nil
            }
            throttle.expire(at: now, &state)
            if due == nil { due = throttle.nextRun(after: now, &state) }
            throttle.note(changeAt: now, &state)
        }
        if let due { runs.append(due.nanoseconds / 1_000_000) }
        return runs
    }

    @Test func `exponential: start, then hold, doubled up to the maximum`() {
        let throttle = SPFThrottle.exponential(
            start: .milliseconds(50), hold: .milliseconds(200), maximum: .milliseconds(800))
        #expect(runs(throttle, changes: [0, 60, 260, 700, 1_500, 2_300]) == [50, 250, 650, 1_450, 2_250, 3_050])
        #expect(runs(throttle, changes: [0, 60, 5_000]) == [50, 250, 5_050])
    }

    @Test func `linear: the hold grows by itself`() {
        let throttle = SPFThrottle.linear(start: .zero, hold: .milliseconds(50), maximum: .seconds(5))
        #expect(runs(throttle, changes: [0, 10, 60, 160, 1_000]) == [0, 50, 150, 300, 1_000])
    }

    @Test func `rapid runs: three quick ones, then a hold-down`() {
        let throttle = SPFThrottle.rapidRuns(delay: .milliseconds(200), runs: 3, holddown: .seconds(5))
        #expect(runs(throttle, changes: [0, 300, 600, 900, 7_000]) == [200, 500, 800, 5_800, 7_200])
    }

    @Test func `tick: at most one in a period`() {
        #expect(runs(.tick(.seconds(1)), changes: [0, 1_100, 1_200, 2_500]) == [1_000, 2_000, 3_000])
    }

    @Test func `tick: counted from the start of the router`() {
        var state = SPFState()
        state.startedAt = Instant(nanoseconds: 300_000_000)
        let now = Instant(nanoseconds: 1_900_000_000)
        #expect(SPFThrottle.tick(.seconds(1)).nextRun(after: now, &state) == Instant(nanoseconds: 2_300_000_000))
        // A change at the tick itself waits for the next.
        let tick = Instant(nanoseconds: 2_300_000_000)
        #expect(SPFThrottle.tick(.seconds(1)).nextRun(after: tick, &state) == Instant(nanoseconds: 3_300_000_000))
    }

    /// The defaults of RFC 8405 §6.
    private let ietf = SPFThrottle.ietf(
        initial: .milliseconds(50), short: .milliseconds(200), long: .seconds(5), learn: .milliseconds(500),
        holdDown: .seconds(10))

    @Test func `RFC 8405: one change is answered after the initial delay`() {
        #expect(runs(ietf, changes: [0]) == [50])
        #expect(runs(ietf, changes: [0, 20, 40]) == [50])
    }

    @Test func `RFC 8405: what follows while the router learns is answered after the short delay`() {
        #expect(runs(ietf, changes: [0, 60, 300, 499]) == [50, 260, 500])
    }

    @Test func `RFC 8405: from the time to learn on, every change waits for the long delay`() {
        #expect(runs(ietf, changes: [0, 60, 500, 600, 6_000]) == [50, 260, 5_500, 11_000])
    }

    @Test func `RFC 8405: the hold-down counts from the last change, and quiet resets the rest`() {
        // 9,999 ms after the last change it is still LONG_WAIT, at 10,000 ms QUIET; LEARN_TIMER then starts again.
        #expect(runs(ietf, changes: [0, 9_999]) == [50, 14_999])
        #expect(runs(ietf, changes: [0, 10_000]) == [50, 10_050])
        #expect(runs(ietf, changes: [0, 9_999, 19_998]) == [50, 14_999, 24_998])
        #expect(runs(ietf, changes: [0, 600, 10_600, 10_700, 11_099, 11_100]) == [50, 5_600, 10_650, 10_900, 11_299])
        #expect(runs(ietf, changes: [0, 10_000, 10_499, 10_700]) == [50, 10_050, 10_699, 15_700])
    }

    @Test func `RFC 8405: a change while a calculation is due puts the hold-down off`() {
        // The change at 4,000 ms finds the calculation of 600 ms under way: quiet comes at 14,000, not at 10,600.
        #expect(runs(ietf, changes: [0, 600, 4_000, 12_000]) == [50, 5_600, 17_000])
    }
}
