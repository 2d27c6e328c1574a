import NetworkPrimitives

// Calls: attempts, targets, retries, outcomes (docs/services.md, "A call").

extension ServiceWorld {
    /// Who makes a call, and for what.
    struct CallOrigin {
        var owner: CallRecord.Owner
        var number: UInt32
        var generation: UInt32 = 0
        /// The position among the edge's callers.
        var caller: Int32 = 0
        var place: Int32
        var item: Int32 = -1
        var key: Int32 = -1
        var priority: Int32 = .min
        var kindChoice: Int32 = -1
        var startedAt: Int64 = 0
    }

    @discardableResult
    mutating func beginCall(_ edge: EdgeIndex, _ origin: CallOrigin) -> CallIndex {
        let call = freeCalls.popLast() ?? newCall()
        let life = calls[call].life
        let generation = calls[call].generation
        var record = CallRecord()
        record.life = life
        record.generation = generation
        record.owner = origin.owner
        record.ownerNumber = origin.number
        record.ownerGeneration = origin.generation
        record.edge = edge
        record.caller = origin.caller
        record.place = origin.place
        record.item = origin.item
        record.key = origin.key
        record.priority = edges[edge].priority == .min ? origin.priority : edges[edge].priority
        record.kindChoice = origin.kindChoice
        record.callerStartedAt = origin.startedAt
        record.startedAt = now
        record.state = .pausing
        calls[call] = record
        totals.begun += 1
        if edges[edge].budgetRatio >= 0 {
            let budget = Int(edges[edge].firstBudget + origin.caller)
            budgets[budget] = min(edges[edge].budgetBurst, budgets[budget] + edges[edge].budgetRatio)
        }
        return call
    }

    private mutating func newCall() -> CallIndex {
        calls.append(CallRecord())
        return CallIndex(calls.count - 1)
    }

    /// The first or a further attempt.
    mutating func attempt(_ call: CallIndex) {
        calls[call].attempts += 1
        let edge = calls[call].edge
        calls[call].target = edges[edge].isRandomChoice ? chooseTarget(edge) : 0
        tryTarget(call)
    }

    private mutating func chooseTarget(_ edge: EdgeIndex) -> Int32 {
        let choice = Int64(chance.number(below: Int(FixedPoint.unit), edges[edge].choiceStream))
        let first = Int(edges[edge].firstTarget)
        let last = Int(edges[edge].targetCount) - 1
        return Int32((0..<last).first { choice < edgeTargets[first + $0].upTo } ?? last)
    }

    /// Turns to the target whose turn it is.
    private mutating func tryTarget(_ call: CallIndex) {
        let edge = calls[call].edge
        let target = edgeTargets[Int(edges[edge].firstTarget + calls[call].target)]
        if edges[edge].hasBreaker {
            let (breaker, settings) = breaker(of: call)
            guard breakers[breaker].admits(settings, at: now) else { return finishTarget(call, .open) }
            calls[call].breakerGeneration = breakers[breaker].generation
        }
        guard let instance = chooseInstance(of: target.service, item: calls[call].item) else {
            return finishTarget(call, .refused)
        }
        calls[call].instance = instance
        calls[call].deadline = .max
        if edges[edge].timeout != .max {
            calls[call].deadline = now + edges[edge].timeout
            events.add(.timeout, at: calls[call].deadline, call.number, calls[call].generation)
        }
        if edges[edge].hasPool { acquireConnection(call) } else { sendRequest(call, .request) }
    }

    private func breaker(of call: CallIndex) -> (breaker: Int, settings: BreakerSettings) {
        let edge = edges[calls[call].edge]
        let breaker = edge.firstBreaker + calls[call].caller * edge.targetCount + calls[call].target
        return (Int(breaker), breakerSettings[Int(edge.breakerPolicy)])
    }

    /// The instance that an item stands for, or one by the service's way of balancing; `nil` where there is none.
    private mutating func chooseInstance(of service: ServiceIndex, item: Int32) -> InstanceIndex? {
        let count = services[service].active
        let first = services[service].firstInstance
        if count == 1 { return first }
        guard count > 0 else { return nil }
        if item >= 0 { return first.advanced(by: Int(item % count)) }
        switch services[service].balance {
        case .shared: return first
        case .random:
            return first.advanced(by: chance.number(below: Int(count), services[service].balanceStream))
        case .roundRobin:
            let turn = services[service].turn % count
            services[service].turn = turn + 1
            return first.advanced(by: Int(turn))
        case .leastBusy:
            var (best, least) = (first, Int32.max)
            for offset in 0..<Int(count) {
                let load = load(of: first.advanced(by: offset))
                if load < least { (best, least) = (first.advanced(by: offset), load) }
            }
            return best
        }
    }

    /// Jobs at an instance.
    private func load(of instance: InstanceIndex) -> Int32 {
        let first = instances[instance].firstLane
        let count = Int(services[instances[instance].service].laneCount)
        return (0..<count).reduce(0) {
            let lane = lanes[first.advanced(by: $1)]
            return $0 + lane.busy + lane.waiting
        }
    }

    // MARK: Ends

    mutating func takeAnswer(_ call: CallIndex, _ generation: UInt32, _ outcome: CallOutcome) {
        guard calls[call].generation == generation else { return }
        if calls[call].state == .handshake, outcome == .ok {
            continueHandshake(call)
        } else {
            finishTarget(call, outcome)
        }
    }

    mutating func timeOut(_ call: CallIndex, _ generation: UInt32) {
        guard calls[call].generation == generation else { return }
        let (job, jobGeneration) = (calls[call].job, calls[call].jobGeneration)
        if edges[calls[call].edge].cancels, !job.isNone, jobs[job].generation == jobGeneration {
            let delay = paths.delay(from: calls[call].place, to: instances[calls[call].instance].place)
            if delay >= 0 { events.add(.cancel, at: now + delay, job.number, jobGeneration) }
        }
        finishTarget(call, .timeout)
    }

    mutating func breakOff(_ call: CallIndex, _ generation: UInt32) {
        guard calls[call].generation == generation else { return }
        finishTarget(call, .broken)
    }

    /// The target has answered, or will not: the next target, a retry, or the end.
    mutating func finishTarget(_ call: CallIndex, _ outcome: CallOutcome) {
        calls[call].generation &+= 1
        calls[call].job = .none
        let edge = calls[call].edge
        if edges[edge].hasBreaker, outcome != .open {
            let (breaker, settings) = breaker(of: call)
            if breakers[breaker].note(outcome != .ok, of: calls[call].breakerGeneration, settings, at: now) {
                totals.breakersOpened += 1
            }
        }
        if calls[call].state == .waitingForConnection { leaveWait(call) }
        let isReusable = outcome != .timeout && outcome != .broken && calls[call].state == .sent
        calls[call].state = .pausing
        if !calls[call].connection.isNone { giveBackConnection(call, isReusable: isReusable) }
        if outcome == .ok { return finishCall(call, .ok) }
        if !edges[edge].isRandomChoice, calls[call].target + 1 < edges[edge].targetCount {
            calls[call].target += 1
            return tryTarget(call)
        }
        guard calls[call].attempts <= edges[edge].retries, payForRetry(call) else { return finishCall(call, outcome) }
        events.add(.retry, at: now + pause(before: calls[call].attempts, edge), call.number, calls[call].generation)
    }

    private mutating func payForRetry(_ call: CallIndex) -> Bool {
        let edge = edges[calls[call].edge]
        guard edge.budgetRatio >= 0 else { return true }
        let budget = Int(edge.firstBudget + calls[call].caller)
        guard budgets[budget] >= FixedPoint.unit else { return false }
        budgets[budget] -= FixedPoint.unit
        return true
    }

    /// min(maximum, first · factor^n), times the jitter.
    private mutating func pause(before retry: Int32, _ edge: EdgeIndex) -> Int64 {
        let record = edges[edge]
        var pause = record.backoffFirst
        for _ in 1..<max(retry, 1) where pause < record.backoffMaximum {
            pause = Int64(min(Int128(pause) * Int128(record.backoffFactor) / Int128(FixedPoint.unit), 1 << 62))
        }
        pause = min(pause, record.backoffMaximum)
        switch record.jitter {
        case .none: return pause
        case .full: return Int64(chance.number(below: Int(pause) + 1, record.jitterStream))
        case .equal: return pause - Int64(chance.number(below: Int(pause / 2) + 1, record.jitterStream))
        }
    }

    mutating func retry(_ call: CallIndex, _ generation: UInt32) {
        if calls[call].generation == generation { attempt(call) }
    }

    private mutating func finishCall(_ call: CallIndex, _ outcome: CallOutcome) {
        let record = calls[call]
        free(call, outcome)
        switch record.owner {
        case .source: account(Int(record.ownerNumber), record, outcome)
        case .user:
            account(Int(record.ownerNumber), record, outcome)
            scheduleUser(SourceIndex(number: record.ownerNumber), after: record)
        case .job:
            let job = JobIndex(number: record.ownerNumber)
            if jobs[job].generation == record.ownerGeneration { resume(job, outcome) }
        case .submission: finishSubmission(record, outcome)
        case .page:
            if outcome == .ok { arrive(page: Int(record.ownerNumber), after: record) }
        }
    }

    private mutating func free(_ call: CallIndex, _ outcome: CallOutcome) {
        if plantedFault != .lostCall || totals.begun % 64 != 0 { totals.outcomes[Int(outcome.rawValue)] += 1 }
        calls[call].state = .free
        calls[call].generation &+= 1
        calls[call].life &+= 1
        freeCalls.append(call)
    }

    /// Ends a call whose caller is there no more.
    mutating func abandon(_ call: CallIndex) {
        calls[call].generation &+= 1
        if calls[call].state == .waitingForConnection { leaveWait(call) }
        if !calls[call].connection.isNone { giveBackConnection(call, isReusable: false) }
        free(call, .abandoned)
    }

    /// Writes a call that has ended into an account.
    mutating func account(_ number: Int, _ call: CallRecord, _ outcome: CallOutcome) {
        let bucket = Int(call.startedAt / model.bucket.nanoseconds)
        if outcome == .ok { callAccounts[number].answeredByBucket[bucket] += 1 }
        if call.startedAt >= model.warmup.nanoseconds {
            callAccounts[number].outcomes[Int(outcome.rawValue)] += 1
            callAccounts[number].attempts += Int64(call.attempts)
            if outcome == .ok {
                callAccounts[number].responseSum += Int128(now - call.startedAt)
                callAccounts[number].longestResponse = max(callAccounts[number].longestResponse, now - call.startedAt)
                callAccounts[number].lastAnswer = now
            }
        }
        if outcome != .ok, !call.isTicketed, call.owner != .submission {
            complain(SourceIndex(number: call.ownerNumber))
        }
    }

    mutating func accountBeginning(_ number: Int) {
        callAccounts[number].noteBeginning(in: Int(now / model.bucket.nanoseconds))
        if now >= model.warmup.nanoseconds { callAccounts[number].begun += 1 }
    }
}
