import NetworkPrimitives
import Reports
import Results

/// The page of a capture that a router under test heard.
struct ReplaySections {
    let replay: ReplayDocument

    var answer: Answer {
        var answer = Answer()
        answer.title = replay.file
        answer.summary = "policy \(replay.policy)" + (replay.limit.map { ", limit \(grouped($0))" } ?? "")
        answer.conclude(replay.verdict, rules: "expectation")
        if replay.verdict.outcome == nil { answer.verdict = "One router hears a capture" }
        answer.sentence = replay.verdict.headline.first ?? ""
        answer.paragraphs = replay.verdict.headline.dropFirst().map { ("", Words.sentence($0)) }
        answer.facts = [
            (
                "\(grouped(replay.router.peak))" + (replay.limit.map { " of \(grouped($0))" } ?? ""),
                "LSAs counted at the most"
            ),
            (Words.span(replay.router.isolatedNs), "with OSPF shut down, of \(Words.span(replay.lengthNs))"),
            (grouped(replay.router.rejected), "LSAs refused"),
            (grouped(replay.updates), "updates heard, with \(counted(replay.lsas, "LSA"))"),
        ]
        return answer
    }

    private func moment(_ ns: Int) -> String { PageClock(startNs: nil).text(ns: ns) }

    func write(into page: inout Markup) {
        if let counted = replay.counted, !counted.isEmpty {
            writeCourse(StepFunction(Steps(differences: counted)), into: &page)
        }
        var table = PageTable([.number("time"), .number("frame"), .text("event"), .number("LSAs"), .text("of whom")])
        for event in replay.events {
            let held = event.composition.prefix(5).map { "\(grouped($0.lsas)) from \($0.router)" }.joined(
                separator: ", ")
            table.add([
                .number(moment(event.timeNs)), .number(event.frame.map { "\($0)" } ?? ""),
                Self.isBad(event.kind) ? .status(Self.words(event.kind), .bad) : .text(Self.words(event.kind)),
                .number(grouped(event.count)), .text(held),
            ])
        }
        page.section("What happened") { table.write(into: &$0) }
    }

    private static func isBad(_ kind: String) -> Bool {
        ["limitExceeded", "isolated", "isolatedPermanently"].contains(kind)
    }

    private static func words(_ kind: String) -> String {
        switch kind {
        case "limitWarning": "warning threshold"
        case "limitExceeded": "limit hit"
        case "limitCleared": "below the limit again"
        case "isolated": "shuts down OSPF (ignore state)"
        case "isolatedPermanently": "stays down until cleared"
        case "returned": "leaves the ignore state"
        default: kind
        }
    }

    /// The counted LSAs against the limit.
    private func writeCourse(_ course: StepFunction<Int>, into page: inout Markup) {
        let end = max(1, replay.lengthNs / 1_000_000)
        let top = max(1, course.values.max() ?? 1, replay.limit ?? 0) * 11 / 10 + 1
        func y(_ value: Int) -> Int { 1_000 - value * 1_000 / top }
        var path = ""
        for (place, part) in course.spans(until: end).enumerated() {
            path += place == 0 ? "M\(part.from),\(y(part.value))" : "H\(part.from)V\(y(part.value))"
        }
        page.section(
            "LSAs that count", "From the first frame to \(Words.span(replay.lengthNs)) after it; up to \(grouped(top))."
        ) { section in
            section.element(
                "svg",
                [
                    .class("course"), .at("viewBox", "0 0 \(end) 1000"), .at("preserveAspectRatio", "none"),
                    .at("role", "img"),
                    .label("LSAs that count over time; at the most \(grouped(replay.router.peak))"),
                ]
            ) { svg in
                if let limit = replay.limit {
                    svg.shape("path", [.class("lim"), .at("stroke", "#b3261e"), .at("d", "M0,\(y(limit))H\(end)")])
                }
                svg.shape(
                    "path", [.class("dbl"), .at("fill", "none"), .at("stroke", "#15181e"), .at("d", path + "H\(end)")])
            }
        }
    }

    static func write(_ comparison: ReplayComparisonDocument, into page: inout Markup) {
        var table = PageTable([
            .text("policy"), .number("peak"), .number("shut down"), .number("for"), .number("refused"),
            .number("missing at the end"),
            .text("state at the end"),
        ])
        for variant in comparison.variants {
            let router = variant.result.router
            table.add([
                .head(variant.name), .number(grouped(router.peak)), .number(Words.numberOrDash(router.isolations)),
                .number(Words.spanOrDash(router.isolatedNs)), .number(Words.numberOrDash(router.rejected)),
                .number(Words.numberOrDash(router.lacking)), .text(router.phase),
            ])
        }
        page.section("The same capture under each policy") { table.write(into: &$0) }
    }
}
