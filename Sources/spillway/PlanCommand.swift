import Analysis
import ArgumentParser
import NetworkPrimitives
import Reports
import Scenarios

/// `spillway plan`: what a change will do, before it is made.
struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Says what a change of a network will do: to traffic, paths, elections, databases and limits.",
        discussion: """
            The network is started and converges; the changes are made on a copy of it. A change is what a timeline's \
            action is, typed in a line: 'decommission a', 'cut a-b; run 5m; repair a-b', 'cost a on a-b to 500', \
            'limit a maximum 4000'. Several are made one after the other.

            The first line is PASS or FAIL, and so is the exit code: 0 or 1; 2 means that the input is wrong. FAIL is a \
            threshold that is crossed or an expectation of the file that is broken. Without a threshold, FAIL is harm, too: \
            traffic that arrived before and does not at the end, a router that shuts down OSPF or refuses LSAs, databases \
            that stay different, or more loss than --tolerate. What did not work before the change is told and not counted.

            A threshold is METRIC [NAME] COMPARISON VALUE, as in 'expect' of a scenario: --expect 'lost below 1s' and \
            --fail-if 'lost at least 1s' are the same. Others are 'dark PAR4 to PAR5 at most 2s', 'headroom site PAR4 \
            at least 20%', 'isolated never', 'delivered at end'. Without a name, the worst probe or all routers are meant. \
            The metrics are:

            \(metrics)
            """
    )

    private static var metrics: String {
        func lines(_ title: String, _ scope: PlanMetric.Scope) -> String {
            let rows = PlanMetric.allCases.filter { $0.scope == scope }.map { metric in
                let space = String(repeating: " ", count: max(1, 15 - metric.rawValue.count))
                return "  \(metric.rawValue)\(space)\(metric.unitText): \(metric.summary)"
            }
            return ([title] + rows).joined(separator: "\n")
        }
        return [
            lines("of a probe:", .probe), lines("of routers, by name, 'site X' or 'model X':", .routers),
            lines("of the network:", .network),
        ].joined(separator: "\n\n")
    }

    @Argument(help: "A topology or scenario file (YAML).", completion: .file(extensions: ["yaml", "yml"]))
    var file: String

    @Option(
        name: .customLong("change"),
        help: ArgumentHelp("What is changed; may be given several times, in that order.", valueName: "actions"))
    var changes: [String] = []

    @Option(
        name: .customLong("fail-if"),
        help: ArgumentHelp("What makes the change unacceptable; may be given several times.", valueName: "threshold"))
    var thresholds: [String] = []

    @Option(
        name: .customLong("expect"),
        help: ArgumentHelp("What must be true of the change; may be given several times.", valueName: "threshold"))
    var expectations: [String] = []

    @Option(help: ArgumentHelp("How long the network is watched after the last change.", valueName: "duration"))
    var watch = "10m"

    @Option(help: ArgumentHelp("The time between one --change and the next.", valueName: "duration"))
    var pause = "2m"

    @Option(
        help: ArgumentHelp("Lost time of a probe that is no harm, where no threshold is given.", valueName: "duration"))
    var tolerate = "5s"

    @Option(help: "How the result is printed.")
    var format = ResultFormat.text

    @Option(help: "Another seed than the file's for everything that is left to chance.")
    var seed: UInt64?

    @Flag(name: .shortAndLong, help: "Print every router, path and step.")
    var verbose = false

    func validate() throws {
        guard !changes.isEmpty else {
            throw ValidationError("nothing is changed: say what, such as --change 'decommission ROUTER'")
        }
    }

    func run() async throws {
        let plan = try readPlan()
        let progress = ProgressLine()
        Interruption.watch()
        let observer = Simulation.Observer(isCancelled: { Interruption.isPending }, progress: { progress.show($0) })
        let result: PlanResult?
        do {
            result = try plan.run(observer: observer)
        } catch let error as SimulationError {
            progress.clear()
            throw Console.failure("\(file): \(Console.describe(error))")
        }
        progress.clear()
        guard let result else {
            StandardError.line("spillway: interrupted; half a change says nothing")
            throw ExitCode(Interruption.exitCode)
        }
        guard result.run.probes.contains(where: \.hasData) else {
            throw Console.failure("\(file): nothing was measured: no pair of \(result.plan.measured) ever arrived")
        }
        switch format {
        case .json: try StandardOutput.writeUnchanged(PlanJSON(result).text(under: .current))
        case .text: try StandardOutput.write(PlanText(result, options: Console.options(verbose: verbose)).text)
        }
        try result.judgment.exit()
    }

    private func readPlan() throws -> ChangePlan {
        let request = PlanRequest(
            changes: changes, thresholds: thresholds, expectations: expectations,
            pause: try Console.duration(pause, option: "--pause"),
            watch: try Console.duration(watch, option: "--watch"))
        let loaded = ScenarioLoader.loadPlan(path: file, request: request, files: .noted, traces: .captures)
        for diagnostic in loaded.diagnostics { StandardError.write("\(diagnostic)\n") }
        guard var plan = loaded.content else { throw ExitCode(2) }
        if let seed { plan.scenario.network.seed = seed }
        plan.tolerance = try Console.duration(tolerate, option: "--tolerate")
        return plan
    }
}

extension Console {
    /// - Throws: exit code 2 where the text is no time, or more than a week.
    static func duration(_ text: String, option: String) throws -> Duration {
        guard let duration = Duration(text) else {
            throw failure("\(option): '\(text)' is not a time such as 30s, 10m or 1h")
        }
        guard duration <= .seconds(604_800) else { throw failure("\(option): '\(text)' is longer than 7 days (168h)") }
        return duration
    }
}

extension PlanMetric {
    /// What a threshold compares it with.
    fileprivate var unitText: String {
        switch unit {
        case .time: "time"
        case .count: "count"
        case .countOrPercent: "count or %"
        }
    }
}
