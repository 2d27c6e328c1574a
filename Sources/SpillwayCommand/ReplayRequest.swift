import Analysis
import ArgumentParser
import Captures
import Emulation
import Files
import NetworkPrimitives
import OSPF
import Replays
import Reports
import Scenarios

/// A router that hears a capture, under one policy or several: what `replay` and `compare --capture` have in common.
struct ReplayRequest {
    /// The captures' paths, which are heard as one; `-` for standard input.
    let files: [String]
    /// How many LSAs the router may hold, in place of the preset's number.
    let limit: UInt32?
    let preset: String?
    /// As `compare` takes them, and at least one.
    let policies: [String]
    /// `KEY=VALUE,VALUE`, combined with every policy.
    var variations: [String] = []
    let after: String
    /// Whether gaps of more than an hour in the capture are emulated.
    var keepsGaps = false

    var name: String { files.map(CaptureInput.name).joined(separator: ", ") }

    // MARK: What was asked for

    /// The policies, and the time after the last frame. All mistakes are reported at once.
    /// - Throws: exit code 2.
    private func arguments() throws -> (variants: [(name: String, limit: LimitPolicy)], aftermath: Duration) {
        var isWrong = false
        func mistake(_ problem: String, at place: String, _ remedy: String?) {
            isWrong = true
            _ = Console.failure(problem, at: place, remedy)
        }
        var base = LimitPolicy()
        if let preset {
            if let known = Preset.named(preset) {
                base = known.limit ?? base
            } else {
                let near = nearestName(to: preset, among: Preset.all.map(\.name))
                mistake(
                    "there is no preset '\(preset)'", at: "--preset",
                    near.map { "did you mean '\($0)'?" } ?? "'spillway presets' lists them")
            }
        }
        if let limit { base.maximum = limit }
        let isUnlimited = policies.allSatisfy { $0 == "none" }
        if base.maximum == nil, !isUnlimited, !isWrong {
            mistake(
                "the router has no limit", at: "--limit", "give the number of LSAs that it may hold, or '--policy none'"
            )
        }
        let aftermath = try? Console.duration(after, option: "--after")
        let loaded = LimitVariants.read(policies: policies, variations: variations, limit: base)
        for diagnostic in loaded.diagnostics { StandardError.write("\(diagnostic)\n") }
        guard let variants = loaded.content, !isWrong, let aftermath else { throw ExitCode(2) }
        return (variants, aftermath)
    }

    // MARK: The capture

    /// - Throws: exit code 2 where a file cannot be read or there is nothing to hear.
    func read() throws -> CapturedUpdates {
        let reader = try CaptureInput.reader(of: files)
        let capture = CapturedUpdates(reader, keepingGaps: keepsGaps)
        guard !capture.updates.isEmpty else {
            let total = capture.totals.sum
            throw Console.failure("no usable OSPFv2 Link State Update in \(counted(total, "frame"))", at: name)
        }
        for gap in capture.gaps { Console.warning("\(gap)", at: name, "--keep-gaps emulates it") }
        CaptureInput.warnOfEnds(reader, name: name)
        return capture
    }

    // MARK: What came of it

    /// Hears the capture once for each policy, and prints one report, or a table where there are several.
    ///
    /// - Parameter speed: where the run is to be watched at a multiple of real time: what `Pace` reads.
    func run(_ format: ReportFormat, page: PageFile? = nil, jobs: Int = 1, speed: String? = nil) async throws {
        let (variants, aftermath) = try arguments()
        guard speed == nil || variants.count == 1 else {
            throw Console.failure("several policies cannot be watched", at: "--speed", "give one --policy")
        }
        let capture = try read()
        let results = try await Console.simulating(recordsCourse: format == .json || page != nil) { observer, _ in
            guard let pace = speed.flatMap({ Pace($0) }) else {
                return try await ReplayResult.hearing(
                    capture, limits: variants.map(\.limit), aftermath: aftermath, jobs: jobs, observer: observer)
            }
            return try watch(capture, variants[0].limit, aftermath, at: pace, observer)
        }
        let named = zip(variants.map(\.name), results).map { (policy: $0, result: $1) }
        try report(capture, named, format)
        try page?.write(resultAs: json(capture, named))
    }

    private func watch(
        _ capture: CapturedUpdates, _ limit: LimitPolicy, _ aftermath: Duration, at pace: Pace,
        _ observer: Simulation.Observer
    ) throws -> [ReplayResult]? {
        let scenario = RouterUnderTest.scenario(hearing: capture, limit: limit, aftermath: aftermath)
        let watched = try Simulation.run(scenario, at: pace, lead: RouterUnderTest.lead, observer: observer) { start in
            { journal, happenings in
                ReplayResult.events(happenings, in: journal, of: capture, start: start)
                    .map { ($0.offset, ReplayText.line($0)) }
            }
        }
        guard let (run, network) = watched, !run.isPartial else { return nil }
        return [ReplayResult(run, of: capture, in: network)]
    }

    private func report(
        _ capture: CapturedUpdates, _ results: [(policy: String, result: ReplayResult)], _ format: ReportFormat
    ) throws {
        let shown = LegibleText.line(name)
        switch format {
        case .text where results.count == 1:
            try StandardOutput.write(ReplayText(name: shown, capture: capture, result: results[0].result).text + "\n")
        case .text:
            try StandardOutput.write(ReplayComparisonText(name: shown, capture: capture, results: results).text + "\n")
        case .json, .markdown, .junit, .csv: try format.write(json(capture, results))
        }
    }

    private func json(_ capture: CapturedUpdates, _ results: [(policy: String, result: ReplayResult)]) -> String {
        let objects = results.map { ($0.policy, ReplayJSON(name: name, capture: capture, result: $0.result)) }
        return objects.count == 1
            ? objects[0].1.text(under: .current) : ReplayJSON.text(of: objects, under: .current)
    }
}
