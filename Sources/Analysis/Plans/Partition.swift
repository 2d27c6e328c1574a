import Emulation
import NetworkPrimitives
import OSPF

/// Which running routers can reach each other over what works: power, wires and OSPF processes, not databases.
public struct Partition: Hashable, Sendable {
    /// Routers that can reach each other, and what cuts them off from the rest.
    public struct Island: Hashable, Sendable {
        /// Sorted router numbers.
        public var routers: [Int]
        /// Neighbors on the way to the rest that are powered off, have no OSPF running, or shut down OSPF.
        public var deadNeighbors: [Int]
        /// Links and LANs on the way to the rest that are cut, or whose carriers are gone at a living neighbor.
        public var cutSegments: [Int]

        public init(routers: [Int], deadNeighbors: [Int], cutSegments: [Int]) {
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
        var island = Array(repeating: -1, count: network.routers.count)
        for (number, routers) in order.enumerated() { for router in routers { island[router] = number } }
        islands = order.map { routers in
            let (dead, cut) = Self.border(of: routers, island, network)
            return Island(routers: routers, deadNeighbors: dead, cutSegments: cut)
        }
    }

    private static func isAlive(_ router: Int, _ network: Network) -> Bool {
        network.isRunningOSPF(router) && !network.isIsolated(router)
    }

    private static func components(_ network: Network) -> [[Int]] {
        var root = network.routers.indices.map { isAlive($0, network) ? $0 : -1 }
        func find(_ router: Int) -> Int {
            var router = router
            while root[router] != router {
                root[router] = root[root[router]]
                router = root[router]
            }
            return router
        }
        for segment in network.configuration.segments {
            for from in segment.members where root[from.router] >= 0 {
                for to in segment.members where to.router > from.router && root[to.router] >= 0 {
                    guard network.joins(from, to), network.joins(to, from) else { continue }
                    let (a, b) = (find(from.router), find(to.router))
                    root[max(a, b)] = min(a, b)
                }
            }
        }
        var members: [Int: [Int]] = [:]
        for router in root.indices where root[router] >= 0 { members[find(router), default: []].append(router) }
        return members.values.map { $0 }
    }

    /// What stands between some routers and all others.
    private static func border(
        of routers: [Int], _ island: [Int], _ network: Network
    ) -> (dead: [Int], cut: [Int]) {
        var dead: Set<Int> = []
        var cut: Set<Int> = []
        let own = island[routers[0]]
        for (number, segment) in network.configuration.segments.enumerated() {
            guard segment.members.contains(where: { island[$0.router] == own }) else { continue }
            for member in segment.members where island[member.router] != own {
                if island[member.router] < 0 { dead.insert(member.router) } else { cut.insert(number) }
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
