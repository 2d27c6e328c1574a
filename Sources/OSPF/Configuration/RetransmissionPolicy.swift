import NetworkPrimitives

/// What a router does about LSAs that a neighbor does not acknowledge, beyond RFC 2328 §13.6, which repeats them every
/// RxmtInterval for ever.
///
/// Rounds are counted for each neighbor: a round ends with RxmtInterval, and the count goes back to nothing when one of
/// the LSAs that were sent again is acknowledged.
public struct RetransmissionPolicy: Hashable, Sendable {
    /// By how much the interval grows with each round (K in RFC 4222 §2 (3)); 1 leaves it as it is.
    public var backoff: UInt8
    /// How many rounds come at the interval itself before it grows.
    public var steadyRounds: UInt8
    /// The longest interval (Rmax in RFC 4222 §2 (3)).
    public var maximum: Duration
    /// The round after which the neighbor is given up, `nil` to go on for ever (Cisco's `limit retransmissions`,
    /// Huawei's `retransmission-limit`).
    public var limit: UInt16?
    /// The distance of two packets of a round. Zero: one packet in each round, and the next as soon as it is acknowledged.
    public var pacing: Duration

    public init(
        backoff: UInt8 = 1, steadyRounds: UInt8 = 1, maximum: Duration = .seconds(40), limit: UInt16? = nil,
        pacing: Duration = .zero
    ) {
        self.backoff = backoff
        self.steadyRounds = steadyRounds
        self.maximum = maximum
        self.limit = limit
        self.pacing = pacing
    }

    /// RFC 2328 §13.6.
    public static let rfc2328 = RetransmissionPolicy()

    /// The time from the `round`-th retransmission, counted from 1, to the next.
    func interval(afterRound round: UInt16, rxmtInterval: Duration) -> Duration {
        guard backoff > 1 else { return rxmtInterval }
        var interval = rxmtInterval
        var left = Int(round) - Int(steadyRounds)
        while left > 0, interval < maximum {
            interval = min(interval * Int64(backoff), maximum)
            left -= 1
        }
        return max(interval, rxmtInterval)
    }
}
