import NetworkPrimitives
import Services

extension ServiceReader {
    /// Those of 'lanes', or one called main.
    func lanes(of value: Value) -> [LaneDefinition] {
        let own = value["lanes"]?.fields ?? []
        guard !own.isEmpty else { return [lane("main", value)] }
        for key in ["workers", "queue", "order"] {
            if let field = value.field(key) {
                sink.error("'\(key)' and 'lanes' exclude each other: write it in a lane", at: field.keyPosition)
            }
        }
        return own.map { lane($0.key, $0.value) }
    }

    private func lane(_ name: String, _ value: Value) -> LaneDefinition {
        LaneDefinition(
            name: name, workers: countOrUnlimited(value["workers"], default: 1),
            queue: countOrUnlimited(value["queue"], default: nil),
            order: value["order"]?.text.flatMap { LaneDefinition.Order(rawValue: $0) } ?? .fifo)
    }

    func lane(_ value: Value?, of service: ServiceIndex) -> Int? {
        let lanes = model.services[service].lanes
        guard let value, let name = value.text else {
            return lanes.firstIndex { $0.name == "main" } ?? 0
        }
        if let index = lanes.firstIndex(where: { $0.name == name }) { return index }
        let near = nearestName(to: name, among: lanes.map(\.name))
        sink.error(
            "'\(model.services[service].name)' has no lane '\(shortened(name))'", at: value.position, suggestion: near)
        return nil
    }

    mutating func readService(_ index: ServiceIndex, _ value: Value) {
        var service = model.services[index]
        if let balance = value["balance"]?.text.flatMap(ServiceDefinition.Balance.init) { service.balance = balance }
        service.shed = (value["shed"]?.items ?? []).map {
            .init(above: $0["above"]?.integer ?? 0, priority: $0["priority"]?.integer ?? 0)
        }
        if let expired = value["drop-expired"] {
            service.dropExpired = expired.boolean.map { $0 ? .zero : nil } ?? expired.duration
        }
        service.refusesWhenDown = value["down"]?.text == "refuse"
        if let connect = value["connect"] { service.connect = readConnect(connect, index) }
        if let guardian = value["guard"], guardian.fields != nil { service.guardian = readGuard(guardian, index) }
        if let autoscale = value["autoscale"] { service.autoscale = readAutoscale(autoscale, service) }
        for (number, field) in kindFields(of: value).enumerated() {
            let kind = KindIndex(number)
            service.kinds[kind].priority = field.value["priority"]?.integer
            service.kinds[kind].lane = lane(field.value["lane"], of: index) ?? 0
            service.kinds[kind].steps = steps(field.value["steps"], depth: 0)
        }
        model.services[index] = service
    }

    private mutating func readConnect(_ value: Value, _ service: ServiceIndex) -> ConnectDefinition {
        var connect = ConnectDefinition()
        connect.roundTrips = value["round-trips"]?.integer ?? 1
        connect.work = workTime(value["work"])
        if value["work"] != nil || value["lane"] != nil { connect.lane = lane(value["lane"], of: service) }
        connect.maximum = value["max"]?.integer
        return connect
    }

    private func readGuard(_ value: Value, _ service: ServiceIndex) -> GuardDefinition {
        var kinds = Array(model.services[service].kinds.indices)
        var includesConnect = true
        if let list = value["kinds"] {
            let named = list.oneOrMore.filter { $0.text != "-connect" }
            includesConnect = named.count < list.oneOrMore.count
            kinds = named.compactMap { kind($0, at: service, from: list.position) }
        }
        return GuardDefinition(breaker: breaker(value), kinds: kinds, includesConnect: includesConnect)
    }

    func breaker(_ value: Value) -> BreakerPolicy {
        var policy = BreakerPolicy()
        policy.failures = value["failures"]?.integer
        policy.share = value["share"]?.number
        if policy.failures == nil, policy.share == nil {
            sink.error("a breaker needs 'failures' or 'share'", at: value.position)
        }
        if let window = value["window"]?.integer { policy.window = window }
        if let open = value["open"]?.duration { policy.open = open }
        if let probes = value["probes"]?.integer { policy.probes = probes }
        return policy
    }

    private func readAutoscale(_ value: Value, _ service: ServiceDefinition) -> AutoscaleDefinition {
        var autoscale = AutoscaleDefinition(maximum: value["max"]?.integer ?? service.instances)
        if let period = value["period"]?.duration { autoscale.period = period }
        if let target = value["target"]?.number { autoscale.target = target }
        autoscale.delay = value["delay"]?.duration ?? .zero
        autoscale.minimum = value["min"]?.integer ?? 1
        if autoscale.target <= .zero, let target = value["target"] {
            sink.error("'target' must be more than 0", at: target.position)
        }
        if autoscale.minimum > autoscale.maximum, let minimum = value["min"] {
            sink.error("'min' must not be above 'max' (\(autoscale.maximum))", at: minimum.position)
        }
        return autoscale
    }

    // MARK: Steps

    mutating func steps(_ value: Value?, depth: Int) -> [ServiceStep] {
        (value?.items ?? []).flatMap { item -> [ServiceStep] in
            switch item.text {
            case "release": return [.release]
            case "reply": return [.reply]
            default: return (item.fields ?? []).compactMap { step($0, depth: depth) }
            }
        }
    }

    private mutating func step(_ field: Value.Field, depth: Int) -> ServiceStep? {
        let value = field.value
        switch field.key {
        case "work": return .work(workTime(value))
        case "call": return call(value).map { .call($0) }
        case "release": return .release
        case "reply": return .reply
        case "fail":
            let chance = value.fields == nil ? value : value["chance"] ?? value
            return .fail(chance: chance.number ?? .zero)
        case "stop": return service(value).map { .stop($0) }
        case "start": return service(value).map { .start($0) }
        case "do": return .act(actions(value))
        case "lookup":
            guard let name = value["cache"]?.text, let keys = value["keys"]?.integer else { return nil }
            return .lookup(
                LookupDefinition(
                    cache: cache(name), keys: keys, timeToLive: value["ttl"]?.duration,
                    isPerInstance: value["per"]?.text == "instance",
                    miss: steps(value["miss"], depth: depth + 1)))
        default: return nil
        }
    }

    // MARK: Times by chance

    func workTime(_ value: Value?) -> WorkTime {
        guard let value else { return .none }
        if let span = value.duration { return .constant(span) }
        guard let field = value.fields?.first else { return .none }
        if let second = value.fields?.dropFirst().first {
            sink.error("a distribution is one of exp, uniform, erlang, hyper and lognormal", at: second.keyPosition)
        }
        switch field.key {
        case "exp": return .exponential(mean: field.value.duration ?? .zero)
        case "uniform": return uniform(field.value)
        case "erlang":
            let (stages, mean) = pair(field.value, "stages", "mean")
            return .erlang(stages: max(stages?.integer ?? 1, 1), mean: mean?.duration ?? .zero)
        case "lognormal":
            let (median, sigma) = pair(field.value, "median", "sigma")
            return .lognormal(median: median?.duration ?? .zero, sigma: sigma?.number ?? .zero)
        default: return hyper(field.value)
        }
    }

    /// `[3, 100ms]` or `{stages: 3, mean: 100ms}`.
    private func pair(_ value: Value, _ first: String, _ second: String) -> (Value?, Value?) {
        guard let items = value.items else { return (value[first], value[second]) }
        if items.count != 2 { sink.error("this takes two values, \(first) and \(second)", at: value.position) }
        return (items.first, items.count == 2 ? items[1] : nil)
    }

    private func uniform(_ value: Value) -> WorkTime {
        let ends = (value.items ?? []).compactMap(\.duration)
        guard ends.count == 2, ends[0] <= ends[1] else {
            sink.error("'uniform' takes the shortest and the longest time, such as [70s, 100s]", at: value.position)
            return .none
        }
        return .uniform(from: ends[0], to: ends[1])
    }

    private func hyper(_ value: Value) -> WorkTime {
        let branches = (value.items ?? []).compactMap { item -> WorkTime.Branch? in
            guard let pair = item.items, pair.count == 2, let weight = pair[0].number, let mean = pair[1].duration,
                weight > .zero
            else {
                sink.error("each part of 'hyper' is a weight and a time, such as [0.9, 30ms]", at: item.position)
                return nil
            }
            return WorkTime.Branch(weight: weight, mean: mean)
        }
        return branches.isEmpty ? .none : .hyper(branches)
    }
}
