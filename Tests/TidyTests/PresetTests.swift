import Foundation
import OSPF
import Scenarios
import Testing

@Suite("Presets", .serialized) struct PresetTests {
    private static let path = "docs/limits.md"
    private static let marks = ("<!-- presets -->\n", "<!-- end of presets -->")
    private static let machineMarks = ("<!-- machines -->\n", "<!-- end of machines -->")

    /// The page as it lies there now: one test may have written what the next one reads.
    private static func page() throws -> String {
        try String(contentsOf: SourceTree.root.appendingPathComponent(path), encoding: .utf8)
    }

    /// `Scripts/docs` sets `SPILLWAY_DOCS` to `write`, and the page is brought up to date rather than checked.
    @Test func `the page on limits shows every preset as it is`() throws {
        let document = try Self.page()
        let start = try #require(document.range(of: Self.marks.0)).upperBound
        let end = try #require(document.range(of: Self.marks.1)).lowerBound
        if ProcessInfo.processInfo.environment["SPILLWAY_DOCS"] == "write" {
            let text = document.replacingCharacters(in: start..<end, with: Self.section)
            try text.write(
                to: SourceTree.root.appendingPathComponent(Self.path), atomically: true, encoding: .utf8)
        } else {
            #expect(document[start..<end] == Self.section, "run Scripts/docs")
        }
    }

    @Test func `the page on limits shows the tables of every machine as they are`() throws {
        let document = try Self.page()
        let start = try #require(document.range(of: Self.machineMarks.0)).upperBound
        let end = try #require(document.range(of: Self.machineMarks.1)).lowerBound
        if ProcessInfo.processInfo.environment["SPILLWAY_DOCS"] == "write" {
            let text = document.replacingCharacters(in: start..<end, with: Self.machines)
            try text.write(
                to: SourceTree.root.appendingPathComponent(Self.path), atomically: true, encoding: .utf8)
        } else {
            #expect(document[start..<end] == Self.machines, "run Scripts/docs")
        }
    }

    private static var machines: String {
        LimitPolicy.Action.allCases.map { action in
            let rows = LimitMachine.table(of: action).rows.map { row in
                let conditions = row.conditions.map { "\($0)" }.joined(separator: ", ")
                let steps = row.steps.map { "\($0)" }.joined(separator: ", ")
                return "| \(row.phase) | \(row.event) | \(conditions) | \(steps) | \(row.next) |"
            }
            return
                (["", "#### `action: \(action)`", "", "| state | event | if | steps | next |"]
                + ["| --- | --- | --- | --- | --- |"] + rows + [""]).joined(separator: "\n")
        }.joined() + "\n"
    }

    private static var section: String {
        let rows = Preset.all.map { preset in
            "| `\(preset.name)` | \(preset.summary) | \(preset.limit.map(text) ?? "not modeled") "
                + "| \(preset.timers.map { text($0.spf) } ?? "neutral") |"
        }
        let sources = Preset.all.map { preset in
            let doubts =
                preset.unconfirmed.isEmpty ? "" : " Not confirmed: \(preset.unconfirmed.joined(separator: "; "))."
            return "- `\(preset.name)`: \(preset.sources.joined(separator: "; ")).\(doubts)"
        }
        return
            (["", "| preset | what it is | at the limit | SPF |", "| --- | --- | --- | --- |"] + rows
            + ["", "### Their sources", ""] + sources + ["", ""]).joined(separator: "\n")
    }

    private static func text(_ limit: LimitPolicy) -> String {
        // A preset that has a limit leaves the number open where the vendor has no default.
        if limit.isNone { return (["no limit on LSAs"] + source(limit)).joined(separator: "; ") }
        let counted =
            switch limit.count {
            case .all: "counts all LSAs"
            case .foreign: "counts others' LSAs"
            case .externalNonDefault: "counts type 5 but the default route"
            case .externalAndNSSA: "counts types 5 and 7 but default routes"
            case .routes: "counts routes, not LSAs"
            }
        let apart =
            switch limit.scope {
            case .instance: ""
            case .area: ", each area separately"
            case .advertisingRouter: ", each advertising router separately"
            case .lsaType: ", each LSA type separately"
            }
        let maximum = limit.maximum.map { "limit \($0)" } ?? "limit to be given"
        let trip = limit.trip == .exceeds ? "hit when exceeded" : "hit when reached"
        let gate = limit.memoryGate.map { ["only while memory is \($0.dangerThreshold)% full"] } ?? []
        return ([counted + apart, maximum, trip] + gate + [action(limit)] + source(limit)).joined(separator: "; ")
    }

    private static func source(_ limit: LimitPolicy) -> [String] {
        guard let rule = limit.redistribution else { return [] }
        let maximum =
            rule.maximum.map { "\($0) redistributed routes" } ?? "a number of redistributed routes to be given"
        switch rule.action {
        case .warn: return ["warns beyond \(maximum)"]
        case .stop: return ["stops at \(maximum)"]
        case .withdraw:
            let retries =
                rule.retries == 0
                ? "until an operator intervenes" : "and tries \(rule.retries) times after \(rule.retryTime)"
            return ["withdraws all beyond \(maximum), \(retries)"]
        }
    }

    private static func action(_ limit: LimitPolicy) -> String {
        switch limit.action {
        case .warn: "warns"
        case .reject:
            (limit.release == .latched ? "refuses until it is restarted" : "refuses while it is full")
                + (limit.acknowledgesRejected || limit.count == .routes ? "" : ", unacknowledged")
        case .overload:
            "advertises the largest costs "
                + (limit.overloadTimeout.map { "for \($0)" } ?? "until an operator intervenes")
        case .withdraw: "withdraws its own externals and refuses others', unacknowledged; " + exit(limit)
        case .shutdown: (limit.grace > .zero ? "refuses for \(limit.grace), then " : "") + isolation(limit)
        }
    }

    private static func exit(_ limit: LimitPolicy) -> String {
        guard let interval = limit.exitInterval else { return "until it is restarted" }
        let again = limit.exitRechecks ? ", again while the limit is exceeded" : ""
        return "for \(interval)\(limit.exitJitter.isZero ? "" : " more or less")\(again)"
    }

    private static func isolation(_ limit: LimitPolicy) -> String {
        let hellos = "\(limit.isolatedHellos)"
        guard let time = limit.ignoreTime else { return "shuts down OSPF until cleared, \(hellos)" }
        let last = limit.permanence == .exceeds ? limit.ignoreCount + 1 : limit.ignoreCount
        if last >= 1_000_000 { return "shuts down OSPF for \(time), \(hellos), however often" }
        return
            "shuts down OSPF for \(time), \(hellos), shutdown \(last) is permanent; count reset after \(limit.resetTime)"
    }

    private static func text(_ throttle: SPFThrottle) -> String {
        switch throttle {
        case .exponential(let start, let hold, let maximum): "exponential \(start) / \(hold) / \(maximum)"
        case .linear(let start, let hold, let maximum): "linear \(start) / \(hold) / \(maximum)"
        case .rapidRuns(let delay, let runs, let holddown): "\(runs) runs after \(delay), then \(holddown)"
        case .tick(let period): "every \(period)"
        case .ietf(let initial, let short, let long, _, _): "RFC 8405 \(initial) / \(short) / \(long)"
        }
    }
}
