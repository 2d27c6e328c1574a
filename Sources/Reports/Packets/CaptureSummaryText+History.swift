import Captures
import NetworkPrimitives
import OSPFWire

/// What happened in the course of the capture.
extension CaptureSummaryText {
    private func offset(_ moment: Instant) -> String { "+" + seconds(moment - summary.origin) }

    var activity: [String] {
        let activity = summary.activity
        guard activity.updateCount > 0 else { return [] }
        var kinds = activity.arrivals.filter { $0.count > 0 }.map { "\($0.count) \($0.arrival.rawValue)" }
        if activity.discardedCount > 0 { kinds.append("\(activity.discardedCount) discarded") }
        return [
            "LSAs on the wire",
            "  \(counted(activity.lsaCount, "LSA")) in \(counted(activity.updateCount, "update")): "
                + kinds.joined(separator: ", "),
            "  busiest second: \(counted(activity.peakPerSecond, "LSA")) at \(offset(activity.peakTime))",
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

    var flaps: [String] {
        let lines = summary.routers.filter(\.isFlapping).map { router in
            var parts: [String] = []
            if router.restarts > 0 { parts.append("went away and returned \(counted(router.restarts, "time"))") }
            if router.routerLSAReversions > 0 {
                let times = counted(router.routerLSAReversions, "time")
                parts.append("its router-LSA went back to an earlier content \(times), as when a link goes and returns")
            }
            if router.returns > 0 {
                parts.append(
                    "\(counted(router.flushes, "flush", plural: "flushes")) of its LSAs, \(router.returns) came back")
            }
            return "  \(router.routerID): " + parts.joined(separator: "; ")
        }
        return lines.isEmpty ? [] : ["Who flaps"] + lines
    }

    var happenings: [String] {
        guard !summary.events.isEmpty else { return [] }
        var table = ColumnText(rightAligned: [0])
        let shown = summary.events.prefix(3 * Self.longestList)
        for event in shown {
            table.add(offset(event.time), event.frame > 0 ? "frame \(event.frame)" : "", words(event))
        }
        let rest = summary.events.count - shown.count
        return ["What happened"] + table.lines + (rest > 0 ? ["  and \(rest) more (--format json lists all)"] : [])
    }

    private func words(_ event: CaptureEvent) -> String {
        let segment = event.segment.map { summary.segments[$0] }
        let place = segment.flatMap(\.prefix).map { " on \($0)" } ?? ""
        switch event.kind {
        case .routerAppeared(let router): return "first Hello of \(router)\(place)"
        case .routerFellSilent(let router, _): return "\(router) fell silent\(place): nothing for its dead interval"
        case .routerReturned(let router, let after): return "\(router) returned\(place) after \(seconds(after))"
        case .neighborDropped(let neighbor, let router): return "\(router) no longer lists \(neighbor)\(place)"
        case .designatedRouterChanged(let designatedRouter, let backup):
            guard let segment else { return "DR \(designatedRouter), BDR \(backup)" }
            if designatedRouter == .unspecified { return "no Designated Router\(place)" }
            let second = backup == .unspecified ? "no backup" : "\(named(backup, on: segment)) backup"
            return "\(named(designatedRouter, on: segment)) is Designated Router\(place), \(second)"
        case .storm(let storm): return words(storm)
        }
    }

    private func words(_ storm: Storm) -> String {
        let kinds = LSAArrival.allCases.filter { storm.arrivals[$0] > 0 }
            .sorted { storm.arrivals[$0] > storm.arrivals[$1] }.map { "\(storm.arrivals[$0]) \($0.rawValue)" }
        let size = "\(storm.lsas) LSAs (\(kinds.joined(separator: ", "))), up to \(storm.peakPerSecond) in a second"
        let before = storm.precursor.map { summary.events[$0] }.map { "; shortly before, \(words($0))" } ?? ""
        return "LSA storm until \(offset(storm.until)): \(size), most from \(storm.busiest)\(before)"
    }

    var violations: [String] {
        guard !summary.violations.isEmpty else { return [] }
        var table = ColumnText(rightAligned: [0])
        for violation in summary.violations.prefix(Self.longestList) {
            table.add(
                "\(violation.count)x", violation.rule.rawValue, violation.detail, "first in frame \(violation.frame)")
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
