import NetworkPrimitives

// The settings of timers that have keys of their own, and of stub routers.
extension Record {
    static let lsaThrottle = Record(
        "lsa-throttle", "an LSA throttle",
        [
            Key("start", .upTo(.seconds(600)), "the delay of the first LSA after a quiet time (default 0s)"),
            Key("hold", .upTo(.seconds(600)), "the time to the next instance, which doubles each time (default 5s)"),
            Key("maximum", .upTo(.seconds(600)), "the longest time between two instances (default 5s)"),
        ])

    static let retransmission = Record(
        "retransmission", "retransmission",
        [
            Key("backoff", .integer(1...16), "the factor by which the interval grows with each round (default 1)"),
            Key("steady-rounds", .integer(0...255), "how many rounds come at the interval itself (default 1)"),
            Key("maximum", .upTo(.seconds(3_600)), "the longest interval that it grows to (default 40s)"),
            Key(
                "limit", .either([.integer(1...65_535), .word(["none"])]),
                "rounds without an acknowledgment after which the adjacency is torn down (default none)"),
            Key("pacing", .upTo(.seconds(60)), "time between two packets of a round (default 0s: one packet a round)"),
        ])

    static let stubRouterKeys: [Key] = [
        Key("include-stub", .boolean, "whether its stub networks are costly, too (default false)"),
        Key("summary-lsa", metric, "the metric of its summary-LSAs; true: 16711680 (default false)"),
        Key("external-lsa", metric, "the metric of its AS-external-LSAs and NSSA-LSAs; true: 16711680 (default false)"),
    ]
    private static let metric = Shape.either([.boolean, .integer(1...16_777_214)])

    static let stubRouter = Record(
        "stub-router", "a stub router",
        [
            Key("always", .boolean, "whether it always is a stub router (default: unless on-startup is given)"),
            Key("on-startup", .upTo(.seconds(86_400)), "how long it is a stub router after each start (default 0s)"),
        ] + stubRouterKeys)
}
