import NetworkPrimitives
import Reports
import Results

extension Markup {
    /// A section with a heading and, below it, what its columns mean.
    mutating func section(_ title: String, _ note: String = "", id: String? = nil, _ content: (inout Markup) -> Void) {
        element("section", id.map { [.id($0)] } ?? []) { section in
            section.element("h2", [], title)
            if !note.isEmpty { section.element("p", [.class("sub")], note) }
            content(&section)
        }
    }

    /// A list of sentences.
    mutating func list(_ texts: [String]) {
        guard !texts.isEmpty else { return }
        element("ul", [.class("plain")]) { list in texts.forEach { list.element("li", [], $0) } }
    }
}

/// The tables of a run.
struct RunTables {
    let run: RunDocument

    /// Rows of routers beyond these are counted in words.
    private static let mostRows = 40

    func writeTraffic(into page: inout Markup) {
        guard !run.probes.isEmpty else { return }
        let most = max(1, run.probes.map(\.lostNs).max() ?? 1)
        let shown =
            run.probes.count <= Self.mostRows
            ? run.probes : Array(run.probes.sorted { $1.lostNs < $0.lostNs }.prefix(Self.mostRows))
        var table = PageTable([
            .text("probe"), .number("pairs"), .number("lost"), .bar("lost, as a bar"), .number("full outage"),
            .number("outages"), .number("detour"), .text("lost time"), .text("at the end"),
        ])
        for probe in shown {
            let end = probe.lostShareAtEnd
            table.add([
                .head(probe.name), .number(grouped(probe.pairs)), .number(Words.spanOrDash(probe.lostNs)),
                .bar(probe.lostNs * 1_000 / most), .number(Words.spanOrDash(probe.darkNs)),
                .number(Words.numberOrDash(probe.outages.count)), .number(Words.spanOrDash(probe.detourNs)),
                .text(Words.attribution(probe.attribution)),
                end == 0 ? .status("delivered", .good) : .status("\(percentage(end)) lost", .bad),
            ])
        }
        let rest = run.probes.count - shown.count
        page.section(
            "Traffic",
            "Lost: time, weighted by the share of the traffic that was lost. Lost time: the three largest parts of what it was spent on."
                + (rest > 0 ? " \(counted(rest, "more probe")) lost less." : "")
        ) { table.write(into: &$0) }
    }

    func writeRouters(into page: inout Markup) {
        let shown = shownRouters
        let rest = run.routers.count - shown.count
        var columns: [PageTable.Column] = [
            .text("router"), .text("model"), .number("limit"), .number("peak"), .number("of limit"),
            .bar("peak against limit"),
            .number("shut down"), .number("for"), .number("refused"), .number("retransmitted"),
            .number("deepest queue"),
            .number("SPF runs"), .text("at the end"),
        ]
        let hasModels = run.routers.contains { $0.model != nil }
        if !hasModels { columns.remove(at: 1) }
        var table = PageTable(columns)
        for router in shown {
            var cells = cells(router)
            if !hasModels { cells.remove(at: 1) }
            table.add(cells)
        }
        page.section(
            "Routers",
            "Peak: LSAs that count towards the limit, at the most."
                + (rest > 0
                    ? " \(counted(rest, "other router")): none of them shut down, refused LSAs or stopped." : "")
        ) { table.write(into: &$0) }
    }

    private func cells(_ router: RouterDocument) -> [PageTable.Cell] {
        let percent = router.peakPercentOfLimit
        let isOver = (percent ?? 0) > 100
        let down = router.isolations + router.crashes
        return [
            .head(router.name), .text(router.model ?? ""), .number(Words.number(router.limit)),
            .number(grouped(router.countedPeak)), .number(percent.map { "\($0)%" } ?? "-"),
            .bar(min(1_000, (percent ?? 0) * 8), isOver ? "b" : "o", limit: percent == nil ? nil : 800),
            .number(Words.numberOrDash(down)), .number(Words.spanOrDash(router.isolatedNs + router.crashedNs)),
            .number(Words.numberOrDash(router.lsasRejected)), .number(Words.numberOrDash(router.lsasRetransmitted)),
            .number(Words.numberOrDash(router.deepestQueue)), .number(Words.numberOrDash(router.spfRuns)),
            end(router),
        ]
    }

    private func end(_ router: RouterDocument) -> PageTable.Cell {
        switch router.state {
        case "isolated", "isolatedPermanently", "crashed": .status(Words.state(router.state), .bad)
        case "rejecting", "degraded", "outOfMemory": .status(Words.state(router.state), .warning)
        default: .status(Words.state(router.state), .plain)
        }
    }

    private var shownRouters: [RouterDocument] {
        guard run.routers.count > Self.mostRows else { return run.routers }
        func harm(_ router: RouterDocument) -> Int {
            router.isolatedNs / 1_000_000 + router.crashedNs / 1_000_000 + router.lsasRejected
                + (router.state == "running" ? 0 : 1)
        }
        let harmed = run.routers.indices.filter { harm(run.routers[$0]) > 0 }
        let shown = harmed.sorted { (harm(run.routers[$1]), $0) < (harm(run.routers[$0]), $1) }.prefix(Self.mostRows)
        return shown.sorted().map { run.routers[$0] }
    }

    /// What was wrong before anything happened.
    func writeFindings(into page: inout Markup) {
        let texts = run.unrest.map { "The network did not come to rest: \($0)" } + run.findings.map(\.text)
        guard !texts.isEmpty else { return }
        page.section("Before anything happened") { $0.list(texts) }
    }
}

/// The paragraph and the table that compare policies.
struct ComparisonTables {
    let comparison: ComparisonDocument

    /// What the same minutes would have been like under other policies: of those that were run, and in measured numbers.
    func remedies(besides digest: String?) -> String {
        guard let own = comparison.variants.first(where: { $0.result?.digest == digest }) else { return "" }
        let others = comparison.variants.filter {
            $0.name != own.name && $0.measures.lostNs.median < own.measures.lostNs.median
        }
        return others.sorted { $0.measures.lostNs.median < $1.measures.lostNs.median }.prefix(2).map { variant in
            let lost = variant.result?.probes.map(\.lostNs).max() ?? variant.measures.lostNs.worst
            let down = variant.measures.isolatedRouters.worst
            var text = "With \(variant.name) the same change loses at most \(Words.span(lost)) and shuts down "
            text += down == 0 ? "OSPF nowhere" : "OSPF on \(counted(down, "router"))"
            if variant.measures.lsasRejected.worst > 0 {
                text += ", but \(counted(variant.measures.lsasRejected.worst, "LSA")) are refused"
            }
            if variant.measures.unequalDatabases.worst > 0 { text += ", and the databases stay different" }
            return text + "."
        }.joined(separator: " ")
    }

    func write(into page: inout Markup) {
        let most = max(1, comparison.variants.map(\.measures.lostNs.median).max() ?? 1)
        let hasSeeds = comparison.seeds.count > 1
        var table = PageTable([
            .text("variant"), .number("traffic lost"), .bar("traffic lost, as a bar"), .number("worst probe"),
            .number("shut down"), .number("for"), .number("largest database"), .number("refused"),
            .number("retransmitted"),
            .number("elections"), .text("databases at the end"), .text("expectations"),
        ])
        for (number, variant) in comparison.variants.enumerated() {
            let measures = variant.measures
            let worst =
                variant.result?.probes.map(\.lostNs).max() ?? variant.runs?.flatMap(\.probes).map(\.lostNs).max()
            table.add([
                .head(variant.name, remark(number)), time(measures.lostNs), .bar(measures.lostNs.median * 1_000 / most),
                .number(worst.map(Words.spanOrDash) ?? "-"), count(measures.isolatedRouters), time(measures.isolatedNs),
                count(measures.largestDatabase), count(measures.lsasRejected), count(measures.lsasRetransmitted),
                count(measures.elections), .text(measures.unequalDatabases.median == 0 ? "equal" : "different"),
                expectations(of: variant, isBroken: comparison.broken.contains(number)),
            ])
        }
        page.section(
            "The same minutes under another policy",
            "The network started once and was forked: the runs differ in their limits, and in nothing else. Traffic lost is the average over the probes."
                + (hasSeeds ? " Median over \(comparison.seeds.count) seeds; in brackets the worst." : "")
        ) { table.write(into: &$0) }
    }

    private func remark(_ number: Int) -> String {
        if comparison.best?.contains(number) == true { return "least harm" }
        return comparison.references.contains(number) ? "reference" : ""
    }

    private func time(_ spread: SpreadDocument) -> PageTable.Cell { cell(spread, Words.spanOrDash) }
    private func count(_ spread: SpreadDocument) -> PageTable.Cell { cell(spread, Words.numberOrDash) }

    private func cell(_ spread: SpreadDocument, _ words: (Int) -> String) -> PageTable.Cell {
        let (median, worst) = (words(spread.median), words(spread.worst))
        return .number(median, median == worst ? "" : "(\(worst))")
    }

    private func expectations(of variant: VariantDocument, isBroken: Bool) -> PageTable.Cell {
        guard let verdicts = variant.result?.verdicts else {
            return isBroken ? .status("broken", .bad) : .status("hold", .good)
        }
        guard !verdicts.isEmpty else { return .text("none given") }
        let broken = verdicts.count { !$0.holds }
        return broken == 0 ? .status("all hold", .good) : .status("\(broken) of \(verdicts.count) broken", .bad)
    }
}
