import NetworkPrimitives

/// A service: instances with lanes of workers, and kinds of requests with steps.
public struct ServiceDefinition: Hashable, Sendable {
    public enum Balance: String, Hashable, Sendable, CaseIterable {
        case random
        case roundRobin = "round-robin"
        case leastBusy = "least-busy"
        /// One queue for the workers of all instances.
        case shared
    }

    public var name: String
    public var place: PlaceIndex
    public var instances = 1
    public var balance = Balance.random
    public var lanes: [LaneDefinition] = [LaneDefinition(name: "main")]
    public var kinds: Table<KindIndex, KindDefinition> = []
    /// Arrivals of at most this priority are answered `shed` while more than so many wait.
    public var shed: [Shedding] = []
    /// A request is dropped when its turn comes with less than this left of its caller's deadline.
    public var dropExpired: Duration?
    public var connect: ConnectDefinition?
    public var guardian: GuardDefinition?
    public var autoscale: AutoscaleDefinition?
    /// Whether a stopped instance refuses; otherwise it is silent.
    public var refusesWhenDown = false

    public init(name: String, place: PlaceIndex) {
        self.name = name
        self.place = place
    }

    public struct Shedding: Hashable, Sendable {
        public var above: Int
        public var priority: Int

        public init(above: Int, priority: Int) {
            self.above = above
            self.priority = priority
        }
    }
}

/// Workers of an instance, and the queue before them.
public struct LaneDefinition: Hashable, Sendable {
    public enum Order: String, Hashable, Sendable, CaseIterable { case fifo, lifo, priority }

    public var name: String
    /// `nil` is without bound.
    public var workers: Int? = 1
    /// Places to wait; `nil` is without bound.
    public var queue: Int?
    public var order = Order.fifo

    public init(name: String, workers: Int? = 1, queue: Int? = nil, order: Order = .fifo) {
        self.name = name
        self.workers = workers
        self.queue = queue
        self.order = order
    }
}

/// What an instance does for a request of this kind.
public struct KindDefinition: Hashable, Sendable {
    public var name: String
    /// The position in the service's lanes.
    public var lane = 0
    /// More goes first, where the lane's order is `priority`; `nil` is what the request says.
    public var priority: Int?
    public var steps: [ServiceStep] = []

    public init(name: String, lane: Int = 0, priority: Int? = nil, steps: [ServiceStep] = []) {
        self.name = name
        self.lane = lane
        self.priority = priority
        self.steps = steps
    }
}

/// One thing after the other that a job consists of.
public indirect enum ServiceStep: Hashable, Sendable {
    case work(WorkTime)
    case call(CallDefinition)
    case lookup(LookupDefinition)
    /// Gives the worker back; the answer still comes.
    case release
    /// Answers now, and works on.
    case reply
    case fail(chance: FixedPoint)
    /// Stops the instance that is the job's item, or all where it has none.
    case stop(ServiceIndex)
    case start(ServiceIndex)
    case act([ServiceAction])
}

/// Looks a key up in a cache.
public struct LookupDefinition: Hashable, Sendable {
    /// The position in the model's caches.
    public var cache: Int
    /// How many keys there are.
    public var keys: Int
    public var timeToLive: Duration?
    /// Each instance has its own.
    public var isPerInstance = false
    /// What fills it; the entry is written only if these succeed.
    public var miss: [ServiceStep] = []

    public init(
        cache: Int, keys: Int, timeToLive: Duration? = nil, isPerInstance: Bool = false, miss: [ServiceStep] = []
    ) {
        self.cache = cache
        self.keys = keys
        self.timeToLive = timeToLive
        self.isPerInstance = isPerInstance
        self.miss = miss
    }
}

/// What a new connection costs the server.
public struct ConnectDefinition: Hashable, Sendable {
    public var roundTrips = 1
    public var work = WorkTime.none
    /// The lane whose workers do it; `nil` where nobody has to.
    public var lane: Int?
    /// How many connections an instance holds at the most.
    public var maximum: Int?

    public init() {}
}

/// A breaker at the server.
public struct GuardDefinition: Hashable, Sendable {
    public var breaker: BreakerPolicy
    /// Which kinds it counts and refuses.
    public var kinds: [KindIndex]
    /// Whether handshakes are among them.
    public var includesConnect: Bool

    public init(breaker: BreakerPolicy, kinds: [KindIndex], includesConnect: Bool) {
        self.breaker = breaker
        self.kinds = kinds
        self.includesConnect = includesConnect
    }
}

/// Adds and removes instances by how busy their workers are.
public struct AutoscaleDefinition: Hashable, Sendable {
    public var period: Duration = .seconds(60)
    public var target = FixedPoint(billionths: 700_000_000)
    public var delay: Duration = .zero
    public var minimum = 1
    public var maximum: Int

    public init(maximum: Int) { self.maximum = maximum }
}
