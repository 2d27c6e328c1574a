import NetworkPrimitives
import OSPFWire

/// A captured topology as a topology file of ours.
public struct TopologyFile: Sendable {
    private let topology: CapturedTopology
    private let name: String
    private let origin: String
    /// What came of emulating it, in words.
    private let remarks: [String]

    /// - Parameters:
    ///   - name: what the network is called.
    ///   - origin: where it comes from, in words, for the file's first line.
    ///   - remarks: further lines of its first comment.
    public init(_ topology: CapturedTopology, name: String, origin: String, remarks: [String] = []) {
        self.topology = topology
        self.name = name
        self.origin = origin
        self.remarks = remarks
    }

    public var text: String {
        var lines = ["# \(Self.plain(origin))"]
        lines += remarks.map { "# \(Self.plain($0))" }
        lines += topology.notes.map { "# - \($0)" }
        lines += ["name: \(Self.quoted(name))"] + areas + ["", "routers:"]
        let names = interfaceNames
        lines += topology.routers.indices.flatMap { router($0, names) }
        if !cables.isEmpty { lines += ["", "links:"] + cables.flatMap(cable) }
        lines += lans
        lines += virtualLinks
        lines += groups
        return lines.joined(separator: "\n") + "\n"
    }

    private var cables: [CapturedTopology.Segment] { topology.segments.filter(\.isCable) }
    private var networks: [CapturedTopology.Segment] { topology.segments.filter { !$0.isCable } }

    private var areas: [String] {
        guard !topology.areas.isEmpty else { return [] }
        return ["", "areas:"]
            + topology.areas.map { area in
                let summaries = area.hasSummaries ? "" : ", summaries: false"
                let cost = area.defaultCost.map { ", default-cost: \($0)" } ?? ""
                return "  \(area.area): { type: \(area.kind.rawValue)\(summaries)\(cost) }"
            }
    }

    // MARK: Routers

    /// What a topology calls each interface by default, by slot: in the order of the links, then of the LANs.
    private var interfaceNames: [Int: String] {
        var counts = Array(repeating: 0, count: topology.routers.count)
        var names: [Int: String] = [:]
        for end in (cables + networks).flatMap(\.ends) {
            names[end.slot] = "eth\(counts[end.router])"
            counts[end.router] += 1
        }
        for router in topology.routers {
            for (number, loopback) in router.loopbacks.enumerated() { names[loopback.slot] = "lo\(number)" }
        }
        return names
    }

    private func router(_ number: Int, _ names: [Int: String]) -> [String] {
        let router = topology.routers[number]
        var lines = ["  \(Self.quoted(router.name)):", "    router-id: \(router.routerID)"]
        if router.isBeyond { lines[0] += "  # beyond the captured areas" }
        if router.isHearsay { lines[0] += "  # its own LSAs were not seen" }
        lines.append("    loopback: \(loopbacks(of: router))")
        if let order = order(of: number, names) {
            lines.append("    interface-order: [\(order.joined(separator: ", "))]")
        }
        if router.isFRR { lines.append("    profile: frr") }
        if !router.opaqueLSAs.isEmpty { lines += ["    opaque-lsas:"] + router.opaqueLSAs.map(opaque) }
        guard !router.areas.isEmpty else { return lines }
        return lines + ["    areas:"] + router.areas.sorted { $0.area < $1.area }.flatMap(settings)
    }

    private func loopbacks(of router: CapturedTopology.Router) -> String {
        guard !router.loopbacks.isEmpty else { return "none" }
        let items = router.loopbacks.map { "{ address: \($0.address), cost: \($0.cost), area-id: \($0.area) }" }
        return "[\(items.joined(separator: ", "))]"
    }

    /// The order of the router-LSA, where it is not the one that the file leads to.
    private func order(of number: Int, _ names: [Int: String]) -> [String]? {
        let router = topology.routers[number]
        let own =
            (cables + networks).flatMap(\.ends).filter { $0.router == number }.map(\.slot)
            + router.loopbacks.map(\.slot)
        let wanted = router.order.filter(own.contains)
        let natural = own.filter(wanted.contains)
        return wanted == natural ? nil : wanted.compactMap { names[$0] }
    }

    private func opaque(_ lsa: CapturedTopology.OpaqueLSA) -> String {
        let place = lsa.area.map { "scope: area, area-id: \($0)" } ?? "scope: as"
        let digits = lsa.content.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return
            "      - { \(place), opaque-type: \(lsa.opaqueType), opaque-id: \(lsa.opaqueID), count: 1, content: '\(digits)' }"
    }

    private func settings(_ area: CapturedTopology.AreaSettings) -> [String] {
        var lines: [String] = []
        if let type = area.nssaDefault {
            lines += ["nssa-default: true", "nssa-default-type: \(type == .type1 ? "e1" : "e2")"]
        }
        if area.translatesAlways { lines.append("translator-role: always") }
        if let cost = area.defaultCost { lines.append("default-cost: \(cost)") }
        if !area.ranges.isEmpty {
            lines.append("ranges:")
            lines += area.ranges.map { "  - { prefix: \($0.prefix), cost: \($0.cost) }" }
        }
        if let announced = area.announced {
            let rules = announced.isEmpty ? ["deny 0.0.0.0/0 le 32"] : announced.map { "permit \($0)" }
            lines.append("filter-list: { out: [\(rules.joined(separator: ", "))] }")
        }
        return ["      \(area.area):"] + lines.map { "        \($0)" }
    }

    // MARK: Segments

    private func cable(_ segment: CapturedTopology.Segment) -> [String] {
        let ends = segment.ends.map { end in
            "      - { router: \(Self.quoted(topology.routers[end.router].name))"
                + (end.address.map { ", address: \($0)" } ?? "") + ", cost: \(max(1, end.cost))"
                + (end.announcesNeighbor ? ", stub-link: neighbor }" : " }")
        }
        return ["  - link:"] + ends + settings(of: segment).map { "    \($0)" }
    }

    private var lans: [String] {
        guard !networks.isEmpty else { return [] }
        var lines = ["", "lans:"]
        var taken: Set<String> = []
        for segment in networks {
            let kind = segment.ends.count == 1 ? "stub" : "lan"
            let base = "\(kind) \(segment.prefix.map { "\($0)" } ?? "without a subnet")"
            var name = base
            var number = 2
            while !taken.insert(name).inserted {
                name = "\(base) (\(number))"
                number += 1
            }
            lines.append("  \(Self.quoted(name)):")
            lines += settings(of: segment).map { "    \($0)" }
            lines.append("    members:")
            lines += segment.ends.map(member)
        }
        return lines
    }

    private func member(_ end: CapturedTopology.End) -> String {
        var parts: [String] = []
        if let address = end.address { parts.append("address: \(address)") }
        parts.append("cost: \(max(1, end.cost))")
        if end.isPassive { parts.append("passive: true") }
        if let priority = end.priority, !end.isPassive { parts.append("priority: \(priority)") }
        return "      \(Self.quoted(topology.routers[end.router].name)): { \(parts.joined(separator: ", ")) }"
    }

    private func settings(of segment: CapturedTopology.Segment) -> [String] {
        var lines: [String] = []
        if let prefix = segment.prefix { lines.append("prefix: \(prefix)") }
        if segment.isShared { lines.append("shared-prefix: true") }
        if segment.isUnnumbered { lines.append("unnumbered: true") }
        if segment.isPointToMultipoint { lines.append("interface-type: point-to-multipoint") }
        if !segment.circuits.isEmpty {
            let pairs = segment.circuits.map { pair in
                "[\(pair.map { Self.quoted(topology.routers[$0].name) }.joined(separator: ", "))]"
            }
            lines.append("circuits: [\(pairs.joined(separator: ", "))]")
        }
        let isNatural = segment.attached.count == 2 && segment.attached.first == segment.designatedRouter
        if segment.attached.count > 1, !isNatural {
            let routers = segment.attached.map { Self.quoted(topology.routers[$0].name) }
            lines.append("attached-order: [\(routers.joined(separator: ", "))]")
        }
        if segment.area != .backbone { lines.append("area-id: \(segment.area)") }
        if let timers = segment.timers {
            lines += ["hello-interval: \(timers.hello)s", "dead-interval: \(timers.dead)s"]
        }
        return lines
    }

    private var virtualLinks: [String] {
        guard !topology.virtualLinks.isEmpty else { return [] }
        return ["", "virtual-links:"]
            + topology.virtualLinks.map { link in
                let names = link.routers.map { Self.quoted(topology.routers[$0].name) }
                return "  - { routers: [\(names.joined(separator: ", "))], transit-area-id: \(link.transitArea) }"
            }
    }

    private var groups: [String] {
        guard !topology.groups.isEmpty else { return [] }
        var lines = ["", "groups:"]
        for (number, group) in topology.groups.enumerated() {
            let route = group.route
            lines.append("  external-\(number + 1):")
            lines.append("    prefixes: [\(group.prefixes.map { "\($0)" }.joined(separator: ", "))]")
            lines.append("    metric: \(min(route.metric, 16_777_214))")
            lines.append("    metric-type: \(route.externalType == .type1 ? "e1" : "e2")")
            if route.tag != 0 { lines.append("    tag: \(route.tag)") }
            if route.forwardingAddress != .unspecified {
                lines.append("    forwarding-address: \(route.forwardingAddress)")
            }
            // The capture shows who announces what, not why.
            lines.append("    election: none")
            let names = group.originators.map { Self.quoted(topology.routers[$0].name) }
            lines.append("    originators: [\(names.joined(separator: ", "))]")
        }
        return lines
    }

    // MARK: Text

    /// Text that YAML takes for text.
    private static func quoted(_ text: String) -> String {
        let isPlain = text.unicodeScalars.allSatisfy {
            $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || "-_.".unicodeScalars.contains($0))
        }
        if isPlain, text.unicodeScalars.first?.properties.isAlphabetic == true { return text }
        return "'\(plain(text).split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''"))'"
    }

    /// Text on one line.
    /// For a comment, which ends with its line, and in which nothing hides.
    private static func plain(_ text: String) -> String {
        let scalars = text.unicodeScalars.map { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: "?" as Unicode.Scalar
            default: scalar
            }
        }
        return String(String.UnicodeScalarView(scalars))
    }
}
