import NetworkPrimitives
import OSPFWire

/// What a router wants its world to do.
public enum Effect: Sendable {
    /// Put the packet on the wire of an interface. The receiver of the effect owns one reference to the packet.
    case send(PacketID, interface: InterfaceIndex)
}

/// Work that a router did while it handled an input, for the CPU model.
public struct RouterWork: Sendable {
    public var lsasInstalled = 0
    public var lsasSent = 0
    /// How many LSAs may still be originated or flushed before the router lets others have the CPU; see `Router.hasMoreToDo`.
    public var originationRoom = Int.max
    /// How many may be sent in all.
    public var floodingRoom = Int.max

    public init() {}
}

/// What happens so often that it is counted rather than logged; see `RouterCounters`.
public struct RouterCounters: Hashable, Sendable {
    public var lsasOriginated: UInt64 = 0
    public var lsasSent: UInt64 = 0
    public var lsasReceived: UInt64 = 0
    /// Received LSAs that were the same as, or older than, the copy in the database.
    public var lsasDuplicate: UInt64 = 0
    public var lsasRetransmitted: UInt64 = 0
    public var lsasRejected: UInt64 = 0
    /// Routes that a limit on routes kept out of the table, at each calculation.
    public var routesRejected: UInt64 = 0
    /// Packets that were discarded unread (RFC 2328 §8.2), and unexpected ones.
    public var discardedPackets = DiscardCounts<PacketDiscardReason>()
    /// LSAs that were discarded (RFC 2328 §13 (1) to (3)), in updates and in Database Descriptions.
    public var discardedLSAs = DiscardCounts<LSADiscardReason>()
    public var spfRuns: UInt64 = 0
    public var adjacenciesLost: UInt64 = 0
    public var isolations: UInt64 = 0
    /// The most LSAs that the database ever held.
    public var largestDatabase = 0
    /// The most LSAs that ever counted towards the limit, and when it was first so.
    public var largestCount = 0
    public var largestCountAt = Instant.origin
    /// LSAs that were not stored because there was no memory for them.
    public var allocationFailures: UInt64 = 0
    /// The most octets that the process ever took, where its memory is set.
    public var largestMemory: UInt64 = 0

    public init() {}

    /// Packets whose checksum, or the digest in its place, was wrong.
    public var packetsDamaged: UInt64 { discardedPackets[.checksum] }
    /// Packets whose authentication was not the interface's.
    public var packetsNotAuthenticated: UInt64 {
        let reasons: [PacketDiscardReason] = [.authenticationType, .authenticationKey, .authentication, .replayed]
        return reasons.reduce(0) { $0 + discardedPackets[$1] }
    }
}

/// Everything outside itself that a router works with while it handles one input: the shared stores, the journal, and the
/// list of what it wants done. A router keeps none of it.
public struct RouterContext: Sendable {
    public var store = LSAStore()
    public var packets = PacketPool()
    public var journal = Journal()
    var secrets = SecretTable()
    /// What the last input led to, in order. The world empties it.
    public var effects: [Effect] = []
    public var work = RouterWork()
    /// What the input being handled is attributed to.
    public var cause = HappeningID.none
    /// The moment of the input being handled.
    public internal(set) var now = Instant.origin
    /// What chance inside routers follows from: the network's seed.
    public var seed: UInt64 = 0
    /// Whether an input changed a routing table. The world clears it.
    public var routesChanged = false
    var workspace = SPFWorkspace()

    public init() {}
}
