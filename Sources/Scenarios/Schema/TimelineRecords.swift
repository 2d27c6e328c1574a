import NetworkPrimitives

// The mappings of a timeline's entries.
extension Record {
    static let entry = Record(
        "entry", "an entry",
        [
            Key("at", .moment, "when: a time of day, or a time after the start"),
            Key("when", .record(condition), "when: after a condition"),
            Key("label", .text, "what reports call it"),
            Key("on", .name, "with replay: the link or LAN where the capture is heard"),
            Key("checkpoint", .boolean, "nothing has to happen: this is a moment at which states are written"),
        ] + actionKeys)

    static let condition = Record(
        "condition", "a condition",
        [
            Key("router", .nameOrNames, "'any', 'none', or the routers that are meant", isRequired: true),
            Key("is", .word(["isolated", "rejecting"]), "what it waits for", isRequired: true),
            Key("lasting", .upTo(.seconds(604_800)), "for how long without a break (default 0s)"),
        ])

    /// One key for each action, in the order in which messages list them.
    static let actionKeys: [Key] = [
        Key("decommission", routersOr(decommission), "power is lost for good; nothing is flushed"),
        Key("stop-ospf", routersOr(stopOSPF), "the OSPF process ends, the machine and its carriers stay"),
        Key("start", .nameOrNames, "power or the OSPF process comes back, memory is empty"),
        Key("reboot", .record(reboot), "power is lost and comes back"),
        Key("restart-ospf", routersOr(restartOSPF), "the OSPF process restarts while the machine forwards on"),
        Key("disconnect", .nameOrNames, "every link of the router is unplugged"),
        Key("reconnect", .nameOrNames, "and plugged in again"),
        Key("cut", routersOr(cut), "a link or LAN is cut"),
        Key("repair", routersOr(repair), "and repaired"),
        Key("clear", .nameOrNames, "the operator clears the OSPF process"),
        Key("redistribute", .record(groupAction), "the router starts originating a group"),
        Key("withdraw", .record(groupAction), "and stops"),
        Key("set-metric", .record(setMetric), "or redistributes it at another metric"),
        Key("set-limit", .record(setLimit), "the operator changes a limit"),
        Key("set-cost", .record(setCost), "or a cost"),
        Key("set-priority", .record(setPriority), "or a Router Priority"),
        Key("set-mtu", .record(setMTU), "or an MTU"),
        Key("set-timers", .record(setTimers), "or the timers of an interface"),
        Key("set-address", .record(setAddress), "or its address"),
        Key("set-interface-type", .record(setInterfaceType), "or its network type"),
        Key("disable-ospf", .record(interfaceAction), "OSPF ends on an interface, whose carrier stays"),
        Key("enable-ospf", .record(interfaceAction), "and begins on it"),
        Key("set-router-id", .record(setRouterID), "or a Router ID"),
        Key("set-authentication", .record(setAuthentication), "or the keys of an interface"),
        Key("set-stub-router", .record(setStubRouter), "or whether transit traffic is to avoid the router"),
        Key("set-virtual-link", .record(setVirtualLink), "or configures a virtual link, or removes it"),
        Key("set-eligible", .record(setEligible), "or who may be elected originator"),
        Key("set-defects", .record(setDefects), "or installs software with other defects"),
        Key(
            "set-area", .record(setArea),
            "or an area: its type, ranges and default route; with 'segment', which area an interface is in"),
        Key("set-passive", .record(setPassive), "or whether an interface is passive"),
        Key(
            "partition", .list(of: .list(of: .name)),
            "what routers of different sides send each other is lost, and no carrier tells"),
        Key("heal", .word(["partition"]), "and no longer"),
        Key("set-loss", .record(setLoss), "a link starts losing packets"),
        Key("set-delay", .record(setDelay), "or delaying them"),
        Key("set-corruption", .record(setCorruption), "or damaging them"),
        Key("set-opaque-lsas", .record(setOpaqueLSAs), "a router originates so many opaque LSAs"),
        Key("replay", .text, "the updates of a capture file are heard on a link or LAN"),
    ]

    private static func routersOr(_ record: Record) -> Shape { .either([.name, .list(of: .name), .record(record)]) }
    static let routerKey = Key("router", .nameOrNames, "the router or routers", isRequired: true)
    static let segmentKey = Key("segment", .nameOrNames, "the link or LAN", isRequired: true)

    static let decommission = Record(
        "decommission", "a decommission",
        [routerKey, Key("orderly", .boolean, "its own LSAs are flushed first (default false)")])
    static let reboot = Record(
        "reboot", "a reboot",
        [routerKey, Key("downtime", .upTo(.seconds(604_800)), "how long it is off (default 2m)")])
    static let stopOSPF = Record(
        "stop-ospf", "a stop",
        [routerKey, Key("orderly", .boolean, "its own LSAs are flushed first (default false)")])
    private static let portKey = Key(
        "router", .nameOrNames, "only the plugs of these routers (default: the whole segment)")
    static let cut = Record(
        "cut", "a cut",
        [
            segmentKey, portKey, betweenKey, Key("silent", .boolean, "the ends do not see it (default false)"),
            Key("one-way", .boolean, "the router still hears, but what it sends is lost (default false)"),
        ])
    static let repair = Record("repair", "a repair", [segmentKey, portKey, betweenKey])
    private static let betweenKey = Key(
        "between", .list(of: .name), "two members that do not hear each other any more, though all others do")
    static let setStubRouter = Record(
        "set-stub-router", "set-stub-router",
        [routerKey, Key("active", .boolean, "whether it is in force", isRequired: true)] + stubRouterKeys)
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
            Key("segment", .nameOrNames, "with area-id: the link or LAN whose interface moves"),
            Key("area-id", .areaID, "the area that it moves to"),
        ] + areaKeys)
    static let setPassive = Record(
        "set-passive", "set-passive",
        [routerKey, segmentKey, Key("passive", .boolean, "whether it is in force", isRequired: true)])
    static let setLoss = Record(
        "set-loss", "set-loss",
        [
            segmentKey, Key("loss", .ratio, "share of packets"),
            Key("multicast-loss", .ratio, "share of multicast packets, besides"),
        ])
    static let setCorruption = Record(
        "set-corruption", "set-corruption",
        [segmentKey, Key("corruption", .ratio, "share of packets", isRequired: true)])
    static let setDelay = Record(
        "set-delay", "set-delay",
        [
            segmentKey, Key("delay", .upTo(.seconds(60)), "one-way delay", isRequired: true),
            Key("jitter", .upTo(.seconds(60)), "random addition (default 0s)"),
        ])
}
