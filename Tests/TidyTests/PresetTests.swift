import Foundation
import OSPF
import Scenarios
import Testing

@Suite("Presets") struct PresetTests {
    private static let path = "docs/limits.md"
    private static let marks = ("<!-- presets -->\n", "<!-- end of presets -->")

    /// `Scripts/docs` sets `SPILLWAY_DOCS` to `write`, and the page is brought up to date rather than checked.
    @Test func `the page on limits shows every preset as it is`() throws {
        let document = try #require(SourceTree.documents.first { $0.path == Self.path })
        let start = try #require(document.text.range(of: Self.marks.0)).upperBound
        let end = try #require(document.text.range(of: Self.marks.1)).lowerBound
        if ProcessInfo.processInfo.environment["SPILLWAY_DOCS"] == "write" {
            let text = document.text.replacingCharacters(in: start..<end, with: Self.section)
            try text.write(
                to: SourceTree.root.appendingPathComponent(Self.path), atomically: true, encoding: .utf8)
        } else {
            #expect(document.text[start..<end] == Self.section, "run Scripts/docs")
        }
    }

    private static var section: String {
        let rows = Preset.all.map { preset in
            "| `\(preset.name)` | \(preset.summary) | \(preset.limit.map(text) ?? "not modelled") "
                + "| \(preset.timers.map { text($0.spf) } ?? "neutral") |"
        }
        let sources = Preset.all.map { preset in
            let doubts =
                preset.unconfirmed.isEmpty ? "" : " Not confirmed: \(preset.unconfirmed.joined(separator: "; "))."
            return "- `\(preset.name)`: \(preset.sources.joined(separator: "; ")).\(doubts)"
        }
        return
            (["", "| preset | what it stands for | at the limit | SPF |", "| --- | --- | --- | --- |"] + rows
            + ["", "### Their sources", ""] + sources + ["", ""]).joined(separator: "\n")
    }

    private static func text(_ limit: LimitPolicy) -> String {
        // A preset that has a limit leaves the number open where the vendor has no default.
        if limit.action == .warn, limit.maximum == nil, limit.warningThreshold > 0 { return "no limit" }
        let counted =
            switch limit.count {
            case .all: "counts all LSAs"
            case .foreign: "counts others' LSAs"
            case .externalNonDefault: "counts type 5 but the default route"
            }
        let maximum = limit.maximum.map { "limit \($0)" } ?? "limit to be given"
        let trip = limit.trip == .exceeds ? "met when exceeded" : "met when reached"
        return [counted, maximum, trip, action(limit)].joined(separator: "; ")
    }

    private static func action(_ limit: LimitPolicy) -> String {
        switch limit.action {
        case .warn: "warns"
        case .reject: limit.release == .latched ? "refuses until it is restarted" : "refuses while it is full"
        case .shutdown: (limit.grace > .zero ? "refuses for \(limit.grace), then " : "") + isolation(limit)
        }
    }

    private static func isolation(_ limit: LimitPolicy) -> String {
        let hellos = limit.isolatedHellos == .silent ? "silent" : "deaf"
        guard let time = limit.ignoreTime else { return "isolates itself for good, \(hellos)" }
        let last = limit.permanence == .reaches ? limit.ignoreCount : limit.ignoreCount + 1
        return
            "isolates itself for \(time), \(hellos), isolation \(last) is for good; count reset after \(limit.resetTime)"
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
