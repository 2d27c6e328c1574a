import Analysis
import NetworkPrimitives
import Services

/// Several scenarios with services side by side: a row each, and where several seeds ran, the median and the worst of them.
public struct ServiceComparisonText: Sendable {
    public struct Row: Sendable {
        let name: String
        /// One for each seed.
        let results: [ServiceResult]

        public init(_ name: String, _ results: [ServiceResult]) {
            self.name = name
            self.results = results
        }

        /// Whether every expectation holds with every seed.
        public var isPassed: Bool { results.allSatisfy(\.isPassed) }
    }

    private let rows: [Row]
    private let options: ReportOptions

    public init(_ rows: [Row], options: ReportOptions = ReportOptions()) {
        self.rows = rows
        self.options = options
    }

    /// Every line ends with a line feed.
    public var text: String {
        let seeds = rows.map(\.results.count).max() ?? 1
        var table = TextTable([
            .init(title: "scenario"), .init(title: "answered", isNumeric: true),
            .init(title: "network disturbed", isNumeric: true), .init(title: "services disturbed", isNumeric: true),
            .init(title: "worst", isNumeric: true, rank: 2), .init(title: "longest queue", rank: 1),
            .init(title: "alerts", isNumeric: true), .init(title: "false", isNumeric: true),
            .init(title: "expectations"),
        ])
        for row in rows { table.add(cells(row, isMany: seeds > 1)) }
        let note = seeds > 1 ? ["  medians of \(counted(seeds, "seed")); worst: of the seed that took longest"] : []
        return (table.lines(width: options.width) + note).joined(separator: "\n") + "\n"
    }

    private func cells(_ row: Row, isMany: Bool) -> [String] {
        let reports = row.results.map { ServiceReport($0.world) }
        let recoveries = row.results.map { ServiceRecovery($0.world, until: $0.scenario.duration) }
        let end = row.results.first?.scenario.duration ?? .zero
        let disturbed = recoveries.map { $0.services?.length(until: end) ?? .zero }.sorted()
        let network = recoveries.map { $0.network?.length(until: end) ?? .zero }.sorted()
        let shares = reports.map(share).sorted()
        let longest = reports.flatMap(\.lanes).filter { !$0.name.hasPrefix("monitor ") }
            .max { $0.longestQueue < $1.longestQueue }
        let broken = row.results.flatMap(\.verdicts).count { !$0.holds }
        let rules = row.results.flatMap(\.verdicts).count
        return [
            row.name, percentage(median(shares)), spokenOrDash(median(network)), spokenOrDash(median(disturbed)),
            isMany ? spokenOrDash(disturbed.last ?? .zero) : "-",
            longest.map { "\($0.name) \(grouped(Int($0.longestQueue)))" } ?? "-",
            grouped(median(reports.map { $0.monitors.reduce(0) { $0 + $1.alerts } }.sorted())),
            grouped(median(reports.map { $0.monitors.reduce(0) { $0 + $1.falseAlerts } }.sorted())),
            rules == 0 ? "-" : broken == 0 ? "pass" : "FAIL \(broken) of \(rules)",
        ]
    }

    /// Millionths of all calls of sources that were answered.
    private func share(_ report: ServiceReport) -> Int {
        let calls = report.calls.filter { !$0.name.hasPrefix("submit ") }
        let begun = calls.reduce(0) { $0 + Int($1.begun) }
        return begun == 0 ? 1_000_000 : calls.reduce(0) { $0 + Int($1.answered) } * 1_000_000 / begun
    }

    private func median<Element>(_ sorted: [Element]) -> Element { sorted[(sorted.count - 1) / 2] }
}
