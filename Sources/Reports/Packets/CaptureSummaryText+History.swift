import Captures
import NetworkPrimitives
import OSPFWire

/// What happened during the capture.
extension CaptureSummaryText {
    var activity: [String] {
        let activity = summary.activity
        guard activity.updateCount > 0 else { return [] }
        var kinds = activity.arrivals.filter { $0.count > 0 }.map { "\($0.count) \($0.arrival.rawValue)" }
        if activity.discardedCount > 0 { kinds.append("\(activity.discardedCount) discarded") }
        return [
            "LSAs on the wire",
            "  \(counted(activity.lsaCount, "LSA")) in \(counted(activity.updateCount, "update")): "
                + kinds.joined(separator: ", "),
            "  busiest second: \(counted(activity.peakPerSecond, "LSA")) from \(clock.exactTime(activity.peakTime)) on",
        ]
    }

    var churn: [String] {
        let busy = summary.databases.flatMap { database in database.entries.map { (database.area, $0) } }
            .filter { $0.1.churn > 1 }
            .sorted { ($1.1.churn, $0.1.key) < ($0.1.churn, $1.1.key) }
        guard !busy.isEmpty else { return [] }
        var table = ColumnText(header: ["changes", "flushes", "returns", "LSA"], rightAligned: [0, 1, 2])
        for (_, entry) in busy.prefix(10) {
            table.add(
                "\(entry.arrivals[.changed])", "\(entry.arrivals[.flushed])",
                "\(entry.returns)",
                "\(entry.key)")
        }
        let rest = busy.count > 10 ? ["  and \(busy.count - 10) more LSAs that changed more than once"] : []
        return ["LSAs that changed most"] + table.lines + rest
    }

    var violations: [String] {
        guard !summary.violations.isEmpty else { return [] }
        var table = ColumnText(rightAligned: [0])
        for violation in summary.violations.prefix(Self.longestList) {
            table.add(
                "\(violation.count)x", violation.rule.rawValue, violation.detail,
                "first at \(clock.time(violation.time)), frame \(violation.frame)")
        }
        return ["Violations"] + table.lines + more(summary.violations.count)
    }

    var caveat: [String] {
        guard summary.ospfFrameCount > 0 else {
            return [
                "What is not shown",
                "  Of OSPFv3, the headers of packets and LSAs are read. Hellos, LSA bodies and checksums are not looked at.",
            ]
        }
        let count = summary.segments.count
        let shown = count == 0 ? "no segment, as it holds no Hello" : counted(count, "segment")
        var lines = [
            "What this capture cannot show",
            "  It shows \(shown). Packets on other segments, and whether a router's database equals what it sent, are",
            "  not in it; an LSA that did not cross the wire here while the capture ran is not in the databases above.",
        ]
        if !summary.databases.contains(where: { $0.entries.contains { $0.body != nil } }) {
            lines.append("  No update was captured: nothing is known of any LSA's content.")
        }
        return lines
    }
}
