import Emulation
import NetworkPrimitives
import OSPF

/// A standing misconfiguration that keeps a network busy for ever, as it does in the field: what happens in it can be watched
/// all the same.
public enum Unrest: Hashable, Sendable {
    /// Each of these routers answers the LSAs of the others, which bear its Router ID (RFC 2328 §13.4).
    case sharedRouterID(RouterID, routers: [RouterIndex])
    /// These members of a segment have one address, and neighbors take them for one router.
    case sharedAddress(IPv4Address, routers: [RouterIndex], segment: SegmentIndex)
    /// An adjacency that is begun and never Full.
    case unfinished(router: RouterIndex, neighbor: RouterID, interface: InterfaceIndex, NeighborState)

    /// What keeps this network busy. O(routers + neighbors).
    static func found(in network: Network) -> [Unrest] {
        sharedRouterIDs(in: network) + sharedAddresses(in: network) + unfinishedAdjacencies(in: network)
    }

    private static func sharedRouterIDs(in network: Network) -> [Unrest] {
        let owners = Dictionary(grouping: network.routers.indices) { network.routers[$0].routerID }
        return owners.filter { $0.value.count > 1 }.map { .sharedRouterID($0.key, routers: $0.value) }
            .sorted { $0.firstRouter < $1.firstRouter }
    }

    private static func sharedAddresses(in network: Network) -> [Unrest] {
        network.configuration.segments.indices.flatMap { segment -> [Unrest] in
            let members = network.configuration.segments[segment].members
            let owners = Dictionary(grouping: members) {
                network.routers[$0.router].configuration.interfaces[$0.interface].address
            }
            return owners.filter { $0.value.count > 1 && $0.key != .unspecified }
                .map { .sharedAddress($0.key, routers: $0.value.map(\.router), segment: segment) }
                .sorted { $0.firstRouter < $1.firstRouter }
        }
    }

    private static func unfinishedAdjacencies(in network: Network) -> [Unrest] {
        network.routers.indices.flatMap { router in
            network.routers[router].neighborReports.filter {
                (NeighborState.exStart..<NeighborState.full).contains($0.state)
            }
            .map { .unfinished(router: router, neighbor: $0.routerID, interface: $0.interface, $0.state) }
        }
    }

    private var firstRouter: RouterIndex {
        switch self {
        case .sharedRouterID(_, let routers), .sharedAddress(_, let routers, _): routers[0]
        case .unfinished(let router, _, _, _): router
        }
    }
}

extension Simulation {
    /// What the end of a cold start's time allows: a network that is quiet, or one that a misconfiguration keeps busy. A
    /// network whose routers shut themselves down again and again is none to begin with.
    ///
    /// - Throws: `doesNotConverge`.
    public static func accept(_ network: Network, after limit: Duration) throws(SimulationError) -> Network {
        let isIsolating = network.routers.indices.contains { network.isIsolated($0) || network.awaitsRestart($0) }
        guard network.quietSince != nil || !isIsolating && !Unrest.found(in: network).isEmpty else {
            throw .doesNotConverge(within: limit, Churn.found(in: network))
        }
        return network
    }
}
