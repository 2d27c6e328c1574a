import Analysis
import Emulation
import NetworkPrimitives

/// Reads `probes`, or makes those that watch everything where the file has none.
struct ProbeReader {
    /// Source and destination pairs of one probe.
    static let limit = 4_000_000
    /// Sites between all of which traffic is watched pair by pair, without being asked for.
    private static let siteLimit = 100

    let draft: NetworkDraft
    let sink: DiagnosticSink

    func read(_ probes: Value?) -> [Probe] {
        guard let items = probes?.items, !items.isEmpty else { return standard() }
        var lines: [String: Int] = [:]
        return items.compactMap { item in
            guard item.fields != nil, let from = item["from"], let to = item["to"] else { return nil }
            let sources = sources(from)
            let destinations = destinations(to)
            let name = item["name"]?.text ?? "\(words(from)) to \(words(to))"
            if let line = lines.updateValue(item.position.line, forKey: name) {
                let message = "the probe '\(shortened(name))' is already on line \(line)"
                sink.error(message, at: item["name"]?.position ?? item.position)
            }
            guard sources.count * destinations.count <= Self.limit else {
                sink.error("this probe has more than \(grouped(Self.limit)) pairs", at: item.position)
                return nil
            }
            if destinations.isEmpty, !sink.hasErrors {
                sink.error(
                    "'\(shortened(words(to)))' has no loopback and no stub network to send to; write a prefix",
                    at: to.position)
            }
            return sources.isEmpty || destinations.isEmpty
                ? nil : Probe(name: name, sources: sources, destinations: destinations)
        }
    }

    private func words(_ value: Value) -> String { value.oneOrMore.compactMap(\.text).joined(separator: ", ") }

    private func sources(_ value: Value) -> [ProbeSource] {
        let resolver = NameResolver(names: draft.names, sink: sink)
        var result: [ProbeSource] = []
        for item in value.oneOrMore {
            switch resolver.selection(item, wanted: .sources) {
            case .router(let router): result.append(source(router))
            case .routers(let routers): result += routers.map(source)
            case .site(let site): result += draft.names.members(ofSite: site).map(source)
            case .outside(let network): result.append(draft.outside[network])
            case .group, nil: continue
            }
        }
        var seen: Set<ProbeSource> = []
        return result.filter { seen.insert($0).inserted }
    }

    private func source(_ router: RouterIndex) -> ProbeSource {
        ProbeSource(name: draft.names.routers[router], entries: [router])
    }

    private func destinations(_ value: Value) -> [ProbeDestination] {
        let resolver = NameResolver(names: draft.names, sink: sink)
        var result: [ProbeDestination] = []
        for item in value.oneOrMore {
            if let prefix = item.prefix ?? item.address.map({ IPv4Prefix($0, length: 32) }) {
                result += destination(prefix, at: item)
                continue
            }
            switch resolver.selection(item, wanted: .destinations) {
            case .router(let router): result += loopbacks(router)
            case .routers(let routers): result += routers.flatMap(loopbacks)
            case .site(let site): result += destinations(ofSite: site)
            case .group(let group): result += draft.groups[group].destinations
            case .outside, nil: continue
            }
        }
        var seen: Set<ProbeDestination> = []
        return result.filter { seen.insert($0).inserted }
    }

    private func destinations(ofSite site: String) -> [ProbeDestination] {
        draft.names.members(ofSite: site).flatMap(loopbacks)
            + draft.groups.filter { $0.site == site }.flatMap(\.destinations)
    }

    /// A router's loopbacks; of one that has none, its stub networks.
    private func loopbacks(_ router: RouterIndex) -> [ProbeDestination] {
        let own = draft.loopbacks(of: router)
        return own.isEmpty ? draft.stubNetworks(of: router) : own
    }

    /// An address of a prefix that something in the network has or announces: a group, a segment, a loopback or a range.
    private func destination(_ prefix: IPv4Prefix, at item: Value) -> [ProbeDestination] {
        let routers = draft.configuration.routers
        let isKnown =
            draft.groups.contains { group in group.prefixes.contains { $0.contains(prefix) } }
            || routers.contains { router in
                router.ospf.loopbacks.contains { $0.address == prefix.address }
                    || router.ospf.interfaces.contains { $0.prefix.contains(prefix) }
                    || router.ospf.areas.contains { area in
                        area.ranges.contains { $0.prefix.contains(prefix) }
                            || area.nssaRanges.contains { $0.prefix.contains(prefix) }
                    }
            }
        guard isKnown else {
            // Whether a default route takes such packets, or nothing does, may be what is asked.
            sink.warning("no router and no group has \(shortened(item.text ?? ""))", at: item.position)
            return [ProbeDestination(address: prefix.length < 32 ? prefix.firstHost : prefix.address)]
        }
        return [ProbeDestination(address: draft.address(in: prefix))]
    }

    /// From each site to each other one; without two sites, from every router to every router. Stub networks are destinations
    /// as well, unless there are too many.
    private func standard() -> [Probe] {
        let sites = draft.names.sites
        guard sites.count > 1 else {
            let all = Array(draft.names.routers.indices)
            let targets = targets(all.flatMap(loopbacks), all, sources: all.count)
            guard all.count > 1, !targets.isEmpty, all.count * targets.count <= Self.limit else { return [] }
            return [Probe(name: "every router to every router", sources: all.map(source), destinations: targets)]
        }
        guard sites.count <= Self.siteLimit else { return fromEachSite() }
        return sites.flatMap { from in
            sites.filter { $0 != from }.compactMap { to in
                let sources = draft.names.members(ofSite: from).map(source)
                let targets = targets(destinations(ofSite: to), draft.names.members(ofSite: to), sources: sources.count)
                guard !targets.isEmpty, sources.count * targets.count <= Self.limit else { return nil }
                return Probe(name: "\(from) to \(to)", sources: sources, destinations: targets)
            }
        }
    }

    private func targets(_ some: [ProbeDestination], _ routers: [RouterIndex], sources: Int) -> [ProbeDestination] {
        var seen: Set<ProbeDestination> = []
        let all = (some + routers.flatMap(draft.stubNetworks)).filter { seen.insert($0).inserted }
        return all.count * sources <= Self.limit ? all : some
    }

    /// Where there would be too many probes from each site to each other one: from each site to all, in one.
    private func fromEachSite() -> [Probe] {
        let targets = draft.names.sites.flatMap(destinations(ofSite:))
        return draft.names.sites.compactMap { from in
            let sources = draft.names.members(ofSite: from).map(source)
            guard !targets.isEmpty, sources.count * targets.count <= Self.limit else { return nil }
            return Probe(name: "\(from) to every site", sources: sources, destinations: targets)
        }
    }
}
