import Captures
import NetworkPrimitives
import OSPFWire

/// What happened and when: what a person asks a capture first.
extension CaptureSummaryText {
    /// One sentence on all of it.
    var verdict: String {
        let outages = summary.outages
        let links = outages.filter { if case .link = $0.subject { true } else { false } }
        let routers = Set(
            outages.compactMap { outage -> RouterID? in
                if case .router(let router, _) = outage.subject { router } else { nil }
            })
        var parts: [String] = []
        if !links.isEmpty {
            let often = links.count { $0.spans.count > 1 }
            parts.append("\(counted(links.count, "link")) went down" + (often > 0 ? ", \(often) more than once" : ""))
        }
        if !routers.isEmpty, !summary.lacksHellos { parts.append("\(counted(routers.count, "router")) fell silent") }
        if !summary.activity.storms.isEmpty {
            parts.append(counted(summary.activity.storms.count, "LSA storm"))
        }
        let failures = Set(summary.authenticationFailures.filter { !$0.isKeyUnknown }.map(\.source)).count
        if failures > 0 { parts.append("packets of \(counted(failures, "sender")) fail authentication") }
        let rules = Set(summary.violations.map(\.rule)).count
        if rules > 0 { parts.append("\(counted(rules, "rule")) broken") }
        if !summary.problems.isEmpty { parts.append("\(counted(summary.problems.count, "frame")) not usable") }
        return parts.isEmpty
            ? "nothing out of the ordinary: no link went down, no router fell silent, no rule was broken"
            : parts.joined(separator: "; ")
    }

    var happenings: [String] {
        guard !summary.events.isEmpty else { return [] }
        let shown = summary.events.prefix(3 * Self.longestList)
        let lines = shown.map { event in
            "  \(clock.time(event.time)) \(words(event))" + (event.frame > 0 ? " (frame \(event.frame))" : "")
        }
        let rest = summary.events.count - shown.count
        return ["What happened, \(clock.zone)"] + lines
            + (rest > 0 ? ["  and \(rest) more (--format json lists all)"] : [])
    }

    private func words(_ event: CaptureEvent) -> String {
        let segment = event.segment.map { summary.segments[$0] }
        let place = segment.flatMap(\.prefix).map { " on \($0)" } ?? ""
        switch event.kind {
        case .routerAppeared(let router): return "first Hello of \(called(router))\(place)"
        case .routerFellSilent(let router, _):
            return "router \(called(router)) silent\(place): nothing for its dead interval"
        case .routerReturned(let router, let after):
            return "router \(called(router)) back\(place) after \(seconds(after))"
        case .neighborDropped(let neighbor, let router):
            return "\(called(router)) no longer lists \(called(neighbor))\(place)"
        case .designatedRouterChanged(let designatedRouter, let backup):
            guard let segment else { return "DR \(designatedRouter), BDR \(backup)" }
            if designatedRouter == .unspecified { return "no Designated Router\(place)" }
            let second = backup == .unspecified ? "no backup" : "\(named(backup, on: segment)) backup"
            return "\(named(designatedRouter, on: segment)) is Designated Router\(place), \(second)"
        case .storm(let storm): return words(storm)
        case .linkDown(let link, let left): return "\(words(link)) down\(remainder(link, left))"
        case .linkUp(let link, let after, let router):
            return "\(words(link)) up" + (after.map { " after \(seconds($0))" } ?? "")
                + (router.map { ", announced by \(called($0)) alone" } ?? "")
        }
    }

    func words(_ link: CapturedLink) -> String {
        switch link {
        case .between(let low, let high, let isVirtual, let subnet):
            "\(isVirtual ? "virtual link" : "link") \(called(low)) - \(called(high))"
                + (subnet.map { " (\($0))" } ?? "")
        case .attachment(let router, let prefix): "link of \(called(router)) to \(prefix)"
        case .subnet(let prefix, let router): "subnet \(prefix) of \(called(router))"
        }
    }

    private func remainder(_ link: CapturedLink, _ left: Int) -> String {
        guard case .between = link, left > 0 else { return "" }
        return " (one of several: \(left) left)"
    }

    private func words(_ storm: Storm) -> String {
        let kinds = LSAArrival.allCases.filter { storm.arrivals[$0] > 0 }
            .sorted { storm.arrivals[$0] > storm.arrivals[$1] }.map { "\(storm.arrivals[$0]) \($0.rawValue)" }
        let size = "\(storm.lsas) LSAs (\(kinds.joined(separator: ", "))), up to \(storm.peakPerSecond) in a second"
        let cause = storm.cause.map { "; cause: \(words($0))" } ?? ""
        return "LSA storm until \(clock.time(storm.until)): \(size), most from \(called(storm.busiest))\(cause)"
    }

    private func words(_ cause: Storm.Cause) -> String {
        switch cause {
        case .databaseExchange(let router): "\(called(router)) asked for them, as its database lacked them"
        case .refresh: "LSRefreshTime (30 minutes), which they all reached at once"
        case .event(let number): "\(words(summary.events[number])) at \(clock.time(summary.events[number].time))"
        case .withdrawal(let router): "\(called(router)) flushed what it had announced"
        case .announcement(let router): "\(called(router)) announced them, and nothing in the capture made it do so"
        }
    }

    /// What was away, how often and for how long.
    var outages: [String] {
        let outages = summary.outages.filter {
            if case .router = $0.subject { !summary.lacksHellos } else { true }
        }
        guard !outages.isEmpty else { return [] }
        return ["What was away"] + outages.prefix(Self.longestList).flatMap(lines(on:)) + more(outages.count)
    }

    private func lines(on outage: CapturedOutage) -> [String] {
        let (subject, verb): (String, String)
        switch outage.subject {
        case .link(let link): (subject, verb) = (words(link), "down")
        case .router(let router, let segment):
            let place = summary.segments[segment].prefix.map { " on \($0)" } ?? ""
            (subject, verb) = ("router \(called(router))\(place)", "silent")
        }
        let count = outage.spans.count
        let lengths = outage.lengths.map(seconds)
        var text = "  \(subject): \(verb) \(counted(count, "time"))"
        if !lengths.isEmpty {
            text += ", for " + lengths.prefix(5).joined(separator: ", ") + (lengths.count > 5 ? " ..." : "")
        }
        let from = clock.time(outage.spans[0].start)
        text +=
            count > 1 ? "; first at \(from), last at \(clock.time(outage.spans[count - 1].start))" : "; from \(from)"
        if outage.spans.last?.end == nil { text += "; still \(verb) at the end" }
        return [text] + (outage.timer.map { ["    \(likeness(of: outage, timer: $0))"] } ?? [])
    }

    private func likeness(of outage: CapturedOutage, timer: Duration) -> String {
        let often = outage.lengths.count > 1 ? "each time" : "once"
        return timer == .seconds(300)
            ? "about 5 minutes, \(often): as in the ignore state after an LSA limit was exceeded (ignore time 5 minutes)"
            : "about \(timer.wholeSeconds)s, \(often): a timer ends it, as the ignore time of an LSA limit would"
    }

    /// Whose packets do not prove that they know the secret.
    var authentication: [String] {
        guard !summary.authenticationFailures.isEmpty else { return [] }
        var table = ColumnText()
        for failure in summary.authenticationFailures.prefix(Self.longestList) {
            let total = failure.count + failure.accepted
            let reason =
                failure.isKeyUnknown
                ? "no secret was given for key \(failure.keyID)"
                : failure.accepted == 0
                    ? "another secret than the one given for key \(failure.keyID)"
                    : "made with another secret for key \(failure.keyID), or damaged"
            table.add(
                "\(called(failure.routerID))", "\(failure.source)", "\(failure.count) of \(counted(total, "packet"))",
                reason,
                "first at \(clock.time(failure.time)), frame \(failure.frame)")
        }
        return ["Authentication failed"] + table.lines + more(summary.authenticationFailures.count)
    }
}
