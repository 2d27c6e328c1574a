import NetworkPrimitives

/// Who checks a service with workers of its own, and judges the answers.
public struct MonitorDefinition: Hashable, Sendable {
    public struct Wide: Hashable, Sendable {
        public var share: FixedPoint
        public var actions: [ServiceAction]

        public init(share: FixedPoint, actions: [ServiceAction]) {
            self.share = share
            self.actions = actions
        }
    }

    public var name: String
    public var place: PlaceIndex
    public var of: ServiceIndex
    /// Each instance is a target; otherwise the service is one.
    public var isEach = true
    public var every: Duration = .seconds(60)
    /// When the first check of the only target, or of all, is due; `nil` spreads them over the period.
    public var phase: Duration?
    public var timeout: Duration?
    /// Whether the timeout counts from the moment at which the check was due, not from when it was sent.
    public var countsFromDue = true
    public var failures = 1
    public var recoveries = 1
    /// `nil` is without bound.
    public var workers: Int?
    public var work = WorkTime.none
    public var alertWork = WorkTime.none
    /// An alert that lasts is raised again after this.
    public var again: Duration?
    /// No alerts while more than this share of the targets looks down.
    public var hold: FixedPoint?
    public var check: CallDefinition
    public var alertDelay: Duration = .zero
    public var alert: [ServiceAction] = []
    public var wide: Wide?

    public init(name: String, place: PlaceIndex, of service: ServiceIndex, check: CallDefinition) {
        self.name = name
        self.place = place
        of = service
        self.check = check
    }
}

/// Somebody who is told of trouble, looks, and does something by rules.
public struct PersonDefinition: Hashable, Sendable {
    public struct Hours: Hashable, Sendable {
        public var from: Duration
        public var to: Duration
        /// 0 is Monday.
        public var days: [Int]

        public init(from: Duration, to: Duration, days: [Int]) {
            self.from = from
            self.to = to
            self.days = days
        }
    }

    public struct Rule: Hashable, Sendable {
        public var name: String
        public var when: RuleCondition
        public var after: Duration = .zero
        /// A rule fires once, or so long after it fired last.
        public var again: Duration?
        public var actions: [ServiceAction] = []

        public init(name: String, when: RuleCondition) {
            self.name = name
            self.when = when
        }
    }

    public var name: String
    public var place: PlaceIndex?
    public var reaction = WorkTime.none
    public var look: Duration = .seconds(60)
    /// When mail is read; `nil` is never.
    public var mailHours: Hours?
    public var ticketThreshold = 1
    public var rules: [Rule] = []

    public init(name: String) { self.name = name }
}

/// What must hold for a rule: all that is said.
public struct RuleCondition: Hashable, Sendable {
    /// What somebody was told of, such as `alert` or `mail`.
    public var told: String?
    /// A rule that has been carried out.
    public var done: String?
    /// Since the start of the run.
    public var time: Duration?
    public var metric: ServiceMetric?
    public var above: FixedPoint?
    public var below: FixedPoint?
    public var lasting: Duration = .zero
    public var reaches: Pair?

    public struct Pair: Hashable, Sendable {
        public var first: PlaceIndex
        public var second: PlaceIndex

        public init(_ first: PlaceIndex, _ second: PlaceIndex) {
            self.first = first
            self.second = second
        }
    }

    public init() {}
}

/// Something that can be read at any moment.
public enum ServiceMetric: Hashable, Sendable {
    case queue(ServiceIndex)
    case busy(ServiceIndex)
    case workers(ServiceIndex)
    /// The share of its instances none of whose workers has ended a job for a minute while all are held.
    case stuck(ServiceIndex)
    /// The share of its instances that started before the model's `oldBefore`.
    case old(ServiceIndex)
    case connections(ServiceIndex)
    case monitorQueue(MonitorIndex)
    case monitorBusy(MonitorIndex)
    /// The share of its targets that look down.
    case failing(MonitorIndex)
    /// The share of the requests of the last whole bucket that were answered.
    case success(SourceIndex)

    /// Whether its values are shares, from 0 to 1.
    public var isShare: Bool {
        switch self {
        case .stuck, .old, .failing, .success: true
        case .queue, .busy, .workers, .connections, .monitorQueue, .monitorBusy: false
        }
    }
}
