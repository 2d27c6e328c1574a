import NetworkPrimitives

// The settings that defaults, models, routers, links and their ends share.
extension Record {
    static let interfaceKeys: [Key] = [
        Key("cost", .integer(1...65_535), "output cost of the interface (default 10)"),
        Key("priority", .integer(0...255), "Router Priority; 0 is never elected Designated Router (default 1)"),
        Key("passive", .boolean, "advertised, but no hello is sent or heard (default false)"),
        Key("interface-type", .word(["broadcast", "point-to-point"]), "links: point-to-point; lans: broadcast"),
        Key("area-id", .areaID, "the area of the interface (default 0.0.0.0)"),
        Key("hello-interval", .seconds(1...65_535), "time between hellos (default 10s)"),
        Key(
            "dead-interval", .seconds(1...65_535),
            "silence after which a neighbour is dead (default 4 x hello-interval)"),
        Key("retransmit-interval", .seconds(1...3_600), "time until an LSA is sent again (default 5s)"),
        Key("transmit-delay", .seconds(1...3_600), "what an LSA ages on the way (default 1s)"),
        Key("mtu", .integer(576...65_535), "largest IP datagram in bytes (default 1500)"),
        Key("mtu-ignore", .boolean, "accept a neighbour whose MTU is larger (default false)"),
        Key("authentication", authenticationShape, "how packets are authenticated (default none)"),
    ]

    static let linkKeys: [Key] = [
        Key("delay", .upTo(.seconds(60)), "one-way delay (default 1ms)"),
        Key("jitter", .upTo(.seconds(60)), "random addition of up to so much to the delay (default 0s)"),
        Key("loss", .ratio, "share of packets lost on the way (default 0)"),
        Key("corruption", .ratio, "share of packets damaged on the way (default 0)"),
    ]

    static let machineKeys: [Key] = [
        Key("limit", limitShape, "what the router does about the number of its LSAs (default none)"),
        Key("timers", timersShape, "the timers that belong to no interface"),
        Key("cpu", cpuShape, "what the control plane costs (default typical)"),
        Key("defects", .record(defects), "known faults of the model"),
        Key(
            "border-router-type", .word(["standard", "cisco"]),
            "cisco: an area border router only with an active backbone interface (default standard)"),
        Key(
            "rfc1583-compatibility", .boolean,
            "external routes are preferred by cost alone, as before RFC 2178 (default false)"),
        Key("graceful-restart", .record(gracefulRestart), "planned restarts of its own, and help for others'"),
        Key("opaque-capable", .boolean, "takes opaque LSAs, RFC 5250 (default true)"),
    ]

    static let limitShape = Shape.either([.integer(1...4_294_967_295), .name, .record(limit)])
    static let timersShape = Shape.either([.name, .record(timers)])
    static let cpuShape = Shape.either([.word(["typical", "unlimited"]), .record(cpu)])

    static let limitKeys: [Key] = [
        Key("preset", .name, "start from this vendor's behaviour (see `spillway presets`)"),
        Key("maximum", .either([.integer(1...4_294_967_295), .word(["none"])]), "the number of LSAs"),
        Key("count", .word(["all", "foreign", "external-non-default"]), "which LSAs count (default foreign)"),
        Key(
            "trip", .word(["exceeds", "reaches"]), "whether holding exactly the maximum is too much (default exceeds)"),
        Key("warning-threshold", .percent, "share of the maximum at which a warning is logged (default 75%)"),
        Key("action", .word(["warn", "reject", "shutdown"]), "what happens at the limit (default warn)"),
        Key("grace", .upTo(.seconds(86_400)), "how long new LSAs are refused before a shutdown (default 0s)"),
        Key("acknowledge-rejected", .boolean, "whether a refused LSA is acknowledged (default true)"),
        Key("release", .word(["below-limit", "latched"]), "when refusing ends (default below-limit)"),
        Key("isolated-hellos", .word(["silent", "deaf"]), "hellos of an isolated router (default silent)"),
        Key("keep-own-lsas", .boolean, "an isolated router keeps its own LSAs (default false)"),
        Key("keep-forwarding", .boolean, "an isolated router forwards by its last routes (default false)"),
        Key(
            "ignore-time", .either([.upTo(.seconds(604_800)), .word(["forever"])]),
            "how long an isolation lasts (default 5m)"),
        Key("ignore-count", .integer(1...1_000_000), "isolations before one is permanent (default 5)"),
        Key("permanence", .word(["reaches", "exceeds"]), "whether the isolation of that number is for good"),
        Key("reset-time", .upTo(.seconds(604_800)), "quiet time that sets the count to zero (default 10m)"),
    ]
    static let limit = Record("limit", "a limit", limitKeys)

    static let timers = Record(
        "timers", "timers",
        [
            Key("preset", .name, "start from this vendor's timers"),
            Key("min-ls-interval", .upTo(.seconds(60)), "spacing of own LSAs (default 5s)"),
            Key("min-ls-arrival", .upTo(.seconds(60)), "spacing of accepted instances of one LSA (default 1s)"),
            Key("acknowledgment-delay", .upTo(.seconds(60)), "how long acknowledgements are gathered (default 1s)"),
            Key("flood-pacing", .upTo(.seconds(60)), "how long changes are gathered before flooding (default 0s)"),
            Key(
                "originator-startup-delay", .upTo(.seconds(3_600)),
                "how long after a start a standby of a group waits before it takes over (default 60s)"),
            Key("spf", .record(spf), "when routes are calculated after a change"),
        ])

    static let spf = Record(
        "spf", "an SPF throttle",
        [
            Key("throttle", .word(["exponential", "linear", "rapid-runs", "tick"]), "its shape (default exponential)"),
            Key("start", .upTo(.seconds(600)), "exponential, linear: wait after a quiet time"),
            Key("hold", .upTo(.seconds(600)), "exponential, linear: the wait that grows"),
            Key("maximum", .upTo(.seconds(600)), "exponential, linear: what it grows to"),
            Key("delay", .upTo(.seconds(600)), "rapid-runs: wait of the first runs"),
            Key("runs", .integer(1...255), "rapid-runs: how many of them"),
            Key("holddown", .upTo(.seconds(600)), "rapid-runs: the wait after them"),
            Key(
                "period", .duration(.milliseconds(1)...(.seconds(600)), wholeSeconds: false),
                "tick: at most one run in each"),
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
            Key("hello-priority", .boolean, "hellos and acknowledgements are served first (default false)"),
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
