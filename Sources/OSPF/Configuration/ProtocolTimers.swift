import NetworkPrimitives

/// The timers of a router that belong to no interface.
public struct ProtocolTimers: Hashable, Sendable {
    /// How a router spaces the LSAs that it originates.
    public var lsaThrottle: LSAThrottle
    /// The spacing at which instances of one LSA are accepted from neighbors (RFC 2328 §13 (5)(a)).
    public var minLSArrival: Duration
    public var spf: SPFThrottle
    /// How long acknowledgments are gathered (RFC 2328 §13.5); less than any neighbor's retransmit interval.
    public var acknowledgmentDelay: Duration
    /// How long changed LSAs are gathered before they are flooded; zero floods at once.
    public var floodPacing: Duration
    /// How many link state updates are sent on an interface at the end of each pacing interval, `nil` for all that has
    /// gathered. Without pacing it means nothing.
    public var floodBurst: UInt16?
    public var retransmission = RetransmissionPolicy.rfc2328
    /// Own LSAs that are due for their refresh are refreshed together, at multiples of this after the router's start; zero
    /// refreshes each at its own LSRefreshTime.
    public var lsaGroupPacing = Duration.zero
    /// By how much before LSRefreshTime an own LSA may be refreshed: drawn again for each instance, by the network's seed.
    public var refreshJitter = Duration.zero
    /// How many adjacencies are brought up at a time (RFC 4222 §2 (5)), `nil` for any number.
    public var adjacencyLimit: UInt16?
    /// Whether any packet of a neighbor, not its hellos alone, puts its inactivity timer off (RFC 4222 §2 (2)).
    public var anyPacketKeepsAlive = false
    /// How long after a (re)start a member of a ranked group waits before it originates. A standby does not know the
    /// others yet; a primary has not learned yet what it is to redistribute.
    public var originatorStartupDelay: Duration

    public init(
        minLSInterval: Duration = .seconds(5), minLSArrival: Duration = .seconds(1),
        spf: SPFThrottle = .exponential(start: .milliseconds(50), hold: .milliseconds(200), maximum: .seconds(5)),
        acknowledgmentDelay: Duration = .seconds(1), floodPacing: Duration = .zero,
        originatorStartupDelay: Duration = .seconds(60)
    ) {
        lsaThrottle = .fixed(minLSInterval)
        self.minLSArrival = minLSArrival
        self.spf = spf
        self.acknowledgmentDelay = acknowledgmentDelay
        self.floodPacing = floodPacing
        self.originatorStartupDelay = originatorStartupDelay
    }

    /// MinLSInterval of RFC 2328 §12.4: the one step of a throttle that does not grow. Setting it takes the steps away.
    public var minLSInterval: Duration {
        get { lsaThrottle.hold }
        set { lsaThrottle = .fixed(newValue) }
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
    /// At most one calculation in each period, at multiples of it after the router's start (BIRD).
    case tick(Duration)
    /// The states QUIET, SHORT_WAIT and LONG_WAIT of RFC 8405 §3 and §5.2: `initial` after the first change, `short`
    /// while the router learns what one failure brings, `long` when changes have come for more than `learn`; quiet for
    /// `holdDown` resets it.
    case ietf(initial: Duration, short: Duration, long: Duration, learn: Duration, holdDown: Duration)
}
