import NetworkPrimitives

/// Services, who calls them, who watches them, and what happens: everything that the services layer of a run consists of.
///
/// All references are indices into the model's own tables.
public struct ServiceModel: Hashable, Sendable {
    public var places: Table<PlaceIndex, String> = []
    public var services: Table<ServiceIndex, ServiceDefinition> = []
    public var sources: Table<SourceIndex, SourceDefinition> = []
    public var monitors: Table<MonitorIndex, MonitorDefinition> = []
    public var people: Table<PersonIndex, PersonDefinition> = []
    public var timeline: [ServiceTimelineEntry] = []
    public var caches: [String] = []
    /// What stands in for the network where there is none.
    public var ideal = IdealNetwork()
    /// Metrics whose course is kept, besides those that expectations ask for.
    public var watched: [ServiceMetric] = []
    /// What is looked at is added up and sampled over spans of this length.
    public var bucket: Duration = .seconds(60)
    /// Figures leave out what was before.
    public var warmup: Duration = .zero
    /// An instance that started before this moment is old.
    public var oldBefore: Duration = .zero
    /// The time of day at which the run starts, for people's hours.
    public var clockStart: Duration = .zero
    /// The day on which the run starts; 0 is Monday.
    public var weekday = 0

    public init() {}

    public var isEmpty: Bool { services.isEmpty && sources.isEmpty && monitors.isEmpty && people.isEmpty }
}

/// A network that is only delays and losses: one delay between all places, and pairs that are cut for a while.
public struct IdealNetwork: Hashable, Sendable {
    public struct Loss: Hashable, Sendable {
        public var first: PlaceIndex
        public var second: PlaceIndex
        public var from: Duration
        public var to: Duration

        public init(_ first: PlaceIndex, _ second: PlaceIndex, from: Duration, to: Duration) {
            self.first = first
            self.second = second
            self.from = from
            self.to = to
        }
    }

    public var delay: Duration = .zero
    public var losses: [Loss] = []

    public init() {}
}

/// What happens at a moment of the run.
public struct ServiceTimelineEntry: Hashable, Sendable {
    public var at: Duration
    public var label: String
    public var actions: [ServiceAction]

    public init(at: Duration, label: String = "", actions: [ServiceAction]) {
        self.at = at
        self.label = label
        self.actions = actions
    }
}
