import Analysis
import Checkpoints
import Emulation
import Files
import NetworkPrimitives
import OSPF
import Reports
import Scenarios

/// A network at a moment of virtual time: every router, packet and timer of it.
///
/// A value: a copy is a fork. The two share what neither changes, and what is done to one is not seen in the other. The same
/// topology, seed and calls give the same network, to the last packet, on any machine.
///
/// ```swift
/// let network = try EmulatedNetwork(Topology(contentsOf: "triangle.yaml"))
/// var fork = network
/// try fork.apply("cut amsterdam - berlin")
/// fork.run(for: .seconds(60))
/// print(try fork.reachability(from: "amsterdam", to: "berlin"))
/// ```
public struct EmulatedNetwork: Sendable {
    /// What the network was made of. Changes do not change it.
    public let topology: Topology
    private var network: Network

    /// Switches the network on, and runs it until it has converged: databases are exchanged, and no throttle of the cold start
    /// runs any more.
    ///
    /// - Parameters:
    ///   - topology: the network.
    ///   - seed: of all chance, in place of the topology's own.
    /// - Throws: ``SpillwayError/doesNotConverge(reasons:)`` after 30 minutes of virtual time.
    /// - Complexity: the events of a cold start; some milliseconds for ten routers, some seconds for a thousand.
    public init(_ topology: Topology, seed: UInt64? = nil) throws(SpillwayError) {
        var configuration = topology.network.configuration
        if let seed { configuration.seed = seed }
        let converged: Network?
        do {
            converged = try Simulation.converged(configuration)
        } catch {
            throw SpillwayError(error)
        }
        // Only an observer that cancels gets none.
        self.init(topology, converged!)
    }

    init(_ topology: Topology, _ network: Network) {
        (self.topology, self.network) = (topology, network)
        self.network.startTimeline()
    }

    // MARK: Time

    /// Virtual time since the network was switched on.
    public var elapsed: Swift.Duration { Swift.Duration(network.now - .origin) }

    /// Whether nothing but hellos is under way: no exchange, flooding, retransmission or calculation. O(routers).
    public var isQuiet: Bool { network.isQuiet }

    /// Lets virtual time pass.
    ///
    /// - Parameter time: at most 168 hours; rounded down to a nanosecond.
    /// - Complexity: the events in that time.
    public mutating func run(for time: Swift.Duration) { network.advance(to: network.now + Duration(time)) }

    /// Lets time pass, second by second, until the network is at rest: quiet, and no throttle running.
    ///
    /// - Parameter limit: when to stop waiting; at most 168 hours.
    /// - Returns: whether it came to rest.
    @discardableResult
    public mutating func settle(within limit: Swift.Duration = .seconds(1_800)) -> Bool {
        network.settle(within: Duration(limit))
    }

    // MARK: Changes

    /// Makes a change now, in the words of `spillway plan --change`: `cut a - b`, `decommission a`, `cost b on b-c to 500`,
    /// `set-limit a maximum 4000`. Several are separated by semicolons, and `run 2m` among them lets time pass.
    ///
    /// No time passes but what the change says; ``run(for:)`` shows what comes of it. If a part of the text is wrong, nothing is
    /// done.
    ///
    /// - Throws: ``SpillwayError/invalidInput(_:)`` with everything that is wrong; the file in it is `--change`.
    public mutating func apply(_ change: String) throws(SpillwayError) {
        let change = try topology.network.change(change).accepted().content
        let start = network.now
        for entry in change.entries {
            guard case .at(let offset) = entry.trigger else { continue }
            network.advance(to: start + offset)
            for action in entry.actions { network.apply(action, text: action.text(in: network.configuration)) }
        }
        network.advance(to: start + change.duration)
    }

    /// What a change would do, made and watched on a fork: to traffic, paths, elections, databases and limits. The network
    /// itself is left as it is.
    ///
    /// - Parameters:
    ///   - change: as for ``apply(_:)``.
    ///   - expectations: what must hold, such as `lost below 1s` or `headroom at least 20%`.
    ///   - time: how long the fork is watched after the change; at most 168 hours.
    ///   - tolerance: lost time of traffic that is no harm, where nothing is expected.
    /// - Throws: ``SpillwayError/invalidInput(_:)``, with `--change` or `--expect` for a file, and
    ///   ``SpillwayError/nothingMeasured(_:)``.
    /// - Complexity: the events of the watched time, up to a few times for the causes of losses; reads the topology again.
    public func assess(
        _ change: String, expecting expectations: [String] = [], watching time: Swift.Duration = .seconds(600),
        tolerating tolerance: Swift.Duration = .seconds(5)
    ) throws(SpillwayError) -> ChangeReport {
        let request = PlanRequest(
            changes: [change], expectations: expectations, pause: .zero, watch: Duration(time))
        let files = topology.files
        let captures = InputLedger()
        var plan = try ScenarioLoader.loadPlan(
            path: files.path, request: request, files: files.source, traces: .captures(noting: captures)
        ).accepted().content
        plan.scenario.network = network.configuration
        plan.tolerance = Duration(tolerance)
        // Only an observer that cancels gets none.
        let result = plan.run(from: network)!
        guard result.run.probes.contains(where: \.hasData) else { throw .nothingMeasured(plan.measured) }
        return ChangeReport(result, files.header(besides: captures))
    }

    // MARK: Questions

    /// Whether a router reaches a destination now, which way, and if not, why.
    ///
    /// - Parameters:
    ///   - source: a router's name.
    ///   - destination: a router's name, which stands for its first loopback or, without one, its first address; or an IPv4
    ///     address.
    /// - Throws: ``SpillwayError/unknownName(_:wanted:suggestion:)``.
    /// - Complexity: O(routers).
    public func reachability(from source: String, to destination: String) throws(SpillwayError) -> Reachability {
        let router = try number(of: source)
        let target: (name: String, address: IPv4Address)
        if let address = IPv4Address(destination) {
            target = (destination, address)
        } else {
            let number = try number(of: destination, orElse: " or an IPv4 address")
            guard let address = address(of: number) else {
                throw .unknownName(destination, wanted: "a router with an address", suggestion: nil)
            }
            target = (destination, address)
        }
        var snapshot = ForwardingSnapshot(of: network, to: [target.address])
        return Reachability(from: router, to: target, &snapshot, in: network.configuration)
    }

    /// Who reaches whom now: from each router to each other one that has an address, in the order of the topology.
    ///
    /// - Complexity: O(n² times the length of a path) for n routers.
    public func reachability() -> [Reachability] {
        let routers = network.configuration.routers
        let targets = routers.indices.compactMap { number in
            address(of: number).map { (number: number, name: routers[number].name, address: $0) }
        }
        var snapshot = ForwardingSnapshot(of: network, to: targets.map(\.address))
        return routers.indices.flatMap { source in
            targets.filter { $0.number != source }.map { target in
                Reachability(from: source, to: (target.name, target.address), &snapshot, in: network.configuration)
            }
        }
    }

    /// Why a router has the route that it has now, or none.
    ///
    /// - Parameters:
    ///   - router: a router's name.
    ///   - destination: a prefix such as `198.51.100.0/24`, or an address; the longest match is explained.
    /// - Throws: ``SpillwayError/unknownName(_:wanted:suggestion:)``.
    /// - Complexity: O(LSAs in the router's database).
    public func route(of router: String, to destination: String) throws(SpillwayError) -> RouteReport {
        _ = try number(of: router)
        guard let question = RouteQuestion("\(router) \(destination)", in: network.configuration) else {
            throw .unknownName(destination, wanted: "a prefix or an IPv4 address", suggestion: nil)
        }
        return RouteReport(question, asked: destination, in: network)
    }

    /// Everything that happened since the network was switched on. Taking it costs nothing; reading it, each record.
    public var log: NetworkLog {
        let journal = network.context.journal
        return NetworkLog(
            journal: journal, network: network.configuration, start: .origin,
            range: 0..<journal.happenings.count, header: topology.files.header())
    }

    // MARK: For programs

    /// Everything that the routers know now, as a JSON array with an object for each, in the order of the topology: databases,
    /// interfaces, neighbors and routes, in the schema of `spillway run --checkpoints`.
    ///
    /// Equal networks give equal texts. O(LSAs of all databases).
    public var json: String {
        let states = RouterState.states(of: network, checkpoint: 0, time: network.now - .origin)
        // No number in a state is infinite, which is all that an encoder objects to.
        return String(decoding: try! RouterState.json(of: states), as: UTF8.self)
    }

    /// Every event, packet and loss so far as 16 hexadecimal digits. Networks that went the same way have the same.
    public var digest: String {
        let digits = String(network.digest.value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    // MARK: Names

    private func number(of name: String, orElse others: String = "") throws(SpillwayError) -> RouterIndex {
        if let number = network.configuration.routers.firstIndex(where: { $0.name == name }) { return number }
        throw .unknownName(
            name, wanted: "a router\(others)", suggestion: nearestName(to: name, among: topology.routers))
    }

    private func address(of number: RouterIndex) -> IPv4Address? {
        let ospf = network.configuration.routers[number].ospf
        return ospf.loopbacks.first?.address
            ?? ospf.interfaces.first { $0.networkType != .virtualLink && !$0.isUnnumbered }?.address
    }
}

extension SpillwayError {
    init(_ error: SimulationError) {
        switch error {
        case .doesNotConverge(_, let churn): self = .doesNotConverge(reasons: churn.map(\.text))
        }
    }
}
