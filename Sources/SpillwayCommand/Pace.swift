import Analysis
import Emulation
import Foundation
import NetworkPrimitives
import OSPF

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

extension Simulation {
    /// What is told of new happenings, each at its time since the start that the pace counts from.
    typealias Telling = @Sendable (Journal, Range<Int>) -> [(offset: NetworkPrimitives.Duration, text: String)]

    /// Converges the network of a scenario and runs it.
    ///
    /// - Parameters:
    ///   - pace: what the run is held to, so that what happens is told while it happens; `nil` for as fast as it goes.
    ///   - lead: how long before its own start the pace lets the timeline begin.
    ///   - telling: made with the start of the timeline.
    /// - Returns: `nil` where the observer canceled the cold start.
    static func run(
        _ scenario: Scenario, at pace: Pace?, lead: NetworkPrimitives.Duration = .zero, observer: Observer,
        telling: (Instant) -> Telling
    ) throws -> (result: RunResult, network: Network)? {
        guard let network = try startingNetwork(of: scenario, observer: observer) else { return nil }
        var (simulation, observer) = (Simulation(scenario, from: network), observer)
        if let pace {
            let lines = telling(simulation.network.now)
            observer.progress = { if let time = $0.time { pace.wait(until: time - lead) } }
            observer.trace = { network, happenings in
                for line in lines(network.context.journal, happenings) {
                    pace.wait(until: line.offset)
                    StandardError.write(line.text + "\n")
                }
            }
        }
        return (simulation.run(observer: observer), simulation.network)
    }
}
