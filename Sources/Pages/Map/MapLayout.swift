/// Where everything stands on a map. Made of the network alone, without chance: equal networks give equal maps.
///
/// Sites are boxes. In a box, the rows are the hops from where traffic enters, and within a row routers stand below those
/// that they are joined to. LANs are bars at the foot. Where the topology gives every router a position, that is it.
struct MapLayout: Sendable {
    struct SiteBox: Sendable {
        /// Empty for routers of no site.
        let name: String
        let box: Box
        let routers: [Int]
    }

    /// A segment that several routers are on.
    struct Bar: Sendable {
        let segment: Int
        let left: Int
        let right: Int
        let y: Int
        /// Where the stub of each member meets it, in the order of the members.
        let feet: [Point]
    }

    /// A line between two routers.
    struct Line: Sendable {
        let segment: Int
        let from: Point
        let to: Point
        /// Where it bends, lest it pass through another router.
        let control: Point?
    }

    /// Units: at this width a label of 11.5 is read without effort.
    static let width = 680
    /// From here on a map shows sites and counts.
    static let largestWithLinks = 400
    /// From here on only what fell and the ends of probes are named.
    static let largestWithNames = 80

    let network: MapNetwork
    private(set) var height = 0
    private(set) var radius = 15
    private(set) var sites: [SiteBox] = []
    private(set) var positions: [Point]
    private(set) var bars: [Bar] = []
    private(set) var lines: [Line] = []
    private let blocks: [(name: String, routers: [Int])]

    /// Whether routers are dots in rows, and links are left out.
    var isMatrix: Bool { network.routers.count > Self.largestWithLinks }

    init(_ network: MapNetwork) {
        self.network = network
        blocks = Self.blocks(of: network)
        positions = Array(repeating: Point(x: 0, y: 0), count: network.routers.count)
        let count = network.routers.count
        radius = isMatrix ? 4 : count <= 20 ? 15 : count <= 40 ? 12 : count <= Self.largestWithNames ? 10 : 6
        if isMatrix {
            placeMatrix()
        } else {
            if network.isPlaced { placeAsWanted() } else { placeInRows() }
            joinBars()
            joinLines()
        }
    }

    // MARK: Sites

    /// The routers of each site, those of no site last; sites without routers are left out.
    private static func blocks(of network: MapNetwork) -> [(name: String, routers: [Int])] {
        var blocks = network.sites.map { (name: $0, routers: [Int]()) }
        var loose: [Int] = []
        for (number, router) in network.routers.enumerated() {
            if let site = router.site { blocks[site].routers.append(number) } else { loose.append(number) }
        }
        blocks.removeAll(where: \.routers.isEmpty)
        // Some stand between the bars of the sites that they join.
        if !loose.isEmpty, blocks.count != 2 || loose.count > 2 { blocks.append((name: "", routers: loose)) }
        return blocks
    }

    /// How many boxes stand side by side.
    private static func columns(of count: Int) -> Int {
        switch count {
        case ...3: max(1, count)
        case 4: 2
        case 5, 6: 3
        case 7, 8: 4
        default: (1...count).first { $0 * $0 >= count } ?? 1
        }
    }

    /// The column of a box: every other row runs backwards, so that neighbors in a ring stay neighbors.
    private static func column(of number: Int, among columns: Int) -> Int {
        number / columns % 2 == 1 ? columns - 1 - number % columns : number % columns
    }

    /// For each router the side on which the sites are that it is joined to: -1, 0 or 1.
    private func pull(columns: Int) -> [Int: Int] {
        var home: [Int: Int] = [:]
        for (number, block) in blocks.enumerated() {
            for router in block.routers { home[router] = Self.column(of: number, among: columns) }
        }
        var sums: [Int: Int] = [:]
        for segment in network.segments where segment.members.count == 2 {
            let (one, two) = (segment.members[0], segment.members[1])
            guard let left = home[one], let right = home[two] else { continue }
            sums[one, default: 0] += right - left
            sums[two, default: 0] += left - right
        }
        return sums.mapValues { $0.signum() }
    }

    private mutating func placeInRows() {
        let columns = Self.columns(of: blocks.count)
        let isTitled = blocks.contains { !$0.name.isEmpty }
        let gap = blocks.count == 2 ? 72 : 20
        let width = (Self.width - 16 - gap * (columns - 1)) / columns
        let pull = pull(columns: columns)
        let rows = blocks.map {
            SiteRows(of: $0.routers, in: network, width: width - 2 * (radius + 17), radius: radius, pull: pull)
        }
        let barCount = blocks.map { block in barSegments.count { home(of: $0) == block.routers.first } }
        var (top, number) = (34, 0)
        while number < blocks.count {
            let range = number..<min(number + columns, blocks.count)
            let deepest = rows[range].map(\.rows.count).max() ?? 1
            let step = self.step(deepest, lines: (blocks.count + columns - 1) / columns)
            let bars = barCount[range].max() ?? 0
            let head = isTitled ? radius + (radius > 12 ? 29 : 24) : radius + 14
            let foot = bars > 0 ? 30 + 26 * bars : radius + 14
            let boxHeight = head + (deepest - 1) * step + foot
            for index in range {
                let column = Self.column(of: index, among: columns)
                let box = Box(x: 8 + column * (width + gap), y: top, width: width, height: boxHeight)
                sites.append(SiteBox(name: blocks[index].name, box: box, routers: blocks[index].routers))
                rows[index].place(in: box, top: top + head, step: step, hasBars: bars > 0, &positions)
            }
            (top, number) = (top + boxHeight + 22, range.upperBound)
        }
        height = top - 14
        placeBetweenSites()
    }

    /// The distance of two rows.
    private func step(_ rows: Int, lines: Int) -> Int {
        let room = max(240, 500 / lines - 60)
        return rows < 2 ? 0 : max(2 * radius + 18, min(92, room / (rows - 1)))
    }

    /// One or two routers of no site, at the foot between two boxes.
    private mutating func placeBetweenSites() {
        let loose = network.routers.indices.filter { network.routers[$0].site == nil }
        guard sites.count == 2, loose.allSatisfy({ router in !sites.contains { $0.routers.contains(router) } }) else {
            return
        }
        for (place, router) in loose.enumerated() {
            positions[router] = Point(x: Self.width / 2, y: sites[0].box.bottom - 30 - place * 92)
        }
    }

    // MARK: Positions that are given

    private mutating func placeAsWanted() {
        let wanted = network.routers.compactMap(\.wanted)
        let (left, right) = (wanted.map(\.x).min() ?? 0, wanted.map(\.x).max() ?? 0)
        let (upper, lower) = (wanted.map(\.y).min() ?? 0, wanted.map(\.y).max() ?? 0)
        let margin = radius + 36
        let room = Self.width - 2 * margin
        // As large as the width allows, unless that makes it too high.
        let span = max(1, right - left, (lower - upper) * room / 520)
        let offset = margin + (room - (right - left) * room / span) / 2
        for (number, point) in wanted.enumerated() {
            positions[number] = Point(
                x: offset + (point.x - left) * room / span, y: 80 + (point.y - upper) * room / span)
        }
        let bottom = (positions.map(\.y).max() ?? 0) + radius
        for (site, name) in network.sites.enumerated() {
            let routers = network.routers.indices.filter { network.routers[$0].site == site }
            guard let first = routers.first else { continue }
            var box = Box(around: positions[first], radius + 24)
            for router in routers.dropFirst() { box = box.union(Box(around: positions[router], radius + 24)) }
            sites.append(
                SiteBox(
                    name: name, box: Box(x: box.x, y: box.y - 16, width: box.width, height: box.height + 16),
                    routers: routers))
        }
        height = bottom + 40 + 26 * barSegments.count
    }

    // MARK: Many

    /// Dots in rows, site by site.
    private mutating func placeMatrix() {
        let columns = Self.columns(of: blocks.count)
        let width = (Self.width - 16 - 12 * (columns - 1)) / columns
        let pitch = 2 * radius + 4
        let across = max(1, (width - 16) / pitch)
        var (top, number) = (16, 0)
        while number < blocks.count {
            let range = number..<min(number + columns, blocks.count)
            let deepest = blocks[range].map { ($0.routers.count + across - 1) / across }.max() ?? 1
            for index in range {
                let box = Box(
                    x: 8 + (index - number) * (width + 12), y: top, width: width, height: deepest * pitch + 46)
                sites.append(SiteBox(name: blocks[index].name, box: box, routers: blocks[index].routers))
                for (place, router) in blocks[index].routers.enumerated() {
                    positions[router] = Point(
                        x: box.x + 8 + pitch / 2 + place % across * pitch, y: top + 32 + place / across * pitch)
                }
            }
            (top, number) = (top + deepest * pitch + 58, range.upperBound)
        }
        height = top
    }

    // MARK: Links

    private var barSegments: [Int] { network.segments.indices.filter { network.segments[$0].isBar } }

    /// The first router of the block at whose foot a bar lies: that of most members.
    private func home(of segment: Int) -> Int? {
        let counts = blocks.map { block in network.segments[segment].members.count(where: block.routers.contains) }
        guard let most = counts.max(), let index = counts.firstIndex(of: most) else { return nil }
        return blocks[index].routers.first
    }

    private mutating func joinBars() {
        var used: [Int: Int] = [:]
        for segment in barSegments {
            let members = network.segments[segment].members
            let site = sites.first { $0.routers.first == home(of: segment) }
            let level = used[site?.routers.first ?? -1, default: 0]
            used[site?.routers.first ?? -1] = level + 1
            let y: Int
            let (left, right): (Int, Int)
            if let site, !network.isPlaced {
                (left, right) = (site.box.x + 14, site.box.right - 14)
                y = site.box.bottom - 30 - 26 * level
            } else {
                let places = members.map { positions[$0].x }
                (left, right) = ((places.min() ?? 0) - 20, (places.max() ?? 0) + 20)
                y = height - 26 - 26 * bars.count
            }
            let feet = members.map { foot(of: $0, left: left, right: right, y: y) }
            bars.append(Bar(segment: segment, left: left, right: right, y: y, feet: feet))
        }
    }

    /// Straight below the router, or as near to that as no other router stands in the way.
    private func foot(of router: Int, left: Int, right: Int, y: Int) -> Point {
        let place = positions[router]
        if abs(place.y - y) < radius { return Point(x: place.x < left ? left : min(place.x, right), y: y) }
        let straight = min(max(place.x, left), right)
        for offset in (0...10).flatMap({ [straight - 8 * $0, straight + 8 * $0] })
        where offset >= left && offset <= right {
            let foot = Point(x: offset, y: y)
            if isClear(place, foot, except: [router]) { return foot }
        }
        return Point(x: straight, y: y)
    }

    private func isClear(_ start: Point, _ end: Point, except ends: Set<Int>) -> Bool {
        !positions.indices.contains { !ends.contains($0) && positions[$0].isNear(start, end, within: radius + 3) }
    }

    private mutating func joinLines() {
        var parallels: [[Int]: Int] = [:]
        for (number, segment) in network.segments.enumerated() where !segment.isBar && segment.members.count == 2 {
            let (from, to) = (positions[segment.members[0]], positions[segment.members[1]])
            let before = parallels[segment.members.sorted(), default: 0]
            parallels[segment.members.sorted()] = before + 1
            let control = bend(from, to, ends: Set(segment.members), parallel: before)
            lines.append(Line(segment: number, from: from, to: to, control: control))
        }
    }

    /// `nil` for a straight line; otherwise the least bend that keeps clear of routers. On a crowded map no line goes far out of
    /// its way.
    private func bend(_ from: Point, _ to: Point, ends: Set<Int>, parallel: Int) -> Point? {
        if parallel == 0, isClear(from, to, except: ends) { return nil }
        let (middle, way) = (Point(x: (from.x + to.x) / 2, y: (from.y + to.y) / 2), to - from)
        let start = 10 + 10 * ((parallel + 1) / 2)
        let most = positions.count > Self.largestWithNames ? start + 10 : start + 60
        for percent in stride(from: start, through: most, by: 10) {
            for side in parallel % 2 == 0 ? [1, -1] : [-1, 1] {
                let control = middle + Point(x: -way.y * percent * side / 100, y: way.x * percent * side / 100)
                let chain = Line(segment: 0, from: from, to: to, control: control).chain
                if zip(chain, chain.dropFirst()).allSatisfy({ isClear($0, $1, except: ends) }) { return control }
            }
        }
        return parallel == 0 ? nil : middle + Point(x: -way.y * start / 100, y: way.x * start / 100)
    }
}

extension MapLayout.Line {
    /// The line as short straight pieces.
    var chain: [Point] {
        guard let control else { return [from, to] }
        return (0...6).map { step in
            let (one, two, three) = ((6 - step) * (6 - step), 2 * step * (6 - step), step * step)
            return Point(
                x: (one * from.x + two * control.x + three * to.x) / 36,
                y: (one * from.y + two * control.y + three * to.y) / 36)
        }
    }
}

extension Box {
    func union(_ other: Box) -> Box {
        let (left, top) = (min(x, other.x), min(y, other.y))
        return Box(x: left, y: top, width: max(right, other.right) - left, height: max(bottom, other.bottom) - top)
    }
}
