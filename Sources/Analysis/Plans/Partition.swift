import Emulation
import NetworkPrimitives
import OSPF

/// Which running routers can reach each other over what works: power, wires and OSPF processes, not databases.
public struct Partition: Hashable, Sendable {
    /// Routers that can reach each other, and what cuts them off from the rest.
    public struct Island: Hashable, Sendable {
        /// Sorted router numbers.
        public var routers: [RouterIndex]
        /// Neighbors on the way to the rest that are powered off, have no OSPF running, or shut down OSPF.
        public var deadNeighbors: [RouterIndex]
        /// Links and LANs on the way to the rest that are cut, or whose carriers are gone at a living neighbor.
        public var cutSegments: [SegmentIndex]

        public init(routers: [RouterIndex], deadNeighbors: [RouterIndex], cutSegments: [SegmentIndex]) {
            self.routers = routers
            self.deadNeighbors = deadNeighbors
            self.cutSegments = cutSegments
        }
    }

    /// The largest first; of equal ones the one with the lowest router number.
    public var islands: [Island]

    /// Everything that is not on the largest island.
    public var cutOff: [Island] { Array(islands.dropFirst()) }

    public init(_ network: Network) {
        let components = Self.components(network)
        let order = components.sorted { ($1.count, $0[0]) < ($0.count, $1[0]) }
        var island = Table<RouterIndex, Int?>(repeating: nil, count: network.routers.count)
        for (number, routers) in order.enumerated() { for router in routers { island[router] = number } }
        islands = order.map { routers in
            let (dead, cut) = Self.border(of: routers, island, network)
            return Island(routers: routers, deadNeighbors: dead, cutSegments: cut)
        }
    }

    private static func isAlive(_ router: RouterIndex, _ network: Network) -> Bool {
        network.isRunningOSPF(router) && !network.isIsolated(router)
    }

    private static func components(_ network: Network) -> [[RouterIndex]] {
        let alive = Table<RouterIndex, Bool>(network.routers.indices.map { isAlive($0, network) })
        var joins = Joins<RouterIndex>(count: alive.count)
        for segment in network.configuration.segments {
            for from in segment.members where alive[from.router] {
                for to in segment.members where to.router > from.router && alive[to.router] {
                    guard network.joins(from, to), network.joins(to, from) else { continue }
                    joins.join(from.router, to.router)
                }
            }
        }
        let living = alive.indices.filter { alive[$0] }
        return Dictionary(grouping: living) { joins.root(of: $0) }.values.map { $0 }
    }

    /// What stands between some routers and all others.
    private static func border(
        of routers: [RouterIndex], _ island: Table<RouterIndex, Int?>, _ network: Network
    ) -> (dead: [RouterIndex], cut: [SegmentIndex]) {
        var dead: Set<RouterIndex> = []
        var cut: Set<SegmentIndex> = []
        let own = island[routers[0]]
        for (number, segment) in network.configuration.segments.indexed {
            guard segment.members.contains(where: { island[$0.router] == own }) else { continue }
            for member in segment.members where island[member.router] != own {
                if island[member.router] == nil { dead.insert(member.router) } else { cut.insert(number) }
            }
        }
        return (dead.sorted(), cut.sorted())
    }
}

extension Network {
    /// Whether frames of one member of a segment reach the other now.
    fileprivate func joins(_ from: SegmentMember, _ to: SegmentMember) -> Bool {
        let address = configuration.routers[to.router].ospf.interfaces[to.interface].address
        return routers[from.router].hasCarrier(from.interface)
            && receiver(of: address, from: from.router, interface: from.interface) == to.router
    }
}
