import Emulation
import NetworkPrimitives

/// How a network forwards at two moments, in classes of destinations that fare alike at both.
struct TwoMoments {
    var before: ForwardingState
    var after: ForwardingState
    private var directory: [ProbeDestination: Int] = [:]
    private var classOf: [Int]

    init(_ probes: [Probe], before old: Network, after new: Network) {
        var destinations: [ProbeDestination] = []
        for destination in probes.flatMap(\.destinations) where directory[destination] == nil {
            directory[destination] = destinations.count
            destinations.append(destination)
        }
        // Classes split by the tables of both moments.
        before = ForwardingState(old.configuration, destinations: destinations)
        _ = before.update(new, worldChanged: true)
        _ = before.update(old, worldChanged: true)
        after = before
        _ = after.update(new, worldChanged: true)
        classOf = Array(repeating: 0, count: destinations.count)
        for (number, each) in before.classes.enumerated() { for member in each.members { classOf[member] = number } }
    }

    /// How many of the destinations are in each class, and the first of them; by class.
    func classes(of destinations: [ProbeDestination]) -> [(number: Int, count: Int, address: IPv4Address)] {
        var weights: [Int: (count: Int, address: IPv4Address)] = [:]
        for destination in destinations {
            let number = classOf[directory[destination]!]
            weights[number] = ((weights[number]?.count ?? 0) + 1, weights[number]?.address ?? destination.address)
        }
        return weights.sorted { $0.key < $1.key }.map { ($0.key, $0.value.count, $0.value.address) }
    }
}
