import Analysis
import NetworkPrimitives
import OSPF

/// A comparison for people: a row for each variant, what the lost time was spent on, and the best by a stated rule with its
/// price. With several seeds each cell has the median, and the worst in brackets.
public struct ComparisonText: Sendable {
    private let comparison: Comparison
    private let options: ReportOptions

    public init(_ comparison: Comparison, options: ReportOptions = ReportOptions()) {
        self.comparison = comparison
        self.options = options
    }

    /// Every line ends with a line feed.
    public var text: String {
        let lines = headline + [""] + losses + [""] + controlPlane + waits + notes + rule
        return lines.joined(separator: "\n") + "\n"
    }

    private func fold(_ text: String, indent: String) -> [String] {
        wrapped(text, indent: indent, width: options.width)
    }

    private static let hint = "a wider screen, a file or --format json shows all"

    // MARK: Cells

    /// The value with one seed; with several the median and, where it is another, the worst.
    private func cell<Value: Comparable & Sendable>(
        _ row: Comparison.Row, _ value: (RunResult) -> Value, _ words: (Value) -> String
    ) -> String {
        let spread = row.spread(value)
        let (median, worst) = (words(spread.median), words(spread.worst))
        return row.runs.count == 1 || median == worst ? median : "\(median) (\(worst))"
    }

    private func time(_ row: Comparison.Row, _ value: (RunResult) -> Duration) -> String {
        cell(row, value, spokenOrDash)
    }

    private func count(_ row: Comparison.Row, _ measure: Measure) -> String {
        cell(row, { measure.value(in: $0) }, { grouped($0) })
    }

    // MARK: Traffic

    private var losses: [String] {
        var table = TextTable([
            TextTable.Column(title: "variant"), TextTable.Column(title: "probe"),
            TextTable.Column(title: "lost", isNumeric: true),
            TextTable.Column(title: "black hole", isNumeric: true, rank: 1),
            TextTable.Column(title: "loop", isNumeric: true, rank: 1),
            TextTable.Column(title: "lossy link", isNumeric: true, rank: 1),
            TextTable.Column(title: "detour", isNumeric: true, rank: 3),
            TextTable.Column(title: "elsewhere", isNumeric: true, rank: 3),
            TextTable.Column(title: "full outage", isNumeric: true, rank: 2), TextTable.Column(title: "at the end"),
        ])
        for row in comparison.rows {
            for (index, probe) in row.result.probes.enumerated() {
                table.add([
                    index == 0 ? row.name : "", probe.name, time(row) { $0.probes[index].lost },
                    time(row) { $0.probes[index].blackHole }, time(row) { $0.probes[index].looping },
                    time(row) { $0.probes[index].lossy }, time(row) { $0.probes[index].detour },
                    time(row) { $0.probes[index].elsewhere }, time(row) { $0.probes[index].dark },
                    cell(row, { $0.probes[index].lostAtEnd }, { $0 == 0 ? "delivered" : "\(percentage($0)) lost" }),
                ])
            }
        }
        return [options.style.heading("TRAFFIC LOST")] + table.lines(width: options.width, hint: Self.hint)
    }

    // MARK: Routers

    private var controlPlane: [String] {
        var table = TextTable(
            [
                TextTable.Column(title: "variant"), TextTable.Column(title: "shut down", isNumeric: true),
                TextTable.Column(title: "for", isNumeric: true), TextTable.Column(title: "until cleared from", rank: 1),
                TextTable.Column(title: "largest database", isNumeric: true),
                TextTable.Column(title: "refused", isNumeric: true),
                TextTable.Column(title: "retransmitted", isNumeric: true, rank: 3),
                TextTable.Column(title: "elections", isNumeric: true, rank: 2),
                TextTable.Column(title: "databases equal"),
                TextTable.Column(title: "different", isNumeric: true, rank: 3),
                TextTable.Column(title: "expectations", rank: 1),
            ] + (comparison.hasMemory ? memoryColumns : []))
        for row in comparison.rows {
            table.add(
                [
                    row.name, count(row, .isolatedRouters), time(row) { $0.totals.isolatedTime }, permanence(row),
                    count(row, .largestDatabase), count(row, .rejected), count(row, .retransmitted),
                    count(row, .elections), cell(row, Self.equality, { $0.text }), count(row, .distinctDatabases),
                    cell(row, { $0.verdicts.count { !$0.holds } }) { broken in
                        let all = row.result.verdicts.count
                        return all == 0 ? "-" : broken == 0 ? "all hold" : "\(broken) of \(all) broken"
                    },
                ] + (comparison.hasMemory ? memoryCells(row) : []))
        }
        return [options.style.heading("ROUTERS")] + table.transposedLines(width: options.width, hint: Self.hint)
    }

    private var memoryColumns: [TextTable.Column] {
        [
            TextTable.Column(title: "crashes", isNumeric: true), TextTable.Column(title: "down", isNumeric: true),
            TextTable.Column(title: "peak memory", isNumeric: true),
        ]
    }

    private func memoryCells(_ row: Comparison.Row) -> [String] {
        [
            count(row, .crashes), time(row) { $0.routers.reduce(.zero) { $0 + $1.crashedTime } },
            cell(row, { Measure.peakMemory.value(in: $0) }, { Measure.peakMemory.figure($0) }),
        ]
    }

    /// Never is the best, and the sooner the worse.
    private struct Permanence: Comparable {
        let time: Duration?
        let routers: Int

        static func < (left: Self, right: Self) -> Bool {
            guard let one = left.time else { return right.time != nil }
            guard let other = right.time else { return false }
            return (other, left.routers) < (one, right.routers)
        }
    }

    private func permanence(_ row: Comparison.Row) -> String {
        cell(
            row,
            { result in
                let all = result.permanentIsolations
                return Permanence(time: all.first.map { $0.start - result.start }, routers: all.count)
            },
            { permanence in
                guard let time = permanence.time else { return "-" }
                return spoken(time) + (permanence.routers > 1 ? ", \(permanence.routers) routers" : "")
            })
    }

    /// When all databases have become equal, from the start on; never is the worst.
    private struct Equality: Comparable {
        let time: Duration?

        static func < (left: Self, right: Self) -> Bool {
            guard let one = left.time else { return false }
            return right.time.map { one < $0 } ?? true
        }

        var text: String {
            guard let time else { return "never" }
            return time <= .zero ? "always" : "after \(spoken(time))"
        }
    }

    private static func equality(_ result: RunResult) -> Equality {
        Equality(time: result.convergence.databasesEqualSince.map { $0 - result.start })
    }

    // MARK: What it waited for

    /// One line for each variant: its lost time by what it was spent on, averaged over the probes and the seeds.
    private var waits: [String] {
        let losing = comparison.rows.filter { row in row.spread(of: .lost).worst > 0 }
        guard !losing.isEmpty else { return [] }
        let lines = losing.flatMap { row in
            fold("  \(row.name): \(row.averageAttribution.text)", indent: "    ")
        }
        return ["", options.style.heading("LOST TIME BY CAUSE")] + lines
    }

    // MARK: Notes

    private var notes: [String] {
        var lines: [String] = []
        if let seeds = comparison.seeds, seeds.count > 1 {
            lines.append("  \(seeds.count) seeds, \(seeds[0]) to \(seeds[seeds.count - 1]): median (worst)")
        }
        lines += [
            "  every variant starts from the same converged network and differs only in its limits",
            "  for: time shut down, summed over routers; databases equal: among routers that reach each other;",
            "  different: number of different databases in one area at the end, including routers that are cut off",
            "  lost time by cause: averaged over the probes; detour: delivered on a path that costs more than before",
        ]
        let references = comparison.references.map { comparison.rows[$0].name }
        if !references.isEmpty {
            lines.append(
                "  for reference only: \(list(references)); a limit protects memory, which costs nothing "
                    + "here: the routers' 'memory' gives it a price")
        }
        return [""] + lines.flatMap { fold($0, indent: "    ") }
    }

    // MARK: Verdict

    private var headline: [String] {
        let lines = comparison.headline
        let first =
            switch comparison.judgment.outcome {
            case .fail: options.style.bad(lines[0])
            case .pass: options.style.good(lines[0])
            case nil: options.style.heading(lines[0])
            }
        return ([first] + lines.dropFirst()).flatMap { fold($0, indent: "  ") }
    }

    private var rule: [String] {
        var lines: [String] = []
        if let best = comparison.best?.first {
            lines += fold("  trade-offs: \(price(of: best))", indent: "    ")
        }
        if comparison.best != nil {
            lines += fold(
                "  least harm: by the traffic lost on average over the probes; then \(comparison.hasMemory ? "crashes, " : "")routers shut down, time shut down, time "
                    + "shut down until cleared, databases that never become equal, detours, largest database",
                indent: "    ")
        }
        return lines.isEmpty ? [] : [""] + lines
    }

    private func price(of best: Int) -> String {
        let parts = comparison.price.map { price in
            "\(price.measure.words(price.value)) (\(comparison.rows[price.leastRow].name): \(price.measure.figure(price.least)))"
        }
        return list(parts, limit: 12)
    }
}

extension Comparison {
    /// The first lines of the report and of the JSON.
    var headline: [String] {
        guard let outcome = judgment.outcome else { return [result] }
        guard outcome == .fail else { return ["PASS: all expectations hold in every variant", result] }
        let bad = broken.map { rows[$0].name }
        return [
            "FAIL: expectations broken in \(bad.count) of \(counted(rows.count, "variant")): \(list(bad, limit: 6))",
            result,
        ]
    }

    private var result: String {
        let references = references
        let candidates = rows.indices.filter { !references.contains($0) }.map { rows[$0].name }
        switch contest {
        case .best(let best):
            let names = list(best.map { rows[$0].name }, limit: 6)
            let lost = Measure.lost.figure(rows[best[0]].spread(of: .lost).median)
            let others = rows.indices.filter { !references.contains($0) && !best.contains($0) }
                .map { (rows[$0].name, rows[$0].spread(of: .lost).median) }
            let next =
                others.min { ($0.1, $0.0) < ($1.1, $1.0) }.map { ", \($0.0): \(Measure.lost.figure($0.1))" } ?? ""
            return "Least harm: \(names)\(best.count > 1 ? ", equally" : "") (traffic lost: \(lost)\(next))"
        case .tie(false) where !rows.contains { $0.result.routers.contains { $0.limit.isSet } }:
            return "No difference: no router has a limit"
        case .tie(false): return "No difference: no router hit its limit; this scenario does not exercise the policy"
        case .tie(true): return "No difference between \(list(candidates, limit: 8)) in any measure that decides"
        case .tooFew:
            let who = candidates.first.map { "\($0) is the only candidate" } ?? "there is no candidate"
            let rest = list(references.map { rows[$0].name }, limit: 6)
            return "No comparison: \(who)"
                + (references.isEmpty ? "" : "; \(rest) \(references.count == 1 ? "is a reference" : "are references")")
        }
    }
}

extension Measure {
    func figure(_ value: Int64) -> String {
        switch self {
        case .lost, .isolatedTime, .isolatedForGood, .detour: spoken(.nanoseconds(value))
        case .peakMemory: octets(UInt64(value))
        default: grouped(value)
        }
    }

    /// The value with what it counts.
    func words(_ value: Int64) -> String {
        switch self {
        case .lost: "\(figure(value)) of traffic lost"
        case .isolatedRouters: "\(counted(Int(value), "router")) shut down"
        case .isolatedTime: "\(figure(value)) shut down"
        case .unequalDatabases: "databases that never become equal"
        case .detour: "\(figure(value)) on detours"
        case .largestDatabase: "a database of \(figure(value)) LSAs"
        case .isolatedForGood: "\(figure(value)) shut down until cleared"
        case .distinctDatabases: "\(figure(value)) different databases at the end"
        case .rejected: "\(figure(value)) LSAs refused"
        case .retransmitted: "\(figure(value)) LSAs retransmitted"
        case .elections: "\(counted(Int(value), "election"))"
        case .crashes: "\(counted(Int(value), "crash", plural: "crashes"))"
        case .peakMemory: "\(figure(value)) of memory taken"
        }
    }
}

extension Comparison.Row {
    /// The attributions of all probes and seeds, averaged part by part.
    var averageAttribution: LossAttribution {
        let all = runs.flatMap { $0.probes.map(\.attribution) }
        return all.reduce(LossAttribution(), +).divided(by: all.count)
    }
}
