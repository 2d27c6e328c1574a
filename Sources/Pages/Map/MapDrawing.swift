/// A map as SVG: the network at one moment.
struct MapDrawing {
    /// What is drawn of a moment.
    struct Scene {
        /// By router.
        let looks: [RouterLook]
        /// By router: LSAs that count in thousandths of its limit, or `nil`.
        var fill: [Int?] = []
        /// By segment: the positions of the members whose adjacencies are up.
        let up: [Set<Int>]
        /// For a map of many: what its site boxes say.
        var siteTexts: [String] = []
    }

    let layout: MapLayout
    let labels: [LabelPlacer.Label]
    /// As they are read aloud.
    let names: [String]

    /// The large map, of which a script moves the parts.
    func explorer(_ scene: Scene) -> Markup {
        .make { svg in
            svg.element(
                "svg",
                [
                    .class("map"), .at("viewBox", "0 0 \(MapLayout.width) \(layout.height)"), .at("role", "group"),
                    .label("Map of sites, routers and links at cursor A. Arrow keys move between routers."),
                ]
            ) { svg in
                sites(into: &svg, scene)
                svg.element("g", [.class("links")]) { links(into: &$0, scene) }
                svg.shape("path", [.class("usual"), .at("fill", "none"), .at("d", "")])
                svg.shape("path", [.class("way"), .at("fill", "none"), .at("d", "")])
                for (number, place) in layout.positions.enumerated() { node(number, place, scene, into: &svg) }
                svg.element("g", [.class("labels")]) { group in labels.indices.forEach { label($0, into: &group) } }
                svg.element("g", [.class("marks")]) { _ in }
            }
        }
    }

    /// A small map without words, for the course in pictures.
    func thumbnail(_ scene: Scene) -> Markup {
        .make { svg in
            svg.element("svg", [.at("viewBox", "0 0 \(MapLayout.width) \(layout.height)"), .isHiddenFromReaders]) {
                svg in
                for site in layout.sites { box(site, into: &svg) }
                wires(scene, into: &svg)
                let scale = layout.isMatrix ? 60 : layout.radius > 12 ? 210 : layout.radius > 6 ? 140 : 90
                for (number, place) in layout.positions.enumerated() {
                    use(scene.looks[number], at: place, scale: scale, into: &svg)
                }
            }
        }
    }

    /// A map with names that nothing moves.
    func still(_ scene: Scene, saying words: String) -> Markup {
        .make { svg in
            svg.element(
                "svg",
                [
                    .class("map still"), .at("viewBox", "0 0 \(MapLayout.width) \(layout.height)"), .at("role", "img"),
                    .label(words),
                ]
            ) { svg in
                sites(into: &svg, scene)
                links(into: &svg, scene)
                for (number, place) in layout.positions.enumerated() {
                    use(scene.looks[number], at: place, scale: layout.radius * 10, into: &svg)
                }
                labels.indices.forEach { label($0, into: &svg) }
            }
        }
    }

    func use(_ look: RouterLook, at place: Point, scale: Int, into svg: inout Markup) {
        svg.shape(
            "use",
            [
                .at("href", "#s\(look.rawValue)"),
                .at("transform", "translate(\(place.x) \(place.y))scale(\(Self.decimal(scale)))"),
            ])
    }

    /// Hundredths as a decimal number.
    static func decimal(_ hundredths: Int) -> String {
        let rest = hundredths % 100
        return "\(hundredths / 100)"
            + (rest == 0 ? "" : rest % 10 == 0 ? ".\(rest / 10)" : rest < 10 ? ".0\(rest)" : ".\(rest)")
    }

    // MARK: Sites and links

    func box(_ site: MapLayout.SiteBox, into svg: inout Markup) {
        guard layout.sites.count > 1 || !site.name.isEmpty else { return }
        svg.shape(
            "rect",
            [
                .class("site"), .at("x", site.box.x), .at("y", site.box.y), .at("width", site.box.width),
                .at("height", site.box.height), .at("rx", 10), .at("fill", "#f5f6f8"),
            ])
    }

    private func sites(into svg: inout Markup, _ scene: Scene) {
        for (number, site) in layout.sites.enumerated() {
            box(site, into: &svg)
            let title = TextWidth.shortened(site.name, to: site.box.width - 12, size: 14)
            svg.element(
                "text",
                [
                    .class("sitename"), .at("x", site.box.center.x),
                    .at("y", site.box.y + (layout.radius > 12 ? 22 : 17)),
                    .at("text-anchor", "middle"),
                ], title)
            guard scene.siteTexts.indices.contains(number) else { continue }
            svg.element(
                "text",
                [
                    .class("lbl count"), .at("x", site.box.center.x), .at("y", site.box.bottom - 5),
                    .at("text-anchor", "middle"),
                ], scene.siteTexts[number])
        }
    }

    private func links(into svg: inout Markup, _ scene: Scene) {
        for bar in layout.bars {
            let segment = layout.network.segments[bar.segment]
            svg.element("g", [.data("data-s", bar.segment)]) { group in
                group.shape("path", [.class("lan"), .at("stroke", "#5d6675"), .at("d", barPath(bar))])
                for (place, member) in segment.members.enumerated() {
                    let isUp = scene.up[bar.segment].contains(place)
                    group.shape(
                        "path",
                        [
                            .class(isUp ? "stub" : "stub down"), .at("stroke", "#5d6675"),
                            .at("d", stubPath(layout.positions[member], bar.feet[place])),
                        ])
                }
            }
            svg.element(
                "text",
                [
                    .class("lbl lanname"), .at("x", (bar.left + bar.right) / 2), .at("y", bar.y + 16),
                    .at("text-anchor", "middle"),
                ], TextWidth.shortened(segment.name, to: max(60, bar.right - bar.left), size: 11))
        }
        for line in layout.lines {
            let isUp = scene.up[line.segment].count == 2
            svg.shape(
                "path",
                [
                    .data("data-s", line.segment), .class(isUp ? "link" : "link down"), .at("stroke", "#5d6675"),
                    .at("fill", "none"), .at("d", linePath(line)),
                ])
        }
    }

    /// Links of one kind are one path: a small map is to be small.
    func wires(_ scene: Scene, into svg: inout Markup) {
        var (up, down, stubs) = ("", "", "")
        for line in layout.lines {
            if scene.up[line.segment].count == 2 { up += linePath(line) } else { down += linePath(line) }
        }
        for bar in layout.bars {
            svg.shape("path", [.class("lan"), .at("stroke", "#5d6675"), .at("d", barPath(bar))])
            for (place, member) in layout.network.segments[bar.segment].members.enumerated() {
                let path = stubPath(layout.positions[member], bar.feet[place])
                if scene.up[bar.segment].contains(place) { stubs += path } else { down += path }
            }
        }
        for (path, look) in [(stubs, "stub"), (down, "link down"), (up, "link")] where !path.isEmpty {
            svg.shape("path", [.class(look), .at("stroke", "#5d6675"), .at("fill", "none"), .at("d", path)])
        }
    }

    func linePath(_ line: MapLayout.Line) -> String {
        let end = "\(line.to.x),\(line.to.y)"
        let bend = line.control.map { "Q\($0.x),\($0.y) " } ?? "L"
        return "M\(line.from.x),\(line.from.y)\(bend)\(end)"
    }

    private func barPath(_ bar: MapLayout.Bar) -> String { "M\(bar.left),\(bar.y)H\(bar.right)" }
    private func stubPath(_ router: Point, _ foot: Point) -> String { "M\(router.x),\(router.y)L\(foot.x),\(foot.y)" }

    // MARK: Routers

    private func node(_ number: Int, _ place: Point, _ scene: Scene, into svg: inout Markup) {
        let look = scene.looks[number]
        let scale = Self.decimal(layout.radius * (hasRings ? 8 : 10))
        svg.element(
            "g",
            [
                .class("node"), .data("data-r", number), .at("transform", "translate(\(place.x) \(place.y))"),
                .at("role", "button"), .at("tabindex", number == 0 ? 0 : -1),
                .label("\(names[number]): \(look.word)"),
            ]
        ) { group in
            group.shape("circle", [.class("halo"), .at("r", layout.radius + 5), .at("fill", "none")])
            group.shape(
                "use", [.at("href", "#s\(look.rawValue)"), .at("transform", "scale(\(scale))")])
            guard hasRings, scene.fill.indices.contains(number), let fill = scene.fill[number] else { return }
            group.shape(
                "circle",
                [
                    .class("ring"), .at("r", layout.radius + 1), .at("fill", "none"), .at("pathLength", 1000),
                    .at("transform", "rotate(-90)"), .at("stroke-dasharray", "\(min(fill, 1000)) 1000"),
                ])
        }
    }

    /// Rings for databases need room.
    var hasRings: Bool { layout.radius > 7 }

    private func label(_ number: Int, into svg: inout Markup) {
        let label = labels[number]
        var attributes: [Markup.Attribute] = [
            .class("lbl"), .at("x", label.place.x), .at("y", label.place.y), .at("text-anchor", label.anchor.rawValue),
        ]
        if label.isHidden { attributes.append(.at("display", "none")) }
        svg.element("text", attributes, label.text)
    }
}
