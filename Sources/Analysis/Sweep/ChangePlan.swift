import Emulation
import NetworkPrimitives
import OSPF

/// A change of a network before it is made: what is to be done, what is watched, and what it must not cause.
public struct ChangePlan: Sendable {
    /// One change, as it was typed, and when it begins.
    public struct Step: Hashable, Sendable {
        public var text: String
        /// Since the first change.
        public var at: Duration

        public init(text: String, at: Duration) {
            self.text = text
            self.at = at
        }
    }

    /// The network, with the changes as its timeline, which starts with the first of them.
    public var scenario: Scenario
    public var steps: [Step]
    public var thresholds: [Threshold]
    /// Where the probes come from, in words: `the file's probes`, or which pairs were chosen.
    public var measured: String
    /// How much lost time of a probe is no harm, where no threshold says what is.
    public var tolerance: Duration
    /// What the file holds besides, and is not part of the plan: its timeline, expectations at moments of it.
    public var leftOut: [String]

    public init(
        scenario: Scenario, steps: [Step], thresholds: [Threshold] = [], measured: String = "",
        tolerance: Duration = RunResult.tolerance, leftOut: [String] = []
    ) {
        self.scenario = scenario
        self.steps = steps
        self.thresholds = thresholds
        self.measured = measured
        self.tolerance = tolerance
        self.leftOut = leftOut
    }

    /// Converges the network and makes the changes on a fork of it.
    ///
    /// - Returns: `nil` where the observer canceled.
    /// - Complexity: a cold start and a run; another run without probes where a limit is hit; two for each action where they are short.
    public func run(observer: Simulation.Observer = Simulation.Observer()) async throws -> PlanResult? {
        let sweep = Sweep([Sweep.Variant(name: "changed", scenario: scenario)])
        return try await sweep.rows(observer: observer) { trial -> PlanResult? in
            result(of: trial.simulation, observer)
        }?.first
    }

    /// Makes the changes on a fork of a network, converged or not.
    ///
    /// - Precondition: the network is one of the scenario's configuration.
    /// - Returns: `nil` where the observer canceled.
    public func run(from network: Network, observer: Simulation.Observer = Simulation.Observer()) -> PlanResult? {
        result(of: Simulation(scenario, from: network), observer)
    }

    private func result(of simulation: Simulation, _ observer: Simulation.Observer) -> PlanResult? {
        var simulation = simulation
        let before = simulation.network
        let run = Counterfactuals.run(&simulation, observer: observer)
        return run.isPartial ? nil : PlanResult(self, run, before: before, after: simulation.network)
    }
}
