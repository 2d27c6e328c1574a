import Analysis
import Checkpoints
import Emulation
import NetworkPrimitives
import Synchronization

/// What the emulator says otherwise than real routers, checkpoint by checkpoint.
public struct LabVerification: Sendable {
    /// One moment at which all routers were looked at.
    public struct Checkpoint: Sendable {
        public var number: Int
        /// Since the start of the timeline.
        public var time: Duration
        public var routers: Int
        /// Whether something other than hellos was under way in the emulated network: then a difference may be one of
        /// timing.
        public var isBusy: Bool
        /// By router, in the order of the configuration; routers that agree are left out.
        public var differences: [(router: String, texts: [String])]
        /// Routers that had not come to rest: what they said, or what the emulated ones did, is different at a look a few
        /// seconds apart with no event in between. Their differences are of timing, and do not count.
        public var unsettled: Set<String> = []

        /// Differences that would be there at any later time, too.
        public var lasting: [(router: String, texts: [String])] {
            differences.filter { !unsettled.contains($0.router) }
        }
    }

    public var checkpoints: [Checkpoint]

    /// Runs a scenario and compares each checkpoint with a recorded one.
    ///
    /// - Parameter recorded: the state of a router at a checkpoint.
    /// - Returns: `nil` where `isCancelled` ended the run.
    public init?(
        _ scenario: Scenario, isCancelled: @escaping @Sendable () -> Bool = { false },
        recorded: (_ router: String, _ checkpoint: Int) throws -> RouterState
    ) throws {
        var scenario = scenario
        // Traffic is not what is compared.
        (scenario.probes, scenario.expectations) = ([], [])
        let taken = Mutex<[Taken]>([])
        let observer = Simulation.Observer(
            isCancelled: isCancelled,
            checkpoint: { network, number, time in
                let states = RouterState.states(of: network, checkpoint: number, time: time)
                taken.withLock { $0.append(Taken(states: states, time: time, isBusy: !network.isQuiet)) }
            })
        guard let network = try Simulation.startingNetwork(of: scenario, observer: observer) else { return nil }
        var simulation = Simulation(scenario, from: network)
        guard !simulation.run(observer: observer).isPartial else { return nil }
        checkpoints = try taken.withLock { $0 }.enumerated().map { number, taken in
            let differences = try taken.states.compactMap { state -> (router: String, texts: [String])? in
                let texts = StateComparison(state, with: try recorded(state.router, number)).differences
                return texts.isEmpty ? nil : (state.router, texts)
            }
            return Checkpoint(
                number: number, time: taken.time, routers: taken.states.count, isBusy: taken.isBusy,
                differences: differences)
        }
        let states = taken.withLock { $0.map(\.states) }
        for pair in Self.pauses(of: scenario) {
            for (first, second) in zip(states[pair], states[pair + 1]) {
                let isAtRest =
                    try StateComparison(first, with: second).differences.isEmpty
                    && StateComparison(recorded(first.router, pair), with: recorded(first.router, pair + 1))
                        .differences.isEmpty
                if !isAtRest { for number in [pair, pair + 1] { checkpoints[number].unsettled.insert(first.router) } }
            }
        }
    }

    /// The longest time between the two looks that show whether a router has converged.
    private static let longestPause = Duration.seconds(10)

    /// Checkpoints that are followed by another one soon, with no event at or between them.
    private static func pauses(of scenario: Scenario) -> [Int] {
        var moments: [(time: Duration, isEvent: Bool)] = []
        for entry in scenario.timeline {
            guard case .at(let time) = entry.trigger else { continue }
            if moments.last?.time != time { moments.append((time, false)) }
            if !entry.actions.isEmpty { moments[moments.count - 1].isEvent = true }
        }
        let ends = moments.dropFirst().map(\.time) + [scenario.duration]
        return zip(moments, ends).enumerated().compactMap { number, pair in
            !pair.0.isEvent && pair.1 - pair.0.time <= longestPause ? number : nil
        }
    }

    private struct Taken: Sendable {
        var states: [RouterState]
        var time: Duration
        var isBusy: Bool
    }

    public var isEqual: Bool { checkpoints.allSatisfy(\.lasting.isEmpty) }

    /// `2 of 2 checkpoints, 6 of 6 routers equal`: a router counts once for each checkpoint.
    public var account: String {
        let equal = checkpoints.count(where: \.differences.isEmpty)
        let routers = checkpoints.reduce(0) { $0 + $1.routers }
        let wrong = checkpoints.reduce(0) { $0 + $1.differences.count }
        let moving = wrong - checkpoints.reduce(0) { $0 + $1.lasting.count }
        return "\(equal) of \(checkpoints.count) checkpoints, \(routers - wrong) of \(routers) routers equal"
            + (moving == 0 ? "" : ", \(moving) not at rest")
    }

    /// What was compared, and each difference, in lines.
    ///
    /// - Parameter routers: what the real ones ran.
    public func text(against routers: String) -> String {
        var lines: [String] = []
        for checkpoint in checkpoints {
            let equal = checkpoint.routers - checkpoint.differences.count
            let busy = checkpoint.isBusy && equal < checkpoint.routers ? " (the emulated network is still busy)" : ""
            lines.append(
                "checkpoint \(checkpoint.number) at \(checkpoint.time): \(equal) of \(checkpoint.routers) routers equal\(busy)"
            )
            for (router, texts) in checkpoint.differences {
                let remark = checkpoint.unsettled.contains(router) ? " (not at rest)" : ""
                lines += texts.map { "  \(router)\(remark): \($0)" }
            }
        }
        return (lines + ["\(routers) and the emulator: \(account)"]).map { $0 + "\n" }.joined()
    }
}
