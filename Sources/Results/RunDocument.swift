/// What happened in a scenario, or in a network into which a capture was replayed.
public struct RunDocument: Codable, Equatable, Sendable {
    /// The format and its version.
    public var format: String
    /// The program that made it.
    public var spillwayVersion: String?
    /// The command that gives it again, without --jobs and without the secrets of --key.
    public var command: String?
    /// Every file that was read, in that order.
    public var inputs: [InputDocument]?
    /// Of the scenario.
    public var name: String
    /// The description of the scenario.
    public var summary: String
    /// The name of the network.
    public var network: String
    /// Of everything that is left to chance.
    public var seed: UInt64
    /// The time of day at which the timeline starts, since midnight; null without a clock; nanoseconds.
    public var clockStartNs: Int?
    /// How long the network took to converge before the timeline; in no other count; nanoseconds.
    public var coldStartNs: Int
    /// How long it then rested until the timeline began; nanoseconds.
    public var settlingNs: Int
    /// What kept the network busy after its cold start; empty where it came to rest.
    public var unrest: [String]
    /// What was wrong before anything happened, and what never arrived.
    public var findings: [FindingDocument]
    /// How long the network was watched; nanoseconds.
    public var durationNs: Int
    /// The run was interrupted.
    public var partial: Bool
    /// Every expectation holds.
    public var asExpected: Bool
    /// Of every event and packet of the run; equal runs have equal digests.
    public var digest: String
    /// The network.
    public var topology: TopologyDocument?
    /// Vendors' presets in use, and how sure they are.
    public var presets: [UsedPresetDocument]?
    /// What routers do wrong.
    public var defects: [DefectDocument]?
    /// What people and nature did, in order.
    public var actions: [ActionDocument]?
    /// The course of the run; left out where it was not recorded.
    public var series: SeriesDocument?
    /// What the command concludes: the first lines of the text, and the exit code.
    public var verdict: VerdictDocument
    /// One for each expectation.
    public var verdicts: [ExpectationDocument]
    /// One for each probe, in the order of the scenario.
    public var probes: [ProbeDocument]
    /// Each forwarding loop that was met: routers in the order of travel.
    public var loops: [[String]]
    /// One for each router, in the order of the network.
    public var routers: [RouterDocument]
    /// Sums over all routers.
    public var totals: TotalsDocument
    /// How far the network had recovered.
    public var convergence: ConvergenceDocument
    /// The chains of causes, condensed.
    public var story: [StoryStepDocument]
    /// Everything worth telling, in order.
    public var happenings: [HappeningDocument]
    /// What --why asked for.
    public var why: [WhyDocument]?
}

/// A file that was read.
public struct InputDocument: Codable, Equatable, Sendable {
    /// As the user wrote it, or as a file that the user named refers to it.
    public var file: String
    /// Of its octets.
    public var sha256: String
}

/// Something that is wrong before anything happens.
public struct FindingDocument: Codable, Equatable, Sendable {
    /// What it is.
    public var kind: String
    /// A sentence with the reason.
    public var text: String
}

/// What a command concludes.
public struct VerdictDocument: Codable, Equatable, Sendable {
    /// Null where nothing was asked.
    public var outcome: String?
    /// 1 for fail, otherwise 0.
    public var exitCode: Int
    /// The first lines of the text.
    public var headline: [String]
    /// Thresholds and expectations, or the failures of a survey.
    public var rules: Int
    /// How many of them are broken.
    public var broken: Int
    /// What a planned change does that it should not.
    public var harms: [HarmDocument]
    /// What did not work before the change, and counts against nothing.
    public var before: [String]
}

/// Something that a planned change does and should not; the fields that are there depend on its kind.
public struct HarmDocument: Codable, Equatable, Sendable {
    /// What happened to them.
    public var kind: String
    /// Their names.
    public var routers: [String]?
    /// Whose traffic.
    public var probes: [String]?
    /// Pairs of a source and a destination.
    public var pairs: Int?
    /// Lost time, weighted by the share of the traffic; nanoseconds.
    public var lostNs: Int?
    /// What --tolerate allows; nanoseconds.
    public var toleratedNs: Int?
    /// How many there are.
    public var databases: Int?
}

/// An expectation of the scenario, and whether it holds.
public struct ExpectationDocument: Codable, Equatable, Sendable {
    /// The rule as it is written.
    public var text: String
    /// Where, such as incident.yaml:40:5.
    public var location: String
    /// Whether it holds.
    public var holds: Bool
    /// What was measured, where it is a time; nanoseconds.
    public var measuredNs: Int?
    /// Where it is a number.
    public var measuredCount: Int?
    /// Where it is a share of a limit, rounded up; percent.
    public var measuredPercent: Int?
    /// Where it is a share of the traffic; millionths.
    public var measuredShare: Int?
    /// Where it is a route, in words.
    public var measuredRoute: String?
    /// The router that breaks the rule most, or is nearest to it.
    public var router: String?
    /// What it is about.
    public var rule: String?
    /// The position of the probe that it is about.
    public var probe: Int?
    /// How what was measured is compared with the threshold.
    public var comparison: String?
    /// The threshold, where it is a time; nanoseconds.
    public var thresholdNs: Int?
    /// Where it is a number.
    public var thresholdCount: Int?
    /// Where it is a share of a limit; percent.
    public var thresholdPercent: Int?
}

/// Sums over all routers.
public struct TotalsDocument: Codable, Equatable, Sendable {
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
    /// Of the emulator.
    public var events: Int
    /// Of originators, Designated Routers and Backups.
    public var elections: Int
    /// LSAs in the largest database.
    public var largestDatabase: Int
    /// That shut down OSPF at their limit at least once.
    public var isolatedRouters: Int
    /// How long routers were shut down, summed; nanoseconds.
    public var isolatedNs: Int
    /// Of OSPF for want of memory.
    public var crashes: Int
    /// That crashed at least once.
    public var crashedRouters: Int
    /// The most that OSPF took on one router; null where memory is free.
    public var largestMemoryOctets: Int?
}

/// How far the network had recovered.
public struct ConvergenceDocument: Codable, Equatable, Sendable {
    /// Since when every probe has been delivered; nanoseconds since the start of the timeline.
    public var deliveredSinceNs: Int?
    /// Since when databases that should be equal have been; nanoseconds since the start of the timeline.
    public var databasesEqualSinceNs: Int?
    /// Different databases of one part at the end; 1 where they agree.
    public var distinctDatabases: Int
    /// Nothing but hellos was under way.
    public var quiet: Bool
    /// Routers that were shut down by their limit.
    public var isolatedAtEnd: [String]
}
