import NetworkPrimitives
import OSPF

/// A segment as it is now.
struct Segment: Sendable {
    /// Where one interface is plugged in.
    struct Port: Sendable {
        let router: RouterIndex
        let interface: InterfaceIndex
        var address: IPv4Address
        /// The last arrival, so that jitter does not change the order of packets.
        var lastArrival = Instant.origin
        /// What is wrong with the plug, if anything.
        var fault: PortFault?
        /// Where a partition put the router; `nil` reaches all sides.
        var side: Int?
        /// Its router has power, and the operator has not unplugged its links.
        var isPowered: Bool
        var isPlugged = true

        var isAttached: Bool { isPowered && isPlugged }
    }
    var ports: Table<PortIndex, Port>
    /// A cable: an end that loses power takes the other's carrier with it. A LAN's switch does not.
    let isCable: Bool
    var delay: Duration
    var jitter: Duration
    var loss: Ratio
    /// How many multicast packets are lost besides.
    var multicastLoss: Ratio
    var corruption: Ratio
    var isCut = false
    /// Frames stop but the carriers stay.
    var isCutSilently = false
    /// Ports are on different sides of a partition.
    var isPartitioned = false
    /// For each pair of ports, the sender's first, whether frames pass; empty while all do. A full mesh unless the
    /// configuration lists circuits or one was cut.
    private var isOpen: [Bool] = []

    init(_ segment: SegmentConfiguration, of network: NetworkConfiguration) {
        ports = Table(
            segment.members.map {
                Port(
                    router: $0.router, interface: $0.interface,
                    address: network.routers[$0.router].ospf.interfaces[$0.interface].address,
                    isPowered: network.routers[$0.router].startsPoweredOn)
            })
        isCable =
            segment.members.count == 2
            && segment.members.allSatisfy {
                network.routers[$0.router].ospf.interfaces[$0.interface].networkType == .pointToPoint
            }
        delay = segment.delay
        jitter = segment.jitter
        loss = segment.loss
        multicastLoss = segment.multicastLoss
        corruption = segment.corruption
        guard let circuits = segment.circuits else { return }
        for first in ports.indices {
            for second in ports.indices where first < second {
                let pair = [ports[first].router, ports[second].router]
                let isOpen = circuits.contains { [$0.first, $0.second] == pair || [$0.second, $0.first] == pair }
                setCircuit(first, second, isOpen: isOpen)
            }
        }
    }

    func port(of router: RouterIndex) -> PortIndex? { ports.firstIndex { $0.router == router } }

    /// Whether frames from one port reach another; as far as the ports themselves allow.
    func hasCircuit(from sender: PortIndex, to receiver: PortIndex) -> Bool {
        isOpen.isEmpty || isOpen[pair(sender, receiver)]
    }

    /// Opens or closes the way between two ports, in both directions.
    mutating func setCircuit(_ first: PortIndex, _ second: PortIndex, isOpen open: Bool) {
        if isOpen.isEmpty {
            guard !open else { return }
            isOpen = Array(repeating: true, count: ports.count * ports.count)
        }
        isOpen[pair(first, second)] = open
        isOpen[pair(second, first)] = open
        if !isOpen.contains(false) { isOpen = [] }
    }

    private func pair(_ sender: PortIndex, _ receiver: PortIndex) -> Int {
        sender.offset * ports.count + receiver.offset
    }

    /// Whether the interface at a port sees a carrier.
    func hasCarrier(at port: PortIndex) -> Bool {
        guard !isCut || isCutSilently, ports[port].fault != .carrierLost, ports[port].isPlugged else { return false }
        return !isCable || ports[PortIndex(1 - port.offset)].isAttached
    }
}

/// Which of a segment's ports.
struct PortIndex: TableIndex, ExpressibleByIntegerLiteral {
    let number: UInt32
    @inline(__always) init(number: UInt32) { self.number = number }
    @inline(__always) init(integerLiteral offset: Int) { self.init(offset) }
}

/// Where an interface is plugged in: a segment, and a port of it.
struct Plug: Hashable, Sendable {
    let segment: SegmentIndex
    let port: PortIndex
}

/// A packet that was put on a segment, for traces and captures.
public struct Transmission: Sendable {
    public let instant: Instant
    public let segment: SegmentIndex
    public let router: RouterIndex
    public let interface: InterfaceIndex
    /// Whom the frame is for: the packet's destination, or the next router on the way there.
    public let nextHop: IPv4Address
    /// Retained until `Network.releaseTransmissions`.
    public let packet: PacketID
}
