import Analysis
import ArgumentParser
import Emulation
import Imports
import NetworkPrimitives
import Replays
import Reports
import Scenarios

/// `spillway replay FILE --into TOPOLOGY --at SEGMENT`: a listener on a segment of an emulated network floods what a capture
/// shows, at its times; and `--until TIME --then ACTIONS`: what would have happened next.
struct NetworkReplay {
    let captureName: String
    /// What a network that goes on from it is called.
    let stem: String
    let format: ReportFormat
    /// Time after the last captured frame, or after the last of the actions.
    let aftermath: Duration
    let until: Duration?
    let actions: String?
    /// Where the run is to be watched at a multiple of real time: what `Pace` reads.
    let speed: String?
    let page: PageFile?

    /// Replays a capture into a network of the user's.
    func run(_ capture: CapturedUpdates, into file: String, at segmentName: String) async throws {
        let last = min(until ?? capture.lastOffset, capture.lastOffset)
        let start = until ?? last
        var scenario = try scenario(extending: file, files: .noted, start: start)
        guard let segment = SegmentNames(scenario.network).find(segmentName) else {
            let near = nearestName(to: segmentName, among: scenario.network.segments.map(\.name))
            throw Console.failure(
                "there is no link or LAN '\(segmentName)' in \(file)", at: "--at", near.map { "did you mean '\($0)'?" })
        }
        warnAboutRouters(capture, scenario.network)
        let member = scenario.network.segments[segment].members[0]
        let area = scenario.network.routers[member.router].ospf.interfaces[member.interface].area
        let trace = capture.trace(named: captureName, in: area, until: until)
        guard !trace.updates.isEmpty else {
            let areas = capture.areas.map(\.description).joined(separator: ", ")
            throw Console.failure(
                "'\(segmentName)' is in area \(area), and the capture's updates are in \(areas)", at: "--at",
                "name a link or LAN of that area")
        }
        let listener = scenario.network.attachListener(
            named: "the capture", to: segment, avoiding: Set(capture.routers))
        guard let listener else {
            throw Console.failure("'\(segmentName)' has no free address for a listener", at: "--at")
        }
        scenario.timeline.insert(TimelineEntry(.at(.zero), [.replay(listener: listener, trace)]), at: 0)
        if actions == nil { scenario.duration = max(scenario.duration, last + aftermath) }
        try await report(scenario)
    }

    /// Goes on from the network that the capture shows.
    func run(continuing topology: NetworkDescription) async throws {
        let text = TopologyFile(topology, name: stem, origin: captureName).text
        let files = FileSource.memory(["capture.yaml": text])
        try await report(try scenario(extending: "capture.yaml", files: files, start: .zero))
    }

    // MARK: The scenario

    /// The user's file with the entries of `--then` in its timeline.
    private func scenario(extending file: String, files: FileSource, start: Duration) throws -> Scenario {
        guard let actions else {
            return try accept(ScenarioLoader.load(path: file, files: files, traces: .captures))
        }
        return try accept(
            ScenarioLoader.load(
                path: file, then: actions, from: start, aftermath: aftermath, files: files, traces: .captures))
    }

    private func accept(_ loaded: Loaded<Scenario>) throws -> Scenario {
        for diagnostic in loaded.diagnostics { StandardError.write("\(diagnostic)\n") }
        guard let scenario = loaded.content else { throw ExitCode(2) }
        return scenario
    }

    private func warnAboutRouters(_ capture: CapturedUpdates, _ network: NetworkConfiguration) {
        let shared = network.routers.filter { capture.routers.contains($0.ospf.routerID) }
        guard !shared.isEmpty else { return }
        let names = shared.prefix(5).map { "\($0.name) (\($0.ospf.routerID))" }.joined(separator: ", ")
        let rest = shared.count > 5 ? " and \(shared.count - 5) more" : ""
        Console.warning(
            "\(names)\(rest): Router IDs of the capture and of the network", at: nil,
            "these routers will flush the captured LSAs, as they are their own (RFC 2328 §13.4)")
    }

    // MARK: The run

    private func report(_ scenario: Scenario) async throws {
        let (result, _) = try await Console.simulating(recordsCourse: format == .json || page != nil) { observer, _ in
            try Simulation.run(scenario, at: speed.flatMap { Pace($0) }, observer: observer) { start in
                let lines = LiveLines(of: scenario.network, start: start)
                return { journal, happenings in
                    journal.happenings[happenings].map { lines.line($0, in: journal) }
                }
            }
        }
        switch format {
        case .json, .markdown, .junit, .csv: try format.write(RunJSON(result).text(under: .current))
        case .text: try StandardOutput.write(RunText(result, options: Console.options()).text)
        }
        try page?.write(resultAs: RunJSON(result).text(under: .current))
        if result.isPartial { throw ExitCode(Interruption.exitCode) }
        try result.judgment.exit()
    }
}
