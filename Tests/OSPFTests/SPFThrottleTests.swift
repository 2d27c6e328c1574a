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
            if due == nil { due = throttle.nextRun(after: now, &state) }
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
}
