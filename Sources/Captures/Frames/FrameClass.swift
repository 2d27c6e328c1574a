/// What became of a frame. Every frame of a file is in exactly one class, so that the totals add up.
public enum FrameClass: String, Hashable, Sendable, CaseIterable {
    /// An OSPFv2 packet that passed every check and is part of the analysis.
    case used
    /// As ``used``, except that LSAs with a wrong checksum were left out (RFC 2328 §13 (1)).
    case badLSAChecksum
    /// A fragment of a packet that a later frame completed.
    case fragmentOfLaterPacket
    /// A fragment of a datagram that was never completed.
    case incompleteFragment
    case badIPChecksum
    case badPacketChecksum
    case authenticationFailed
    /// Cryptographic authentication with a key ID that no key was given for, while keys were given for others.
    case keyUnknown
    /// The snap length cut the packet.
    case truncated
    case malformed
    /// Quoted by an ICMP error, not itself on the wire.
    case quoted
    case ospfv3
    case notOSPF
    case notIP
    /// Sound OSPF in more than one reading, as an MPLS pseudowire without a control word can be.
    case ambiguous
    case unknownLinkType
}

extension FrameClass: CustomStringConvertible {
    public var description: String {
        switch self {
        case .used: "OSPFv2 packets used"
        case .badLSAChecksum: "OSPFv2 packets used without LSAs of wrong checksum"
        case .fragmentOfLaterPacket: "fragments put together with later ones"
        case .incompleteFragment: "fragments of packets that are not complete"
        case .badIPChecksum: "wrong IP header checksum"
        case .badPacketChecksum: "wrong OSPF packet checksum"
        case .authenticationFailed: "authentication failed"
        case .keyUnknown: "authentication key unknown"
        case .truncated: "cut short by the snap length"
        case .malformed: "malformed"
        case .quoted: "OSPF quoted by an ICMP error"
        case .ospfv3: "OSPFv3 packets, read by their headers"
        case .notOSPF: "IP, but not OSPF"
        case .notIP: "not IP"
        case .ambiguous: "under MPLS labels, and sound in two readings: not used"
        case .unknownLinkType: "link type not known"
        }
    }
}

/// How many frames are in each class.
public struct FrameTotals: Hashable, Sendable {
    private var counts: [FrameClass: Int] = [:]

    public init() {}

    /// Frames in a class.
    public subscript(_ kind: FrameClass) -> Int { counts[kind, default: 0] }

    /// All frames.
    public var sum: Int { FrameClass.allCases.reduce(0) { $0 + self[$1] } }

    mutating func count(_ kind: FrameClass) { add(1, to: kind) }

    mutating func add(_ count: Int, to kind: FrameClass) {
        guard count != 0 else { return }
        counts[kind, default: 0] += count
    }

    mutating func move(_ count: Int, from old: FrameClass, to new: FrameClass) {
        add(-count, to: old)
        add(count, to: new)
    }
}
