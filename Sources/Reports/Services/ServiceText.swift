import Analysis
import NetworkPrimitives
import Services

/// The report of services for people: the verdict, what callers lived through, where work waited, who noticed, what was done.
public struct ServiceText: Sendable {
    private let result: ServiceResult
    private let report: ServiceReport
    private let options: ReportOptions

    public init(_ result: ServiceResult, options: ReportOptions = ReportOptions()) {
        self.result = result
        self.options = options
        report = ServiceReport(result.world)
    }

    /// The whole report. Every line ends with a line feed.
    public var text: String {
        var lines = [verdict, happened].flatMap { wrapped($0, indent: "  ", width: options.width) } + [""] + header
        lines += section("Services: callers", callers)
        if !options.isQuiet {
            lines += section("Services: lanes", lanes)
            lines += section("Services: monitors", monitors)
            lines += section("Services: log", log)
        }
        lines += section("Services: recovery", recovery)
        lines += section("Services: expectations", expectations)
        return lines.joined(separator: "\n") + "\n"
    }

    private func section(_ title: String, _ lines: [String]) -> [String] {
        lines.isEmpty ? [] : ["", options.style.heading(title.uppercased())] + lines
    }

    private var verdict: String {
        if result.isPartial { return options.style.bad("Interrupted: what follows is incomplete") }
        let broken = result.verdicts.filter { !$0.holds }
        guard let first = broken.first else {
            let count = result.verdicts.count
            guard count > 0 else { return options.style.heading("no expectations given") }
            return options.style.good(
                count == 1 ? "PASS: the expectation holds" : "PASS: all \(count) expectations hold")
        }
        let all = counted(result.verdicts.count, "expectation")
        return options.style.bad("FAIL: \(broken.count) of \(all) broken: \(first.expectation.text)")
    }

    /// Who was disturbed, and for how long.
    private var happened: String {
        let disturbed = report.calls.compactMap { row in row.disturbed.map { (row.name, $0.from, $0.to) } }
        guard let worst = disturbed.max(by: { $0.2 - $0.1 < $1.2 - $1.1 }) else {
            return "at least 95 % of all calls were answered at all times"
        }
        let isOver = worst.2 < result.scenario.duration
        let others = disturbed.count > 1 ? "; \(counted(disturbed.count - 1, "other source")) as well" : ""
        return "\(worst.0): fewer than 95 % answered from \(time(worst.1)) "
            + (isOver ? "to \(time(worst.2))" : "to the end") + others
    }

    private var header: [String] {
        let (scenario, model) = (result.scenario, result.scenario.model)
        var lines = [options.style.heading(scenario.name)]
        if !scenario.summary.isEmpty { lines += wrapped(scenario.summary, indent: "", width: options.width) }
        let network = scenario.network == nil ? "an ideal network" : "its network"
        let seeds = scenario.seeds == 1 ? "seed \(scenario.seed)" : "\(scenario.seeds) seeds from \(scenario.seed)"
        lines.append(
            "\(counted(model.services.count, "service")), \(counted(model.sources.count, "source")) on \(network); "
                + "watched for \(spoken(scenario.duration)); \(seeds); \(counted(Int(report.events), "event"))")
        return lines.flatMap { wrapped($0, indent: "", width: options.width) }
    }

    /// The time of day, or since the start.
    private func time(_ span: Duration) -> String {
        guard let clock = result.scenario.clockStart else { return "+\(span)" }
        let total = (clock + span).wholeSeconds
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let days = total / 86_400
        return (days > 0 ? "day \(days + 1) " : "")
            + "\(two(total / 3_600 % 24)):\(two(total / 60 % 60)):\(two(total % 60))"
    }

    // MARK: Rows

    private var callers: [String] {
        var table = TextTable([
            .init(title: "source"), .init(title: "calls", isNumeric: true), .init(title: "answered", isNumeric: true),
            .init(title: "mean", isNumeric: true), .init(title: "longest", isNumeric: true, rank: 2),
            .init(title: "not answered", rank: 1),
        ])
        for row in report.calls where row.begun > 0 || row.name.hasPrefix("submit ") == false {
            var others = row.failures.map { "\($0.outcome) \(grouped(Int($0.count)))" }
            if row.underWay > 0 { others.append("waiting \(grouped(Int(row.underWay)))") }
            table.add([
                row.name, grouped(Int(row.begun)), row.share.map(share) ?? "-", row.mean.map(spoken) ?? "-",
                row.answered == 0 ? "-" : spoken(row.longest), others.joined(separator: ", "),
            ])
        }
        return table.isEmpty ? [] : table.lines(width: options.width)
    }

    private func share(_ share: FixedPoint) -> String { percentage(Int(share.billionths / 1_000)) }

    private var lanes: [String] {
        var table = TextTable([
            .init(title: "lane"), .init(title: "workers", isNumeric: true), .init(title: "busy", isNumeric: true),
            .init(title: "waiting time", isNumeric: true), .init(title: "longest queue", isNumeric: true),
            .init(title: "refused", isNumeric: true), .init(title: "done", isNumeric: true, rank: 1),
        ])
        for row in report.lanes {
            let hundredths = row.busy.billionths / 10_000_000
            let part = hundredths % 100
            table.add([
                row.name, row.workers.map { grouped($0) } ?? "unlimited",
                "\(grouped(Int(hundredths / 100))).\(part < 10 ? "0" : "")\(part)", row.wait.map(spokenOrDash) ?? "-",
                grouped(Int(row.longestQueue)), grouped(Int(row.refused)), grouped(Int(row.ended)),
            ])
        }
        return table.isEmpty ? [] : table.lines(width: options.width)
    }

    private var monitors: [String] {
        var table = TextTable([
            .init(title: "monitor"), .init(title: "targets", isNumeric: true), .init(title: "checks", isNumeric: true),
            .init(title: "skipped", isNumeric: true, rank: 2), .init(title: "alerts", isNumeric: true),
            .init(title: "false", isNumeric: true), .init(title: "first alert"), .init(title: "last false", rank: 1),
            .init(title: "down at end", isNumeric: true),
        ])
        for row in report.monitors {
            table.add([
                row.name, grouped(row.targets), grouped(row.checks), grouped(row.skipped), grouped(row.alerts),
                grouped(row.falseAlerts), row.firstAlert.map(time) ?? "-", row.lastFalseAlert.map(time) ?? "-",
                grouped(row.looksDown),
            ])
        }
        return table.isEmpty ? [] : table.lines(width: options.width)
    }

    /// Lines that the log has at most.
    private static let logLimit = 80

    private var log: [String] {
        let lines = report.log.map { "  \(time($0.at))  \($0.text)" }
        guard lines.count > Self.logLimit, !options.isVerbose else { return lines }
        let half = Self.logLimit / 2
        return lines.prefix(half) + ["  ... \(counted(lines.count - 2 * half, "more line")); --verbose prints them"]
            + lines.suffix(half)
    }

    /// How long the network, how long the services, and what held these up.
    private var recovery: [String] {
        let end = result.scenario.duration
        let recovery = ServiceRecovery(result.world, until: end)
        guard recovery.network != nil || recovery.services != nil else { return [] }
        var parts: [String] = []
        if let network = recovery.network {
            parts.append("network \(spoken(network.length(until: end)))\(network.to == nil ? " (to the end)" : "")")
        }
        if let services = recovery.services {
            parts.append("services \(spoken(services.length(until: end)))\(services.to == nil ? " (to the end)" : "")")
        }
        let causes = recovery.heldUpBy.map { "    held up by \(text($0))" }
        return ["  " + parts.joined(separator: ", ")] + causes
    }

    private func text(_ cause: ServiceRecovery.Cause) -> String {
        switch cause {
        case .falseAlerts(let monitor, let count, let last):
            "\(counted(count, "false alert")) of \(monitor), the last at \(time(last))"
        case .waiting(let source, let count): "\(counted(count, "call")) of \(source) that never came back"
        case .queue(let lane, let length): "the queue of \(lane): \(grouped(length)) wait at the end"
        }
    }

    private var expectations: [String] {
        result.verdicts.map { verdict in
            let word = verdict.holds ? options.style.good("pass") : options.style.bad("FAIL")
            let isShare = verdict.expectation.rule.isAboutShare
            return "  \(word)  \(verdict.expectation.text) (measured \(measured(verdict.measured, isShare: isShare)))"
        }
    }

    private func measured(_ reading: FigureReading, isShare: Bool) -> String {
        switch reading {
        case .value(let value) where isShare: percentage(Int(value.billionths / 1_000))
        case .value(let value): "\(value)"
        case .never: "never"
        case .noData: "nothing"
        }
    }
}
