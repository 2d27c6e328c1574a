import Analysis

// What pictures of a network and of a run are made of.
extension ResultRecord {
    static let topology = ResultRecord(
        "topology", "a network",
        [
            ResultField("sites", .texts, "in the order in which routers name them"),
            ResultField("areas", .quads, "in the order of their numbers"),
            ResultField("routers", .list(.record(topologyRouter)), "a router's number is its position"),
            ResultField("segments", .list(.record(topologySegment)), "a segment's number is its position"),
            ResultField("outside", .list(.record(outside)), "networks outside"),
            ResultField("groups", .list(.record(group)), "external prefixes and the routers that can originate them"),
        ])
    private static let topologyRouter = ResultRecord(
        "topology-router", "a router as it is configured",
        [
            ResultField("name", .text, "as the network calls it"),
            ResultField("site", .optional(.count), "the position of its site"),
            ResultField("areas", .list(.count), "the positions of its areas"),
            ResultField("border", .boolean, "it is attached to several areas"),
            ResultField("boundary", .boolean, "it announces external destinations, or can"),
            ResultField("limit", .optional(.count), "how many LSAs it may hold; null without a limit"),
            ResultField("warning", .optional(.count), "at how many it logs a warning; null without one"),
            ResultField(
                "position", .optional(.tuple(place)), "where drawings have it; null where the file does not say"),
        ])
    private static let place: [ResultField] = [
        ResultField("x", .signed(.none), "how far to the right"), ResultField("y", .signed(.none), "how far down"),
    ]
    private static let topologySegment = ResultRecord(
        "topology-segment", "a link or LAN",
        [
            ResultField("name", .text, "as the network calls it"),
            ResultField("kind", .word(SegmentKind.words), "by the type of its interfaces"),
            ResultField("area", .count, "the position of its area"),
            ResultField("members", .list(.count), "numbers of routers"),
            ResultField("costs", .list(.count), "the output cost of each member's interface"),
            ResultField("interfaces", .texts, "the name of each member's interface"),
        ])
    private static let outside = ResultRecord(
        "outside", "a network outside",
        [
            ResultField("name", .text, "its name"),
            ResultField(
                "enters", .list(.count), "numbers of the routers where its traffic enters, the preferred first"),
        ])
    private static let group = ResultRecord(
        "group", "external prefixes",
        [
            ResultField("name", .text, "their name"),
            ResultField("site", .optional(.count), "the position of the site where the destinations are"),
            ResultField("prefixes", .count, "how many they are"),
            ResultField("originators", .list(.count), "numbers of routers, the best first"),
        ])

    // MARK: What is assumed

    static let usedPreset = ResultRecord(
        "used-preset", "a vendor's preset that routers have limits or timers from",
        [
            ResultField("name", .text, "what scenario files call it"),
            ResultField("summary", .text, "what it stands for"),
            ResultField("routers", .list(.count), "numbers of the routers"),
            ResultField("sources", .texts, "where its values were read"),
            ResultField("unconfirmed", .texts, "what is not known for certain"),
            ResultField("confirmed", .boolean, "unconfirmed is empty"),
        ])
    static let defect = ResultRecord(
        "defect", "something that routers do wrong as they are configured",
        [
            ResultField("key", .text, "of defects in scenario files"),
            ResultField("routers", .list(.count), "numbers of the routers"),
            ResultField("text", .text, "in words"),
        ])
    static let action = ResultRecord(
        "action", "something that people or nature did",
        [
            ResultField("happening", .count, "its id"), ResultField("time_ns", .moment, "when"),
            ResultField("verb", .text, "the key of a timeline that means it"),
            ResultField("routers", .list(.count), "numbers of the routers that it was done to"),
            ResultField("segments", .list(.count), "numbers of the segments that it was done to"),
            ResultField("label", .optional(.text), "what the author calls it"),
            ResultField(
                "scripted", .boolean, "it was due at a moment; otherwise a condition of the timeline came true"),
            ResultField("text", .text, "in words, without the label"),
        ])

    /// Topology, presets and defects.
    static let pictureFields: [ResultField] = [
        ResultField("topology", .record(topology), "the network"),
        ResultField("presets", .list(.record(usedPreset)), "vendors' presets in use, and how sure they are"),
        ResultField("defects", .list(.record(defect)), "what routers do wrong"),
    ]

    // MARK: Series

    static let series = ResultRecord(
        "series",
        "the course of a run in flat arrays: each time and what holds from then on; see docs/result-format.md",
        [
            ResultField("rule", .text, "how values were thinned"),
            ResultField("state_names", .texts, "what the numbers in states mean"),
            ResultField("states", flatLists, "by router: time and position in state_names"),
            ResultField("links", flatLists, "by segment: time and the position of the member that goes up or down"),
            ResultField(
                "counted", flatLists, "by router: time and difference of the LSAs that count towards its limit"),
            ResultField("queues", flatLists, "by router: time and difference of the packets that wait, at the most"),
            ResultField(
                "cpu", flatLists, "by router: time and difference of the share of a second in which it is busy"),
            ResultField("spf", flatLists, "by router: time and difference of the route calculations in a second"),
            ResultField("received", flat, "time and difference of the LSAs that reach routers in a second"),
            ResultField("sent", flat, "time and difference of the LSAs that routers send in a second"),
            ResultField("probes", .list(.record(probeSeries)), "one for each probe"),
        ])
    static let flat = ResultShape.list(.signed(.none))
    private static let flatLists = ResultShape.list(flat)
    private static let probeSeries = ResultRecord(
        "probe-series", "the ways of a probe's traffic",
        [
            ResultField("ways", .list(.record(way)), "each once"),
            ResultField("way", flat, "time and position in ways"),
            ResultField("detour", flat, "time and difference of the millionths of the traffic on a detour"),
        ])
    private static let way = ResultRecord(
        "way", "how traffic goes; shares are millionths of the probe's",
        [
            ResultField("enters", flat, "router and share"),
            ResultField("steps", flat, "from router, over segment, to router (-1 for a host), share"),
            ResultField("arrives", flat, "router, or -1 less the segment, and share"),
            ResultField("dies", .list(.record(deadPart)), "where and why the rest is lost"),
        ])
    private static let deadPart = ResultRecord(
        "dead-part", "a share of the traffic that dies at one place",
        [
            ResultField("reason", resultWords(Death.Reason.allCases), "see docs/result-format.md"),
            ResultField("router", .count, "number of the router where it happens"),
            ResultField("share", .number(.millionths), "of the probe's traffic"),
            ResultField("loop", .count, "for a loop its position in loops", canBeLeftOut: true),
            ResultField(
                "segment", .count, "number of the lossy link, or of the one on which nobody hears the packet",
                canBeLeftOut: true),
            ResultField("prefix", .prefix, "of the discard route", canBeLeftOut: true),
        ])
}
