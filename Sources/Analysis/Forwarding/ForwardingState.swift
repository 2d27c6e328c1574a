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
        /// The routers whose own address it is at the start, empty for anything behind a router.
        let owners: [RouterIndex]
        /// The length of the longest prefix inside the network at the start that holds it: 32 for a router's own address, that
        /// of an interface's network or of an area range; -1 for what is outside.
        let internalLength: Int
        /// Fates by router, valid where the stamp equals `stamp`.
        var fates: Table<RouterIndex, Fate>
        var stamps: Table<RouterIndex, UInt32>
        var stamp: UInt32 = 1
    }

    /// What an update found.
    public struct Change: Sendable {
        /// Classes whose packets may now fare differently, ascending.
        public var stale: [Int] = []
        /// New classes and those they were split from, in order of their making.
        public var splits: [(child: Int, parent: Int)] = []
        /// Routers that now forward to some destination in another way, ascending.
        public var routers: [RouterIndex] = []
    }

    public let destinations: [ProbeDestination]
    public internal(set) var classes: [DestinationClass] = []
    /// Every loop that was met, each once: router numbers in the order of travel, the smallest first.
    public internal(set) var loops: [[RouterIndex]] = []
    /// Where traffic arrives, and over which lossy segments it goes.
    var arrivals = ShareSets<Arrival>()
    var leaks = ShareSets<Leak>()
    let segments: SegmentDirectory
    /// Output costs by router and interface, as they are configured at the start.
    let costs: Table<RouterIndex, Table<InterfaceIndex, UInt32>>
    /// The class of each destination.
    private var classOfDestination: [Int]

    /// The prefixes that hold a destination, longest first; of the first `prefixesSeen` prefixes of the store.
    private var candidates: [[(prefix: PrefixID, length: UInt8)]]
    private var prefixesSeen = 0
    private let order: DestinationOrder
    /// By router: what it knows without OSPF.
    private var locals: Table<RouterIndex, LocalRoutes>
    /// By router: the version of the routing table that `codes` shows.
    private var versions: Table<RouterIndex, UInt64?>
    /// By router and destination: a code of how the router forwards to it. Equal codes of one router, equal next hops.
    private var codes: Table<RouterIndex, [UInt32]>

    /// - Parameter groups: for each destination a number; destinations with different numbers are never in one class.
    public init(_ configuration: NetworkConfiguration, destinations: [ProbeDestination], groups: [Int]? = nil) {
        self.destinations = destinations
        segments = SegmentDirectory(configuration)
        costs = Table(configuration.routers.map { Table($0.ospf.interfaces.map { UInt32($0.cost) }) })
        classOfDestination = Array(repeating: 0, count: destinations.count)
        candidates = Array(repeating: [], count: destinations.count)
        order = DestinationOrder(destinations)
        locals = Table(configuration.routers.map { _ in LocalRoutes() })
        versions = Table(repeating: nil, count: configuration.routers.count)
        codes = Table(
            configuration.routers.map { _ in Array(repeating: Step.none.code(0), count: destinations.count) })
        makeClasses(configuration, groups ?? Array(repeating: 0, count: destinations.count))
    }

    private mutating func makeClasses(_ configuration: NetworkConfiguration, _ groups: [Int]) {
        struct Kind: Hashable {
            let group: Int
            let owners: [RouterIndex]
            let internalLength: Int
        }
        let lengths = internalLengths(configuration)
        var owners: [IPv4Address: [RouterIndex]] = [:]
        for (number, router) in configuration.routers.indexed {
            for address in router.addresses where owners[address]?.last != number {
                owners[address, default: []].append(number)
            }
        }
        var known: [Kind: Int] = [:]
        for (index, destination) in destinations.enumerated() {
            let kind = Kind(
                group: groups[index], owners: owners[destination.address] ?? [], internalLength: lengths[index])
            classOfDestination[index] = known[kind] ?? classes.count
            if let number = known[kind] {
                classes[number].members.append(index)
            } else {
                known[kind] = classes.count
                let count = configuration.routers.count
                classes.append(
                    DestinationClass(
                        members: [index], owners: kind.owners, internalLength: kind.internalLength,
                        fates: Table(repeating: .arrived, count: count),
                        stamps: Table(repeating: 0, count: count)))
            }
        }
    }

    private func internalLengths(_ configuration: NetworkConfiguration) -> [Int] {
        var lengths = Array(repeating: -1, count: destinations.count)
        for router in configuration.routers {
            let networks = router.ospf.interfaces.filter { $0.networkType != .virtualLink && !$0.isUnnumbered }
            let prefixes =
                networks.map(\.prefix) + router.ospf.areas.flatMap { $0.ranges.map(\.prefix) }
                + router.addresses.map { IPv4Prefix($0, length: 32) }
            for prefix in prefixes {
                for destination in order.destinations(in: prefix) {
                    lengths[destination] = max(lengths[destination], Int(prefix.length))
                }
            }
        }
        return lengths
    }

    /// Whether what a router hands out belongs inside the network: a default route or a leak took it away.
    func isTakenAway(_ destination: Int, ofClass number: Int, by router: RouterIndex) -> Bool {
        locals[router].match(destination).map { Int($0.length) < classes[number].internalLength } ?? false
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
            // A table without a version is looked at for the first time, or again.
            let isLocal = worldChanged || versions[router] == nil
            let changed = isLocal && locals[router].update(network.routers[router], order, at: network.now)
            guard changed || versions[router] != version else { continue }
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
        for number in prefixesSeen..<store.prefixes.count {
            let prefix = store.prefixes[number]
            guard let id = store.find(prefix) else { continue }
            for destination in order.destinations(in: prefix) { candidates[destination].append((id, prefix.length)) }
        }
        prefixesSeen = store.prefixes.count
        for index in candidates.indices where candidates[index].count > 1 {
            candidates[index].sort { $0.length > $1.length }
        }
        // A new prefix may be the better match in a table that has not changed otherwise; look at all of them again.
        for router in versions.indices { versions[router] = nil }
    }

    private mutating func takeTable(
        of router: RouterIndex, _ table: RoutingTable, _ isStale: inout [Bool], _ change: inout Change
    ) {
        var touched: [Int] = []
        var known = locals[router].matches[...]
        for destination in destinations.indices {
            let local = known.first?.destination == destination ? known.popFirst() : nil
            let code = step(to: destination, in: table, local).code(destination)
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

    /// What a router does with a packet, by the longest match in all that it knows (RFC 2328 §11.1).
    enum Step {
        case local(LocalRoutes.Kind)
        case route(Route, hopSet: UInt32, isAttached: Bool)
        case discard(PrefixID)
        case none

        /// Equal codes of one router, equal steps. Where the router is attached to the destination's network, each
        /// destination fares on its own.
        func code(_ destination: Int) -> UInt32 {
            switch self {
            case .route(_, let hopSet, let isAttached): isAttached ? 0x8000_0000 | UInt32(destination) : hopSet
            case .local(.attached): 0x8000_0000 | UInt32(destination)
            case .local(.handedOut(let set)): 0x4000_0000 | UInt32(set)
            case .discard(let prefix): 0x2000_0000 | prefix.number
            case .local(.own): .max - 1
            case .none: .max
            }
        }
    }

    func step(to destination: Int, of router: RouterIndex, in network: Network) -> Step {
        step(to: destination, in: network.routers[router].routingTable, locals[router].match(destination))
    }

    private func step(to destination: Int, in table: RoutingTable, _ local: LocalRoutes.Match?) -> Step {
        for (prefix, length) in candidates[destination] {
            if let local, local.length >= length { break }
            if let route = table.route(to: prefix) {
                let isAttached = table.nextHops(of: route).contains { $0.address == .unspecified }
                return .route(route, hopSet: table.nextHopSet(of: route), isAttached: isAttached)
            }
            if table.isDiscarded(prefix) { return .discard(prefix) }
        }
        return local.map { .local($0.kind) } ?? .none
    }

    /// Splits a class into those that a router forwards alike. The first member's part keeps the number.
    private mutating func split(
        _ number: Int, by router: RouterIndex, _ isStale: inout [Bool], _ change: inout Change
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

/// A router that sends traffic over a segment which loses some of it.
struct Leak: Hashable, Comparable, Sendable {
    let segment: SegmentIndex
    let router: RouterIndex

    static func < (left: Self, right: Self) -> Bool { (left.segment, left.router) < (right.segment, right.router) }
}

extension RouterNode {
    /// The addresses of the router itself, not those behind it.
    fileprivate var addresses: [IPv4Address] {
        ospf.loopbacks.map(\.address) + ospf.interfaces.filter { $0.networkType != .virtualLink }.map(\.address)
    }
}
