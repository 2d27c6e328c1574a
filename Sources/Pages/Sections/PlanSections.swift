import NetworkPrimitives
import Reports
import Results

/// What the page of a plan has besides the run of its change.
struct PlanSections {
    let plan: PlanDocument
    let clock: PageClock

    /// - Parameter run: the answer of the run of the change.
    func answer(_ run: Answer) -> Answer {
        var answer = run
        answer.title = plan.network
        answer.summary = list(plan.changes.map(\.text), limit: 6)
        answer.conclude(plan.verdict, rules: "threshold")
        answer.expectations = nil
        guard !plan.thresholds.isEmpty else { return answer }
        var table = PageTable([.text("threshold"), .number("measured"), .text("verdict")])
        for threshold in plan.thresholds {
            let measured =
                threshold.measuredNs.map(Words.span) ?? threshold.measuredCount.map { grouped($0) }
                ?? threshold.measuredPercent.map { "\($0)%" } ?? "-"
            table.add([
                .head("fail if \(threshold.text)"), .number(measured, threshold.probe ?? threshold.router ?? ""),
                .status(threshold.crossed ? "crossed" : "holds", threshold.crossed ? .bad : .good),
            ])
        }
        (answer.expectations, answer.expectationsTitle) = (table, "Thresholds, and what was measured")
        return answer
    }

    func write(into page: inout Markup) {
        writePaths(into: &page)
        writeRoles(into: &page)
        writeDatabases(into: &page)
        writeIslands(into: &page)
    }

    private func writePaths(into page: inout Markup) {
        guard !plan.paths.isEmpty else { return }
        var table = PageTable([
            .text("probe"), .number("same path"), .number("other path"), .number("no path left"), .number("new path"),
            .number("powered off"),
        ])
        for path in plan.paths {
            table.add([
                .head(path.probe), .number(Words.numberOrDash(path.unchanged)), .number(Words.numberOrDash(path.moved)),
                .number(Words.numberOrDash(path.lost)), .number(Words.numberOrDash(path.gained)),
                .number(Words.numberOrDash(path.absent)),
            ])
        }
        let examples = plan.paths.flatMap { path in path.examples.prefix(1).map { (path.probe, $0) } }.prefix(8)
        page.section("Paths before and after", "In pairs of a source and a destination.") { section in
            table.write(into: &section)
            var ways = PageTable([.text("most frequent change"), .number("pairs"), .text("before"), .text("after")])
            for (probe, example) in examples where example.before != example.after || !example.deliveredAfter {
                ways.add([
                    .head(probe, "such as to \(example.destination)"), .number(grouped(example.pairs)),
                    .text(Words.way(example.before)),
                    .text(Words.way(example.after) + (example.deliveredAfter ? "" : " and no further")),
                ])
            }
            if !ways.rows.isEmpty { ways.write(into: &section) }
        }
    }

    private func writeRoles(into page: inout Markup) {
        guard !plan.offices.isEmpty else { return }
        var table = PageTable([.text("role"), .text("before"), .text("after"), .text("won meanwhile by")])
        for office in plan.offices {
            let role =
                switch office.office {
                case "originator": office.of
                case "designatedRouter": "Designated Router of \(office.of)"
                case "backupDesignatedRouter": "Backup Designated Router of \(office.of)"
                default: "\(office.office) of \(office.of)"
                }
            let wins = office.wins.prefix(3).map { "\($0.router) at \(clock.short(ns: $0.timeNs))" }
            table.add([
                .head(role, office.doubled ? "two at once" : ""), .text(list(office.before)), .text(list(office.after)),
                .text(
                    wins.joined(separator: ", ") + (office.wins.count > 3 ? ", and \(office.wins.count - 3) more" : "")),
            ])
        }
        page.section("Elections") { table.write(into: &$0) }
    }

    private func writeDatabases(into page: inout Markup) {
        let fallen = Dictionary(plan.falls.map { ($0.router, $0) }, uniquingKeysWith: { first, _ in first })
        let limited = plan.routers.filter { $0.limit != nil }
            .sorted { ($0.headroom ?? 0, $0.name) < ($1.headroom ?? 0, $1.name) }
        guard !limited.isEmpty else { return }
        var table = PageTable([
            .text("router"), .number("LSAs now"), .number("peak"), .number("peak without a limit"), .number("limit"),
            .bar("peak without a limit, against the limit"), .number("headroom"), .text("limit hit"),
        ])
        for router in limited.prefix(40) {
            let limit = max(1, router.limit ?? 1)
            let most = max(router.need, router.countedPeak)
            let fall = fallen[router.name]
            table.add([
                .head(router.name), .number(grouped(router.countedBefore)), .number(grouped(router.countedPeak)),
                .number(grouped(router.need)), .number(grouped(limit)),
                .bar(min(1_000, most * 600 / limit), most > limit ? "b" : "o", limit: 600),
                .number(Words.number(router.headroom)),
                fall.map { .status("at \(clock.short(ns: $0.metNs))", .bad) } ?? .text("never"),
            ])
        }
        page.section(
            "Databases against limits",
            "Peak without a limit: from a run in which limits only warn. Headroom: the limit less the larger peak."
                + (limited.count > 40
                    ? " \(counted(limited.count - 40, "router")) with more headroom are left out." : "")
        ) { table.write(into: &$0) }
    }

    private func writeIslands(into page: inout Markup) {
        let islands = plan.cutOff.filter { !$0.cutOffBefore }.map {
            "Cut off from the rest: \(list($0.routers, limit: 12))."
        }
        let sites = plan.darkSites.map { "Site \($0): no router of it is left in the network." }
        guard !(islands + sites).isEmpty else { return }
        page.section("Cut off") { $0.list(islands + sites) }
    }
}
