import NetworkPrimitives

// The mappings that say how areas treat what is outside them.
extension Record {
    static let areaKeys: [Key] = [
        Key("type", .word(["normal", "stub", "nssa"]), "how it treats external routes (default normal)"),
        Key("summaries", .boolean, "whether border routers announce other areas into it (default true)"),
        Key("default-cost", .integer(0...16_777_214), "metric of the default route announced into it (default 1)"),
        Key("nssa-default", .boolean, "whether a default route is announced into an NSSA (default false)"),
        Key(
            "translator-role", .word(["always", "candidate", "never"]),
            "whether its border routers translate for an NSSA (default candidate)"),
        Key(
            "translator-stability-interval", .upTo(.seconds(3_600)),
            "how long a translator that lost the election goes on (default 40s)"),
        Key("ranges", .list(of: .record(areaRange)), "networks of it that border routers announce as one"),
    ]
    static let area = Record("area", "an area", areaKeys)

    static let areaRange = Record(
        "range", "a range",
        [
            Key("prefix", .prefix, "the network that holds the others", isRequired: true),
            Key("advertise", .boolean, "whether other areas hear of it at all (default true)"),
            Key("cost", .integer(0...16_777_214), "its metric (default: the largest distance to a network in it)"),
        ])
}
