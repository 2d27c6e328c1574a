import NetworkPrimitives

/// What is legal in names and addresses, and looks like a slip.
struct NameChecks {
    let draft: NetworkDraft
    let sink: DiagnosticSink

    func run() {
        checkSites()
        checkPools()
    }

    /// A site with one router that is spelled nearly as one with several. Numbers are no slips: PAR4 is not PAR5.
    private func checkSites() {
        let sites = draft.names.sites
        // Among very many, one more name is no slip, and each would be compared with each.
        guard (2...500).contains(sites.count) else { return }
        for site in sites where draft.names.members(ofSite: site).count == 1 {
            let others = sites.filter { $0 != site && draft.names.members(ofSite: $0).count > 1 }
            guard let near = nearestName(to: site, among: others), site.count > 3,
                Self.letters(site) != Self.letters(near), site.filter(\.isNumber) == near.filter(\.isNumber),
                let value = draft.routerValues[draft.names.members(ofSite: site)[0]]["site"]
            else { continue }
            sink.warning(
                "only one router is at the site '\(shortened(site))'", at: value.position, suggestion: near)
        }
    }

    private static func letters(_ text: String) -> String { text.filter { !$0.isNumber } }

    /// Prefixes from outside among the addresses that links, LANs and loopbacks are numbered from.
    private func checkPools() {
        guard let pools = draft.pools else { return }
        for group in draft.groups {
            for (pool, what) in [(pools.links, "links"), (pools.lans, "LANs"), (pools.routerIDs, "loopbacks")] {
                let inside = group.prefixes.filter { pool.contains($0) }
                guard let first = inside.first else { continue }
                sink.warning(
                    "the group '\(shortened(group.name))' announces \(first)\(inside.count > 1 ? " and \(inside.count - 1) more prefixes" : "") of \(pool), from which \(what) get their addresses: external and internal destinations overlap there ('addressing' chooses other addresses)",
                    at: group.position)
                break
            }
        }
    }
}
