import Emulation
import NetworkPrimitives
import OSPF

/// What a router should know of one destination.
struct ReferenceRoute: Equatable {
    var type: PathType
    var cost: Int
    var metric2 = 0
    var hops: Set<ReferenceHop>
    var area = AreaID.backbone
    /// §16.4.1: intra-area and not through the backbone.
    var isInner = false

    static func == (left: Self, right: Self) -> Bool {
        (left.type, left.cost, left.metric2, left.hops) == (right.type, right.cost, right.metric2, right.hops)
    }

    /// Best first: §11, §16.4 (6).
    var rank: [Int] { [Int(type.rawValue), metric2, isInner ? 0 : 1, cost] }

    mutating func join(_ other: Self) {
        if other.rank.lexicographicallyPrecedes(rank) {
            self = other
        } else if other.rank == rank {
            hops.formUnion(other.hops)
        }
    }
}

/// The routing tables that a network with several areas should have when it has come to rest, from its configuration and
/// the state of its cables, stage by stage as RFC 2328 §16 and RFC 3101 have it.
///
/// There are no LSAs here and no router's view: what every border router says into every area is worked out for all of
/// them at once. Stub routers, type 7 ranges and translators other than candidates are not known.
struct ReferenceRouting {
    typealias Table = [IPv4Prefix: ReferenceRoute]

    struct External {
        let origin: Int
        let prefix: IPv4Prefix
        let isType2: Bool
        let metric: Int
        var forwarding: IPv4Address = .unspecified
        /// The area of an NSSA-LSA.
        var nssa: AreaID?
        var isForTranslation = false
        var isTranslated = false
    }

    let network: WiredNetwork
    let areas: [AreaID]
    var graphs: [AreaID: AreaGraph] = [:]
    private(set) var borders: [Int] = []
    /// The virtual links whose ends reach each other.
    private(set) var virtualLinks: [WiredNetwork.VirtualEdge] = []
    /// What a border router says into an area: costs of networks, and of AS boundary routers.
    var networkSummaries: [AreaID: [Int: [IPv4Prefix: Int]]] = [:]
    var routerSummaries: [AreaID: [Int: [Int: Int]]] = [:]
    var intra: [Table] = []
    private(set) var tables: [Table] = []

    init(_ configuration: NetworkConfiguration, cut: Set<Int>) {
        let network = WiredNetwork(configuration, cut: cut)
        self.network = network
        let all = network.routers.indices
        areas = Set(all.flatMap { network.areas(of: $0) }).sorted()
        for area in areas { graphs[area] = AreaGraph(network, area) }
        addVirtualLinks()
        borders = all.filter { router in
            network.isBorder(router) || virtualLinks.contains { [$0.ends.0, $0.ends.1].contains(router) }
        }
        intra = all.map { intraAreaTable($0) }
        // What is said into the backbone comes from within the areas; what is said into the others, from the backbone, too.
        for area in areas where area == .backbone { summarize(into: area) }
        summarizeIntoOthers()
        tables = all.map { internalTable($0) }
        addExternals()
    }

    private mutating func addVirtualLinks() {
        virtualLinks = network.virtualLinks.filter {
            graphs[$0.area]!.cost($0.ends.0, $0.ends.1) != nil && graphs[$0.area]!.cost($0.ends.1, $0.ends.0) != nil
        }
        guard !virtualLinks.isEmpty else { return }
        let edges = virtualLinks.flatMap { link in
            [(link.ends.0, link.ends.1), (link.ends.1, link.ends.0)].map { from, to in
                (from: from, to: to, cost: graphs[link.area]!.cost(from, to)!)
            }
        }
        graphs[.backbone] = AreaGraph(network, .backbone, virtual: edges)
    }

    /// What is said into a transit area depends on what is heard there.
    private mutating func summarizeIntoOthers() {
        for _ in 0..<12 {
            let before = networkSummaries
            for area in areas where area != .backbone { summarize(into: area) }
            if networkSummaries == before { return }
        }
        preconditionFailure("the reference's summaries do not settle")
    }

    func kind(_ area: AreaID, at router: Int) -> AreaConfiguration.Kind { network.routers[router].area(area).kind }

    // MARK: §16.1

    private func intraAreaTable(_ router: Int) -> Table {
        var table: Table = [:]
        for area in areas where network.areas(of: router).contains(area) {
            for (prefix, way) in graphs[area]!.destinations(router) {
                let route = ReferenceRoute(type: .intraArea, cost: way.cost, hops: way.hops, area: area)
                if table[prefix]?.join(route) == nil { table[prefix] = route }
            }
        }
        return table
    }

    // MARK: §12.4.3

    private mutating func summarize(into area: AreaID) {
        networkSummaries[area] = [:]
        routerSummaries[area] = [:]
        for border in borders where network.areas(of: border).contains(area) {
            networkSummaries[area]![border] = networks(of: border, for: area)
            guard kind(area, at: border) == .normal else { continue }
            var routers: [Int: Int] = [:]
            for other in network.routers.indices where other != border {
                guard let path = boundaryPath(border, to: other), path.area != area else { continue }
                guard path.type == .intraArea || area != .backbone else { continue }
                routers[other] = path.cost
            }
            routerSummaries[area]![border] = routers
        }
    }

    private func networks(of border: Int, for area: AreaID) -> [IPv4Prefix: Int] {
        let configuration = network.routers[border].area(area)
        var said: [IPv4Prefix: Int] = [:]
        if configuration.kind == .normal || configuration.importsSummaries {
            // Into the backbone go only intra-area routes; an inter-area route is one of the backbone.
            let table = area == .backbone ? intra[border] : internalTable(border)
            for (prefix, route) in table where route.area != area && !isReached(route, through: area, by: border) {
                let ranges = network.routers[border].area(route.area).ranges.filter { $0.prefix.contains(prefix) }
                guard route.type == .intraArea, let range = ranges.max(by: { $0.prefix.length < $1.prefix.length })
                else {
                    said[prefix] = route.cost
                    continue
                }
                guard range.isAdvertised else { continue }
                said[range.prefix] = range.cost.map { Int($0) } ?? max(said[range.prefix] ?? 0, route.cost)
            }
        }
        if configuration.kind == .stub || (configuration.kind == .nssa && !configuration.importsSummaries) {
            said[.default] = Int(configuration.defaultCost)
        }
        return said
    }

    // MARK: §16.2

    /// The areas whose summaries a router looks at.
    private func listened(_ router: Int) -> Set<AreaID> {
        borders.contains(router) ? [.backbone] : network.areas(of: router)
    }

    private func internalTable(_ router: Int) -> Table {
        var table = intra[router]
        for area in listened(router) where network.areas(of: router).contains(area) {
            for border in borders where border != router {
                guard let way = graphs[area]!.cost(router, border), let said = networkSummaries[area]?[border]
                else { continue }
                for (prefix, cost) in said where !isOwnActiveRange(prefix, router) {
                    let route = ReferenceRoute(
                        type: .interArea, cost: way + cost, hops: graphs[area]!.hops(router, border), area: area)
                    if table[prefix]?.join(route) == nil { table[prefix] = route }
                }
            }
        }
        return throughTransitAreas(table, router)
    }

    /// §16.2 (3).
    private func isOwnActiveRange(_ prefix: IPv4Prefix, _ router: Int) -> Bool {
        network.routers[router].areas.contains { area in
            area.ranges.contains { $0.prefix == prefix }
                && intra[router].contains { $0.value.area == area.area && prefix.contains($0.key) }
        }
    }

    // MARK: §16.4 (3)

    /// Whether a router calls itself an AS boundary router: it redistributes, or is a border router of an NSSA.
    private func isBoundary(_ router: Int) -> Bool {
        !network.routers[router].redistributions.isEmpty
            || (borders.contains(router) && network.areas(of: router).contains { kind($0, at: router) == .nssa })
    }

    /// The preferred of the paths to an AS boundary router over the areas that carry AS-external-LSAs: one for each area,
    /// the intra-area one if there is one (§16.2 (5)).
    func boundaryPath(_ router: Int, to other: Int) -> ReferenceRoute? {
        guard isBoundary(other) else { return nil }
        var paths: [ReferenceRoute] = []
        for area in network.areas(of: router) where kind(area, at: router) == .normal {
            let graph = graphs[area]!
            if network.areas(of: other).contains(area), let cost = graph.cost(router, other) {
                paths.append(
                    ReferenceRoute(
                        type: .intraArea, cost: cost, hops: graph.hops(router, other), area: area,
                        isInner: area != .backbone))
                continue
            }
            guard listened(router).contains(area) else { continue }
            var best: ReferenceRoute?
            for border in borders where border != router {
                guard let way = graph.cost(router, border), let cost = routerSummaries[area]?[border]?[other]
                else { continue }
                let path = ReferenceRoute(
                    type: .interArea, cost: way + cost, hops: graph.hops(router, border), area: area)
                if best?.join(path) == nil { best = path }
            }
            if let best { paths.append(best) }
        }
        if !network.routers[router].isRFC1583Compatible, paths.contains(where: \.isInner) {
            paths.removeAll { !$0.isInner }
        }
        return paths.min { ($0.cost, $1.area) < ($1.cost, $0.area) }
    }

    mutating func setTables(_ tables: [Table]) { self.tables = tables }
}
