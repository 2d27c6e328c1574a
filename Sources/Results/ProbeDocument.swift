/// What became of a probe's traffic.
public struct ProbeDocument: Codable, Equatable, Sendable {
    /// Of the probe.
    public var name: String
    /// Pairs of a source and a destination.
    public var pairs: Int
    /// Lost time of pairs that had arrived before, weighted by the share of the traffic; nanoseconds.
    public var lostNs: Int
    /// The part without a way on; nanoseconds.
    public var blackHoleNs: Int
    /// The part that came back; nanoseconds.
    public var loopNs: Int
    /// The part that lossy links took, on average; nanoseconds.
    public var lossyLinkNs: Int
    /// What the lost time was spent waiting for; the sum is lost_ns.
    public var attribution: AttributionDocument
    /// Time on a detour, weighted by the share of the traffic; nanoseconds.
    public var detourNs: Int
    /// The most that a detour cost more than the usual way.
    public var detourExtraCost: Int
    /// And the segments that it had more.
    public var detourExtraHops: Int
    /// Time in which traffic arrived elsewhere than usual; not lost; nanoseconds.
    public var elsewhereNs: Int
    /// The longest time without a break in which nothing arrived; nanoseconds.
    public var darkNs: Int
    /// Of the traffic, when the run ended; millionths.
    public var lostShareAtEnd: Int
    /// How the first pair dies that is lost at the end.
    public var deathAtEnd: DeathDocument?
    /// Pairs that have no traffic, since an end is switched off.
    public var absentPairsAtEnd: Int
    /// Pairs of which nothing arrived when the timeline began.
    public var undeliveredPairsBefore: Int
    /// Pairs of which nothing ever arrived; they are in no other number.
    public var neverArrivedPairs: Int
    /// Of what arrived at all, when the timeline began; millionths.
    public var lostShareAtStart: Int
    /// Since when everything has arrived; nanoseconds since the start of the timeline.
    public var deliveredSinceNs: Int?
    /// Times without a break in which something was lost.
    public var outages: [OutageDocument]
    /// Where and why traffic died, the largest part first.
    public var losses: [LossDocument]
    /// Where it arrived in place of the usual, the longest first.
    public var elsewhere: [StrayDocument]
    /// By source.
    public var sources: [SourceDocument]
    /// At most 100 groups of pairs that always fared alike.
    public var worstStreams: [StreamDocument]
    /// What was lost from a moment on, at each change.
    public var samples: [[Int]]
}

/// Lost time by what it was spent waiting for.
public struct AttributionDocument: Codable, Equatable, Sendable {
    /// Until a router noticed what had happened; nanoseconds.
    public var detectionNs: Int
    /// Until the news had reached the router that made the difference; nanoseconds.
    public var floodingNs: Int
    /// Until that router used its new table: throttle, queue and calculation; nanoseconds.
    public var spfWaitNs: Int
    /// The way was shut by a router that had shut down OSPF at its limit; nanoseconds.
    public var isolationNs: Int
    /// The way was shut by a router that refused LSAs at its limit; nanoseconds.
    public var refusalNs: Int
    /// Routers lost packets before they read them, hellos and LSAs among these; nanoseconds.
    public var overloadNs: Int
    /// Until an operator's action, or the end of a network at rest; nanoseconds.
    public var operatorWaitNs: Int
    /// Nothing: the share that lossy links take while all else works; nanoseconds.
    public var lossyLinkNs: Int
    /// The way is shut because OSPF on a router crashed for want of memory; nanoseconds.
    public var crashNs: Int
    /// None of these can be shown; nanoseconds.
    public var otherNs: Int
}

/// How a packet dies.
public struct DeathDocument: Codable, Equatable, Sendable {
    /// See docs/result-format.md.
    public var reason: String
    /// Where it happens.
    public var router: String
    /// For a loop its position in loops.
    public var loop: Int?
    /// The lossy link, or the one on which nobody hears the packet.
    public var segment: String?
    /// Of the discard route.
    public var prefix: String?
}

/// A time without a break in which some of the traffic was lost.
public struct OutageDocument: Codable, Equatable, Sendable {
    /// When it began; nanoseconds since the start of the timeline.
    public var startNs: Int
    /// When it ended; nanoseconds since the start of the timeline.
    public var endNs: Int
    /// Of the traffic, at its worst; millionths.
    public var worstShare: Int
    /// Whether it lasted to the end of the run.
    public var open: Bool
}

/// Traffic that died at one place for one reason.
public struct LossDocument: Codable, Equatable, Sendable {
    /// Where and why.
    public var death: DeathDocument
    /// Its part of the lost time; nanoseconds.
    public var lostNs: Int
}

/// Traffic that arrived elsewhere than usual.
public struct StrayDocument: Codable, Equatable, Sendable {
    /// Where, such as 'at c' or 'on dmz'.
    public var place: String
    /// The usual place.
    public var insteadOf: String
    /// How long, weighted by the share of the traffic; nanoseconds.
    public var timeNs: Int
}

/// A probe's traffic from one source.
public struct SourceDocument: Codable, Equatable, Sendable {
    /// Of the source.
    public var name: String
    /// Averaged over its destinations; nanoseconds.
    public var lostNs: Int
}

/// Pairs of one source that always fared alike.
public struct StreamDocument: Codable, Equatable, Sendable {
    /// Their source.
    public var source: String
    /// One of their destinations.
    public var destination: String
    /// How many there are.
    public var destinations: Int
    /// Lost time of each; nanoseconds.
    public var lostNs: Int
    /// In which they lost.
    public var intervals: Int
}
