import NetworkPrimitives

/// The steps of a neutral case as a timeline, and what is expected after each.
struct NeutralCourse {
    let neutral: NeutralCase
    let sink: DiagnosticSink

    /// Enough for every dead interval, flood and calculation after a step.
    private static let spacing = 180

    struct Steps {
        var timeline: [FlowYAML] = []
        var expectations: [FlowYAML] = []
        var duration = NeutralCourse.spacing
    }

    func steps() -> Steps {
        var steps = Steps()
        var ranges = initialRanges
        for (index, step) in neutral.steps.enumerated() {
            guard let actions = actions(of: step, &ranges) else {
                for left in neutral.steps[index...] {
                    sink.warning("the step '\(shortened(left["id"]?.text ?? ""))' is left out", at: left.position)
                }
                break
            }
            let at = (key: "at", value: Optional(FlowYAML.text("\(index * Self.spacing)s")))
            if index > 0 || !actions.isEmpty {
                let entries = actions.isEmpty ? [("checkpoint", .truth(true))] : actions
                steps.timeline += entries.map { .mapping([at, ($0.key, Optional($0.value))]) }
            }
            steps.duration = (index + 1) * Self.spacing
            // A step is looked at just before the next one; an entry at the very start has a checkpoint before it.
            let startsAtOnce = steps.timeline.first?.line.hasPrefix("{at: 0s,") == true
            steps.expectations += expectations(of: step, checkpoint: index + (startsAtOnce ? 1 : 0))
        }
        return steps
    }

    // MARK: Externals

    /// One group for each destination, so that steps can start and stop it.
    var groups: [(key: String, value: FlowYAML)] {
        let initial = neutral.origins.map { (origin: $0, isActive: true) }
        var all = initial
        for origin in addedLater where !initial.contains(where: { $0.origin == origin }) { all.append((origin, false)) }
        return all.map { origin, isActive in
            (
                groupName(origin.router, origin.prefix),
                .mapping([
                    ("prefixes", .list([FlowYAML(origin.prefix)])), ("metric", FlowYAML(origin.metric)),
                    ("metric-type", .text("e\(origin.type)")), ("election", .text("none")),
                    (
                        "originators",
                        .list([
                            .mapping([("router", .text(origin.router)), ("active", isActive ? nil : .truth(false))])
                        ])
                    ),
                ])
            )
        }
    }

    private var addedLater: [NeutralCase.Origin] {
        let defaults = neutral.root["defaults"]
        return neutral.steps.flatMap { $0["actions"]?.items ?? [] }.compactMap { action in
            guard action["op"]?.text == "static-add", let router = action["router"]?.text,
                let prefix = action["prefix"]?.prefix
            else { return nil }
            return neutral.origins.first { $0.router == router && $0.prefix == prefix }
                ?? NeutralCase.Origin(
                    router: router, prefix: prefix, metric: defaults?["external_metric"]?.integer ?? 20,
                    type: defaults?["external_metric_type"]?.integer ?? 2)
        }
    }

    private func groupName(_ router: String, _ prefix: IPv4Prefix) -> String { "\(prefix) of \(router)" }

    // MARK: Actions

    /// `nil` where one of them cannot be said here.
    private func actions(of step: Value, _ ranges: inout [AreaOfRouter: [Value]]) -> [(key: String, value: FlowYAML)]? {
        var result: [(key: String, value: FlowYAML)] = []
        for action in step["actions"]?.items ?? [] {
            if NeutralVirtualLinks.isAddition(action) {
                let links = NeutralVirtualLinks(neutral: neutral, sink: sink)
                if let entry = links.entry(action, before: result) { result.append(entry) }
                continue
            }
            if let changes = interfaceEntries(action) ?? secondaryEntries(action) {
                result += changes
                continue
            }
            guard let entry = areaEntry(action, &ranges) ?? entry(action) else {
                sink.warning("'\(shortened(action["op"]?.text ?? ""))' cannot be said here", at: action.position)
                return nil
            }
            result.append(entry)
        }
        return result
    }

    private func entry(_ action: Value) -> (key: String, value: FlowYAML)? {
        guard let router = action["router"]?.text else { return nil }
        switch action["op"]?.text {
        case "interface-down": return plug("cut", router, action)
        case "interface-up": return plug("repair", router, action)
        case "address-remove": return address("disable-ospf", router, action)
        case "static-add": return external("redistribute", router, action)
        case "static-remove": return external("withdraw", router, action)
        case "neighbour-block": return block(router, action)
        case "ospf-shutdown": return ("stop-ospf", .mapping([("router", .text(router)), ("orderly", .truth(true))]))
        case "ospf-enable": return ("start", .text(router))
        default: return nil
        }
    }

    /// The networks of these cases are bridges: the other end of a cable between two keeps its carrier.
    private func plug(_ key: String, _ router: String, _ action: Value) -> (key: String, value: FlowYAML)? {
        guard let segment = neutral.segment(of: router, action["interface"]?.text ?? "") else { return nil }
        return (key, .mapping([("segment", .text(segment.id)), ("router", .text(router))]))
    }

    /// An interface that loses its address leaves OSPF, and its carrier stays; one of several is a network of its own here.
    private func address(_ key: String, _ router: String, _ action: Value) -> (key: String, value: FlowYAML)? {
        guard let own = interface(of: action), let text = action["address"]?.text else { return nil }
        let isPrimary = own.value["addresses"]?.items?.first?.text == text
        let name = isPrimary ? neutral.segment(of: router, own.name)?.id : secondaryName(own, text)
        return name.map { (key, .mapping([("router", .text(router)), ("segment", .text($0))])) }
    }

    private func interface(of action: Value) -> NeutralCase.Interface? {
        neutral.interfaces.first { $0.router == action["router"]?.text && $0.name == action["interface"]?.text }
    }

    /// An interface that goes down or comes up takes the networks of its secondary addresses along.
    private func secondaryEntries(_ action: Value) -> [(key: String, value: FlowYAML)]? {
        guard let own = interface(of: action), !own.secondaries.isEmpty, let entry = entry(action),
            ["cut", "repair"].contains(entry.key), action["op"]?.text != "neighbour-block"
        else { return nil }
        return [entry] + own.secondaries.map { (entry.key, .text(own.name(of: $0))) }
    }

    private func secondaryName(_ interface: NeutralCase.Interface, _ address: String) -> String? {
        interface.secondaries.first { "\($0.host)/\($0.prefix.length)" == address }.map { interface.name(of: $0) }
    }

    /// The entries for new values of an interface; `nil` where the action is none, or cannot be said.
    private func interfaceEntries(_ action: Value) -> [(key: String, value: FlowYAML)]? {
        guard action["op"]?.text == "interface-set", let own = interface(of: action),
            let segment = neutral.segment(of: own.router, own.name)?.id
        else { return nil }
        let place: [(key: String, value: FlowYAML?)] = [("router", .text(own.router)), ("segment", .text(segment))]
        func seconds(_ key: String) -> FlowYAML? { action[key]?.text.map { .text($0 + "s") } }
        let timers = [("hello-interval", seconds("hello_interval")), ("dead-interval", seconds("dead_interval"))]
        let known = [
            "op", "router", "interface", "cost", "priority", "passive", "network_type", "hello_interval",
            "dead_interval",
        ]
        guard (action.fields ?? []).allSatisfy({ known.contains($0.key) }) else { return nil }
        func entry(_ action: String, _ key: String, _ value: FlowYAML?) -> (key: String, value: FlowYAML)? {
            value.map { (action, .mapping(place + [(key, Optional($0))])) }
        }
        let changes = [
            entry("set-cost", "cost", action["cost"]?.text.map { .text($0) }),
            entry("set-priority", "priority", action["priority"]?.text.map { .text($0) }),
            entry("set-passive", "passive", action["passive"]?.boolean.map { .truth($0) }),
            entry("set-interface-type", "interface-type", action["network_type"]?.text.map { .text($0) }),
        ].compactMap { $0 }
        let hasTimers = timers.contains { $0.1 != nil }
        return changes + (hasTimers ? [("set-timers", .mapping(place + timers.map { ($0.0, $0.1) }))] : [])
    }

    /// A router that refuses another's packets: neither has the other for a neighbor.
    private func block(_ router: String, _ action: Value) -> (key: String, value: FlowYAML)? {
        guard let segment = neutral.segment(of: router, action["interface"]?.text ?? ""),
            let other = segment.members.first(where: { $0.address.map { "\($0.host)" } == action["address"]?.text })
        else { return nil }
        return (
            "cut",
            .mapping([("segment", .text(segment.id)), ("between", .list([.text(router), .text(other.router)]))])
        )
    }

    private func external(_ key: String, _ router: String, _ action: Value) -> (key: String, value: FlowYAML)? {
        guard let prefix = action["prefix"]?.prefix,
            (neutral.origins + addedLater).contains(where: { $0.router == router && $0.prefix == prefix })
        else { return nil }
        return (key, .mapping([("router", .text(router)), ("group", .text(groupName(router, prefix)))]))
    }

    // MARK: Expectations

    private static let leftOut = [
        "routers", "interfaces", "neighbours_full", "neighbours_absent", "routers_listed",
    ]

    /// Every rule about the routes of one step.
    private func expectations(of step: Value, checkpoint: Int) -> [FlowYAML] {
        for key in ["expected_lsdb", "expected_summaries", "expected_summaries_backbone"] where step[key] != nil {
            sink.warning("'\(key)' is left out: rules are about routes", at: step[key]?.position ?? step.position)
        }
        let isFromRIB = step["golden_source"]?.text?.contains("zebra") ?? false
        return (step["expected"]?.fields ?? []).flatMap { field -> [FlowYAML] in
            for key in Self.leftOut where field.value[key] != nil {
                sink.warning("'\(key)' is left out: rules are about routes", at: field.value.position)
            }
            let isExact = (field.value["match"] ?? step["match"])?.text == "exact"
            let head: [(key: String, value: FlowYAML?)] = [
                ("routers", .text(field.key)), ("checkpoint", FlowYAML(checkpoint)),
            ]
            func isDiscard(_ route: Value) -> Bool {
                // A golden table of the system shows it as a route without kind or next hop.
                let isBare = route["kind"] == nil && route["cost"] == nil && route["next_hops"]?.items?.isEmpty ?? true
                return route["kind"]?.text == "discard" || (isBare && isNSSARange(route["prefix"]?.prefix))
            }
            let listed = field.value["routes"]?.items ?? []
            let routes = listed.filter { !isDiscard($0) }
            let discards = listed.filter(isDiscard).compactMap { $0["prefix"]?.prefix }.map {
                FlowYAML.mapping(head + [("route", FlowYAML($0)), ("path", .text("discard"))])
            }
            let prefixes = routes.compactMap { $0["prefix"]?.prefix }
            let all = isExact && !prefixes.isEmpty ? [FlowYAML.mapping(head + [("all-routes", list(prefixes))])] : []
            let absent = (field.value["absent"]?.items ?? []).compactMap(\.prefix).map {
                FlowYAML.mapping(head + [("route", FlowYAML($0)), ("present", .truth(false))])
            }
            return routes.map { .mapping(head + demands($0, of: field.key, isExact: isExact, isFromRIB: isFromRIB)) }
                + all + discards + absent
        }
    }

    private func list(_ prefixes: [IPv4Prefix]) -> FlowYAML { .list(prefixes.map { FlowYAML($0) }) }

    private func demands(
        _ route: Value, of router: String, isExact: Bool, isFromRIB: Bool
    ) -> [(key: String, value: FlowYAML?)] {
        let kind = route["kind"]?.text
        let isExternal = kind == "external-2" || (kind == nil && isImported(route["prefix"]?.prefix))
        // A routing table of the system shows the type 2 metric where OSPF's own shows the distance.
        let cost = isExternal && isFromRIB ? nil : route["cost"]?.text
        let hops = hops(of: route, at: router)
        return [
            ("route", route["prefix"]?.text.map { .text($0) }), ("path", kind.map { .text($0) }),
            ("cost", cost.map { .text($0) }), ("type-2-cost", route["type2_cost"]?.text.map { .text($0) }),
            (isExact ? "via" : "via-at-least", hops.isEmpty ? nil : .list(hops.map { .text($0) })),
        ]
    }

    /// Whether some step aggregates external destinations of an NSSA under this prefix.
    private func isNSSARange(_ prefix: IPv4Prefix?) -> Bool {
        neutral.steps.contains { step in
            (step["actions"]?.items ?? []).contains {
                $0["op"]?.text == "nssa-range-set" && $0["prefix"]?.prefix == prefix
            }
        }
    }

    private func isImported(_ prefix: IPv4Prefix?) -> Bool { neutral.origins.contains { $0.prefix == prefix } }

    /// Addresses, or the interface of an attached network. Routers that are named as next hops mean their address on
    /// the one segment that both are on.
    private func hops(of route: Value, at router: String) -> [String] {
        let hops = (route["next_hops"]?.items ?? []).compactMap { hop -> String? in
            let own = neutral.interfaces.first { $0.router == router && $0.name == hop["interface"]?.text }
            if let own, own.isUnnumbered { return own.name }
            if let address = hop["address"]?.text { return address }
            guard hop["attached"]?.boolean == true, let name = hop["interface"]?.text else { return nil }
            // An address of the router itself has no next hop here.
            let isOwn = neutral.interfaces.contains { $0.router == router && $0.name == name && $0.isHost }
            return isOwn ? nil : name
        }
        let named = (route["next_hop_routers"]?.items ?? []).compactMap(\.text).compactMap { neighbor -> String? in
            let shared = neutral.segments.filter { segment in
                [router, neighbor].allSatisfy { name in segment.members.contains { $0.router == name } }
            }
            guard shared.count == 1 else { return nil }
            // An unnumbered link is an interface and nothing more.
            if let own = shared[0].members.first(where: { $0.router == router }), own.isUnnumbered { return own.name }
            return shared[0].members.first { $0.router == neighbor }?.address.map { "\($0.host)" }
        }
        return hops + named
    }
}
