import NetworkPrimitives
import OSPF

/// A segment as it is now.
struct Segment: Sendable {
    struct Port: Sendable {
        let router: Int
        let interface: Int
        var address: IPv4Address
        /// The last arrival, so that jitter does not change the order of packets.
        var lastArrival = Instant.origin
        /// What is wrong with the plug, if anything.
        var fault: PortFault?
        /// Where a partition put the router; `nil` reaches all sides.
        var side: Int?

        /// Whether frames to this port's router reach it.
        var hears: Bool { fault == nil || fault == .outgoingLost }
    }
    var ports: [Port]
    /// A cable: an end that loses power takes the other's carrier with it. A LAN's switch does not.
    let isCable: Bool
    var delay: Duration
    var jitter: Duration
    var loss: Ratio
    /// How many multicast packets are lost besides.
    var multicastLoss: Ratio
    /// Two members have one address: kept so that sound segments cost no look at it.
    private(set) var hasSharedAddresses = false
    var corruption: Ratio
    var isCut = false
    /// Frames stop but the carriers stay.
    var isCutSilently = false
    /// Ports are on different sides of a partition.
    var isPartitioned = false
    /// Some port has a fault: kept so that sound segments cost no look at their ports.
    var hasFaultyPorts = false
    /// For each pair of ports, the sender's first, whether frames pass; empty while all do. A full mesh unless the
    /// configuration lists circuits or one was cut.
    private var isOpen: [Bool] = []

    var hasClosedCircuits: Bool { !isOpen.isEmpty }

    /// Whether frames from one port reach another; as far as the ports themselves allow.
    func hasCircuit(from sender: Int, to receiver: Int) -> Bool {
        isOpen.isEmpty || isOpen[sender * ports.count + receiver]
    }

    /// Opens or closes the way between two ports, in both directions.
    mutating func setCircuit(_ first: Int, _ second: Int, isOpen open: Bool) {
        if isOpen.isEmpty {
            guard !open else { return }
            isOpen = Array(repeating: true, count: ports.count * ports.count)
        }
        isOpen[first * ports.count + second] = open
        isOpen[second * ports.count + first] = open
        if !isOpen.contains(false) { isOpen = [] }
    }

    mutating func noteSharedAddresses() {
        hasSharedAddresses = Set(ports.map(\.address)).count < ports.count
    }

    func port(of router: Int) -> Int? { ports.firstIndex { $0.router == router } }

    /// Whether frames of this router get onto the segment.
    func isSpeaking(_ router: Int) -> Bool {
        !hasFaultyPorts || ports.contains { $0.router == router && $0.fault == nil }
    }

    /// Whether no partition lies between two routers.
    func connects(_ router: Int, to port: Port) -> Bool {
        guard isPartitioned, let there = port.side, let here = ports.first(where: { $0.router == router })?.side
        else { return true }
        return here == there
    }

    /// Whether frames get from the segment to this router.
    func isHearing(_ router: Int) -> Bool {
        !hasFaultyPorts || ports.contains { $0.router == router && $0.hears }
    }
}

/// A packet that was put on a segment, for traces and captures.
public struct Transmission: Sendable {
    public let instant: Instant
    public let segment: Int
    public let router: Int
    public let interface: Int
    /// Whom the frame is for: the packet's destination, or the next router on the way there.
    public let nextHop: IPv4Address
    /// Retained until `Network.releaseTransmissions`.
    public let packet: PacketID
}
