import NetworkPrimitives

// The mappings of a timeline's entries.
extension Record {
    static let entry = Record(
        "entry", "an entry",
        [
            Key("at", .moment, "the time at which it happens: a time of day, or a time after the start"),
            Key("when", .record(condition), "the condition on which it happens"),
            Key("label", .text, "its name in reports"),
            Key("on", .name, "with 'replay': the link or LAN on which the capture is replayed"),
            Key("checkpoint", .boolean, "whether states are written at this moment, which needs no action"),
            Key(
                "do", .either([.list(of: serviceActionShape), serviceActionShape]),
                "actions on services, and on the network, one after the other"),
        ] + actionKeys)

    static let condition = Record(
        "condition", "a condition",
        [
            Key("router", .nameOrNames, "the routers: names, 'any' or 'none'", isRequired: true),
            Key(
                "is", .word(["isolated", "rejecting"]), "the state of the router that is waited for", isRequired: true),
            Key("lasting", .upTo(.seconds(604_800)), "how long the state must last without a break (default 0s)"),
        ])

    /// One key for each action, in the order in which messages list them.
    static let actionKeys: [Key] = [
        Key(
            "decommission", routersOr(decommission), "powers off a router for good, without flushing its LSAs",
            example: "decommission a"),
        Key(
            "stop-ospf", routersOr(stopOSPF), "ends the OSPF process; the machine and its carriers stay up",
            example: "stop-ospf a orderly"),
        Key(
            "start", .nameOrNames, "powers on a router, or starts its OSPF process, with empty memory",
            example: "start a"),
        Key(
            "reboot", .record(reboot), "powers off a router, and powers it on again after 'downtime'",
            example: "reboot a downtime 5m"),
        Key(
            "restart-ospf", routersOr(restartOSPF), "restarts the OSPF process while the machine goes on forwarding",
            example: "restart-ospf a"),
        Key("disconnect", .nameOrNames, "unplugs every link of a router", example: "disconnect a"),
        Key("reconnect", .nameOrNames, "plugs in every link of a router again", example: "reconnect a"),
        Key("cut", routersOr(cut), "cuts a link or LAN", example: "cut a-b"),
        Key("repair", routersOr(repair), "repairs a link or LAN that was cut", example: "repair a-b"),
        Key("clear", .nameOrNames, "clears the OSPF process, as an operator's command does", example: "clear a"),
        Key(
            "redistribute", .record(groupAction), "starts redistributing a group's prefixes at a router",
            example: "redistribute a group g"),
        Key(
            "withdraw", .record(groupAction), "stops redistributing a group's prefixes at a router",
            example: "withdraw a group g"),
        Key(
            "set-metric", .record(setMetric), "changes the metric at which a router redistributes a group",
            example: "metric a group g to 50"),
        Key(
            "set-limit", .record(setLimit), "changes the LSA limit of a router",
            example: "limit a maximum 4000 action reject"),
        Key("set-cost", .record(setCost), "changes the cost of an interface", example: "cost a on a-b to 500"),
        Key(
            "set-priority", .record(setPriority), "changes the Router Priority of an interface",
            example: "priority a on office to 0"),
        Key("set-mtu", .record(setMTU), "changes the MTU of an interface", example: "mtu a on a-b to 9000"),
        Key(
            "set-timers", .record(setTimers), "changes the OSPF timers of an interface",
            example: "timers a on a-b hello-interval 5s"),
        Key(
            "set-address", .record(setAddress), "changes the address of an interface",
            example: "address a on office to 192.0.2.9/24"),
        Key(
            "set-interface-type", .record(setInterfaceType), "changes the network type of an interface",
            example: "interface-type a on a-b to broadcast"),
        Key(
            "disable-ospf", .record(interfaceAction), "disables OSPF on an interface, whose carrier stays up",
            example: "disable-ospf a on a-b"),
        Key("enable-ospf", .record(interfaceAction), "enables OSPF on an interface", example: "enable-ospf a on a-b"),
        Key(
            "set-router-id", .record(setRouterID), "changes the Router ID of a router",
            example: "router-id a to 10.0.0.99"),
        Key(
            "set-authentication", .record(setAuthentication), "changes the authentication of a link or LAN",
            example: "authentication on a-b to none"),
        Key(
            "set-stub-router", .record(setStubRouter),
            "makes a router a stub router, which transit traffic avoids (max-metric), or ends that",
            example: "stub-router a active"),
        Key(
            "set-virtual-link", .record(setVirtualLink), "enables or disables a virtual link",
            example: "set-virtual-link { routers: [a, b], enabled: false }"),
        Key(
            "set-eligible", .record(setEligible), "changes whether a router may be elected originator of a group",
            example: "eligible a group g to false"),
        Key(
            "set-defects", .record(setDefects), "changes the software defects of a router",
            example: "defects a duplicates-updates 2"),
        Key(
            "set-area", .record(setArea),
            "changes the type, ranges or default route of an area; with 'segment', the area of an interface",
            example: "area a area 0.0.0.1 type nssa"),
        Key(
            "set-passive", .record(setPassive), "makes an interface passive, or active",
            example: "passive a on a-b to true"),
        Key(
            "partition", .list(of: .list(of: .name)),
            "splits the routers into sides; packets between sides are lost, and carriers stay up",
            example: "partition [[a], [b, c]]"),
        Key("heal", .word(["partition"]), "ends a partition", example: "heal partition"),
        Key("set-loss", .record(setLoss), "changes the packet loss of a link or LAN", example: "loss a-b to 5%"),
        Key("set-delay", .record(setDelay), "changes the delay of a link or LAN", example: "delay a-b to 50ms"),
        Key(
            "set-corruption", .record(setCorruption), "changes the share of packets that a link or LAN damages",
            example: "corruption a-b to 1%"),
        Key(
            "set-opaque-lsas", .record(setOpaqueLSAs), "changes how many opaque LSAs a router originates",
            example: "opaque-lsas a scope area count 100"),
        Key("replay", .text, "replays the link state updates of a capture file on a link or LAN"),
    ]

    private static func routersOr(_ record: Record) -> Shape { .either([.name, .list(of: .name), .record(record)]) }
    static let routerKey = Key("router", .nameOrNames, "the router or routers", isRequired: true)
    static let segmentKey = Key("segment", .nameOrNames, "the link or LAN", isRequired: true)

    static let decommission = Record(
        "decommission", "a decommission",
        [routerKey, Key("orderly", .boolean, "whether the router flushes its own LSAs first (default false)")])
    static let reboot = Record(
        "reboot", "a reboot",
        [routerKey, Key("downtime", .upTo(.seconds(604_800)), "how long it is off (default 2m)")])
    static let stopOSPF = Record(
        "stop-ospf", "a stop",
        [routerKey, Key("orderly", .boolean, "whether the router flushes its own LSAs first (default false)")])
    private static let portKey = Key(
        "router", .nameOrNames, "the routers whose end is cut or repaired (default: the whole segment)")
    static let cut = Record(
        "cut", "a cut",
        [
            segmentKey, portKey, betweenKey,
            Key("silent", .boolean, "whether the carriers stay up, so that the ends do not notice (default false)"),
            Key("one-way", .boolean, "whether the router still receives, while what it sends is lost (default false)"),
        ])
    static let repair = Record("repair", "a repair", [segmentKey, portKey, betweenKey])
    private static let betweenKey = Key(
        "between", .list(of: .name), "two members that lose each other's packets, and no others")
    static let setStubRouter = Record(
        "set-stub-router", "set-stub-router",
        [routerKey, Key("active", .boolean, "whether it is in effect", isRequired: true)] + stubRouterKeys)
    static let groupAction = Record(
        "group-action", "the action", [routerKey, Key("group", .name, "the group", isRequired: true)])
    static let setLimit = Record("set-limit", "set-limit", [routerKey] + limitKeys)
    static let setCost = Record(
        "set-cost", "set-cost",
        [routerKey, segmentKey, Key("cost", .integer(1...65_535), "the output cost", isRequired: true)])
    static let setPriority = Record(
        "set-priority", "set-priority",
        [routerKey, segmentKey, Key("priority", .integer(0...255), "the Router Priority", isRequired: true)])
    static let setVirtualLink = Record(
        "set-virtual-link", "set-virtual-link",
        [
            Key("routers", .list(of: .name), "the two ends of one of 'virtual-links'", isRequired: true),
            Key("enabled", .boolean, "whether it is configured", isRequired: true),
        ])
    static let setEligible = Record(
        "set-eligible", "set-eligible",
        [
            routerKey, Key("group", .name, "the group", isRequired: true),
            Key("eligible", .boolean, "whether it may be elected", isRequired: true),
        ])
    static let setDefects = Record("set-defects", "set-defects", [routerKey] + defectKeys)
    static let setArea = Record(
        "set-area", "set-area",
        [
            routerKey, Key("area", .areaID, "the area whose settings change"),
            Key("segment", .nameOrNames, "with 'area-id': the link or LAN whose interface moves"),
            Key("area-id", .areaID, "the area that the interface moves to"),
        ] + areaKeys)
    static let setPassive = Record(
        "set-passive", "set-passive",
        [routerKey, segmentKey, Key("passive", .boolean, "whether it is in effect", isRequired: true)])
    static let setLoss = Record(
        "set-loss", "set-loss",
        [
            segmentKey, Key("loss", .ratio, "share of packets that are affected"),
            Key("multicast-loss", .ratio, "additional share of multicast packets"),
        ])
    static let setCorruption = Record(
        "set-corruption", "set-corruption",
        [segmentKey, Key("corruption", .ratio, "share of packets that are affected", isRequired: true)])
    static let setDelay = Record(
        "set-delay", "set-delay",
        [
            segmentKey, Key("delay", .upTo(.seconds(60)), "delay in one direction", isRequired: true),
            Key("jitter", .upTo(.seconds(60)), "random addition to the delay (default 0s)"),
        ])
}
