import NetworkPrimitives

// The mappings of a topology file.
extension Record {
    static let topologyKeys: [Key] = [
        Key("name", .text, "the name of the network (default: the file's name)"),
        Key("description", .text, "a description, which reports print"),
        Key("addressing", .record(addressing), "the prefixes from which addresses that are not given are taken"),
        Key("defaults", .record(defaults), "settings of all routers and links that have none of their own"),
        Key("presets", .map(of: .record(preset)), "presets by name, in addition to those of the program"),
        Key("models", .map(of: .record(model)), "router models by name"),
        Key("areas", .map(of: .record(area)), "areas by number, with their types and settings"),
        Key(
            "outside", .map(of: .either([.name, .list(of: .name), .record(outside)])),
            "networks outside, by name, and where their traffic enters"),
        Key("groups", .map(of: .record(group)), "external prefixes and the routers that can originate them"),
        Key("routers", .optional(routersShape), "the routers by name"),
        Key("links", .list(of: linkShape), "cables between two routers"),
        Key("lans", .map(of: lanShape), "LANs by name"),
        Key("virtual-links", .list(of: .record(virtualLink)), "links of the backbone through other areas"),
    ]
    static let topology = Record("topology", "a topology", topologyKeys)

    static let routersShape = Shape.either([.list(of: .name), .map(of: .optional(.record(router)))])
    static let linkShape = Shape.either([.list(of: .name), .name, .record(link)])
    static let lanShape = Shape.either([.list(of: .name), .record(lan)])

    static let addressing = Record(
        "addressing", "addressing",
        [
            Key(
                "router-ids", .prefix,
                "the prefix from which Router IDs and loopbacks are taken (default 10.255.0.0/16)"),
            Key("links", .prefix, "the prefix from which each link gets a /30 (default 10.0.0.0/10)"),
            Key("lans", .prefix, "the prefix from which each LAN gets a /24 (default 10.64.0.0/10)"),
        ])

    static let defaults = Record(
        "defaults", "the defaults",
        [Key("model", .name, "the model of routers that name none")] + machineKeys + interfaceKeys + linkKeys)

    static let model = Record(
        "model", "a model",
        [
            Key("preset", .name, "the vendor's preset, which sets limit and timers"),
            Key("description", .text, "what it is"),
        ] + machineKeys + interfaceKeys)

    static let router = Record(
        "router", "a router",
        [
            Key("site", .name, "the site where it is"),
            Key(
                "position", .list(of: .integer(-1_000_000...1_000_000)),
                "where drawings have it, such as [120, 40]: how far to the right and how far down, in any unit (default: the program finds a place)"
            ),
            Key("model", .name, "one of 'models', or a preset's name"),
            Key("router-id", .address, "its Router ID (default: the next free one of addressing)"),
            Key(
                "loopback",
                .either([
                    .address, .word(["none"]), .record(loopback), .list(of: .either([.address, .record(loopback)])),
                ]),
                "its loopback address or addresses (default: the Router ID)"),
            Key(
                "loopback-area-id", .areaID,
                "the area its loopback is advertised in (default: that of its interfaces; of a border router, 0.0.0.0)"),
            Key(
                "interface-order", .list(of: .name),
                "its interfaces (eth0 ...) and loopbacks (lo0 ...) in the order of its router-LSAs"),
            Key("powered-on", .boolean, "whether it is on when the network starts (default true)"),
            Key("starts-ospf", .boolean, "whether its OSPF process runs when the network starts (default true)"),
            Key(
                "stub-router", .either([.boolean, .record(stubRouter)]),
                "whether it advertises its transit links at the largest cost (default false)"),
            Key("areas", .map(of: .record(area)), "settings of its areas, by number"),
            Key(
                "summary-address", .list(of: .either([.prefix, .record(summaryAddress)])),
                "prefixes as which it announces redistributed destinations together"),
            Key(
                "distribute-list", .record(distributeList),
                "filters for the routes that it installs and the destinations that it announces"),
            Key("opaque-lsas", .list(of: .record(opaqueLSAs)), "opaque LSAs that it originates"),
            Key("listener", .boolean, "whether it holds and floods a database and originates nothing (default false)"),
        ] + machineKeys + interfaceKeys)

    static let loopback = Record(
        "loopback", "a loopback",
        [
            Key("address", .address, "its address", isRequired: true),
            Key("cost", .integer(0...65_535), "the cost at which it is advertised (default 0)"),
            Key("area-id", .areaID, "the area it is advertised in (default: loopback-area-id)"),
        ])

    static let summaryAddress = Record(
        "summary-address", "a summary-address",
        [
            Key("prefix", .prefix, "the destination that holds the others", isRequired: true),
            Key("advertise", .boolean, "whether it is announced; false suppresses the destinations (default true)"),
            Key("tag", .integer(0...4_294_967_295), "the external route tag (default 0)"),
            Key("metric", .integer(0...16_777_214), "its metric (default: the lowest of what it holds)"),
            Key("metric-type", .word(["e1", "e2"]), "the metric type (default: e2 where a member has it)"),
        ])

    static let outside = Record(
        "outside", "an outside network",
        [
            Key(
                "enters", .nameOrNames, "the routers at which its traffic can enter, in order of preference",
                isRequired: true)
        ])

    static let group = Record(
        "group", "a group",
        [
            Key("site", .name, "where the destinations are (default: the first originator's site)"),
            Key("base", .prefix, "the first prefix; the others follow it without gaps"),
            Key("count", .integer(1...1_000_000), "how many prefixes (default 1)"),
            Key("prefixes", .list(of: .prefix), "the prefixes one by one, instead of base and count"),
            Key("metric", .integer(0...16_777_214), "the metric (default 20)"),
            Key("metric-type", .word(["e1", "e2"]), "the metric type (default e2)"),
            Key("tag", .integer(0...4_294_967_295), "the external route tag (default 0)"),
            Key(
                "forwarding-address", .address,
                "the forwarding address (default 0.0.0.0: the originating router itself)"),
            Key(
                "election", .word(["none", "ranked", "primary-only"]),
                "which originators originate. none: all; ranked: only the first that is reachable; primary-only: only the first (default none)"
            ),
            Key(
                "originators", .either([.name, .list(of: .either([.name, .record(originator)]))]),
                "the routers that can originate the prefixes, best first", isRequired: true),
        ])

    static let originator = Record(
        "originator", "an originator",
        [
            Key("router", .name, "its name", isRequired: true),
            Key("eligible", .boolean, "with ranked: whether it may be elected (default true)"),
            Key("active", .boolean, "whether it originates from the start, without an action (default true)"),
            Key("metric", .integer(0...16_777_214), "its own metric (default: the group's)"),
            Key("while", .record(routeCondition), "the route without which it does not announce the prefixes"),
            Key(
                "after", .upTo(.seconds(86_400)),
                "how long after the start of its process it announces the prefixes (default 0s)"),
            Key(
                "delivers-after", .upTo(.seconds(86_400)),
                "how long after the start of its process it can deliver to the prefixes, which it announces at once (default 0s)"
            ),
        ])
    static let routeCondition = Record(
        "while", "a condition",
        [
            Key("route", .prefix, "the route", isRequired: true),
            Key("at", .name, "whose routing table counts (default: the originator's)"),
        ])

    static let memberKeys: [Key] = [
        Key("address", .interfaceAddress, "its address on the segment (default: the next free one)"),
        maskKey,
        Key("interface", .name, "its interface's name (default eth0, eth1, ...)"),
    ]
    private static let staticNeighborsKey = Key(
        "static-neighbors", .list(of: .either([.name, .record(staticNeighbor)])),
        "the configured neighbors (default: all members on a non-broadcast network)")
    static let staticNeighbor = Record(
        "static-neighbor", "a configured neighbor",
        [
            Key("router", .name, "its name", isRequired: true),
            Key(
                "priority", .integer(0...255),
                "its Router Priority until its first Hello; to a neighbor with 0, no Hello is sent before an election (default: its own)"
            ),
            Key("poll-interval", .seconds(1...65_535), "time between hellos while it is silent (default 2m)"),
            Key("cost", .integer(1...65_535), "point-to-multipoint: the cost to it (default: the interface's)"),
        ])
    static let virtualLink = Record(
        "virtual-link", "a virtual link",
        [
            Key("routers", .list(of: .name), "the two border routers at its ends", isRequired: true),
            Key("transit-area-id", .areaID, "the area it crosses", isRequired: true),
            Key("enabled", .boolean, "whether it is configured at the start (default true)"),
            Key("hello-interval", .seconds(1...65_535), "time between hellos (default 10s)"),
            Key(
                "dead-interval", .seconds(1...65_535),
                "silence after which the other end is dead (default 4 x hello-interval)"),
            Key("retransmit-interval", .seconds(1...3_600), "time until an LSA is sent again (default 5s)"),
            Key("transmit-delay", .seconds(1...3_600), "by how much an LSA ages on the link (default 1s)"),
        ])
    static let end = Record(
        "end", "an end of a link",
        [Key("router", .name, "its name", isRequired: true)] + memberKeys + [staticNeighborsKey] + interfaceKeys)

    private static let segmentKeys: [Key] =
        [
            Key("prefix", .prefix, "the segment's network (default: the next free one)"),
            Key("shared-prefix", .boolean, "other segments may have the same network (default false)"),
        ] + linkKeys + interfaceKeys

    static let link = Record(
        "link", "a link",
        [
            Key(
                "link", .either([.name, .list(of: .either([.name, .record(end)]))]), "the two routers", isRequired: true
            ),
            Key("name", .name, "its name (default 'a - b')"),
        ] + segmentKeys)

    static let lan = Record(
        "lan", "a LAN",
        [
            Key(
                "members",
                .either([.list(of: .either([.name, .record(end)])), .map(of: .optional(.record(member)))]),
                "the routers on it", isRequired: true),
            Key(
                "circuits", .list(of: .list(of: .name)),
                "the pairs of members that have a circuit, as on Frame Relay (default: all)"),
            Key(
                "attached-order", .list(of: .name),
                "its routers in the order of network-LSAs (default: in the order in which the Designated Router learned of them)"
            ),
        ] + segmentKeys)
    static let member = Record(
        "member", "a member of a LAN", memberKeys + [staticNeighborsKey] + interfaceKeys)

    static let linkChange = Record("link-change", "a changed link", segmentKeys)
    static let lanChange = Record(
        "lan-change", "a changed LAN",
        [Key("members", .map(of: .optional(.record(member))), "settings of its members")] + segmentKeys)
}
