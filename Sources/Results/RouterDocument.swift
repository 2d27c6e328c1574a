/// A router, at the end and in the course of a run.
public struct RouterDocument: Codable, Equatable, Sendable {
    /// As the network calls it.
    public var name: String
    /// Its Router ID.
    public var routerId: String
    /// Where it stands.
    public var site: String?
    /// The model that it is of.
    public var model: String?
    /// At the end.
    public var state: String
    /// LSAs at the end.
    public var database: Int
    /// LSAs at the most.
    public var databasePeak: Int
    /// LSAs that count towards the limit, at the end.
    public var counted: Int
    /// And at the most, with the one that hit the limit.
    public var countedPeak: Int
    /// How many LSAs it may hold; null without a limit.
    public var limit: Int?
    /// What it does at the limit; null without one.
    public var limitAction: String?
    /// Counted_peak of limit, rounded up; percent.
    public var peakPercentOfLimit: Int?
    /// How often it shut down OSPF at its limit.
    public var isolations: Int
    /// How long it was shut down; nanoseconds.
    public var isolatedNs: Int
    /// What there is for OSPF; null where memory is free.
    public var memoryOctets: Int?
    /// The most of it that was taken.
    public var memoryPeakOctets: Int?
    /// How often OSPF crashed for want of memory.
    public var crashes: Int
    /// How long it was down after that; nanoseconds.
    public var crashedNs: Int
    /// When the timeline began.
    public var fullAdjacenciesAtStart: Int
    /// At the end.
    public var fullAdjacencies: Int
    /// Neighbors at the end that should be Full and are not.
    public var neighborsBelowFull: Int
    /// Instances of its own LSAs.
    public var lsasOriginated: Int
    /// LSAs sent.
    public var lsasSent: Int
    /// LSAs received.
    public var lsasReceived: Int
    /// Received that were the same as in the database, or older.
    public var lsasDuplicate: Int
    /// Sent again, as they were not acknowledged.
    public var lsasRetransmitted: Int
    /// Refused because of the limit.
    public var lsasRejected: Int
    /// For which there was no memory, each time they came.
    public var lsasNotStored: Int
    /// LSAs that were discarded, by reason.
    public var lsasDiscarded: [DiscardDocument]
    /// Packets that were discarded, by reason.
    public var packetsDiscarded: [DiscardDocument]
    /// Calculations of the routing table.
    public var spfRuns: Int
    /// Adjacencies that were Full and went away.
    public var adjacenciesLost: Int
    /// Packets that arrived.
    public var packetsReceived: Int
    /// Of them lost, because the input queue was full.
    public var packetsLost: Int
    /// Hellos among these.
    public var hellosLost: Int
    /// Packets in its input queue at the most, since the cold start.
    public var deepestQueue: Int
    /// How long its CPU worked; nanoseconds.
    public var cpuBusyNs: Int
    /// The largest database in each stretch of a second or more, at most 512.
    public var samples: [[Int]]
}
