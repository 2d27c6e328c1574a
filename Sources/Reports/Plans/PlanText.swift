import Analysis
import Emulation
import NetworkPrimitives
import OSPF

/// The report of a planned change for people: the verdict, then the reasons, then what changes and by how much.
public struct PlanText: Sendable {
    let result: PlanResult
    let options: ReportOptions
    let names: RunNames
    /// Lines are no longer than this, whether there is a screen or not.
    let width: Int

    public init(_ result: PlanResult, options: ReportOptions = ReportOptions()) {
        self.result = result
        self.options = options
        names = RunNames(result.run)
        width = min(options.width ?? 118, 118)
    }

    var run: RunResult { result.run }

    /// The whole report. Every line ends with a line feed.
    public var text: String {
        var lines = verdict + [""] + header
        lines += section("Before the change", headline.beforeBesidesFindings.flatMap { wrap($0) })
        let shown = ReportOptions(isVerbose: options.isVerbose, width: width, style: options.style)
        let found = FindingSections(findings: run.findings, names: names, options: shown)
        for (title, content) in found.sections { lines += section(title, content) }
        lines += section("Thresholds", rules)
        lines += section("Why", story)
        lines += section("Traffic during the change", traffic)
        lines += section("Paths before and after", paths)
        lines += section("Elections", elections)
        lines += section("Databases against limits", databases)
        lines += section("Cut off", islands)
        lines += section("Routes", routes)
        lines += section("Load", load)
        lines += section("Assumed", assumptions)
        return lines.joined(separator: "\n") + "\n"
    }

    private func section(_ title: String, _ lines: [String]) -> [String] {
        lines.isEmpty ? [] : ["", options.style.heading(title.uppercased())] + lines
    }

    func wrap(_ text: String, indent: String = "    ") -> [String] { wrapped(text, indent: indent, width: width) }

    /// `+1.026`: seconds since the first change.
    func time(_ instant: Instant) -> String { names.time(instant) }

    // MARK: The head

    private var header: [String] {
        let network = run.scenario.network
        let clock = Clock(start: .origin, clockStart: nil)
        var lines = [options.style.heading("\(run.scenario.name): planned change")]
        for step in result.plan.steps {
            lines += wrap("  \(clock.text(.origin + step.at))  \(step.text)", indent: String(repeating: " ", count: 12))
        }
        lines += wrap(
            "\(counted(network.routers.count, "router")), \(counted(network.segments.count, "segment")); converged from "
                + "a cold start in \(spoken(run.coldStart)); watched for \(spoken(run.end - run.start)); seed "
                + "\(network.seed)", indent: "")
        return lines + wrap("measured: \(result.plan.measured)", indent: "  ")
    }

    // MARK: The verdict

    private var headline: HeadlineText { HeadlineText(names: names, judgment: result.judgment) }

    private var verdict: [String] {
        let lines = result.headline
        let first = result.judgment.outcome == .fail ? options.style.bad(lines[0]) : options.style.good(lines[0])
        return ([first] + lines.dropFirst()).flatMap { wrap($0, indent: "  ") }
    }

    /// Each threshold and expectation with what was measured.
    private var rules: [String] {
        let lines = result.findings.flatMap(line) + result.run.verdicts.flatMap(line)
        return nearness + (lines.isEmpty ? ["  no threshold given (--fail-if)"] : lines)
    }

    private var nearness: [String] {
        let fallen = Set(result.falls.map(\.router))
        let near = result.nearLimit.filter { !fallen.contains($0) }
        guard !near.isEmpty else { return [] }
        return wrap("  within 20% of the limit: " + list(near.map(names.router), limit: 6))
    }

    private func line(_ finding: ThresholdFinding) -> [String] {
        wrap("  \(options.style.mark(!finding.isCrossed))  \(RuleText.text(of: finding, names))")
    }

    private func line(_ verdict: Verdict) -> [String] {
        wrap("  \(options.style.mark(verdict.holds))  \(RuleText.text(of: verdict, names))")
    }

    // MARK: Why

    private static let storyLimit = 12

    private var story: [String] {
        let whole = result.story
        let story = options.isVerbose ? whole : whole.firstRound
        guard story.steps.count > 1 else { return [] }
        let sentences = HappeningText(names)
        let limit = options.isVerbose ? Int.max : Self.storyLimit
        let width = story.steps.prefix(limit).map { time($0.start).count }.max() ?? 0
        var lines: [String] = []
        for (number, step) in story.steps.prefix(limit).enumerated() {
            let moment = time(step.start)
            let until = step.end - step.start >= .seconds(1) ? ", the last at \(time(step.end))" : ""
            let because = step.cause.map { "  <- \($0 + 1)" } ?? ""
            let head =
                (number < 9 ? "   " : "  ") + "\(number + 1)  " + String(repeating: " ", count: width - moment.count)
                + moment + "  "
            lines += wrap(
                head + sentences.sentence(HappeningGroup(step)) + until + because,
                indent: String(repeating: " ", count: head.count + 2))
        }
        if story.steps.count > limit {
            lines.append("  ... \(counted(story.steps.count - limit, "more step")); --verbose prints them")
        }
        let again = whole.laterRounds.filter { [.isolated, .isolatedPermanently, .crashed].contains($0.kind) }
        if !options.isVerbose, !again.isEmpty {
            let what = again.allSatisfy { $0.kind == .crashed } ? "crashes ended" : "the ignore state"
            lines.append("  and again after \(what)")
        }
        return lines
    }
}

extension PlanResult {
    /// The first lines of the report and of the JSON.
    public var headline: [String] {
        let names = RunNames(run)
        let worst =
            findings.first { $0.isCrossed }.map { RuleText.text(of: $0, names) }
            ?? run.verdicts.first { !$0.holds }.map { RuleText.text(of: $0, names) }
        let rules = run.verdicts.isEmpty ? "threshold" : findings.isEmpty ? "expectation" : "rule"
        return HeadlineText(names: names, judgment: judgment).lines(rules: rules, worst: worst)
    }
}
