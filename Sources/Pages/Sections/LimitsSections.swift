import NetworkPrimitives
import Reports
import Results

/// The page of a survey of failures.
struct LimitsSections {
    let survey: LimitsDocument

    var answer: Answer {
        var answer = Answer()
        answer.title = survey.network
        answer.summary = "LSA limits under failures: \(survey.survive)"
        let lines = survey.verdict.headline
        answer.mark = survey.survives ? .pass : .fail
        let harmed = survey.failures.count { !$0.survives }
        answer.verdict =
            survey.survives
            ? "PASS: none of \(counted(survey.failures.count, "failure")) does harm"
            : "FAIL: \(harmed) of \(counted(survey.failures.count, "failure")) \(harmed == 1 ? "does" : "do") harm"
        let first = lines.first.map { $0.replacing("FAIL: ", with: "").replacing("PASS: ", with: "") } ?? ""
        answer.sentence = (first.first?.uppercased() ?? "") + first.dropFirst()
        answer.paragraphs = lines.dropFirst().map { line in
            let parts = line.split(separator: ": ", maxSplits: 1).map(String.init)
            return parts.count == 2
                ? (title: Words.sentence(parts[0]), text: parts[1] + ".")
                : (title: "", text: Words.sentence(line))
        }
        if let soonest = survey.firstToTrip {
            answer.facts.append((Words.span(soonest.afterNs), "until the first limit trips, \(soonest.router)"))
        }
        let (small, limited) = (
            survey.routers.count { ($0.headroom ?? 0) < 0 }, survey.routers.count { $0.limit != nil }
        )
        if limited > 0 {
            answer.facts.append(
                ("\(grouped(small)) of \(grouped(limited))", "limits that are too small for what is flooded"))
        }
        if let least = survey.leastHeadroom, let router = survey.routers.first(where: { $0.name == least }),
            let headroom = router.headroom
        {
            answer.facts.append((grouped(headroom), "LSAs of headroom at the least, \(least)"))
        }
        (answer.expectations, answer.expectationsTitle) = (failures, "Failures that do harm")
        if harmed == 0 { answer.expectations = nil }
        return answer
    }

    private var failures: PageTable {
        var table = PageTable([.text("failure"), .number("limits hit"), .number("shut down"), .number("pairs cut off")])
        let harmful = survey.failures.filter { !$0.survives }
        for failure in harmful.sorted(by: { ($1.falls.count, $0.failure) < ($0.falls.count, $1.failure) }).prefix(20) {
            table.add([
                .head(failure.failure), .number(Words.numberOrDash(failure.falls.count)),
                .number(Words.numberOrDash(failure.falls.count { $0.isolatedNs != nil })),
                .number(Words.numberOrDash(failure.cutOff.reduce(0) { $0 + $1.pairs })),
            ])
        }
        return table
    }

    func write(into page: inout Markup) {
        if let picture {
            page.section(
                "The network",
                "Filled octagons: the limit trips in a failure. Yellow rings: the headroom is less than a fifth of the limit."
            ) {
                $0.append(picture)
            }
        }
        var table = PageTable([
            .text("router"), .number("LSAs now"), .number("peak without a limit"), .text("in the failure of"),
            .number("limit"),
            .bar("peak without a limit, against the limit"), .number("headroom"), .number("smallest limit"),
            .number("trips in"),
        ])
        let routers = survey.routers.sorted { ($0.headroom ?? .max, $0.name) < ($1.headroom ?? .max, $1.name) }
        for router in routers.prefix(60) {
            let limit = router.limit ?? 0
            table.add([
                .head(router.name), .number(grouped(router.counted)), .number(grouped(router.worst)),
                .text(router.worstFailure ?? "none"), .number(Words.number(router.limit)),
                .bar(
                    limit > 0 ? min(1_000, router.worst * 600 / limit) : 0, router.worst > limit ? "b" : "o", limit: 600
                ),
                .number(Words.number(router.headroom)), .number(grouped(router.smallestLimit)),
                .number(Words.numberOrDash(router.falls)),
            ])
        }
        page.section(
            "Routers",
            "Peak without a limit: in runs in which limits only warn. Smallest limit: with these, no limit trips. Trips in: the number of failures."
                + (routers.count > 60
                    ? " \(counted(routers.count - 60, "router")) with more headroom are left out." : "")
        ) { table.write(into: &$0) }
    }

    /// The map, with the routers whose limits trip and those that come near.
    private var picture: Markup? {
        guard let topology = survey.topology, topology.routers.count == survey.routers.count else { return nil }
        let looks: [RouterLook] = survey.routers.map { router in
            if router.falls > 0 { return .shutDown }
            guard let limit = router.limit, let headroom = router.headroom else { return .running }
            return headroom * 5 < limit ? .near : .running
        }
        let drawing = MapDrawing(topology, important: Set(looks.indices.filter { looks[$0] != .running }))
        let up = topology.segments.map { Set($0.members.indices) }
        return drawing.still(
            MapDrawing.Scene(looks: looks, up: up),
            saying:
                "Map of the network. Filled octagons: routers whose limit trips in a failure; rings: within a fifth of it."
        )
    }
}
