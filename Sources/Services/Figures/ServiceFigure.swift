import NetworkPrimitives

/// A number that a run can be asked for.
public struct ServiceFigure: Hashable, Sendable {
    /// What it is a figure of.
    public enum Subject: Hashable, Sendable {
        case source(SourceIndex)
        /// Calls of actions, by their name.
        case submission(String)
        case lane(ServiceIndex, lane: Int)
        case monitorLane(MonitorIndex)
        case metric(ServiceMetric)
        case cache(Int)
        case monitor(MonitorIndex)
        case breakers
        /// Entries of the log that begin with this.
        case log(String)
        case connections(ServiceIndex)
    }

    public enum Name: String, Hashable, Sendable, CaseIterable {
        // Of sources and submissions: times in seconds.
        case mean, longest, ok, failed, calls, last, success, recovered
        case shareOK = "share-ok"
        case shareFailed = "share-failed"
        case attemptsPerCall = "attempts-per-call"
        case timeout, full, shed, expired, broken, pool, open, cleared
        // Of lanes; `refused` of sources, too.
        case queue, busy, wait, waited, refused, arrivals, started
        case refusedShare = "refused-share"
        case longestQueue = "maxq"
        case arrivalRate = "arrival-rate"
        case doneRate = "rate-done"
        // Of metrics.
        case at, highest, lowest
        case emptyAfter = "empty-after"
        case fullAfter = "full-after"
        // Of caches, monitors, breakers and the log.
        case hit, first, alerts, checks, skipped, opened, count
        case falseAlerts = "false"

        /// Whether its values are shares, from 0 to 1.
        var isShare: Bool { [.success, .shareOK, .shareFailed, .refusedShare, .hit].contains(self) }
    }

    public var subject: Subject
    public var name: Name
    /// A moment, or the beginning and end of what is looked at.
    public var at: Duration?
    public var from: Duration?
    public var to: Duration?
    public var level: FixedPoint?

    /// Whether its values are shares, from 0 to 1.
    public var isShare: Bool {
        guard case .metric(let metric) = subject, [.highest, .lowest, .at].contains(name) else { return name.isShare }
        return metric.isShare
    }

    public init(_ subject: Subject, _ name: Name) {
        self.subject = subject
        self.name = name
    }
}

/// What a figure is.
public enum FigureReading: Hashable, Sendable {
    /// Seconds, a share or a count.
    case value(FixedPoint)
    /// It did not come to it.
    case never
    /// There was nothing to measure.
    case noData
}
