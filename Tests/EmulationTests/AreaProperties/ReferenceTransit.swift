import Emulation
import NetworkPrimitives
import OSPF

// RFC 2328 §16.3: transit areas.
extension ReferenceRouting {
    /// Areas of a border router in which it reaches the end of a virtual link that is up.
    private func transitAreas(_ router: Int) -> [AreaID] {
        guard borders.contains(router) else { return [] }
        return Set(virtualLinks.map(\.area)).sorted().filter { area in
            network.areas(of: router).contains(area)
                && virtualLinks.contains { link in
                    link.area == area
                        && [link.ends.0, link.ends.1].contains { graphs[area]!.cost(router, $0) != nil }
                }
        }
    }

    /// Whether some way of a route goes into a transit area: it is not announced there (§12.4.3).
    func isReached(_ route: ReferenceRoute, through area: AreaID, by router: Int) -> Bool {
        transitAreas(router).contains(area)
            && route.hops.contains { network.routers[router].interfaces[$0.interface].area == area }
    }

    /// Paths of the backbone are changed for those of equal or less cost from transit areas' summaries. These alone
    /// know the next hops of virtual links: without one, nothing is forwarded.
    func throughTransitAreas(_ table: Table, _ router: Int) -> Table {
        let transit = transitAreas(router)
        guard !transit.isEmpty else { return table }
        var table = table
        for area in transit {
            for border in borders where border != router {
                guard let way = graphs[area]!.cost(router, border), let said = networkSummaries[area]?[border] else {
                    continue
                }
                for (prefix, cost) in said {
                    guard var route = table[prefix], route.area == .backbone, way + cost <= route.cost else { continue }
                    let hops = graphs[area]!.hops(router, border)
                    route.hops = way + cost < route.cost ? hops : route.hops.union(hops)
                    route.cost = way + cost
                    table[prefix] = route
                }
            }
        }
        return table.filter { $0.value.area != .backbone || $0.value.cost == 0 || !$0.value.hops.isEmpty }
    }
}
