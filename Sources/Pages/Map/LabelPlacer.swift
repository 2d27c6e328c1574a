/// Finds a place for every label of a map, so that no two overlap and none lies on a router.
///
/// Greedy, from the top: of eight places around the router that with the least cost, where covering anything costs most and
/// crossing a line a little. Where nothing is free, the label is hidden until its router is chosen.
struct LabelPlacer {
    enum Anchor: String, Sendable { case start, middle, end }

    struct Label: Sendable {
        let text: String
        let place: Point
        let anchor: Anchor
        let box: Box
        let isHidden: Bool
    }

    private let layout: MapLayout
    private var taken: [Box]
    private var second: [Int: String] = [:]
    private let lines: [(Point, Point)]

    init(_ layout: MapLayout) {
        self.layout = layout
        taken = layout.sites.filter { !$0.name.isEmpty }.map {
            let width = TextWidth.of($0.name, size: 13, isBold: true)
            return Box(x: $0.box.center.x - width / 2 - 3, y: $0.box.y + 4, width: width + 6, height: 20)
        }
        taken += layout.bars.map {
            let width = TextWidth.of(layout.network.segments[$0.segment].name, size: 11)
            return Box(x: ($0.left + $0.right - width) / 2, y: $0.y + 4, width: width, height: 16)
        }
        var lines: [(Point, Point)] = layout.lines.flatMap { Array(zip($0.chain, $0.chain.dropFirst())) }
        for bar in layout.bars {
            let members = layout.network.segments[bar.segment].members
            lines += zip(members, bar.feet).map { (layout.positions[$0], $1) }
        }
        self.lines = lines
    }

    /// - Parameters:
    ///   - names: by router, as they are to be read on the map.
    ///   - important: who is named where not all can be.
    ///   - second: what is to stand in a line below a name.
    static func labels(
        _ names: [String], on layout: MapLayout, important: Set<Int>, second: [Int: String] = [:]
    ) -> [Label] {
        var placer = LabelPlacer(layout)
        placer.second = second
        let isSparse = names.count > MapLayout.largestWithNames
        let order = names.indices.sorted { one, two in
            let (left, right) = (layout.positions[one], layout.positions[two])
            let (mine, yours) = (
                isSparse && !important.contains(one) ? 1 : 0, isSparse && !important.contains(two) ? 1 : 0
            )
            return (mine, left.y, left.x, one) < (yours, right.y, right.x, two)
        }
        var labels: [Int: Label] = [:]
        for router in order {
            labels[router] = placer.place(names[router], router, isWanted: !isSparse || important.contains(router))
        }
        return names.indices.compactMap { labels[$0] }
    }

    private mutating func place(_ text: String, _ router: Int, isWanted: Bool) -> Label {
        var best: (cost: Int, label: Label)?
        for (number, label) in candidates(text, router).enumerated() {
            let cost = [0, 0, 2, 2, 3, 3, 3, 3][number] + self.cost(of: label.box, router)
            if best.map({ cost < $0.cost }) ?? true { best = (cost, label) }
            if !isWanted { break }
        }
        guard let best else { preconditionFailure("a router has eight places around it") }
        let isHidden = !isWanted || best.cost >= Self.taboo
        if !isHidden { taken.append(best.label.box) }
        return Label(
            text: text, place: best.label.place, anchor: best.label.anchor, box: best.label.box, isHidden: isHidden)
    }

    private static let taboo = 10_000

    private func cost(of box: Box, _ router: Int) -> Int {
        if box.x < 0 || box.right > MapLayout.width || box.y < 0 || box.bottom > layout.height { return Self.taboo }
        // Two names need a gap to be two.
        let roomy = Box(x: box.x - 4, y: box.y, width: box.width + 8, height: box.height)
        if taken.contains(where: { $0.overlap(roomy) > 0 }) { return Self.taboo }
        for (other, place) in layout.positions.enumerated() where other != router {
            if Box(around: place, layout.radius + 2).overlap(box) > 0 { return Self.taboo }
        }
        return lines.count { box.isCrossed(from: $0.0, to: $0.1) } * 8
    }

    private func candidates(_ text: String, _ router: Int) -> [Label] {
        let (place, radius) = (layout.positions[router], layout.radius + 5)
        let below = second[router]
        let width = max(TextWidth.of(text, size: 11.5), below.map { TextWidth.of($0, size: 12, isBold: true) } ?? 0)
        let slant = radius * 3 / 4
        // A second line takes its room below the first, or above where the label stands above.
        let (rise, extra) = below == nil ? (0, 0) : (7, 14)
        let places: [(Int, Int, Anchor)] = [
            (-radius, 4 - rise, .end), (radius, 4 - rise, .start), (0, -radius - 2 - extra, .middle),
            (0, radius + 10, .middle), (-slant, -slant - extra, .end), (slant, -slant - extra, .start),
            (-slant, slant + 8, .end), (slant, slant + 8, .start),
        ]
        return places.map { x, y, anchor in
            let at = Point(x: place.x + x, y: place.y + y)
            let left = anchor == .start ? at.x : anchor == .end ? at.x - width : at.x - width / 2
            let box = Box(x: left, y: at.y - 11, width: width, height: 14 + extra)
            return Label(text: text, place: at, anchor: anchor, box: box, isHidden: false)
        }
    }
}

/// How wide a text is, without a font at hand: never narrower than in the widest of those that readers are likely to have.
enum TextWidth {
    static func of(_ text: String, size: Double, isBold: Bool = false) -> Int {
        // Hundredths of the size, after DejaVu Sans and Verdana.
        let hundredths = text.unicodeScalars.reduce(0) { sum, scalar in
            switch scalar {
            case "i", "j", "l", "I", ".", ",", ":", ";", "'", "|", "!": sum + 34
            case "-", "f", "r", "t", "(", ")", "/", " ", "[", "]": sum + 41
            case "m", "w", "M", "W", "@", "%": sum + 98
            case "A"..."Z", "_": sum + 72
            case "\u{20}"..."\u{7E}": sum + 64
            case "\u{300}"..."\u{36F}": sum
            case "\u{1100}"...: sum + 130
            default: sum + 72
            }
        }
        return Int((Double(hundredths * (isBold ? 112 : 100)) * size / 10_000).rounded(.up))
    }

    /// A text that fits, with an ellipsis where something is missing.
    static func shortened(_ text: String, to width: Int, size: Double) -> String {
        guard of(text, size: size) > width else { return text }
        var kept = text
        while !kept.isEmpty, of(kept + "…", size: size) > width { kept.removeLast() }
        return kept + "…"
    }
}
