import NetworkPrimitives
import OSPF

// The settings that defaults, models, routers, links and their ends share.
extension Record {
    static let interfaceKeys: [Key] = [
        Key("cost", .integer(1...65_535), "output cost of the interface (default 10)"),
        Key("priority", .integer(0...255), "Router Priority; 0 is never elected Designated Router (default 1)"),
        Key("passive", .boolean, "advertised, but no hello is sent or heard (default false)"),
        Key(
            "interface-type", .word(["broadcast", "non-broadcast", "point-to-multipoint", "point-to-point"]),
            "links: point-to-point; lans: broadcast"),
        Key(
            "unnumbered", .boolean,
            "point-to-point, point-to-multipoint: without a network; packets carry the router's loopback, or 'address' (default false)"
        ),
        Key(
            "stub-link", .word(["network", "neighbor"]),
            "point-to-point: what is advertised besides the neighbor, RFC 2328 12.4.1.1 (default network)"),
        Key("enabled", .boolean, "whether OSPF runs on the interface at the start (default true)"),
        Key("area-id", .areaID, "the area of the interface (default 0.0.0.0)"),
        Key("hello-interval", .seconds(1...65_535), "time between hellos (default 10s)"),
        Key(
            "dead-interval", .seconds(1...65_535),
            "silence after which a neighbor is dead (default 4 x hello-interval)"),
        Key("retransmit-interval", .seconds(1...3_600), "time until an LSA is sent again (default 5s)"),
        Key("transmit-delay", .seconds(1...3_600), "what an LSA ages on the way (default 1s)"),
        Key("mtu", .integer(576...65_535), "largest IP datagram in bytes (default 1500)"),
        Key("mtu-ignore", .boolean, "accept a neighbor whose MTU is larger (default false)"),
        Key("authentication", authenticationShape, "how packets are authenticated (default none)"),
    ]

    static let linkKeys: [Key] = [
        Key("delay", .upTo(.seconds(60)), "one-way delay (default 1ms)"),
        Key("jitter", .upTo(.seconds(60)), "random addition of up to so much to the delay (default 0s)"),
        Key("loss", .ratio, "share of packets lost on the way (default 0)"),
        Key("multicast-loss", .ratio, "share of multicast packets lost besides (default 0)"),
        Key("corruption", .ratio, "share of packets damaged on the way (default 0)"),
    ]

    static let machineKeys: [Key] = [
        Key("limit", limitShape, "what the router does about the number of its LSAs (default none)"),
        Key("timers", timersShape, "the timers that belong to no interface"),
        Key("cpu", cpuShape, "what the control plane costs (default typical)"),
        Key("memory", memoryShape, "what there is for OSPF, and what happens when it is used up (default none: free)"),
        Key("defects", .record(defects), "known faults of the model"),
        Key(
            "border-router-type", .word(["standard", "cisco"]),
            "cisco: an area border router only with an active backbone interface; without a Full neighbor there, the summaries of all areas count, and only intra-area routes are announced (RFC 3509; default standard)"
        ),
        Key(
            "profile", .word(["rfc", "frr", "bird"]),
            "whose habits it has where implementations differ (default rfc)"),
        Key(
            "rfc1583-compatibility", .boolean,
            "external routes are preferred by cost alone, as before RFC 2178 (default false)"),
        Key("graceful-restart", .record(gracefulRestart), "planned restarts of its own, and help for others'"),
        Key(
            "router-lsa-links", .integer(1...Constants.maximumLinks),
            "how many links its router-LSAs can hold; others are left out and logged (default 5449, frr 5334)"),
        Key("opaque-capable", .boolean, "takes opaque LSAs, RFC 5250 (default true)"),
    ]

    static let limitShape = Shape.either([.integer(1...4_294_967_295), .name, .record(limit)])
    static let timersShape = Shape.either([.name, .record(timers)])
    static let memoryShape = Shape.either([.octets(1...(1 << 50)), .word(["none"]), .record(memory)])
    static let cpuShape = Shape.either([.word(["typical", "unlimited"]), .record(cpu)])

    static let timers = Record(
        "timers", "timers",
        [
            Key("preset", .name, "start from this vendor's timers"),
            Key("min-ls-interval", .upTo(.seconds(60)), "spacing of the instances of an own LSA (default 5s)"),
            Key("min-ls-arrival", .upTo(.seconds(60)), "spacing of accepted instances of one LSA (default 1s)"),
            Key("acknowledgment-delay", .upTo(.seconds(60)), "how long acknowledgements are gathered (default 1s)"),
            Key(
                "lsa-throttle", .record(lsaThrottle), "spacing of own LSAs that grows, in the place of min-ls-interval"),
            Key("flood-pacing", .upTo(.seconds(60)), "how long changes are gathered before flooding (default 0s)"),
            Key(
                "flood-burst", .either([.integer(1...65_535), .word(["all"])]),
                "how many packets are sent at the end of each flood-pacing (default all)"),
            Key("retransmission", .record(retransmission), "what is done about LSAs that nobody acknowledges"),
            Key(
                "lsa-group-pacing", .upTo(.seconds(1_800)), "own LSAs are refreshed in groups so far apart (default 0s)"
            ),
            Key("refresh-jitter", .upTo(.seconds(1_800)), "refreshes come up to so much early, by chance (default 0s)"),
            Key(
                "adjacency-limit", .either([.integer(1...65_535), .word(["none"])]),
                "how many adjacencies are brought up at a time (default none)"),
            Key(
                "any-packet-keeps-alive", .boolean,
                "any packet of a neighbor, not its hellos alone, shows that it lives (default false)"),
            Key(
                "originator-startup-delay", .upTo(.seconds(3_600)),
                "how long after a start a member of a ranked group waits before it originates (default 60s)"),
            Key("spf", .record(spf), "when routes are calculated after a change"),
        ])

    static let spf = Record(
        "spf", "an SPF throttle",
        [
            Key(
                "throttle", .word(["exponential", "linear", "rapid-runs", "tick", "ietf-spf-delay"]),
                "its shape (default exponential)"),
            Key("start", .upTo(.seconds(600)), "exponential, linear: wait after a quiet time"),
            Key("hold", .upTo(.seconds(600)), "exponential, linear: the wait that grows"),
            Key("maximum", .upTo(.seconds(600)), "exponential, linear: what it grows to"),
            Key("delay", .upTo(.seconds(600)), "rapid-runs: wait of the first runs"),
            Key("runs", .integer(1...255), "rapid-runs: how many of them"),
            Key("holddown", .upTo(.seconds(600)), "rapid-runs: the wait after them"),
            Key(
                "period", .duration(.milliseconds(1)...(.seconds(600)), wholeSeconds: false),
                "tick: at most one run in each"),
            Key("initial-delay", .upTo(.seconds(600)), "ietf-spf-delay: wait after a quiet time (default 50ms)"),
            Key("short-delay", .upTo(.seconds(600)), "ietf-spf-delay: wait of the next changes (default 200ms)"),
            Key("long-delay", .upTo(.seconds(600)), "ietf-spf-delay: wait when they do not end (default 5s)"),
            Key("time-to-learn", .upTo(.seconds(600)), "ietf-spf-delay: after which they do not end (default 500ms)"),
            Key("hold-down", .upTo(.seconds(600)), "ietf-spf-delay: quiet time that resets it (default 10s)"),
        ])

    private static let slice = Shape.either([
        .duration(.milliseconds(1) ... .seconds(10), wholeSeconds: false), .word(["none"]),
    ])
    static let cpu = Record(
        "cpu", "a CPU",
        [
            Key("packet", .upTo(.seconds(10)), "cost of any packet (default 50us)"),
            Key("lsa-receive", .upTo(.seconds(10)), "cost of one received LSA (default 300us)"),
            Key("lsa-install", .upTo(.seconds(10)), "cost of one LSA that is new (default 200us)"),
            Key("lsa-transmit", .upTo(.seconds(10)), "cost of one sent LSA (default 100us)"),
            Key("spf-base", .upTo(.seconds(10)), "cost of any route calculation (default 100us)"),
            Key("spf-vertex", .upTo(.seconds(10)), "and of each router and network in it (default 20us)"),
            Key("spf-prefix", .upTo(.seconds(10)), "and of each external prefix in it (default 5us)"),
            Key("queue-limit", .integer(1...10_000_000), "packets that may wait (default 1000)"),
            Key(
                "slice", slice,
                "originating and flooding that takes longer is interrupted, so that what waits is served (default 10ms)"
            ),
            Key("spf-slice", slice, "the same of a route calculation (default 10ms)"),
            Key("hello-priority", .boolean, "hellos and acknowledgements are served first (default false)"),
        ])

    static let memory = Record(
        "memory", "a memory",
        [
            Key(
                "octets", .either([.octets(1...(1 << 50)), .word(["none"])]),
                "what there is for the OSPF process: a number, or with K, M, G for powers of 1024"),
            Key("base", .octets(0...(1 << 50)), "what it takes before it holds any LSA (default 0)"),
            Key("per-lsa", .octets(0...1_000_000), "what an LSA takes beside its own length (default 100)"),
            Key(
                "per-retransmission", .octets(0...1_000_000),
                "what an LSA takes on the retransmission list of one neighbor (default 0)"),
            Key(
                "when-exhausted", .word(["crash", "allocation-failure"]),
                "the OSPF process crashes; or LSAs are neither stored nor acknowledged (default crash)"),
            Key(
                "restart-after", .either([.upTo(.seconds(86_400)), .word(["never"])]),
                "crash: when the process is started again, with an empty database (default 1m)"),
        ])

    static let defectKeys: [Key] = [
        Key("duplicates-updates", .integer(1...16), "how many times each update is sent (default 1)"),
        Key("ignores-eligibility", .boolean, "originates for a group although it may not (default false)"),
        Key(
            "restarts-sequence-numbers", .boolean,
            "cryptographic sequence numbers start anew with the OSPF process (default false)"),
    ]
    static let defects = Record("defects", "defects", defectKeys)
}
