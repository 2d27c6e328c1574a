import Results

extension MapDrawing {
    /// Of a network as a result has it.
    /// - Parameter important: who is named where not all can be.
    init(_ topology: TopologyDocument, important: Set<Int>) {
        var network = MapNetwork(
            sites: topology.sites,
            routers: topology.routers.map { router in
                let place = router.position.flatMap { $0.count == 2 ? Point(x: $0[0], y: $0[1]) : nil }
                return MapNetwork.Router(name: router.name, site: router.site, wanted: place)
            },
            segments: topology.segments.map {
                MapNetwork.Segment(name: $0.name, members: $0.members, isShared: $0.kind != "link")
            })
        network.entries = Set(topology.outside.flatMap(\.enters))
        layout = MapLayout(network)
        labels = layout.isMatrix ? [] : LabelPlacer.labels(MapNames.short(network), on: layout, important: important)
        names = topology.routers.map(\.name)
    }
}

extension TopologyDocument {
    /// - Throws: where numbers point at what is not there: a file can have been edited.
    func check() throws(PageError) {
        let all = routers.indices
        guard routers.allSatisfy({ $0.site.map(sites.indices.contains) ?? true }) else {
            throw PageError(contradiction: "a router of 'topology' is in a site that is not there")
        }
        guard segments.allSatisfy({ $0.members.allSatisfy(all.contains) }) else {
            throw PageError(contradiction: "a segment of 'topology' has a member that is not there")
        }
        guard outside.allSatisfy({ $0.enters.allSatisfy(all.contains) }) else {
            throw PageError(contradiction: "traffic enters at a router that is not there")
        }
        let wanted = routers.compactMap(\.position).joined()
        guard wanted.allSatisfy({ abs($0) <= 1_000_000 }) else {
            throw PageError(contradiction: "a position is farther away than 1,000,000")
        }
    }
}
