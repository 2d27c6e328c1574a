import Emulation
import NetworkPrimitives
import OSPF

/// What is different between two topologies of one network, as two imports of it are: what came, went or changed.
public struct NetworkDifference: Sendable {
    /// One line each, beginning with `+`, `-` or `~`: routers, links and LANs, costs, stub networks, external destinations.
    public private(set) var lines: [String] = []

    public init(from old: NetworkConfiguration, to new: NetworkConfiguration) {
        let (before, after) = (Inventory(old), Inventory(new))
        compare(before.routers, after.routers, "router") { $0 == $1 ? nil : "'\($0)' is '\($1)' now" }
        compare(before.segments, after.segments, "link") { Self.costs($0, $1) }
        compare(before.hosts, after.hosts, "address") { $0 == $1 ? nil : "cost \($0) is \($1) now" }
        compare(before.externals, after.externals, "external") { $0 == $1 ? nil : "\($0) is \($1) now" }
    }

    private static func costs(_ old: [String: UInt16], _ new: [String: UInt16]) -> String? {
        let changes = old.sorted { $0.key < $1.key }.compactMap { router, cost -> String? in
            guard let now = new[router], now != cost else { return nil }
            return "cost of \(router) \(cost) is \(now) now"
        }
        return changes.isEmpty ? nil : changes.joined(separator: ", ")
    }

    private mutating func compare<Value>(
        _ old: [String: Value], _ new: [String: Value], _ noun: String, _ change: (Value, Value) -> String?
    ) {
        for key in Set(old.keys).union(new.keys).sorted() {
            switch (old[key], new[key]) {
            case (nil, .some): lines.append("+ \(noun) \(key)")
            case (.some, nil): lines.append("- \(noun) \(key)")
            case (let old?, let new?): if let words = change(old, new) { lines.append("~ \(noun) \(key): \(words)") }
            case (nil, nil): break
            }
        }
    }
}

/// What there is in a network, by what it is called in every file of it: Router IDs and addresses.
private struct Inventory {
    /// Names by Router ID.
    var routers: [String: String] = [:]
    /// Costs of the members' interfaces, by area, network and members.
    var segments: [String: [String: UInt16]] = [:]
    var hosts: [String: String] = [:]
    var externals: [String: String] = [:]

    init(_ network: NetworkConfiguration) {
        for node in network.routers {
            let id = node.ospf.routerID
            routers["\(id)"] = node.name
            for loopback in node.ospf.loopbacks { hosts["\(loopback.address) of \(id)"] = "\(loopback.cost)" }
            for group in node.ospf.redistributions {
                let words =
                    "metric \(group.metric) type \(group.isType2 ? 2 : 1)" + (group.tag == 0 ? "" : " tag \(group.tag)")
                for prefix in group.prefixes { externals["\(prefix) of \(id)"] = words }
            }
        }
        var counts: [String: Int] = [:]
        for segment in network.segments {
            let members = segment.members.map { member in
                (
                    network.routers[member.router].ospf.routerID,
                    network.routers[member.router].ospf.interfaces[member.interface]
                )
            }
            guard let first = members.first?.1 else { continue }
            let ids = members.map { "\($0.0)" }.sorted().joined(separator: " - ")
            let place = first.prefix.length == 32 ? "" : " (\(first.prefix))"
            var name = ids + place + (first.area == .backbone ? "" : " in area \(first.area)")
            counts[name, default: 0] += 1
            if let count = counts[name], count > 1 { name += " (\(count))" }
            segments[name] = Dictionary(members.map { ("\($0.0)", $0.1.cost) }, uniquingKeysWith: { first, _ in first })
        }
    }
}
