import Analysis
import Emulation
import NetworkPrimitives

/// Services as participants of a simulation: they see the network by its paths, and act on it by the timeline's actions.
///
/// What happens between two changes of the network is served when the second comes, under the paths of the first: the network
/// does not wait for each request. At one moment the network comes first.
public struct ServiceParticipant: Participant {
    public private(set) var world: ServiceWorld
    private var watch: PathWatch
    private let actions: [Action]
    /// Whether anything but the timeline and people acts on the network, at a moment that is not known beforehand.
    private let actsAtAnyTime: Bool
    private var start = Instant.origin
    public private(set) var nextDeadline = Instant.never

    /// - Parameter places: one for each of the model's.
    public init(
        _ model: ServiceModel, seed: UInt64, places: [ServicePlace], actions: [Action], in network: Network
    ) {
        world = ServiceWorld(model, seed: seed, paths: PathTable(places: model.places.count))
        watch = PathWatch(
            places.map { .init(name: $0.name, entries: $0.entries, addresses: $0.addresses) }, of: network)
        self.actions = actions
        actsAtAnyTime = model.actsOnNetworkAtAnyTime
    }

    public mutating func begin(in network: inout Network) {
        start = network.now
        _ = watch.update(network, entries: nil)
        takePaths(of: network)
        setDeadline(after: network.now)
    }

    public mutating func take(_ news: News, from network: inout Network) {
        guard watch.update(network, entries: news.entries) else { return }
        world.run(until: network.now - start - .nanoseconds(1))
        takePaths(of: network)
    }

    public mutating func meetDeadline(in network: inout Network) {
        world.run(until: network.now - start)
        for number in world.takeNetworkActions() {
            let action = actions[number]
            _ = network.apply(action, text: action.text(in: network.configuration), cause: .none)
        }
        setDeadline(after: network.now)
    }

    private mutating func setDeadline(after now: Instant) {
        let next =
            actsAtAnyTime ? start + Duration(nanoseconds: world.events.nextTime) : start + world.nextPlannedAction
        nextDeadline = max(min(now + .seconds(1), next), now + .nanoseconds(1))
    }

    private mutating func takePaths(of network: Network) {
        let now = network.now - start
        for first in world.model.places.indices {
            for second in world.model.places.indices where first < second {
                let delay = watch.delay(from: first.offset, to: second.offset, in: network)
                let back = watch.delay(from: second.offset, to: first.offset, in: network)
                world.paths.set(first, second, delay: delay, back: back, at: now)
            }
        }
    }
}

extension ServiceModel {
    /// Whether alerts or steps act on the network.
    fileprivate var actsOnNetworkAtAnyTime: Bool {
        var model = self
        model.timeline = []
        model.people = []
        var isFound = false
        model.forEachAction { if case .network = $0 { isFound = true } }
        return isFound
    }
}

extension ServiceScenario {
    /// Runs the scenario on its network, once for each seed.
    public func run(on scenario: Scenario, observer: Simulation.Observer) throws(SimulationError) -> ServiceResult? {
        var first: (world: ServiceWorld, result: RunResult)?
        var readings: [[FigureReading]] = expectations.map { _ in [] }
        for number in 0..<seeds {
            var own = scenario
            own.network.seed = seed &+ UInt64(number)
            own.duration = duration
            guard let network = try Simulation.startingNetwork(of: own, observer: observer) else { return nil }
            let services = ServiceParticipant(
                model, seed: own.network.seed, places: places, actions: networkActions, in: network)
            var simulation = Simulation(own, from: network, with: [services])
            let result = simulation.run(observer: observer)
            var world = simulation.participant(ServiceParticipant.self).world
            world.run(until: result.end - result.start)
            for index in expectations.indices { readings[index].append(world.reading(for: expectations[index])) }
            if first == nil { first = (world, result) }
            if result.isPartial { break }
        }
        guard let first else { return nil }
        return ServiceResult(
            scenario: self, world: first.world, verdicts: zip(expectations, readings).map { ServiceVerdict($0, $1) },
            network: first.result, isPartial: first.result.isPartial)
    }
}
