import Analysis
import ArgumentParser
import NetworkPrimitives
import Reports
import Scenarios

/// `spillway limits`: which limits survive which failures, and how large each would have to be.
struct LimitsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "limits",
        abstract:
            "Simulates failures, and says which trip LSA limits or cut traffic off, and how large limits must be.",
        discussion: """
            The network is started once and converges; every failure is simulated on a copy of it. --survive takes, \
            separated by commas: 'any N routers', 'any N links', 'any N lans', 'any N sites', and names: 'router a', 'link \
            a - b', 'lan office', 'site PAR4'.

            Without --survive, each router, each link and each LAN fails. The first line is PASS or FAIL, and so is the exit \
            code: 0, or 1 where a failure trips a limit or cuts off traffic that arrived before; 2 means that the input is \
            wrong. Traffic is the file's probes, or that between all sites, or between all routers.

            \(HelpText.examples(
                "spillway limits Topologies/examples/triangle.yaml",
                "spillway limits Topologies/examples/lan.yaml --survive 'any 2 routers'"))
            """
    )

    @Argument(help: "A topology or scenario file (YAML).", completion: .file(extensions: ["yaml", "yml"]))
    var file: String

    @Option(
        help: ArgumentHelp(
            "Failures that must trip no limit and cut off no traffic (default: any 1 router, any 1 link, any 1 lan).",
            valueName: "failures"))
    var survive: [String] = []

    @Flag(help: "What failed comes back after --watch, and is watched for as long again.")
    var andReturn = false

    @Option(help: ArgumentHelp("Longest time for which each failure is watched.", valueName: "duration"))
    var watch = "10m"

    @Option(help: "Parallel jobs; the result does not depend on it.")
    var jobs = 1

    @OptionGroup var page: PageOption

    @Option(help: ReportFormat.help)
    var format = ReportFormat.text

    @Option(help: "Override the random seed of the file.")
    var seed: UInt64?

    @Flag(name: .shortAndLong, help: "Print every failure and every router.")
    var verbose = false

    func run() async throws {
        guard jobs > 0 else {
            throw Console.failure("'\(jobs)' is not a number of jobs", at: "--jobs", "give 1 or more")
        }
        let request = try readRequest()
        let page = try page.file()
        let survey = try await Console.simulating(file) { observer, progress in
            var done = 0
            return try await LimitSurvey.run(request, jobs: jobs, observer: observer) {
                done += 1
                progress.show("\(done) of \(request.failures.count) failures")
            }
        }
        switch format {
        case .json, .markdown, .junit, .csv: try format.write(LimitsJSON(survey).text(under: .current))
        case .text:
            let options = Console.options(verbose: verbose)
            try StandardOutput.write(LimitsText(survey, options: options).text)
        }
        try page?.write(resultAs: LimitsJSON(survey).text(under: .current))
        try survey.judgment.exit()
    }

    private func readRequest() throws -> LimitSurvey.Request {
        let time = try Console.duration(watch, option: "--watch")
        let loaded = ScenarioLoader.loadSurvey(
            path: file, survive: survive, watch: time, returns: andReturn, files: .noted)
        for diagnostic in loaded.diagnostics { StandardError.write("\(diagnostic)\n") }
        guard var request = loaded.content else { throw ExitCode(2) }
        if let seed { request.network.seed = seed }
        return request
    }
}
