import NetworkPrimitives

/// Writes a neutral case as a scenario: its network, its steps as a timeline, its golden routes as expectations.
struct NeutralWriter {
    let neutral: NeutralCase
    let profile: ScenarioImporter.Profile
    let sink: DiagnosticSink

    func text() -> String {
        checkWhatIsNotEmulated()
        let course = NeutralCourse(neutral: neutral, sink: sink)
        let steps = course.steps()
        var yaml = SectionedYAML()
        yaml.entry("name", .text(neutral.name))
        if let origin = neutral.root["origin"]?["path"]?.text ?? neutral.root["origin"]?["document"]?.text {
            yaml.entry("description", .text(origin))
        }
        yaml.entry("duration", .text("\(steps.duration)s"))
        if let defaults { yaml.entry("defaults", defaults) }
        yaml.mapping("routers", neutral.routers.map { ($0["name"]?.text ?? "", router($0)) })
        yaml.list("links", neutral.segments.filter(\.isLink).map(link))
        yaml.mapping(
            "lans", neutral.segments.filter { !$0.isLink && !$0.members.isEmpty }.map(lan) + unplugged + secondaries)
        yaml.list("virtual-links", NeutralVirtualLinks(neutral: neutral, sink: sink).entries)
        yaml.mapping("groups", course.groups)
        yaml.list("timeline", steps.timeline)
        yaml.list("expect", steps.expectations)
        return yaml.text
    }

    private var defaults: FlowYAML? {
        switch profile {
        case .rfc: nil
        case .frr:
            .mapping([
                ("timers", .text("frr")), ("border-router-type", .text("cisco")), ("profile", .text("frr")),
            ])
        case .bird: .mapping([("timers", .text("bird")), ("profile", .text("bird"))])
        }
    }

    // MARK: Remarks

    private func checkWhatIsNotEmulated() {
        if neutral.root["schema"]?.text != "spillway-neutral/1" {
            sink.error("this is no case of the form spillway-neutral/1", at: neutral.root.position)
        }
        NeutralKeys(sink: sink).check(neutral.root)
        for interface in neutral.interfaces where interface.isActive {
            let place = interface.value.position
            if interface.isUnnumbered, let address = interface.address, !isLoopback(address.host, of: interface.router)
            {
                sink.warning(
                    "the host route to \(address.host), which an unnumbered link has none of, is left out", at: place)
            }
            if interface.address == nil, !interface.isUnnumbered {
                sink.error("an interface needs an address such as 10.0.0.1/24", at: place)
            }
            for address in (interface.value["addresses"]?.items ?? []).dropFirst()
            where NeutralCase.Interface.address(address) == nil {
                sink.error("this is no address such as 10.0.0.1/24", at: address.position)
            }
            if !interface.isHost, interface.cost < 1 { sink.error("a cost is at least 1", at: place) }
        }
        for router in neutral.routers {
            for line in router["unmodelled"]?.items ?? [] {
                sink.warning("left out: \(shortened(line.text ?? ""))", at: line.position)
            }
            for key in ["reference_bandwidth_mbps", "distance"] {
                if let value = router[key] { sink.warning("'\(key)' is left out", at: value.position) }
            }
        }
    }

    private func isLoopback(_ address: IPv4Address, of router: String) -> Bool {
        neutral.interfaces.contains { $0.router == router && $0.isHost && $0.address?.host == address }
    }

    /// The same network in several places: legal, and here a key that says so.
    private func isShared(_ prefix: IPv4Prefix) -> Bool {
        let segments = neutral.segments.compactMap { $0.members.first }.filter { !$0.isUnnumbered }
        let all = (segments + lonely).compactMap { $0.address?.prefix }
        return (all + neutral.interfaces.filter(\.isActive).flatMap { $0.secondaries.map(\.prefix) })
            .count { $0 == prefix } > 1
    }

    private func isShared(_ segment: NeutralCase.Segment) -> Bool {
        guard let first = segment.members.first, !first.isUnnumbered else { return false }
        return first.address.map { isShared($0.prefix) } ?? false
    }

    // MARK: Routers

    private func router(_ router: Value) -> FlowYAML {
        let name = router["name"]?.text ?? ""
        let loopbacks = loopbacks(of: name)
        return .mapping([
            ("router-id", router["router_id"]?.text.map { .text($0) }),
            ("loopback", LabTopologyWriter.loopback(loopbacks.compactMap { $0.address?.host })),
            ("loopback-area-id", loopbacks.first?.area.map { FlowYAML($0) }),
            ("stub-router", router["max_metric"].map(stubRouter)),
            ("areas", areas(of: router)),
        ])
    }

    private func stubRouter(_ maximum: Value) -> FlowYAML {
        let extras: [(key: String, value: FlowYAML?)] = [
            ("include-stub", maximum["stub"] == nil ? nil : .truth(true)),
            ("summary-lsa", maximum["summary"]?.text.map { .text($0) }),
            ("external-lsa", maximum["external"]?.text.map { .text($0) }),
        ]
        return extras.contains { $0.value != nil } ? .mapping(extras) : .truth(true)
    }

    /// Host addresses at cost 0, all in one area: what `loopback` can say. Others become networks of one host.
    private func loopbacks(of router: String) -> [NeutralCase.Interface] {
        let free = neutral.interfaces.filter { $0.router == router && $0.isActive && $0.isHost && $0.cost == 0 }
        return free.filter { $0.area == free.first?.area }
    }

    /// What the source's border routers do where an area does not say it.
    private var commonDefaultSummary: Value? { neutral.root["defaults"]?["nssa_default_summary"] }

    private func areas(of router: Value) -> FlowYAML? {
        let attached = Set(
            neutral.interfaces.filter { $0.router == router["name"]?.text && $0.isActive }.compactMap(\.area))
        let fields = (router["areas"]?.items ?? []).compactMap { area -> (key: String, value: FlowYAML?)? in
            guard let id = area["id"]?.areaID, attached.contains(id) else { return nil }
            let nssaRanges = (area["nssa_ranges"]?.items ?? []).map(NeutralCourse.nssaRange)
            let suppresses = area["suppress_forward_address"]?.boolean == true
            let type = area["type"]?.text ?? "normal"
            let ranges = (area["ranges"]?.items ?? []).map { range in
                FlowYAML.mapping([
                    ("prefix", range["prefix"]?.text.map { .text($0) }),
                    ("advertise", range["advertise"]?.text.map { .text($0) }),
                    ("cost", range["cost"]?.text.map { .text($0) }),
                ])
            }
            guard type != "normal" || !ranges.isEmpty else { return nil }
            let cost = type == "normal" ? nil : area["default_cost"]?.text
            let originates = type == "nssa" && area["nssa_default_originate"]?.boolean == true
            let isSummary = type != "nssa" ? nil : (area["nssa_default_summary"] ?? commonDefaultSummary)?.boolean
            return (
                "\(id)",
                .mapping([
                    ("type", .text(type)), ("default-summary", isSummary.map { .truth($0) }),
                    ("summaries", area["no_summary"]?.boolean == true ? .truth(false) : nil),
                    ("default-cost", cost.map { .text($0) }), ("nssa-default", originates ? .truth(true) : nil),
                    ("ranges", ranges.isEmpty ? nil : .list(ranges)),
                    ("nssa-ranges", nssaRanges.isEmpty ? nil : .list(nssaRanges)),
                    ("suppress-forwarding-address", suppresses ? .truth(true) : nil),
                ])
            )
        }
        return fields.isEmpty ? nil : .mapping(fields)
    }

    // MARK: Segments

    private func settings(_ interface: NeutralCase.Interface) -> [(key: String, value: FlowYAML?)] {
        let value = interface.value
        func seconds(_ key: String) -> FlowYAML? { value[key]?.text.map { .text($0 + "s") } }
        let isPassive =
            value["passive"]?.boolean == true || ["stub", "loopback", "host-route"].contains(interface.type)
        let address = interface.hostRoute?.address ?? interface.address?.host
        return [
            ("interface", .text(interface.name)), ("address", address.map { FlowYAML($0) }),
            ("area-id", interface.area.map { FlowYAML($0) }), ("cost", FlowYAML(interface.cost)),
            ("priority", value["priority"]?.text.map { .text($0) }),
            ("passive", isPassive ? .truth(true) : nil), ("hello-interval", seconds("hello_interval")),
            ("dead-interval", seconds("dead_interval")),
        ]
    }

    private func link(_ segment: NeutralCase.Segment) -> FlowYAML {
        let ends = segment.members.map {
            FlowYAML.mapping([("router", .text($0.router))] + settings($0) + ownMask(of: $0, on: segment))
        }
        if segment.members.allSatisfy(\.isUnnumbered) {
            return .mapping([("link", .list(ends)), ("name", .text(segment.id)), ("unnumbered", .truth(true))])
        }
        let advertisesNeighbor = segment.members.allSatisfy(\.advertisesNeighbor)
        let network = advertisesNeighbor ? FlowYAML(commonPrefix(segment)) : prefix(of: segment)
        return .mapping([
            ("link", .list(ends)), ("name", .text(segment.id)), ("prefix", network),
            ("shared-prefix", isShared(segment) ? .truth(true) : nil),
            ("stub-link", advertisesNeighbor ? .text("neighbor") : nil),
        ])
    }

    /// The smallest network that both ends of a cable are hosts of, where no network is assigned to it.
    private func commonPrefix(_ segment: NeutralCase.Segment) -> IPv4Prefix {
        let hosts = segment.members.compactMap { $0.address?.host }
        var prefix = IPv4Prefix(hosts[0], length: 30)
        while !hosts.allSatisfy({ prefix.contains($0) && $0 != prefix.address && $0 != prefix.lastAddress }) {
            prefix = IPv4Prefix(hosts[0], length: prefix.length - 1)
        }
        return prefix
    }

    private func lan(_ segment: NeutralCase.Segment) -> (key: String, value: FlowYAML) {
        let members = segment.members.map { member in
            let isSaid = ["point-to-point", "point-to-multipoint"].contains(member.type)
            let type = isSaid ? FlowYAML.text(member.type) : nil
            return (
                key: member.router,
                value: Optional(
                    FlowYAML.mapping(settings(member) + ownMask(of: member, on: segment) + [("interface-type", type)]))
            )
        }
        return (
            segment.id,
            .mapping([
                ("prefix", prefix(of: segment)), ("shared-prefix", isShared(segment) ? .truth(true) : nil),
                ("members", .mapping(members)),
            ])
        )
    }

    /// Where the ends do not agree on the network, each has its own: they may not become neighbors, as in the source.
    private func ownMask(
        of member: NeutralCase.Interface, on segment: NeutralCase.Segment
    ) -> [(key: String, value: FlowYAML?)] {
        guard !member.isUnnumbered, Set(segment.members.compactMap { $0.address?.prefix }).count > 1,
            let prefix = member.address?.prefix
        else {
            return []
        }
        return [("mask", FlowYAML(prefix.mask))]
    }

    private func prefix(of segment: NeutralCase.Segment) -> FlowYAML? {
        let prefixes = segment.members.compactMap { $0.address?.prefix }
        return prefixes.min { $0.length < $1.length }.map { FlowYAML($0) }
    }

    /// Interfaces that are plugged in nowhere: stub networks, and host addresses that have a cost or lie in another area
    /// than the router's loopback.
    private var lonely: [NeutralCase.Interface] {
        neutral.interfaces.filter { interface in
            interface.isActive && interface.address != nil
                && !loopbacks(of: interface.router).contains { $0.name == interface.name }
                && neutral.segment(of: interface.router, interface.name) == nil
        }
    }

    private var unplugged: [(key: String, value: FlowYAML)] {
        lonely.compactMap { interface in
            guard let address = interface.address else { return nil }
            if interface.cost == 0 {
                sink.error("the loopbacks at cost 0 are in one area here", at: interface.value.position)
            }
            let host = interface.hostRoute ?? IPv4Prefix(address.host, length: 32)
            let prefix = interface.isHost ? host : address.prefix
            return (
                "\(interface.router) \(interface.name)",
                .mapping([
                    ("prefix", FlowYAML(prefix)), ("shared-prefix", isShared(prefix) ? .truth(true) : nil),
                    ("members", .mapping([(interface.router, .mapping(settings(interface)))])),
                ])
            )
        }
    }

    /// The networks of secondary addresses: stub networks at the cost of their interface.
    private var secondaries: [(key: String, value: FlowYAML)] {
        neutral.interfaces.filter(\.isActive).flatMap { interface in
            interface.secondaries.map { address in
                (
                    interface.name(of: address),
                    .mapping([
                        ("prefix", FlowYAML(address.prefix)),
                        ("shared-prefix", isShared(address.prefix) ? .truth(true) : nil),
                        (
                            "members",
                            .mapping([
                                (
                                    interface.router,
                                    .mapping([
                                        ("address", FlowYAML(address.host)),
                                        ("area-id", interface.area.map { FlowYAML($0) }),
                                        ("cost", FlowYAML(max(interface.cost, 1))), ("passive", .truth(true)),
                                    ])
                                )
                            ])
                        ),
                    ])
                )
            }
        }
    }
}
