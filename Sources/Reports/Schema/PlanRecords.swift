import Analysis

// The results of `plan`, `limits` and `compare`.
extension ResultRecord {
    static let plan = ResultRecord(
        .plan, "what a change does; moments count from the first change",
        [
            ResultField("network", .text, "the name of the network"),
            ResultField("seed", .count, "of everything that is left to chance"),
            ResultField("measured", .text, "where the probes come from, in words"),
            verdictField,
            ResultField("acceptable", .boolean, "the outcome is pass"),
            ResultField("tolerance_ns", .span, "lost time of a probe that is no harm"),
            ResultField("changes", .list(.record(change)), "what is done"),
            ResultField("left_out", .texts, "what the file holds besides and the plan leaves out"),
            ResultField("thresholds", .list(.record(threshold)), "what was asked for, and what was measured"),
            ResultField("falls", .list(.record(fall)), "routers that hit their limit, in that order"),
            ResultField("near_limit", .texts, "routers within a fifth of their limit or over it, the fullest first"),
            ResultField(
                "story", .list(.record(storyStep)), "how shutdowns, limits that were hit, and losses came about"),
            ResultField("paths", .list(.record(paths)), "one for each probe"),
            ResultField("offices", .list(.record(office)), "what routers are elected to, where it changed hands"),
            ResultField("routers", .list(.record(plannedRouter)), "one for each router"),
            ResultField(
                "cut_off", .list(.record(island)), "groups of running routers that cannot reach the largest one"),
            ResultField("dark_sites", .texts, "sites of which no router is left in the network"),
            ResultField("busiest_router", .optional(.text), "the router with the largest update rate"),
            ResultField(
                "convergence_ns", .optional(.span),
                "from the last change until all is delivered and databases are equal"),
            ResultField("result", .record(runPart), "the run of the change"),
        ])

    private static let change = ResultRecord(
        "change", "a change",
        [ResultField("text", .text, "as it was typed"), ResultField("at_ns", .moment, "when it begins")])
    private static let threshold = ResultRecord(
        "threshold", "a threshold, and what was measured",
        [
            ResultField("text", .text, "as it was typed"),
            ResultField("metric", .word(PlanMetric.allCases.map(\.rawValue)), "what is measured"),
            ResultField("limit", .text, "what must hold, such as 'at most 1s'"),
            ResultField("crossed", .boolean, "it does not hold"),
            ResultField(
                "measured_ns", .number(.nanoseconds), "what was measured, where it is a time", canBeLeftOut: true),
            ResultField("measured_count", .signed(.none), "where it is a number", canBeLeftOut: true),
            ResultField("measured_percent", .signed(.percent), "where it is a share", canBeLeftOut: true),
            ResultField("probe", .optional(.text), "the probe that decides"),
            ResultField("router", .optional(.text), "the router that decides"),
        ])
    private static let fall = ResultRecord(
        "fall", "a router that hit its limit",
        [
            ResultField("router", .text, "its name"), ResultField("met_ns", .moment, "when it hit the limit"),
            ResultField("counted", .count, "LSAs that counted then"),
            ResultField("isolated_ns", .optional(.moment), "when it shut down OSPF"),
        ])

    private static let paths = ResultRecord(
        "paths", "what became of the ways of a probe's pairs",
        [
            ResultField("probe", .text, "its name"), ResultField("unchanged", .count, "pairs on the same way"),
            ResultField("moved", .count, "pairs on another way"),
            ResultField("lost", .count, "pairs without a way now"),
            ResultField("gained", .count, "pairs with a way only now"),
            ResultField("never", .count, "pairs without a way before and after"),
            ResultField("absent", .count, "pairs of which an end is switched off"),
            ResultField("attribution", .record(attribution), "what the lost time was spent waiting for"),
            ResultField("examples", .list(.record(path)), "at most 100, the most frequent first"),
        ])
    private static let path = ResultRecord(
        "path", "pairs of one source that took the same ways",
        [
            ResultField("pairs", .count, "how many"), ResultField("source", .text, "their source"),
            ResultField("destination", .quad, "one of their destinations"),
            ResultField("before", .texts, "the routers on the first way before the change"),
            ResultField("after", .texts, "and after it"),
            ResultField("delivered_after", .boolean, "whether all arrives"),
        ])
    private static let office = ResultRecord(
        "office", "what routers are elected to",
        [
            ResultField(
                "office", .word(["originator", "designatedRouter", "backupDesignatedRouter", "translator"]), "which"),
            ResultField("of", .text, "the group, the segment or the area"),
            ResultField("before", .texts, "the routers that held it before"), ResultField("after", .texts, "and after"),
            ResultField("doubled", .boolean, "more originators than before announce the same destinations"),
            ResultField("wins", .list(.record(win)), "who won it on the way"),
        ])
    private static let win = ResultRecord(
        "win", "a won election",
        [
            ResultField("router", .text, "the winner"), ResultField("time_ns", .moment, "when"),
            ResultField("lsas", .count, "LSAs that an originator took over"),
        ])
    private static let plannedRouter = ResultRecord(
        "planned-router", "a router before and after a change",
        [
            ResultField("name", .text, "as the network calls it"),
            ResultField("counted_before", .count, "LSAs that count towards its limit, before"),
            ResultField("counted_peak", .count, "at the most"),
            ResultField("need", .count, "at the most if no limit acted"),
            ResultField("limit", .optional(.count), "how many it may hold"),
            ResultField("headroom", .optional(.signed(.none)), "limit less need"),
            ResultField("update_rate", .count, "LSAs heard in the busiest second"),
            ResultField("update_rate_at_ns", .moment, "when that second begins"),
            ResultField("routes_before", .count, "routes it had"),
            ResultField("routes_rerouted", .count, "of them with other next hops now"),
            ResultField("routes_recosted", .count, "with another cost"),
            ResultField("routes_new", .count, "new routes"),
            ResultField("routes_gone", .count, "routes that are gone"),
        ])
    private static let island = ResultRecord(
        "island", "running routers that cannot reach the others",
        [
            ResultField("routers", .texts, "their names"),
            ResultField("cut_off_before", .boolean, "they could not before the change either"),
            ResultField("dead_neighbors", .texts, "neighbors that are off, without OSPF, or shut down by their limit"),
            ResultField("cut_segments", .texts, "cut segments on the way to the others"),
        ])

    // MARK: Limits

    static let limits = ResultRecord(
        .limits, "which failures trip limits or cut traffic off",
        [
            ResultField("network", .text, "the name of the network"),
            ResultField("seed", .count, "of everything that is left to chance"),
            ResultField("survive", .text, "what must trip no limit and cut nothing off"),
            ResultField("measured", .text, "the traffic that is judged, in words"),
            ResultField("watch_ns", .span, "how long each failure is watched at the most"),
            ResultField("returns", .boolean, "whether what failed comes back after that"),
            ResultField("cold_start_ns", .span, "how long the network took to converge"),
        ] + pictureFields + [
            verdictField,
            ResultField("survives", .boolean, "the outcome is pass"),
            ResultField("fallen_in_cold_start", .texts, "routers that hit their limit before anything failed"),
            ResultField("first_to_trip", .optional(.record(soonest)), "the first limit that trips after any failure"),
            ResultField(
                "first_out_of_memory", .optional(.record(soonest)), "the first router that runs out of memory"),
            ResultField("worst_for_traffic", .optional(.text), "the failure that cuts off most pairs"),
            ResultField("least_headroom", .optional(.text), "the router with the least headroom; null without a limit"),
            ResultField("failures", .list(.record(failure)), "one for each failure"),
            ResultField("routers", .list(.record(need)), "one for each router"),
        ])
    private static let soonest = ResultRecord(
        "soonest", "the router that something befalls first of all",
        [
            ResultField("router", .text, "its name"), ResultField("failure", .text, "in which failure"),
            ResultField("after_ns", .span, "how long after it"),
        ])
    private static let failure = ResultRecord(
        "failure", "a failure, and what it does",
        [
            ResultField("failure", .text, "in words"),
            ResultField("routers", .list(.count), "numbers of the routers that fail"),
            ResultField("segments", .list(.count), "numbers of the segments that fail"),
            ResultField("survives", .boolean, "no limit trips, no memory is used up, nothing is cut off"),
            ResultField("settled", .boolean, "it came to rest in time"),
            ResultField("cut_off", .list(.record(cut)), "traffic that had arrived and does not afterwards"),
            ResultField("falls", .list(.record(fall)), "routers that hit their limit, in that order"),
            ResultField("shortages", .list(.record(shortage)), "routers that ran out of memory, in that order"),
            ResultField("needs", .list(.count), "by router, LSAs that count at the most if limits only warn"),
        ])
    private static let shortage = ResultRecord(
        "shortage", "a router that runs out of memory",
        [
            ResultField("router", .text, "its name"), ResultField("after_ns", .span, "how long after the failure"),
            ResultField("lsas", .count, "that it held"), ResultField("crashes", .count, "how often OSPF crashed"),
        ])
    private static let cut = ResultRecord(
        "cut", "traffic that is cut off",
        [ResultField("probe", .text, "whose"), ResultField("pairs", .count, "pairs of a source and a destination")])
    private static let need = ResultRecord(
        "need", "how large a router's limit must be",
        [
            ResultField("name", .text, "of the router"), ResultField("counted", .count, "LSAs that count now"),
            ResultField("worst", .count, "at the most in any failure, if limits only warn"),
            ResultField("worst_failure", .optional(.text), "in which failure"),
            ResultField("limit", .optional(.count), "how many it may hold"),
            ResultField("limit_action", limitAction, "what it does at the limit"),
            ResultField("headroom", .optional(.signed(.none)), "limit less worst"),
            ResultField("smallest_limit", .count, "the smallest limit that no failure hits"),
            ResultField("memory_octets", .optional(.count), "what there is for OSPF; null where memory is free"),
            ResultField("worst_memory_octets", .optional(.count), "the most that it would take in any failure"),
            ResultField("falls", .count, "failures in which it hits its limit"),
            ResultField("soonest_failure", .optional(.text), "the failure in which it hits it soonest"),
            ResultField("soonest_ns", .optional(.span), "how long after that failure"),
        ])

    // MARK: Comparisons

    static let comparison = ResultRecord(
        .comparison, "one scenario under several policies, or several scenarios",
        [
            verdictField,
            ResultField(
                "contest", .word(Comparison.Contest.words),
                "whether variants do least harm, all the same harm, no limit was hit, or there are fewer than two candidates"
            ),
            ResultField("broken", .list(.count), "positions of the variants in which an expectation is broken"),
            ResultField(
                "best", .optional(.list(.count)), "positions of the variants that do least harm; null for a tie"),
            ResultField(
                "references", .list(.count), "positions of variants that are no candidates, since no limit acts"),
            ResultField("rule", .list(.word(Measure.rule.map(\.rawValue))), "the measures that decide, in this order"),
            ResultField("price", .list(.record(price)), "where the best variant is not the best"),
            ResultField("seeds", .list(.count), "those of --seeds; empty where each scenario had its own"),
            ResultField("variants", .list(.oneOf([variant, variantOfSeeds])), "one for each variant"),
        ])
    private static let price = ResultRecord(
        "price", "a measure in which another variant is better than the best",
        [
            ResultField("measure", .word(Measure.allCases.map(\.rawValue)), "which"),
            ResultField("value", .count, "the median of the best variant"),
            ResultField("least", .count, "and the least of any"),
            ResultField("least_variant", .count, "whose position this is"),
        ])
    private static let variantFields: [ResultField] = [
        ResultField("name", .text, "as the text calls it"),
        ResultField("limits", .text, "what was asked for, such as 'reject@PAR4 ignore-time=60s'"),
        ResultField("start_digests", .list(.digest), "of the converged network, for each seed"),
        ResultField("measures", .record(spreads), "what is compared"),
        ResultField("attribution", .record(attribution), "lost time, averaged over probes and seeds"),
    ]
    private static let variant = ResultRecord(
        "variant", "a variant, run once", variantFields + [ResultField("result", .record(runPart), "its run")])
    private static let variantOfSeeds = ResultRecord(
        "variant-of-seeds", "a variant, run once for each seed",
        variantFields + [ResultField("runs", .list(.record(seedRun)), "one for each seed")])
    private static let spreads = ResultRecord(
        "spreads", "measures over the seeds",
        Measure.allCases.map {
            ResultField($0.rawValue, .record(spread), $0.meaning, canBeLeftOut: $0.isOfMemory)
        })
    private static let spread = ResultRecord(
        "spread", "a measure over the seeds",
        [
            ResultField("median", .count, "of an even number the worse of the two in the middle"),
            ResultField("worst", .count, "the largest"),
        ])
    private static let seedRun = ResultRecord(
        "seed-run", "what one of several seeds came to",
        [
            ResultField("seed", .count, "which"), ResultField("digest", .digest, "of its run"),
            ResultField("as_expected", .boolean, "every expectation holds"),
            ResultField("measures", .record(measures), "what is compared"),
            ResultField(
                "isolated_for_good_at_ns", .optional(.moment), "the first shutdown that lasts until it is cleared"),
            ResultField("databases_equal_since_ns", .optional(.moment), "since when databases have been equal"),
            ResultField("probes", .list(.record(seedProbe)), "one for each probe"),
        ])
    private static let measures = ResultRecord(
        "measures", "measures of one run",
        Measure.allCases.map { ResultField($0.rawValue, .count, $0.meaning, canBeLeftOut: $0.isOfMemory) })
    private static let seedProbe = ResultRecord(
        "seed-probe", "what a probe lost", [ResultField("name", .text, "of the probe")] + lossFields)
}

extension Measure {
    /// With its unit.
    fileprivate var meaning: String {
        switch self {
        case .lost: "traffic lost, averaged over the probes; nanoseconds"
        case .isolatedRouters: "routers that shut down OSPF at their limit at least once"
        case .isolatedTime: "time shut down, summed over routers; nanoseconds"
        case .isolatedForGood: "time shut down until cleared, summed over routers; nanoseconds"
        case .unequalDatabases: "1 where databases differ at the end"
        case .detour: "time on detours, averaged over the probes; nanoseconds"
        case .largestDatabase: "LSAs in the largest database"
        case .distinctDatabases: "different databases of one part at the end"
        case .rejected: "LSAs refused because of limits"
        case .retransmitted: "LSAs sent again"
        case .crashes: "crashes of OSPF for want of memory; left out where memory is free"
        case .peakMemory: "the most memory that OSPF took on one router; octets"
        case .elections: "elections of originators, Designated Routers and Backups"
        }
    }
}
