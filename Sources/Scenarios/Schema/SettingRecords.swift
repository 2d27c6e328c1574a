import NetworkPrimitives
import OSPF

// The settings that defaults, models, routers, links and their ends share.
extension Record {
    static let interfaceKeys: [Key] = [
        Key("cost", .integer(1...65_535), "output cost of the interface (default 10)"),
        Key("priority", .integer(0...255), "Router Priority; 0 is never elected Designated Router (default 1)"),
        Key("passive", .boolean, "whether the interface is advertised but sends and accepts no Hellos (default false)"),
        Key(
            "interface-type", .word(["broadcast", "non-broadcast", "point-to-multipoint", "point-to-point"]),
            "the network type (default: point-to-point for links, broadcast for lans)"),
        Key(
            "unnumbered", .boolean,
            "point-to-point, point-to-multipoint: whether the interface has no network; packets carry the router's loopback, or 'address' (default false)"
        ),
        Key(
            "stub-link", .word(["network", "neighbor"]),
            "point-to-point: the stub link that is advertised beside the neighbor, RFC 2328 §12.4.1.1 (default network)"
        ),
        Key("enabled", .boolean, "whether OSPF runs on the interface at the start (default true)"),
        Key("area-id", .areaID, "the area of the interface (default 0.0.0.0)"),
        Key("hello-interval", .seconds(1...65_535), "time between hellos (default 10s)"),
        Key(
            "dead-interval", .seconds(1...65_535),
            "silence after which a neighbor is dead (default 4 x hello-interval)"),
        Key("retransmit-interval", .seconds(1...3_600), "time until an LSA is sent again (default 5s)"),
        Key("transmit-delay", .seconds(1...3_600), "by how much an LSA ages on the link (default 1s)"),
        Key("mtu", .integer(576...65_535), "largest IP datagram in bytes (default 1500)"),
        Key("mtu-ignore", .boolean, "whether a neighbor whose MTU is larger is accepted (default false)"),
        Key("authentication", authenticationShape, "how packets are authenticated (default none)"),
    ]

    static let linkKeys: [Key] = [
        Key("delay", .upTo(.seconds(60)), "one-way delay (default 1ms)"),
        Key("jitter", .upTo(.seconds(60)), "the most that is added to the delay at random (default 0s)"),
        Key("loss", .ratio, "share of packets that are lost (default 0)"),
        Key("multicast-loss", .ratio, "additional share of multicast packets that are lost (default 0)"),
        Key("corruption", .ratio, "share of packets that are damaged (default 0)"),
    ]

    static let machineKeys: [Key] = [
        Key("limit", limitShape, "the LSA limit of the router (default: none)"),
        Key("timers", timersShape, "the timers of the router, beside those of its interfaces"),
        Key("cpu", cpuShape, "the CPU time that the control plane takes (default typical)"),
        Key(
            "memory", memoryShape,
            "the memory of the OSPF process, and what happens when it is used up (default none: memory costs nothing)"),
        Key("defects", .record(defects), "software defects of the model"),
        Key(
            "border-router-type", .word(["standard", "cisco"]),
            "cisco: an area border router only with an active backbone interface; without a Full neighbor there, the summaries of all areas count, and only intra-area routes are announced (RFC 3509; default standard)"
        ),
        Key(
            "profile", .word(["rfc", "frr", "bird"]),
            "the implementation whose behavior it has where implementations differ (default rfc)"),
        Key(
            "rfc1583-compatibility", .boolean,
            "whether external routes are preferred by cost alone, as in RFC 1583 (default false)"),
        Key(
            "graceful-restart", .record(gracefulRestart),
            "graceful restarts of the router, and help for those of its neighbors"),
        Key(
            "router-lsa-links", .integer(RouterConfiguration.linkLimits),
            "how many links its router-LSAs can hold; others are left out and logged (default 5449, frr 5334)"),
        Key("opaque-capable", .boolean, "whether it accepts opaque LSAs, RFC 5250 (default true)"),
    ]

    static let limitShape = Shape.either([.integer(1...4_294_967_295), .name, .record(limit)])
    static let timersShape = Shape.either([.name, .record(timers)])
    static let memoryShape = Shape.either([.octets(1...(1 << 50)), .word(["none"]), .record(memory)])
    static let cpuShape = Shape.either([.word(["typical", "unlimited"]), .record(cpu)])

    static let timers = Record(
        "timers", "timers",
        [
            Key("preset", .name, "the vendor's preset whose timers these change"),
            Key("min-ls-interval", .upTo(.seconds(60)), "minimum time between two originations of an LSA (default 5s)"),
            Key(
                "min-ls-arrival", .upTo(.seconds(60)),
                "minimum time between two accepted instances of an LSA (default 1s)"),
            Key(
                "acknowledgment-delay", .upTo(.seconds(60)),
                "how long acknowledgments are collected before they are sent (default 1s)"),
            Key(
                "lsa-throttle", .record(lsaThrottle),
                "an exponential throttle for the router's own LSAs, in place of min-ls-interval"),
            Key(
                "flood-pacing", .upTo(.seconds(60)),
                "how long changes are collected before they are flooded (default 0s)"),
            Key(
                "flood-burst", .either([.integer(1...65_535), .word(["all"])]),
                "how many packets are sent at the end of each flood-pacing (default all)"),
            Key("retransmission", .record(retransmission), "how LSAs that are not acknowledged are retransmitted"),
            Key(
                "lsa-group-pacing", .upTo(.seconds(1_800)),
                "time between the groups in which the router's own LSAs are refreshed (default 0s)"
            ),
            Key(
                "refresh-jitter", .upTo(.seconds(1_800)), "the most by which a refresh is early, at random (default 0s)"
            ),
            Key(
                "adjacency-limit", .either([.integer(1...65_535), .word(["none"])]),
                "how many adjacencies are brought up at a time (default none)"),
            Key(
                "any-packet-keeps-alive", .boolean,
                "whether any packet of a neighbor restarts its inactivity timer, not only a Hello (default false)"),
            Key(
                "originator-startup-delay", .upTo(.seconds(3_600)),
                "how long after a start a member of a ranked group waits before it originates (default 60s)"),
            Key("spf", .record(spf), "the SPF throttle: when routes are calculated after a change"),
        ])

    static let spf = Record(
        "spf", "an SPF throttle",
        [
            Key(
                "throttle", .word(["exponential", "linear", "rapid-runs", "tick", "ietf-spf-delay"]),
                "the kind of throttle (default exponential)"),
            Key("start", .upTo(.seconds(600)), "exponential, linear: the first wait after a quiet time"),
            Key("hold", .upTo(.seconds(600)), "exponential, linear: the next wait, which then grows"),
            Key("maximum", .upTo(.seconds(600)), "exponential, linear: the longest wait"),
            Key("delay", .upTo(.seconds(600)), "rapid-runs: the wait before each of the first runs"),
            Key("runs", .integer(1...255), "rapid-runs: the number of first runs"),
            Key("holddown", .upTo(.seconds(600)), "rapid-runs: the wait after the first runs"),
            Key(
                "period", .duration(.milliseconds(1)...(.seconds(600)), wholeSeconds: false),
                "tick: the period, in which there is at most one run"),
            Key("initial-delay", .upTo(.seconds(600)), "ietf-spf-delay: the wait after a quiet time (default 50ms)"),
            Key("short-delay", .upTo(.seconds(600)), "ietf-spf-delay: the wait after the next changes (default 200ms)"),
            Key(
                "long-delay", .upTo(.seconds(600)),
                "ietf-spf-delay: the wait when changes go on after 'time-to-learn' (default 5s)"),
            Key(
                "time-to-learn", .upTo(.seconds(600)), "ietf-spf-delay: how long 'short-delay' applies (default 500ms)"),
            Key("hold-down", .upTo(.seconds(600)), "ietf-spf-delay: quiet time that resets it (default 10s)"),
        ])

    private static let slice = Shape.either([
        .duration(.milliseconds(1) ... .seconds(10), wholeSeconds: false), .word(["none"]),
    ])
    static let cpu = Record(
        "cpu", "a CPU",
        [
            Key("packet", .upTo(.seconds(10)), "CPU time of any packet (default 50us)"),
            Key("lsa-receive", .upTo(.seconds(10)), "CPU time of one received LSA (default 300us)"),
            Key("lsa-install", .upTo(.seconds(10)), "CPU time of installing one new LSA (default 200us)"),
            Key("lsa-transmit", .upTo(.seconds(10)), "CPU time of sending one LSA (default 100us)"),
            Key("spf-base", .upTo(.seconds(10)), "CPU time of any route calculation (default 100us)"),
            Key(
                "spf-vertex", .upTo(.seconds(10)),
                "CPU time of each router and network in a route calculation (default 20us)"),
            Key(
                "spf-prefix", .upTo(.seconds(10)),
                "CPU time of each external prefix in a route calculation (default 5us)"),
            Key("queue-limit", .integer(1...10_000_000), "the length of the input queue, in packets (default 1000)"),
            Key(
                "slice", slice,
                "how long originating and flooding may take before waiting packets are served (default 10ms)"
            ),
            Key(
                "spf-slice", slice,
                "how long a route calculation may take before waiting packets are served (default 10ms)"),
            Key("hello-priority", .boolean, "whether Hellos and acknowledgments are served first (default false)"),
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
        Key(
            "ignores-eligibility", .boolean,
            "whether it originates a group's prefixes without being eligible (default false)"),
        Key(
            "restarts-sequence-numbers", .boolean,
            "whether cryptographic sequence numbers start again from 0 with the OSPF process (default false)"),
    ]
    static let defects = Record("defects", "defects", defectKeys)
}
