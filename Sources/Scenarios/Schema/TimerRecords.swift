import NetworkPrimitives

// The settings of timers that have keys of their own, and of stub routers.
extension Record {
    static let lsaThrottle = Record(
        "lsa-throttle", "an LSA throttle",
        [
            Key("start", .upTo(.seconds(600)), "from the first change in quiet times to its LSA (default 0s)"),
            Key("hold", .upTo(.seconds(600)), "from there to the next instance, then twice as long (default 5s)"),
            Key("maximum", .upTo(.seconds(600)), "and so on, up to this (default 5s)"),
        ])

    static let retransmission = Record(
        "retransmission", "retransmission",
        [
            Key("backoff", .integer(1...16), "by how much the interval grows with each round (default 1)"),
            Key("steady-rounds", .integer(0...255), "how many rounds come at the interval itself (default 1)"),
            Key("maximum", .upTo(.seconds(3_600)), "the longest interval that it grows to (default 40s)"),
            Key(
                "limit", .either([.integer(1...65_535), .word(["none"])]),
                "unanswered rounds after which the neighbor is given up (default none)"),
            Key("pacing", .upTo(.seconds(60)), "distance of two packets of a round (default 0s: one packet a round)"),
        ])

    static let stubRouterKeys: [Key] = [
        Key("include-stub", .boolean, "its stub networks, too (default false)"),
        Key("summary-lsa", metric, "its summary-LSAs at this metric; true: 16711680 (default false)"),
        Key("external-lsa", metric, "its AS-external-LSAs and NSSA-LSAs likewise (default false)"),
    ]
    private static let metric = Shape.either([.boolean, .integer(1...16_777_214)])

    static let stubRouter = Record(
        "stub-router", "a stub router",
        [
            Key("always", .boolean, "whether it is one all the time (default: unless on-startup is given)"),
            Key("on-startup", .upTo(.seconds(86_400)), "for how long it is one after each start (default 0s)"),
        ] + stubRouterKeys)
}
