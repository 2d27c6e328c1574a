import NetworkPrimitives

/// Reads a recorded lab's topology: `topology.yaml`, in which much is left to defaults, or `topology.json`, in which
/// nothing is.
struct LabTopologyReader {
    let sink: DiagnosticSink

    func read(_ root: Value) -> LabTopology? {
        guard root.fields != nil else {
            sink.error("a topology is a mapping, not \(root.kindOfContent)", at: root.position)
            return nil
        }
        know(
            root,
            "name description defaults hello dead duration capture_hellos areas routers segments externals virtual_links ranges timeline"
        )
        var topology = LabTopology()
        topology.name = root["name"]?.text ?? "imported"
        topology.summary = root["description"]?.text ?? ""
        topology.duration = seconds(root["duration"]) ?? "30s"
        let defaults = root["defaults"]
        if let defaults { know(defaults, "hello dead cost") }
        topology.helloInterval = seconds(defaults?["hello"] ?? root["hello"]) ?? "1s"
        topology.deadInterval = seconds(defaults?["dead"] ?? root["dead"]) ?? "4s"
        topology.areas = (root["areas"]?.fields ?? []).compactMap(area)
        topology.routers = (root["routers"]?.fields ?? []).enumerated().compactMap { router($1, position: $0 + 1) }
        topology.segments = segments(root, topology)
        fillLoopbackAreas(root, &topology)
        topology.externals = externals(root["externals"])
        topology.virtualLinks = (root["virtual_links"]?.items ?? []).compactMap(virtualLink)
        topology.ranges = (root["ranges"]?.items ?? []).compactMap(range)
        topology.timeline = timeline(root["timeline"])
        checkNames(topology)
        return topology
    }

    // MARK: Pieces

    private func area(_ field: Value.Field) -> LabTopology.Area? {
        know(field.value, "type default_cost")
        guard let id = required(AreaID(field.key), "an area", field.key, at: field.keyPosition) else { return nil }
        let type = field.value["type"]?.text ?? "normal"
        guard ["normal", "stub", "totally-stubby", "nssa", "totally-nssa"].contains(type) else {
            sink.error("there is no area type '\(shortened(type))'", at: field.value.position)
            return nil
        }
        return LabTopology.Area(id: id, type: type, defaultCost: field.value["default_cost"]?.integer)
    }

    private func router(_ field: Value.Field, position: Int) -> LabTopology.Router? {
        let value = field.value
        know(
            value, "index router_id loopback loopback_area interfaces daemon max_metric default_originate")
        let standard = IPv4Address(bits: 0x0AFF_0000 + UInt32(clamping: position))
        let id = value["router_id"].map { $0.text.flatMap { IPv4Address($0) } } ?? standard
        guard let id else {
            sink.error("a router id looks like 10.255.0.1", at: value["router_id"]?.position ?? value.position)
            return nil
        }
        return LabTopology.Router(
            name: field.key, id: RouterID(bits: id.bits), loopbacks: loopbacks(value, id: id), loopbackArea: .backbone,
            daemon: value["daemon"]?.text, isStubRouter: value["max_metric"]?.boolean ?? false,
            defaultRoute: value["default_originate"], position: field.keyPosition)
    }

    /// `true`, `false`, one prefix or a list of them.
    private func loopbacks(_ router: Value, id: IPv4Address) -> [IPv4Address] {
        guard let value = router["loopback"] else { return [id] }
        if let isThere = value.boolean { return isThere ? [id] : [] }
        return value.oneOrMore.compactMap { item in
            let text = item.text ?? ""
            let parts = text.split(separator: "/")
            guard let address = parts.first.flatMap({ IPv4Address($0) }), parts.count == 1 || parts[1] == "32" else {
                sink.error("a loopback is a host address, not '\(shortened(text))'", at: item.position)
                return nil
            }
            return address
        }
    }

    private func segments(_ root: Value, _ topology: LabTopology) -> [LabTopology.Segment] {
        var links: UInt32 = 0
        var lans: UInt32 = 0
        var interfaces: [String: Int] = [:]
        return (root["segments"]?.items ?? []).enumerated().compactMap { index, value in
            know(value, "id type area prefix members cost priority hello dead passive")
            let typeName = value["type"]?.text ?? "p2p"
            guard let type = LabTopology.SegmentType(rawValue: typeName) else {
                sink.error("there is no segment type '\(shortened(typeName))'", at: value.position)
                return nil
            }
            var prefix = value["prefix"]?.prefix
            if value["prefix"] == nil {
                // A /30 of 10.1.0.0/16 for each link, a /24 of 10.2.0.0/16 for each LAN.
                let isLink = type == .pointToPoint
                let start = isLink ? 0x0A01_0000 + links * 4 : 0x0A02_0000 + lans * 256
                prefix = IPv4Prefix(IPv4Address(bits: start), length: isLink ? 30 : 24)
                if isLink { links += 1 } else { lans += 1 }
            }
            let areaText = value["area"]?.text ?? "0"
            guard let prefix, let area = AreaID(areaText) else {
                sink.error("a segment needs a prefix such as 10.1.0.0/30 and an area", at: value.position)
                return nil
            }
            let members = members(of: value, in: prefix, type, root, &interfaces)
            return LabTopology.Segment(
                id: value["id"]?.text ?? "s\(index + 1)", type: type, area: area, prefix: prefix,
                helloInterval: seconds(value["hello"]) ?? topology.helloInterval,
                deadInterval: seconds(value["dead"]) ?? topology.deadInterval, members: members,
                position: value.position)
        }
    }

    /// Members as a mapping, a list of names, or a list of mappings with `router`. Each takes its router's next interface.
    private func members(
        of segment: Value, in prefix: IPv4Prefix, _ type: LabTopology.SegmentType, _ root: Value,
        _ interfaces: inout [String: Int]
    ) -> [LabTopology.Member] {
        let list = segment["members"]
        let pairs: [(name: String, value: Value)] =
            list?.fields.map { $0.map { ($0.key, $0.value) } }
            ?? (list?.items ?? []).compactMap { item in (item["router"]?.text ?? item.text).map { ($0, item) } }
        return pairs.enumerated().compactMap { index, pair in
            let (name, value) = pair
            if value.fields != nil { know(value, "router if address cost priority passive ospf") }
            let number = interfaces[name, default: 0]
            interfaces[name] = number + 1
            let interface = value["if"]?.text ?? "eth\(number)"
            let stored = root["routers"]?[name]?["interfaces"]?.items?.first { $0["if"]?.text == interface }
            if (value["ospf"] ?? stored?["ospf"])?.boolean == false {
                sink.warning("the interface of '\(name)' does not run OSPF and is left out", at: value.position)
                return nil
            }
            let address = value["address"]?.address ?? prefix.host(UInt32(index + 1))
            let passive = value["passive"] ?? stored?["passive"] ?? segment["passive"]
            return LabTopology.Member(
                router: name, interface: interface, address: address,
                cost: (value["cost"] ?? segment["cost"] ?? root["defaults"]?["cost"])?.integer ?? 10,
                priority: (value["priority"] ?? segment["priority"])?.integer ?? 1,
                isPassive: passive?.boolean ?? (type == .stub))
        }
    }

    /// A loopback belongs to the backbone if its router does, else to its router's first area, unless the file says more.
    private func fillLoopbackAreas(_ root: Value, _ topology: inout LabTopology) {
        for index in topology.routers.indices {
            let name = topology.routers[index].name
            let given = root["routers"]?[name]?["loopback_area"]?.text
            let areas = topology.segments.filter { $0.members.contains { $0.router == name } }.map(\.area)
            let standard = areas.contains(.backbone) ? AreaID.backbone : areas.first ?? .backbone
            topology.routers[index].loopbackArea = given.flatMap { AreaID($0) } ?? standard
        }
    }

    /// A list with `id`, or a mapping of ids.
    private func externals(_ value: Value?) -> [LabTopology.External] {
        let pairs: [(id: String?, value: Value)] =
            value?.fields.map { $0.map { ($0.key, $0.value) } } ?? (value?.items ?? []).map { ($0["id"]?.text, $0) }
        return pairs.enumerated().compactMap { index, pair in
            let value = pair.value
            know(value, "id router prefixes generate type metric tag via initial")
            guard let router = value["router"]?.text else {
                sink.error("externals need a router", at: value.position)
                return nil
            }
            let type = (value["type"]?.text ?? "e2").lowercased()
            if type != "e1", type != "e2" { sink.error("externals are of type e1 or e2", at: value.position) }
            return LabTopology.External(
                id: pair.id ?? "x\(index + 1)", router: router, prefixes: prefixes(of: value), type: type,
                metric: value["metric"]?.integer ?? 20, tag: value["tag"]?.integer ?? 0,
                via: value["via"]?.address, isInitial: value["initial"]?.boolean ?? true, position: value.position)
        }
    }

    private func prefixes(of external: Value) -> [IPv4Prefix] {
        let listed = (external["prefixes"]?.items ?? []).compactMap { item -> IPv4Prefix? in
            if item.prefix == nil { sink.error("a prefix looks like 192.0.2.0/24", at: item.position) }
            return item.prefix
        }
        guard let generate = external["generate"] else { return listed }
        know(generate, "base count")
        guard let base = generate["base"]?.prefix, let count = generate["count"]?.integer,
            (1...1_000_000).contains(count)
        else {
            sink.error("'generate' needs a base such as 172.16.0.0/24 and a count", at: generate.position)
            return listed
        }
        let size = UInt64(1) << (32 - UInt64(base.length))
        guard UInt64(base.address.bits) + size * UInt64(count) <= UInt64(UInt32.max) + 1 else {
            sink.error("\(count) prefixes from \(base) on go beyond 255.255.255.255", at: generate.position)
            return listed
        }
        return listed
            + (0..<UInt64(count)).map {
                IPv4Prefix(IPv4Address(bits: UInt32(UInt64(base.address.bits) + size * $0)), length: base.length)
            }
    }

    private func virtualLink(_ value: Value) -> LabTopology.VirtualLink? {
        know(value, "area routers")
        guard let area = value["area"]?.areaID, let routers = value["routers"]?.items?.compactMap(\.text),
            routers.count == 2
        else {
            sink.error("a virtual link needs its transit area and two routers", at: value.position)
            return nil
        }
        return LabTopology.VirtualLink(area: area, routers: routers, position: value.position)
    }

    private func range(_ value: Value) -> LabTopology.Range? {
        know(value, "router area prefix advertise")
        guard let router = value["router"]?.text, let area = value["area"]?.areaID, let prefix = value["prefix"]?.prefix
        else {
            sink.error("a range needs a router, an area and a prefix", at: value.position)
            return nil
        }
        return LabTopology.Range(
            router: router, area: area, prefix: prefix, isAdvertised: value["advertise"]?.boolean ?? true)
    }

    private func timeline(_ value: Value?) -> [Value] {
        let entries = (value?.items ?? []).filter { entry in
            guard entry["at"]?.text.flatMap(Double.init) != nil, entry["action"]?.text != nil else {
                sink.error("an entry of the timeline needs 'at' and 'action'", at: entry.position)
                return false
            }
            return true
        }
        func moment(_ entry: Value) -> Double { entry["at"]?.text.flatMap(Double.init) ?? 0 }
        return entries.enumerated()
            .sorted { (moment($0.element), $0.offset) < (moment($1.element), $1.offset) }.map(\.element)
    }

    // MARK: Checks

    private func checkNames(_ topology: LabTopology) {
        let names = Set(topology.routers.map(\.name))
        for segment in topology.segments {
            for member in segment.members where !names.contains(member.router) {
                sink.error("there is no router '\(shortened(member.router))'", at: segment.position)
            }
        }
        for external in topology.externals where !names.contains(external.router) {
            sink.error("there is no router '\(shortened(external.router))'", at: external.position)
        }
    }

    /// Says which keys are not understood. `words` holds those that are, separated by spaces.
    private func know(_ value: Value, _ words: String) {
        let known = words.split(separator: " ").map(String.init)
        for field in value.fields ?? [] where !known.contains(field.key) {
            let near = nearestName(to: field.key, among: known)
            sink.error("the key '\(shortened(field.key))' cannot be imported", at: field.keyPosition, suggestion: near)
        }
    }

    private func required<Result>(_ result: Result?, _ what: String, _ text: String, at place: Position) -> Result? {
        if result == nil { sink.error("'\(shortened(text))' is not \(what)", at: place) }
        return result
    }

    /// A number of seconds as a scenario writes it.
    private func seconds(_ value: Value?) -> String? {
        guard let value, let text = value.text else { return nil }
        guard Duration(text + "s") != nil else {
            sink.error("'\(shortened(text))' is not a number of seconds", at: value.position)
            return nil
        }
        return text + "s"
    }
}
