import Analysis
import Emulation
import NetworkPrimitives

/// Chooses what is watched while a change is simulated: the file's probes, or else traffic between all sites and from
/// outside to every site.
struct PlanProbes {
    /// Pairs of a router and a destination that are watched without being asked for. The destinations of a group are
    /// forwarded alike and count as one.
    static let pairLimit = 20_000

    let draft: NetworkDraft
    let sink: DiagnosticSink

    func choose(_ probes: Value?) -> (probes: [Probe], words: String) {
        if let items = probes?.items, !items.isEmpty {
            let read = ProbeReader(draft: draft, sink: sink).read(probes)
            return (read, "the file's \(read.count == 1 ? "probe" : "\(read.count) probes")")
        }
        return draft.names.sites.count > 1 ? betweenSites() : betweenRouters()
    }

    // MARK: Sites

    private func betweenSites() -> (probes: [Probe], words: String) {
        let sites = draft.names.sites
        let largest = sites.map { draft.names.members(ofSite: $0).count }.max() ?? 0
        let groups = draft.groups.count
        // Pairs of sites, each with its routers to the other's routers and groups, and the outside to each.
        var share = largest
        while share > 1, sites.count * sites.count * share * (share + groups) > Self.pairLimit { share -= 1 }
        var probes: [Probe] = []
        for from in sites {
            let sources = evenly(draft.names.members(ofSite: from), share).map(source)
            for to in sites where to != from { add(&probes, from, sources, to: to, share) }
            for group in draft.groups where group.site == nil && !group.destinations.isEmpty {
                probes.append(
                    Probe(name: "\(from) to \(group.name)", sources: sources, destinations: unique(group.destinations)))
            }
        }
        for network in draft.outside { for site in sites { add(&probes, network.name, [network], to: site, share) } }
        let chosen = share < largest ? "\(share) routers of each site, evenly chosen" : "every router of each site"
        let outside = draft.outside.isEmpty ? "" : ", and \(list(draft.outside.map(\.name))) to each"
        let homeless = draft.configuration.routers.filter { $0.site == nil }.map(\.name)
        let left = homeless.isEmpty ? "" : "; not \(list(homeless)), in no site"
        return (probes, "each of \(sites.count) sites to each other\(outside); \(chosen)\(left)")
    }

    private func add(_ probes: inout [Probe], _ from: String, _ sources: [ProbeSource], to site: String, _ share: Int) {
        let routers = evenly(draft.names.members(ofSite: site), share)
        let groups = draft.groups.filter { $0.site == site }
        let destinations = routers.flatMap(addresses) + groups.flatMap(\.destinations)
        guard !sources.isEmpty, !destinations.isEmpty else { return }
        probes.append(Probe(name: "\(from) to \(site)", sources: sources, destinations: unique(destinations)))
    }

    // MARK: Routers

    private func betweenRouters() -> (probes: [Probe], words: String) {
        let all = Array(draft.configuration.routers.indices)
        var share = all.count
        while share > 1, share * (share + draft.groups.count) > Self.pairLimit { share -= 1 }
        let routers = evenly(all, share)
        let destinations = routers.flatMap(addresses) + draft.groups.flatMap(\.destinations)
        guard all.count > 1, !destinations.isEmpty else {
            return ([], "no router has a loopback or a stub network to send to")
        }
        let every = share == all.count
        let name = every ? "every router to every router" : "\(share) routers to each other"
        let words =
            every
            ? "every router to every router\(draft.groups.isEmpty ? "" : " and group"); the file has no sites"
            : "\(share) of \(all.count) routers, evenly chosen, to each other; the file has no sites"
        return ([Probe(name: name, sources: routers.map(source), destinations: unique(destinations))], words)
    }

    // MARK: Parts

    private func source(_ router: RouterIndex) -> ProbeSource {
        ProbeSource(name: draft.names.routers[router], entries: [router])
    }

    private func addresses(_ router: RouterIndex) -> [ProbeDestination] {
        draft.loopbacks(of: router) + draft.stubNetworks(of: router)
    }

    private func unique(_ destinations: [ProbeDestination]) -> [ProbeDestination] {
        var seen: Set<ProbeDestination> = []
        return destinations.filter { seen.insert($0).inserted }
    }

    private func evenly(_ all: [RouterIndex], _ count: Int) -> [RouterIndex] {
        guard all.count > count, count > 0 else { return all }
        return (0..<count).map { all[$0 * all.count / count] }
    }

    private func list(_ names: [String]) -> String {
        names.count <= 3
            ? names.joined(separator: ", ")
            : "\(names.prefix(2).joined(separator: ", ")) and \(names.count - 2) more"
    }
}
