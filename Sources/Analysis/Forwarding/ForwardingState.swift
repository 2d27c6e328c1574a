import Emulation
import NetworkPrimitives
import OSPF

/// How the routers of a network forward packets to a fixed list of destinations, kept up to date while the network changes.
///
/// Destinations that every router has forwarded alike for the whole time form one class, and only one of them is walked:
/// the cost of an update grows with the routing tables that changed, and that of a walk with the classes, of which a
/// thousand external prefixes of one border router make one. Classes split and never join.
public struct ForwardingState: Sendable {
    /// Destinations that have always been forwarded alike.
    public struct DestinationClass: Sendable {
        /// Indices into `destinations`, ascending.
        public internal(set) var members: [Int]
        /// Sorted router numbers; see `ProbeDestination.arrivesAt`.
        let arrivesAt: [Int]
        /// The routers whose own address it is, empty for anything behind a router.
        let owners: [Int]
        /// Fates by router, valid where the stamp equals `stamp`.
        var fates: [Fate]
        var stamps: [UInt32]
        var stamp: UInt32 = 1
    }

    /// What an update found.
    public struct Change: Sendable {
        /// Classes whose packets may now fare differently, ascending.
        public var stale: [Int] = []
        /// New classes and those they were split from, in order of their making.
        public var splits: [(child: Int, parent: Int)] = []
        /// Routers that now forward to some destination in another way, ascending.
        public var routers: [Int] = []
    }

    public let destinations: [ProbeDestination]
    public internal(set) var classes: [DestinationClass] = []
    /// Every loop that was met, each once: router numbers in the order of travel, the smallest first.
    public internal(set) var loops: [[Int]] = []
    let segments: SegmentDirectory
    /// Output costs by router and interface, as they are configured at the start.
    let costs: [[UInt32]]
    /// The class of each destination.
    private var classOfDestination: [Int]

    /// The prefixes that hold a destination, longest first; of the first `prefixesSeen` prefixes of the store.
    private var candidates: [[PrefixID]]
    private var prefixesSeen = 0
    /// By router: the version of the routing table that `codes` shows.
    private var versions: [UInt64?]
    /// By router and destination: what tells how the router forwards to it. Equal codes of one router, equal next hops.
    private var codes: [[UInt32]]

    /// - Parameter groups: for each destination a number; destinations with different numbers are never in one class.
    public init(_ configuration: NetworkConfiguration, destinations: [ProbeDestination], groups: [Int]? = nil) {
        self.destinations = destinations
        segments = SegmentDirectory(configuration)
        costs = configuration.routers.map { $0.ospf.interfaces.map { UInt32($0.cost) } }
        classOfDestination = Array(repeating: 0, count: destinations.count)
        candidates = Array(repeating: [], count: destinations.count)
        versions = Array(repeating: nil, count: configuration.routers.count)
        codes = configuration.routers.map { _ in Array(repeating: Self.noRoute, count: destinations.count) }
        makeClasses(configuration, groups ?? Array(repeating: 0, count: destinations.count))
    }

    static let noRoute = UInt32.max
    /// The router is attached to the destination's network: each destination fares on its own.
    private static let attached: UInt32 = 0x8000_0000

    private mutating func makeClasses(_ configuration: NetworkConfiguration, _ groups: [Int]) {
        struct Kind: Hashable {
            let group: Int
            let arrivesAt: [Int]
            let owners: [Int]
        }
        var known: [Kind: Int] = [:]
        for (index, destination) in destinations.enumerated() {
            let owners = destination.arrivesAt.filter { configuration.routers[$0].owns(destination.address) }
            let isOwn = !owners.isEmpty && owners.count == destination.arrivesAt.count
            let kind = Kind(group: groups[index], arrivesAt: destination.arrivesAt, owners: isOwn ? owners : [])
            classOfDestination[index] = known[kind] ?? classes.count
            if let number = known[kind] {
                classes[number].members.append(index)
            } else {
                known[kind] = classes.count
                let count = configuration.routers.count
                classes.append(
                    DestinationClass(
                        members: [index], arrivesAt: kind.arrivesAt, owners: kind.owners,
                        fates: Array(repeating: .arrived, count: count), stamps: Array(repeating: 0, count: count)))
            }
        }
    }

    // MARK: Following the network

    /// Takes in every routing table that changed since the last update.
    ///
    /// - Parameter worldChanged: power, carriers or isolations may have changed too, so that every walk is stale.
    /// - Complexity: O(routers) plus, for each table that changed, O(destinations).
    public mutating func update(_ network: Network, worldChanged: Bool) -> Change {
        var change = Change()
        findCandidates(network.context.store)
        var isStale = Array(repeating: worldChanged, count: classes.count)
        for router in network.routers.indices {
            let version = network.routers[router].routingTable.version
            guard versions[router] != version else { continue }
            versions[router] = version
            takeTable(of: router, network.routers[router].routingTable, &isStale, &change)
        }
        for number in classes.indices where isStale[number] {
            classes[number].stamp &+= 1
            change.stale.append(number)
        }
        return change
    }

    /// Looks through the prefixes that are new in the store.
    private mutating func findCandidates(_ store: LSAStore) {
        guard store.prefixes.count > prefixesSeen else { return }
        let order = destinations.indices.sorted { destinations[$0].address < destinations[$1].address }
        for number in prefixesSeen..<store.prefixes.count {
            let prefix = store.prefixes[number]
            guard let id = store.find(prefix) else { continue }
            var place = firstPlace(in: order, from: prefix.address)
            while place < order.count, prefix.contains(destinations[order[place]].address) {
                candidates[order[place]].append(id)
                place += 1
            }
        }
        prefixesSeen = store.prefixes.count
        for index in candidates.indices where candidates[index].count > 1 {
            candidates[index].sort { store[$0].length > store[$1].length }
        }
        // A new prefix may be the better match in a table that has not changed otherwise; look at all of them again.
        for router in versions.indices { versions[router] = nil }
    }

    private func firstPlace(in order: [Int], from address: IPv4Address) -> Int {
        var (low, high) = (0, order.count)
        while low < high {
            let middle = (low + high) / 2
            if destinations[order[middle]].address < address { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private mutating func takeTable(
        of router: Int, _ table: RoutingTable, _ isStale: inout [Bool], _ change: inout Change
    ) {
        var touched: [Int] = []
        for destination in destinations.indices {
            let code = code(of: destination, in: table)
            guard codes[router][destination] != code else { continue }
            codes[router][destination] = code
            touched.append(classOfDestination[destination])
        }
        guard !touched.isEmpty else { return }
        change.routers.append(router)
        touched.sort()
        var previous = -1
        for number in touched where number != previous {
            previous = number
            split(number, by: router, &isStale, &change)
        }
    }

    private func code(of destination: Int, in table: RoutingTable) -> UInt32 {
        guard let route = route(to: destination, in: table) else { return Self.noRoute }
        let isAttached = table.nextHops(of: route).contains { $0.address == .unspecified }
        return isAttached ? Self.attached | UInt32(destination) : table.nextHopSet(of: route)
    }

    /// The route by longest match, `nil` where there is none.
    func route(to destination: Int, in table: RoutingTable) -> Route? {
        for prefix in candidates[destination] {
            if let route = table.route(to: prefix) { return route }
        }
        return nil
    }

    /// Splits a class into those that a router forwards alike. The first member's part keeps the number.
    private mutating func split(
        _ number: Int, by router: Int, _ isStale: inout [Bool], _ change: inout Change
    ) {
        isStale[number] = true
        let members = classes[number].members
        let first = codes[router][members[0]]
        guard members.contains(where: { codes[router][$0] != first }) else { return }
        var parts: [(code: UInt32, members: [Int])] = []
        var places: [UInt32: Int] = [:]
        for member in members {
            let code = codes[router][member]
            if let place = places[code] {
                parts[place].members.append(member)
            } else {
                places[code] = parts.count
                parts.append((code, [member]))
            }
        }
        classes[number].members = parts[0].members
        for part in parts.dropFirst() {
            var child = classes[number]
            child.members = part.members
            for member in part.members { classOfDestination[member] = classes.count }
            classes.append(child)
            isStale.append(true)
            change.splits.append((classes.count - 1, number))
        }
    }
}

extension RouterNode {
    /// Whether the address is one of the router itself, not one behind it.
    func owns(_ address: IPv4Address) -> Bool {
        ospf.loopbacks.contains { $0.address == address } || ospf.interfaces.contains { $0.address == address }
    }
}
