import NetworkPrimitives
import OSPF

// RFC 2328 §16.4 and RFC 3101: destinations outside the autonomous system.
extension ReferenceRouting {
    /// Adds external routes to the tables: translations follow from them, and they from translations, until both are
    /// settled.
    mutating func addExternals() {
        let inner = tables
        let told = announcements()
        var translations: [External] = []
        for _ in 0..<12 {
            let all = told + translations
            setTables(inner.indices.map { withExternals(inner[$0], at: $0, all) })
            let next = borders.flatMap { translate(at: $0, all, inner[$0]) }
            if next.map(\.description) == translations.map(\.description) { return }
            translations = next
        }
        preconditionFailure("the reference's translations do not settle")
    }

    /// What redistributing routers say themselves, and the defaults of NSSAs.
    private func announcements() -> [External] {
        var all: [External] = []
        for router in network.routers.indices {
            let configuration = network.routers[router]
            let isBorder = borders.contains(router)
            let attached = network.areas(of: router)
            for set in configuration.redistributions {
                for prefix in set.prefixes {
                    var external = External(
                        origin: router, prefix: prefix, isType2: set.isType2, metric: Int(set.metric))
                    if attached.contains(where: { kind($0, at: router) == .normal }) { all.append(external) }
                    for area in attached where kind(area, at: router) == .nssa {
                        external.nssa = area
                        // §2.3 and §2.4: an internal address, and a border router's has the P-bit clear.
                        external.isForTranslation = !isBorder
                        external.forwarding =
                            isBorder ? .unspecified : configuration.loopbacks.first { $0.area == area }!.address
                        all.append(external)
                    }
                }
            }
            for area in attached where kind(area, at: router) == .nssa {
                let area = configuration.area(area)
                // §2.4 and §2.7: a router inside may have its default translated, a border router may not.
                guard area.originatesNSSADefault, area.importsSummaries || !isBorder else { continue }
                all.append(
                    External(
                        origin: router, prefix: .default, isType2: area.isNSSADefaultType2,
                        metric: Int(area.defaultCost),
                        forwarding: isBorder
                            ? .unspecified : configuration.loopbacks.first { $0.area == area.area }!.address,
                        nssa: area.area, isForTranslation: !isBorder))
            }
        }
        return all
    }

    private func withExternals(_ inner: Table, at router: Int, _ externals: [External]) -> Table {
        var table = inner
        for external in externals {
            guard let path = path(external, at: router, inner) else { continue }
            if table[external.prefix]?.join(path) == nil { table[external.prefix] = path }
        }
        return table
    }

    /// RFC 3101 §2.5 (1) to (5).
    private func path(_ external: External, at router: Int, _ inner: Table) -> ReferenceRoute? {
        guard external.origin != router else { return nil }
        let attached = network.areas(of: router)
        var way: ReferenceRoute
        if let area = external.nssa {
            guard attached.contains(area), let cost = graphs[area]!.cost(router, external.origin) else { return nil }
            // (3): a border router installs a default only where its P-bit is set, and summaries are imported.
            let isWanted = external.isForTranslation && network.routers[router].area(area).importsSummaries
            if external.prefix == .default, borders.contains(router), !isWanted { return nil }
            way = ReferenceRoute(
                type: .intraArea, cost: cost, hops: graphs[area]!.hops(router, external.origin), area: area,
                isInner: true)
        } else {
            guard attached.contains(where: { kind($0, at: router) == .normal }),
                let path = boundaryPath(router, to: external.origin)
            else { return nil }
            way = path
        }
        if external.forwarding != .unspecified {
            let matches = inner.keys.filter { $0.contains(external.forwarding) }
            guard let match = matches.max(by: { $0.length < $1.length }), var route = inner[match] else { return nil }
            guard
                external.nssa.map({ route.type == .intraArea && route.area == $0 })
                    ?? (kind(route.area, at: router) == .normal)
            else { return nil }
            route.hops = Set(
                route.hops.map {
                    $0.address == 0 ? ReferenceHop(interface: $0.interface, address: external.forwarding.bits) : $0
                })
            route.isInner = route.type == .intraArea && route.area != .backbone
            way = route
        }
        return ReferenceRoute(
            type: external.isType2 ? .external2 : .external1,
            cost: external.isType2 ? way.cost : way.cost + external.metric,
            metric2: external.isType2 ? external.metric : 0, hops: way.hops,
            isInner: way.isInner && !network.routers[router].isRFC1583Compatible)
    }

    // MARK: RFC 3101 §3

    /// §3.1: no reachable border router of the area has a higher Router ID.
    private func isElected(_ border: Int, in area: AreaID) -> Bool {
        !borders.contains { other in
            network.routers[other].routerID > network.routers[border].routerID
                && network.areas(of: other).contains(area) && graphs[area]!.cost(border, other) != nil
                && boundaryPath(border, to: other) != nil
        }
    }

    /// §3.2: what is for translation, and among the paths that the border router uses.
    private func translate(at border: Int, _ externals: [External], _ inner: Table) -> [External] {
        let own = Set(network.routers[border].redistributions.flatMap(\.prefixes))
        var chosen: [IPv4Prefix: External] = [:]
        for external in externals {
            guard let area = external.nssa, external.isForTranslation, network.areas(of: border).contains(area),
                isElected(border, in: area), !own.contains(external.prefix),
                let path = path(external, at: border, inner), path.rank == tables[border][external.prefix]?.rank
            else { continue }
            let metric = external.metric
            let id = network.routers[external.origin].routerID
            if let old = chosen[external.prefix],
                (old.metric, id) < (metric, network.routers[old.origin].routerID)
            {
                continue
            }
            chosen[external.prefix] = external
        }
        return chosen.values.sorted { $0.prefix < $1.prefix }.map {
            External(
                origin: border, prefix: $0.prefix, isType2: $0.isType2, metric: $0.metric, forwarding: $0.forwarding,
                isTranslated: true)
        }
    }
}

extension ReferenceRouting.External {
    var description: String { "\(origin) \(prefix) \(isType2) \(metric) \(forwarding)" }
}
