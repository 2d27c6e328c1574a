import Emulation
import NetworkPrimitives

/// Follows whether some places of a network can send to each other, and how long that takes.
public struct PathWatch: Sendable {
    /// Where something stands: the routers at which its packets enter, and the addresses at which it is reached.
    public struct Place: Sendable {
        let source: ProbeSource
        let addresses: [IPv4Address]

        public init(name: String, entries: [RouterIndex], addresses: [IPv4Address]) {
            source = ProbeSource(name: name, entries: entries)
            self.addresses = addresses
        }
    }

    private let places: [Place]
    private var forwarding: ForwardingState

    public init(_ places: [Place], of network: Network) {
        self.places = places
        var seen: Set<IPv4Address> = []
        let addresses = places.flatMap(\.addresses).filter { seen.insert($0).inserted }
        forwarding = ForwardingState(network.configuration, destinations: addresses.map(ProbeDestination.init))
    }

    /// Takes in what has changed.
    ///
    /// - Parameter entries: the log's new entries.
    /// - Returns: whether packets may fare differently now.
    /// - Complexity: see `ForwardingState.update`.
    public mutating func update(_ network: Network, entries: Range<Int>?) -> Bool {
        let happenings = network.context.journal.happenings
        let worldChanged = entries.map { happenings[$0].contains { $0.kind.changesWorld } } ?? true
        return !forwarding.update(network, worldChanged: worldChanged).stale.isEmpty || worldChanged
    }

    /// The time that a packet takes from one place to another; `nil` where it does not arrive.
    ///
    /// Of several ways the first in the order of next hops counts; where some of them lead nowhere, the path is lost.
    /// - Complexity: O(routers on the way).
    public mutating func delay(from: Int, to: Int, in network: Network) -> Duration? {
        for address in places[to].addresses {
            guard let number = number(of: address) else { continue }
            let fate = forwarding.fate(ofClass: number, from: places[from].source, in: network)
            guard fate.hasWay, !fate.isAbsent, fate.blackHole == 0, fate.looping == 0 else { continue }
            let entry = places[from].source.entries.first { entry in
                network.isPoweredOn(entry) && forwarding.fate(ofClass: number, from: entry, in: network).hasWay
            }
            return entry.map { delay(ofClass: number, from: $0, in: network) }
        }
        return nil
    }

    private func number(of address: IPv4Address) -> Int? {
        forwarding.classes.indices.first { number in
            forwarding.classes[number].members.contains { forwarding.destinations[$0].address == address }
        }
    }

    private mutating func delay(ofClass number: Int, from entry: RouterIndex, in network: Network) -> Duration {
        var (router, total) = (entry, Duration.zero)
        // A way that arrives passes no router twice.
        for _ in network.routers.indices {
            guard let hop = forwarding.nextRouters(ofClass: number, from: router, in: network).first,
                let segment = network.segment(of: router, interface: hop.interface)
            else { break }
            total += network.delay(of: segment)
            guard let next = network.receiver(of: hop.address, from: router, interface: hop.interface) else { break }
            router = next
        }
        return total
    }
}
