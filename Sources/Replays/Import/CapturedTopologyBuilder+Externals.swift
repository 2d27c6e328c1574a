import Captures
import NetworkPrimitives
import OSPFWire

extension CapturedTopologyBuilder {
    mutating func addGroups() {
        var announcements: [IPv4Prefix: [(router: Int, route: ExternalLSABody.Route)]] = [:]
        var strangers: Set<RouterID> = []
        var left = 0
        for lsa in externalLSAs where !isTranslation(lsa) && !isOwnDefault(lsa) && !hasAnotherForm(lsa) {
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
        noteHabits()
    }

    // MARK: What routers make by themselves

    private func nssas(of router: RouterID) -> [AreaID] {
        let areas = topology.areas.filter { $0.kind == .nssa }.map(\.area)
        return routerLSAs.filter {
            $0.router == router && $0.body.flags.contains(.areaBorderRouter) && areas.contains($0.area)
        }
        .map(\.area)
    }

    /// What a border router of an NSSA announces of an LSA in it with bit P (RFC 3101 §3.2).
    private func original(of lsa: ExternalLSA) -> ExternalLSA? {
        guard lsa.area == nil else { return nil }
        let areas = nssas(of: lsa.header.advertisingRouter)
        return externalLSAs.first { original in
            original.area.map(areas.contains) == true && original.prefix == lsa.prefix
                && original.header.advertisingRouter != lsa.header.advertisingRouter
                && Options(rawValue: original.header.options).contains(.nssa)
                && original.route.externalType == lsa.route.externalType
                && original.route.forwardingAddress == lsa.route.forwardingAddress
                && lsa.route.forwardingAddress != .unspecified
        }
    }

    private func isTranslation(_ lsa: ExternalLSA) -> Bool { original(of: lsa) != nil }

    /// The default route of a border router into an NSSA (RFC 3101 §2.7).
    private func isOwnDefault(_ lsa: ExternalLSA) -> Bool {
        guard let area = lsa.area, lsa.prefix.length == 0 else { return false }
        return nssas(of: lsa.header.advertisingRouter).contains(area)
    }

    /// A router that announces a destination into an NSSA and into others does so for one reason.
    private func hasAnotherForm(_ lsa: ExternalLSA) -> Bool {
        lsa.area != nil
            && externalLSAs.contains {
                $0.area == nil && $0.prefix == lsa.prefix && $0.header.advertisingRouter == lsa.header.advertisingRouter
            }
    }

    /// Default routes into NSSAs, and what only FRRouting does: a default summary-LSA beside others, and the metric 20 of
    /// what it translates.
    private mutating func noteHabits() {
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
            guard let original = original(of: lsa), original.route.metric != lsa.route.metric, lsa.route.metric == 20,
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
        var index: [CapturedTopology.Group: Int] = [:]
        for (prefix, entries) in announcements.sorted(by: { $0.key < $1.key }) {
            // Routers that announce the prefix in the same way share a group.
            var rest = entries.sorted { $0.router < $1.router }
            while let first = rest.first {
                let same = rest.filter { $0.route == first.route }
                rest.removeAll { $0.route == first.route }
                var originators: [Int] = []
                for entry in same where originators.last != entry.router { originators.append(entry.router) }
                let key = CapturedTopology.Group(prefixes: [], route: first.route, originators: originators)
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
