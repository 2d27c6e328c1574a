import NetworkPrimitives

/// Writes a recorded lab's topology and timeline as a scenario file.
struct LabTopologyWriter {
    let topology: LabTopology
    let profile: ScenarioImporter.Profile
    let sink: DiagnosticSink

    func text() -> String {
        var yaml = SectionedYAML()
        yaml.entry("name", .text(topology.name))
        if !topology.summary.isEmpty { yaml.entry("description", .text(topology.summary)) }
        yaml.entry("begin", .text("power-on"))
        yaml.entry("start-spread", .text("0s"))
        yaml.entry("duration", .text(topology.duration))
        yaml.entry("defaults", defaults)
        yaml.mapping("areas", areas)
        yaml.mapping("routers", topology.routers.map { ($0.name, router($0)) })
        yaml.list("links", topology.segments.filter(isLink).map(link))
        yaml.mapping("lans", topology.segments.filter { !isLink($0) }.map { ($0.id, lan($0)) })
        yaml.list("virtual-links", topology.virtualLinks.map(virtualLink))
        yaml.mapping("groups", topology.externals.map { ($0.id, group($0)) } + defaultRoutes)
        yaml.list("timeline", topology.timeline.flatMap(entry))
        return yaml.text
    }

    // MARK: Habits

    /// How a router of a brand behaves where the RFC leaves the choice, or where the brand departs from it.
    private static func habits(of profile: ScenarioImporter.Profile) -> [(key: String, value: FlowYAML?)] {
        switch profile {
        case .rfc: []
        case .frr: [("timers", .text("frr")), ("border-router-type", .text("cisco")), ("profile", .text("frr"))]
        case .bird: [("timers", .text("bird")), ("border-router-type", .text("standard")), ("profile", .text("bird"))]
        }
    }

    func profile(of router: String) -> ScenarioImporter.Profile {
        let daemon = topology.routers.first { $0.name == router }?.daemon
        return daemon.flatMap(ScenarioImporter.Profile.init(rawValue:)) ?? profile
    }

    private var defaults: FlowYAML {
        .mapping(
            [("hello-interval", .text(topology.helloInterval)), ("dead-interval", .text(topology.deadInterval))]
                + Self.habits(of: profile))
    }

    private var areas: [(key: String, value: FlowYAML)] {
        topology.areas.filter { $0.type != "normal" }.map { area in
            let isTotal = area.type.hasPrefix("totally")
            let isNSSA = area.type.hasSuffix("nssa")
            return (
                "\(area.id)",
                .mapping([
                    ("type", .text(isNSSA ? "nssa" : "stub")), ("summaries", isTotal ? .truth(false) : nil),
                    ("default-cost", area.defaultCost.map { FlowYAML($0) }),
                ])
            )
        }
    }

    private func router(_ router: LabTopology.Router) -> FlowYAML {
        let ranges = topology.ranges.filter { $0.router == router.name }
        let areas = Set(ranges.map(\.area)).sorted().map { area in
            (
                key: "\(area)",
                value: FlowYAML.mapping([("ranges", .list(ranges.filter { $0.area == area }.map(range)))])
            )
        }
        let own = router.daemon.flatMap(ScenarioImporter.Profile.init(rawValue:)).map(Self.habits) ?? []
        return .mapping(
            [
                ("router-id", FlowYAML(router.id)),
                ("loopback", Self.loopback(router.loopbacks)),
                ("loopback-area-id", router.loopbacks.isEmpty ? nil : FlowYAML(router.loopbackArea)),
                ("stub-router", router.isStubRouter ? .truth(true) : nil),
                ("starts-ospf", isAbsentAtFirst(router.name) ? .truth(false) : nil),
                ("areas", areas.isEmpty ? nil : .mapping(areas.map { ($0.key, $0.value) })),
            ] + own)
    }

    static func loopback(_ addresses: [IPv4Address]) -> FlowYAML {
        switch addresses.count {
        case 0: .text("none")
        case 1: FlowYAML(addresses[0])
        default: .list(addresses.map { FlowYAML($0) })
        }
    }

    private func range(_ range: LabTopology.Range) -> FlowYAML {
        .mapping([("prefix", FlowYAML(range.prefix)), ("advertise", range.isAdvertised ? nil : .truth(false))])
    }

    // MARK: Segments

    private func isLink(_ segment: LabTopology.Segment) -> Bool {
        segment.type == .pointToPoint && segment.members.count == 2
    }

    private func settings(of segment: LabTopology.Segment) -> [(key: String, value: FlowYAML?)] {
        let hasOwnTimers =
            segment.helloInterval != topology.helloInterval || segment.deadInterval != topology.deadInterval
        return [
            ("prefix", FlowYAML(segment.prefix)), ("area-id", FlowYAML(segment.area)),
            ("hello-interval", hasOwnTimers ? .text(segment.helloInterval) : nil),
            ("dead-interval", hasOwnTimers ? .text(segment.deadInterval) : nil),
        ]
    }

    private func settings(of member: LabTopology.Member) -> [(key: String, value: FlowYAML?)] {
        [
            ("interface", .text(member.interface)), ("address", FlowYAML(member.address)),
            ("cost", FlowYAML(member.cost)), ("priority", member.priority == 1 ? nil : FlowYAML(member.priority)),
            ("passive", member.isPassive ? .truth(true) : nil),
        ]
    }

    private func link(_ segment: LabTopology.Segment) -> FlowYAML {
        let ends = segment.members.map { FlowYAML.mapping([("router", .text($0.router))] + settings(of: $0)) }
        return .mapping([("link", .list(ends)), ("name", .text(segment.id))] + settings(of: segment))
    }

    private func lan(_ segment: LabTopology.Segment) -> FlowYAML {
        if segment.type == .pointToPoint, segment.members.count > 2 {
            sink.error("a point-to-point segment has at most two members", at: segment.position)
        }
        let members = segment.members.map { (key: $0.router, value: Optional(FlowYAML.mapping(settings(of: $0)))) }
        let type = segment.type == .pointToPoint ? FlowYAML.text("point-to-point") : nil
        return .mapping(settings(of: segment) + [("interface-type", type), ("members", .mapping(members))])
    }

    private func virtualLink(_ link: LabTopology.VirtualLink) -> FlowYAML {
        let hasOwnTimers = topology.helloInterval != "10s" || topology.deadInterval != "40s"
        return .mapping([
            ("routers", .list(link.routers.map { .text($0) })), ("transit-area-id", FlowYAML(link.area)),
            ("hello-interval", hasOwnTimers ? .text(topology.helloInterval) : nil),
            ("dead-interval", hasOwnTimers ? .text(topology.deadInterval) : nil),
        ])
    }

    // MARK: Externals

    private func group(_ external: LabTopology.External) -> FlowYAML {
        .mapping([
            ("prefixes", .list(external.prefixes.map { FlowYAML($0) })), ("metric-type", .text(external.type)),
            ("metric", FlowYAML(external.metric)), ("tag", FlowYAML(external.tag)),
            ("forwarding-address", forwardingAddress(of: external).map { FlowYAML($0) }), ("election", .text("none")),
            (
                "originators",
                .list([
                    .mapping([
                        ("router", .text(external.router)), ("active", external.isInitial ? nil : .truth(false)),
                    ])
                ])
            ),
        ])
    }

    /// The router that a static route points at is the forwarding address if OSPF knows the way there
    /// (RFC 2328 §12.4.4.1).
    private func forwardingAddress(of external: LabTopology.External) -> IPv4Address? {
        guard let via = external.via else { return nil }
        let isKnown = topology.segments.contains { segment in
            segment.type == .broadcast && segment.prefix.contains(via)
                && segment.members.contains { $0.router == external.router && !$0.isPassive }
        }
        if !isKnown {
            sink.warning("\(via) is on no network of OSPF: no forwarding address is announced", at: external.position)
        }
        return isKnown ? via : nil
    }

    private var defaultRoutes: [(key: String, value: FlowYAML)] {
        topology.routers.compactMap { router in
            guard let route = router.defaultRoute, route.fields != nil else { return nil }
            return (
                "default route of \(router.name)",
                .mapping([
                    ("prefixes", .list([.text("0.0.0.0/0")])),
                    ("metric-type", .text(route["type"]?.text == "e1" ? "e1" : "e2")),
                    ("metric", FlowYAML(route["metric"]?.integer ?? 1)), ("election", .text("none")),
                    ("originators", .list([.text(router.name)])),
                ])
            )
        }
    }
}
