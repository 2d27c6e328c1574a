import NetworkPrimitives
import OSPF

/// What became of one probe's traffic during a run.
public struct ProbeOutcome: Sendable {
    /// A time without a break in which some of the probe's traffic was lost.
    public struct Outage: Hashable, Sendable {
        public var start: Instant
        /// The moment at which all arrived again, or the run's end.
        public var end: Instant
        /// The largest share that was lost at once, in millionths.
        public var worst: Int
        /// Whether it still went on when the run ended.
        public var isOpen: Bool
    }

    /// How much was lost from a moment on, in millionths of the traffic.
    public struct Sample: Hashable, Sendable {
        public var instant: Instant
        public var blackHole: Int
        public var looping: Int
        /// What lossy links lose of it on average.
        public var lossy: Int
        public var lost: Int { blackHole + looping + lossy }

        func hasShares(of other: Self) -> Bool {
            (blackHole, looping, lossy) == (other.blackHole, other.looping, other.lossy)
        }
    }

    /// Traffic that arrived, but elsewhere than it first did in this run: another prefix, router or network attracted it.
    public struct Stray: Hashable, Sendable {
        public struct Ends: Hashable, Sendable {
            public var place: Arrival
            /// The first of the places where it arrived before.
            public var usual: Arrival
        }
        public var ends: Ends
        /// Weighted by the share of the probe's traffic.
        public var time: Duration
    }

    /// Traffic that died at one place for one reason.
    public struct Loss: Hashable, Sendable {
        public var death: Death
        /// Weighted by the share of the probe's traffic.
        public var lost: Duration
    }

    /// Loss between one source and some destinations that always fared alike.
    public struct Stream: Hashable, Sendable {
        public var source: String
        /// The first of the destinations, and how many there are.
        public var destination: IPv4Address
        public var destinationCount: Int
        /// Lost time of each of these pairs.
        public var lost: Duration
        public var intervals: Int
    }

    public var name: String
    /// Pairs of a source and a destination.
    public var pairs: Int
    /// Lost time, weighted at each moment by the share of the traffic that was lost.
    public var lost: Duration { blackHole + looping + lossy }
    public var blackHole: Duration
    public var looping: Duration
    /// What links that lose or damage packets took of it: the average, without dice.
    public var lossy: Duration
    /// What the lost time was spent waiting for. Its sum is `lost`.
    public var attribution: LossAttribution
    /// Time on a detour, weighted by the share of the traffic: a pair is on one while something of it arrives on a way that
    /// costs more than the one on which all of it first arrived in this run, in the costs configured at the start.
    public var detour: Duration
    /// The most that a detour cost more than the usual way, and the segments that it had more.
    public var longestDetour: WayLength
    /// Time during which traffic arrived elsewhere than it first did, weighted by its share. It is not lost.
    public var elsewhere: Duration
    /// Where it arrived then, the longest time first.
    public var strays: [Stray]
    /// The longest time during which nothing of the probe arrived.
    public var dark: Duration
    public var outages: [Outage]
    /// The state over time: one sample for each change, the first at the start.
    public var samples: [Sample]
    /// Where it died, the largest loss first.
    public var losses: [Loss]
    /// The streams that lost most, at most 100.
    public var worstStreams: [Stream]
    /// Lost time by source, averaged over the destinations, in the order of the probe's sources.
    public var sources: [(name: String, lost: Duration)]
    /// Millionths that were lost when the run ended, and how the first of them died.
    public var lostAtEnd: Int
    public var deathAtEnd: Death?
    /// Pairs without traffic at the end: the source, or the router whose address the destination is, is powered off.
    public var absentPairsAtEnd: Int
    /// Pairs of which nothing arrived when the timeline began in a converged network, and until it ended. They count from
    /// their first arrival on, and so are part of no other number here: what never worked is lost by no change.
    public var undeliveredBefore: Int
    public var neverArrived: Int
    /// Millionths that were lost when the timeline began, of what arrived at all: by lossy links, or one of several ways.
    public var lostAtStart: Int
    /// How the first of those pairs died before the timeline began.
    public var deathBefore: Death?
    /// The moment since which everything has arrived, `nil` where that is not so.
    public var deliveredSince: Instant?
}
