import Analysis
import OSPF

/// The words of an enumeration, as results spell them.
func resultWords<Word>(_ words: some Sequence<Word>) -> ResultShape { .word(words.map { "\($0)" }) }

// The result of a run: what `RunJSON` writes.
extension ResultRecord {
    static let run = ResultRecord(
        .run, "what happened in a scenario, or in a network into which a capture was replayed", runFields + [why])
    static let runPart = ResultRecord(part: .run, "a run that is part of another result", runFields)

    private static let runFields: [ResultField] =
        [
            ResultField("name", .text, "of the scenario"),
            ResultField("summary", .text, "the description of the scenario"),
            ResultField("network", .text, "the name of the network"),
            ResultField("seed", .count, "of everything that is left to chance"),
            ResultField(
                "clock_start_ns", .optional(.span),
                "the time of day at which the timeline starts, since midnight; null without a clock"),
            ResultField(
                "cold_start_ns", .span, "how long the network took to converge before the timeline; in no other count"),
            ResultField("settling_ns", .span, "how long it then rested until the timeline began"),
            ResultField(
                "unrest", .texts, "what kept the network busy after its cold start; empty where it came to rest"),
            ResultField(
                "findings", .list(.record(finding)), "what was wrong before anything happened, and what never arrived"),
            ResultField("duration_ns", .span, "how long the network was watched"),
            ResultField("partial", .boolean, "the run was interrupted"),
            ResultField("as_expected", .boolean, "every expectation holds"),
            ResultField("digest", .digest, "of every event and packet of the run; equal runs have equal digests"),
        ] + pictureFields + [
            ResultField("actions", .list(.record(action)), "what people and nature did, in order"),
            ResultField(
                "series", .record(series), "the course of the run; left out where it was not recorded",
                canBeLeftOut: true),
            verdictField,
            ResultField("verdicts", .list(.record(expectation)), "one for each expectation"),
            ResultField("probes", .list(.record(probe)), "one for each probe, in the order of the scenario"),
            ResultField("loops", .list(.texts), "each forwarding loop that was met: routers in the order of travel"),
            ResultField("routers", .list(.record(router)), "one for each router, in the order of the network"),
            ResultField("totals", .record(totals), "sums over all routers"),
            ResultField("convergence", .record(convergence), "how far the network had recovered"),
            ResultField("story", .list(.record(storyStep)), "the chains of causes, condensed"),
            ResultField("happenings", .list(.record(happening)), "everything worth telling, in order"),
        ]

    private static let why = ResultField(
        "why", .list(.oneOf([explanation, routeAnswer])), "what --why asked for", canBeLeftOut: true)

    static let verdictField = ResultField(
        "verdict", .record(verdict), "what the command concludes: the first lines of the text, and the exit code")

    private static let verdict = ResultRecord(
        "verdict", "what a command concludes",
        [
            ResultField(
                "outcome", .optional(resultWords(Judgment.Outcome.allCases)), "null where nothing was asked"),
            ResultField("exit_code", .count, "1 for fail, otherwise 0"),
            ResultField("headline", .texts, "the first lines of the text"),
            ResultField("rules", .count, "thresholds and expectations, or the failures of a survey"),
            ResultField("broken", .count, "how many of them are broken"),
            ResultField("harms", .list(.oneOf(harms)), "what a planned change does that it should not"),
            ResultField("before", .texts, "what did not work before the change, and counts against nothing"),
        ])

    private static let harms: [ResultRecord] = [
        ResultRecord(
            "harm-to-routers", "routers at their limit, out of memory, or without the others",
            [
                ResultField(
                    "kind", .word(["shut_down", "crashed", "out_of_memory", "refused", "cut_off"]),
                    "what happened to them"),
                ResultField("routers", .texts, "their names"),
            ]),
        ResultRecord(
            "harm-undelivered", "traffic that arrived before and does not at the end",
            [
                ResultField("kind", .word(["undelivered"]), "what it is"),
                ResultField("probes", .texts, "whose traffic"),
                ResultField("pairs", .count, "pairs of a source and a destination"),
            ]),
        ResultRecord(
            "harm-lost", "more traffic lost than is tolerated",
            [
                ResultField("kind", .word(["lost"]), "what it is"),
                ResultField("probes", .texts, "the probe that lost it"),
                ResultField("lost_ns", .span, "lost time, weighted by the share of the traffic"),
                ResultField("tolerated_ns", .span, "what --tolerate allows"),
            ]),
        ResultRecord(
            "harm-databases", "databases that stay different",
            [
                ResultField("kind", .word(["different_databases"]), "what it is"),
                ResultField("databases", .count, "how many there are"),
            ]),
    ]

    private static let finding = ResultRecord(
        "finding", "something that is wrong before anything happens",
        [
            ResultField("kind", findingKinds, "what it is"),
            ResultField("text", .text, "a sentence with the reason"),
        ])
    static let findingKinds = ResultShape.word(FindingKind.allCases.map(\.rawValue))

    private static let expectation = ResultRecord(
        "expectation", "an expectation of the scenario, and whether it holds",
        [
            ResultField("text", .text, "the rule as it is written"),
            ResultField("location", .text, "where, such as incident.yaml:40:5"),
            ResultField("holds", .boolean, "whether it holds"),
            ResultField(
                "measured_ns", .number(.nanoseconds), "what was measured, where it is a time", canBeLeftOut: true),
            ResultField("measured_count", .count, "where it is a number", canBeLeftOut: true),
            ResultField(
                "measured_percent", .number(.percent), "where it is a share of a limit, rounded up", canBeLeftOut: true),
            ResultField(
                "measured_share", .number(.millionths), "where it is a share of the traffic", canBeLeftOut: true),
            ResultField("measured_route", .text, "where it is a route, in words", canBeLeftOut: true),
            ResultField("router", .optional(.text), "the router that breaks the rule most, or is nearest to it"),
            ResultField("rule", .word(Expectation.Rule.words), "what it is about"),
            ResultField("probe", .optional(.count), "the position of the probe that it is about"),
            ResultField(
                "comparison", .optional(.word(Expectation.Comparison.allCases.map(\.words))),
                "how what was measured is compared with the threshold"),
            ResultField("threshold_ns", .number(.nanoseconds), "the threshold, where it is a time", canBeLeftOut: true),
            ResultField("threshold_count", .count, "where it is a number", canBeLeftOut: true),
            ResultField(
                "threshold_percent", .number(.percent), "where it is a share of a limit", canBeLeftOut: true),
        ])
}
