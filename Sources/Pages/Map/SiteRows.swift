/// The rows of a site: by hops from where traffic enters, and in a row by what stands above.
struct SiteRows {
    private(set) var rows: [[Int]] = []
    /// For a row that is a part of a longer one: which.
    private var parts: [Int?] = []
    private let width: Int
    private let radius: Int

    /// - Parameters:
    ///   - routers: of the site.
    ///   - width: between the outermost two places of a row.
    ///   - pull: to the left or to the right, for routers that are joined to other sites there.
    init(of routers: [Int], in network: MapNetwork, width: Int, radius: Int, pull: [Int: Int] = [:]) {
        self.width = max(1, width)
        self.radius = radius
        let joined = Self.joined(routers, in: network)
        let depths = Self.depths(of: routers, in: network, joined)
        let deepest = depths.values.max() ?? 0
        rows = (0...deepest).map { depth in
            routers.filter { depths[$0] == depth }.sorted { one, two in
                let (left, right) = (pull[one, default: 0], pull[two, default: 0])
                return left != right
                    ? left < right : Self.isBefore(network.routers[one].name, network.routers[two].name)
            }
        }
        rows.removeAll(where: \.isEmpty)
        order(by: joined, rank: rows.flatMap { $0 }.enumerated().reduce(into: [:]) { $0[$1.element] = $1.offset })
        fold()
    }

    // MARK: Depths

    /// For each router of the site those that it is joined to by a line.
    private static func joined(_ routers: [Int], in network: MapNetwork) -> [Int: [Int]] {
        let own = Set(routers)
        var joined: [Int: [Int]] = [:]
        for segment in network.segments where !segment.isBar && segment.members.count == 2 {
            let (one, two) = (segment.members[0], segment.members[1])
            guard own.contains(one), own.contains(two) else { continue }
            joined[one, default: []].append(two)
            joined[two, default: []].append(one)
        }
        return joined
    }

    private static func depths(of routers: [Int], in network: MapNetwork, _ joined: [Int: [Int]]) -> [Int: Int] {
        var depths: [Int: Int] = [:]
        func spread(from roots: [Int], at depth: Int) {
            var wave = roots
            for root in roots { depths[root] = depth }
            while !wave.isEmpty {
                var next: [Int] = []
                for router in wave {
                    for other in joined[router] ?? [] where depths[other] == nil {
                        depths[other] = depths[router, default: 0] + 1
                        next.append(other)
                    }
                }
                wave = next
            }
        }
        spread(from: roots(of: routers, in: network, joined), at: 0)
        // What only a LAN joins to the rest stands beside it, one row below the first.
        while let next = routers.first(where: { depths[$0] == nil }) {
            let alone = routers.filter { depths[$0] == nil && joined[$0] == nil }
            spread(from: alone.isEmpty ? [next] : alone, at: depths.isEmpty || joined.isEmpty ? 0 : 1)
        }
        return depths
    }

    /// Where traffic enters, or what leads to other sites, or the best joined.
    private static func roots(of routers: [Int], in network: MapNetwork, _ joined: [Int: [Int]]) -> [Int] {
        let entries = routers.filter(network.entries.contains)
        if !entries.isEmpty { return entries }
        let own = Set(routers)
        var gates: Set<Int> = []
        for segment in network.segments where !segment.isBar && segment.members.contains(where: { !own.contains($0) }) {
            gates.formUnion(segment.members.filter(own.contains))
        }
        if !gates.isEmpty { return routers.filter(gates.contains) }
        guard !joined.isEmpty, let most = routers.map({ joined[$0]?.count ?? 0 }).max() else { return routers }
        return routers.first { joined[$0]?.count == most }.map { [$0] } ?? routers
    }

    // MARK: Order

    /// Moves each router below the middle of those above it; ties stay in the order of names.
    private mutating func order(by joined: [Int: [Int]], rank: [Int: Int]) {
        func places(_ row: [Int]) -> [Int: Int] {
            row.enumerated().reduce(into: [:]) { $0[$1.element] = (2 * $1.offset + 1) * 10_000 / (2 * row.count) }
        }
        func sort(_ row: inout [Int], by other: [Int]) {
            let above = places(other)
            let middle = row.reduce(into: [Int: Int]()) { middles, router in
                let found = (joined[router] ?? []).compactMap { above[$0] }
                middles[router] = found.isEmpty ? 5_000 : found.reduce(0, +) / found.count
            }
            row.sort { (middle[$0, default: 0], rank[$0, default: 0]) < (middle[$1, default: 0], rank[$1, default: 0]) }
        }
        for _ in 0..<2 {
            for index in rows.indices.dropFirst() { sort(&rows[index], by: rows[index - 1]) }
            for index in rows.indices.dropLast().reversed() { sort(&rows[index], by: rows[index + 1]) }
        }
        for index in rows.indices.dropFirst() { sort(&rows[index], by: rows[index - 1]) }
    }

    /// Divides rows that are too long.
    private mutating func fold() {
        let room = max(2, width / (2 * radius + 8) + 1)
        var folded: [[Int]] = []
        for row in rows {
            let lines = row.count > room ? (row.count + room - 1) / room : 1
            for line in 0..<lines {
                // Every so-manieth into each line: what belongs together stays in one column.
                folded.append(row.enumerated().filter { $0.offset % lines == line }.map(\.element))
                parts.append(lines > 1 ? line : nil)
            }
        }
        rows = folded
    }

    /// `a2` before `a10`.
    static func isBefore(_ left: String, _ right: String) -> Bool {
        func parts(_ text: String) -> [(word: String, number: Int)] {
            var parts: [(word: String, number: Int)] = [("", 0)]
            var inNumber = false
            for character in text {
                if let digit = character.wholeNumberValue, character.isASCII {
                    parts[parts.count - 1].number = min(parts[parts.count - 1].number, 1 << 50) * 10 + digit
                    inNumber = true
                } else {
                    if inNumber { parts.append(("", 0)) }
                    inNumber = false
                    parts[parts.count - 1].word.append(character)
                }
            }
            return parts
        }
        for (one, two) in zip(parts(left), parts(right)) where one != two { return one < two }
        return left < right
    }

    // MARK: Places

    func place(in box: Box, top: Int, step: Int, hasBars: Bool, _ positions: inout [Point]) {
        for (level, row) in rows.enumerated() {
            let count = row.count
            // Rows narrow downwards, so that the stubs to a bar pass by; where there is room for that.
            var span = min(width, max(1, count - 1) * 230)
            let narrowed = span - (hasBars ? 4 * radius * level : 0)
            if hasBars, count > 1, narrowed >= (count - 1) * (2 * radius + 8) { span = narrowed }
            // The lines of a long row are shifted against each other, lest one hide what leads to the next.
            var shift = 0
            if let part = parts[level], count > 1 {
                let pitch = span / count
                (span, shift) = (span - pitch / 2, part % 2 == 0 ? -pitch / 4 : pitch / 4)
            }
            for (place, router) in row.enumerated() {
                let x = count == 1 ? box.center.x : box.center.x - span / 2 + span * place / (count - 1) + shift
                positions[router] = Point(x: x, y: top + level * step)
            }
        }
    }
}
