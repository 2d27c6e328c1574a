import Captures
import NetworkPrimitives
import OSPF
import OSPFWire
import Replays

/// The result of a router that a capture was played to, for people.
public struct ReplayText: Sendable {
    private let name: String
    private let capture: CapturedUpdates
    private let result: ReplayResult

    public init(name: String, capture: CapturedUpdates, result: ReplayResult) {
        self.name = name
        self.capture = capture
        self.result = result
    }

    public var text: String {
        [result.headline, heading, story, outcome, databases, caveat].filter { !$0.isEmpty }.map {
            $0.joined(separator: "\n")
        }
        .joined(separator: "\n\n")
    }

    private var heading: [String] {
        let areas = capture.areas.map(\.description).joined(separator: ", ")
        return [
            "\(name): \(counted(capture.updates.count, "Link State Update")) with"
                + " \(counted(capture.lsaCount, "LSA")) in \(seconds(capture.lastOffset)),"
                + " \(capture.areas.count == 1 ? "area" : "areas") \(areas)",
            "  A router under test received them at their times, from a Full neighbor.",
            "  Its limit: \(LimitWords.describe(result.limit))",
        ]
    }

    // MARK: What happened

    private var story: [String] {
        guard !result.events.isEmpty else { return ["No event: the limit was never near."] }
        var table = ColumnText(rightAligned: [0])
        for event in result.events {
            table.add("+\(seconds(event.offset))", event.frame.map { "frame \($0)" } ?? "", Self.words(for: event))
            for share in event.composition.prefix(5) where event.kind == .limitExceeded {
                let source = share.router == result.router.routerID ? "the router itself" : "\(share.router)"
                table.add("", "", "  \(counted(share.count, "LSA")) in its database from \(source)")
            }
        }
        return ["What happened"] + table.lines
    }

    /// One event, as it is printed while the replay runs.
    public static func line(_ event: ReplayResult.Event) -> String {
        "+\(seconds(event.offset))  \(event.frame.map { "frame \($0)  " } ?? "")\(words(for: event))"
    }

    private static func words(for event: ReplayResult.Event) -> String {
        switch event.kind {
        case .limitWarning: "warning threshold: \(counted(event.count, "LSA"))"
        case .limitExceeded: "limit hit: \(counted(event.count, "LSA"))"
        case .limitCleared: "below the limit: \(counted(event.count, "LSA"))"
        case .isolated: "shuts down OSPF (ignore state) with \(counted(event.count, "LSA"))"
        case .isolatedPermanently: "shuts down OSPF with \(counted(event.count, "LSA")) and stays down until cleared"
        case .returned: "leaves the ignore state and receives the whole database again"
        case .costsRaised: "advertises the largest costs"
        case .costsRestored: "advertises its own costs again"
        case .externalsWithdrawn: "overflow: withdraws \(counted(event.count, "external LSA")) of its own"
        case .externalsRestored: "leaves the overflow state"
        default: "\(event.kind)"
        }
    }

    private var outcome: [String] {
        var table = ColumnText()
        let limit = result.limit.maximum.map { " of \(grouped($0))" } ?? ""
        table.add(
            "peak of LSAs counted",
            "\(grouped(result.counters.largestCount))\(limit), at +\(seconds(result.peakOffset))")
        table.add(
            "shut down",
            "\(counted(Int(result.counters.isolations), "time")), \(seconds(result.timeIsolated)) of \(seconds(result.length))"
        )
        table.add("LSAs refused", grouped(result.counters.lsasRejected))
        for discarded in result.discarded.found {
            table.add("LSAs discarded", "\(grouped(discarded.count)): \(discarded.reason)")
        }
        table.add("routing table calculations", grouped(result.counters.spfRuns))
        table.add(
            "state at the end",
            "\(LimitWords.describe(result.router.limitPhase)), \(counted(result.router.countedLSAs, "LSA")) counted")
        return ["The router under test"] + table.lines
    }

    // MARK: What the capture left

    private var databases: [String] {
        var counts: [(area: AreaID, type: LSType, count: Int)] = []
        for lsa in result.finalDatabase {
            if let last = counts.last, last.area == lsa.key.area, last.type == lsa.key.type {
                counts[counts.count - 1].count += 1
            } else {
                counts.append((lsa.key.area, lsa.key.type, 1))
            }
        }
        guard !counts.isEmpty else { return ["No LSA is alive at the end of the capture."] }
        var table = ColumnText(rightAligned: [0])
        for entry in counts {
            let scope = entry.area == DatabaseKey.systemWide ? "AS-wide" : "area \(entry.area)"
            table.add(grouped(entry.count), LimitWords.name(ofType: entry.type), scope)
        }
        return ["LSAs alive at the end of the capture"] + table.lines
    }

    private var caveat: [String] {
        [
            "What this cannot show",
            "  The router receives what crossed the captured segment, from the first frame on. What its neighbors held",
            "  before that, and what reached them on other paths, is not in the capture.",
        ]
    }
}

extension ReplayResult {
    /// What became of the router under test: nothing is asked of it.
    var headline: [String] {
        let most = "\(counted(counters.largestCount, "LSA")) at most"
        guard let met = events.first(where: { $0.kind == .limitExceeded }) else {
            return [limit.isSet ? "The limit was not hit: \(most)" : "No limit: \(most)"]
        }
        let frame = met.frame.map { ", frame \($0)" } ?? ""
        var parts = ["The limit was hit after \(seconds(met.offset))\(frame), with \(counted(met.count, "LSA"))"]
        if counters.isolations > 0 {
            parts.append(
                "OSPF was down \(counted(Int(counters.isolations), "time")), for \(seconds(timeIsolated)) of \(seconds(length))"
            )
        }
        if counters.lsasRejected > 0 { parts.append("\(counted(Int(counters.lsasRejected), "LSA")) refused") }
        return parts + [
            "At the end: \(LimitWords.describe(router.limitPhase)), \(counted(lackingCount, "LSA")) of the capture missing"
        ]
    }
}

/// A limit in words.
public enum LimitWords {
    public static func describe(_ limit: LimitPolicy) -> String {
        guard let maximum = limit.maximum else { return "none" }
        let counted: String =
            switch limit.count {
            case .all: "LSAs"
            case .foreign: "LSAs of other routers"
            case .externalNonDefault: "AS-external-LSAs"
            case .externalAndNSSA: "AS-external-LSAs and NSSA-LSAs"
            case .routes: "routes"
            }
        return "\(grouped(maximum)) \(counted), \(action(of: limit))"
    }

    private static func action(of limit: LimitPolicy) -> String {
        switch limit.action {
        case .warn: return "then a warning"
        case .reject: return "then reject" + (limit.acknowledgesRejected ? "" : " without acknowledgment")
        case .overload: return "then the largest costs"
        case .withdraw: return "then own externals withdrawn, others' refused"
        case .shutdown:
            let grace = limit.grace > .zero ? "refuse for \(limit.grace), then shut down OSPF" : "then shut down OSPF"
            guard let time = limit.ignoreTime else { return grace + " until cleared" }
            return grace + " for \(time); the \(ordinal(limit)) shutdown is permanent"
        }
    }

    private static func ordinal(_ limit: LimitPolicy) -> String {
        let number = limit.permanence == .exceeds ? limit.ignoreCount + 1 : limit.ignoreCount
        let suffix =
            switch (number % 10, number % 100) {
            case (1, let tens) where tens != 11: "st"
            case (2, let tens) where tens != 12: "nd"
            case (3, let tens) where tens != 13: "rd"
            default: "th"
            }
        return "\(number)\(suffix)"
    }

    public static func describe(_ phase: LimitPhase) -> String {
        switch phase {
        case .normal: "normal"
        case .refusing: "over its limit, refusing new LSAs"
        case .rejecting: "full, rejecting new LSAs"
        case .isolated: "shut down (ignore state)"
        case .isolatedPermanently: "shut down until cleared"
        case .overloaded: "advertising the largest costs"
        case .overflow: "in overflow: own externals withdrawn, others' refused"
        }
    }

    static func name(ofType type: LSType) -> String {
        switch type {
        case LSType.router: "router-LSA"
        case LSType.network: "network-LSA"
        case LSType.summaryNetwork: "summary-LSA (networks)"
        case LSType.summaryASBR: "summary-LSA (AS boundary routers)"
        case LSType.asExternal: "AS-external-LSA"
        case LSType.nssa: "NSSA-external-LSA"
        case _ where type.isOpaque: "opaque LSA, type \(type.rawValue)"
        default: "\(type)"
        }
    }
}
