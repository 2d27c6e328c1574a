import NetworkPrimitives

// The mappings of actions that change interfaces and Router IDs of running routers.
extension Record {
    static let maskKey = Key(
        "mask", .mask, "the mask of its own interface, such as 255.255.255.0 (default: that of the network)")

    private static func settings(_ names: String...) -> [Key] {
        interfaceKeys.filter { names.contains($0.name) }
            .map { Key($0.name, $0.shape, String($0.summary.prefix { $0 != "(" }).trimmed) }
    }

    static let setRouterID = Record(
        "set-router-id", "set-router-id",
        [
            Key("router", .name, "the router", isRequired: true),
            Key("router-id", .address, "its new Router ID", isRequired: true),
            Key(
                "takes-effect", .word(["at-once", "at-restart"]),
                "at-once: the process restarts, as in BIRD and Junos; at-restart: with the next start or 'clear', as in IOS and FRRouting (default at-once)"
            ),
        ])

    static let setAddress = Record(
        "set-address", "set-address",
        [
            Key("router", .name, "the router", isRequired: true), segmentKey,
            Key("address", .interfaceAddress, "its new address, such as 192.0.2.9 or 192.0.2.9/24", isRequired: true),
            Key("mask", .mask, "its new mask (default: unchanged)"),
        ])

    static let setMTU = Record(
        "set-mtu", "set-mtu",
        [routerKey, segmentKey, Key("mtu", .integer(576...65_535), "largest IP datagram in bytes", isRequired: true)])

    static let setTimers = Record(
        "set-timers", "set-timers",
        [routerKey, segmentKey] + settings("hello-interval", "dead-interval", "retransmit-interval", "transmit-delay"))

    static let setInterfaceType = Record(
        "set-interface-type", "set-interface-type",
        [
            routerKey, segmentKey,
            Key(
                "interface-type", .word(["broadcast", "non-broadcast", "point-to-multipoint", "point-to-point"]),
                "the network type", isRequired: true),
        ])

    static let setMetric = Record(
        "set-metric", "set-metric",
        [
            routerKey, Key("group", .name, "the group", isRequired: true),
            Key("metric", .integer(0...16_777_214), "the metric of its prefixes", isRequired: true),
            Key("metric-type", .word(["e1", "e2"]), "the metric type (default: unchanged)"),
        ])

    static let interfaceAction = Record("interface-action", "the action", [routerKey, segmentKey])
}

extension String {
    fileprivate var trimmed: String { last == " " ? String(dropLast()) : self }
}
