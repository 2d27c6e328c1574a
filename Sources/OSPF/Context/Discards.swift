import OSPFWire

/// Why a router discards a packet that it receives: RFC 2328 §8.2, in the order in which it looks, then §10.5 for Hellos and
/// §10.6, §13 and §13.7 for the others.
public enum PacketDiscardReason: UInt8, Hashable, Sendable, CaseIterable {
    /// Damaged on the way: the checksum, or the digest in its place, does not fit.
    case checksum
    /// Neither the interface's address nor a group of it.
    case destination
    /// The router's own, or from another router with its address.
    case ownAddress
    /// From another router with the same Router ID.
    case duplicateRouterID
    case version
    /// The source is not on the network of the interface; not looked at on point-to-point links.
    case sourceNetwork
    case area
    /// It says the backbone, and comes from the transit area of no virtual link to its sender that is up.
    case virtualLink
    /// To AllDRouters, where the router is neither Designated Router nor Backup.
    case allDRouters
    case authenticationType, authenticationKey, authentication, replayed
    /// RFC 2328 §10.5.
    case networkMask, helloInterval, deadInterval, externalRouting
    /// Not a Hello, and not from a known neighbor.
    case unknownNeighbor
    /// From a neighbor in too low a state (RFC 2328 §10.6, §10.7, §13, §13.7).
    case neighborState
    /// A Database Description with a larger MTU than the interface's (RFC 2328 §10.6).
    case interfaceMTU
}

extension PacketDiscardReason: CustomStringConvertible {
    public var description: String {
        switch self {
        case .checksum: "wrong checksum"
        case .destination: "not to an address of the interface"
        case .ownAddress: "from the router's own address"
        case .duplicateRouterID: "from the router's own Router ID"
        case .version: "version not 2"
        case .sourceNetwork: "from another network"
        case .area: "of another area"
        case .virtualLink: "of no virtual link"
        case .allDRouters: "to AllDRouters"
        case .authenticationType: "authentication type differs"
        case .authenticationKey: "authentication key unknown"
        case .authentication: "authentication failed"
        case .replayed: "authentication sequence number of the past"
        case .networkMask: "network mask differs"
        case .helloInterval: "hello interval differs"
        case .deadInterval: "dead interval differs"
        case .externalRouting: "E-bit or N-bit differs"
        case .unknownNeighbor: "from no neighbor"
        case .neighborState: "not expected in the neighbor's state"
        case .interfaceMTU: "interface MTU larger"
        }
    }
}

/// How often something was discarded, by reason.
public struct DiscardCounts<Reason: CaseIterable & RawRepresentable<UInt8> & Hashable & Sendable>: Hashable, Sendable {
    /// By raw value; made once, so that counting allocates nothing.
    private var counts = Array(repeating: UInt64(0), count: Reason.allCases.count)

    public init() {}

    public internal(set) subscript(reason: Reason) -> UInt64 {
        get { counts[Int(reason.rawValue)] }
        set { counts[Int(reason.rawValue)] = newValue }
    }

    public var total: UInt64 { counts.reduce(0, +) }

    /// The reasons that occurred, in their order.
    public var found: [(reason: Reason, count: UInt64)] {
        Reason.allCases.filter { self[$0] > 0 }.map { ($0, self[$0]) }
    }

    public static func += (sum: inout Self, other: Self) {
        for index in sum.counts.indices { sum.counts[index] += other.counts[index] }
    }

    public static func -= (difference: inout Self, before: Self) {
        for index in difference.counts.indices { difference.counts[index] -= before.counts[index] }
    }
}
