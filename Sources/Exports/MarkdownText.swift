import Files
import NetworkPrimitives
import Reports
import Results

/// A result as Markdown, for a merge request or a change ticket: the verdict, what was asked for and measured, how it came about,
/// what it did to traffic and routers, and on what it rests.
public struct MarkdownText: Sendable {
    /// Rows that a table has at most.
    private static let rowLimit = 40

    private let file: ResultFile

    public init(_ file: ResultFile) { self.file = file }

    public var text: String {
        var parts = headline
        switch file {
        case .run(let run): parts += rules + blocks(of: run, story: run.story)
        case .plan(let plan): parts += blocks(of: plan)
        case .limits(let survey): parts += blocks(of: survey)
        case .comparison(let comparison): parts += blocks(of: comparison)
        case .replay(let replay): parts += [table(of: [(replay.policy, replay)])]
        case .replayComparison(let comparison):
            parts += [table(of: comparison.variants.map { ($0.name, $0.result) })]
        }
        return (parts + origin).joined(separator: "\n\n") + "\n"
    }

    // MARK: The answer

    private var headline: [String] {
        let lines = file.verdict?.headline ?? ["Replays of \(file.name)"]
        return ["## " + Self.prose(lines.first ?? file.name)] + lines.dropFirst().map(Self.prose)
    }

    private var rules: [String] {
        let rows = file.parts.flatMap(\.rules)
        guard !rows.isEmpty else { return [] }
        return [
            Self.table(
                ["", "rule", "result"],
                rows.map { [$0.holds ? "pass" : "**FAIL**", Self.code($0.name), Self.prose($0.text)] })
        ]
    }

    // MARK: Runs

    private func blocks(of run: RunDocument, story: [StoryStepDocument]) -> [String] {
        chain(story, clock: RunClock(run)) + traffic(run.probes) + routers(run.routers) + assumptions(run)
    }

    private func chain(_ story: [StoryStepDocument], clock: RunClock) -> [String] {
        guard !story.isEmpty else { return [] }
        let steps = story.prefix(Self.rowLimit).enumerated().map { number, step in
            let causes = ([step.cause].compactMap { $0 } + step.furtherCauses).map { "\($0 + 1)" }
            let because = causes.isEmpty ? "" : " (because of \(causes.joined(separator: ", ")))"
            return "\(number + 1). \(Self.prose("\(clock.text(step.startNs)) \(step.text)"))\(because)"
        }
        let rest = story.count - steps.count
        return [
            "### How it came about",
            (steps + (rest > 0 ? ["\(steps.count + 1). ... \(counted(rest, "more step"))"] : []))
                .joined(separator: "\n"),
        ]
    }

    private func traffic(_ probes: [ProbeDocument]) -> [String] {
        guard !probes.isEmpty else { return [] }
        let rows = probes.prefix(Self.rowLimit).map { probe in
            [
                Self.code(probe.name), grouped(probe.pairs), Unit.nanoseconds.text(probe.lostNs),
                Unit.nanoseconds.text(probe.darkNs), Unit.nanoseconds.text(probe.detourNs),
                probe.lostShareAtEnd == 0 ? "delivered" : "**\(Unit.millionths.text(probe.lostShareAtEnd)) lost**",
            ]
        }
        return [
            "### Traffic",
            Self.table(
                ["probe", "pairs", "lost", "full outage", "detour", "at the end"], rows, numeric: 1...4,
                left: probes.count - rows.count),
        ]
    }

    private func routers(_ routers: [RouterDocument]) -> [String] {
        let affected = routers.filter {
            $0.isolations > 0 || $0.crashes > 0 || $0.state != "running" || $0.lsasRejected > 0
                || $0.peakPercentOfLimit ?? 0 >= 80
        }
        guard !affected.isEmpty else { return ["### Routers", "\(counted(routers.count, "router")) ran throughout."] }
        let rows = affected.prefix(Self.rowLimit).map { router in
            [
                Self.code(router.name), Self.prose(router.state), grouped(router.countedPeak),
                router.limit.map { grouped($0) } ?? "none",
                router.peakPercentOfLimit.map { "\($0)%" } ?? "", "\(router.isolations)",
                Unit.nanoseconds.text(router.isolatedNs), grouped(router.lsasRejected),
            ]
        }
        let well = routers.count - affected.count
        return [
            "### Routers",
            Self.table(
                ["router", "at the end", "LSAs at the most", "limit", "of limit", "shut down", "for", "refused"], rows,
                numeric: 2...7, left: affected.count - rows.count),
        ] + (well > 0 ? ["\(counted(well, "other router")) ran throughout."] : [])
    }

    private func assumptions(_ run: RunDocument) -> [String] {
        let presets = (run.presets ?? []).filter { !$0.confirmed }.map {
            "- Preset \(Self.code($0.name)): not confirmed: \(Self.prose($0.unconfirmed.joined(separator: "; ")))"
        }
        let names = run.topology?.routers.map(\.name) ?? []
        let defects = (run.defects ?? []).map { defect in
            let who = defect.routers.filter(names.indices.contains).map { Self.code(names[$0]) }
            return "- Defect: \(who.joined(separator: ", ")) \(Self.prose(defect.text))"
        }
        let findings = run.findings.map { "- \(Self.prose($0.text))" }
        let all = findings + presets + defects
        return all.isEmpty ? [] : ["### Assumed", all.joined(separator: "\n")]
    }

    // MARK: Plans, surveys and comparisons

    private func blocks(of plan: PlanDocument) -> [String] {
        let changes = plan.changes.map { "- \(Unit.nanoseconds.text($0.atNs)): \(Self.code($0.text))" }
        let paths = plan.paths.prefix(Self.rowLimit).map {
            [
                Self.code($0.probe), grouped($0.unchanged), grouped($0.moved), grouped($0.lost), grouped($0.gained),
            ]
        }
        return ["### Changes", changes.joined(separator: "\n")] + rules
            + [
                "### Paths",
                Self.table(
                    ["probe", "unchanged", "moved", "lost", "gained"], paths, numeric: 1...4,
                    left: plan.paths.count - paths.count),
            ] + blocks(of: plan.result, story: plan.story)
    }

    private func blocks(of survey: LimitsDocument) -> [String] {
        let bad = survey.failures.filter { !$0.survives }
        let failures = bad.prefix(Self.rowLimit).map { [Self.code($0.failure), Self.prose($0.text)] }
        let needs = survey.routers.filter { $0.limit != nil }.sorted { ($0.headroom ?? .max) < ($1.headroom ?? .max) }
        let rows = needs.prefix(Self.rowLimit).map {
            [
                Self.code($0.name), grouped($0.counted), grouped($0.worst), $0.limit.map { grouped($0) } ?? "none",
                $0.headroom.map { grouped($0) } ?? "", grouped($0.smallestLimit), Self.prose($0.worstFailure ?? ""),
            ]
        }
        var blocks: [String] = []
        if !failures.isEmpty {
            blocks += [
                "### Failures that are not survived",
                Self.table(["failure", "what it does"], failures, left: bad.count - failures.count),
            ]
        }
        guard !rows.isEmpty else { return blocks }
        return blocks + [
            "### Limits, the least headroom first",
            Self.table(
                ["router", "LSAs now", "worst", "limit", "headroom", "smallest limit", "worst failure"], rows,
                numeric: 1...5, left: needs.count - rows.count),
        ]
    }

    private func blocks(of comparison: ComparisonDocument) -> [String] {
        let rows = comparison.variants.enumerated().map { number, variant in
            [
                Self.code(variant.name) + (comparison.best?.contains(number) == true ? " **least harm**" : ""),
                comparison.broken.contains(number) ? "**broken**" : "",
                Unit.nanoseconds.text(variant.measures.lostNs.median), grouped(variant.measures.isolatedRouters.median),
                Unit.nanoseconds.text(variant.measures.isolatedNs.median),
                grouped(variant.measures.lsasRejected.median), grouped(variant.measures.largestDatabase.median),
            ]
        }
        let columns = ["variant", "expectations", "lost", "shut down", "for", "LSAs refused", "largest database"]
        return [Self.table(columns, rows, numeric: 2...6)]
            + (comparison.seeds.count > 1
                ? ["Medians over \(counted(comparison.seeds.count, "seed")). Lost is averaged over the probes."]
                : ["Lost is averaged over the probes."])
    }

    private func table(of replays: [(name: String, replay: ReplayDocument)]) -> String {
        let rows = replays.map { name, replay in
            [
                Self.code(name), replay.limit.map { grouped($0) } ?? "none", grouped(replay.router.peak),
                grouped(replay.router.isolations), Unit.nanoseconds.text(replay.router.isolatedNs),
                grouped(replay.router.rejected), grouped(replay.router.lacking),
            ]
        }
        return Self.table(
            ["policy", "limit", "LSAs at the most", "shut down", "for", "refused", "lacking at the end"], rows,
            numeric: 1...6)
    }

    // MARK: Where it comes from

    private var origin: [String] {
        let (version, command, inputs) = file.origin
        let files = inputs.map { "- \(Self.code($0.file)), SHA-256 \(Self.code($0.sha256))" }
        let digest = file.run.map { ["- digest of the run: \(Self.code($0.digest)), seed \($0.seed)"] } ?? []
        return [
            "<details><summary>How to get this again</summary>",
            (["- \(Self.code(command)), version \(Self.code(version))"] + files + digest).joined(separator: "\n"),
            "</details>",
        ]
    }

    // MARK: Markdown

    /// A sentence, in which nothing is markup, a mention or a link.
    static func prose(_ text: String) -> String {
        var result = ""
        for character in LegibleText.line(text) {
            switch character {
            case "\\", "`", "*", "_", "[", "]", "{", "}", "|", "~", "$", "!": result += "\\\(character)"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "&": result += "&amp;"
            // What a forge would take for the name of a person or the number of a ticket.
            case "@", "#": result += "\(character)<!-- -->"
            default: result.append(character)
            }
        }
        return result.replacing("://", with: ":<!-- -->//").replacing("www.", with: "www<!-- -->.")
    }

    /// A name, as it is.
    static func code(_ text: String) -> String {
        let legible = LegibleText.line(text)
        guard !legible.isEmpty else { return "" }
        var (longest, run) = (0, 0)
        for character in legible {
            run = character == "`" ? run + 1 : 0
            longest = max(longest, run)
        }
        let fence = String(repeating: "`", count: longest + 1)
        let isEdgy = longest > 0 || legible.first == " " || legible.last == " "
        // A table's cell ends at a bar even in code.
        return fence + (isEdgy ? " \(legible) " : legible).replacing("|", with: "\\|") + fence
    }

    private static func table(
        _ titles: [String], _ rows: [[String]], numeric: ClosedRange<Int>? = nil, left: Int = 0
    ) -> String {
        func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
        let rule = titles.indices.map { numeric?.contains($0) == true ? "--:" : "---" }
        let more = left > 0 ? [line(["... \(grouped(left)) more"] + titles.dropFirst().map { _ in "" })] : []
        return ([line(titles), line(rule)] + rows.map(line) + more).joined(separator: "\n")
    }
}

/// Moments of a run as its text has them.
struct RunClock {
    private let clock: Reports.Clock

    init(_ run: RunDocument) {
        clock = Reports.Clock(start: .origin, clockStart: run.clockStartNs.map { .nanoseconds(Int64($0)) })
    }

    func text(_ nanoseconds: Int) -> String { clock.text(.origin + .nanoseconds(Int64(nanoseconds))) }
}
