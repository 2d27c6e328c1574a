import Emulation
import NetworkPrimitives
import Services

/// Where the places of services are in a network.
struct ServicePlaces {
    let draft: NetworkDraft
    let sink: DiagnosticSink

    func places(_ model: ServiceModel, tree: Value) -> [ServicePlace] {
        model.places.map { name in
            let place = place(name)
            if place == nil, !sink.hasErrors {
                let what =
                    name.isEmpty
                    ? "a service, source or monitor has no place: write 'at' or 'from'" : "'\(name)' has no address"
                sink.error(what, at: tree["services"]?.position ?? tree.position)
            }
            return place ?? ServicePlace(name: name, entries: [], addresses: [])
        }
    }

    private func place(_ name: String) -> ServicePlace? {
        let names = draft.names
        if let router = names.router(named: name) { return place(name, routers: [router]) }
        if let segment = names.segment(named: name) { return place(name, segment: segment) }
        if let outside = names.outside(named: name) { return place(name, outside: draft.outside[outside].entries) }
        if name.hasPrefix(Selection.sitePrefix) {
            return place(name, routers: names.members(ofSite: String(name.dropFirst(Selection.sitePrefix.count))))
        }
        return nil
    }

    private func place(_ name: String, routers: [RouterIndex]) -> ServicePlace? {
        let addresses = routers.flatMap { router in
            (draft.loopbacks(of: router) + draft.stubNetworks(of: router)).prefix(1).map(\.address)
        }
        return addresses.isEmpty ? nil : ServicePlace(name: name, entries: routers, addresses: addresses)
    }

    /// A LAN is reached at the address of any router on it.
    private func place(_ name: String, segment: SegmentIndex) -> ServicePlace? {
        let members = draft.configuration.segments[segment].members
        let addresses = members.compactMap { member in
            draft.configuration.routers[member.router].ospf.interfaces[member.interface].address
        }
        return addresses.isEmpty
            ? nil : ServicePlace(name: name, entries: members.map(\.router), addresses: addresses)
    }

    /// An outside network is reached where it enters.
    private func place(_ name: String, outside entries: [RouterIndex]) -> ServicePlace? {
        let addresses = entries.flatMap { draft.loopbacks(of: $0).prefix(1).map(\.address) }
        return addresses.isEmpty ? nil : ServicePlace(name: name, entries: entries, addresses: addresses)
    }
}
