import Analysis
import NetworkPrimitives

/// A comparison for people: a row for each variant, and the best by a stated rule.
public struct ComparisonText: Sendable {
    private let comparison: Comparison
    private let options: ReportOptions

    public init(_ comparison: Comparison, options: ReportOptions = ReportOptions()) {
        self.comparison = comparison
        self.options = options
    }

    /// Every line ends with a line feed.
    public var text: String {
        let lines = losses + [""] + controlPlane + [""] + verdict
        return lines.joined(separator: "\n") + "\n"
    }

    private var losses: [String] {
        var table = Table([
            Table.Column(title: "variant"), Table.Column(title: "probe"), Table.Column(title: "lost", isNumeric: true),
            Table.Column(title: "black hole", isNumeric: true, rank: 1),
            Table.Column(title: "loop", isNumeric: true, rank: 1),
            Table.Column(title: "all dark", isNumeric: true, rank: 2), Table.Column(title: "at the end"),
        ])
        for row in comparison.rows {
            for (index, probe) in row.result.probes.enumerated() {
                table.add([
                    index == 0 ? row.name : "", probe.name, spokenOrDash(probe.lost), spokenOrDash(probe.blackHole),
                    spokenOrDash(probe.looping), spokenOrDash(probe.dark),
                    probe.deliveredSince == nil ? "\(percentage(probe.lostAtEnd)) lost" : "delivered",
                ])
            }
        }
        return [options.style.heading("TRAFFIC LOST")] + table.lines(width: options.width)
    }

    private var controlPlane: [String] {
        var table = Table([
            Table.Column(title: "variant"), Table.Column(title: "isolated", isNumeric: true),
            Table.Column(title: "for", isNumeric: true), Table.Column(title: "largest database", isNumeric: true),
            Table.Column(title: "refused", isNumeric: true),
            Table.Column(title: "retransmitted", isNumeric: true, rank: 3),
            Table.Column(title: "elections", isNumeric: true, rank: 2), Table.Column(title: "databases equal"),
            Table.Column(title: "expectations", rank: 1),
        ])
        for row in comparison.rows {
            let totals = row.result.totals
            let broken = row.result.verdicts.count { !$0.holds }
            table.add([
                row.name, "\(totals.isolatedRouters)", spokenOrDash(totals.isolatedTime),
                grouped(totals.largestDatabase),
                grouped(totals.routers.lsasRejected), grouped(totals.routers.lsasRetransmitted), "\(totals.elections)",
                equality(row.result),
                row.result.verdicts.isEmpty
                    ? "-" : broken == 0 ? "all hold" : "\(broken) of \(row.result.verdicts.count) broken",
            ])
        }
        return [options.style.heading("ROUTERS")] + table.lines(width: options.width)
            + ["  for: time in isolation, summed over routers"]
    }

    private func equality(_ result: RunResult) -> String {
        guard let since = result.convergence.databasesEqualSince else { return "never" }
        return since <= result.start ? "always" : "after \(spoken(since - result.start))"
    }

    private var verdict: [String] {
        guard let best = comparison.best, comparison.rows.count > 1 else { return [] }
        return [
            options.style.good("Least harm: \(comparison.rows[best].name)"),
            "  by the traffic lost on average over the probes; then routers isolated, time in isolation, largest database",
        ]
    }
}
