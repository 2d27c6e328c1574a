/// Which failures trip limits or cut traffic off.
public struct LimitsDocument: Codable, Equatable, Sendable {
    /// The format and its version.
    public var format: String
    /// The program that made it.
    public var spillwayVersion: String
    /// The command that gives it again, without --jobs and without the secrets of --key.
    public var command: String
    /// Every file that was read, in that order.
    public var inputs: [InputDocument]
    /// The name of the network.
    public var network: String
    /// Of everything that is left to chance.
    public var seed: UInt64
    /// What must trip no limit and cut nothing off.
    public var survive: String
    /// The traffic that is judged, in words.
    public var measured: String
    /// How long each failure is watched at the most; nanoseconds.
    public var watchNs: Int
    /// Whether what failed comes back after that.
    public var returns: Bool
    /// How long the network took to converge; nanoseconds.
    public var coldStartNs: Int
    /// The network.
    public var topology: TopologyDocument?
    /// Vendors' presets in use, and how sure they are.
    public var presets: [UsedPresetDocument]?
    /// What routers do wrong.
    public var defects: [DefectDocument]?
    /// What the command concludes: the first lines of the text, and the exit code.
    public var verdict: VerdictDocument
    /// The outcome is pass.
    public var survives: Bool
    /// Routers that hit their limit before anything failed.
    public var fallenInColdStart: [String]
    /// The first limit that trips after any failure.
    public var firstToTrip: SoonestDocument?
    /// The first router that runs out of memory.
    public var firstOutOfMemory: SoonestDocument?
    /// The failure that cuts off most pairs.
    public var worstForTraffic: String?
    /// The router with the least headroom; null without a limit.
    public var leastHeadroom: String?
    /// One for each failure.
    public var failures: [FailureDocument]
    /// One for each router.
    public var routers: [NeedDocument]
}

/// The router that something befalls first of all.
public struct SoonestDocument: Codable, Equatable, Sendable {
    /// Its name.
    public var router: String
    /// In which failure.
    public var failure: String
    /// How long after it; nanoseconds.
    public var afterNs: Int
}

/// A failure, and what it does.
public struct FailureDocument: Codable, Equatable, Sendable {
    /// In words.
    public var failure: String
    /// Numbers of the routers that fail.
    public var routers: [Int]?
    /// Numbers of the segments that fail.
    public var segments: [Int]?
    /// No limit trips, no memory is used up, nothing is cut off.
    public var survives: Bool
    /// It came to rest in time.
    public var settled: Bool
    /// Traffic that had arrived and does not afterwards.
    public var cutOff: [CutDocument]
    /// Routers that hit their limit, in that order.
    public var falls: [FallDocument]
    /// Routers that ran out of memory, in that order.
    public var shortages: [ShortageDocument]
    /// By router, LSAs that count at the most if limits only warn.
    public var needs: [Int]
}

/// Traffic that is cut off.
public struct CutDocument: Codable, Equatable, Sendable {
    /// Whose.
    public var probe: String
    /// Pairs of a source and a destination.
    public var pairs: Int
}

/// A router that runs out of memory.
public struct ShortageDocument: Codable, Equatable, Sendable {
    /// Its name.
    public var router: String
    /// How long after the failure; nanoseconds.
    public var afterNs: Int
    /// That it held.
    public var lsas: Int
    /// How often OSPF crashed.
    public var crashes: Int
}

/// How large a router's limit must be.
public struct NeedDocument: Codable, Equatable, Sendable {
    /// Of the router.
    public var name: String
    /// LSAs that count now.
    public var counted: Int
    /// At the most in any failure, if limits only warn.
    public var worst: Int
    /// In which failure.
    public var worstFailure: String?
    /// How many it may hold.
    public var limit: Int?
    /// What it does at the limit.
    public var limitAction: String?
    /// Limit less worst.
    public var headroom: Int?
    /// The smallest limit that no failure hits.
    public var smallestLimit: Int
    /// What there is for OSPF; null where memory is free.
    public var memoryOctets: Int?
    /// The most that it would take in any failure.
    public var worstMemoryOctets: Int?
    /// Failures in which it hits its limit.
    public var falls: Int
    /// The failure in which it hits it soonest.
    public var soonestFailure: String?
    /// How long after that failure; nanoseconds.
    public var soonestNs: Int?
}
