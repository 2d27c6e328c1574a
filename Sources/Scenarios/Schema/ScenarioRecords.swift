import NetworkPrimitives

// The mappings of a scenario file.
extension Record {
    private static let sourceKeys: [Key] = [
        Key("topology", .text, "the topology's file, relative to this one"),
        Key("extends", .text, "the file of another scenario, which this one changes"),
    ]
    private static let runKeys: [Key] = [
        Key("seed", .integer(0...Int.max), "the random seed (default 1)"),
        Key("clock", .moment, "the time of day at which the timeline starts (default: times count from zero)"),
        Key(
            "begin", .word(["converged", "power-on"]),
            "whether the timeline starts with a converged network or at power-on (default converged)"),
        Key("start-spread", .upTo(.seconds(3_600)), "the routers start within this time of each other (default 10s)"),
        Key(
            "duration", .duration(.seconds(1)...(.seconds(604_800)), wholeSeconds: false),
            "how long the network is watched (default 5m)"),
    ]
    /// What a scenario consists of, and what `add` can add to.
    private static let courseKeys: [Key] = [
        Key("timeline", .list(of: .record(entry)), "actions and faults, in order of time"),
        Key("probes", .list(of: .record(probe)), "the traffic that is measured"),
        Key("expect", .list(of: .record(expectation)), "the expectations, which make the run pass or fail"),
    ]
    private static let differenceKeys: [Key] = [
        Key("change", .record(change), "settings of the topology, or of the scenario that is extended, that differ"),
        Key("add", .record(addition), "what is added"),
        Key("remove", .record(removal), "what is removed"),
    ]
    /// A scenario may bring its topology along: its keys may stand beside the scenario's.
    static let scenario = Record(
        "scenario", "a scenario",
        sourceKeys + topologyKeys[..<2] + runKeys + courseKeys + serviceKeys + differenceKeys + topologyKeys[2...])

    static let probe = Record(
        "probe", "a probe",
        [
            Key("name", .name, "its name in reports and expectations (default: 'FROM to TO')"),
            Key("from", .nameOrNames, "a router, 'site X', 'every router' or an outside network", isRequired: true),
            Key("to", .nameOrNames, "a router, 'site X', 'every router', a group or a prefix", isRequired: true),
        ])

    static let expectation = Record(
        "expectation", "an expectation",
        [
            Key("probe", .name, "a probe's name, or 'every probe'"),
            Key("lost", .comparison("below 30s"), "how long traffic of the probe was lost, by share of its pairs"),
            Key("dark", .comparison("below 30s"), "the longest time during which all of it was lost"),
            Key("delivered", .word(["at end"]), "whether all of it is delivered when the run ends"),
            Key("routers", .nameOrNames, "the routers that the rule applies to (default: every router)"),
            Key("isolated", .comparison("never"), "how many of the routers shut down OSPF at their LSA limit"),
            Key(
                "database", .comparison("below 80% of limit"),
                "the largest database, in LSAs or as a share of the limit"),
            Key("rejected", .comparison("none"), "how many LSAs the routers refused"),
            Key("route", .prefix, "the prefix to which the routers have a route, exactly"),
            Key("present", .boolean, "whether it must be there; false: it must not (default true)"),
            Key(
                "path", .word(["intra-area", "inter-area", "external-1", "external-2", "discard"]),
                "the route's path type; discard: packets that match no longer prefix are dropped"),
            Key("cost", .integer(0...4_294_967_295), "its cost; for external-2 the distance inside the network"),
            Key("type-2-cost", .integer(0...16_777_215), "its type 2 metric"),
            Key(
                "via", .nameOrNames, "its next hops: addresses, routers, or an interface where the network is attached"),
            Key("via-at-least", .nameOrNames, "next hops that must be among its next hops"),
            Key("all-routes", .list(of: .prefix), "the prefixes to which the routers have routes, and to no others"),
            Key("neighbor", .name, "the neighbor that the routers have"),
            Key(
                "state", .word(["Down", "Attempt", "Init", "2-Way", "ExStart", "Exchange", "Loading", "Full"]),
                "the neighbor's state (default Full)"),
            Key("designated-router-of", .nameOrNames, "the links or LANs whose Designated Router the routers are"),
            Key(
                "backup-designated-router-of", .nameOrNames,
                "the links or LANs whose Backup Designated Router the routers are"),
            Key("lsa", .record(wantedLSA), "an LSA that the routers hold"),
            Key("translates", .areaID, "the area whose NSSA-LSAs the routers translate"),
            Key(
                "checkpoint", .integer(0...1_000_000),
                "the moment of the timeline, from 0, just before which the rule is checked (default: the end)"),
        ] + serviceExpectationKeys)

    static let wantedLSA = Record(
        "wanted-lsa", "an LSA",
        [
            Key("type", .integer(1...11), "its LS type", isRequired: true),
            Key("id", .address, "its Link State ID (default: any)"),
            Key("from", .name, "the router that advertises it (default: any)"),
        ])

    static let change = Record(
        "change", "a change",
        [
            Key("defaults", .record(defaults), "changed defaults"),
            Key("presets", .map(of: .record(preset)), "changed presets of the topology"),
            Key("models", .map(of: .record(model)), "changed models"),
            Key("areas", .map(of: .record(area)), "changed areas"),
            Key("outside", .map(of: .either([.name, .list(of: .name), .record(outside)])), "changed outside networks"),
            Key("groups", .map(of: .record(groupChange)), "changed groups"),
            Key("routers", .map(of: .record(router)), "changed routers"),
            Key("links", .map(of: .record(linkChange)), "changed links, by name"),
            Key("lans", .map(of: .record(lanChange)), "changed LANs"),
        ] + serviceChangeKeys)

    static let groupChange = Record(
        "group-change", "a changed group", group.keys.map { Key($0.name, $0.shape, $0.summary) })

    static let addition = Record(
        "addition", "an addition",
        topologyKeys.filter {
            ["presets", "models", "outside", "groups", "routers", "links", "lans"].contains($0.name)
        }
            + serviceKeys.filter { ["services", "sources", "monitors", "people", "watch"].contains($0.name) }
            + courseKeys)

    static let removal = Record(
        "removal", "a removal",
        [
            Key("routers", .nameOrNames, "routers, with their links and places"),
            Key("links", .nameOrNames, "links by name"),
            Key("lans", .nameOrNames, "LANs by name"),
            Key("groups", .nameOrNames, "groups by name"),
            Key("probes", .nameOrNames, "probes by name, with the expectations about them"),
            Key("timeline", .nameOrNames, "entries by label"),
        ])
}
