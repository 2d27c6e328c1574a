import Emulation
import NetworkPrimitives

/// How a network forwards at one moment: who reaches which address, on which way, and where packets are lost.
public struct ForwardingSnapshot: Sendable {
    /// What becomes of the packets of one router to one address.
    public struct Answer: Hashable, Sendable {
        public let fate: Fate
        /// The routers of the first way, in the order of next hops, from the source to where the packet arrives or dies; empty
        /// where there is no traffic.
        public let way: [RouterIndex]
    }

    private let network: Network
    private var forwarding: ForwardingState
    private let classOf: [IPv4Address: Int]

    /// The loops that `Death.loop` numbers, as far as they were met.
    public var loops: [[RouterIndex]] { forwarding.loops }

    /// - Parameter addresses: those that will be asked about, each once or more.
    /// - Complexity: O(routers times addresses).
    public init(of network: Network, to addresses: [IPv4Address]) {
        self.network = network
        var seen: Set<IPv4Address> = []
        let destinations = addresses.filter { seen.insert($0).inserted }.map(ProbeDestination.init)
        forwarding = ForwardingState(network.configuration, destinations: destinations)
        _ = forwarding.update(network, worldChanged: true)
        var classOf: [IPv4Address: Int] = [:]
        for (number, each) in forwarding.classes.enumerated() {
            for member in each.members { classOf[destinations[member].address] = number }
        }
        self.classOf = classOf
    }

    /// - Precondition: the address is one of those that the snapshot was made for.
    /// - Complexity: O(routers on the way), for each address once.
    public mutating func answer(from router: RouterIndex, to address: IPv4Address) -> Answer {
        let number = classOf[address]!
        let source = ProbeSource(name: network.configuration.routers[router].name, entries: [router])
        let fate = forwarding.fate(ofClass: number, from: source, in: network)
        guard !fate.isAbsent else { return Answer(fate: fate, way: []) }
        return Answer(fate: fate, way: forwarding.way(toClass: number, from: router, in: network).first)
    }
}
