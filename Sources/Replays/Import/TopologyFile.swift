import NetworkPrimitives
import OSPFWire

/// A captured topology as a topology file of ours.
public struct TopologyFile: Sendable {
    private let topology: CapturedTopology
    private let name: String
    private let origin: String

    /// - Parameters:
    ///   - name: what the network is called.
    ///   - origin: where it comes from, in words, for the file's first line.
    public init(_ topology: CapturedTopology, name: String, origin: String) {
        self.topology = topology
        self.name = name
        self.origin = origin
    }

    public var text: String {
        var lines = ["# \(Self.plain(origin))"]
        lines += topology.notes.map { "# - \($0)" }
        lines += ["name: \(Self.quoted(name))"] + areas + ["", "routers:"]
        lines += topology.routers.map(router)
        let cables = topology.segments.filter(\.isCable)
        if !cables.isEmpty { lines += ["", "links:"] + cables.flatMap(cable) }
        lines += lans
        lines += groups
        return lines.joined(separator: "\n") + "\n"
    }

    private var areas: [String] {
        guard !topology.areas.isEmpty else { return [] }
        return ["", "areas:"]
            + topology.areas.map { area in
                let summaries = area.hasSummaries ? "" : ", summaries: false"
                let cost = area.defaultCost.map { ", default-cost: \($0)" } ?? ""
                return "  \(area.area): { type: \(area.kind.rawValue)\(summaries)\(cost) }"
            }
    }

    private func router(_ router: CapturedTopology.Router) -> String {
        let loopback = router.loopback.map { "\($0)" } ?? "none"
        let area = router.loopback != nil && topology.segments.contains { $0.area != .backbone }
        return "  \(Self.quoted(router.name)): { router-id: \(router.routerID), loopback: \(loopback)"
            + (area ? ", loopback-area-id: \(router.loopbackArea) }" : " }")
    }

    private func cable(_ segment: CapturedTopology.Segment) -> [String] {
        let ends = segment.ends.map { end in
            "      - { router: \(Self.quoted(topology.routers[end.router].name))"
                + (end.address.map { ", address: \($0)" } ?? "") + ", cost: \(max(1, end.cost)) }"
        }
        return ["  - link:"] + ends + settings(of: segment).map { "    \($0)" }
    }

    private var lans: [String] {
        let segments = topology.segments.filter { !$0.isCable }
        guard !segments.isEmpty else { return [] }
        var lines = ["", "lans:"]
        var taken: Set<String> = []
        for segment in segments {
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
        if segment.isUnnumbered { lines.append("unnumbered: true") }
        if segment.area != .backbone { lines.append("area-id: \(segment.area)") }
        if let timers = segment.timers {
            lines += ["hello-interval: \(timers.hello)s", "dead-interval: \(timers.dead)s"]
        }
        return lines
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

    /// Text that YAML takes for text.
    private static func quoted(_ text: String) -> String {
        let isPlain = text.unicodeScalars.allSatisfy {
            $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || "-_.".unicodeScalars.contains($0))
        }
        if isPlain, text.unicodeScalars.first?.properties.isAlphabetic == true { return text }
        return "'\(plain(text).split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''"))'"
    }

    /// Text on one line.
    private static func plain(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? "?" : $0 }))
    }
}
