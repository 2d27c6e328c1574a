import Emulation
import NetworkPrimitives
import OSPF

/// Which routers ought to hold the same LSAs at a moment: those that a chain of Full adjacencies joins over which LSAs of a
/// scope are flooded.
///
/// The parts of a partitioned area are areas of their own (RFC 2328 §3.7), even where their border routers meet over the
/// backbone. LSAs with AS scope get as far as normal areas hang together (§13.3), those with link scope stay on their link
/// (RFC 5250 §3), and opaque ones go from one router that takes them to the next (RFC 5250 §3.1).
struct FloodingParts {
    private struct Adjacency {
        let router: RouterIndex
        let other: RouterIndex
        let area: AreaID
        let carriesExternals: Bool
        let carriesOpaque: Bool
        let interface: InterfaceIndex
    }

    private let network: Network
    private let isLive: Table<RouterIndex, Bool>
    private let adjacencies: [Adjacency]

    /// O(adjacencies).
    init(_ network: Network) {
        self.network = network
        let isLive = Table<RouterIndex, Bool>(
            network.routers.indices.map { network.isRunningOSPF($0) && !network.isIsolated($0) })
        self.isLive = isLive
        adjacencies = network.routers.indices.filter { isLive[$0] }.flatMap { router in
            network.routers[router].neighborReports.compactMap { neighbor in
                guard neighbor.state == .full, let other = network.router(of: neighbor, of: router), isLive[other]
                else { return nil }
                let (ospf, interface) = (network.routers[router], neighbor.interface)
                return Adjacency(
                    router: router, other: other, area: ospf.configuration.interfaces[interface].area,
                    carriesExternals: ospf.carriesExternals(interface),
                    carriesOpaque: neighbor.takesOpaque && ospf.configuration.isOpaqueCapable, interface: interface)
            }
        }
    }

    /// How many different databases the routers of one part hold, in the part with the most; 0 where no router is live.
    /// Counts no further than `enough`. O(LSAs).
    func mostDatabases(upTo enough: Int = .max) -> Int {
        var most = 0
        // Where everybody takes opaque LSAs, they get as far as all others do.
        let kinds: [Bool?] = network.routers.allSatisfy(\.configuration.isOpaqueCapable) ? [nil] : [false, true]
        for opaque in kinds {
            for area in areas {
                guard most < enough else { return most }
                let members = network.routers.indices.filter { isLive[$0] && isAttached($0, to: area) }
                most = max(
                    most,
                    distinct(
                        members, joinedBy: { $0.area == area && ($0.carriesOpaque || opaque != true) },
                        digest: { network.routers[$0].databaseDigest(area, opaque: opaque) }))
            }
            guard most < enough else { return most }
            most = max(
                most,
                distinct(
                    externalMembers, joinedBy: { $0.carriesExternals && ($0.carriesOpaque || opaque != true) },
                    digest: { network.routers[$0].databaseDigest(DatabaseKey.systemWide, opaque: opaque) }))
        }
        return most < enough ? max(most, mostOnLinks) : most
    }

    /// LSAs with link scope: the two ends of each adjacency hold the same ones of its link.
    private var mostOnLinks: Int {
        let store = network.context.store
        for adjacency in adjacencies where adjacency.carriesOpaque {
            let link = network.routers[adjacency.router].link(of: adjacency.interface)
            let ends = network.routers[adjacency.other].configuration.interfaces.indices
            guard
                let end = ends.first(where: { network.routers[adjacency.other].link(of: $0) == link }),
                network.routers[adjacency.router].linkDigest(adjacency.interface, store)
                    != network.routers[adjacency.other].linkDigest(end, store)
            else { continue }
            return 2
        }
        return 1
    }

    // MARK: Members

    private var areas: [AreaID] {
        var areas: Set<AreaID> = []
        for router in network.routers.indices where isLive[router] {
            for interface in network.routers[router].configuration.interfaces { areas.insert(interface.area) }
            for loopback in network.routers[router].configuration.loopbacks { areas.insert(loopback.area) }
        }
        return areas.sorted()
    }

    private func isAttached(_ router: RouterIndex, to area: AreaID) -> Bool {
        let ospf = network.routers[router].configuration
        return ospf.interfaces.contains { $0.area == area } || ospf.loopbacks.contains { $0.area == area }
    }

    /// Those with an interface in an area that is neither stub nor not-so-stubby.
    private var externalMembers: [RouterIndex] {
        network.routers.indices.filter { router in
            let interfaces = network.routers[router].configuration.interfaces.indices
            return isLive[router]
                && (interfaces.isEmpty || interfaces.contains { network.routers[router].carriesExternals($0) })
        }
    }

    /// The most different digests within a part.
    private func distinct(
        _ members: [RouterIndex], joinedBy isJoining: (Adjacency) -> Bool, digest: (RouterIndex) -> UInt64
    ) -> Int {
        var joins = Joins<RouterIndex>(count: network.routers.count)
        for adjacency in adjacencies where isJoining(adjacency) { joins.join(adjacency.router, adjacency.other) }
        var digests: [RouterIndex: Set<UInt64>] = [:]
        for member in members { digests[joins.root(of: member), default: []].insert(digest(member)) }
        return digests.values.map(\.count).max() ?? 0
    }
}
