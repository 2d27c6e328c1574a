import NetworkPrimitives
import Scenarios

/// Nodes and links of a lab or a map, before anything is known of OSPF.
struct NetworkGraph: Sendable {
    struct Node: Sendable {
        /// What the file's edges call it.
        var id: String
        var label: String?
        /// A shared segment that is drawn as a node.
        var isSegment = false
        /// Somebody else's.
        var isForeign = false
        var routerID: RouterID?
        var loopback: IPv4Address?
        var area: AreaID?
        var line = 0
    }

    struct End: Sendable {
        /// A node's id.
        var node: String
        var interface: String?
        var address: IPv4Address?
        var cost: UInt16?
        var priority: UInt8?
        var isPassive = false
        var area: AreaID?
        var settings: [NetworkDescription.Setting] = []
    }

    struct Link: Sendable {
        var ends: [End]
        var prefix: IPv4Prefix?
        var area: AreaID?
        /// Megabits per second.
        var speed: Double?
        var name: String?
        var type: String?
        var isUnnumbered = false
        /// Several routers, or one, share it, as in a switch.
        var isLAN = false
        var line = 0
    }

    var nodes: [Node] = []
    var links: [Link] = []
    var notes: [String] = []
}

extension NetworkGraph {
    /// The network that the graph draws. Nodes without a label are called by their ids, equal labels are numbered.
    /// - Parameter reference: megabits per second at which a link costs 1, or `nil` for costs of 10.
    func description(reference: Double?) -> NetworkDescription {
        var topology = NetworkDescription()
        var numbers: [String: Int] = [:]
        var segments: [String: Int] = [:]
        var taken: Set<String> = []
        topology.notes = notes
        for node in nodes where numbers[node.id] == nil {
            guard !node.isSegment else {
                segments[node.id] = segments.count
                continue
            }
            let base = RouterName.made(from: node.label ?? node.id)
            var name = base.isEmpty ? node.id : base
            var count = 2
            while !taken.insert(name).inserted {
                name = "\(base) (\(count))"
                count += 1
            }
            var router = NetworkDescription.Router(name: name, routerID: node.routerID)
            router.hasDefaultLoopback = node.loopback == nil
            if let loopback = node.loopback {
                router.loopbacks = [.init(address: loopback, cost: 0, area: node.area ?? .backbone)]
            }
            if let label = node.label, label != name { router.comments.append("'\(label)' in its file") }
            if node.isForeign {
                router.comments.append("of somebody else (Internal 0)")
                topology.notes.append("\(name) is of somebody else (Internal 0), and is a router like the others here.")
            }
            numbers[node.id] = topology.routers.count
            topology.routers.append(router)
        }
        add(to: &topology, numbers, segments, reference)
        return topology
    }

    private func add(
        to topology: inout NetworkDescription, _ numbers: [String: Int], _ segments: [String: Int], _ reference: Double?
    ) {
        func end(_ end: End, _ link: Link) -> NetworkDescription.End? {
            guard let router = numbers[end.node] else { return nil }
            let reckoned = reference.flatMap { reference in
                link.speed.map { UInt16(clamping: max(1, Int(min(65_535, reference / $0)))) }
            }
            var result = NetworkDescription.End(router: router, address: end.address, cost: end.cost ?? reckoned)
            result.interface = end.interface
            result.priority = end.priority
            result.isPassive = end.isPassive
            result.settings = end.settings
            return result
        }
        var shared: [String: NetworkDescription.Segment] = [:]
        var loops = 0
        for link in links {
            let hubs = link.ends.filter { segments[$0.node] != nil }
            let ends = link.ends.compactMap { end($0, link) }
            if let hub = hubs.first {
                var segment =
                    shared[hub.node]
                    ?? NetworkDescription.Segment(area: link.area ?? .backbone, ends: [], isCable: false)
                segment.ends += ends.filter { new in !segment.ends.contains { $0.router == new.router } }
                shared[hub.node] = segment
                continue
            }
            guard Set(ends.map(\.router)).count == ends.count else {
                loops += 1
                let name = topology.routers[ends[0].router].name
                topology.notes.append("A link from \(name) to itself is left out.")
                continue
            }
            guard !ends.isEmpty else { continue }
            var segment = NetworkDescription.Segment(
                area: link.area ?? .backbone, prefix: link.prefix, ends: ends, isCable: ends.count == 2 && !link.isLAN,
                isUnnumbered: link.isUnnumbered)
            segment.name = link.name
            if let type = link.type { segment.settings.append(.init("interface-type", .text(type))) }
            if let speed = link.speed { segment.remark = "\(Self.words(speed))" }
            topology.segments.append(segment)
        }
        let names = nodes.filter { shared[$0.id] != nil }
        for node in names {
            guard var segment = shared[node.id], segment.ends.count > 0 else { continue }
            let label = node.label.map(RouterName.made) ?? ""
            segment.name = label.isEmpty || label == "None" ? "lan \(node.id)" : label
            topology.segments.append(segment)
        }
        if !topology.segments.contains(where: { $0.ends.contains { $0.cost != nil } }) {
            topology.notes.append("The file has no costs: every link costs 10.")
        }
    }

    static func words(_ speed: Double) -> String {
        func text(_ value: Double, _ unit: String) -> String {
            value == value.rounded() ? "\(Int(value)) \(unit)" : "\(value) \(unit)"
        }
        return speed >= 1_000 && speed < 1e12 ? text(speed / 1_000, "Gbit/s") : text(min(speed, 1e12), "Mbit/s")
    }
}
