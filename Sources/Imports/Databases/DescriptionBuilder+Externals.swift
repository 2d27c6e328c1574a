import NetworkPrimitives
import OSPFWire

extension DescriptionBuilder {
    mutating func addGroups() {
        var announcements: [IPv4Prefix: [(router: Int, route: ExternalLSABody.Route)]] = [:]
        var strangers: Set<RouterID> = []
        var left = 0
        let internals = internals
        let announced = Set(
            externalLSAs.lazy.filter { $0.area == nil }.map {
                Announcement(prefix: $0.prefix, router: $0.header.advertisingRouter)
            })
        for lsa in externalLSAs where original(of: lsa, among: internals) == nil && !isOwnDefault(lsa) {
            // A router that announces a destination into an NSSA and into others does so for one reason.
            let announcement = Announcement(prefix: lsa.prefix, router: lsa.header.advertisingRouter)
            if lsa.area != nil, announced.contains(announcement) { continue }
            guard let router = numbers[lsa.header.advertisingRouter] else {
                strangers.insert(lsa.header.advertisingRouter)
                left += 1
                continue
            }
            announcements[lsa.prefix, default: []].append((router, lsa.route))
        }
        collect(announcements)
        note(
            left,
            "external LSA is left out: nothing leads to its originator (\(strangers.sorted().first.map { "\($0)" } ?? ""))",
            "external LSAs are left out: nothing leads to their originators (\(strangers.sorted().prefix(5).map { "\($0)" }.joined(separator: ", ")))"
        )
        noteHabits(internals)
    }

    // MARK: What routers make by themselves

    private func nssas(of router: RouterID) -> [AreaID] {
        guard let areas = areasOfRouter[router], !nssaAreas.isDisjoint(with: areas) else { return [] }
        return nssaAreas.intersection(areas).sorted().filter { area in
            (places[Attachment(area: area, router: router)] ?? []).contains {
                routerLSAs[$0].body.flags.contains(.areaBorderRouter)
            }
        }
    }

    private var nssaAreas: Set<AreaID> { Set(topology.areas.lazy.filter { $0.kind == .nssa }.map(\.area)) }

    /// What a border router of an NSSA announces of an LSA in it with bit P (RFC 3101 §3.2).
    private func original(of lsa: ExternalLSA, among internals: [IPv4Prefix: [ExternalLSA]]) -> ExternalLSA? {
        guard lsa.area == nil, let candidates = internals[lsa.prefix] else { return nil }
        let areas = nssas(of: lsa.header.advertisingRouter)
        return candidates.first { original in
            original.area.map(areas.contains) == true
                && original.header.advertisingRouter != lsa.header.advertisingRouter
                && Options(rawValue: original.header.options).contains(.nssa)
                && original.route.externalType == lsa.route.externalType
                && original.route.forwardingAddress == lsa.route.forwardingAddress
                && lsa.route.forwardingAddress != .unspecified
        }
    }

    /// NSSA-LSAs by prefix.
    private var internals: [IPv4Prefix: [ExternalLSA]] {
        Dictionary(grouping: externalLSAs.lazy.filter { $0.area != nil }, by: \.prefix)
    }

    /// The default route of a border router into an NSSA (RFC 3101 §2.7).
    private func isOwnDefault(_ lsa: ExternalLSA) -> Bool {
        guard let area = lsa.area, lsa.prefix.length == 0 else { return false }
        return nssas(of: lsa.header.advertisingRouter).contains(area)
    }

    private struct Announcement: Hashable {
        var prefix: IPv4Prefix
        var router: RouterID
    }

    /// Default routes into NSSAs, and what only FRRouting does: a default summary-LSA beside others, and the metric 20 of
    /// what it translates.
    private mutating func noteHabits(_ internals: [IPv4Prefix: [ExternalLSA]]) {
        for lsa in routerLSAs where lsa.body.flags.contains(.nssaTranslator) && nssas(of: lsa.router).contains(lsa.area)
        {
            settings(of: numbers[lsa.router]!, lsa.area) { $0.translatesAlways = true }
        }
        for lsa in externalLSAs where isOwnDefault(lsa) {
            guard let area = lsa.area, let router = numbers[lsa.header.advertisingRouter] else { continue }
            settings(of: router, area) {
                $0.nssaDefault = lsa.route.externalType
                $0.defaultCost = lsa.route.metric
            }
        }
        for lsa in externalLSAs {
            guard let original = original(of: lsa, among: internals), original.route.metric != lsa.route.metric,
                lsa.route.metric == 20,
                let router = numbers[lsa.header.advertisingRouter]
            else { continue }
            topology.routers[router].isFRR = true
        }
        for area in topology.areas {
            for lsa in summaryLSAs where lsa.area == area.area && lsa.prefix.length == 0 && lsa.boundaryRouter == nil {
                guard let router = numbers[lsa.header.advertisingRouter] else { continue }
                if area.kind == .nssa, area.hasSummaries { topology.routers[router].isFRR = true }
                if lsa.metric != area.defaultCost { settings(of: router, area.area) { $0.defaultCost = lsa.metric } }
            }
        }
    }

    // MARK: Groups

    private mutating func collect(_ announcements: [IPv4Prefix: [(router: Int, route: ExternalLSABody.Route)]]) {
        var index: [NetworkDescription.Group: Int] = [:]
        for (prefix, entries) in announcements.sorted(by: { $0.key < $1.key }) {
            // Routers that announce the prefix in the same way share a group.
            var rest = entries.sorted { $0.router < $1.router }
            while let first = rest.first {
                let same = rest.filter { $0.route == first.route }
                rest.removeAll { $0.route == first.route }
                var originators: [Int] = []
                for entry in same where originators.last != entry.router { originators.append(entry.router) }
                let key = NetworkDescription.Group(prefixes: [], route: first.route, originators: originators)
                if let known = index[key] {
                    topology.groups[known].prefixes.append(prefix)
                } else {
                    index[key] = topology.groups.count
                    topology.groups.append(key)
                    topology.groups[topology.groups.count - 1].prefixes = [prefix]
                }
            }
        }
    }
}
