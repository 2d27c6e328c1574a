/// What a change does; moments count from the first change.
public struct PlanDocument: Codable, Equatable, Sendable {
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
    /// Where the probes come from, in words.
    public var measured: String
    /// What the command concludes: the first lines of the text, and the exit code.
    public var verdict: VerdictDocument
    /// The outcome is pass.
    public var acceptable: Bool
    /// Lost time of a probe that is no harm; nanoseconds.
    public var toleranceNs: Int
    /// What is done.
    public var changes: [ChangeDocument]
    /// What the file holds besides and the plan leaves out.
    public var leftOut: [String]
    /// What was asked for, and what was measured.
    public var thresholds: [ThresholdDocument]
    /// Routers that hit their limit, in that order.
    public var falls: [FallDocument]
    /// Routers within a fifth of their limit or over it, the fullest first.
    public var nearLimit: [String]
    /// How shutdowns, limits that were hit, and losses came about.
    public var story: [StoryStepDocument]
    /// One for each probe.
    public var paths: [PathsDocument]
    /// What routers are elected to, where it changed hands.
    public var offices: [OfficeDocument]
    /// One for each router.
    public var routers: [PlannedRouterDocument]
    /// Groups of running routers that cannot reach the largest one.
    public var cutOff: [IslandDocument]
    /// Sites of which no router is left in the network.
    public var darkSites: [String]
    /// The router with the largest update rate.
    public var busiestRouter: String?
    /// From the last change until all is delivered and databases are equal; nanoseconds.
    public var convergenceNs: Int?
    /// The run of the change.
    public var result: RunDocument
}

/// A change.
public struct ChangeDocument: Codable, Equatable, Sendable {
    /// As it was typed.
    public var text: String
    /// When it begins; nanoseconds since the start of the timeline.
    public var atNs: Int
}

/// A threshold, and what was measured.
public struct ThresholdDocument: Codable, Equatable, Sendable {
    /// As it was typed.
    public var text: String
    /// What is measured.
    public var metric: String
    /// What must hold, such as 'at most 1s'.
    public var limit: String
    /// It does not hold.
    public var crossed: Bool
    /// What was measured, where it is a time; nanoseconds.
    public var measuredNs: Int?
    /// Where it is a number.
    public var measuredCount: Int?
    /// Where it is a share; percent.
    public var measuredPercent: Int?
    /// The probe that decides.
    public var probe: String?
    /// The router that decides.
    public var router: String?
}

/// A router that hit its limit.
public struct FallDocument: Codable, Equatable, Sendable {
    /// Its name.
    public var router: String
    /// When it hit the limit; nanoseconds since the start of the timeline.
    public var metNs: Int
    /// LSAs that counted then.
    public var counted: Int
    /// When it shut down OSPF; nanoseconds since the start of the timeline.
    public var isolatedNs: Int?
}

/// What became of the ways of a probe's pairs.
public struct PathsDocument: Codable, Equatable, Sendable {
    /// Its name.
    public var probe: String
    /// Pairs on the same way.
    public var unchanged: Int
    /// Pairs on another way.
    public var moved: Int
    /// Pairs without a way now.
    public var lost: Int
    /// Pairs with a way only now.
    public var gained: Int
    /// Pairs without a way before and after.
    public var never: Int
    /// Pairs of which an end is switched off.
    public var absent: Int
    /// What the lost time was spent waiting for.
    public var attribution: AttributionDocument
    /// At most 100, the most frequent first.
    public var examples: [PathDocument]
}

/// Pairs of one source that took the same ways.
public struct PathDocument: Codable, Equatable, Sendable {
    /// How many.
    public var pairs: Int
    /// Their source.
    public var source: String
    /// One of their destinations.
    public var destination: String
    /// The routers on the first way before the change.
    public var before: [String]
    /// And after it.
    public var after: [String]
    /// Whether all arrives.
    public var deliveredAfter: Bool
}

/// What routers are elected to.
public struct OfficeDocument: Codable, Equatable, Sendable {
    /// Which.
    public var office: String
    /// The group, the segment or the area.
    public var of: String
    /// The routers that held it before.
    public var before: [String]
    /// And after.
    public var after: [String]
    /// More originators than before announce the same destinations.
    public var doubled: Bool
    /// Who won it on the way.
    public var wins: [WinDocument]
}

/// A won election.
public struct WinDocument: Codable, Equatable, Sendable {
    /// The winner.
    public var router: String
    /// When; nanoseconds since the start of the timeline.
    public var timeNs: Int
    /// LSAs that an originator took over.
    public var lsas: Int
}

/// A router before and after a change.
public struct PlannedRouterDocument: Codable, Equatable, Sendable {
    /// As the network calls it.
    public var name: String
    /// LSAs that count towards its limit, before.
    public var countedBefore: Int
    /// At the most.
    public var countedPeak: Int
    /// At the most if no limit acted.
    public var need: Int
    /// How many it may hold.
    public var limit: Int?
    /// Limit less need.
    public var headroom: Int?
    /// LSAs heard in the busiest second.
    public var updateRate: Int
    /// When that second begins; nanoseconds since the start of the timeline.
    public var updateRateAtNs: Int
    /// Routes it had.
    public var routesBefore: Int
    /// Of them with other next hops now.
    public var routesRerouted: Int
    /// With another cost.
    public var routesRecosted: Int
    /// New routes.
    public var routesNew: Int
    /// Routes that are gone.
    public var routesGone: Int
}

/// Running routers that cannot reach the others.
public struct IslandDocument: Codable, Equatable, Sendable {
    /// Their names.
    public var routers: [String]
    /// They could not before the change either.
    public var cutOffBefore: Bool
    /// Neighbors that are off, without OSPF, or shut down by their limit.
    public var deadNeighbors: [String]
    /// Cut segments on the way to the others.
    public var cutSegments: [String]
}
