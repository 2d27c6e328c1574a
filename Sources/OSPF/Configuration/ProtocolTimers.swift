import NetworkPrimitives

/// The timers of a router that belong to no interface.
public struct ProtocolTimers: Hashable, Sendable {
    /// How a router spaces the LSAs that it originates (MinLSInterval in RFC 2328 §12.4).
    public var minLSInterval: Duration
    /// The spacing at which instances of one LSA are accepted from neighbours (RFC 2328 §13 (5)(a)).
    public var minLSArrival: Duration
    public var spf: SPFThrottle
    /// How long acknowledgements are gathered (RFC 2328 §13.5); less than any neighbour's retransmit interval.
    public var acknowledgmentDelay: Duration
    /// How long changed LSAs are gathered before they are flooded; zero floods at once.
    public var floodPacing: Duration
    /// How long after a (re)start a member of a ranked group waits before it takes over from anyone.
    public var originatorStartupDelay: Duration

    public init(
        minLSInterval: Duration = .seconds(5), minLSArrival: Duration = .seconds(1),
        spf: SPFThrottle = .exponential(start: .milliseconds(50), hold: .milliseconds(200), maximum: .seconds(5)),
        acknowledgmentDelay: Duration = .seconds(1), floodPacing: Duration = .zero,
        originatorStartupDelay: Duration = .seconds(60)
    ) {
        self.minLSInterval = minLSInterval
        self.minLSArrival = minLSArrival
        self.spf = spf
        self.acknowledgmentDelay = acknowledgmentDelay
        self.floodPacing = floodPacing
        self.originatorStartupDelay = originatorStartupDelay
    }

    /// RFC 2328 Appendix B, with the exponential SPF back-off that most vendors ship.
    public static let rfc2328 = ProtocolTimers()
}

/// When the routing table is calculated after a change.
public enum SPFThrottle: Hashable, Sendable {
    /// `start` after a change in quiet times; then at least `hold` between runs, doubled by every further change up to
    /// `maximum`; quiet for twice the current hold resets it (Cisco, Nokia, Huawei, Dell, Comware).
    case exponential(start: Duration, hold: Duration, maximum: Duration)
    /// As exponential, but the hold grows by one `hold` at a time (FRRouting).
    case linear(start: Duration, hold: Duration, maximum: Duration)
    /// `delay` for the first `runs` calculations, then one `holddown` (Junos).
    case rapidRuns(delay: Duration, runs: UInt8, holddown: Duration)
    /// At most one calculation in each period (BIRD).
    case tick(Duration)
}
