import Emulation
import NetworkPrimitives
import OSPF

/// One way out as a reference names it: the interface's number, and the next router's address.
struct ReferenceHop: Hashable {
    let interface: InterfaceIndex
    let address: UInt32
}

/// A network as its configuration and its cables have it: who is a neighbor of whom, at what cost, in which area.
///
/// Nothing here knows of LSAs, databases or adjacencies. All segments that are not cut are whole.
struct WiredNetwork {
    struct Port {
        let router: Int
        let interface: InterfaceIndex
        let address: UInt32
        let cost: Int
    }
    struct Wire {
        let area: AreaID
        let prefix: IPv4Prefix
        let type: InterfaceConfiguration.NetworkType
        let isUnnumbered: Bool
        let ports: [Port]
        /// The pairs of routers that hear each other on a point-to-multipoint network.
        let circuits: [(Int, Int)]
    }

    /// A virtual link, whether or not its ends reach each other.
    struct VirtualEdge {
        let ends: (Int, Int)
        let area: AreaID
    }

    let routers: [RouterConfiguration]
    /// The segments that are not cut.
    let wires: [Wire]
    let virtualLinks: [VirtualEdge]

    init(_ configuration: NetworkConfiguration, cut: Set<Int>) {
        let routers = configuration.routers.map(\.ospf)
        self.routers = routers
        virtualLinks = routers.enumerated().flatMap { number, router in
            router.interfaces.compactMap(\.virtualLink).compactMap { link in
                let other = routers.firstIndex { $0.routerID == link.neighbor }!
                return number < other ? VirtualEdge(ends: (number, other), area: link.transitArea) : nil
            }
        }
        wires = configuration.segments.indices.filter { !cut.contains($0.offset) }.map { number in
            let segment = configuration.segments[number]
            let first = routers[segment.members[0].router.offset].interfaces[segment.members[0].interface]
            return Wire(
                area: first.area, prefix: first.prefix, type: first.networkType, isUnnumbered: first.isUnnumbered,
                ports: segment.members.map { member in
                    let interface = routers[member.router.offset].interfaces[member.interface]
                    return Port(
                        router: member.router.offset, interface: member.interface, address: interface.address.bits,
                        cost: Int(interface.cost))
                },
                circuits: (segment.circuits ?? []).map { ($0.first.offset, $0.second.offset) })
        }
    }

    /// The areas that a router has interfaces or addresses in, in service or not.
    func areas(of router: Int) -> Set<AreaID> {
        Set(routers[router].interfaces.map(\.area) + routers[router].loopbacks.map(\.area))
    }

    /// Whether the router passes routes between areas: RFC 2328 §3.3, or RFC 3509 §2.1.
    func isBorder(_ router: Int) -> Bool {
        guard areas(of: router).count > 1 else { return false }
        guard routers[router].borderRouterType == .cisco else { return true }
        return wires.contains { $0.area == .backbone && $0.ports.contains { $0.router == router } }
    }
}

/// The shortest paths within one area, by Floyd and Warshall: the vertices are all routers, and behind them the segments
/// that have a Designated Router.
struct AreaGraph {
    static let far = Int.max / 8

    private let network: WiredNetwork
    private let area: AreaID
    private var edge: [[Int]]
    private var distance: [[Int]]
    private let count: Int

    /// - Parameter virtual: the links of the backbone that cross other areas: from, to and cost. Their next hops are not known
    ///   here: RFC 2328 §16.3 finds them.
    init(_ network: WiredNetwork, _ area: AreaID, virtual: [(from: Int, to: Int, cost: Int)] = []) {
        self.network = network
        self.area = area
        count = network.routers.count
        let size = count + network.wires.count
        edge = Array(repeating: Array(repeating: Self.far, count: size), count: size)
        distance = edge
        addEdges()
        for link in virtual { edge[link.from][link.to] = min(edge[link.from][link.to], link.cost) }
        distance = edge
        for vertex in 0..<size { distance[vertex][vertex] = 0 }
        for middle in 0..<size {
            for from in 0..<size where distance[from][middle] < Self.far {
                for to in 0..<size {
                    distance[from][to] = min(distance[from][to], distance[from][middle] + distance[middle][to])
                }
            }
        }
    }

    private mutating func addEdges() {
        for (number, wire) in network.wires.enumerated() where wire.area == area {
            for port in wire.ports {
                if Self.hasDesignatedRouter(wire) {
                    edge[port.router][count + number] = port.cost
                    edge[count + number][port.router] = 0
                } else {
                    for other in Self.neighbors(of: port, on: wire) {
                        edge[port.router][other.router] = min(edge[port.router][other.router], port.cost)
                    }
                }
            }
        }
    }

    private static func hasDesignatedRouter(_ wire: WiredNetwork.Wire) -> Bool {
        wire.type == .broadcast || wire.type == .nonBroadcast
    }

    private static func neighbors(of port: WiredNetwork.Port, on wire: WiredNetwork.Wire) -> [WiredNetwork.Port] {
        wire.ports.filter { other in
            guard other.router != port.router else { return false }
            guard wire.type == .pointToMultipoint else { return true }
            return wire.circuits.contains {
                [$0.0, $0.1].contains(port.router) && [$0.0, $0.1].contains(other.router)
            }
        }
    }

    /// The distance between two routers, `nil` without a path.
    func cost(_ from: Int, _ to: Int) -> Int? { distance[from][to] < Self.far ? distance[from][to] : nil }

    // MARK: Next hops (RFC 2328 §16.1.1)

    func hops(_ from: Int, _ to: Int) -> Set<ReferenceHop> { hops(from, toVertex: to) }

    private func hops(_ root: Int, toVertex vertex: Int) -> Set<ReferenceHop> {
        guard vertex != root else { return [] }
        var result: Set<ReferenceHop> = []
        for parent in edge.indices
        where edge[parent][vertex] < Self.far && distance[root][parent] + edge[parent][vertex] == distance[root][vertex]
        {
            if parent == root {
                result.formUnion(ownHops(root, to: vertex))
            } else if parent >= count, isOwn(root, parent) {
                result.formUnion(hops(root, across: parent - count, to: vertex))
            } else {
                result.formUnion(hops(root, toVertex: parent))
            }
        }
        return result
    }

    /// The root's own links to a neighbor or an attached network.
    private func ownHops(_ root: Int, to vertex: Int) -> [ReferenceHop] {
        network.wires.enumerated().flatMap { number, wire -> [ReferenceHop] in
            guard wire.area == area else { return [] }
            return wire.ports.filter { $0.router == root && $0.cost == edge[root][vertex] }.flatMap { port in
                if Self.hasDesignatedRouter(wire) {
                    return vertex == count + number ? [ReferenceHop(interface: port.interface, address: 0)] : []
                }
                return Self.neighbors(of: port, on: wire).filter { $0.router == vertex }
                    .map { ReferenceHop(interface: port.interface, address: $0.address) }
            }
        }
    }

    /// Whether the root's own interface is a shortest way to a network.
    private func isOwn(_ root: Int, _ vertex: Int) -> Bool { edge[root][vertex] == distance[root][vertex] }

    private func hops(_ root: Int, across number: Int, to router: Int) -> [ReferenceHop] {
        let ports = network.wires[number].ports
        let out = ports.first { $0.router == root }!
        return ports.filter { $0.router == router }
            .map { ReferenceHop(interface: out.interface, address: $0.address) }
    }

    // MARK: Destinations

    /// Every network and address of the area that the router reaches, with its cost and ways (§16.1).
    func destinations(_ root: Int) -> [IPv4Prefix: (cost: Int, hops: Set<ReferenceHop>)] {
        var result: [IPv4Prefix: (cost: Int, hops: Set<ReferenceHop>)] = [:]
        func offer(_ prefix: IPv4Prefix, _ cost: Int, _ hops: Set<ReferenceHop>) {
            guard let old = result[prefix], old.cost <= cost else { return result[prefix] = (cost, hops) }
            if old.cost == cost { result[prefix] = (cost, old.hops.union(hops)) }
        }
        for (number, wire) in network.wires.enumerated() where wire.area == area {
            if Self.hasDesignatedRouter(wire) {
                guard distance[root][count + number] < Self.far else { continue }
                offer(wire.prefix, distance[root][count + number], hops(root, toVertex: count + number))
                continue
            }
            for port in wire.ports where !wire.isUnnumbered {
                guard let way = cost(root, port.router) else { continue }
                let isMesh = wire.type == .pointToMultipoint
                let own: Set = [ReferenceHop(interface: port.interface, address: 0)]
                offer(
                    isMesh ? IPv4Prefix(IPv4Address(bits: port.address), length: 32) : wire.prefix,
                    isMesh ? way : way + port.cost,
                    port.router == root ? (isMesh ? [] : own) : hops(root, port.router))
            }
        }
        for (router, configuration) in network.routers.enumerated() {
            guard let way = cost(root, router) else { continue }
            for loopback in configuration.loopbacks where loopback.area == area {
                offer(IPv4Prefix(loopback.address, length: 32), way, hops(root, router))
            }
        }
        return result
    }
}
