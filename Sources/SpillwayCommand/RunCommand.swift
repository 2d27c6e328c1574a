import Analysis
import ArgumentParser
import Captures
import Checkpoints
import Emulation
import Files
import NetworkPrimitives
import Replays
import Reports
import Scenarios

/// `spillway run`: what happens in a scenario.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Runs a scenario and says what happened, why, and what it did to the traffic.",
        discussion: """
            Exits with 0 where every expectation holds or there is none, with 1 where one is broken, and with 2 where \
            the input is wrong. Ctrl-C prints what is known so far and exits with 130.

            \(HelpText.examples(
                "spillway run Topologies/examples/triangle-cut.yaml",
                "spillway run Topologies/examples/triangle-cut.yaml --why 'amsterdam to berlin'"))
            """
    )

    @Argument(help: "A scenario or topology file (YAML).", completion: .file(extensions: ["yaml", "yml"]))
    var file: String

    @Option(help: ReportFormat.help)
    var format = ReportFormat.text

    @Option(help: "Override the random seed of the file.")
    var seed: UInt64?

    @Option(help: ArgumentHelp("Override the duration of the file, such as 90s or 1h30m.", valueName: "duration"))
    var until: String?

    @Flag(name: .shortAndLong, help: "Print every event and every router.")
    var verbose = false

    @Flag(name: .shortAndLong, help: "Print only the verdict, the traffic, the recovery and the expectations.")
    var quiet = false

    @OptionGroup var page: PageOption

    @Option(
        help: ArgumentHelp(
            "Also write every event and every packet to this file, one JSON object a line.", valueName: "file"),
        completion: .file())
    var trace: String?

    @Option(
        help: ArgumentHelp(
            "Also write the packets of each link and LAN, from the cold start on, as capture files into this directory.",
            valueName: "directory"), completion: .directory)
    var capture: String?

    @Option(
        help: ArgumentHelp(
            "Also write the state of every router before each moment of the timeline, and at the end, into this directory.",
            valueName: "directory"), completion: .directory)
    var checkpoints: String?

    @Option(
        help: ArgumentHelp(
            "Also write the run to this file as a trace for Perfetto and chrome://tracing (Trace Event Format).",
            valueName: "file"), completion: .file())
    var perfetto: String?

    @Option(
        help: ArgumentHelp(
            "Also write the run to this file as OpenMetrics with time stamps, for a database of time series.",
            valueName: "file"), completion: .file())
    var metrics: String?

    @Flag(
        help:
            "Show the network while it runs: sites, routers, traffic, the last events. Where standard error is no terminal, events are printed when they happen."
    )
    var watch = false

    @Option(
        help: ArgumentHelp(
            "With --watch: run at this multiple of real time (default 60: a minute takes a second).",
            valueName: "factor"))
    var speed: String?

    @Option(
        help: ArgumentHelp(
            "Also explain, from the first cause on, a shutdown, election or lost adjacency of this router, link, LAN or group, or the losses of this probe; or why a router has a route: 'ROUTER PREFIX', such as 'r1 198.51.100.0/24'. May be repeated.",
            valueName: "name"))
    var why: [String] = []

    @Option(
        help: ArgumentHelp(
            "With --why: explain the first event at or after this time, such as 10:13:05.120, or 65.12s after the start.",
            valueName: "time"))
    var at: String?

    func validate() throws {
        guard let speed else { return }
        guard watch else { throw ValidationError("--speed needs --watch (--speed): give both, or leave it out") }
        guard Pace(speed) != nil else { throw ValidationError("'\(speed)' is not a speed (--speed): \(Pace.forms)") }
    }

    func run() async throws {
        if let services = try Console.services(at: file, seed: seed) { return try await run(services) }
        let scenario = try readScenario()
        let subjects = try subjects(in: scenario)
        let moment = try offsetOfMoment(in: scenario)
        let page = try page.file()
        let traceFile = try trace.map { try openTrace($0) }
        let exports = try RunExports(perfetto: perfetto, metrics: metrics)
        let recording = try capture.map {
            CaptureRecording(into: try Console.outputFolder($0), of: scenario.network)
        }
        let states = try checkpoints.map { CheckpointRecording(into: try Console.outputFolder($0)) }
        let recordsCourse = format == .json || page != nil || exports.needCourse
        let result = try await Console.simulating(file, recordsCourse: recordsCourse) { observer, _ in
            try simulate(scenario, observer, traceFile, recording, states)
        }
        let explanations = subjects.map {
            Explanation(of: $0, at: moment.map { result.start + $0 }, in: result)
        }
        try report(result, explanations)
        try page?.write(resultAs: RunJSON(result, explanations: explanations).text(under: .current))
        try exports.write(result)
        try finish(result, traceFile, recording, states)
    }

    private func readScenario() throws -> Scenario {
        var scenario = try Console.scenario(at: file, seed: seed)
        if let until {
            scenario.duration = try Console.duration(until, option: "--until")
            guard scenario.duration > .zero else {
                throw Console.failure("'\(until)' is not longer than 0s", at: "--until")
            }
        }
        return scenario
    }

    private func subjects(in scenario: Scenario) throws -> [Explanation.Subject] {
        let names = Explanation.names(in: scenario)
        var isWrong = false
        let subjects = why.compactMap { name -> Explanation.Subject? in
            if RouteQuestion(name, in: scenario.network) != nil { return nil }
            if let subject = Explanation.subject(named: name, in: scenario) { return subject }
            let hint = nearestName(to: name, among: names).map { "did you mean '\($0)'?" }
            _ = Console.failure("there is no router, probe, link, LAN or group '\(name)' in \(file)", at: "--why", hint)
            isWrong = true
            return nil
        }
        guard !isWrong else { throw ExitCode(2) }
        return subjects
    }

    /// `--at` as a span since the start of the timeline: a time of day where the scenario has one, or a span.
    private func offsetOfMoment(in scenario: Scenario) throws -> Duration? {
        guard let at else { return nil }
        guard !why.isEmpty else {
            throw Console.failure("--at needs --why", at: "--at", "name what is to be explained with --why")
        }
        if let clock = timeOfDay(at) {
            guard let start = scenario.clockStart else {
                throw Console.failure("\(file) has no clock", at: "--at", "give a time after the start, such as 65.12s")
            }
            return clock >= start ? clock - start : clock - start + .seconds(86_400)
        }
        // Reports write +65.120 where there is no clock.
        let plain = at.hasPrefix("+") ? "\(at.dropFirst())s" : at
        guard let offset = Duration(plain) ?? Duration(at) else {
            throw Console.failure("'\(at)' is not a time", at: "--at", "write for example 10:13:05.120 or 65.12s")
        }
        // Nothing is watched for longer than a week.
        return min(offset, .seconds(604_800))
    }

    private func openTrace(_ path: String) throws -> OutputFile {
        do {
            let file = try OutputFile(path: path)
            try file.write(ResultHeader.current.line(.trace))
            return file
        } catch {
            throw Console.failure(error)
        }
    }

    private func simulate(
        _ scenario: Scenario, _ observer: Simulation.Observer, _ traceFile: OutputFile?,
        _ recording: CaptureRecording?, _ states: CheckpointRecording?
    ) throws -> RunResult? {
        var observer = observer
        observer.checkpoint = states?.take
        let screen = watch ? WatchScreen(of: scenario, pace: Pace(speed ?? "60")) : nil
        screen?.attach(to: &observer)
        defer { screen?.finish() }
        let network: Network?
        do {
            network =
                if let recording { try recording.startingNetwork(of: scenario, observer: observer) } else {
                    try Simulation.startingNetwork(of: scenario, observer: observer)
                }
        } catch let error as CaptureError {
            throw Console.failure(error, at: recording?.folder.path)
        }
        guard let network else { return nil }
        var simulation = Simulation(scenario, from: network)
        simulation.questions = why.compactMap { RouteQuestion($0, in: scenario.network) }
        let lines = TraceLines(of: scenario.network, start: simulation.network.now)
        if traceFile != nil || recording != nil {
            observer.trace = { network, happenings in
                try? traceFile?.write(lines.lines(network, happenings: happenings))
                recording?.take(network)
            }
        }
        return Counterfactuals.run(&simulation, observer: observer)
    }

    private func report(_ result: RunResult, _ explanations: [Explanation]) throws {
        switch format {
        case .json, .markdown, .junit, .csv:
            try format.write(RunJSON(result, explanations: explanations).text(under: .current))
        case .text:
            let text = RunText(result, options: Console.options(verbose: verbose, quiet: quiet))
            try StandardOutput.write(text.text)
            for explanation in explanations { try StandardOutput.write("\n" + text.why(explanation)) }
            for (question, answer) in result.routeAnswers {
                try StandardOutput.write("\n" + RouteAnswerText(question, answer, in: result.scenario.network).text)
            }
        }
    }

    private func finish(
        _ result: RunResult, _ traceFile: OutputFile?, _ recording: CaptureRecording?, _ states: CheckpointRecording?
    ) throws {
        do {
            try states?.finish()
            guard !result.isPartial else { throw ExitCode(Interruption.exitCode) }
            if let recording {
                let files = try recording.finish()
                let frames = files.reduce(0) { $0 + $1.frames }
                StandardError.line(
                    "spillway: \(frames) frames in \(files.count) capture \(files.count == 1 ? "file" : "files"), in \(recording.folder.path)"
                )
            }
            try traceFile?.close()
        } catch let code as ExitCode {
            throw code
        } catch {
            throw Console.failure(error, at: (error as? CaptureError).flatMap { _ in capture })
        }
        try result.judgment.exit()
    }
}
