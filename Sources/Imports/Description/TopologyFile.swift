import Files
import NetworkPrimitives
import OSPFWire
import Scenarios

/// A description of a network as a topology file: the one place where imported networks become YAML.
public struct TopologyFile: Sendable {
    typealias Field = (key: String, value: FlowYAML?)

    let topology: NetworkDescription
    private let name: String
    private let origin: String
    /// What came of emulating it, in words.
    private let remarks: [String]
    /// The ends of a router, in the order of the file.
    private let interfaces: [[NetworkDescription.End]]

    /// - Parameters:
    ///   - name: what the network is called.
    ///   - origin: where it comes from, in words, for the file's first line.
    ///   - remarks: further lines of its first comment.
    public init(_ topology: NetworkDescription, name: String, origin: String, remarks: [String] = []) {
        self.topology = topology
        self.name = name
        self.origin = origin
        self.remarks = remarks
        var interfaces: [[NetworkDescription.End]] = Array(repeating: [], count: topology.routers.count)
        for isCable in [true, false] {
            for end in topology.segments.lazy.filter({ $0.isCable == isCable }).flatMap(\.ends) {
                interfaces[end.router].append(end)
            }
        }
        self.interfaces = interfaces
    }

    public var text: String {
        var lines = [comment(origin)] + remarks.map(comment) + topology.notes.map { comment("- \($0)") }
        lines.append("name: \(FlowYAML(name).line)")
        lines += defaults + areas + ["", "routers:"]
        for number in topology.routers.indices { lines += router(number) }
        if !cables.isEmpty { lines += ["", "links:"] + cables.flatMap(cable) }
        lines += lans
        lines += virtualLinks
        lines += groups + unresolved
        return lines.joined(separator: "\n") + "\n"
    }

    private var cables: [NetworkDescription.Segment] { topology.segments.filter(\.isCable) }
    private var networks: [NetworkDescription.Segment] { topology.segments.filter { !$0.isCable } }

    /// What no source tells, with the values that it has here.
    private var defaults: [String] {
        [
            "",
            "# What is not said below has these values. Give others here, or in a file that begins with 'extends:' and has them",
            "# under 'change:', which the next import leaves alone.", "# defaults:",
            "#   hello-interval: 10s    # 30s on non-broadcast and point-to-multipoint networks of most vendors",
            "#   dead-interval: 40s", "#   priority: 1", "#   delay: 1ms",
            "#   limit: none            # as in 'limit: {preset: cisco-ios-xe, maximum: 3000}'; see 'spillway presets'",
        ]
    }

    private var areas: [String] {
        guard !topology.areas.isEmpty else { return [] }
        return ["", "areas:"]
            + topology.areas.map { area in
                let fields: [Field] = [
                    ("type", FlowYAML(area.kind.rawValue)), ("summaries", area.hasSummaries ? nil : .truth(false)),
                    ("default-cost", area.defaultCost.map { FlowYAML($0) }),
                ]
                return "  \(area.area): \(FlowYAML.mapping(fields).line)"
            }
    }

    // MARK: Routers

    private func router(_ number: Int) -> [String] {
        let router = topology.routers[number]
        var lines = ["  \(name(of: number)):"]
        if router.isBeyond { lines[0] += "  # beyond the known areas" }
        if router.isHearsay { lines[0] += "  # its own LSAs were not seen" }
        lines += router.comments.map { "    \(comment($0))" }
        if let id = router.routerID { lines.append("    router-id: \(id)") }
        if !router.hasDefaultLoopback { lines.append("    loopback: \(loopbacks(of: router))") }
        if let order = order(of: number) {
            lines.append("    interface-order: \(FlowYAML.list(order.map { FlowYAML($0) }).line)")
        }
        if router.isFRR { lines.append("    profile: frr") }
        if router.isStubRouter { lines.append("    stub-router: true") }
        lines += router.settings.map { "    \(self.line($0))" }
        if !router.opaqueLSAs.isEmpty { lines += ["    opaque-lsas:"] + router.opaqueLSAs.map(opaque) }
        if !router.areas.isEmpty {
            lines += ["    areas:"] + router.areas.sorted { $0.area < $1.area }.flatMap(settings)
        }
        // A router that nothing is said of.
        if lines.count == 1 + router.comments.count { lines[0] += " {}" }
        return lines
    }

    private func name(of router: Int) -> String { FlowYAML(topology.routers[router].name).line }

    private func loopbacks(of router: NetworkDescription.Router) -> String {
        guard !router.loopbacks.isEmpty else { return "none" }
        return FlowYAML.list(
            router.loopbacks.map {
                .mapping([
                    ("address", FlowYAML($0.address)), ("cost", FlowYAML($0.cost)), ("area-id", FlowYAML($0.area)),
                ])
            }
        ).line
    }

    /// The order of the router-LSA, where it is not the one that the file leads to. Interfaces have their names, or those that the
    /// topology gives them: `eth0` and so on in the order of the links, then of the LANs.
    private func order(of number: Int) -> [String]? {
        let router = topology.routers[number]
        guard !router.order.isEmpty else { return nil }
        var names: [Int: String] = [:]
        var own: [Int] = []
        for (position, end) in interfaces[number].enumerated() {
            names[end.slot] = end.interface ?? "eth\(position)"
            own.append(end.slot)
        }
        for (position, loopback) in router.loopbacks.enumerated() {
            names[loopback.slot] = "lo\(position)"
            own.append(loopback.slot)
        }
        let wanted = router.order.filter { names[$0] != nil }
        let isWanted = Set(wanted)
        return wanted == own.filter(isWanted.contains) ? nil : wanted.compactMap { names[$0] }
    }

    private func opaque(_ lsa: NetworkDescription.OpaqueLSA) -> String {
        var fields: [Field] = [("scope", .text(lsa.area == nil ? "as" : "area"))]
        if let area = lsa.area { fields.append(("area-id", FlowYAML(area))) }
        fields += [
            ("opaque-type", FlowYAML(lsa.opaqueType)), ("opaque-id", FlowYAML(lsa.opaqueID)), ("count", FlowYAML(1)),
        ]
        switch lsa.content {
        case .octets(let octets):
            let digits = octets.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            fields.append(("content", .text(digits)))
        case .length(let length): fields.append(("length", FlowYAML(length)))
        }
        return "      - \(FlowYAML.mapping(fields).line)"
    }

    private func settings(_ area: NetworkDescription.AreaSettings) -> [String] {
        var lines: [String] = []
        if let type = area.nssaDefault {
            lines += ["nssa-default: true", "nssa-default-type: \(type == .type1 ? "e1" : "e2")"]
        }
        if area.translatesAlways { lines.append("translator-role: always") }
        if let cost = area.defaultCost { lines.append("default-cost: \(cost)") }
        if !area.ranges.isEmpty {
            lines.append("ranges:")
            lines += area.ranges.map { range in
                let fields: [Field] = [
                    ("prefix", FlowYAML(range.prefix)), ("cost", range.cost.map { FlowYAML($0) }),
                    ("advertise", range.isAdvertised ? nil : .truth(false)),
                ]
                return "  - \(FlowYAML.mapping(fields).line)"
            }
        }
        if let announced = area.announced {
            let rules = announced.isEmpty ? ["deny 0.0.0.0/0 le 32"] : announced.map { "permit \($0)" }
            lines.append("filter-list: {out: \(FlowYAML.list(rules.map { .text($0) }).line)}")
        }
        return ["      \(area.area):"] + lines.map { "        \($0)" }
    }

    // MARK: Segments

    private func cable(_ segment: NetworkDescription.Segment) -> [String] {
        let ends = segment.ends.map { end in
            let fields: [Field] =
                [("router", .text(topology.routers[end.router].name))] + self.fields(of: end)
                + [("stub-link", end.announcesNeighbor ? .text("neighbor") : nil)]
            return "      - \(FlowYAML.mapping(fields).line)\(self.remark(end.remark))"
        }
        let name = segment.name.map { ["    name: \(FlowYAML($0).line)"] } ?? []
        return ["  - link:\(remark(segment.remark))"] + ends + name + settings(of: segment).map { "    \($0)" }
    }

    private var lans: [String] {
        guard !networks.isEmpty else { return [] }
        var lines = ["", "lans:"]
        var taken: Set<String> = []
        for segment in networks {
            let kind = segment.ends.count == 1 ? "stub" : "lan"
            let base = segment.name ?? "\(kind) \(segment.prefix.map { "\($0)" } ?? "without a subnet")"
            var name = base
            var number = 2
            while !taken.insert(name).inserted {
                name = "\(base) (\(number))"
                number += 1
            }
            lines.append("  \(FlowYAML(name).line):\(remark(segment.remark))")
            lines += settings(of: segment).map { "    \($0)" }
            lines.append("    members:")
            lines += segment.ends.map { end in
                "      \(self.name(of: end.router)): \(FlowYAML.mapping(fields(of: end)).line)\(remark(end.remark))"
            }
        }
        return lines
    }

    private func fields(of end: NetworkDescription.End) -> [Field] {
        [
            ("address", end.address.map { FlowYAML($0) }), ("cost", end.cost.map { FlowYAML(max(1, $0)) }),
            ("passive", end.isPassive ? .truth(true) : nil),
            ("priority", end.isPassive ? nil : end.priority.map { FlowYAML($0) }),
            ("interface", end.interface.map { FlowYAML($0) }),
        ] + end.settings.map { ($0.key, $0.value) }
    }

    private func settings(of segment: NetworkDescription.Segment) -> [String] {
        var lines: [String] = []
        if let prefix = segment.prefix { lines.append("prefix: \(prefix)") }
        if segment.isShared { lines.append("shared-prefix: true") }
        if segment.isUnnumbered { lines.append("unnumbered: true") }
        if segment.isPointToMultipoint { lines.append("interface-type: point-to-multipoint") }
        func names(_ routers: [Int]) -> FlowYAML { .list(routers.map { FlowYAML(topology.routers[$0].name) }) }
        if !segment.circuits.isEmpty {
            lines.append("circuits: \(FlowYAML.list(segment.circuits.map(names)).line)")
        }
        let isNatural = segment.attached.count == 2 && segment.attached.first == segment.designatedRouter
        if segment.attached.count > 1, !isNatural { lines.append("attached-order: \(names(segment.attached).line)") }
        if segment.area != .backbone { lines.append("area-id: \(segment.area)") }
        if let timers = segment.timers {
            lines += ["hello-interval: \(timers.hello)s", "dead-interval: \(timers.dead)s"]
        }
        return lines + segment.settings.map(line)
    }

    private var virtualLinks: [String] {
        guard !topology.virtualLinks.isEmpty else { return [] }
        return ["", "virtual-links:"]
            + topology.virtualLinks.map { link in
                let fields: [Field] = [
                    ("routers", .list(link.routers.map { FlowYAML(topology.routers[$0].name) })),
                    ("transit-area-id", FlowYAML(link.transitArea)),
                ]
                return "  - \(FlowYAML.mapping(fields).line)"
            }
    }

    private var groups: [String] {
        guard !topology.groups.isEmpty else { return [] }
        var lines = ["", "groups:"]
        for (number, group) in topology.groups.enumerated() {
            let route = group.route
            lines.append("  \(FlowYAML(group.name ?? "external-\(number + 1)").line):\(remark(group.remark))")
            lines.append("    prefixes: \(FlowYAML.list(group.prefixes.map { FlowYAML($0) }).line)")
            lines.append("    metric: \(min(route.metric, 16_777_214))")
            lines.append("    metric-type: \(route.externalType == .type1 ? "e1" : "e2")")
            if route.tag != 0 { lines.append("    tag: \(route.tag)") }
            if route.forwardingAddress != .unspecified {
                lines.append("    forwarding-address: \(route.forwardingAddress)")
            }
            // Sources show who announces what, not why.
            lines.append("    election: none")
            lines.append(
                "    originators: \(FlowYAML.list(group.originators.map { FlowYAML(topology.routers[$0].name) }).line)")
        }
        return lines
    }

    /// Groups to fill in.
    private var unresolved: [String] {
        guard !topology.unresolved.isEmpty else { return [] }
        var lines = ["", "# To fill in, under 'groups:', as no file tells what or how many they are:"]
        for (number, entry) in topology.unresolved.enumerated() {
            let destinations = entry.prefix.map { "prefixes: [\($0)]" } ?? "base: 198.18.0.0/24, count: 1"
            lines.append(
                "#   # \(LegibleText.line(topology.routers[entry.router].name)): \(LegibleText.line(entry.words))")
            lines.append("#   unknown-\(number + 1): {\(destinations), originators: [\(name(of: entry.router))]}")
        }
        return lines
    }

    // MARK: Text

    private func line(_ setting: NetworkDescription.Setting) -> String {
        "\(FlowYAML(setting.key).line): \(setting.value.line)\(remark(setting.remark))"
    }

    private func remark(_ text: String?) -> String { text.map { "  \(comment($0))" } ?? "" }

    /// A comment ends with its line, and nothing hides in it.
    private func comment(_ text: String) -> String { "# \(LegibleText.line(text))" }
}
