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
        yaml.mapping("lans", neutral.segments.filter { !$0.isLink && !$0.members.isEmpty }.map(lan) + unplugged)
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
            if !interface.isHost, interface.cost < 1 { sink.error("a cost is at least 1", at: place) }
            if let items = interface.value["addresses"]?.items?.dropFirst(),
                items.count > interface.secondaryAddresses.count
            {
                sink.error("a secondary address looks like 10.0.0.1/24", at: place)
            }
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

    /// The same network on several segments: legal, and here a key that says so.
    private func isShared(_ segment: NeutralCase.Segment) -> Bool {
        guard let prefix = segment.members.first?.address?.prefix, !segment.members[0].isUnnumbered else {
            return false
        }
        let others = neutral.segments.contains {
            $0.id != segment.id && $0.members.first.map { !$0.isUnnumbered && $0.address?.prefix == prefix } ?? false
        }
        return others || stubs.contains { $0.prefix == prefix }
    }

    private func isShared(_ stub: Stub) -> Bool {
        stubs.count { $0.prefix == stub.prefix } > 1
            || neutral.segments.contains {
                $0.members.first.map { !$0.isUnnumbered && $0.address?.prefix == stub.prefix } ?? false
            }
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
            return (
                "\(id)",
                .mapping([
                    ("type", .text(type)), ("summaries", area["no_summary"]?.boolean == true ? .truth(false) : nil),
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
        let ends = segment.members.map { FlowYAML.mapping([("router", .text($0.router))] + settings($0)) }
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
                key: member.router, value: Optional(FlowYAML.mapping(settings(member) + [("interface-type", type)]))
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

    private func prefix(of segment: NeutralCase.Segment) -> FlowYAML? {
        let prefixes = Set(segment.members.compactMap { $0.address?.prefix })
        if prefixes.count > 1 {
            sink.error("the members of '\(shortened(segment.id))' are in different networks", at: segment.position)
        }
        return segment.members.first?.address.map { FlowYAML($0.prefix) }
    }

    /// A network of one router.
    private struct Stub {
        var name: String
        var prefix: IPv4Prefix
        var member: NeutralCase.Interface
        /// Of a secondary address, that address.
        var secondary: IPv4Address?
    }

    /// Interfaces that are plugged in nowhere - stub networks, and host addresses that have a cost or lie in another area
    /// than the router's loopback - and the networks of secondary addresses.
    private var stubs: [Stub] {
        neutral.interfaces.filter(\.isActive).flatMap { interface -> [Stub] in
            let name = "\(interface.router) \(interface.name)"
            var stubs = interface.secondaryAddresses.map {
                Stub(name: "\(name) \($0.host)", prefix: $0.prefix, member: interface, secondary: $0.host)
            }
            guard let address = interface.address,
                !loopbacks(of: interface.router).contains(where: { $0.name == interface.name }),
                neutral.segment(of: interface.router, interface.name) == nil
            else { return stubs }
            let host = interface.hostRoute ?? IPv4Prefix(address.host, length: 32)
            stubs.insert(Stub(name: name, prefix: interface.isHost ? host : address.prefix, member: interface), at: 0)
            return stubs
        }
    }

    private var unplugged: [(key: String, value: FlowYAML)] {
        stubs.map { stub in
            if stub.member.cost == 0 {
                sink.error("the loopbacks at cost 0 are in one area here", at: stub.member.value.position)
            }
            var settings = settings(stub.member)
            if let address = stub.secondary {
                settings.removeAll { ["interface", "address", "passive", "priority"].contains($0.key) }
                settings += [("address", FlowYAML(address)), ("passive", .truth(true))]
            }
            return (
                stub.name,
                .mapping([
                    ("prefix", FlowYAML(stub.prefix)), ("shared-prefix", isShared(stub) ? .truth(true) : nil),
                    ("members", .mapping([(stub.member.router, .mapping(settings))])),
                ])
            )
        }
    }
}
