import Analysis
import Emulation
import NetworkPrimitives

/// Services, the network that they stand at, and what is expected: one run's whole input.
public struct ServiceScenario: Sendable {
    public var name: String
    public var summary: String
    public var model: ServiceModel
    public var expectations: [ServiceExpectation]
    public var duration: Duration
    public var seed: UInt64
    /// The time of day at which the run starts, or `nil` where times are shown from zero.
    public var clockStart: Duration?
    /// The network and what happens to it; `nil` for an ideal one.
    public var network: Scenario?
    /// What the model's actions on the network are, by their number.
    public var networkActions: [Action] = []
    /// Where each place stands in the network.
    public var places: [ServicePlace] = []

    public init(
        name: String, summary: String = "", model: ServiceModel, expectations: [ServiceExpectation] = [],
        duration: Duration, seed: UInt64 = 1, clockStart: Duration? = nil
    ) {
        self.name = name
        self.summary = summary
        self.model = model
        self.expectations = expectations
        self.duration = duration
        self.seed = seed
        self.clockStart = clockStart
        for metric in expectations.compactMap(\.metric) where !self.model.watched.contains(metric) {
            self.model.watched.append(metric)
        }
    }

    /// How many seeds the expectations are about.
    public var seeds: Int { max(1, expectations.map(\.seeds).max() ?? 1) }
}

/// Where a place stands in a network.
public struct ServicePlace: Hashable, Sendable {
    public var name: String
    /// The routers at which its messages enter: the first of them that can deliver them is used.
    public var entries: [RouterIndex]
    /// The addresses at which it is reached: the first of them.
    public var addresses: [IPv4Address]

    public init(name: String, entries: [RouterIndex], addresses: [IPv4Address]) {
        self.name = name
        self.entries = entries
        self.addresses = addresses
    }
}

/// What came of a scenario with services.
public struct ServiceResult: Sendable {
    public let scenario: ServiceScenario
    /// The run of the first seed, as it ended.
    public let world: ServiceWorld
    public let verdicts: [ServiceVerdict]
    /// What happened in the network, of the first seed.
    public let network: RunResult?
    /// Whether the run was interrupted.
    public let isPartial: Bool

    /// Whether every expectation holds.
    public var isPassed: Bool { verdicts.allSatisfy(\.holds) && (network?.verdicts.allSatisfy(\.holds) ?? true) }
}

extension ServiceScenario {
    /// Runs the scenario on an ideal network, once for each seed.
    ///
    /// - Parameter isCancelled: asked once for each second of virtual time.
    public func run(isCancelled: () -> Bool = { false }) -> ServiceResult {
        var first: ServiceWorld?
        var readings: [[FigureReading]] = expectations.map { _ in [] }
        var isPartial = false
        for number in 0..<seeds where !isPartial {
            var world = ServiceWorld(model, seed: seed &+ UInt64(number))
            var time = Duration.zero
            while time < duration {
                time = min(time + .seconds(1), duration)
                world.run(until: time)
                if isCancelled() {
                    isPartial = true
                    break
                }
            }
            for index in expectations.indices { readings[index].append(world.reading(for: expectations[index])) }
            if first == nil { first = world }
        }
        let verdicts = zip(expectations, readings).map { ServiceVerdict($0, $1) }
        return ServiceResult(
            scenario: self, world: first ?? ServiceWorld(model, seed: seed), verdicts: verdicts, network: nil,
            isPartial: isPartial)
    }
}
