import Emulation
import NetworkPrimitives

/// A network, what happens to it, what is watched, and what is expected: one run's whole input.
public struct Scenario: Hashable, Sendable {
    public var name: String
    /// What the author says it is about; empty where nothing is said.
    public var summary: String
    public var network: NetworkConfiguration
    public var timeline: [TimelineEntry]
    public var probes: [Probe]
    public var expectations: [Expectation]
    /// How long the network is watched after the start of the timeline.
    public var duration: Duration
    /// Whether the timeline starts when the network is switched on, rather than when it has converged.
    public var startsCold: Bool
    /// The time of day at which the timeline starts, or `nil` where times are shown from zero.
    public var clockStart: Duration?
    /// What the file says of the network besides how it works.
    public var notes = NetworkNotes()

    public init(
        name: String, summary: String = "", network: NetworkConfiguration, timeline: [TimelineEntry] = [],
        probes: [Probe] = [], expectations: [Expectation] = [], duration: Duration = .seconds(300),
        startsCold: Bool = false, clockStart: Duration? = nil
    ) {
        self.name = name
        self.summary = summary
        self.network = network
        self.timeline = timeline
        self.probes = probes
        self.expectations = expectations
        self.duration = duration
        self.startsCold = startsCold
        self.clockStart = clockStart
    }
}

extension Scenario {
    /// What a router's redistributions are called, by position: those of its configuration, then those that the timeline
    /// adds, in its order.
    public func redistributionNames(of router: RouterIndex) -> [String] {
        var names = network.routers[router].ospf.redistributions.map(\.name)
        for case .redistribute(router, let set) in timeline.flatMap(\.actions) where !names.contains(set.name) {
            names.append(set.name)
        }
        return names
    }
}

/// Traffic that is watched for the whole run: packets from each source to each destination, walked hop by hop through the
/// forwarding tables at every moment at which one of them changed.
public struct Probe: Hashable, Sendable {
    /// Unique in the scenario.
    public var name: String
    public var sources: [ProbeSource]
    public var destinations: [ProbeDestination]

    public init(name: String, sources: [ProbeSource], destinations: [ProbeDestination]) {
        self.name = name
        self.sources = sources
        self.destinations = destinations
    }
}

/// Where traffic starts.
public struct ProbeSource: Hashable, Sendable {
    /// A router's name, or that of an outside network.
    public var name: String
    /// Router numbers, at least one. An outside network has several: its packets enter at the first of these routers
    /// that can deliver them, which is what border routers that announce only what they can reach amount to.
    public var entries: [RouterIndex]

    public init(name: String, entries: [RouterIndex]) {
        self.name = name
        self.entries = entries
    }
}

/// An address that traffic goes to. Where it arrives is for the routers on its way to say: each takes the longest match
/// among its own addresses, the networks it is attached to, what it redistributes and what it learned by OSPF.
public struct ProbeDestination: Hashable, Sendable {
    public var address: IPv4Address

    public init(address: IPv4Address) { self.address = address }
}

/// A statement about a run that holds or does not hold.
public struct Expectation: Hashable, Sendable {
    public enum Comparison: Hashable, Sendable, CaseIterable { case less, lessOrEqual, greater, greaterOrEqual }

    public enum Rule: Hashable, Sendable {
        /// Seconds during which the named probe lost traffic, weighted by the share of its pairs that lost it.
        case lost(probe: String, Comparison, Duration)
        /// The longest time during which all pairs of the probe were lost together.
        case dark(probe: String, Comparison, Duration)
        /// How many of these routers shut down OSPF at least once.
        case isolated(routers: [RouterIndex], Comparison, Int)
        /// The largest database of each of these routers, in LSAs.
        case databaseSize(routers: [RouterIndex], Comparison, Int)
        /// The largest counted database of each of these routers, as a percentage of its own limit; routers without a
        /// limit are left out.
        case databaseShare(routers: [RouterIndex], Comparison, percent: Int)
        /// Whether every probe is delivered when the run ends.
        case delivered(probe: String)
        /// How many LSAs were refused by these routers.
        case rejected(routers: [RouterIndex], Comparison, Int)
        /// What a routing table holds at a checkpoint.
        case route(RouteExpectation)
    }

    public var rule: Rule
    /// The rule as its author wrote it, and where: `incident.yaml:40:5`.
    public var text: String
    public var location: String

    public init(_ rule: Rule, text: String, location: String = "") {
        self.rule = rule
        self.text = text
        self.location = location
    }
}
