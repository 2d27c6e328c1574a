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
        var lines = header
        lines += section("Verdict", verdict)
        let shown = ReportOptions(isVerbose: options.isVerbose, width: width, style: options.style)
        let found = FindingSections(findings: run.findings, names: names, options: shown)
        for (title, content) in found.sections { lines += section(title, content) }
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
        var lines = [options.style.heading("\(run.scenario.name): a change before it is made")]
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

    private var verdict: [String] {
        var lines: [String] = []
        let harms = harms
        let worst = run.probes.max { ($0.lost, $1.name) < ($1.lost, $0.name) }
        if !harms.isEmpty {
            lines.append("  " + options.style.bad("NOT SAFE"))
            lines += harms.flatMap { wrap("  - " + $0) }
        } else if let worst, worst.lost > .zero {
            lines.append(
                "  " + options.style.good("safe, with interruptions")
                    + ": at most \(spoken(worst.lost)) (\(worst.name)), and everything arrives afterwards")
        } else {
            lines.append("  " + options.style.good("safe") + ": nothing that is measured is lost")
        }
        lines += nearness
        guard !result.findings.isEmpty else { return lines + ["  no thresholds were given (--fail-if)"] }
        let crossed = result.findings.count { $0.isCrossed }
        lines.append(
            crossed == 0
                ? options.style.good(
                    "  \(result.findings.count == 1 ? "the threshold is" : "all thresholds are") kept"
                )
                : options.style.bad(
                    "  \(crossed) of \(counted(result.findings.count, "threshold")) \(crossed == 1 ? "is" : "are") crossed"
                ))
        return lines + result.findings.flatMap(line)
    }

    /// What makes the change unsafe whatever the thresholds say.
    private var harms: [String] {
        var harms: [String] = []
        let falls = result.falls
        if let first = falls.first {
            let limited = run.routers.count { $0.limit.maximum != nil }
            let isolated = falls.count { $0.isolated != nil }
            harms.append(
                "\(falls.count) of \(counted(limited, "router")) with a limit "
                    + "\(falls.count == 1 ? "meets" : "meet") it: \(names.router(first.router)) first, "
                    + "at \(time(first.met)) s"
                    + (isolated > 0 ? "; \(isolated) \(isolated == 1 ? "isolates itself" : "isolate themselves")" : ""))
        }
        if let worst = run.probes.max(by: { $0.lost < $1.lost }), worst.lostAtEnd > 0 || !falls.isEmpty,
            worst.lost > .zero
        {
            harms.append("\(worst.name) loses \(spoken(worst.lost)) of \(spoken(run.end - run.start))")
        }
        let open = run.probes.filter { $0.lostAtEnd > 0 }.map(\.name)
        if !open.isEmpty { harms.append("still lost when the watch ends: \(list(open))") }
        let dark = result.darkSites
        if !dark.isEmpty { harms.append("no router is left of \(dark.count == 1 ? "site" : "sites") \(list(dark))") }
        let cut = result.partition.cutOff.flatMap(\.routers).filter { !result.isCutOffBefore($0) }
        if !cut.isEmpty { harms.append("cut off from the rest: \(list(cut.map(names.router)))") }
        return harms
    }

    private var nearness: [String] {
        let fallen = Set(result.falls.map(\.router))
        let near = result.nearLimit.filter { !fallen.contains($0) }
        guard !near.isEmpty else { return [] }
        return wrap("  within 20% of the limit: " + list(near.map(names.router), limit: 6))
    }

    private func line(_ finding: ThresholdFinding) -> [String] {
        let mark = finding.isCrossed ? options.style.bad("CROSSED") : options.style.good("kept   ")
        let who = finding.probe ?? finding.router.map(names.router)
        let place = who.map { " (\($0))" } ?? ""
        return wrap("  \(mark)  \(finding.threshold.text) - measured \(finding.measured.text)\(place)")
    }

    // MARK: Why

    private static let storyLimit = 12

    /// The story of the isolations or, where nobody isolated itself, of the limits that were met and the losses.
    private var wholeStory: Story {
        let journal = run.journal
        let targets = run.happenings.filter { number in
            let kind = journal.happenings[number].kind
            return kind == .limitExceeded || kind == .probeLost
        }
        let isIsolated = run.routers.contains { $0.isolations > 0 }
        return isIsolated ? Story(run) : Story(of: targets.map { HappeningID(number: UInt32($0)) }, in: journal)
    }

    private var story: [String] {
        let whole = wholeStory
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
            lines.append("  ... \(story.steps.count - limit) more steps; --verbose prints them")
        }
        let again = whole.laterRounds.count { $0.kind == .isolated || $0.kind == .isolatedPermanently }
        if !options.isVerbose, again > 0 { lines.append("  and again after isolations ended") }
        return lines
    }
}

extension PlanResult {
    /// Whether a router was on no large island before the change either.
    func isCutOffBefore(_ router: Int) -> Bool { partitionBefore.cutOff.contains { $0.routers.contains(router) } }
}

extension ThresholdFinding.Measured {
    var text: String {
        switch self {
        case .time(let time): spoken(time)
        case .count(let count): grouped(count)
        case .percent(let percent): "\(percent)%"
        case .never: "not reached"
        case .nothing: "nothing to measure"
        }
    }
}
