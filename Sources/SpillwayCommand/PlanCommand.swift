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
            The network is started and converges; the changes are made on a copy of it, one after the other.

            The first line is PASS or FAIL, and so is the exit code: 0 or 1; 2 means that the input is wrong. FAIL means that \
            a threshold is crossed or an expectation of the file is broken. Where no threshold is given, it also means \
            harm: traffic that arrived before and does not at the end, a router that shuts down OSPF or refuses LSAs, \
            databases that stay different, or more loss than --tolerate. What did not work before the change is reported \
            and not counted.

            \(HelpText.examples(
                "spillway plan Topologies/examples/triangle.yaml --change 'cut paris-berlin'",
                "spillway plan Topologies/examples/triangle.yaml \\\n    --change 'cut paris-berlin; run 5m; repair paris-berlin' \\\n    --expect 'lost below 1s' --fail-if 'unreachable at least 1'"))

            Changes are the actions of a timeline, separated by semicolons. Here, a, b and c are routers, a-b is a link, \
            office a LAN and g a group; docs/scenario-format.md has all keys:

            \(HelpText.columns(ChangeHelp.actions, first: 36))

            A threshold is METRIC [NAME] COMPARISON VALUE, as in 'expect' of a scenario. --expect 'lost below 1s' and \
            --fail-if 'lost at least 1s' mean the same. More examples: 'dark PAR4 to PAR5 at most 2s', 'headroom site PAR4 \
            at least 20%', 'isolated never', 'delivered at end'. Without a name, a threshold is about the worst probe or \
            router.

            \(metrics)
            """
    )

    private static var metrics: String {
        func lines(_ title: String, _ scope: PlanMetric.Scope) -> String {
            let rows = PlanMetric.allCases.filter { $0.scope == scope }.map {
                ($0.rawValue, "\($0.unitText): \($0.summary)")
            }
            return title + "\n\n" + HelpText.columns(rows, first: 14)
        }
        return [
            lines("Metrics of a probe:", .probe),
            lines("Metrics of routers, by name, 'site X' or 'model X':", .routers),
            lines("Metrics of the network:", .network),
        ].joined(separator: "\n\n")
    }

    @Argument(help: "A topology or scenario file (YAML).", completion: .file(extensions: ["yaml", "yml"]))
    var file: String

    @Option(
        name: .customLong("change"),
        help: ArgumentHelp(
            "The change, such as 'cut a-b; run 5m; repair a-b'. May be repeated; changes are made in this order.",
            valueName: "actions"))
    var changes: [String] = []

    @Option(
        name: .customLong("fail-if"),
        help: ArgumentHelp("A threshold that makes the change FAIL. May be repeated.", valueName: "threshold"))
    var thresholds: [String] = []

    @Option(
        name: .customLong("expect"),
        help: ArgumentHelp(
            "An expectation that makes the change FAIL if it is broken. May be repeated.", valueName: "threshold"))
    var expectations: [String] = []

    @Option(help: ArgumentHelp("Time for which the network is watched after the last change.", valueName: "duration"))
    var watch = "10m"

    @Option(help: ArgumentHelp("Time between one --change and the next.", valueName: "duration"))
    var pause = "2m"

    @Option(
        help: ArgumentHelp("Lost time of a probe that is tolerated where no threshold is given.", valueName: "duration")
    )
    var tolerate = "5s"

    @OptionGroup var page: PageOption

    @Option(help: ReportFormat.help)
    var format = ReportFormat.text

    @Option(help: "Override the random seed of the file.")
    var seed: UInt64?

    @Flag(name: .shortAndLong, help: "Print every router, path and step.")
    var verbose = false

    func validate() throws {
        guard !changes.isEmpty else {
            throw ValidationError("no change is given (--change): write for example --change 'decommission ROUTER'")
        }
    }

    func run() async throws {
        let plan = try readPlan()
        let page = try page.file()
        let result = try await Console.simulating(file, recordsCourse: format == .json || page != nil) { observer, _ in
            try await plan.run(observer: observer)
        }
        guard result.run.probes.contains(where: \.hasData) else {
            throw Console.failure(
                "no traffic was measured", at: file, "no pair of \(result.plan.measured) ever arrived")
        }
        switch format {
        case .json, .markdown, .junit, .csv: try format.write(PlanJSON(result).text(under: .current))
        case .text: try StandardOutput.write(PlanText(result, options: Console.options(verbose: verbose)).text)
        }
        try page?.write(resultAs: PlanJSON(result).text(under: .current))
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
            throw failure("'\(text)' is not a time", at: option, "write for example 30s, 10m or 1h")
        }
        guard duration <= .seconds(604_800) else {
            throw failure("'\(text)' is longer than 7 days", at: option, "give at most 168h")
        }
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
