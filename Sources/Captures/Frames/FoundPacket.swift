import NetworkPrimitives
import OSPFWire

/// An OSPF packet found in a frame, as octets, with what carried it.
public struct FoundPacket: Hashable, Sendable {
    /// From the IP header nearest to the packet.
    public var source: IPv4Address
    public var destination: IPv4Address
    public var timeToLive: UInt8
    /// The packet with all that follows it in its datagram, as far as it was captured.
    public var octets: [UInt8]
    /// Octets of the datagram's payload on the wire, by its IP header.
    public var payloadLength: Int
    /// What carries the packet, outermost first.
    public var layers: [Layer]
    /// The packet is not itself on the wire, but quoted by an ICMP error.
    public var isQuoted: Bool
    /// Whether the checksum of the nearest IP header is right.
    public var isHeaderChecksumValid: Bool
    /// Frames that earlier fragments of the datagram came in.
    public var earlierFrames: [Int]

    /// The snap length cut off octets of the datagram.
    public var isCut: Bool { octets.count < payloadLength }
}

/// One layer around an OSPF packet.
public enum Layer: String, Hashable, Sendable {
    case ethernet = "eth"
    case etherType = "ethertype"
    case vlan
    case serviceVLAN = "ieee8021ad"
    case providerBridge = "ieee8021ah"
    case linuxCooked = "sll"
    case bsdNull = "null"
    case rawIP = "raw"
    case ciscoHDLC = "chdlc"
    case frameRelay = "fr"
    case ppp
    case pppoe = "pppoes"
    case llc
    case mpls
    case ipv4 = "ip"
    case ipv6
    case gre
    case erspan
    case vxlan
    case geneve
    case tzsp
    case juniper
    case packetFilterLog = "pflog"
    case encapsulating = "enc"
    case netfilterLog = "nflog"
    case packetTap = "pktap"
    case udp
    case icmp
    case authenticationHeader = "ah"
    case ospf
}

/// What a frame turned out to be when it was taken apart.
public enum FrameContent: Hashable, Sendable {
    /// At least one OSPF packet of any version but 3.
    case packets([FoundPacket])
    /// OSPF version 3, which runs over IPv6 (RFC 5340).
    case ospfv3(OSPFv3Packet)
    /// No IP at all, such as ARP or IS-IS.
    case notIP
    /// IP with something else in it.
    case notOSPF
    /// A fragment of a datagram whose other fragments have not all come yet.
    case fragment
    /// The snap length cut the frame before its payload was known.
    case truncated
    /// A header whose fields contradict each other.
    case malformed(DecodeError)
    /// Under MPLS labels, octets that are sound OSPF in more than one reading: which one is meant, the frame does not say.
    case ambiguous
    /// A link layer that is not known here.
    case unknownLinkType(LinkType)
}
