import Analysis
import OSPF

// Routers, the network and what happened in it.
extension ResultRecord {
    static let router = ResultRecord(
        "router", "a router, at the end and in the course of a run",
        [
            ResultField("name", .text, "as the network calls it"), ResultField("router_id", .quad, "its Router ID"),
            ResultField("site", .optional(.text), "where it stands"),
            ResultField("model", .optional(.text), "the model that it is of"),
            ResultField("state", resultWords(RouterOutcome.State.allCases), "at the end"),
            ResultField("database", .count, "LSAs at the end"),
            ResultField("database_peak", .count, "LSAs at the most"),
            ResultField("counted", .count, "LSAs that count towards the limit, at the end"),
            ResultField("counted_peak", .count, "and at the most, with the one that hit the limit"),
            ResultField("limit", .optional(.count), "how many LSAs it may hold; null without a limit"),
            ResultField("limit_action", limitAction, "what it does at the limit; null without one"),
            ResultField("peak_percent_of_limit", .optional(.number(.percent)), "counted_peak of limit, rounded up"),
            ResultField("isolations", .count, "how often it shut down OSPF at its limit"),
            ResultField("isolated_ns", .span, "how long it was shut down"),
            ResultField("memory_octets", .optional(.count), "what there is for OSPF; null where memory is free"),
            ResultField("memory_peak_octets", .optional(.count), "the most of it that was taken"),
            ResultField("crashes", .count, "how often OSPF crashed for want of memory"),
            ResultField("crashed_ns", .span, "how long it was down after that"),
            ResultField("full_adjacencies_at_start", .count, "when the timeline began"),
            ResultField("full_adjacencies", .count, "at the end"),
            ResultField("neighbors_below_full", .count, "neighbors at the end that should be Full and are not"),
        ] + counters + machineFields + [
            ResultField("deepest_queue", .count, "packets in its input queue at the most, since the cold start"),
            ResultField("cpu_busy_ns", .span, "how long its CPU worked"),
            ResultField(
                "samples",
                .list(
                    .tuple([
                        ResultField("time_ns", .moment, "from when on"), ResultField("lsas", .count, "in the database"),
                    ])),
                "the largest database in each stretch of a second or more, at most 512"),
        ])

    static let limitAction = ResultShape.optional(resultWords(LimitPolicy.Action.allCases))

    private static let counters: [ResultField] = [
        ResultField("lsas_originated", .count, "instances of its own LSAs"),
        ResultField("lsas_sent", .count, "LSAs sent"), ResultField("lsas_received", .count, "LSAs received"),
        ResultField("lsas_duplicate", .count, "received that were the same as in the database, or older"),
        ResultField("lsas_retransmitted", .count, "sent again, as they were not acknowledged"),
        ResultField("lsas_rejected", .count, "refused because of the limit"),
        ResultField("lsas_not_stored", .count, "for which there was no memory, each time they came"),
        ResultField("lsas_discarded", .list(.record(discard)), "LSAs that were discarded, by reason"),
        ResultField("packets_discarded", .list(.record(discard)), "packets that were discarded, by reason"),
        ResultField("spf_runs", .count, "calculations of the routing table"),
        ResultField("adjacencies_lost", .count, "adjacencies that were Full and went away"),
    ]
    private static let machineFields: [ResultField] = [
        ResultField("packets_received", .count, "packets that arrived"),
        ResultField("packets_lost", .count, "of them lost, because the input queue was full"),
        ResultField("hellos_lost", .count, "Hellos among these"),
    ]
    static let discard = ResultRecord(
        "discard", "what was discarded for one reason",
        [ResultField("reason", .text, "in words"), ResultField("count", .count, "how often")])

    static let totals = ResultRecord(
        "totals", "sums over all routers",
        counters + machineFields + [
            ResultField("events", .count, "of the emulator"),
            ResultField("elections", .count, "of originators, Designated Routers and Backups"),
            ResultField("largest_database", .count, "LSAs in the largest database"),
            ResultField("isolated_routers", .count, "that shut down OSPF at their limit at least once"),
            ResultField("isolated_ns", .span, "how long routers were shut down, summed"),
            ResultField("crashes", .count, "of OSPF for want of memory"),
            ResultField("crashed_routers", .count, "that crashed at least once"),
            ResultField(
                "largest_memory_octets", .optional(.count),
                "the most that OSPF took on one router; null where memory is free"),
        ])

    static let convergence = ResultRecord(
        "convergence", "how far the network had recovered",
        [
            ResultField("delivered_since_ns", .optional(.moment), "since when every probe has been delivered"),
            ResultField(
                "databases_equal_since_ns", .optional(.moment), "since when databases that should be equal have been"),
            ResultField("distinct_databases", .count, "different databases of one part at the end; 1 where they agree"),
            ResultField("quiet", .boolean, "nothing but hellos was under way"),
            ResultField("isolated_at_end", .texts, "routers that were shut down by their limit"),
        ])

    // MARK: What happened

    static let storyStep = ResultRecord(
        "story-step", "what happened for the same reason within a minute",
        [
            ResultField("kind", resultWords(Happening.Kind.allCases), "see docs/result-format.md"),
            ResultField("start_ns", .moment, "the first of it"), ResultField("end_ns", .moment, "the last of it"),
            ResultField("cause", .optional(.count), "the position of the step that led to it"),
            ResultField("further_causes", .list(.count), "positions of steps that had a part in it"),
            ResultField("text", .text, "a sentence"), ResultField("routers", .texts, "where it happened"),
            ResultField("happenings", .list(.count), "their ids"),
        ])

    static let happening = ResultRecord(
        "happening", "something worth telling, and its cause",
        [ResultField("id", .count, "its number; smaller ones than the first belong to the cold start")]
            + happeningFields + [
                ResultField("text", .text, "a sentence"),
                ResultField("segment", .count, "the number of the segment that it is about", canBeLeftOut: true),
                ResultField("neighbor", .count, "the number of the other router", canBeLeftOut: true),
                ResultField("redistribution", .text, "what is redistributed", canBeLeftOut: true),
                ResultField("probe", .count, "the position of the probe", canBeLeftOut: true),
                ResultField(
                    "further_causes", .list(.count), "ids of what had a part in it besides cause", canBeLeftOut: true),
                ResultField(
                    "held", .list(.record(held)),
                    "who had advertised what the database held when the limit was hit or memory was used up",
                    canBeLeftOut: true),
            ])

    /// What results and traces say of a happening.
    static let happeningFields: [ResultField] = [
        ResultField("time_ns", .moment, "when it happened"),
        ResultField("kind", resultWords(Happening.Kind.allCases), "see docs/result-format.md"),
        ResultField(
            "reason", .optional(resultWords(Happening.Reason.allCases.filter { $0 != .none })),
            "why an adjacency was lost (RFC 2328 §10.2)"),
        ResultField("router", .optional(.text), "where; null for the whole network"),
        ResultField("subject", .count, "depends on kind"), ResultField("detail", .count, "depends on kind"),
        ResultField("cause", .optional(.count), "the id of the happening that led to it"),
    ]

    static let held = ResultRecord(
        "held", "a router's part of a database",
        [ResultField("router", .text, "its name"), ResultField("lsas", .count, "that it had advertised")])

    // MARK: Explanations

    static let explanation = ResultRecord(
        "explanation", "how something came about",
        [
            ResultField("name", .text, "what was asked for"),
            ResultField("kind", .word(["router", "probe", "segment", "group"]), "what it is"),
            ResultField("chosen", .optional(.count), "the id of the happening that is explained"),
            ResultField("chain", .list(.record(happening)), "the first cause first, the chosen one last"),
            ResultField("further_chains", .list(.list(.record(happening))), "the same for each of its further causes"),
            ResultField("others", .list(.count), "ids of what else happened to it"),
        ])
    static let routeAnswer = ResultRecord(
        "route-answer", "why a router has a route, or has none",
        [
            ResultField("kind", .word(["route"]), "what it is"), ResultField("router", .text, "whose route"),
            ResultField("prefix", .prefix, "that was asked for"),
            ResultField("matched", .optional(.prefix), "the prefix that packets follow"),
            ResultField("answer", .text, "a sentence"),
            ResultField("candidates", .list(.record(candidate)), "each LSA that announces it"),
        ])
    private static let candidate = ResultRecord(
        "candidate", "an LSA that announces a route",
        [
            ResultField("used", .boolean, "whether the route is made of it"),
            ResultField("text", .text, "what it is, and the rule by which it is not used"),
        ])
}
