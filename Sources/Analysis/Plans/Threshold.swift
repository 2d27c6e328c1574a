import NetworkPrimitives

/// What can be measured of a change and held against a threshold.
public enum PlanMetric: String, Hashable, Sendable, CaseIterable {
    case lost, dark
    case blackHole = "black-hole"
    case loop, unreachable, undelivered
    case changedPaths = "changed-paths"
    case convergence, loops
    case cutOff = "cut-off"
    case elections, protection, isolated, rejected, database, headroom
    case changedRoutes = "changed-routes"
    case updateRate = "update-rate"
    case retransmitted
    case packetsLost = "packets-lost"

    /// Whose measure it is.
    public enum Scope: Hashable, Sendable { case probe, routers, network }
    /// What it is counted in.
    public enum Unit: Hashable, Sendable {
        case time, count
        /// A count, or a percentage of something that `summary` names.
        case countOrPercent
    }

    public var scope: Scope {
        switch self {
        case .lost, .dark, .blackHole, .loop, .unreachable, .undelivered, .changedPaths: .probe
        case .convergence, .loops, .cutOff: .network
        case .elections, .protection, .isolated, .rejected, .database, .headroom, .changedRoutes, .updateRate,
            .retransmitted, .packetsLost:
            .routers
        }
    }

    public var unit: Unit {
        switch self {
        case .lost, .dark, .blackHole, .loop, .convergence: .time
        case .unreachable, .changedPaths, .database, .headroom: .countOrPercent
        default: .count
        }
    }

    /// What it says, with its unit.
    public var summary: String {
        switch self {
        case .lost: "time that the probe lost, weighted by the share of its pairs that lost"
        case .dark: "the longest time during which nothing of the probe arrived"
        case .blackHole: "the part of the lost time in which packets had no route"
        case .loop: "the part of the lost time in which packets looped"
        case .unreachable: "pairs of the probe that arrived before and do not at the end, or their percentage"
        case .undelivered: "pairs of the probe that do not arrive at the end, whether they ever did or not"
        case .changedPaths: "pairs of the probe that take another path afterwards, or none, or their percentage"
        case .convergence: "time from the last change until all traffic is delivered and all databases are equal"
        case .loops: "distinct forwarding loops"
        case .cutOff: "running routers that cannot reach the largest part of the network at the end"
        case .elections: "elections that the routers won: originators, Designated Routers, Backups"
        case .protection: "routers that hit their LSA limit, whatever its action"
        case .isolated: "routers that shut down OSPF at their LSA limit"
        case .rejected: "LSAs that the routers refused"
        case .database: "LSAs in the largest database, or the largest counted one in percent of its limit"
        case .headroom: "LSAs between what a router has to hold and its limit, the least of all routers, or in percent"
        case .changedRoutes: "routes that are new, gone or different afterwards, summed over the routers"
        case .updateRate: "the most LSAs that one router received within one second"
        case .retransmitted: "LSAs that the routers retransmitted"
        case .packetsLost: "packets lost in the routers' full input queues"
        }
    }
}

/// A statement about a change that makes it unacceptable, `lost > 1s`, or whose contrary does: `lost at most 1s`.
public struct Threshold: Hashable, Sendable {
    public enum Subject: Hashable, Sendable {
        /// Every probe, every router, or the network.
        case all
        case probe(String)
        case routers([RouterIndex])
    }

    public enum Value: Hashable, Sendable {
        case time(Duration)
        case count(Int)
        case percent(Int)
    }

    public var metric: PlanMetric
    public var subject: Subject
    /// Between what is measured and a value that makes the change unacceptable.
    public var comparison: Expectation.Comparison
    public var value: Value
    /// As its author wrote it.
    public var text: String

    public init(
        _ metric: PlanMetric, of subject: Subject = .all, _ comparison: Expectation.Comparison, _ value: Value,
        text: String = ""
    ) {
        self.metric = metric
        self.subject = subject
        self.comparison = comparison
        self.value = value
        self.text = text
    }
}

/// What was measured for a threshold.
public struct ThresholdFinding: Hashable, Sendable {
    public enum Measured: Hashable, Sendable {
        case time(Duration)
        case count(Int)
        /// Whole percent, rounded away from what the threshold allows.
        case percent(Int)
        /// It did not happen before the end: longer than any time.
        case never
        /// There was nothing to measure. That crosses every threshold: nothing passes in silence.
        case nothing
    }

    public let threshold: Threshold
    public let measured: Measured
    /// The probe that decides, `nil` where none does.
    public let probe: String?
    /// The router that decides, `nil` where none does.
    public let router: RouterIndex?
    /// Whether the statement is true, so that the change is unacceptable.
    public let isCrossed: Bool

    init(_ threshold: Threshold, _ result: PlanResult) {
        self.threshold = threshold
        let reading = Reading(threshold, result)
        (measured, probe, router) = (reading.measured, reading.probe, reading.router)
        isCrossed =
            switch (measured, threshold.value) {
            case (.time(let time), .time(let limit)): threshold.comparison.holds(time, limit)
            case (.count(let count), .count(let limit)), (.percent(let count), .percent(let limit)):
                threshold.comparison.holds(count, limit)
            case (.never, _): threshold.comparison == .greater || threshold.comparison == .greaterOrEqual
            default: true
            }
    }
}
