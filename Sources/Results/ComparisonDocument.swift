/// One scenario under several policies, or several scenarios.
public struct ComparisonDocument: Codable, Equatable, Sendable {
    /// The format and its version.
    public var format: String
    /// The program that made it.
    public var spillwayVersion: String
    /// The command that gives it again, without --jobs and without the secrets of --key.
    public var command: String
    /// Every file that was read, in that order.
    public var inputs: [InputDocument]
    /// What the command concludes: the first lines of the text, and the exit code.
    public var verdict: VerdictDocument
    /// Whether variants do least harm, all the same harm, no limit was hit, or there are fewer than two candidates.
    public var contest: String
    /// Positions of the variants in which an expectation is broken.
    public var broken: [Int]
    /// Positions of the variants that do least harm; null for a tie.
    public var best: [Int]?
    /// Positions of variants that are no candidates, since no limit acts.
    public var references: [Int]
    /// The measures that decide, in this order.
    public var rule: [String]
    /// Where the best variant is not the best.
    public var price: [PriceDocument]
    /// Those of --seeds; empty where each scenario had its own.
    public var seeds: [UInt64]
    /// One for each variant.
    public var variants: [VariantDocument]
}

/// A measure in which another variant is better than the best.
public struct PriceDocument: Codable, Equatable, Sendable {
    /// Which.
    public var measure: String
    /// The median of the best variant.
    public var value: Int
    /// And the least of any.
    public var least: Int
    /// Whose position this is.
    public var leastVariant: Int
}

/// A variant, run once, or once for each seed.
public struct VariantDocument: Codable, Equatable, Sendable {
    /// As the text calls it.
    public var name: String
    /// What was asked for, such as 'reject@PAR4 ignore-time=60s'.
    public var limits: String
    /// Of the converged network, for each seed.
    public var startDigests: [String]
    /// What is compared.
    public var measures: SpreadsDocument
    /// Lost time, averaged over probes and seeds.
    public var attribution: AttributionDocument
    /// Its run.
    public var result: RunDocument?
    /// One for each seed.
    public var runs: [SeedRunDocument]?
}

/// Measures over the seeds.
public struct SpreadsDocument: Codable, Equatable, Sendable {
    /// Traffic lost, averaged over the probes; nanoseconds.
    public var lostNs: SpreadDocument
    /// Crashes of OSPF for want of memory; left out where memory is free.
    public var crashes: SpreadDocument?
    /// Routers that shut down OSPF at their limit at least once.
    public var isolatedRouters: SpreadDocument
    /// Time shut down, summed over routers; nanoseconds.
    public var isolatedNs: SpreadDocument
    /// Time shut down until cleared, summed over routers; nanoseconds.
    public var isolatedForGoodNs: SpreadDocument
    /// 1 where databases differ at the end.
    public var unequalDatabases: SpreadDocument
    /// Time on detours, averaged over the probes; nanoseconds.
    public var detourNs: SpreadDocument
    /// LSAs in the largest database.
    public var largestDatabase: SpreadDocument
    /// Different databases of one part at the end.
    public var distinctDatabases: SpreadDocument
    /// LSAs refused because of limits.
    public var lsasRejected: SpreadDocument
    /// LSAs sent again.
    public var lsasRetransmitted: SpreadDocument
    /// Elections of originators, Designated Routers and Backups.
    public var elections: SpreadDocument
    /// The most memory that OSPF took on one router; octets.
    public var peakMemoryOctets: SpreadDocument?
}

/// A measure over the seeds.
public struct SpreadDocument: Codable, Equatable, Sendable {
    /// Of an even number the worse of the two in the middle.
    public var median: Int
    /// The largest.
    public var worst: Int
}

/// What one of several seeds came to.
public struct SeedRunDocument: Codable, Equatable, Sendable {
    /// Which.
    public var seed: UInt64
    /// Of its run.
    public var digest: String
    /// Every expectation holds.
    public var asExpected: Bool
    /// What is compared.
    public var measures: MeasuresDocument
    /// The first shutdown that lasts until it is cleared; nanoseconds since the start of the timeline.
    public var isolatedForGoodAtNs: Int?
    /// Since when databases have been equal; nanoseconds since the start of the timeline.
    public var databasesEqualSinceNs: Int?
    /// One for each probe.
    public var probes: [SeedProbeDocument]
}

/// Measures of one run.
public struct MeasuresDocument: Codable, Equatable, Sendable {
    /// Traffic lost, averaged over the probes; nanoseconds.
    public var lostNs: Int
    /// Crashes of OSPF for want of memory; left out where memory is free.
    public var crashes: Int?
    /// Routers that shut down OSPF at their limit at least once.
    public var isolatedRouters: Int
    /// Time shut down, summed over routers; nanoseconds.
    public var isolatedNs: Int
    /// Time shut down until cleared, summed over routers; nanoseconds.
    public var isolatedForGoodNs: Int
    /// 1 where databases differ at the end.
    public var unequalDatabases: Int
    /// Time on detours, averaged over the probes; nanoseconds.
    public var detourNs: Int
    /// LSAs in the largest database.
    public var largestDatabase: Int
    /// Different databases of one part at the end.
    public var distinctDatabases: Int
    /// LSAs refused because of limits.
    public var lsasRejected: Int
    /// LSAs sent again.
    public var lsasRetransmitted: Int
    /// Elections of originators, Designated Routers and Backups.
    public var elections: Int
    /// The most memory that OSPF took on one router; octets.
    public var peakMemoryOctets: Int?
}

/// What a probe lost.
public struct SeedProbeDocument: Codable, Equatable, Sendable {
    /// Of the probe.
    public var name: String
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
}
