import NetworkPrimitives

// The mappings about graceful restarts and opaque LSAs.
extension Record {
    static let gracefulRestart = Record(
        "graceful-restart", "graceful restart",
        [
            Key("enabled", .boolean, "whether its planned restarts are graceful, RFC 3623 (default false)"),
            Key("helper-enabled", .boolean, "whether it helps neighbors that restart (default true)"),
            Key("restart-interval", .seconds(1...1_800), "the grace period that it requests (default 120s)"),
            Key(
                "helper-strict-lsa-checking", .boolean,
                "whether it stops helping when the topology changes (default true)"),
        ])

    private static let opaqueKeys: [Key] = [
        Key(
            "scope", .word(["link", "area", "as"]), "how far they are flooded: LS type 9, 10 or 11", isRequired: true),
        Key("opaque-type", .integer(1...255), "the application; 128 to 255 are for private use (default 128)"),
        Key(
            "count", .integer(0...1_000_000), "how many for each link, for each area, or in all", isRequired: true),
        Key("opaque-id", .integer(0...0xFF_FFFF), "the first opaque ID, which counts up (default 0)"),
        Key("area-id", .areaID, "the one area whose routers get them, or whose links (default: every area)"),
        Key("length", .integer(4...1_024), "octets of each body, a multiple of four (default 4)"),
        Key("content", .text, "what each body says, in hexadecimal: a multiple of four octets"),
    ]
    static let opaqueLSAs = Record("opaque-lsas", "opaque LSAs", opaqueKeys)

    static let setOpaqueLSAs = Record(
        "set-opaque-lsas", "set-opaque-lsas",
        [Key("router", .nameOrNames, "the router or routers", isRequired: true)] + opaqueKeys)

    static let restartOSPF = Record(
        "restart-ospf", "a restart of the OSPF process",
        [
            Key("router", .nameOrNames, "the router or routers", isRequired: true),
            Key("downtime", .upTo(.seconds(3_600)), "how long it is down (default 10s)"),
        ])
}
