import NetworkPrimitives

// Jobs: steps one after the other, and how they end.

extension ServiceWorld {
    /// Carries out steps until one takes time.
    mutating func proceed(_ job: JobIndex) {
        let generation = jobs[job].generation
        while jobs[job].generation == generation {
            let instruction = instructions[Int(jobs[job].position)]
            switch instruction.operation {
            case .end: return end(job, .ok)
            case .work:
                jobs[job].position += 1
                let time = drawWork(job, samplers[Int(instruction.first)])
                guard time > 0 else { continue }
                jobs[job].state = .working
                return events.add(.work, at: now + time, job.number, generation)
            case .call:
                jobs[job].timesLeft = instruction.second
                return makeCall(job, EdgeIndex(Int(instruction.first)))
            case .fail:
                jobs[job].position += 1
                let stream = services[instances[jobs[job].instance].service].failStream
                if chance.roll(FixedPoint(billionths: instruction.amount), stream) { return end(job, .failed) }
            case .release:
                jobs[job].position += 1
                releaseWorker(job)
            case .reply:
                jobs[job].position += 1
                if !jobs[job].isReplied { answer(job, .ok) }
                jobs[job].isReplied = true
            case .lookup:
                let isHit = lookUp(job, instruction)
                jobs[job].position = isHit ? instruction.second : jobs[job].position + 1
            case .fill:
                jobs[job].position += 1
                fill(job, instruction)
            case .stop, .start:
                jobs[job].position += 1
                let service = ServiceIndex(Int(instruction.first))
                let selection = jobs[job].item >= 0 ? ServiceAction.Selection.number(Int(jobs[job].item)) : .all
                setRunning(instruction.operation == .start, service, selection, item: jobs[job].item)
            case .act:
                jobs[job].position += 1
                let place = instances[jobs[job].instance].place
                perform(Int(instruction.first), ActionContext(place: place, item: jobs[job].item))
            }
        }
    }

    private mutating func drawWork(_ job: JobIndex, _ sampler: Sampler) -> Int64 {
        let instance = jobs[job].instance
        let service = instances[instance].service
        var slow = modes[Int(instances[instance].firstMode) + jobs[job].kind.offset].slow
        if services[service].slow != FixedPoint.unit {
            slow = Int64(Int128(slow) * Int128(services[service].slow) / Int128(FixedPoint.unit))
        }
        return chance.draw(sampler, services[service].workStream, slowedBy: slow)
    }

    mutating func endWork(_ job: JobIndex, _ generation: UInt32) {
        if jobs[job].generation == generation { proceed(job) }
    }

    // MARK: Calls of jobs

    private mutating func makeCall(_ job: JobIndex, _ edge: EdgeIndex) {
        let record = jobs[job]
        let instance = instances[record.instance]
        jobs[job].state = .calling
        let item = edges[edge].item == -1 ? record.item : max(edges[edge].item, -1)
        let call = beginCall(
            edge,
            CallOrigin(
                owner: .job, number: job.number, generation: record.generation, caller: instance.ordinal,
                place: instance.place, item: item, key: record.key, priority: record.priority,
                startedAt: instance.startedAt))
        jobs[job].outgoing = call
        attempt(call)
    }

    /// The outcome of the job's call is here.
    mutating func resume(_ job: JobIndex, _ outcome: CallOutcome) {
        let instruction = instructions[Int(jobs[job].position)]
        jobs[job].outgoing = .none
        jobs[job].state = .working
        if outcome != .ok, instruction.amount == 0 { return end(job, .failed) }
        jobs[job].timesLeft -= 1
        if jobs[job].timesLeft > 0 {
            makeCall(job, EdgeIndex(Int(instruction.first)))
        } else {
            jobs[job].position += 1
            proceed(job)
        }
    }

    // MARK: Ends

    /// Answers, gives the worker back, and is gone.
    mutating func end(_ job: JobIndex, _ outcome: CallOutcome) {
        if isGuarded(job) { noteGuard(job, outcome) }
        if !jobs[job].isReplied { answer(job, outcome) }
        let record = jobs[job]
        let generation = record.generation
        releaseWorker(job)
        // Whoever took the worker may have stopped this instance.
        guard jobs[job].generation == generation else { return }
        free(job)
        if record.purpose == .check { judge(record, outcome) }
        if record.purpose == .alert { finishAlert(record) }
    }

    /// Its caller has given up, and says so.
    mutating func cancel(_ job: JobIndex, _ generation: UInt32) {
        guard jobs[job].generation == generation, jobs[job].state != .travelling else { return }
        remove(job)
    }

    /// Ends a job wherever it is, without an answer.
    mutating func remove(_ job: JobIndex) {
        if jobs[job].state == .queued {
            dequeue(job)
            laneAccounts[Int(lanes[jobs[job].lane].account)].dropped += 1
            return free(job)
        }
        if !jobs[job].outgoing.isNone { abandon(jobs[job].outgoing) }
        let generation = jobs[job].generation
        releaseWorker(job)
        if jobs[job].generation == generation { free(job) }
    }

    // MARK: Caches

    private mutating func lookUp(_ job: JobIndex, _ instruction: Instruction) -> Bool {
        let lookup = lookups[Int(instruction.first)]
        let instance = instances[jobs[job].instance]
        let given = jobs[job].key
        let key =
            given >= 0
            ? given % lookup.keys
            : Int32(chance.number(below: Int(lookup.keys), services[instance.service].keyStream))
        if instruction.amount == 0 { jobs[job].lookupKeys.0 = key } else { jobs[job].lookupKeys.1 = key }
        let store = Int(lookup.firstStore + (lookup.isPerInstance ? instance.ordinal : 0))
        let written = cacheStores[store].isEmpty ? -1 : cacheStores[store][Int(key)]
        let isHit = written >= 0 && now - written < lookup.timeToLive
        if now >= model.warmup.nanoseconds {
            caches[Int(lookup.cache)].lookups += 1
            if isHit { caches[Int(lookup.cache)].hits += 1 }
        }
        return isHit
    }

    /// The miss steps have succeeded.
    private mutating func fill(_ job: JobIndex, _ instruction: Instruction) {
        let lookup = lookups[Int(instruction.first)]
        let ordinal = lookup.isPerInstance ? instances[jobs[job].instance].ordinal : 0
        let store = Int(lookup.firstStore + ordinal)
        let key = instruction.amount == 0 ? jobs[job].lookupKeys.0 : jobs[job].lookupKeys.1
        if cacheStores[store].isEmpty {
            cacheStores[store] = [Int64](repeating: -1, count: Int(caches[Int(lookup.cache)].keys))
        }
        cacheStores[store][Int(key)] = now
    }
}

/// A look-up step, as the engine carries it out.
struct LookupRecord: Sendable {
    var cache: Int32
    var keys: Int32
    var timeToLive: Int64
    var isPerInstance: Bool
    /// The service whose step it is.
    var service: UInt32
    /// The store, or that of the first instance.
    var firstStore: Int32
}

struct CacheRecord: Sendable {
    /// The most keys that a look-up asks for.
    var keys: Int32 = 0
    var lookups: Int64 = 0
    var hits: Int64 = 0
    /// All stores of it.
    var stores: [Int] = []
}
