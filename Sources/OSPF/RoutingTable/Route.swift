import NetworkPrimitives
import OSPFWire

/// The path types, best first (RFC 2328 §11).
public enum PathType: UInt8, Comparable, Sendable, CaseIterable {
    case intraArea, interArea, external1, external2, none

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// A router's way to one destination.
public struct Route: Hashable, Sendable {
    public var pathType: PathType
    /// Of an external path: whether it is intra-area and not through the backbone, which takes precedence over its cost
    /// (RFC 2328 §16.4.1).
    public internal(set) var isInner = false
    /// The link state cost: to the destination, or for external routes to the AS boundary router; for type 1 the external
    /// metric is in it.
    public var cost: UInt32
    /// The type 2 metric, 0 for other paths.
    public var type2Cost: UInt32
    /// Number of the set of next hops in the router's table.
    var hopSet: HopSetID
    /// The area whose database the path is from; the backbone for external paths.
    public var area = AreaID.backbone

    static let none = Route(pathType: .none, cost: .max, type2Cost: .max, hopSet: .local)

    /// Preference by RFC 2328 §11: the path type, which is §16.4 (6)(a), (b); then the type 2 metric, then §16.4.1,
    /// which is §16.4 (6)(c), then the cost, which is §16.4 (6)(d). RFC 3101 §2.5 (6)(a) to (d) are the same.
    @inline(__always) func isBetter(than other: Route) -> Bool {
        if pathType != other.pathType { return pathType < other.pathType }
        if type2Cost != other.type2Cost { return type2Cost < other.type2Cost }
        if isInner != other.isInner { return isInner }
        return cost < other.cost
    }

    @inline(__always) func isEqualCost(to other: Route) -> Bool {
        pathType == other.pathType && type2Cost == other.type2Cost && isInner == other.isInner && cost == other.cost
    }
}

/// One way out: an interface and the neighbor's address, `0.0.0.0` for a network the router is attached to.
public struct NextHop: Hashable, Comparable, Sendable {
    private let number: UInt16
    public let address: IPv4Address

    public var interface: InterfaceIndex { InterfaceIndex(number: UInt32(number)) }

    /// - Precondition: no router has as many as 65,535 interfaces.
    init(interface: InterfaceIndex, address: IPv4Address) {
        number = UInt16(interface.number)
        self.address = address
    }

    /// The way over a virtual link as long as the calculation lasts: RFC 2328 §16.3 finds the actual next hop.
    /// The last of a set.
    static let virtual = NextHop(
        interface: InterfaceIndex(number: UInt32(UInt16.max)), address: IPv4Address(bits: .max))

    public static func < (left: Self, right: Self) -> Bool {
        (left.number, left.address) < (right.number, right.address)
    }
}

/// The number of a set of next hops in `NextHopSets`.
struct HopSetID: Hashable, Sendable {
    let number: UInt32
    /// The empty set: the destination is the router itself.
    static let local = HopSetID(number: 0)
    /// Another empty set: the destination is known, but no next hop to it (RFC 2328 §16.3).
    static let unresolved = HopSetID(number: 1)
}

/// The sets of next hops that a router's routes use, each kept once. Numbers stay valid for the router's lifetime, so
/// that routes of successive calculations can be compared by number.
struct NextHopSets: Sendable {
    private var members: [NextHop] = []
    private var ranges: [Range<Int32>] = [0..<0, 0..<0]

    func hops(of set: HopSetID) -> ArraySlice<NextHop> {
        let range = ranges[Int(set.number)]
        return members[Int(range.lowerBound)..<Int(range.upperBound)]
    }

    /// The set that holds one next hop.
    mutating func single(_ hop: NextHop) -> HopSetID {
        for (number, range) in ranges.enumerated() where range.count == 1 && members[Int(range.lowerBound)] == hop {
            return HopSetID(number: UInt32(number))
        }
        members.append(hop)
        ranges.append(Int32(members.count - 1)..<Int32(members.count))
        return HopSetID(number: UInt32(ranges.count - 1))
    }

    /// The union of two sets, sorted.
    mutating func union(_ left: HopSetID, _ right: HopSetID) -> HopSetID {
        if left == right || right == .local || right == .unresolved { return left }
        if left == .local || left == .unresolved { return right }
        var merged: [NextHop] = []
        var (a, b) = (hops(of: left), hops(of: right))
        while let first = a.first, let second = b.first {
            if first == second {
                merged.append(first)
                a.removeFirst()
                b.removeFirst()
            } else if first < second {
                merged.append(first)
                a.removeFirst()
            } else {
                merged.append(second)
                b.removeFirst()
            }
        }
        merged.append(contentsOf: a)
        merged.append(contentsOf: b)
        return intern(merged)
    }

    /// A set whose direct hops are replaced: what lies behind a network the router is attached to is reached by the
    /// address of the router there (RFC 2328 §16.1.1).
    mutating func through(_ set: HopSetID, address: IPv4Address) -> HopSetID {
        let hops = hops(of: set)
        guard hops.contains(where: { $0.address == .unspecified }) else { return set }
        if hops.count == 1, let hop = hops.first {
            return single(NextHop(interface: hop.interface, address: address))
        }
        var replaced = hops.map {
            $0.address == .unspecified ? NextHop(interface: $0.interface, address: address) : $0
        }
        replaced.sort()
        return intern(replaced)
    }

    /// The ways to a router behind a network: where the root is attached to the network, by those of its own interfaces
    /// alone, even if other paths to the network are as short (RFC 2328 §16.1.1).
    mutating func behind(_ set: HopSetID, address: IPv4Address) -> HopSetID {
        let hops = hops(of: set)
        guard hops.contains(where: { $0.address == .unspecified }) else { return set }
        if hops.count == 1, let hop = hops.first {
            return single(NextHop(interface: hop.interface, address: address))
        }
        return intern(
            hops.filter { $0.address == .unspecified }.map { NextHop(interface: $0.interface, address: address) })
    }

    /// Whether one of the ways is a virtual link whose next hop is not found yet.
    func isVirtual(_ set: HopSetID) -> Bool { hops(of: set).last == .virtual }

    /// What is left without the ways over virtual links.
    mutating func withoutVirtual(_ set: HopSetID) -> HopSetID {
        guard isVirtual(set) else { return set }
        let actual = Array(hops(of: set).dropLast())
        return actual.isEmpty ? .unresolved : intern(actual)
    }

    private mutating func intern(_ hops: [NextHop]) -> HopSetID {
        for (number, range) in ranges.enumerated()
        where range.count == hops.count
            && members[Int(range.lowerBound)..<Int(range.upperBound)].elementsEqual(hops)
        {
            return HopSetID(number: UInt32(number))
        }
        members.append(contentsOf: hops)
        ranges.append(Int32(members.count - hops.count)..<Int32(members.count))
        return HopSetID(number: UInt32(ranges.count - 1))
    }
}

/// The routes of one router, by prefix number, and the routers it can reach.
public struct RoutingTable: Sendable {
    private(set) var routes: [Route] = []
    /// Keys of the router-LSAs that the last calculation reached.
    var routers = BitSet<LSAKeyID>()
    /// The ways to border routers.
    var borderRouters = RouterRoutes()
    var sets = NextHopSets()
    /// Grows whenever a route changes.
    public private(set) var version: UInt64 = 0

    /// Whether a route of `entries` has no next hops although its destination is elsewhere.
    public func isUnresolved(_ route: Route) -> Bool { route.hopSet == .unresolved }

    /// The discard routes (RFC 2328 §11.1): of areas, then of NSSAs. No two have one prefix.
    public private(set) var discards: [DiscardRoute] = []
    /// How many of them are of areas.
    private var areaDiscards = 0

    /// The route to exactly this prefix; `nil` where packets that match it are dropped. One without next hops forwards
    /// nothing, as if it were not there.
    public func route(to prefix: PrefixID) -> Route? {
        guard !isDiscarded(prefix), !hidden.contains(prefix), let route = installed(prefix), !isUnresolved(route)
        else { return nil }
        return route
    }

    /// Prefixes whose routes a filter keeps out of the table.
    private var hidden = BitSet<PrefixID>()

    /// Keeps routes out that a filter denies; attached networks stay.
    /// - Returns: whether any route came or went. O(prefixes).
    mutating func hide(by filter: PrefixFilter?, _ store: LSAStore) -> Bool {
        var new = BitSet<PrefixID>()
        if let filter {
            for (index, route) in routes.enumerated()
            where route.pathType != .none && route.hopSet != .local && !filter.permits(store[PrefixID(index)]) {
                _ = new.insert(PrefixID(index))
            }
        }
        guard new != hidden else { return false }
        hidden = new
        version += 1
        return true
    }

    /// The path that the calculation found, whether or not a discard route takes precedence over it.
    func installed(_ prefix: PrefixID) -> Route? {
        guard prefix.index < routes.count, routes[prefix.index].pathType != .none else { return nil }
        return routes[prefix.index]
    }

    /// Whether there is a discard route for exactly this prefix. O(discard routes).
    public func isDiscarded(_ prefix: PrefixID) -> Bool {
        !discards.isEmpty && discards.contains { $0.prefix == prefix }
    }

    /// - Returns: whether any discard route came or went.
    mutating func setDiscards(ofAreas new: [DiscardRoute]) -> Bool {
        let others = discards[areaDiscards...].filter { other in !new.contains { $0.prefix == other.prefix } }
        areaDiscards = new.count
        return setDiscards(new + others)
    }

    mutating func setDiscards(ofNSSAs new: [DiscardRoute]) -> Bool {
        let areas = discards[..<areaDiscards]
        return setDiscards(areas + new.filter { one in !areas.contains { $0.prefix == one.prefix } })
    }

    private mutating func setDiscards(_ new: [DiscardRoute]) -> Bool {
        guard discards != new else { return false }
        discards = new
        version += 1
        return true
    }

    /// The first next hop towards an address by longest match, `nil` without a route or where the address is the router's
    /// own.
    public func nextHop(towards address: IPv4Address, _ store: LSAStore) -> NextHop? {
        for length in stride(from: UInt8(32), through: 0, by: -1) {
            guard let prefix = store.find(IPv4Prefix(address, length: length)) else { continue }
            if let route = route(to: prefix) { return nextHops(of: route).first }
            if isDiscarded(prefix) { return nil }
        }
        return nil
    }

    /// The next hops of a route, sorted; none where the destination is the router itself.
    public func nextHops(of route: Route) -> ArraySlice<NextHop> { sets.hops(of: route.hopSet) }

    /// The number of a route's set of next hops: equal numbers in one router's table mean equal sets, for good.
    public func nextHopSet(of route: Route) -> UInt32 { route.hopSet.number }

    /// How many prefixes have a route. O(n).
    public var count: Int { routes.count { $0.pathType != .none } }

    func hasRouter(_ other: RouterID, _ store: LSAStore, areas: [AreaID]) -> Bool {
        areas.contains { area in
            let key = DatabaseKey(
                type: LSType.router, area: area, linkStateID: IPv4Address(bits: other.bits),
                advertisingRouter: other)
            return store.find(key).map { routers.contains($0) } ?? false
        } || !borderRouters.routes(to: other).isEmpty
    }

    /// The preferred path to every AS boundary router, sorted by Router ID.
    func bestBorderRouters(_ configuration: RouterConfiguration) -> [RouterRoute] {
        var best: [RouterRoute] = []
        for route in borderRouters.routes where best.last?.router != route.router {
            let preferred = borderRouters.preferred(to: route.router, configuration)
            if let preferred { best.append(preferred) }
        }
        return best
    }

    /// Every way to a border router, sorted by Router ID, path type and area. For reports.
    public var routerRoutes: [RouterRoute] { borderRouters.routes }

    public func nextHops(of route: RouterRoute) -> ArraySlice<NextHop> { sets.hops(of: route.hopSet) }

    /// Takes the routes of a new table into the storage of the old one, where any differs.
    /// - Returns: whether any route changed.
    mutating func replace(with new: inout [Route]) -> Bool {
        let shared = min(routes.count, new.count)
        var changed = false
        for index in 0..<shared where routes[index] != new[index] {
            changed = true
            break
        }
        if !changed {
            changed =
                routes[shared...].contains { $0.pathType != .none } || new[shared...].contains { $0.pathType != .none }
        }
        guard changed else { return false }
        routes.removeAll(keepingCapacity: true)
        routes.append(contentsOf: new)
        version += 1
        return true
    }

    /// All routes with their prefixes, sorted; discard routes are no part of them. For reports.
    public func entries(_ store: LSAStore) -> [(prefix: IPv4Prefix, route: Route)] {
        routes.indices.filter {
            routes[$0].pathType != .none && !isDiscarded(PrefixID($0)) && !hidden.contains(PrefixID($0))
        }
        .map { (store[PrefixID($0)], routes[$0]) }
        .sorted { $0.0 < $1.0 }
    }
}
