import NetworkPrimitives

@testable import Services

/// A random system of up to twelve services with faults, drawn from all that a model can say.
struct RandomModel {
    private var dice: SeededDice
    private(set) var model = ServiceModel()

    init(seed: UInt64) {
        dice = SeededDice(seed: seed)
        model.places = ["a", "b", "c"]
        model.caches = ["c", "d"]
        model.bucket = .seconds(1)
        model.warmup = .seconds(Int64(number(4)))
        model.oldBefore = .seconds(5)
        model.ideal.delay = chance(2) ? .milliseconds(Int64(number(20))) : .zero
        let count = 1 + number(12)
        for number in 0..<count { addService(number) }
        for service in model.services.indices { fillSteps(of: service) }
        for number in 0...self.number(3) { addSource(number) }
        addPeople()
        if chance(2) { addMonitor() }
        for _ in 0..<number(5) { addFault() }
        for _ in 0..<number(3) { addLoss() }
        for metric in [ServiceMetric.queue(service()), .busy(service()), .stuck(service()), .old(service())] {
            model.watched.append(metric)
        }
    }

    private mutating func number(_ bound: Int) -> Int { Int(dice.number(below: UInt64(bound))) }
    private mutating func chance(_ one: Int) -> Bool { number(one) == 0 }
    private mutating func service() -> ServiceIndex { ServiceIndex(number(model.services.count)) }
    private mutating func place() -> PlaceIndex { PlaceIndex(number(3)) }
    private mutating func short() -> Duration { .milliseconds(Int64(1 + number(200))) }

    private mutating func work() -> WorkTime {
        switch number(6) {
        case 0: .constant(short())
        case 1: .exponential(mean: short())
        case 2: .uniform(from: .zero, to: short())
        case 3: .erlang(stages: 1 + number(4), mean: short())
        case 4: .lognormal(median: short(), sigma: FixedPoint(billionths: Int64(number(1_500)) * 1_000_000))
        default:
            .hyper([.init(weight: .one, mean: short()), .init(weight: FixedPoint(3), mean: short())])
        }
    }

    // MARK: Services

    private mutating func addService(_ number: Int) {
        var service = ServiceDefinition(name: "s\(number)", place: place())
        service.instances = 1 + self.number(4)
        service.balance = ServiceDefinition.Balance.allCases[self.number(4)]
        service.lanes = (0...self.number(2)).map { lane in
            LaneDefinition(
                name: lane == 0 ? "main" : "lane\(lane)", workers: chance(5) ? nil : self.number(5),
                queue: chance(2) ? self.number(30) : nil, order: LaneDefinition.Order.allCases[self.number(3)])
        }
        if chance(4) { service.shed = [.init(above: self.number(20), priority: self.number(2))] }
        if chance(4) { service.dropExpired = .milliseconds(Int64(self.number(50))) }
        service.refusesWhenDown = chance(2)
        if chance(2) {
            var connect = ConnectDefinition()
            connect.roundTrips = self.number(4)
            connect.work = work()
            connect.lane = chance(2) ? 0 : nil
            connect.maximum = chance(3) ? self.number(20) : nil
            service.connect = connect
        }
        service.kinds = [KindDefinition(name: "request"), KindDefinition(name: "other", lane: service.lanes.count - 1)]
        service.kinds[KindIndex(1)].priority = chance(2) ? self.number(3) : nil
        if chance(4) {
            service.guardian = GuardDefinition(breaker: breaker(), kinds: [KindIndex(0)], includesConnect: chance(2))
        }
        if chance(4) {
            var autoscale = AutoscaleDefinition(maximum: service.instances + self.number(4))
            autoscale.period = .milliseconds(Int64(500 + self.number(2_000)))
            autoscale.delay = short()
            service.autoscale = autoscale
        }
        model.services.append(service)
    }

    private mutating func breaker() -> BreakerPolicy {
        var policy = BreakerPolicy()
        if chance(2) { policy.failures = 1 + number(5) } else { policy.share = FixedPoint(1, of: 2) }
        policy.window = 1 + number(10)
        policy.open = short()
        policy.probes = 1 + number(3)
        return policy
    }

    /// A service calls those after it only, so that no circle of calls lasts for ever.
    private mutating func fillSteps(of service: ServiceIndex) {
        for kind in model.services[service].kinds.indices {
            model.services[service].kinds[kind].steps = (0..<number(5)).compactMap { _ in step(of: service, depth: 0) }
        }
    }

    private mutating func step(of service: ServiceIndex, depth: Int) -> ServiceStep? {
        switch number(10) {
        case 0...3: return .work(work())
        case 4, 5:
            let after = model.services.count - service.offset - 1
            guard after > 0 else { return .work(work()) }
            let first = ServiceIndex(service.offset + 1 + number(after))
            let second = ServiceIndex(service.offset + 1 + number(after))
            var call = CallDefinition([target(first)] + (chance(3) ? [target(second)] : []), policy: policy())
            call.times = 1 + number(2)
            call.isOptional = chance(3)
            call.item = chance(2) ? .same : .any
            return .call(call)
        case 6 where depth < 2:
            let miss = (0..<number(3)).compactMap { _ in step(of: service, depth: depth + 1) }
            return .lookup(
                LookupDefinition(
                    cache: number(2), keys: 1 + number(50), timeToLive: chance(2) ? short() : nil,
                    isPerInstance: chance(2), miss: miss))
        case 7: return chance(3) ? .release : .reply
        case 8: return .fail(chance: FixedPoint(number(30), of: 100))
        default: return chance(20) ? .stop(service) : .work(work())
        }
    }

    private mutating func target(_ service: ServiceIndex) -> CallDefinition.Target {
        CallDefinition.Target(service: service, kind: KindIndex(number(2)))
    }

    private mutating func policy() -> CallPolicy {
        var policy = CallPolicy()
        policy.timeout = chance(4) ? nil : short()
        policy.retries = number(4)
        policy.backoff.first = short()
        policy.backoff.jitter = Backoff.Jitter.allCases[number(3)]
        if chance(3) { policy.budget = Budget(ratio: FixedPoint(1, of: 10), burst: FixedPoint(number(5))) }
        if chance(3) { policy.breaker = breaker() }
        policy.cancels = chance(3)
        if chance(4) { policy.choice = .random([.one, FixedPoint(2)]) }
        guard chance(2) else { return policy }
        var pool = PoolPolicy()
        pool.size = chance(2) ? 1 + number(4) : nil
        pool.warm = number(3)
        pool.uses = chance(3) ? 1 + number(5) : nil
        pool.lifetime = chance(3) ? short() : nil
        pool.idle = chance(3) ? short() : nil
        pool.maximumWait = chance(2) ? short() : nil
        pool.peerForgets = chance(2) ? short() : nil
        pool.forgottenResets = chance(2)
        pool.giveUp = .seconds(Int64(1 + number(5)))
        policy.pool = pool
        return policy
    }

    // MARK: Callers, people and faults

    private mutating func addSource(_ number: Int) {
        let rate = FixedPoint(1 + self.number(60))
        let load: SourceDefinition.Load
        if chance(2) {
            let curve = RateCurve([.init(at: .zero, count: rate), .init(at: .seconds(10), count: .one)])
            load = .rate(chance(2) ? curve : RateCurve([curve.points[0]]), isRegular: chance(3))
        } else {
            load = .closed(users: 1 + self.number(10), think: work(), isTogether: chance(2), isOnce: chance(4))
        }
        var call = CallDefinition([target(service())], policy: policy())
        call.priority = chance(2) ? self.number(3) : nil
        var source = SourceDefinition(name: "source\(number)", place: place(), call: call, load: load)
        source.items = chance(3) ? 1 + self.number(10) : nil
        source.keys = chance(3) ? 1 + self.number(100) : nil
        model.sources.append(source)
    }

    private mutating func addMonitor() {
        var monitor = MonitorDefinition(
            name: "m", place: place(), of: service(), check: CallDefinition([], policy: policy()))
        monitor.check.targets = [target(monitor.of)]
        monitor.isEach = chance(2)
        monitor.every = .milliseconds(Int64(200 + number(1_000)))
        monitor.timeout = chance(3) ? nil : short()
        monitor.countsFromDue = chance(2)
        monitor.failures = 1 + number(3)
        monitor.workers = chance(2) ? 1 + number(3) : nil
        monitor.work = work()
        monitor.alertWork = work()
        monitor.again = chance(2) ? .seconds(1) : nil
        monitor.hold = chance(3) ? FixedPoint(1, of: 2) : nil
        let submission = Submission(CallDefinition([target(service())], item: .same), name: "repair")
        monitor.alert = [.page(PageDefinition(to: PersonIndex(0))), .submit(submission)]
        model.monitors.append(monitor)
    }

    private mutating func addPeople() {
        var person = PersonDefinition(name: "p")
        person.look = .seconds(1)
        var when = RuleCondition()
        when.told = "alert"
        var rule = PersonDefinition.Rule(name: "acts", when: when)
        rule.again = .seconds(2)
        let target = service()
        rule.actions = [.stop(target, .all), .start(target, .all)]
        person.rules = [rule]
        model.people.append(person)
    }

    private mutating func addFault() {
        let service = service()
        var change = ServiceChange()
        change.workers = .some(number(6))
        change.instances = chance(2) ? number(4) : nil
        change.slow = chance(2) ? FixedPoint(2) : nil
        let modes: [ServiceAction.Mode] = [.ok, .hang, .refuse, .down, .slow(FixedPoint(3))]
        let actions: [ServiceAction] = [
            .mode(service, .all, kinds: nil, modes[number(5)]), .stop(service, .number(number(3))),
            .start(service, .all), .set(service, change), .clear(service, kinds: nil),
            .stale(service, kinds: nil, ofCaller: chance(2)), .flushCache(0),
            .source(SourceIndex(0), isOn: chance(2), times: FixedPoint(1, of: 2)),
            .submitEach(
                of: service, olderThan: nil, every: short(),
                Submission(CallDefinition([target(service)], item: .same), name: "each")),
        ]
        model.timeline.append(
            ServiceTimelineEntry(at: .milliseconds(Int64(number(18_000))), actions: [actions[number(actions.count)]]))
        model.timeline.sort { $0.at < $1.at }
    }

    private mutating func addLoss() {
        let from = number(15_000)
        let to = from + 1 + number(4_000)
        model.ideal.losses.append(
            .init(
                PlaceIndex(0), PlaceIndex(1 + number(2)), from: .milliseconds(Int64(from)), to: .milliseconds(Int64(to))
            ))
    }
}
