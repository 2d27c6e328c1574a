/// The course of a run in flat arrays: each time and what holds from then on; see docs/result-format.md.
public struct SeriesDocument: Codable, Equatable, Sendable {
    /// How values were thinned.
    public var rule: String
    /// What the numbers in states mean.
    public var stateNames: [String]
    /// By router: time and position in state_names.
    public var states: [[Int]]
    /// By segment: time and the position of the member that goes up or down.
    public var links: [[Int]]
    /// By router: time and difference of the LSAs that count towards its limit.
    public var counted: [[Int]]
    /// By router: time and difference of the packets that wait, at the most.
    public var queues: [[Int]]
    /// By router: time and difference of the share of a second in which it is busy.
    public var cpu: [[Int]]
    /// By router: time and difference of the route calculations in a second.
    public var spf: [[Int]]
    /// Time and difference of the LSAs that reach routers in a second.
    public var received: [Int]
    /// Time and difference of the LSAs that routers send in a second.
    public var sent: [Int]
    /// One for each probe.
    public var probes: [ProbeSeriesDocument]
}

/// The ways of a probe's traffic.
public struct ProbeSeriesDocument: Codable, Equatable, Sendable {
    /// Each once.
    public var ways: [WayDocument]
    /// Time and position in ways.
    public var way: [Int]
    /// Time and difference of the millionths of the traffic on a detour.
    public var detour: [Int]
}

/// How traffic goes; shares are millionths of the probe's.
public struct WayDocument: Codable, Equatable, Sendable {
    /// Router and share.
    public var enters: [Int]
    /// From router, over segment, to router (-1 for a host), share.
    public var steps: [Int]
    /// Router, or -1 less the segment, and share.
    public var arrives: [Int]
    /// Where and why the rest is lost.
    public var dies: [DeadPartDocument]
}

/// A share of the traffic that dies at one place.
public struct DeadPartDocument: Codable, Equatable, Sendable {
    /// See docs/result-format.md.
    public var reason: String
    /// Number of the router where it happens.
    public var router: Int
    /// Of the probe's traffic; millionths.
    public var share: Int
    /// For a loop its position in loops.
    public var loop: Int?
    /// Number of the lossy link, or of the one on which nobody hears the packet.
    public var segment: Int?
    /// Of the discard route.
    public var prefix: String?
}
