import Analysis
import ArgumentParser
import Checkpoints
import Emulation
import NetworkPrimitives
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
            """
    )

    @Argument(help: "A scenario or topology file (YAML).", completion: .file(extensions: ["yaml", "yml"]))
    var file: String

    @Option(help: "How the result is printed.")
    var format = ResultFormat.text

    @Option(help: "Another seed than the file's for everything that is left to chance.")
    var seed: UInt64?

    @Option(help: "Watch the network for this long instead, such as 90s or 1h30m.")
    var until: String?

    @Flag(name: .shortAndLong, help: "Print every happening and every router.")
    var verbose = false

    @Flag(name: .shortAndLong, help: "Print the traffic, the recovery and the verdict only.")
    var quiet = false

    @Option(
        help: "Also write every happening and every packet to this file, one JSON object a line.", completion: .file())
    var trace: String?

    @Option(
        help: ArgumentHelp(
            "Also write what is sent on each segment, from the cold start on, as a capture file into this directory.",
            valueName: "directory"), completion: .directory)
    var capture: String?

    @Option(
        help: ArgumentHelp(
            "Also write every router's state before each moment of the timeline and at the end into this directory.",
            valueName: "directory"), completion: .directory)
    var checkpoints: String?

    @Option(help: "Also tell what led to everything that happened to this router.")
    var why: String?

    func run() async throws {
        let scenario = try readScenario()
        let router = try why.map { try number(ofRouter: $0, in: scenario) }
        let traceFile = try trace.map { try openTrace($0) }
        let recording = try capture.map { try CaptureRecording(directory: $0, of: scenario.network) }
        let states = checkpoints.map { CheckpointRecording(directory: $0) }
        let progress = ProgressLine()
        Interruption.watch()
        let result: RunResult?
        do {
            result = try simulate(scenario, progress, traceFile, recording, states)
        } catch let error as SimulationError {
            progress.clear()
            traceFile?.discard()
            throw Console.failure("\(file): \(Console.describe(error))")
        }
        progress.clear()
        guard let result else {
            traceFile?.discard()
            StandardError.write("spillway: interrupted during the cold start\n")
            throw ExitCode(Interruption.exitCode)
        }
        report(result, router: router)
        try states?.finish()
        if !result.isPartial { try recording?.finish() }
        try finish(result, traceFile)
    }

    private func readScenario() throws -> Scenario {
        var scenario = try Console.scenario(at: file, seed: seed)
        if let until {
            guard let duration = Duration(until), duration > .zero else {
                throw Console.failure("--until: '\(until)' is not a time such as 90s or 1h30m")
            }
            scenario.duration = duration
        }
        return scenario
    }

    private func number(ofRouter name: String, in scenario: Scenario) throws -> Int {
        guard let number = scenario.network.routers.firstIndex(where: { $0.name == name }) else {
            let hint =
                nearestName(to: name, among: scenario.network.routers.map(\.name)).map { "; did you mean '\($0)'?" }
                ?? ""
            throw Console.failure("--why: there is no router '\(name)' in \(file)\(hint)")
        }
        return number
    }

    private func openTrace(_ path: String) throws -> OutputFile {
        do {
            return try OutputFile(path: path)
        } catch {
            throw Console.failure("--trace: \(error)")
        }
    }

    private func startingNetwork(
        of scenario: Scenario, _ recording: CaptureRecording?, _ observer: Simulation.Observer
    ) throws -> Network? {
        guard let recording else { return try Simulation.startingNetwork(of: scenario, observer: observer) }
        guard scenario.startsCold else { return try recording.converged(scenario.network, observer: observer) }
        var network = Network(scenario.network)
        network.recordsTransmissions = true
        return network
    }

    private func simulate(
        _ scenario: Scenario, _ progress: ProgressLine, _ traceFile: OutputFile?, _ recording: CaptureRecording?,
        _ states: CheckpointRecording?
    ) throws -> RunResult? {
        var observer = Simulation.Observer(
            isCancelled: { Interruption.isPending }, progress: { progress.show($0) })
        if let states {
            observer.checkpoint = { network, number, time in
                states.take(RouterState.states(of: network, checkpoint: number, time: time))
            }
        }
        guard let network = try startingNetwork(of: scenario, recording, observer) else { return nil }
        var simulation = Simulation(scenario, from: network)
        let lines = TraceLines(of: scenario.network, start: simulation.network.now)
        if traceFile != nil || recording != nil {
            observer.trace = { network, happenings in
                traceFile?.write(lines.lines(network, happenings: happenings))
                recording?.take(network)
            }
        }
        return simulation.run(observer: observer)
    }

    private func report(_ result: RunResult, router: Int?) {
        switch format {
        case .json: print(RunJSON(result).text, terminator: "")
        case .text:
            let text = RunText(result, options: Console.options(verbose: verbose, quiet: quiet))
            print(text.text, terminator: "")
            if let router { print("\n" + text.why(router: router), terminator: "") }
        }
    }

    private func finish(_ result: RunResult, _ traceFile: OutputFile?) throws {
        guard !result.isPartial else {
            traceFile?.discard()
            throw ExitCode(Interruption.exitCode)
        }
        do {
            try traceFile?.finish()
        } catch {
            throw Console.failure("--trace: \(error)")
        }
        if !result.isAsExpected { throw ExitCode(1) }
    }
}
