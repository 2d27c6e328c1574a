import NetworkPrimitives

/// Who makes requests from outside of the services: users, jobs, agents.
public struct SourceDefinition: Hashable, Sendable {
    public enum Load: Hashable, Sendable {
        /// Requests that come whether or not others were answered.
        case rate(RateCurve, isRegular: Bool)
        /// Users, each of whom waits for the answer and then thinks.
        case closed(users: Int, think: WorkTime, isTogether: Bool, isOnce: Bool)
    }

    public struct WeightedKind: Hashable, Sendable {
        public var weight: FixedPoint
        /// The kind at each of the call's targets.
        public var kinds: [KindIndex]

        public init(weight: FixedPoint, kinds: [KindIndex]) {
            self.weight = weight
            self.kinds = kinds
        }
    }

    public var name: String
    public var place: PlaceIndex
    public var call: CallDefinition
    /// Kinds by chance in place of that of the call; empty where there is one only.
    public var kinds: [WeightedKind] = []
    public var load: Load
    /// Each request is for one of so many instances.
    public var items: Int?
    /// Each request is for one of so many keys.
    public var keys: Int?
    public var tickets: TicketDefinition?

    public init(name: String, place: PlaceIndex, call: CallDefinition, load: Load) {
        self.name = name
        self.place = place
        self.call = call
        self.load = load
    }
}

/// How many requests come in a span, over time: linear between points, constant before the first and after the last.
public struct RateCurve: Hashable, Sendable {
    public struct Point: Hashable, Sendable {
        public var at: Duration
        public var count: FixedPoint
        public var per: Duration

        public init(at: Duration, count: FixedPoint, per: Duration = .seconds(1)) {
            self.at = at
            self.count = count
            self.per = per
        }

        /// Requests in a nanosecond.
        var density: Double { count.value / Double(per.nanoseconds) }
    }

    public var points: [Point]

    public init(_ points: [Point]) { self.points = points }
}

/// How those who got no answer complain.
public struct TicketDefinition: Hashable, Sendable {
    public var person: PersonIndex
    public var chance: FixedPoint
    public var after: WorkTime
    /// How long somebody waits for an answer; `nil` is for ever.
    public var patience: Duration?

    public init(person: PersonIndex, chance: FixedPoint, after: WorkTime = .none, patience: Duration? = nil) {
        self.person = person
        self.chance = chance
        self.after = after
        self.patience = patience
    }
}
