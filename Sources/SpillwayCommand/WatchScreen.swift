import Analysis
import Emulation
import Files
import Foundation
import NetworkPrimitives
import Reports
import Synchronization

/// The picture of a run on standard error while it goes on; where that is no terminal, a line for each event.
final class WatchScreen: Sendable {
    private struct State {
        /// Of the journal, what was told.
        var told: Int?
        var events: [String] = []
        /// How many lines the picture has that is on the screen.
        var shown = 0
        var drawn: ContinuousClock.Instant?
    }

    private let state = Mutex(State())
    private let scenario: Scenario
    private let pace: Pace?
    private let isScreen: Bool
    private let isColored: Bool

    init(of scenario: Scenario, pace: Pace?) {
        (self.scenario, self.pace) = (scenario, pace)
        isScreen = isatty(STDERR_FILENO) == 1 && Console.environment("TERM") != "dumb"
        isColored = isScreen && Console.environment("NO_COLOR") == nil
    }

    /// The run is shown from now on, at its pace.
    func attach(to observer: inout Simulation.Observer) {
        let progress = observer.progress
        observer.progress = { if $0.time == nil { progress($0) } }
        observer.look = { network, time, lost in
            self.pace?.wait(until: time)
            self.show(network, time, lost)
        }
    }

    private func show(_ network: Network, _ time: NetworkPrimitives.Duration, _ lost: [Int]) {
        let journal = network.context.journal
        let live = LiveLines(of: scenario.network, start: network.now - time)
        state.withLock { state in
            // What belongs to the cold start is not told.
            let begin = journal.happenings.firstIndex { $0.instant >= network.now - time }
            let first = state.told ?? begin ?? journal.happenings.count
            let news = journal.happenings[min(first, journal.happenings.count)...].map {
                live.line($0, in: journal).text
            }
            state.told = journal.happenings.count
            guard isScreen else { return news.forEach { StandardError.line($0) } }
            state.events = (state.events + news.map(LegibleText.line)).suffix(20)
            let now = ContinuousClock.now
            if let drawn = state.drawn, now - drawn < .milliseconds(100), time < scenario.duration { return }
            state.drawn = now
            draw(network, time, lost, &state)
        }
    }

    private func draw(
        _ network: Network, _ time: NetworkPrimitives.Duration, _ lost: [Int], _ state: inout State
    ) {
        let size = Console.size(of: STDERR_FILENO)
        let options = ReportOptions(width: size.columns - 1, style: TextStyle(isColored: isColored))
        let lines = WatchPicture(of: scenario, options: options).lines(
            of: network, at: time, lost: lost, events: state.events, height: size.lines - 1)
        var text = state.shown > 0 ? "\u{1B}[\(state.shown)A" : ""
        for line in lines {
            text += "\r\u{1B}[K" + LegibleText.escaping(line, except: TextStyle.sequences) + "\n"
        }
        // Lines of a larger picture.
        text += "\u{1B}[J"
        state.shown = lines.count
        StandardError.writeUnchanged(text)
    }

    /// The picture stays; what is printed next stands below it.
    func finish() { state.withLock { $0.shown = 0 } }
}
