import Analysis
import Emulation
import Reports

/// What a change would do to a network.
public struct ChangeReport: Sendable {
    private let result: PlanResult
    private let header: ResultHeader

    init(_ result: PlanResult, _ header: ResultHeader) { (self.result, self.header) = (result, header) }

    /// What is concluded: `fail` where an expectation is broken, or, where none was given, the change does harm.
    public var outcome: RunOutcome { result.judgment.exitCode == 0 ? .pass : .fail }
    /// One to three sentences: PASS or FAIL, and what matters most.
    public var headline: [String] { result.headline }
    /// Traffic by probe: every pair of sites or routers that the topology's probes name.
    public var traffic: [TrafficReport] { result.run.probes.map(TrafficReport.init) }
    /// The names of routers within a fifth of their LSA limits or over them, the fullest first.
    public var routersNearLimit: [String] {
        result.nearLimit.map { result.plan.scenario.network.routers[$0].name }
    }
    /// How long it took from the change until all traffic arrived and all databases were equal, or `nil` where that was not so
    /// in the end.
    public var convergence: Duration? { result.convergence.map { Duration($0) } }
    /// What happened on the fork since the change began.
    public var log: NetworkLog { NetworkLog(result.run, header) }
    /// The report for people, as `spillway plan` prints it. Every line ends with a line feed.
    public var text: String { PlanText(result).text }
    /// The report for programs: one JSON object in the format `spillway-plan/2` of `docs/result-format.md`.
    public var json: String { PlanJSON(result).text(under: header) }
}

extension NetworkLog {
    init(_ run: RunResult, _ header: ResultHeader) {
        self.init(
            journal: run.journal, network: run.scenario.network, start: run.start, range: run.happenings,
            header: header)
    }
}
