import NetworkPrimitives
import OSPF
import Replays

/// One capture under several policies at the limit, for people: a row for each.
public struct ReplayComparisonText: Sendable {
    private let name: String
    private let capture: CapturedUpdates
    private let results: [(policy: String, result: ReplayResult)]

    public init(name: String, capture: CapturedUpdates, results: [(policy: String, result: ReplayResult)]) {
        self.name = name
        self.capture = capture
        self.results = results
    }

    public var text: String {
        var table = ColumnText(
            header: [
                "policy", "limit hit", "at frame", "peak", "refused", "shut down", "for", "at the end",
                "LSAs lacking",
            ], rightAligned: [1, 2, 3, 4, 5, 6, 8])
        for (policy, result) in results {
            let met = result.events.first { $0.kind == .limitExceeded }
            table.add(
                policy, met.map { "+\(seconds($0.offset))" } ?? "never", met?.frame.map { "\($0)" } ?? "-",
                "\(result.counters.largestCount)",
                "\(result.counters.lsasRejected)", "\(result.counters.isolations)x", seconds(result.timeIsolated),
                LimitWords.describe(result.router.limitPhase), "\(result.lackingCount)")
        }
        let limits = Set(results.compactMap(\.result.limit.maximum)).sorted().map { "\($0)" }.joined(separator: ", ")
        let hit = results.filter { $0.result.events.contains { $0.kind == .limitExceeded } }.map(\.policy)
        let lines =
            [
                hit.isEmpty ? "No difference: the limit was not hit" : "The limit was hit under \(list(hit, limit: 8))",
                "",
                "\(name): \(counted(capture.updates.count, "Link State Update")) with"
                    + " \(counted(capture.lsaCount, "LSA")) in \(seconds(capture.lastOffset))",
                "  A router under test with a limit of \(limits.isEmpty ? "nothing" : limits) received them at their times, once for"
                    + " each policy.",
                "",
            ] + table.lines + [
                "",
                "  LSAs lacking: what the capture left alive and the router did not hold at the end; it has no routes by them.",
            ]
        return lines.joined(separator: "\n")
    }
}
