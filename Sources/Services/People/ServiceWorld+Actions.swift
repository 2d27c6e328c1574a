import NetworkPrimitives

// Actions of the timeline, of alerts, steps and people.

/// Where an action is done, and for which item.
struct ActionContext: Sendable {
    /// -1 where nobody stands anywhere: next to whom it concerns.
    var place: Int32 = -1
    var item: Int32 = -1
}

/// An action with the edges and lists that it needs.
struct CompiledAction: Sendable {
    let action: ServiceAction
    /// The call of a submission, or none.
    var edge = EdgeIndex.none
    /// The account of a submission, a page, or the list of a monitor's new alert actions.
    var number: Int32 = -1
    /// Where this stands, for what goes on later.
    var list: Int32 = 0
    var position: Int32 = 0
}

/// Submissions of which there is one at a time.
struct OnceKey: Hashable, Sendable {
    let account: Int32
    let edge: EdgeIndex
    let item: Int32
}

extension ServiceWorld {
    mutating func carryOutTimeline(_ entry: Int) {
        let label = model.timeline[entry].label
        if !label.isEmpty { note(label) }
        perform(timelineLists[entry], ActionContext())
    }

    mutating func perform(_ list: Int, _ context: ActionContext) {
        guard list >= 0 else { return }
        for position in actionLists[list].indices { perform(actionLists[list][position], context) }
    }

    private mutating func perform(_ compiled: CompiledAction, _ context: ActionContext) {
        switch compiled.action {
        case .mode(let service, let selection, let kinds, let mode):
            setMode(service, selection, kinds, mode, item: context.item)
        case .stale(let service, let kinds, let ofCaller):
            forEachMode(selected(service, .all, item: -1), kinds) {
                $0.staleSince = $1
                $0.staleOfCaller = ofCaller
            }
        case .stop(let service, let selection): setRunning(false, service, selection, item: context.item)
        case .start(let service, let selection): setRunning(true, service, selection, item: context.item)
        case .set(let service, let change): set(service, change)
        case .setPolicy(let selection, let change): setPolicy(selection, change)
        case .clear(let service, let kinds): clearQueues(of: service, kinds)
        case .submit(let submission): submit(compiled, submission, context)
        case .submitEach(let service, let olderThan, let every, _):
            submitEach(compiled, service, olderThan: olderThan, every: every)
        case .page: send(page: Int(compiled.number), context)
        case .source(let source, let isOn, let times): setSource(source, isOn: isOn, times: times)
        case .monitor(let monitor, let isOn): monitors[monitor].isOn = isOn
        case .restartMonitor(let monitor): restart(monitor)
        case .setAlert(let monitor, _): monitors[monitor].alertActions = compiled.number
        case .flushCache(let cache): for store in caches[cache].stores { cacheStores[store] = [] }
        case .note(let text): if !text.isEmpty { note(text) }
        case .network(let number): networkActions.append(number)
        }
    }

    mutating func note(_ text: String) {
        log.append(ServiceLogEntry(at: Duration(nanoseconds: now), text: text))
    }

    // MARK: Modes

    private mutating func setMode(
        _ service: ServiceIndex, _ selection: ServiceAction.Selection, _ kinds: [KindIndex]?,
        _ mode: ServiceAction.Mode, item: Int32
    ) {
        forEachMode(selected(service, selection, item: item), kinds) { record, _ in
            switch mode {
            case .ok: (record.mode, record.slow) = (.ok, FixedPoint.unit)
            case .hang: record.mode = .hang
            case .refuse: record.mode = .refuse
            case .down: record.mode = .down
            case .slow(let factor): (record.mode, record.slow) = (.ok, factor.billionths)
            }
        }
    }

    private mutating func forEachMode(
        _ instances: [InstanceIndex], _ kinds: [KindIndex]?, _ change: (inout ModeRecord, Int64) -> Void
    ) {
        for instance in instances {
            let first = Int(self.instances[instance].firstMode)
            let count = Int(services[self.instances[instance].service].kindCount)
            for kind in kinds.map({ $0.map(\.offset) }) ?? Array(0..<count) { change(&modes[first + kind], now) }
        }
    }

    // MARK: Settings

    private mutating func set(_ service: ServiceIndex, _ change: ServiceChange) {
        if let slow = change.slow { services[service].slow = slow.billionths }
        if let count = change.instances { setUnits(count, of: service) }
        let lane = change.lane ?? 0
        for offset in 0..<Int(services[service].allocated) {
            let own = services[service].firstInstance.advanced(by: offset)
            let index = instances[own].firstLane.advanced(by: lane)
            if let queue = change.queue { lanes[index].capacity = queue.map { Int32(clamping: $0) } ?? .max }
            if let workers = change.workers {
                let units = services[service].isShared ? Int(services[service].units) : 1
                setWorkers(index, workers.map { Int32(clamping: $0 * units) } ?? .max)
            }
        }
    }

    private mutating func setPolicy(_ selection: EdgeSelection, _ change: PolicyChange) {
        for edge in selectedEdges(selection) {
            if let timeout = change.timeout { edges[edge].timeout = timeout?.nanoseconds ?? .max }
            if let retries = change.retries { edges[edge].retries = Int32(clamping: retries) }
            if let backoff = change.backoff { edges[edge].set(backoff) }
        }
    }

    private func selectedEdges(_ selection: EdgeSelection) -> [EdgeIndex] {
        switch selection {
        case .source(let source): return [sources[source].edge]
        case .monitor(let monitor): return edgesOfService[monitors[monitor].service.offset]
        case .service(let service): return edgesOfService[service.offset]
        case .between(let service, let target):
            return edgesOfService[service.offset].filter { edge in
                let first = Int(edges[edge].firstTarget)
                return edgeTargets[first..<first + Int(edges[edge].targetCount)].contains { $0.service == target }
            }
        }
    }

    /// Those who wait are answered `cleared`.
    private mutating func clearQueues(of service: ServiceIndex, _ kinds: [KindIndex]?) {
        let waiting = jobs.indices.filter {
            jobs[$0].state == .queued && instances[jobs[$0].instance].service == service
                && (kinds?.contains(jobs[$0].kind) ?? true)
        }.sorted { jobs[$0].number < jobs[$1].number }
        for job in waiting {
            dequeue(job)
            drop(job, .cleared)
        }
    }

    // MARK: Submissions

    private mutating func submit(_ compiled: CompiledAction, _ submission: Submission, _ context: ActionContext) {
        let item = edges[compiled.edge].item == -1 ? context.item : max(edges[compiled.edge].item, -1)
        if let cap = submission.cap, waiting(at: submission.call.targets[0].service) >= cap { return }
        if submission.isOnce {
            let key = OnceKey(account: compiled.number, edge: compiled.edge, item: item)
            guard once.insert(key).inserted else { return }
        }
        let account = Int(compiled.number)
        accountBeginning(account)
        let target = model.services[submission.call.targets[0].service].place
        let place = Int32((submission.place ?? (context.place < 0 ? target : PlaceIndex(Int(context.place)))).offset)
        let call = beginCall(
            compiled.edge,
            CallOrigin(
                owner: .submission, number: UInt32(account), generation: submission.isOnce ? 1 : 0, place: place,
                item: item))
        attempt(call)
    }

    private func waiting(at service: ServiceIndex) -> Int {
        let first = Int(services[service].firstAccount)
        return (first..<first + Int(services[service].laneCount)).reduce(0) { $0 + Int(laneAccounts[$1].waiting) }
    }

    mutating func finishSubmission(_ call: CallRecord, _ outcome: CallOutcome) {
        if call.ownerGeneration == 1 {
            once.remove(OnceKey(account: Int32(call.ownerNumber), edge: call.edge, item: call.item))
        }
        account(Int(call.ownerNumber), call, outcome)
    }

    private mutating func submitEach(
        _ compiled: CompiledAction, _ service: ServiceIndex, olderThan: Duration?, every: Duration
    ) {
        var delay: Int64 = 0
        for (ordinal, instance) in selected(service, .all, item: -1).enumerated() {
            if let olderThan, instances[instance].startedAt >= olderThan.nanoseconds { continue }
            events.add(
                .submitEach, at: now + delay, UInt32(compiled.list), UInt32(compiled.position), Int64(ordinal))
            delay += every.nanoseconds
        }
    }

    mutating func submitNext(_ compiled: CompiledAction, instance: Int) {
        guard case .submitEach(_, _, _, let submission) = compiled.action else { return }
        submit(compiled, submission, ActionContext(item: Int32(instance)))
    }
}
