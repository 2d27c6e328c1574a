import NetworkPrimitives
import OSPF

/// A segment as it is now.
struct Segment: Sendable {
    struct Port: Sendable {
        let router: Int
        let interface: Int
        let address: IPv4Address
        /// The last arrival, so that jitter does not change the order of packets.
        var lastArrival = Instant.origin
        /// What is wrong with the plug, if anything.
        var fault: PortFault?

        /// Whether frames to this port's router reach it.
        var hears: Bool { fault == nil || fault == .outgoingLost }
    }
    var ports: [Port]
    /// A cable: an end that loses power takes the other's carrier with it. A LAN's switch does not.
    let isCable: Bool
    var delay: Duration
    var jitter: Duration
    var loss: Ratio
    var corruption: Ratio
    var isCut = false
    /// Frames stop but the carriers stay.
    var isCutSilently = false
    /// Some port has a fault: kept so that sound segments cost no look at their ports.
    var hasFaultyPorts = false

    /// Whether frames of this router get onto the segment.
    func isSpeaking(_ router: Int) -> Bool {
        !hasFaultyPorts || ports.contains { $0.router == router && $0.fault == nil }
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
    /// Retained until `Network.releaseTransmissions`.
    public let packet: PacketID
}
