import NetworkPrimitives

// What an instance does with a request that reaches it (docs/services.md, "Arrival").

extension ServiceWorld {
    mutating func newJob() -> JobIndex {
        let job: JobIndex
        if let free = freeJobs.popLast() {
            job = free
        } else {
            jobs.append(JobRecord())
            job = JobIndex(jobs.count - 1)
        }
        let generation = jobs[job].generation
        jobs[job] = JobRecord()
        jobs[job].generation = generation
        return job
    }

    mutating func free(_ job: JobIndex) {
        jobs[job].generation &+= 1
        jobs[job].state = .free
        freeJobs.append(job)
    }

    /// A message has reached its server.
    mutating func deliver(_ job: JobIndex, _ generation: UInt32) {
        guard jobs[job].generation == generation else { return }
        let instance = jobs[job].instance
        let service = instances[instance].service
        switch fate(of: jobs[job]) {
        case .passes: break
        case .vanishes: return free(job)
        case .breaks: return turnAway(job, .broken)
        }
        let mode = modes[Int(instances[instance].firstMode) + jobs[job].kind.offset].mode
        if instances[instance].isDown || mode == .down {
            return services[service].refusesWhenDown ? turnAway(job, .refused) : free(job)
        }
        if mode == .refuse { return turnAway(job, .refused) }
        let guardian = services[service].guardian
        let isGuarded = guardian >= 0 && kinds[Int(services[service].firstKind) + jobs[job].kind.offset].isGuarded
        if isGuarded {
            guard guards[Int(guardian)].admits(guardSettings[Int(guardian)], at: now) else {
                return turnAway(job, .refused)
            }
            // An outcome counts only for the state in which the request was let in.
            jobs[job].guardGeneration = guards[Int(guardian)].generation
        }
        if jobs[job].purpose == .handshake {
            guard admitConnection(of: job, at: instance) else { return refuseGuarded(job, .refused, isGuarded) }
            if !services[service].connectNeedsWorker { return turnAway(job, .ok) }
        }
        enter(job, service, isGuarded: isGuarded)
    }

    /// Whether an instance takes part in a handshake: not beyond its most connections.
    private mutating func admitConnection(of job: JobIndex, at instance: InstanceIndex) -> Bool {
        let call = jobs[job].call
        guard calls[call].generation == jobs[job].callGeneration, !calls[call].connection.isNone else { return true }
        let connection = calls[call].connection
        if connections[connection].isCounted { return true }
        guard instances[instance].connections < services[instances[instance].service].maximumConnections else {
            return false
        }
        count(connection)
        return true
    }

    /// Answers without any work.
    private mutating func turnAway(_ job: JobIndex, _ outcome: CallOutcome) {
        answer(job, outcome)
        free(job)
    }

    private mutating func refuseGuarded(_ job: JobIndex, _ outcome: CallOutcome, _ isGuarded: Bool) {
        if isGuarded { noteGuard(job, outcome) }
        turnAway(job, outcome)
    }

    /// A worker, a place in the queue, or neither.
    private mutating func enter(_ job: JobIndex, _ service: ServiceIndex, isGuarded: Bool) {
        let kind = kinds[Int(services[service].firstKind) + jobs[job].kind.offset]
        let lane = instances[jobs[job].instance].firstLane.advanced(by: Int(kind.lane))
        if jobs[job].priority == .min { jobs[job].priority = kind.priority == .min ? 0 : kind.priority }
        if isShed(job, lane, service) { return refuseGuarded(job, .shed, isGuarded) }
        let account = Int(lanes[lane].account)
        laneAccounts[account].arrivals += 1
        jobs[job].lane = lane
        jobs[job].arrivedAt = now
        jobNumber &+= 1
        jobs[job].number = jobNumber
        jobs[job].position = kind.firstInstruction
        if lanes[lane].busy < lanes[lane].workers { return start(job) }
        guard lanes[lane].waiting < lanes[lane].capacity else {
            laneAccounts[account].refused += 1
            return refuseGuarded(job, .full, isGuarded)
        }
        enqueue(job)
    }

    private func isShed(_ job: JobIndex, _ lane: LaneIndex, _ service: ServiceIndex) -> Bool {
        let first = Int(services[service].firstShed)
        for shed in first..<first + Int(services[service].shedCount) {
            if Int(lanes[lane].waiting) > sheddings[shed].above, Int(jobs[job].priority) <= sheddings[shed].priority {
                return true
            }
        }
        return false
    }

    /// An outcome for the guard of the job's service.
    mutating func noteGuard(_ job: JobIndex, _ outcome: CallOutcome) {
        let service = instances[jobs[job].instance].service
        let guardian = Int(services[service].guardian)
        let generation = jobs[job].guardGeneration
        if guards[guardian].note(outcome != .ok, of: generation, guardSettings[guardian], at: now) {
            note("the guard of \(model.services[service].name) opens")
        }
    }

    func isGuarded(_ job: JobIndex) -> Bool {
        guard jobs[job].purpose == .request || jobs[job].purpose == .handshake else { return false }
        let service = instances[jobs[job].instance].service
        return services[service].guardian >= 0
            && kinds[Int(services[service].firstKind) + jobs[job].kind.offset].isGuarded
    }
}
