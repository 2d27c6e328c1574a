import Emulation
import NetworkPrimitives
import OSPF

/// What a router knows of the probes' destinations without OSPF: its own addresses, the networks that it is attached to, and
/// what it hands out of the network because it redistributes it.
struct LocalRoutes: Sendable {
    enum Kind: Hashable, Sendable {
        /// In the position of a redistribution set among the router's.
        case handedOut(Int)
        /// On the network of an interface that has carrier.
        case attached(InterfaceIndex)
        /// An address of the router itself.
        case own
    }

    struct Match: Sendable {
        let destination: Int
        /// Of the longest prefix that holds it.
        let length: UInt8
        let kind: Kind
    }

    /// One for each destination that the router knows; sorted by destination.
    private(set) var matches: [Match] = []
    private var configuration: Facts?

    private struct Facts: Equatable, Sendable {
        var interfaces: Table<InterfaceIndex, InterfaceConfiguration>
        var loopbacks: [LoopbackConfiguration]
        var redistributions: [RedistributionConfiguration]
        var carriers: [Bool]
    }

    /// Takes in a router as it is now.
    ///
    /// - Returns: whether anything is different.
    /// - Complexity: O(interfaces) where nothing is; otherwise O(destinations that match) besides.
    mutating func update(_ router: Router, _ order: DestinationOrder, at now: Instant) -> Bool {
        var configured = router.configuration
        for position in configured.redistributions.indices where !router.canDeliver(position, at: now) {
            configured.redistributions[position].prefixes = []
        }
        let facts = Facts(
            interfaces: configured.interfaces, loopbacks: configured.loopbacks,
            redistributions: configured.redistributions,
            carriers: configured.interfaces.indices.map { router.hasCarrier($0) })
        guard facts != configuration else { return false }
        configuration = facts
        matches = Self.matches(facts, order)
        return true
    }

    func match(_ destination: Int) -> Match? {
        var (low, high) = (0, matches.count)
        while low < high {
            let middle = (low + high) / 2
            if matches[middle].destination < destination { low = middle + 1 } else { high = middle }
        }
        return low < matches.count && matches[low].destination == destination ? matches[low] : nil
    }

    /// The longest match for each destination; among equals an own address takes precedence over an attached network, and that over
    /// what another protocol has brought.
    private static func matches(_ facts: Facts, _ order: DestinationOrder) -> [Match] {
        var known: [Int: Match] = [:]
        func offer(_ prefix: IPv4Prefix, _ kind: Kind, wins: Bool = true) {
            for destination in order.destinations(in: prefix) {
                if let other = known[destination],
                    other.length > prefix.length || (other.length == prefix.length && !wins)
                {
                    continue
                }
                known[destination] = Match(destination: destination, length: prefix.length, kind: kind)
            }
        }
        for (position, redistribution) in facts.redistributions.enumerated() {
            // Of two sets that have a destination, the first is announced.
            for prefix in redistribution.prefixes { offer(prefix, .handedOut(position), wins: false) }
        }
        for (index, interface) in facts.interfaces.indexed
        where interface.networkType != .virtualLink && !interface.isUnnumbered && facts.carriers[index.offset] {
            offer(interface.prefix, .attached(index))
        }
        let addresses =
            facts.loopbacks.map(\.address)
            + facts.interfaces.filter { $0.networkType != .virtualLink }.map(\.address)
        for address in addresses where address != .unspecified { offer(IPv4Prefix(address, length: 32), .own) }
        return known.values.sorted { $0.destination < $1.destination }
    }
}

/// The probes' destinations by address.
struct DestinationOrder: Sendable {
    private let addresses: [IPv4Address]
    private let numbers: [Int]

    init(_ destinations: [ProbeDestination]) {
        numbers = destinations.indices.sorted { destinations[$0].address < destinations[$1].address }
        addresses = numbers.map { destinations[$0].address }
    }

    /// Those in a prefix, in the order of their addresses.
    func destinations(in prefix: IPv4Prefix) -> ArraySlice<Int> {
        var (low, high) = (0, addresses.count)
        while low < high {
            let middle = (low + high) / 2
            if addresses[middle] < prefix.address { low = middle + 1 } else { high = middle }
        }
        let start = low
        while low < addresses.count, prefix.contains(addresses[low]) { low += 1 }
        return numbers[start..<low]
    }
}
