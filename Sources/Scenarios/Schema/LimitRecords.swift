import NetworkPrimitives
import OSPF

// The mappings of a limit.
extension Record {
    private static let number = Shape.integer(1...4_294_967_295)
    private static let numberOrNone = Shape.either([number, .word(["none"])])
    private static let anyTime = Shape.upTo(.seconds(604_800))

    static let limitKeys: [Key] = [
        Key("preset", .name, "the vendor's preset that the other keys change (see 'spillway presets')"),
        Key("maximum", numberOrNone, "the number of LSAs"),
        Key("count", .word(LimitWord.count.words), "the LSAs that count (default foreign)"),
        Key(
            "scope", .word(LimitWord.scope.words), "what is counted separately (default instance: everything together)"),
        Key("count-self-originated", .boolean, "whether the router's own LSAs count (default: as in 'count')"),
        Key("count-orphans", .boolean, "whether LSAs of unreachable routers count (default true)"),
        Key("types", .record(typeMaximums), "with scope ls-type: the maximum of each type"),
        Key(
            "trip", .word(LimitWord.trip.words), "whether the limit is hit at the maximum or above it (default exceeds)"
        ),
        Key("warning-threshold", .percent, "share of the maximum at which a warning is logged (default 75%)"),
        Key("memory-gate", .record(memoryGate), "the limit is in effect only while memory is short"),
        Key("action", .word(LimitWord.action.words), "what happens at the limit (default warn)"),
        Key("grace", .upTo(.seconds(86_400)), "how long new LSAs are refused before a shutdown (default 0s)"),
        Key("after-grace", .word(LimitWord.afterGrace.words), "what follows the grace period (default shutdown)"),
        Key("acknowledge-rejected", .boolean, "whether a refused LSA is acknowledged (default true)"),
        Key(
            "held-updates", .word(LimitWord.heldUpdates.words),
            "what happens to new instances of LSAs in the database while new LSAs are refused (default accept)"),
        Key("release", .word(LimitWord.release.words), "when refusing ends (default below-limit)"),
        Key(
            "overload-timeout", .either([anyTime, .word(["forever"])]),
            "how long the largest costs are advertised (default forever)"),
        Key(
            "exit-interval", .either([anyTime, .word(["never"])]),
            "how long the overflow state lasts, or refusing with release timer (default never ends)"),
        Key("exit-jitter", .ratio, "the share by which the exit interval varies at random (default 10%)"),
        Key("exit-recheck", .boolean, "whether the overflow state goes on while the limit is exceeded (default false)"),
        Key(
            "isolated-hellos", .word(LimitWord.isolatedHellos.words),
            "the Hellos of a router in the ignore state (default silent)"),
        Key("keep-own-lsas", .boolean, "whether a router in the ignore state keeps its own LSAs (default false)"),
        Key(
            "flush-own-lsas", .boolean,
            "whether a router flushes its own LSAs before it shuts down OSPF (default false)"),
        Key(
            "keep-forwarding", .boolean,
            "whether a router in the ignore state forwards by its last routes (default false)"),
        Key("ignore-time", .either([anyTime, .word(["forever"])]), "how long the ignore state lasts (default 5m)"),
        Key("ignore-count", .integer(1...1_000_000), "the number of shutdowns before one is permanent (default 5)"),
        Key(
            "permanence", .word(LimitWord.permanence.words),
            "which shutdown is permanent: that of this number, the one after it, or that of this number once its ignore time is over (default reaches)"
        ),
        Key("reset-time", anyTime, "time without a shutdown after which the count is reset (default 10m)"),
        Key("clear-on-reconfiguration", .boolean, "whether a change of the limit clears the process (default false)"),
        Key("redistribution", .either([number, .record(redistributionLimit)]), "the limit on redistributed routes"),
    ]
    static let limit = Record("limit", "a limit", limitKeys)

    static let typeMaximums = Record(
        "type-maximums", "maxima by LSA type",
        [
            Key("router", number, "router-LSAs"), Key("network", number, "network-LSAs"),
            Key("summary", number, "summary-LSAs, each of types 3 and 4"), Key("external", number, "AS-external-LSAs"),
            Key("nssa-external", number, "NSSA-LSAs"), Key("opaque", number, "opaque LSAs, each of types 9 to 11"),
        ])

    static let memoryGate = Record(
        "memory-gate", "a memory gate",
        [
            Key("total", .integer(1...Int.max), "the router's memory in octets", isRequired: true),
            Key("others", .integer(0...Int.max), "what everything but the database uses (default 0)"),
            Key("per-lsa", .integer(1...1_000_000), "what one LSA takes (default 500)"),
            Key("danger", .percent, "share of the total from which memory is short (default 95%)"),
        ])

    static let redistributionLimit = Record(
        "redistribution-limit", "a limit on redistribution",
        [
            Key("maximum", numberOrNone, "the number of routes"),
            Key("warning-threshold", .percent, "share of the maximum at which a warning is logged (default 75%)"),
            Key(
                "action", .word(LimitWord.redistributionAction.words),
                "stop: no further routes; withdraw: none at all; warn: a message (default stop)"),
            Key("retries", .integer(0...1_000_000), "withdraw: how often it tries again (default 1)"),
            Key("retry-time", .upTo(.seconds(86_400)), "withdraw: how long it waits before (default 5m)"),
        ])
}
