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
            if interface.type == "point-to-multipoint" {
                sink.error("point-to-multipoint interfaces are not emulated", at: place)
            }
            if interface.value["unnumbered"]?.boolean == true {
                sink.error("unnumbered interfaces are not emulated", at: place)
            }
            if interface.address == nil { sink.error("an interface needs an address such as 10.0.0.1/24", at: place) }
            if !interface.isHost, interface.cost < 1 { sink.error("a cost is at least 1", at: place) }
        }
        checkNetworks()
        for router in neutral.routers {
            for line in router["unmodelled"]?.items ?? [] {
                sink.warning("left out: \(shortened(line.text ?? ""))", at: line.position)
            }
            for key in ["reference_bandwidth_mbps", "distance"] {
                if let value = router[key] { sink.warning("'\(key)' is left out", at: value.position) }
            }
            if let maximum = router["max_metric"] { checkStubRouter(maximum) }
        }
    }

    private func checkNetworks() {
        var known: [IPv4Prefix: String] = [:]
        for segment in neutral.segments {
            guard let prefix = segment.members.first?.address?.prefix else { continue }
            if let other = known.updateValue(segment.id, forKey: prefix) {
                let message = "'\(shortened(segment.id))' is in the same network as '\(shortened(other))': \(prefix)"
                sink.error(message, at: segment.position)
            }
        }
    }

    private func checkStubRouter(_ maximum: Value) {
        for key in ["stub", "summary", "external"] where maximum[key] != nil {
            sink.error("only transit links can be advertised at the largest cost, not '\(key)'", at: maximum.position)
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
            ("stub-router", router["max_metric"] == nil ? nil : .truth(true)),
            ("areas", areas(of: router)),
        ])
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
            if area["virtual_links"]?.items?.isEmpty == false {
                sink.error("virtual links are not emulated", at: area["virtual_links"]?.position ?? area.position)
            }
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
        return [
            ("interface", .text(interface.name)), ("address", interface.address.map { FlowYAML($0.host) }),
            ("area-id", interface.area.map { FlowYAML($0) }), ("cost", FlowYAML(interface.cost)),
            ("priority", value["priority"]?.text.map { .text($0) }),
            ("passive", isPassive ? .truth(true) : nil), ("hello-interval", seconds("hello_interval")),
            ("dead-interval", seconds("dead_interval")),
        ]
    }

    private func link(_ segment: NeutralCase.Segment) -> FlowYAML {
        let ends = segment.members.map { FlowYAML.mapping([("router", .text($0.router))] + settings($0)) }
        return .mapping([("link", .list(ends)), ("name", .text(segment.id)), ("prefix", prefix(of: segment))])
    }

    private func lan(_ segment: NeutralCase.Segment) -> (key: String, value: FlowYAML) {
        let members = segment.members.map { member in
            let isPointToPoint = member.type == "point-to-point"
            let type = isPointToPoint ? FlowYAML.text("point-to-point") : nil
            return (
                key: member.router, value: Optional(FlowYAML.mapping(settings(member) + [("interface-type", type)]))
            )
        }
        return (segment.id, .mapping([("prefix", prefix(of: segment)), ("members", .mapping(members))]))
    }

    private func prefix(of segment: NeutralCase.Segment) -> FlowYAML? {
        let prefixes = Set(segment.members.compactMap { $0.address?.prefix })
        if prefixes.count > 1 {
            sink.error("the members of '\(shortened(segment.id))' are in different networks", at: segment.position)
        }
        return segment.members.first?.address.map { FlowYAML($0.prefix) }
    }

    /// Interfaces that are plugged in nowhere: stub networks, and host addresses that have a cost or lie in another area
    /// than the router's loopback.
    private var unplugged: [(key: String, value: FlowYAML)] {
        neutral.interfaces.filter(\.isActive).compactMap { interface in
            guard let address = interface.address,
                !loopbacks(of: interface.router).contains(where: { $0.name == interface.name }),
                neutral.segment(of: interface.router, interface.name) == nil
            else { return nil }
            if interface.cost == 0 {
                sink.error("the loopbacks at cost 0 are in one area here", at: interface.value.position)
            }
            return (
                "\(interface.router) \(interface.name)",
                .mapping([
                    ("prefix", FlowYAML(interface.isHost ? IPv4Prefix(address.host, length: 32) : address.prefix)),
                    ("members", .mapping([(interface.router, .mapping(settings(interface)))])),
                ])
            )
        }
    }
}
