/// A network as a map needs it: who is where, and who is joined to whom.
struct MapNetwork: Sendable {
    struct Router: Sendable {
        let name: String
        /// A position in ``MapNetwork/sites``.
        var site: Int?
        /// Where the topology wants it, in any unit.
        var wanted: Point?
    }

    struct Segment: Sendable {
        let name: String
        let members: [Int]
        /// Drawn as a bar with a stub for each member.
        let isBar: Bool

        /// - Parameter isShared: several routers may be on it. Two of them are drawn as a line all the same: bars bloat a map.
        init(name: String, members: [Int], isShared: Bool) {
            self.name = name
            self.members = members
            isBar = isShared && members.count != 2
        }
    }

    let sites: [String]
    let routers: [Router]
    let segments: [Segment]
    /// The routers at which traffic enters.
    var entries: Set<Int> = []

    /// Whether the topology says where everything is.
    var isPlaced: Bool { !routers.isEmpty && routers.allSatisfy { $0.wanted != nil } }
}

/// A place on a map, in whole units: x to the right, y down.
struct Point: Hashable, Sendable {
    var x: Int
    var y: Int

    static func + (left: Point, right: Point) -> Point { Point(x: left.x + right.x, y: left.y + right.y) }
    static func - (left: Point, right: Point) -> Point { Point(x: left.x - right.x, y: left.y - right.y) }

    /// Whether it lies within `distance` of the line between two others, their ends left out.
    /// - Complexity: O(1), in integers: a map must come out equal on every machine.
    func isNear(_ start: Point, _ end: Point, within distance: Int) -> Bool {
        let (way, own) = (end - start, self - start)
        let length = way.x * way.x + way.y * way.y
        guard length > 0 else { return own.x * own.x + own.y * own.y < distance * distance }
        let along = own.x * way.x + own.y * way.y
        guard along > 0, along < length else { return false }
        let across = own.x * way.y - own.y * way.x
        return across * across < distance * distance * length
    }
}

/// A box on a map.
struct Box: Hashable, Sendable {
    var x: Int
    var y: Int
    var width: Int
    var height: Int

    var right: Int { x + width }
    var bottom: Int { y + height }
    var center: Point { Point(x: x + width / 2, y: y + height / 2) }

    init(x: Int, y: Int, width: Int, height: Int) {
        (self.x, self.y, self.width, self.height) = (x, y, width, height)
    }

    /// Around a point.
    init(around point: Point, _ distance: Int) {
        self.init(x: point.x - distance, y: point.y - distance, width: 2 * distance, height: 2 * distance)
    }

    /// The area that both cover.
    func overlap(_ other: Box) -> Int {
        max(0, min(right, other.right) - max(x, other.x)) * max(0, min(bottom, other.bottom) - max(y, other.y))
    }

    func contains(_ point: Point) -> Bool {
        point.x >= x && point.x <= right && point.y >= y && point.y <= bottom
    }

    /// Whether a line passes through.
    func isCrossed(from start: Point, to end: Point) -> Bool {
        if max(start.x, end.x) < x || min(start.x, end.x) > right { return false }
        if max(start.y, end.y) < y || min(start.y, end.y) > bottom { return false }
        if contains(start) || contains(end) { return true }
        // All corners on one side of the line: it passes by.
        func side(_ x: Int, _ y: Int) -> Int {
            ((end.x - start.x) * (y - start.y) - (end.y - start.y) * (x - start.x)).signum()
        }
        let sides = Set([side(x, y), side(right, y), side(x, bottom), side(right, bottom)])
        return sides.count > 1 || sides.contains(0)
    }
}
