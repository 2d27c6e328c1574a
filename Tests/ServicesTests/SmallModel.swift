import NetworkPrimitives

@testable import Services

/// Models of a service or two, written in code.
struct SmallModel {
    var model = ServiceModel()

    init(places: [String] = ["here"]) { model.places = Table(places) }

    @discardableResult
    mutating func service(
        _ name: String, at place: Int = 0, workers: Int? = 1, queue: Int? = nil, steps: [ServiceStep],
        with change: (inout ServiceDefinition) -> Void = { _ in }
    ) -> CallDefinition.Target {
        var definition = ServiceDefinition(name: name, place: PlaceIndex(place))
        definition.lanes = [LaneDefinition(name: "main", workers: workers, queue: queue)]
        definition.kinds = [KindDefinition(name: "request", steps: steps)]
        change(&definition)
        model.services.append(definition)
        return CallDefinition.Target(service: ServiceIndex(model.services.count - 1), kind: KindIndex(0))
    }

    mutating func source(
        _ name: String = "a", at place: Int = 0, to target: CallDefinition.Target, rate: Int, isRegular: Bool = false,
        policy: (inout CallPolicy) -> Void = { _ in }
    ) {
        add(
            name, place, target, .rate(RateCurve([.init(at: .zero, count: FixedPoint(rate))]), isRegular: isRegular),
            policy)
    }

    mutating func users(
        _ count: Int, _ name: String = "a", at place: Int = 0, to target: CallDefinition.Target,
        think: WorkTime = .none, isTogether: Bool = false, isOnce: Bool = false,
        policy: (inout CallPolicy) -> Void = { _ in }
    ) {
        add(name, place, target, .closed(users: count, think: think, isTogether: isTogether, isOnce: isOnce), policy)
    }

    private mutating func add(
        _ name: String, _ place: Int, _ target: CallDefinition.Target, _ load: SourceDefinition.Load,
        _ policy: (inout CallPolicy) -> Void
    ) {
        var call = CallDefinition([target])
        policy(&call.policy)
        model.sources.append(SourceDefinition(name: name, place: PlaceIndex(place), call: call, load: load))
    }

    mutating func at(_ time: Duration, _ actions: ServiceAction...) {
        model.timeline.append(ServiceTimelineEntry(at: time, actions: actions))
    }

    func run(_ duration: Duration, seed: UInt64 = 1) -> ServiceWorld {
        var world = ServiceWorld(model, seed: seed)
        world.run(until: duration)
        return world
    }
}

extension ServiceWorld {
    /// A figure of the first source, in seconds or as a count; `nil` where there is none.
    func figure(_ name: ServiceFigure.Name, of subject: ServiceFigure.Subject = .source(SourceIndex(0))) -> Double? {
        guard case .value(let value) = reading(of: ServiceFigure(subject, name)) else { return nil }
        return value.value
    }
}
