import NetworkPrimitives

/// What the timeline, an alert, a step or a person does.
public enum ServiceAction: Hashable, Sendable {
    public enum Mode: Hashable, Sendable {
        case ok, hang, refuse, down
        /// Work takes so many times as long.
        case slow(FixedPoint)
    }

    /// Which instances of a service.
    public enum Selection: Hashable, Sendable {
        case all
        /// The item of the job or alert that acts; all where there is none.
        case same
        case number(Int)
    }

    /// - Parameter kinds: `nil` for all.
    case mode(ServiceIndex, Selection, kinds: [KindIndex]?, Mode)
    /// A fail-over: what is older gets no answer for these kinds.
    case stale(ServiceIndex, kinds: [KindIndex]?, ofCaller: Bool)
    case stop(ServiceIndex, Selection)
    case start(ServiceIndex, Selection)
    case set(ServiceIndex, ServiceChange)
    case setPolicy(EdgeSelection, PolicyChange)
    case clear(ServiceIndex, kinds: [KindIndex]?)
    case submit(Submission)
    case submitEach(of: ServiceIndex, olderThan: Duration?, every: Duration, Submission)
    case page(PageDefinition)
    case source(SourceIndex, isOn: Bool?, times: FixedPoint?)
    case monitor(MonitorIndex, isOn: Bool)
    case restartMonitor(MonitorIndex)
    case setAlert(MonitorIndex, [ServiceAction])
    case flushCache(Int)
    case note(String)
    /// Something that happens to the network: a position in what the network's operator was given.
    case network(Int)
}

/// What of a service is different from now on; `nil` is what it was.
public struct ServiceChange: Hashable, Sendable {
    /// The lane that workers and queue are of; `nil` is the first.
    public var lane: Int?
    public var workers: Int??
    public var queue: Int??
    public var instances: Int?
    public var slow: FixedPoint?

    public init() {}
}

/// Whose calls are meant.
public enum EdgeSelection: Hashable, Sendable {
    case source(SourceIndex)
    case monitor(MonitorIndex)
    case service(ServiceIndex)
    case between(ServiceIndex, ServiceIndex)
}

/// What of a call's policy is different from now on.
public struct PolicyChange: Hashable, Sendable {
    public var timeout: Duration??
    public var retries: Int?
    public var backoff: Backoff?

    public init() {}
}

/// A call that an action makes.
public struct Submission: Hashable, Sendable {
    public var call: CallDefinition
    /// Where it is sent from; `nil` is where the actor stands.
    public var place: PlaceIndex?
    /// Not while another of the same name for the same item is under way.
    public var isOnce = false
    /// Not while so many wait at the target.
    public var cap: Int?
    /// What the submissions are called in the account.
    public var name: String

    public init(_ call: CallDefinition, place: PlaceIndex? = nil, name: String) {
        self.call = call
        self.place = place
        self.name = name
    }
}

/// A message to a person.
public struct PageDefinition: Hashable, Sendable {
    public var person: PersonIndex
    /// What it is about; a rule says `told` and this.
    public var about = "alert"
    /// The service that it passes through; `nil` is the bare path.
    public var via: CallDefinition?
    public var from: PlaceIndex?
    public var to: PlaceIndex?
    public var delay: Duration = .zero

    public init(to person: PersonIndex) { self.person = person }
}
