import NetworkPrimitives
import Services

extension ServiceReader {
    /// A call of a step, check or submission; `nil` where its services do not exist.
    mutating func call(_ value: Value) -> CallDefinition? {
        guard let targets = targets(value), !targets.isEmpty else { return nil }
        var call = CallDefinition(targets, policy: policy(value, targets: targets.count))
        call.item = item(value["item"])
        call.times = value["times"]?.integer ?? 1
        call.isOptional = value["optional"]?.boolean ?? false
        call.priority = value["priority"]?.integer
        return call
    }

    func item(_ value: Value?) -> CallDefinition.Item {
        value?.text == "same" ? .same : value?.integer.map { .number($0) } ?? .any
    }

    func targets(_ value: Value, kind: Value? = nil) -> [CallDefinition.Target]? {
        guard let list = value["to"] else { return nil }
        var targets: [CallDefinition.Target] = []
        for item in list.oneOrMore {
            guard let service = service(item),
                let kind = self.kind(kind ?? value["kind"], at: service, from: item.position)
            else { return nil }
            targets.append(CallDefinition.Target(service: service, kind: kind))
        }
        return targets
    }

    func policy(_ value: Value, targets: Int) -> CallPolicy {
        var policy = CallPolicy()
        policy.timeout = spanOrNone(value["timeout"])
        policy.retries = value["retries"]?.integer ?? 0
        if let backoff = value["backoff"] { policy.backoff = self.backoff(backoff) }
        if let budget = value["budget"] {
            policy.budget = Budget(
                ratio: share(budget["ratio"], default: .zero), burst: share(budget["burst"], default: FixedPoint(10)))
        }
        if let breaker = value["breaker"] { policy.breaker = self.breaker(breaker) }
        policy.cancels = value["cancel"]?.boolean ?? false
        if value["choose"]?.text == "random" { policy.choice = .random(shares(value, targets: targets)) }
        if let pool = value["pool"] { policy.pool = self.pool(pool) }
        return policy
    }

    private func shares(_ value: Value, targets: Int) -> [FixedPoint] {
        guard let list = value["shares"] else { return Array(repeating: .one, count: targets) }
        let shares = (list.items ?? []).compactMap(\.number)
        if shares.count != targets {
            sink.error("'shares' needs one weight for each of the \(targets) services", at: list.position)
        }
        return shares
    }

    func backoff(_ value: Value) -> Backoff {
        var backoff = Backoff()
        if let first = value["first"]?.duration { backoff.first = first }
        if let factor = value["factor"]?.number { backoff.factor = factor }
        if let longest = value["max"]?.duration { backoff.maximum = longest }
        if let jitter = value["jitter"]?.text.flatMap(Backoff.Jitter.init) { backoff.jitter = jitter }
        return backoff
    }

    private func pool(_ value: Value) -> PoolPolicy {
        var pool = PoolPolicy()
        pool.size = value["size"]?.integer
        pool.warm = value["warm"]?.integer ?? 0
        pool.uses = value["uses"]?.integer
        pool.lifetime = value["lifetime"]?.duration
        pool.idle = value["idle"]?.duration
        pool.maximumWait = value["max-wait"]?.duration
        pool.peerForgets = value["peer-forgets"]?.duration
        pool.forgottenResets = value["forgotten"]?.text == "reset"
        if let giveUp = value["give-up"]?.duration { pool.giveUp = giveUp }
        return pool
    }

    // MARK: Sources

    mutating func readSource(_ index: SourceIndex, _ value: Value) {
        let weighted = value["kinds"]?.fields ?? []
        let first = weighted.first.map { Value(content: .scalar($0.key), position: $0.keyPosition) }
        guard let targets = targets(value, kind: first), !targets.isEmpty else { return }
        var source = model.sources[index]
        source.call = CallDefinition(targets, policy: policy(value, targets: targets.count))
        source.call.item = item(value["item"])
        source.call.priority = value["priority"]?.integer
        source.kinds = weighted.compactMap { field in
            let name = Value(content: .scalar(field.key), position: field.keyPosition)
            let kinds = targets.compactMap { kind(name, at: $0.service, from: field.keyPosition) }
            guard kinds.count == targets.count, let weight = field.value.number else { return nil }
            return SourceDefinition.WeightedKind(weight: weight, kinds: kinds)
        }
        source.items = value["items"]?.integer
        source.keys = value["keys"]?.integer
        if let load = load(value) { source.load = load }
        if let tickets = value["tickets"], let person = person(tickets["to"]) {
            source.tickets = TicketDefinition(
                person: person, chance: share(tickets["chance"], default: .one), after: workTime(tickets["after"]),
                patience: tickets["patience"]?.duration)
        }
        model.sources[index] = source
    }

    private func load(_ value: Value) -> SourceDefinition.Load? {
        if let users = value["users"]?.integer {
            if let rate = value.field("rate") {
                sink.error("'rate' and 'users' exclude each other", at: rate.keyPosition)
            }
            return .closed(
                users: users, think: workTime(value["think"]), isTogether: value["together"]?.boolean ?? false,
                isOnce: value["once"]?.boolean ?? false)
        }
        guard let rate = value["rate"] else {
            sink.error("a source needs 'rate' or 'users'", at: value.position)
            return nil
        }
        for key in ["think", "together", "once"] {
            if let field = value.field(key) { sink.error("'\(key)' belongs to 'users'", at: field.keyPosition) }
        }
        guard let curve = curve(rate) else { return nil }
        return .rate(curve, isRegular: value["arrivals"]?.text == "regular")
    }

    private func curve(_ value: Value) -> RateCurve? {
        guard let items = value.items else { return point(value, at: .zero).map { RateCurve([$0]) } }
        var points: [RateCurve.Point] = []
        for item in items {
            guard let pair = item.items, pair.count == 2 else {
                sink.error("each point of 'rate' is a time and a rate, such as [10:00, 5/s]", at: item.position)
                return nil
            }
            guard let time = moment(pair[0]), let point = point(pair[1], at: time) else { return nil }
            if let last = points.last, last.at >= point.at {
                sink.error("the points of 'rate' must be in order of time", at: pair[0].position)
                return nil
            }
            points.append(point)
        }
        if points.isEmpty { sink.error("'rate' has no points", at: value.position) }
        return points.isEmpty ? nil : RateCurve(points)
    }

    /// `5/s`, `1/m`, `0.5/h`; a bare number is per second.
    private func point(_ value: Value, at time: Duration) -> RateCurve.Point? {
        let parts = (value.text ?? "").split(separator: "/", maxSplits: 1).map { $0.filter { $0 != " " } }
        let units: [String: Int64] = ["s": 1, "m": 60, "min": 60, "h": 3_600, "d": 86_400]
        if let first = parts.first, let count = FixedPoint(first), count >= .zero,
            let unit = parts.count == 1 ? 1 : units[parts[1]]
        {
            return RateCurve.Point(at: time, count: count, per: .seconds(unit))
        }
        sink.error(
            "a rate must be such as 5/s, 12/m or 0.5/h, not \(value.kindOfContent)", at: value.position)
        return nil
    }
}
