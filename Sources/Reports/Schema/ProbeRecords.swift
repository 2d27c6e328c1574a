import Analysis

// What became of traffic.
extension ResultRecord {
    static let probe = ResultRecord(
        "probe", "what became of a probe's traffic",
        [
            ResultField("name", .text, "of the probe"),
            ResultField("pairs", .count, "pairs of a source and a destination"),
        ] + lossFields + [
            ResultField("lost_share_at_end", .number(.millionths), "of the traffic, when the run ended"),
            ResultField("death_at_end", .optional(.record(death)), "how the first pair dies that is lost at the end"),
            ResultField("absent_pairs_at_end", .count, "pairs that have no traffic, since an end is switched off"),
            ResultField(
                "undelivered_pairs_before", .count, "pairs of which nothing arrived when the timeline began"),
            ResultField(
                "never_arrived_pairs", .count, "pairs of which nothing ever arrived; they are in no other number"),
            ResultField(
                "lost_share_at_start", .number(.millionths), "of what arrived at all, when the timeline began"),
            ResultField("delivered_since_ns", .optional(.moment), "since when everything has arrived"),
            ResultField("outages", .list(.record(outage)), "times without a break in which something was lost"),
            ResultField("losses", .list(.record(loss)), "where and why traffic died, the largest part first"),
            ResultField(
                "elsewhere", .list(.record(stray)), "where it arrived in place of the usual, the longest first"),
            ResultField("sources", .list(.record(source)), "by source"),
            ResultField("worst_streams", .list(.record(stream)), "at most 100 groups of pairs that always fared alike"),
            ResultField("samples", .list(.tuple(sample)), "what was lost from a moment on, at each change"),
        ])

    /// What a probe lost in numbers.
    static let lossFields: [ResultField] = [
        ResultField(
            "lost_ns", .span, "lost time of pairs that had arrived before, weighted by the share of the traffic"),
        ResultField("black_hole_ns", .span, "the part without a way on"),
        ResultField("loop_ns", .span, "the part that came back"),
        ResultField("lossy_link_ns", .span, "the part that lossy links took, on average"),
        ResultField(
            "attribution", .record(attribution), "what the lost time was spent waiting for; the sum is lost_ns"),
        ResultField("detour_ns", .span, "time on a detour, weighted by the share of the traffic"),
        ResultField("detour_extra_cost", .signed(.none), "the most that a detour cost more than the usual way"),
        ResultField("detour_extra_hops", .signed(.none), "and the segments that it had more"),
        ResultField("elsewhere_ns", .span, "time in which traffic arrived elsewhere than usual; not lost"),
        ResultField("dark_ns", .span, "the longest time without a break in which nothing arrived"),
    ]

    static let attribution = ResultRecord(
        "attribution", "lost time by what it was spent waiting for",
        LossPart.allCases.map { ResultField($0.field, .span, $0.meaning) })

    private static let death = ResultRecord(
        "death", "how a packet dies",
        [
            ResultField("reason", resultWords(Death.Reason.allCases), "see docs/result-format.md"),
            ResultField("router", .text, "where it happens"),
            ResultField("loop", .optional(.count), "for a loop its position in loops"),
            ResultField("segment", .optional(.text), "the lossy link, or the one on which nobody hears the packet"),
            ResultField("prefix", .optional(.prefix), "of the discard route"),
        ])
    private static let outage = ResultRecord(
        "outage", "a time without a break in which some of the traffic was lost",
        [
            ResultField("start_ns", .moment, "when it began"), ResultField("end_ns", .moment, "when it ended"),
            ResultField("worst_share", .number(.millionths), "of the traffic, at its worst"),
            ResultField("open", .boolean, "whether it lasted to the end of the run"),
        ])
    private static let loss = ResultRecord(
        "loss", "traffic that died at one place for one reason",
        [
            ResultField("death", .record(death), "where and why"),
            ResultField("lost_ns", .span, "its part of the lost time"),
        ])
    private static let stray = ResultRecord(
        "stray", "traffic that arrived elsewhere than usual",
        [
            ResultField("place", .text, "where, such as 'at c' or 'on dmz'"),
            ResultField("instead_of", .text, "the usual place"),
            ResultField("time_ns", .span, "how long, weighted by the share of the traffic"),
        ])
    private static let source = ResultRecord(
        "source", "a probe's traffic from one source",
        [ResultField("name", .text, "of the source"), ResultField("lost_ns", .span, "averaged over its destinations")])
    private static let stream = ResultRecord(
        "stream", "pairs of one source that always fared alike",
        [
            ResultField("source", .text, "their source"),
            ResultField("destination", .quad, "one of their destinations"),
            ResultField("destinations", .count, "how many there are"),
            ResultField("lost_ns", .span, "lost time of each"),
            ResultField("intervals", .count, "in which they lost"),
        ])
    private static let sample: [ResultField] = [
        ResultField("time_ns", .moment, "from when on"),
        ResultField("black_hole", .number(.millionths), "share of the traffic without a way on"),
        ResultField("loop", .number(.millionths), "share that came back"),
        ResultField("lossy_link", .number(.millionths), "share that lossy links took"),
    ]
}

extension LossPart {
    /// What the traffic waited for.
    fileprivate var meaning: String {
        switch self {
        case .detection: "until a router noticed what had happened"
        case .flooding: "until the news had reached the router that made the difference"
        case .spfWait: "until that router used its new table: throttle, queue and calculation"
        case .isolation: "the way was shut by a router that had shut down OSPF at its limit"
        case .refusal: "the way was shut by a router that refused LSAs at its limit"
        case .overload: "routers lost packets before they read them, hellos and LSAs among these"
        case .operatorWait: "until an operator's action, or the end of a network at rest"
        case .crash: "the way is shut because OSPF on a router crashed for want of memory"
        case .lossyLink: "nothing: the share that lossy links take while all else works"
        case .other: "none of these can be shown"
        }
    }
}
