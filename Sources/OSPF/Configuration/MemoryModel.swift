import NetworkPrimitives

/// How much memory a router's OSPF process has, what takes it, and what happens when it is used up.
///
/// Counted is what grows with the network: every LSA from the moment at which it enters the database until it has left it, own
/// ones and those at MaxAge included, and every entry of a retransmission list. All else is `base`: code, interfaces, routes.
/// Packets that wait lie in buffers of their own, whose number `CPUModel.queueLimit` bounds.
public struct MemoryModel: Hashable, Sendable {
    public enum Exhaustion: Hashable, Sendable, CaseIterable {
        /// The process dies where it stands and says nothing to anybody: FRRouting, BIRD, Arista EOS, IOS-XR.
        case crash
        /// What does not fit is not stored, and so neither acknowledged nor flooded (RFC 2328 §13 (5)): Cisco's `MALLOCFAIL`.
        case allocationFailure
    }

    /// What there is for the process, in octets.
    public var octets: UInt64
    /// What it takes before it holds any LSA, in octets.
    public var base: UInt64
    /// What one LSA takes beside its own length, in octets.
    public var perLSA: UInt32
    /// What one LSA takes on one neighbor's retransmission list, in octets.
    public var perRetransmission: UInt32
    public var whenExhausted: Exhaustion
    /// How long after a crash the process is started again; `nil` until an operator does it.
    public var restartAfter: Duration?

    /// - Parameter perLSA: Cisco's OSPF Design Guide counts 100 octets beside the LSA itself.
    public init(
        octets: UInt64, base: UInt64 = 0, perLSA: UInt32 = 100, perRetransmission: UInt32 = 0,
        whenExhausted: Exhaustion = .crash, restartAfter: Duration? = .seconds(60)
    ) {
        self.octets = octets
        self.base = base
        self.perLSA = perLSA
        self.perRetransmission = perRetransmission
        self.whenExhausted = whenExhausted
        self.restartAfter = restartAfter
    }
}
