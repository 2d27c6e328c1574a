import Emulation
import NetworkPrimitives
import OSPF

/// What a segment without multicast needs besides addresses: who reaches whom, and who is configured as whose neighbor.
struct NonBroadcastSettings {
    let names: NameDirectory
    let sink: DiagnosticSink

    /// `circuits`, as pairs of the segment's routers.
    func circuits(of segment: Value, among routers: [RouterIndex]) -> [Circuit]? {
        guard let items = segment["circuits"]?.items else { return nil }
        let resolver = NameResolver(names: names, sink: sink)
        return items.compactMap { item in
            let found = (item.items ?? []).compactMap(resolver.router)
            guard found.count == item.items?.count else { return nil }
            guard found.count == 2, found[0] != found[1] else {
                sink.error("a circuit joins two different routers", at: item.position)
                return nil
            }
            if let stranger = found.first(where: { !routers.contains($0) }) {
                sink.error("'\(names.routers[stranger])' is no member of this LAN", at: item.position)
                return nil
            }
            return Circuit(found[0], found[1])
        }
    }

    /// One router on the segment.
    struct Member {
        var router: RouterIndex
        var interface: InterfaceIndex
        var address: IPv4Address
        var priority: UInt8
        var type: InterfaceConfiguration.NetworkType
        /// What the file says of it.
        var value: Value
    }

    /// The neighbors that a member is configured with. On an NBMA network that names none, all that it has a circuit to.
    func staticNeighbors(of member: Member, among members: [Member], _ circuits: [Circuit]?) -> [StaticNeighbor] {
        let given = member.value["static-neighbors"]
        if let given, member.type != .nonBroadcast, member.type != .pointToMultipoint {
            sink.error(
                "only non-broadcast and point-to-multipoint interfaces have static neighbors", at: given.position)
            return []
        }
        if let given { return (given.items ?? []).compactMap { neighbor($0, of: member, among: members) } }
        guard member.type == .nonBroadcast, !members.contains(where: { $0.value["static-neighbors"] != nil }) else {
            return []
        }
        return members.filter { other in
            other.router != member.router
                && circuits.map {
                    $0.contains(Circuit(member.router, other.router))
                        || $0.contains(Circuit(other.router, member.router))
                } ?? true
        }.map { StaticNeighbor(interface: member.interface, address: $0.address, priority: $0.priority) }
    }

    private func neighbor(_ value: Value, of member: Member, among members: [Member]) -> StaticNeighbor? {
        let name = value.fields == nil ? value : value["router"] ?? value
        guard let router = NameResolver(names: names, sink: sink).router(name) else { return nil }
        guard router != member.router, let other = members.first(where: { $0.router == router }) else {
            sink.error("'\(names.routers[router])' is not another member of this LAN", at: name.position)
            return nil
        }
        var neighbor = StaticNeighbor(interface: member.interface, address: other.address, priority: other.priority)
        if let priority = value["priority"]?.integer.flatMap(UInt8.init(exactly:)) { neighbor.priority = priority }
        if let interval = value["poll-interval"]?.duration { neighbor.pollInterval = interval }
        neighbor.cost = value["cost"]?.integer.flatMap(UInt16.init(exactly:))
        if let cost = value["cost"], member.type != .pointToMultipoint {
            sink.error("neighbors have costs of their own on point-to-multipoint interfaces only", at: cost.position)
        }
        return neighbor
    }
}
