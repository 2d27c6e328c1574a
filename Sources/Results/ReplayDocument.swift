/// What became of a router that heard a capture.
public struct ReplayDocument: Codable, Equatable, Sendable {
    /// The format and its version.
    public var format: String
    /// The program that made it.
    public var spillwayVersion: String?
    /// The command that gives it again, without --jobs and without the secrets of --key.
    public var command: String?
    /// Every file that was read, in that order.
    public var inputs: [InputDocument]?
    /// The capture.
    public var file: String
    /// What the command concludes: the first lines of the text, and the exit code.
    public var verdict: VerdictDocument
    /// Of the first frame; nanoseconds since 1970-01-01 UTC.
    public var firstTimeNs: Int
    /// Of the replay, with what follows the last frame; nanoseconds.
    public var lengthNs: Int
    /// Link state updates.
    public var updates: Int
    /// LSAs in them.
    public var lsas: Int
    /// All frames.
    public var frames: [String: Int]
    /// Of the updates.
    public var areas: [String]
    /// LSAs that it may hold.
    public var limit: Int?
    /// What it does at the limit.
    public var policy: String
    /// Milliseconds and difference of the LSAs that count towards its limit; flat.
    public var counted: [Int]?
    /// What happened to it, in order.
    public var events: [ReplayEventDocument]
    /// What it came to.
    public var router: TestedRouterDocument
    /// What it holds at the end.
    public var database: [HeldLsaDocument]
    /// Of everything that happened.
    public var digest: String
}

/// What became of a router that heard a capture, under several policies.
public struct ReplayComparisonDocument: Codable, Equatable, Sendable {
    /// The format and its version.
    public var format: String
    /// The program that made it.
    public var spillwayVersion: String
    /// The command that gives it again, without --jobs and without the secrets of --key.
    public var command: String
    /// Every file that was read, in that order.
    public var inputs: [InputDocument]
    /// One for each policy.
    public var variants: [ReplayVariantDocument]
}

/// What was discarded for one reason.
public struct DiscardDocument: Codable, Equatable, Sendable {
    /// In words.
    public var reason: String
    /// How often.
    public var count: Int
}

/// Something that happened to a router under test.
public struct ReplayEventDocument: Codable, Equatable, Sendable {
    /// What.
    public var kind: String
    /// When; nanoseconds since the first frame.
    public var timeNs: Int
    /// The frame that led to it.
    public var frame: Int?
    /// LSAs counted at that moment.
    public var count: Int
    /// Who had advertised what the database held.
    public var composition: [HeldDocument]
}

/// A router under test, at the end.
public struct TestedRouterDocument: Codable, Equatable, Sendable {
    /// LSAs counted at the most.
    public var peak: Int
    /// When; nanoseconds since the first frame.
    public var peakTimeNs: Int
    /// LSAs counted at the end.
    public var counted: Int
    /// LSAs that it lacks because of its limit.
    public var lacking: Int
    /// The state of its limit.
    public var phase: String
    /// How often it shut down OSPF.
    public var isolations: Int
    /// How long it was shut down; nanoseconds.
    public var isolatedNs: Int
    /// LSAs refused.
    public var rejected: Int
    /// LSAs that were discarded, by reason.
    public var lsasDiscarded: [DiscardDocument]
    /// Calculations of the routing table.
    public var spfRuns: Int
}

/// An LSA in the database of a router under test.
public struct HeldLsaDocument: Codable, Equatable, Sendable {
    /// Null for LSAs of AS scope.
    public var area: String?
    /// LS type.
    public var type: Int
    /// Link State ID.
    public var lsid: String
    /// Advertising Router.
    public var adv: String
    /// LS age; seconds.
    public var age: Int
}

/// A policy, and what came of it.
public struct ReplayVariantDocument: Codable, Equatable, Sendable {
    /// Of the policy.
    public var name: String
    /// What came of it.
    public var result: ReplayDocument
}
