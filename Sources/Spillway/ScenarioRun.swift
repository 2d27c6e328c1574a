import Analysis
import Emulation
import Files
import NetworkPrimitives
import Reports
import Scenarios

/// A run of a scenario, and what it showed: a converged network, its timeline, its traffic, its expectations.
public struct ScenarioRun: Sendable {
    /// What is legal in the files and probably not meant, from top to bottom.
    public let warnings: [InputProblem]
    private let result: RunResult
    private let header: ResultHeader

    /// Reads a scenario file, and runs it to its end.
    ///
    /// - Parameters:
    ///   - path: of a scenario, or of a topology: then nothing happens, and traffic between all sites is watched.
    ///   - seed: of all chance, in place of the file's own.
    /// - Throws: ``SpillwayError/invalidInput(_:)`` and ``SpillwayError/doesNotConverge(reasons:)``.
    /// - Complexity: the events of a cold start and of the scenario's duration, up to a few times for the causes of losses.
    public init(contentsOf path: String, seed: UInt64? = nil) throws(SpillwayError) {
        let read = try InputFiles.reading(path) { (source) throws(SpillwayError) in
            try Self.load(path, source)
        }
        try self.init(read.content, read.files, seed)
    }

    /// Runs a scenario that is given as a text. It extends no file, so that its network is in it.
    ///
    /// - Throws: as ``init(contentsOf:seed:)``; the file in an error is `scenario.yaml`.
    public init(yaml: String, seed: UInt64? = nil) throws(SpillwayError) {
        let files = InputFiles(yaml, named: "scenario.yaml")
        try self.init(try Self.load(files.path, files.source), files, seed)
    }

    private typealias Content = (content: Scenario, warnings: [InputProblem], captures: InputLedger)

    private static func load(_ path: String, _ files: FileSource) throws(SpillwayError) -> Content {
        let captures = InputLedger()
        let loaded = try ScenarioLoader.load(path: path, files: files, traces: .captures(noting: captures)).accepted()
        return (loaded.content, loaded.warnings, captures)
    }

    private init(_ read: Content, _ files: InputFiles, _ seed: UInt64?) throws(SpillwayError) {
        var scenario = read.content
        if let seed { scenario.network.seed = seed }
        let network: Network?
        do {
            network = try Simulation.startingNetwork(of: scenario)
        } catch {
            throw SpillwayError(error)
        }
        // Only an observer that cancels gets none.
        var simulation = Simulation(scenario, from: network!)
        var observer = Simulation.Observer()
        observer.recordsCourse = true
        result = Counterfactuals.run(&simulation, observer: observer)
        warnings = read.warnings
        header = files.header(besides: read.captures)
    }

    /// What is concluded, or `nil` where nothing was expected.
    public var outcome: RunOutcome? { result.judgment.outcome.map(RunOutcome.init) }
    /// The first lines of the report: PASS or FAIL, and what happened in one sentence.
    public var headline: [String] { result.headline }
    /// Traffic by probe, in the order of the scenario.
    public var traffic: [TrafficReport] { result.probes.map(TrafficReport.init) }
    /// What happened since the start of the timeline.
    public var log: NetworkLog { NetworkLog(result, header) }
    /// The report for people, as `spillway run` prints it. Every line ends with a line feed.
    public var text: String { RunText(result).text }
    /// The report for programs: one JSON object in the format `spillway-result/2` of `docs/result-format.md`.
    public var json: String { RunJSON(result).text(under: header) }

    /// How something came about, from its first cause on: the shutdown of a router, a lost adjacency, an election, the losses of a
    /// probe. The gravest that happened to the subject is explained.
    ///
    /// - Parameter name: of a router, a probe, a link, a LAN or a group.
    /// - Returns: several lines, as `spillway run --why` prints them.
    /// - Throws: ``SpillwayError/unknownName(_:wanted:suggestion:)``.
    public func why(_ name: String) throws(SpillwayError) -> String {
        guard let subject = Explanation.subject(named: name, in: result.scenario) else {
            let near = nearestName(to: name, among: Explanation.names(in: result.scenario))
            throw .unknownName(name, wanted: "a router, probe, link, LAN or group", suggestion: near)
        }
        return RunText(result).why(Explanation(of: subject, in: result))
    }
}
