import Emulation
import NetworkPrimitives
import OSPF

/// Why something happened to what people have a name for: a router, a probe, a link or LAN, or a group of originators.
public struct Explanation: Sendable {
    /// What a name means.
    public enum Subject: Hashable, Sendable {
        /// Router, probe or segment number.
        case router(RouterIndex)
        case probe(Int)
        case segment(SegmentIndex)
        /// A group whose members are elected to originate.
        case group(String)
    }

    public let subject: Subject
    /// The happening that is explained, `nil` where nothing happened to the subject, or nothing at or after the moment.
    public let chosen: HappeningID?
    /// From the first cause that is known to the chosen happening; empty without one.
    public let chain: [HappeningID]
    /// What had a part in the chosen happening besides its cause: chains of their own, each from its first cause on.
    public let furtherChains: [[HappeningID]]
    /// Everything else that happened to the subject, in order.
    public let others: [HappeningID]

    /// What the name means in a scenario; of several things with one name a router comes first, then a probe, a link or
    /// LAN, a group. A link answers to its ends in either order.
    public static func subject(named name: String, in scenario: Scenario) -> Subject? {
        let network = scenario.network
        if let router = network.routers.firstIndex(where: { $0.name == name }) { return .router(router) }
        if let probe = scenario.probes.firstIndex(where: { $0.name == name }) { return .probe(probe) }
        let reversed = name.split(separator: " ").split(separator: "-").map { $0.joined(separator: " ") }
            .reversed().joined(separator: " - ")
        if let segment = network.segments.firstIndex(where: { $0.name == name || $0.name == reversed }) {
            return .segment(segment)
        }
        return groups(of: scenario).contains(name) ? .group(name) : nil
    }

    /// Everything that `subject(named:in:)` knows, in its order.
    public static func names(in scenario: Scenario) -> [String] {
        scenario.network.routers.map(\.name) + scenario.probes.map(\.name) + scenario.network.segments.map(\.name)
            + groups(of: scenario)
    }

    private static func groups(of scenario: Scenario) -> [String] {
        var names: [String] = []
        for name in scenario.network.routers.indices.flatMap(scenario.redistributionNames)
        where !names.contains(name) {
            names.append(name)
        }
        return names
    }

    /// - Parameter moment: the first happening at or after it is explained. Without one it is the first of the gravest kind:
    ///   an isolation or a crash, then a limit that was met, a loss of traffic, a lost adjacency, an election, the rest.
    public init(of subject: Subject, at moment: Instant? = nil, in result: RunResult) {
        self.subject = subject
        let journal = result.journal
        let all = result.happenings.map { HappeningID(number: UInt32($0)) }.filter {
            subject.concerns(journal[$0], in: result.scenario)
        }
        if let moment {
            chosen = all.first { journal[$0].instant >= moment }
        } else {
            chosen = all.min { (journal[$0].kind.gravity, $0) < (journal[$1].kind.gravity, $1) }
        }
        chain = chosen.map { CauseChain(to: $0, in: journal).links } ?? []
        furtherChains = (chosen.map { journal[$0].entry.furtherCauses } ?? []).map {
            CauseChain(to: $0, in: journal).links
        }
        let explained = chosen
        others = all.filter { $0 != explained }
    }
}

extension Explanation.Subject {
    fileprivate func concerns(_ happening: Happening, in scenario: Scenario) -> Bool {
        switch self {
        case .router(let router):
            return happening.router == router && happening.kind != .limitWarning
        case .probe(let probe):
            return happening.entry.probe == probe
        case .segment(let segment):
            guard let router = happening.router, let interface = happening.entry.interface else { return false }
            return scenario.network.segments[segment].members.contains(
                SegmentMember(router: router, interface: interface))
        case .group(let name):
            guard let router = happening.router else { return false }
            switch happening.entry {
            case .originatorStarted(let set), .originatorStopped(let set):
                let sets = scenario.redistributionNames(of: router)
                return Int(set.position) < sets.count && sets[Int(set.position)] == name
            default: return false
            }
        }
    }
}

extension LogEntry {
    /// The interface that it is about, for what happens at one.
    fileprivate var interface: InterfaceIndex? {
        switch self {
        case .adjacencyFormed(_, let interface), .adjacencyLost(_, let interface, _),
            .designatedRouterElected(let interface, _):
            interface
        default: nil
        }
    }
}

extension Happening.Kind {
    /// How much it matters to who asks why; the gravest have 0.
    fileprivate var gravity: Int {
        switch self {
        case .isolated, .isolatedPermanently, .crashed: 0
        case .limitExceeded, .memoryExhausted: 1
        case .probeLost: 2
        case .adjacencyLost: 3
        case .originatorStarted, .originatorStopped, .designatedRouterElected: 4
        case .overloaded, .poweredOff: 5
        default: 6
        }
    }
}
