import NetworkPrimitives

// Callers, edges, actions and the first events.

extension ServiceWorld {
    mutating func compile(_ source: SourceIndex) {
        let definition = model.sources[source]
        let name = "source \(definition.name)"
        var record = SourceRecord()
        record.place = Int32(definition.place.offset)
        record.edge = addEdge(definition.call, callers: 1, name: name)
        record.items = Int32(clamping: definition.items ?? -1)
        record.keys = Int32(clamping: definition.keys ?? -1)
        record.kindCount = Int32(definition.kinds.count)
        record.patience = definition.tickets?.patience?.nanoseconds ?? -1
        switch definition.load {
        case .rate(let curve, let isRegular):
            record.isRegular = isRegular
            record.densest = curve.densest
            record.isConstant = curve.isConstant
        case .closed(let users, let think, _, let isOnce):
            record.users = Int32(clamping: users)
            record.isOnce = isOnce
            record.think = addSampler(think)
        }
        record.arrivalStream = chance.stream(of: name, for: "arrivals")
        record.thinningStream = chance.stream(of: name, for: "thinning")
        record.thinkStream = chance.stream(of: name, for: "think")
        record.itemStream = chance.stream(of: name, for: "items")
        record.keyStream = chance.stream(of: name, for: "keys")
        record.kindStream = chance.stream(of: name, for: "kinds")
        record.ticketStream = chance.stream(of: name, for: "tickets")
        sources.append(record)
    }

    mutating func compile(_ person: PersonIndex) {
        let definition = model.people[person]
        var record = PersonRecord()
        record.reaction = addSampler(definition.reaction)
        record.reactionStream = chance.stream(of: "person \(definition.name)", for: "reaction")
        record.rules = definition.rules.map { _ in PersonRecord.RuleState() }
        record.ticketSamplers = model.sources.map { source in
            guard let tickets = source.tickets, tickets.person == person else { return -1 }
            return addSampler(tickets.after)
        }
        for rule in definition.rules { record.actions.append(Int32(compile(rule.actions))) }
        people.append(record)
    }

    // MARK: Actions

    /// - Returns: the position among the lists of actions.
    mutating func compile(_ actions: [ServiceAction]) -> Int {
        let list = actionLists.count
        actionLists.append([])
        for (position, action) in actions.enumerated() {
            var compiled = CompiledAction(action: action, list: Int32(list), position: Int32(position))
            switch action {
            case .submit(let submission), .submitEach(_, _, _, let submission):
                compiled.number = Int32(account(named: submission.name))
                compiled.edge = addEdge(
                    submission.call, callers: 1, name: "submit \(submission.name) \(list) \(position)")
            case .page(let page): compiled.number = Int32(compile(page))
            case .setAlert(_, let actions): compiled.number = Int32(compile(actions))
            default: break
            }
            actionLists[list].append(compiled)
        }
        return list
    }

    private mutating func account(named name: String) -> Int {
        let full = "submit \(name)"
        if let known = callAccounts.indices.first(where: { $0 >= model.sources.count && callAccounts[$0].name == full })
        {
            return known
        }
        callAccounts.append(CallAccount(name: full))
        return callAccounts.count - 1
    }

    private mutating func compile(_ page: PageDefinition) -> Int {
        let via = page.via.map { addEdge($0, callers: 1, name: "page \(pages.count)") } ?? .none
        pages.append(
            CompiledPage(
                person: page.person, about: page.about, via: via, from: page.from.map { Int32($0.offset) },
                to: page.to.map { Int32($0.offset) }, delay: page.delay.nanoseconds))
        return pages.count - 1
    }

    // MARK: Edges

    mutating func addEdge(_ call: CallDefinition, callers: Int32, name: String) -> EdgeIndex {
        let policy = call.policy
        var edge = EdgeRecord()
        edge.firstTarget = Int32(edgeTargets.count)
        edge.targetCount = Int32(call.targets.count)
        edge.callers = callers
        edge.timeout = policy.timeout?.nanoseconds ?? .max
        edge.retries = Int32(clamping: policy.retries)
        edge.priority = call.priority.map { Int32(clamping: $0) } ?? .min
        switch call.item {
        case .any: edge.item = -2
        case .same: edge.item = -1
        case .number(let number): edge.item = Int32(clamping: number)
        }
        edge.set(policy.backoff)
        edge.cancels = policy.cancels
        if let budget = policy.budget {
            edge.budgetRatio = budget.ratio.billionths
            edge.budgetBurst = budget.burst.billionths
            edge.firstBudget = Int32(budgets.count)
            budgets += Array(repeating: edge.budgetBurst, count: Int(callers))
        }
        if let breaker = policy.breaker {
            edge.hasBreaker = true
            edge.breakerPolicy = Int32(breakerSettings.count)
            breakerSettings.append(BreakerSettings(breaker))
            edge.firstBreaker = Int32(breakers.count)
            breakers += Array(repeating: BreakerRecord(), count: Int(callers) * call.targets.count)
        }
        edge.jitterStream = chance.stream(of: name, for: "jitter")
        edge.choiceStream = chance.stream(of: name, for: "choice")
        addTargets(of: call, to: &edge)
        let index = EdgeIndex(edges.count)
        if let pool = policy.pool { addPools(pool, to: &edge, index) }
        edges.append(edge)
        return index
    }

    private mutating func addTargets(of call: CallDefinition, to edge: inout EdgeRecord) {
        var weights = call.targets.map { _ in FixedPoint.one }
        if case .random(let shares) = call.policy.choice {
            edge.isRandomChoice = true
            if shares.count == weights.count { weights = shares }
        }
        let total = weights.reduce(Int128(0)) { $0 + Int128($1.billionths) }
        var sum: Int128 = 0
        for (target, weight) in zip(call.targets, weights) {
            sum += Int128(weight.billionths)
            edgeTargets.append(
                EdgeTarget(
                    service: target.service, kind: target.kind, firstPool: edge.poolsPerCaller,
                    upTo: total == 0 ? 0 : Int64(sum * Int128(FixedPoint.unit) / total)))
            edge.poolsPerCaller += services[target.service].allocated
        }
    }

    private mutating func addPools(_ policy: PoolPolicy, to edge: inout EdgeRecord, _ index: EdgeIndex) {
        edge.hasPool = true
        edge.poolSize = policy.size.map { Int32(clamping: max($0, 1)) } ?? .max
        edge.poolUses = policy.uses.map { Int32(clamping: max($0, 1)) } ?? .max
        edge.poolLifetime = policy.lifetime?.nanoseconds ?? .max
        edge.poolIdle = policy.idle?.nanoseconds ?? .max
        edge.poolWait = policy.maximumWait?.nanoseconds ?? .max
        edge.peerForgets = policy.peerForgets?.nanoseconds ?? .max
        edge.forgottenResets = policy.forgottenResets
        edge.giveUp = policy.giveUp.nanoseconds
        edge.firstPool = Int32(pools.count)
        let count = Int(edge.callers * edge.poolsPerCaller)
        for _ in 0..<count { pools.append(PoolRecord(edge: index)) }
        edge.warm = Int32(clamping: min(policy.warm, policy.size ?? policy.warm))
    }

    /// Connections that exist at the start.
    mutating func addWarmConnections(_ edge: EdgeIndex) {
        let record = edges[edge]
        guard record.hasPool, record.warm > 0 else { return }
        for caller in 0..<record.callers {
            for target in edgeTargets[Int(record.firstTarget)..<Int(record.firstTarget + record.targetCount)] {
                for ordinal in 0..<services[target.service].active {
                    let pool = PoolIndex(
                        Int(record.firstPool + caller * record.poolsPerCaller + target.firstPool + ordinal))
                    let instance = services[target.service].firstInstance.advanced(by: Int(ordinal))
                    for _ in 0..<record.warm { addIdle(pool, instance) }
                }
            }
        }
    }

    private mutating func addIdle(_ pool: PoolIndex, _ instance: InstanceIndex) {
        let connection = newConnection(pool, instance)
        count(connection)
        connections[connection].next = pools[pool].idle
        pools[pool].idle = connection
    }

    // MARK: The start

    mutating func scheduleIdealNetwork() {
        for loss in model.ideal.losses {
            let pair = UInt32(paths.pair(loss.first.offset, loss.second.offset))
            events.add(.pathLost, at: loss.from.nanoseconds, pair)
            events.add(.pathBack, at: loss.to.nanoseconds, pair)
        }
    }

    /// The timeline first: what it does at a moment precedes what monitors and sources do then.
    mutating func scheduleStart() {
        for entry in model.timeline.indices {
            events.add(.timeline, at: model.timeline[entry].at.nanoseconds, UInt32(entry))
            events.plan(at: model.timeline[entry].at.nanoseconds)
        }
        if model.warmup > .zero { events.add(.warmup, at: model.warmup.nanoseconds) }
        events.add(.bucket, at: 0)
        for scaler in scalers.indices { events.add(.scale, at: scalers[scaler].period, UInt32(scaler)) }
        for monitor in model.monitors.indices { scheduleChecks(of: monitor) }
        for person in model.people.indices where model.people[person].mailHours != nil {
            events.add(.mail, at: 0, person.number)
        }
        for source in model.sources.indices { scheduleStart(of: source) }
    }

    private mutating func scheduleChecks(of monitor: MonitorIndex) {
        let definition = model.monitors[monitor]
        let count = Int64(monitors[monitor].targets.count)
        for target in 0..<count {
            let spread = Int64(Int128(definition.every.nanoseconds) * Int128(target) / Int128(count))
            let phase = definition.phase?.nanoseconds ?? spread
            events.add(.check, at: phase, monitor.number, UInt32(target), 0)
        }
    }

    private mutating func scheduleStart(of source: SourceIndex) {
        guard case .closed(let users, _, let isTogether, _) = model.sources[source].load else {
            return scheduleArrival(of: source)
        }
        for _ in 0..<users { events.add(.user, at: isTogether ? 0 : thinkTime(of: source), source.number) }
    }

    mutating func compileMetrics() {
        for metric in model.watched where !series.contains(where: { $0.metric == metric }) {
            series.append(MetricSeries(metric: metric))
        }
    }
}

extension EdgeRecord {
    mutating func set(_ backoff: Backoff) {
        backoffFirst = backoff.first.nanoseconds
        backoffFactor = backoff.factor.billionths
        backoffMaximum = backoff.maximum.nanoseconds
        jitter = backoff.jitter
    }
}
