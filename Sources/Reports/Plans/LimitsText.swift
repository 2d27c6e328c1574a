import Analysis
import Emulation
import NetworkPrimitives
import OSPF

/// The report of a survey of failures for people: whether the limits survive them, who falls first, and what each router's
/// limit would have to be.
public struct LimitsText: Sendable {
    private let survey: LimitSurvey
    private let demand: String
    private let options: ReportOptions
    private let width: Int

    /// - Parameter demand: what the network was to survive, as it was typed.
    public init(_ survey: LimitSurvey, demand: String, options: ReportOptions = ReportOptions()) {
        self.survey = survey
        self.demand = demand
        self.options = options
        width = min(options.width ?? 118, 118)
    }

    private var network: NetworkConfiguration { survey.request.network }
    private func name(_ router: Int) -> String { network.routers[router].name }
    private func wrap(_ text: String, indent: String = "    ") -> [String] {
        wrapped(text, indent: indent, width: width)
    }

    private static let rowLimit = 40
    private var rowLimit: Int { options.isVerbose ? .max : Self.rowLimit }

    /// The whole report. Every line ends with a line feed.
    public var text: String {
        var lines = header
        for (title, content) in [
            ("Verdict", verdict), ("Failures that limits do not survive", failures), ("Routers", routers),
            ("Assumed", assumptions),
        ] where !content.isEmpty {
            lines += ["", options.style.heading(title.uppercased())] + content
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private var header: [String] {
        [options.style.heading("\(network.name): limits in failures")]
            + wrap(
                "\(counted(network.routers.count, "router")), \(counted(network.segments.count, "segment")); converged "
                    + "from a cold start in \(spoken(survey.coldStart)); seed \(network.seed)", indent: "")
            + wrap("to survive: \(demand): \(counted(survey.rows.count, "failure")), each on a fork of that network")
    }

    // MARK: The verdict

    private var verdict: [String] {
        var lines: [String] = []
        if !survey.fallenBefore.isEmpty {
            lines += wrap(
                "  " + options.style.bad("met already in the cold start")
                    + ", before anything failed: \(list(survey.fallenBefore.map(name), limit: 8))")
        }
        let bad = survey.rows.filter { !$0.survives }
        guard let worst = bad.max(by: { $0.configured.falls.count < $1.configured.falls.count }) else {
            let limited = survey.routers.filter { $0.limit.maximum != nil }
            guard let tightest = limited.min(by: { ($0.headroom ?? 0, $0.router) < ($1.headroom ?? 0, $1.router) })
            else { return lines + ["  no router has a limit; what each would need stands below"] }
            return lines
                + wrap(
                    "  " + options.style.good("every limit survives")
                        + ": the least headroom is \(grouped(tightest.headroom ?? 0)) \(tightest.limit.unit), at \(name(tightest.router))"
                )
        }
        lines += wrap(
            "  " + options.style.bad("NOT SURVIVED")
                + ": \(bad.count) of \(counted(survey.rows.count, "failure")); the worst, "
                + "\(worst.failure.text(in: network)), makes \(counted(worst.configured.falls.count, "router")) meet "
                + "\(worst.configured.falls.count == 1 ? "its limit" : "their limits")")
        let soonest = bad.min { $0.configured.falls[0].met < $1.configured.falls[0].met }
        if let soonest, let fall = soonest.configured.falls.first {
            lines += wrap(
                "  the first to fall: \(name(fall.router)), \(spoken(fall.met)) after the failure of \(soonest.failure.text(in: network))"
            )
        }
        let tooSmall = survey.routers.filter { ($0.headroom ?? 0) < 0 }
        if !tooSmall.isEmpty {
            lines += wrap("  limits that are too small: \(list(tooSmall.map { name($0.router) }, limit: 8))")
        }
        let drawn = survey.routers.count { ($0.headroom ?? 0) >= 0 && $0.falls > 0 }
        if drawn > 0 {
            lines.append("  \(counted(drawn, "more router")) \(drawn == 1 ? "falls" : "fall") only because others fall")
        }
        return lines
    }

    // MARK: Failures

    private var failures: [String] {
        let bad = survey.rows.enumerated().filter { !$0.element.survives }
            .sorted {
                ($1.element.configured.falls.count, $0.offset) < ($0.element.configured.falls.count, $1.offset)
            }.map(\.element)
        guard !bad.isEmpty else { return [] }
        var table = Table([
            Table.Column(title: "failure"), Table.Column(title: "meet it", isNumeric: true),
            Table.Column(title: "isolated", isNumeric: true), Table.Column(title: "in this order"),
        ])
        for row in bad.prefix(rowLimit) {
            let falls = row.configured.falls
            let isolated = falls.count { $0.isolated != nil }
            table.add([
                row.failure.text(in: network), "\(falls.count)", isolated == 0 ? "-" : "\(isolated)", order(of: falls),
            ])
        }
        let hidden = bad.count - min(bad.count, rowLimit)
        return table.lines(width: width)
            + (hidden > 0 ? ["  ... \(hidden) more failures; --verbose prints them"] : [])
    }

    private func order(of falls: [LimitTrial.Fall]) -> String {
        let limit = options.isVerbose ? Int.max : 3
        let shown = falls.prefix(limit).map { "\(name($0.router)) +\(spoken($0.met))" }.joined(separator: ", ")
        return falls.count > limit ? "\(shown), \(falls.count - limit) more" : shown
    }

    // MARK: Routers

    /// The tightest first; routers without a limit last.
    private var routers: [String] {
        let order = survey.routers.sorted { left, right in
            func share(_ need: LimitSurvey.RouterNeed) -> (Int, Int) {
                guard let maximum = need.limit.maximum, let room = need.headroom else { return (.max, need.router) }
                return (room * 1_000 / max(1, Int(maximum)), need.router)
            }
            return share(left) < share(right)
        }
        var table = Table([
            Table.Column(title: "router"), Table.Column(title: "counts now", isNumeric: true),
            Table.Column(title: "worst", isNumeric: true), Table.Column(title: "in the failure of"),
            Table.Column(title: "limit", isNumeric: true), Table.Column(title: "action", rank: 2),
            Table.Column(title: "headroom", isNumeric: true),
            Table.Column(title: "smallest that survives", isNumeric: true),
            Table.Column(title: "falls in", isNumeric: true, rank: 1),
        ])
        for need in order.prefix(rowLimit) {
            table.add([
                name(need.router), grouped(need.now), grouped(need.worst),
                need.worstFailure.map { survey.rows[$0].failure.text(in: network) } ?? "none: as now",
                need.limit.maximum.map { grouped($0) } ?? "-",
                need.limit.maximum == nil ? "-" : "\(need.limit.action)", need.headroom.map { grouped($0) } ?? "-",
                grouped(need.smallestLimit), need.falls == 0 ? "-" : "\(need.falls)",
            ])
        }
        let hidden = order.count - min(order.count, rowLimit)
        return table.lines(width: width)
            + (hidden > 0 ? ["  ... \(hidden) more routers with more headroom; --verbose prints them"] : [])
            + wrap(
                "  counts: LSAs that count towards the router's limit; worst: in runs in which limits only warn; smallest: if every "
                    + "router has at least its own, nobody falls; falls in: failures in which it meets its limit as it is "
                    + "configured") + (CountingRules(survey.routers.map(\.limit)).note.map { wrap($0) } ?? [])
    }

    private var assumptions: [String] {
        let unsettled = survey.rows.count { !$0.configured.isSettled || !$0.unlimited.isSettled }
        var lines = [
            "  A router that fails loses power and flushes nothing; a link or LAN that fails takes the carriers with it.",
            survey.request.returns
                ? "  What failed comes back after \(survey.request.watch), and is watched for as long again."
                : "  What failed does not come back (--and-return lets it).",
            "  Each failure is watched until the network is at rest, for \(survey.request.watch) at the most. LSAs of a "
                + "router that is gone stay for an hour, which is not watched.",
        ]
        if unsettled > 0 {
            lines.append("  \(counted(unsettled, "failure")) had not come to rest by then; --watch gives them longer.")
        }
        return lines.flatMap { wrap($0) }
    }
}
