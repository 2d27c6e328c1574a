import Testing

@testable import Pages

/// Networks to be drawn.
enum MapCases {
    /// Two sites as in the incident: edges, cores, aggregation, a LAN each, and a device between them.
    static let twoSites: MapNetwork = {
        var routers: [MapNetwork.Router] = []
        var segments: [MapNetwork.Segment] = []
        for site in 0..<2 {
            let base = 7 * site
            for name in ["core-1", "core-2", "agg-1", "agg-2", "edge-1", "edge-2", "serv-1"] {
                routers.append(.init(name: "par\(site + 4)-\(name)", site: site))
            }
            for (one, two) in [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (0, 4), (0, 5), (1, 4), (1, 5), (2, 6), (3, 6)] {
                segments.append(line(base + one, base + two))
            }
            segments.append(.init(name: "lan-\(site)", members: Array(base..<base + 7) + [14], isShared: true))
        }
        routers.append(.init(name: "par-internal", site: nil))
        segments.append(line(5, 12))
        return MapNetwork(sites: ["PAR4", "PAR5"], routers: routers, segments: segments, entries: [4, 5, 11, 12])
    }()

    /// Sites of edges, cores, aggregation and leaves, in a ring.
    static func ring(sites: Int, leaves: Int) -> MapNetwork {
        var routers: [MapNetwork.Router] = []
        var segments: [MapNetwork.Segment] = []
        let size = 8 + leaves
        for site in 0..<sites {
            let base = site * size
            for name in ["edge-1", "edge-2", "core-1", "core-2", "agg-1", "agg-2", "agg-3", "agg-4"] {
                routers.append(.init(name: "s\(site + 1)-\(name)", site: site))
            }
            for leaf in 0..<leaves { routers.append(.init(name: "s\(site + 1)-leaf-\(leaf + 1)", site: site)) }
            for (one, two) in [(0, 2), (0, 3), (1, 2), (1, 3), (2, 3)] { segments.append(line(base + one, base + two)) }
            for core in 2...3 { for agg in 4...7 { segments.append(line(base + core, base + agg)) } }
            for leaf in 0..<leaves {
                for agg in [leaf % 4, (leaf + 1) % 4] { segments.append(line(base + 8 + leaf, base + 4 + agg)) }
            }
            segments.append(line(base + 1, (site + 1) % sites * size))
        }
        let names = (1...sites).map { "S\($0)" }
        return MapNetwork(sites: names, routers: routers, segments: segments, entries: [0, 1])
    }

    /// A triangle, a chain, a star, a LAN and a single router: networks without sites.
    static let small: [MapNetwork] = [
        flat(3, [(0, 1), (1, 2), (2, 0)]), flat(6, [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5)]),
        flat(9, (1..<9).map { (0, $0) }), flat(5, [], lan: true), flat(1, []), flat(2, [(0, 1), (0, 1)]),
    ]

    private static func flat(_ count: Int, _ links: [(Int, Int)], lan: Bool = false) -> MapNetwork {
        var segments = links.map { line($0.0, $0.1) }
        if lan { segments.append(.init(name: "office", members: Array(0..<count), isShared: true)) }
        return MapNetwork(
            sites: [], routers: (0..<count).map { .init(name: "router-\($0 + 1)", site: nil) }, segments: segments)
    }

    private static func line(_ one: Int, _ two: Int) -> MapNetwork.Segment {
        .init(name: "\(one) - \(two)", members: [one, two], isShared: false)
    }

    static let all = [twoSites, ring(sites: 4, leaves: 7), ring(sites: 8, leaves: 17)] + small
}

extension MapNetwork: CustomTestStringConvertible {
    public var testDescription: String { "\(routers.count) routers, \(segments.count) segments, \(sites.count) sites" }
}

@Suite("Maps are laid out by the program") struct MapLayoutTests {
    @Test("No two routers touch, and all lie on the map", arguments: MapCases.all)
    func apart(_ network: MapNetwork) {
        let layout = MapLayout(network)
        for (number, place) in layout.positions.enumerated() {
            #expect(place.x >= layout.radius && place.x <= MapLayout.width - layout.radius)
            #expect(place.y >= layout.radius && place.y <= layout.height - layout.radius)
            for other in layout.positions[..<number] {
                let gap = place - other
                #expect(gap.x * gap.x + gap.y * gap.y > 4 * layout.radius * layout.radius)
            }
        }
    }

    @Test("Each router lies in the box of its site", arguments: MapCases.all)
    func home(_ network: MapNetwork) {
        let layout = MapLayout(network)
        for site in layout.sites {
            for router in site.routers { #expect(site.box.contains(layout.positions[router])) }
        }
        for (number, site) in layout.sites.enumerated() {
            for other in layout.sites[..<number] { #expect(site.box.overlap(other.box) == 0) }
        }
    }

    @Test("No stub to a LAN passes through a router", arguments: [MapCases.twoSites, MapCases.small[3]])
    func stubs(_ network: MapNetwork) {
        let layout = MapLayout(network)
        #expect(!layout.bars.isEmpty)
        for bar in layout.bars {
            for (member, foot) in zip(network.segments[bar.segment].members, bar.feet) {
                let start = layout.positions[member]
                let met = layout.positions.indices.filter {
                    $0 != member && layout.positions[$0].isNear(start, foot, within: layout.radius)
                }
                #expect(met == [])
            }
        }
    }

    @Test(
        "No line passes through a router",
        arguments: [MapCases.twoSites, MapCases.ring(sites: 4, leaves: 7)] + MapCases.small)
    func lines(_ network: MapNetwork) {
        let layout = MapLayout(network)
        for line in layout.lines {
            let ends = network.segments[line.segment].members
            for (start, end) in zip(line.chain, line.chain.dropFirst()) {
                let met = layout.positions.indices.filter {
                    !ends.contains($0) && layout.positions[$0].isNear(start, end, within: layout.radius)
                }
                #expect(met == [], "\(network.segments[line.segment].name)")
            }
        }
    }

    @Test("No two labels overlap, and none lies on a router or outside", arguments: MapCases.all)
    func labels(_ network: MapNetwork) {
        let layout = MapLayout(network)
        let names = MapNames.short(network)
        let labels = LabelPlacer.labels(names, on: layout, important: Set(0..<min(30, names.count)))
        #expect(labels.count == names.count)
        let shown = labels.indices.filter { !labels[$0].isHidden }
        for (place, number) in shown.enumerated() {
            #expect(labels[number].box.x >= 0 && labels[number].box.right <= MapLayout.width)
            for other in shown[..<place] { #expect(labels[number].box.overlap(labels[other].box) == 0) }
            for (router, point) in layout.positions.enumerated() where router != number {
                #expect(labels[number].box.overlap(Box(around: point, layout.radius)) == 0)
            }
        }
        #expect(names.count > MapLayout.largestWithNames || shown.count * 10 >= names.count * 9)
    }

    @Test func `Rows are hops from where traffic enters, and what a site's names have in common is left out`() {
        let layout = MapLayout(MapCases.twoSites)
        let rows = [4, 0, 2, 6].map { layout.positions[$0].y }
        #expect(rows == rows.sorted() && Set(rows).count == 4)
        #expect(layout.positions[4].y == layout.positions[5].y)
        #expect(layout.positions[14].x == MapLayout.width / 2)
        let names = MapNames.short(MapCases.twoSites)
        #expect(names[0] == "core-1" && names[14] == "par-internal")
    }

    @Test func `Where the topology says where every router is, that is where they are`() {
        let wanted = [Point(x: 0, y: 0), Point(x: 1000, y: 0), Point(x: 500, y: 400)]
        var routers: [MapNetwork.Router] = wanted.enumerated().map {
            .init(name: "r\($0.offset)", site: nil, wanted: $0.element)
        }
        let placed = MapLayout(MapNetwork(sites: [], routers: routers, segments: []))
        #expect(placed.positions[0].y == placed.positions[1].y && placed.positions[2].y > placed.positions[0].y)
        #expect(placed.positions[2].x * 2 == placed.positions[0].x + placed.positions[1].x)
        routers[0].wanted = nil
        #expect(!MapNetwork(sites: [], routers: routers, segments: []).isPlaced)
    }

    @Test func `Numbers in names count: a2 stands before a10`() {
        #expect(["a10", "a2", "a1", "b"].sorted(by: SiteRows.isBefore) == ["a1", "a2", "a10", "b"])
    }

    @Test func `A thousand routers are dots in the boxes of their sites`() {
        let layout = MapLayout(MapCases.ring(sites: 25, leaves: 32))
        #expect(layout.network.routers.count == 1_000 && layout.isMatrix && layout.lines.isEmpty)
        #expect(Set(layout.positions).count == 1_000)
        #expect(layout.height < 1_200)
    }
}
