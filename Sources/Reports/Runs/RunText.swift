import Analysis
import Emulation
import NetworkPrimitives
import OSPF

/// How much of a run a report shows, and for what screen.
public struct ReportOptions: Sendable {
    /// Everything, one line for each happening.
    public var isVerbose: Bool
    /// The verdict and the traffic only.
    public var isQuiet: Bool
    /// Columns of the screen, `nil` where the report goes to a file.
    public var width: Int?
    public var style: TextStyle

    public init(isVerbose: Bool = false, isQuiet: Bool = false, width: Int? = nil, style: TextStyle = .plain) {
        self.isVerbose = isVerbose
        self.isQuiet = isQuiet
        self.width = width
        self.style = style
    }
}

/// The report of a run for people: what happened, why, what it did to the traffic, how every router stands, the verdict.
public struct RunText: Sendable {
    let result: RunResult
    let options: ReportOptions
    let names: RunNames

    public init(_ result: RunResult, options: ReportOptions = ReportOptions()) {
        self.result = result
        self.options = options
        names = RunNames(result)
    }

    /// The whole report. Every line ends with a line feed.
    public var text: String {
        var lines = verdict + [""] + header
        lines += section("Before the change", options.isQuiet ? headline.before : headline.beforeBesidesFindings)
        if !options.isQuiet {
            let found = FindingSections(findings: result.findings, names: names, options: options)
            for (title, content) in found.sections { lines += section(title, content) }
            lines += section("What happened", timeline)
            lines += section("Why", story)
        }
        lines += section("Traffic", traffic)
        if !options.isQuiet {
            lines += section("Routers", routers)
            lines += section("Control plane", controlPlane)
        }
        lines += section("Recovery", recovery)
        lines += section("Expectations", expectations)
        return lines.joined(separator: "\n") + "\n"
    }

    func section(_ title: String, _ lines: [String]) -> [String] {
        lines.isEmpty ? [] : ["", options.style.heading(title.uppercased())] + lines
    }

    private var headline: HeadlineText { HeadlineText(names: names, judgment: result.judgment) }

    private var verdict: [String] {
        let lines = result.headline(names)
        let isBad = result.isPartial || result.judgment.outcome == .fail
        let first =
            isBad
            ? options.style.bad(lines[0])
            : result.judgment.outcome == .pass ? options.style.good(lines[0]) : options.style.heading(lines[0])
        return ([first] + lines.dropFirst()).flatMap { wrapped($0, indent: "  ", width: options.width) }
    }

    private var beginning: String {
        guard !result.scenario.startsCold else { return "from power-on" }
        let rest = options.isVerbose ? ", ready \(spoken(result.settling)) later" : ""
        guard result.unrest.isEmpty else { return "not converged \(spoken(result.coldStart)) after a cold start" }
        return "converged from a cold start in \(spoken(result.coldStart))\(rest)"
    }

    private var header: [String] {
        let scenario = result.scenario
        let watched = result.end - result.start
        let clock = scenario.clockStart == nil ? "" : " from \(names.time(result.start).dropLast(4))"
        var lines = [options.style.heading(scenario.name)]
        if !scenario.summary.isEmpty { lines += wrapped(scenario.summary, indent: "", width: options.width) }
        lines.append(
            "\(counted(scenario.network.routers.count, "router")), \(counted(scenario.network.segments.count, "segment")); "
                + "\(beginning); watched for \(spoken(watched))\(clock); "
                + "seed \(scenario.network.seed)")
        // Whose adjacency is not finished stands among those that are never adjacent.
        let unrest = result.unrest.filter { if case .unfinished = $0 { false } else { true } }
        lines += unrest.prefix(options.isVerbose ? .max : 4).map { options.style.bad(names.text($0)) }
        if unrest.count > 4, !options.isVerbose { lines.append("... \(unrest.count - 4) more; --verbose prints them") }
        return lines.flatMap { wrapped($0, indent: "", width: options.width) }
    }

    // MARK: What happened

    /// Lines that a timeline has at most.
    private static let timelineLimit = 120

    private var timeline: [String] {
        let sentences = HappeningText(names)
        guard !options.isVerbose else {
            return HappeningGroup.each(of: result).map { line(names.time($0.start), sentences.sentence($0)) }
        }
        let lines = HappeningGroup.groups(of: result, where: makeNewsFilter())
            .flatMap { group in
                wrapped(
                    line(names.time(group.start), sentences.sentence(group) + span(of: group)),
                    indent: String(repeating: " ", count: 16),
                    width: options.width)
            }
        guard !lines.isEmpty else { return ["  nothing"] }
        guard lines.count > Self.timelineLimit else { return lines }
        let (head, tail) = (Self.timelineLimit - 30, 30)
        return lines.prefix(head) + ["  ... \(counted(lines.count - head - tail, "more line")); --verbose prints them"]
            + lines.suffix(tail)
    }

    /// What is shown by default: not the ends of adjacencies that a router gives up itself, and of the warnings of one
    /// router the first only.
    private func makeNewsFilter() -> (Happening) -> Bool {
        var warned: Set<RouterIndex?> = []
        return { happening in
            switch happening.kind {
            case .adjacencyLost:
                ![.isolated, .cleared, .reconfigured, .noLongerNeeded].contains(happening.reason)
            case .limitWarning: warned.insert(happening.router).inserted
            case .refreshed, .aged: false
            default: true
            }
        }
    }

    /// What lasts for a second or more does not all belong to the moment at which it began.
    private func span(of group: HappeningGroup) -> String {
        guard group.kind != .probeLost, group.end - group.start >= .seconds(1) else { return "" }
        return ", the last at \(names.time(group.end))"
    }

    private func line(_ time: String, _ sentence: String) -> String { "  \(time)  \(sentence)" }

    // MARK: Why

    private var story: [String] {
        let story = Story(result)
        return options.isVerbose
            ? lines(of: story, limit: .max) : lines(of: story.firstRound, limit: 24) + repetitions(story)
    }

    /// What isolations and crashes led to after they ended, in one line.
    private func repetitions(_ story: Story) -> [String] {
        var counts: [(router: RouterIndex, count: Int, last: HappeningID)] = []
        for step in story.laterRounds where [.isolated, .isolatedPermanently, .crashed].contains(step.kind) {
            for id in step.happenings {
                guard let router = result.journal[id].router else { continue }
                if let place = counts.firstIndex(where: { $0.router == router }) {
                    counts[place] = (router, counts[place].count + 1, max(id, counts[place].last))
                } else {
                    counts.append((router, 1, id))
                }
            }
        }
        guard !counts.isEmpty else { return [] }
        let areCrashes = counts.allSatisfy { result.journal[$0.last].kind == .crashed }
        let what = areCrashes ? "the crashes" : "the ignore state"
        let parts = counts.prefix(8).map { router, count, last in
            let happening = result.journal[last]
            let isForGood = happening.kind == .isolatedPermanently
            return
                "\(names.router(router)) \(count)x, last \(isForGood ? "and until cleared " : "")at \(names.time(happening.instant))"
        }
        let more = counts.count > 8 ? [counted(counts.count - 8, "more router")] : []
        return wrapped(
            "       and again after \(what): \((parts + more).joined(separator: "; "))",
            indent: String(repeating: " ", count: 9), width: options.width)
    }

    private func lines(of story: Story, limit: Int) -> [String] {
        let sentences = HappeningText(names)
        var lines: [String] = []
        for (index, step) in story.steps.prefix(limit).enumerated() {
            let causes = ([step.cause].compactMap { $0 } + step.furtherCauses).map { "\($0 + 1)" }
            let because = causes.isEmpty ? "" : "  <- \(causes.joined(separator: ", "))"
            let number = String(repeating: " ", count: max(0, 3 - String(index + 1).count)) + "\(index + 1)"
            let until = step.end - step.start >= .seconds(1) ? ", the last at \(names.time(step.end))" : ""
            let sentence = sentences.sentence(HappeningGroup(step)) + until + because
            let text = "  \(number)  \(names.time(step.start))  \(sentence)"
            let indent = String(repeating: " ", count: 21)
            lines += wrapped(text, indent: indent, width: options.width)
            if [.limitExceeded, .crashed, .memoryExhausted].contains(step.kind),
                let held = sentences.composition(of: step.happenings[0])
            {
                lines += wrapped("\(indent)held \(held)", indent: indent, width: options.width)
            }
        }
        if story.steps.count > limit {
            lines.append("  ... \(counted(story.steps.count - limit, "more step")); --verbose prints them")
        }
        return lines
    }
}

extension HappeningGroup {
    /// Every happening of the run on its own.
    static func each(of result: RunResult) -> [HappeningGroup] {
        result.happenings.map { HappeningGroup(HappeningID(number: UInt32($0)), result.journal.happenings[$0]) }
    }
}

extension RunResult {
    /// The first lines of the report and of the JSON.
    public var headline: [String] { headline(RunNames(self)) }

    func headline(_ names: RunNames) -> [String] {
        let worst = verdicts.first { !$0.holds }.map { RuleText.text(of: $0, names) }
        return HeadlineText(names: names, judgment: judgment).lines(rules: "expectation", worst: worst)
    }
}
