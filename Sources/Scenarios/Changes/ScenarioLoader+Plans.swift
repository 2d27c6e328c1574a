import Analysis
import Emulation
import NetworkPrimitives

/// What the user of `plan` typed.
public struct PlanRequest: Sendable {
    /// Lines of changes, in the order in which they are made.
    public var changes: [String]
    /// Statements that must not be true, and statements that must.
    public var thresholds: [String]
    public var expectations: [String]
    /// The time between one line of changes and the next.
    public var pause: Duration
    /// How long the network is watched after the last change.
    public var watch: Duration

    public init(
        changes: [String], thresholds: [String] = [], expectations: [String] = [], pause: Duration, watch: Duration
    ) {
        self.changes = changes
        self.thresholds = thresholds
        self.expectations = expectations
        self.pause = pause
        self.watch = watch
    }
}

extension ScenarioLoader {
    /// Reads a topology or a scenario, and changes and thresholds for it. Of a scenario, the timeline is left out; its probes
    /// are watched, and its expectations count, but for those at a moment of the timeline.
    ///
    /// The places of mistakes in what was typed are named `--change`, `--fail-if` and `--expect`; the line is the number of the option.
    public static func loadPlan(
        path: String, request: PlanRequest, files: FileSource = .disk, traces: TraceSource = .none
    ) -> Loaded<ChangePlan> {
        load(path: path, files: files) { tree, draft, presets, sink in
            let builder = ScenarioBuilder(tree: tree, draft: draft, presets: presets, sink: sink, traces: traces)
            let whole = builder.build(name: draft.configuration.name)
            let expectations = whole.expectations.filter { !$0.isAtCheckpoint }
            let (probes, words) = probes(of: tree, draft, for: expectations, orElse: whole.probes, sink)
            let course = Course(request, draft, presets, sink)
            let reader = ThresholdReader(draft: draft, probes: probes, sink: sink)
            func rules(_ texts: [String], _ option: String, isExpected: Bool) -> [Threshold] {
                let lines = texts.map(ChangeText.line)
                let file = lines.isEmpty ? 0 : sink.addFile(path: option, text: lines.joined(separator: "\n"))
                return lines.enumerated().compactMap {
                    reader.read($1, file: file, line: $0 + 1, isExpected: isExpected)
                }
            }
            let thresholds =
                rules(request.thresholds, "--fail-if", isExpected: false)
                + rules(request.expectations, "--expect", isExpected: true)
            var scenario = Scenario(
                name: draft.configuration.name, network: draft.configuration, timeline: course.entries, probes: probes,
                expectations: expectations, duration: course.duration)
            scenario.notes = whole.notes
            return ChangePlan(
                scenario: scenario, steps: course.steps, thresholds: thresholds, measured: words,
                leftOut: leftOut(of: whole))
        }
    }

    /// What is measured; that nothing is, is a mistake.
    private static func probes(
        of tree: Value, _ draft: NetworkDraft, for expectations: [Expectation], orElse others: [Probe],
        _ sink: DiagnosticSink
    ) -> (probes: [Probe], words: String) {
        let chosen = PlanProbes(draft: draft, sink: sink).choose(tree["probes"])
        if chosen.probes.isEmpty, !sink.hasErrors {
            sink.error("nothing can be measured: \(chosen.words); write 'probes'", at: tree.position)
        }
        // Expectations may be about probes of which a plan takes a sample.
        let names = Set(chosen.probes.map(\.name))
        let isEach = expectations.allSatisfy { $0.probe.map(names.contains) ?? true }
        return isEach ? chosen : (others, "the probes that the file's expectations are about")
    }

    /// The scenario in a file with further actions in its timeline, which begin at a moment of it.
    ///
    /// It lasts until the actions' time has passed; where they let no time pass, for the aftermath after them. The places
    /// of mistakes in the actions are named `--then`.
    public static func load(
        path: String, then text: String, from start: Duration, aftermath: Duration, files: FileSource = .disk,
        traces: TraceSource = .none
    ) -> Loaded<Scenario> {
        load(path: path, files: files) { tree, draft, presets, sink in
            let builder = ScenarioBuilder(tree: tree, draft: draft, presets: presets, sink: sink, traces: traces)
            var scenario = builder.build(name: stem(of: path))
            let line = ChangeText.line(text)
            let file = sink.addFile(path: "--then", text: line)
            let change = ChangeReader(draft: draft, presets: presets, sink: sink)
                .read(line, file: file, line: 1, at: start)
            let base = scenario.timeline.isEmpty ? start : max(scenario.duration, start)
            scenario.name += ", continued"
            scenario.summary = ""
            scenario.duration = max(change.end == start ? start + aftermath : change.end, base)
            scenario.add(change.entries)
            return scenario
        }
    }

    /// Reads a topology or a scenario, and what its network is to survive: without any words, the failure of each router, link
    /// and LAN that there is. Mistakes in that are at `--survive`.
    public static func loadSurvey(
        path: String, survive texts: [String], watch: Duration, returns: Bool, files: FileSource = .disk
    ) -> Loaded<LimitSurvey.Request> {
        load(path: path, files: files) { tree, draft, presets, sink in
            let (probes, words) = probes(of: tree, draft, for: [], orElse: [], sink)
            let present = [FailureKind.router, .link, .lan].filter { !$0.parts(of: draft.configuration).isEmpty }
            let standard = present.map { "any 1 \($0.rawValue)" }.joined(separator: ", ")
            let lines = texts.isEmpty ? [standard] : texts.map(ChangeText.line)
            let file = sink.addFile(path: "--survive", text: lines.joined(separator: "\n"))
            let reader = SurvivalReader(draft: draft, sink: sink)
            var seen: Set<Failure> = []
            let failures = lines.enumerated().flatMap { reader.read($1, file: file, line: $0 + 1) }
                .filter { seen.insert($0).inserted }
            var request = LimitSurvey.Request(
                network: draft.configuration, probes: probes, measured: words, demand: lines.joined(separator: ", "),
                failures: failures, watch: watch, returns: returns)
            request.notes = draft.notes(presets)
            return request
        }
    }

    private static func leftOut(of scenario: Scenario) -> [String] {
        var parts: [String] = []
        if !scenario.timeline.isEmpty { parts.append("the file's timeline") }
        let moments = scenario.expectations.count(where: \.isAtCheckpoint)
        if moments > 0 { parts.append("expectations at moments of the timeline (\(moments))") }
        return parts
    }
}

extension Expectation {
    /// Whether it is about a moment of the file's timeline.
    fileprivate var isAtCheckpoint: Bool { if case .route(let route) = rule { route.checkpoint != nil } else { false } }

    /// The probe that it is about.
    fileprivate var probe: String? {
        switch rule {
        case .lost(let probe, _, _), .dark(let probe, _, _), .delivered(let probe): probe
        case .isolated, .databaseSize, .databaseShare, .rejected, .route: nil
        }
    }
}

extension Scenario {
    /// Puts entries at fixed moments among those that the timeline has, after others of the same moment.
    fileprivate mutating func add(_ entries: [TimelineEntry]) {
        func moment(_ entry: TimelineEntry) -> Duration? {
            if case .at(let moment) = entry.trigger { moment } else { nil }
        }
        let fixed = (timeline.filter { moment($0) != nil } + entries).enumerated()
            .sorted { (moment($0.element)!, $0.offset) < (moment($1.element)!, $1.offset) }
        timeline = fixed.map(\.element) + timeline.filter { moment($0) == nil }
    }
}

/// The changes of a plan one after the other, and how long they are watched.
private struct Course {
    var entries: [TimelineEntry] = []
    var steps: [ChangePlan.Step] = []
    var duration: Duration

    init(_ request: PlanRequest, _ draft: NetworkDraft, _ presets: [Preset], _ sink: DiagnosticSink) {
        let lines = request.changes.map(ChangeText.line)
        let file = sink.addFile(path: "--change", text: lines.joined(separator: "\n"))
        let reader = ChangeReader(draft: draft, presets: presets, sink: sink)
        var now = Duration.zero
        var endsWithTime = false
        for (number, line) in lines.enumerated() {
            // `run` at the end of a line is the pause that its author wants.
            if number > 0, !endsWithTime { now += request.pause }
            let change = reader.read(line, file: file, line: number + 1, at: now)
            entries += change.entries
            steps.append(ChangePlan.Step(text: line, at: now))
            (now, endsWithTime) = (change.end, change.endsWithTime)
        }
        duration = max(.seconds(1), endsWithTime ? now : now + request.watch)
    }
}
