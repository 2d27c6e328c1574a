import NetworkPrimitives
import OSPFWire
import Scenarios

extension ConfigurationBuilder {
    /// The areas that a router has interfaces in.
    private func attached(_ number: Int) -> Set<AreaID> {
        Set(configurations[number].interfaces.filter { !$0.isShutdown }.compactMap(\.area))
    }

    mutating func addAreas() {
        var kinds: [AreaID: [(router: Int, area: DeviceConfiguration.Area)]] = [:]
        for (number, configuration) in configurations.enumerated() {
            let attached = attached(number)
            for (id, area) in configuration.areas where attached.contains(id) {
                kinds[id, default: []].append((number, area))
                addSettings(of: area, id, number, isBorder: attached.count > 1)
            }
        }
        for (id, entries) in kinds.sorted(by: { $0.key < $1.key }) {
            let kind = entries.map(\.area.kind).first { $0 != .normal } ?? .normal
            guard kind != .normal, id != .backbone else { continue }
            let odd = configurations.indices.filter { number in
                attached(number).contains(id) && configurations[number].areas[id]?.kind != kind
            }
            if !odd.isEmpty {
                let names = odd.map { topology.routers[$0].name }.joined(separator: ", ")
                topology.notes.append(
                    "Area \(id) is \(kind.rawValue), and \(names) does not have it so: no adjacency forms there, which the topology does not show."
                )
            }
            // Only border routers leave summaries out.
            let hasSummaries = !entries.contains { !$0.area.hasSummaries }
            topology.areas.append(.init(area: id, kind: kind, hasSummaries: hasSummaries, defaultCost: nil))
        }
    }

    private mutating func addSettings(of area: DeviceConfiguration.Area, _ id: AreaID, _ router: Int, isBorder: Bool) {
        var settings = NetworkDescription.AreaSettings(area: id)
        settings.ranges = isBorder ? area.ranges : []
        settings.defaultCost = area.defaultCost
        settings.nssaDefault = area.nssaDefault
        let isPlain = settings.ranges.isEmpty && settings.defaultCost == nil && settings.nssaDefault == nil
        if !isPlain { topology.routers[router].areas.append(settings) }
    }

    mutating func addVirtualLinks() {
        let numbers = Dictionary(
            topology.routers.enumerated().compactMap { entry in entry.element.routerID.map { ($0, entry.offset) } },
            uniquingKeysWith: { first, _ in first })
        for (number, configuration) in configurations.enumerated() {
            for link in configuration.virtualLinks {
                guard let other = numbers[link.neighbor] else {
                    topology.notes.append(
                        "The virtual link of \(topology.routers[number].name) to \(link.neighbor) is left out: no file is of that router."
                    )
                    continue
                }
                let pair = NetworkDescription.VirtualLink(routers: [number, other].sorted(), transitArea: link.area)
                if !topology.virtualLinks.contains(pair) { topology.virtualLinks.append(pair) }
            }
        }
    }

    // MARK: External routes

    private struct Announcement: Hashable {
        var prefix: IPv4Prefix
        var route: ExternalLSABody.Route
    }

    mutating func addGroups() {
        var index: [NetworkDescription.Group: Int] = [:]
        for (number, configuration) in configurations.enumerated() where configuration.runsOSPF {
            var seen: Set<IPv4Prefix> = []
            var entries: [(Announcement, String)] = []
            for redistribution in configuration.redistributions { entries += announcements(redistribution, number) }
            if let entry = defaultRoute(configuration, number) {
                entries.append((entry, "default-information originate"))
            }
            for (entry, source) in entries where seen.insert(entry.prefix).inserted {
                var key = NetworkDescription.Group(prefixes: [], route: entry.route, originators: [number])
                key.remark = source
                if let known = index[key] {
                    topology.groups[known].prefixes.append(entry.prefix)
                } else {
                    index[key] = topology.groups.count
                    topology.groups.append(key)
                    topology.groups[topology.groups.count - 1].prefixes = [entry.prefix]
                }
            }
        }
    }

    private mutating func announcements(_ entry: DeviceConfiguration.Redistribution, _ number: Int) -> [(
        Announcement, String
    )] {
        let configuration = configurations[number]
        let words = "redistribute \(entry.source)" + (entry.policy.map { ", policy \($0)" } ?? "")
        let known: [IPv4Prefix]
        switch entry.source.split(separator: " ").first {
        case "static", "ordinary":
            // The default route goes by a command of its own (`default-information originate`).
            known = configuration.statics.filter { $0.length > 0 || configuration.vendor == .junos }
        case "connected", "direct":
            known = configuration.interfaces.filter { !$0.isShutdown && $0.area == nil && $0.vrf.isEmpty }.compactMap(
                \.prefix)
        default:
            topology.unresolved.append(.init(router: number, words: words))
            return []
        }
        var isUnknown = false
        let found = known.compactMap { prefix -> (Announcement, String)? in
            guard let policy = entry.policy else {
                return (Announcement(prefix: prefix, route: route(entry, nil, configuration)), words)
            }
            guard let terms = configuration.policies[policy]?.terms.sorted(by: { $0.order < $1.order }).map(\.term)
            else {
                // A route map that is not there permits everything.
                return (Announcement(prefix: prefix, route: route(entry, nil, configuration)), words)
            }
            for term in terms where matches(term, prefix, entry.source, configuration) {
                if term.isUnknown {
                    isUnknown = true
                    return nil
                }
                return term.permits
                    ? (Announcement(prefix: prefix, route: route(entry, term, configuration)), words) : nil
            }
            return nil
        }
        if isUnknown {
            topology.unresolved.append(
                .init(router: number, words: "\(words): it has conditions that are not understood"))
        }
        return found
    }

    private func matches(
        _ term: DeviceConfiguration.Policy.Term, _ prefix: IPv4Prefix, _ source: String,
        _ configuration: DeviceConfiguration
    ) -> Bool {
        let names = source == "connected" ? ["connected", "direct"] : [source]
        if !term.sources.isEmpty, !term.sources.contains(where: names.contains) { return false }
        guard !term.lists.isEmpty else { return true }
        return term.lists.contains { list in
            configuration.prefixLists[list]?.first { $0.matches(prefix) }?.permits == true
        }
    }

    private func route(
        _ entry: DeviceConfiguration.Redistribution, _ term: DeviceConfiguration.Policy.Term?,
        _ configuration: DeviceConfiguration
    ) -> ExternalLSABody.Route {
        let usual: UInt32 = configuration.vendor == .junos ? 0 : 20
        return ExternalLSABody.Route(
            externalType: term?.metricType ?? entry.metricType ?? .type2,
            metric: term?.metric ?? entry.metric ?? configuration.defaultMetric ?? usual,
            tag: term?.tag ?? entry.tag ?? 0)
    }

    private mutating func defaultRoute(_ configuration: DeviceConfiguration, _ number: Int) -> Announcement? {
        guard let route = configuration.defaultRoute else { return nil }
        guard route.isAlways || configuration.statics.contains(.default) else {
            topology.unresolved.append(
                .init(
                    router: number,
                    words: "default-information originate, while another protocol gives it a default route",
                    prefix: .default))
            return nil
        }
        let usual: UInt32 = configuration.vendor == .frr ? (route.isAlways ? 1 : 10) : 1
        return Announcement(
            prefix: .default,
            route: .init(
                externalType: route.metricType ?? .type2, metric: route.metric ?? configuration.defaultMetric ?? usual))
    }
}
