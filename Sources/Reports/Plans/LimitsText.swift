import Analysis
import Emulation
import NetworkPrimitives
import OSPF

/// The report of a survey of failures for people: whether the limits survive them, who falls first, and what each router's
/// limit would have to be.
public struct LimitsText: Sendable {
    private let survey: LimitSurvey
    private let options: ReportOptions
    private let width: Int

    public init(_ survey: LimitSurvey, options: ReportOptions = ReportOptions()) {
        self.survey = survey
        self.options = options
        width = min(options.width ?? 118, 118)
    }

    private var network: NetworkConfiguration { survey.request.network }
    private func name(_ router: RouterIndex) -> String { network.routers[router].name }
    private func wrap(_ text: String, indent: String = "    ") -> [String] {
        wrapped(text, indent: indent, width: width)
    }

    private static let rowLimit = 40
    private var rowLimit: Int { options.isVerbose ? .max : Self.rowLimit }

    /// The whole report. Every line ends with a line feed.
    public var text: String {
        var lines = verdict + [""] + header
        for (title, content) in [
            ("Before the failures", before), ("Limits", summary), ("Memory", memory),
            ("Failures that do harm", failures),
            ("Routers", routers), ("Assumed", assumptions),
        ] where !content.isEmpty {
            lines += ["", options.style.heading(title.uppercased())] + content
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private var header: [String] {
        [options.style.heading("\(network.name): LSA limits under failures")]
            + wrap(
                "\(counted(network.routers.count, "router")), \(counted(network.segments.count, "segment")); converged "
                    + "from a cold start in \(spoken(survey.coldStart)); seed \(network.seed)", indent: "")
            + wrap(
                "failures: \(survey.request.demand): \(counted(survey.rows.count, "failure")), each on a copy of that "
                    + "network")
            + wrap("traffic: \(survey.request.measured)")
    }

    // MARK: The verdict

    private var verdict: [String] {
        let lines = survey.headline
        let isGood = survey.judgment.outcome == .pass
        return ([isGood ? options.style.good(lines[0]) : options.style.bad(lines[0])] + lines.dropFirst())
            .flatMap { wrap($0, indent: "  ") }
    }

    private var before: [String] { survey.before.flatMap { wrap("  \($0)") } }

    private var summary: [String] {
        var lines: [String] = []
        let bad = survey.rows.filter { !$0.configured.falls.isEmpty }
        if let worst = bad.max(by: { $0.configured.falls.count < $1.configured.falls.count }) {
            let count = worst.configured.falls.count
            lines += wrap(
                "  the worst, \(worst.failure.text(in: network)): \(counted(count, "router")) \(count == 1 ? "hits its limit" : "hit their limits")"
            )
        }
        let tooSmall = survey.routers.filter { ($0.headroom ?? 0) < 0 }
        if !tooSmall.isEmpty {
            lines += wrap("  limits that are too small: \(list(tooSmall.map { name($0.router) }, limit: 8))")
        }
        let drawn = survey.routers.count { ($0.headroom ?? 0) >= 0 && $0.falls > 0 }
        if drawn > 0 {
            lines.append(
                "  \(counted(drawn, "more router")) \(drawn == 1 ? "hits its limit" : "hit theirs") only because others do"
            )
        }
        return lines
    }

    /// What each router with a memory of its own would take of it at the most, the fullest first.
    private var memory: [String] {
        let needs = survey.routers.filter { $0.memory != nil }
        func share(_ need: LimitSurvey.RouterNeed) -> UInt64 {
            (need.worstMemory ?? 0) * 100 / max(1, need.memory?.octets ?? 1)
        }
        let order = needs.sorted { (share($1), $0.router) < (share($0), $1.router) }
        let lines = order.prefix(rowLimit).flatMap { need in
            wrap(
                "  \(name(need.router)): at most \(octets(need.worstMemory ?? 0)) of \(octets(need.memory?.octets ?? 0)) (\(share(need))%)"
            )
        }
        return lines
            + (order.count > rowLimit
                ? ["  ... \(counted(order.count - rowLimit, "more router")); --verbose prints them"] : [])
    }

    // MARK: Failures

    private var failures: [String] {
        let bad = survey.rows.enumerated().filter { !$0.element.survives }
            .sorted {
                ($1.element.configured.falls.count, $1.element.cutPairs, $0.offset) < (
                    $0.element.configured.falls.count, $0.element.cutPairs, $1.offset
                )
            }.map(\.element)
        guard !bad.isEmpty else { return [] }
        var table = TextTable(
            [
                TextTable.Column(title: "failure"), TextTable.Column(title: "limits hit", isNumeric: true),
                TextTable.Column(title: "shut down", isNumeric: true),
                TextTable.Column(title: "pairs cut off", isNumeric: true),
                TextTable.Column(title: "trips in this order", rank: 1),
                TextTable.Column(title: "traffic cut off", rank: 2),
            ] + (hasShortages ? [TextTable.Column(title: "out of memory")] : []))
        for row in bad.prefix(rowLimit) {
            let falls = row.configured.falls
            let isolated = falls.count { $0.isolated != nil }
            table.add(
                [
                    row.failure.text(in: network), falls.isEmpty ? "-" : "\(falls.count)",
                    isolated == 0 ? "-" : "\(isolated)", row.cutPairs == 0 ? "-" : grouped(row.cutPairs),
                    order(of: falls),
                    list(row.configured.cutTraffic.map { survey.request.probes[$0.probe].name }, limit: 2, none: ""),
                ] + (hasShortages ? [order(of: row.configured.shortages)] : []))
        }
        let hidden = bad.count - min(bad.count, rowLimit)
        return table.lines(width: options.isVerbose ? nil : width)
            + (hidden > 0 ? ["  ... \(counted(hidden, "more failure")); --verbose prints them"] : [])
    }

    private func order(of falls: [Fall]) -> String {
        let limit = options.isVerbose ? Int.max : 3
        let shown = falls.prefix(limit).map { "\(name($0.router)) +\(spoken($0.met))" }.joined(separator: ", ")
        return falls.count > limit ? "\(shown), \(falls.count - limit) more" : shown
    }

    private var hasShortages: Bool { survey.rows.contains { !$0.configured.shortages.isEmpty } }

    private func order(of shortages: [Shortage]) -> String {
        let limit = options.isVerbose ? Int.max : 3
        let shown = shortages.prefix(limit).map { shortage in
            "\(name(shortage.router)) +\(spoken(shortage.after))"
                + (shortage.crashes > 0 ? " (\(shortage.crashes)x)" : "")
        }
        let more = shortages.count > limit ? ", \(shortages.count - limit) more" : ""
        return shortages.isEmpty ? "-" : shown.joined(separator: ", ") + more
    }

    // MARK: Routers

    /// The tightest first; routers without a limit last.
    private var routers: [String] {
        let order = survey.routers.sorted { left, right in
            func share(_ need: LimitSurvey.RouterNeed) -> (Int, RouterIndex) {
                guard let maximum = need.limit.maximum, let room = need.headroom else { return (.max, need.router) }
                return (room * 1_000 / max(1, Int(maximum)), need.router)
            }
            return share(left) < share(right)
        }
        var table = TextTable([
            TextTable.Column(title: "router"), TextTable.Column(title: "LSAs now", isNumeric: true),
            TextTable.Column(title: "peak without a limit", isNumeric: true),
            TextTable.Column(title: "in the failure of"),
            TextTable.Column(title: "limit", isNumeric: true), TextTable.Column(title: "action", rank: 2),
            TextTable.Column(title: "headroom", isNumeric: true),
            TextTable.Column(title: "smallest limit", isNumeric: true),
            TextTable.Column(title: "trips in", isNumeric: true, rank: 1),
        ])
        for need in order.prefix(rowLimit) {
            table.add([
                name(need.router), grouped(need.now), grouped(need.worst),
                need.worstFailure.map { survey.rows[$0].failure.text(in: network) } ?? "none",
                need.limit.maximum.map { grouped($0) } ?? "-",
                need.limit.maximum == nil ? "-" : "\(need.limit.action)", need.headroom.map { grouped($0) } ?? "-",
                grouped(need.smallestLimit), need.falls == 0 ? "-" : "\(need.falls)",
            ])
        }
        let hidden = order.count - min(order.count, rowLimit)
        return table.lines(width: options.isVerbose ? nil : width)
            + (hidden > 0
                ? [
                    "  ... \(counted(hidden, "more router")) with more headroom or without a limit; --verbose prints them"
                ] : [])
            + wrap(
                "  LSAs: those that count towards the limit; peak without a limit: in runs in which limits only warn; smallest "
                    + "limit: with these, no limit trips; trips in: number of failures in which the configured limit "
                    + "trips") + (CountingRules(survey.routers.map(\.limit)).note.map { wrap($0) } ?? [])
    }

    private var assumptions: [String] {
        let unsettled = survey.rows.count { !$0.configured.isSettled || !$0.unlimited.isSettled }
        var lines = [
            "  A router that fails loses power and flushes nothing; a link or LAN that fails takes the carriers with it.",
            "  Traffic to what only the failed routers, links and LANs have fails with them and is not cut off.",
            survey.request.returns
                ? "  What failed comes back after \(survey.request.watch), and is watched for as long again."
                : "  What failed does not come back (--and-return changes that).",
            "  Each failure is watched until the network has reconverged, for at most \(survey.request.watch). LSAs of a "
                + "router that is gone stay for an hour, which is not watched.",
        ]
        if unsettled > 0 {
            lines.append(
                "  After \(counted(unsettled, "failure")), the network had not reconverged by then; --watch gives it longer."
            )
        }
        return lines.flatMap { wrap($0) }
    }
}

extension LimitSurvey {
    /// What was so before anything failed, and is not attributed to a failure.
    var before: [String] {
        var lines: [String] = []
        if !fallenBefore.isEmpty {
            let names = list(fallenBefore.map { request.network.routers[$0].name }, limit: 8)
            let hasMemory = fallenBefore.contains { request.network.routers[$0].ospf.memory != nil }
            lines.append("\(names): LSA limit hit\(hasMemory ? ", or out of memory," : "") in the cold start")
        }
        if undeliveredBefore > 0 {
            let all = request.probes.reduce(0) { $0 + $1.sources.count * $1.destinations.count }
            lines.append("\(grouped(undeliveredBefore)) of \(counted(all, "pair")) did not arrive; they are not judged")
        }
        return lines
    }

    /// The first lines of the report and of the JSON.
    var headline: [String] {
        let network = request.network
        func name(_ router: RouterIndex) -> String { network.routers[router].name }
        func text(_ failure: Int) -> String { rows[failure].failure.text(in: network) }
        func count(_ isMeant: (Row) -> Bool) -> Int { rows.count(where: isMeant) }
        let all = counted(rows.count, "failure")
        guard judgment.outcome == .fail else {
            let room =
                tightest.map {
                    "least headroom: \(grouped($0.headroom ?? 0)) \($0.limit.unit), at \(name($0.router))"
                } ?? "no router has a limit; the table shows the smallest that each would need"
            let aside = before.isEmpty ? [] : ["before anything failed: " + before.joined(separator: "; ")]
            let memory = routers.contains { $0.memory != nil } ? ", exhausts memory" : ""
            return ["PASS: none of \(all) trips a limit\(memory) or cuts traffic off", room] + aside
        }
        let effects = [
            (count { !$0.configured.falls.isEmpty }, "trips a limit", "trip a limit"),
            (count { !$0.configured.shortages.isEmpty }, "exhausts memory", "exhaust memory"),
            (count { $0.cutPairs > 0 }, "cuts traffic off", "cut traffic off"),
        ]
        let parts = effects.filter { $0.0 > 0 }.map { "\(grouped($0.0)) \($0.0 == 1 ? $0.1 : $0.2)" }
        var lines = ["FAIL: of \(all), \(list(parts))"]
        func add(_ what: String, _ first: FirstHit?) {
            guard let first else { return }
            lines.append(
                "\(what): \(name(first.router)), \(spoken(first.after)) after the failure of \(text(first.failure))")
        }
        add("first to trip", firstToTrip)
        add("first out of memory", firstOutOfMemory)
        if let worst = worstForTraffic {
            lines.append(
                "worst for traffic: the failure of \(text(worst)) cuts off \(counted(rows[worst].cutPairs, "pair"))")
        }
        return lines
    }
}
