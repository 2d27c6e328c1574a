import Analysis

/// What became of the traffic of one probe: the packets of some routers to some destinations, watched for a whole run.
public struct TrafficReport: Hashable, Sendable {
    /// The name of the probe.
    public let name: String
    /// Pairs of a source and a destination.
    public let pairs: Int
    /// The time for which traffic was lost, averaged over the pairs: a second of a half is half a second.
    public let lost: Duration
    /// The longest time for which nothing at all arrived.
    public let longestOutage: Duration
    /// Whether everything that ever arrived arrives at the end.
    public let isDeliveredAtEnd: Bool

    init(_ probe: ProbeOutcome) {
        (name, pairs) = (probe.name, probe.pairs)
        (lost, longestOutage) = (Duration(probe.lost), Duration(probe.dark))
        isDeliveredAtEnd = probe.deliveredSince != nil
    }
}
