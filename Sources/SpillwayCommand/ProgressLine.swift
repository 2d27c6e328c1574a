import Analysis
import Files
import Foundation
import NetworkPrimitives
import Synchronization

/// One line on standard error that says how far a run is; nothing where standard error is not a screen.
final class ProgressLine: Sendable {
    private struct State {
        var lastShown: ContinuousClock.Instant?
        var lastEvents: UInt64 = 0
        var isShown = false
    }

    private let state = Mutex(State())
    private let isScreen = isatty(STDERR_FILENO) == 1

    /// Shows the line, at most five times a second.
    func show(_ progress: Simulation.Progress) {
        guard isScreen else { return }
        state.withLock { state in
            let now = ContinuousClock.now
            let pause = state.lastShown.map { now - $0 }
            if let pause, pause < .milliseconds(200) { return }
            let rate = pause.map { pause in
                let seconds = Double(pause.components.seconds) + Double(pause.components.attoseconds) / 1e18
                return UInt64(Double(progress.events &- min(state.lastEvents, progress.events)) / seconds)
            }
            StandardError.writeUnchanged("\r\u{1B}[K" + text(progress, rate: rate))
            state = State(lastShown: now, lastEvents: progress.events, isShown: true)
        }
    }

    /// Shows a text of its own in place of the line, at most five times a second.
    func show(_ text: String) {
        guard isScreen else { return }
        state.withLock { state in
            let now = ContinuousClock.now
            if let last = state.lastShown, now - last < .milliseconds(200) { return }
            StandardError.writeUnchanged("\r\u{1B}[K" + LegibleText.escaping(text))
            state = State(lastShown: now, lastEvents: state.lastEvents, isShown: true)
        }
    }

    private func text(_ progress: Simulation.Progress, rate: UInt64?) -> String {
        guard let time = progress.time else { return "cold start: \(progress.events) events" }
        let speed = rate.map { ", \($0 / 1_000)k events/s" } ?? ""
        let isolated = progress.isolated > 0 ? ", \(progress.isolated) shut down" : ""
        return "\(time) of \(progress.duration)\(speed)\(isolated)"
    }

    /// Removes the line.
    func clear() {
        state.withLock { state in
            if state.isShown { StandardError.writeUnchanged("\r\u{1B}[K") }
            state.isShown = false
        }
    }
}
