import NetworkPrimitives

// The mappings that say how areas treat what is outside them.
extension Record {
    static let areaKeys: [Key] = [
        Key("type", .word(["normal", "stub", "nssa"]), "how it treats external routes (default normal)"),
        Key("summaries", .boolean, "whether border routers announce other areas into it (default true)"),
        Key("default-cost", .integer(0...16_777_214), "metric of the default route announced into it (default 1)"),
        Key(
            "default-summary", .boolean,
            "whether the default route of an NSSA is announced as a summary-LSA (default: where there are no other summaries; with 'profile: frr' always)"
        ),
        Key("nssa-default", .boolean, "whether a default route is announced into an NSSA (default false)"),
        Key("nssa-default-type", .word(["e1", "e2"]), "the metric type of that default route (default e2)"),
        Key(
            "nssa-ranges", .list(of: .record(nssaRange)),
            "prefixes as which the translator of an NSSA announces its external destinations together"),
        Key(
            "suppress-forwarding-address", .boolean,
            "whether translated LSAs have no forwarding address, so that routes lead to the translator (default false)"),
        Key(
            "translator-role", .word(["always", "candidate", "never"]),
            "whether its border routers translate for an NSSA (default candidate)"),
        Key(
            "translator-stability-interval", .upTo(.seconds(3_600)),
            "how long a translator that lost the election goes on translating (default 40s)"),
        Key("ranges", .list(of: .record(areaRange)), "prefixes as which border routers announce its networks together"),
        Key(
            "filter-list", .record(filterList),
            "filters for what border routers announce into the area, and from it into other areas"),
    ]
    static let area = Record("area", "an area", areaKeys)

    private static let rules = Shape.either([.text, .list(of: .text)])
    static let filterList = Record(
        "filter-list", "a filter-list",
        [
            Key("in", rules, "rules such as 'deny 10.0.0.0/8 le 24' for what is announced into the area"),
            Key("out", rules, "rules for what is announced from the area into other areas"),
        ])
    static let distributeList = Record(
        "distribute-list", "a distribute-list",
        [
            Key("in", rules, "rules such as 'deny 10.0.0.0/8 le 24' for the routes that are installed"),
            Key("out", rules, "rules for the redistributed destinations that are announced"),
        ])

    static let nssaRange = Record(
        "nssa-range", "a range",
        [
            Key("prefix", .prefix, "the destination that holds the others", isRequired: true),
            Key(
                "advertise", .boolean,
                "whether it is announced; false keeps the destinations inside the NSSA (default true)"),
            Key("tag", .integer(0...4_294_967_295), "the external route tag (default 0)"),
            Key(
                "metric", .integer(0...16_777_214), "its metric (default: the largest of what it holds, RFC 3101 §3.2)"),
        ])

    static let areaRange = Record(
        "range", "a range",
        [
            Key("prefix", .prefix, "the network that holds the others", isRequired: true),
            Key(
                "advertise", .boolean,
                "whether it is announced into other areas; false hides its networks (default true)"),
            Key("cost", .integer(0...16_777_214), "its metric (default: the largest distance to a network in it)"),
        ])
}
