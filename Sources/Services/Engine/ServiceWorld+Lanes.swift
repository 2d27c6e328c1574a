import NetworkPrimitives

// Lanes: workers and those who wait for one.

extension ServiceWorld {
    /// Which of a lane's lists a job waits in.
    private func list(of job: JobIndex) -> Int {
        let lane = lanes[jobs[job].lane]
        guard lane.order == .priority else { return Int(lane.firstList) }
        let priority = jobs[job].priority
        return Int(lane.firstList) + (priorities.firstIndex { $0 >= priority } ?? priorities.count - 1)
    }

    /// The list whose turn it is; `nil` where nobody waits.
    private func nextList(of lane: LaneIndex) -> Int? {
        guard lanes[lane].waiting > 0 else { return nil }
        let first = Int(lanes[lane].firstList)
        if lanes[lane].order != .priority { return first }
        return (first..<first + priorities.count).last { !lists[$0].first.isNone }
    }

    mutating func enqueue(_ job: JobIndex) {
        let (lane, list) = (jobs[job].lane, list(of: job))
        jobs[job].state = .queued
        jobs[job].previous = lists[list].last
        jobs[job].next = .none
        if lists[list].last.isNone { lists[list].first = job } else { jobs[lists[list].last].next = job }
        lists[list].last = job
        lanes[lane].waiting += 1
        let account = Int(lanes[lane].account)
        laneAccounts[account].advance(to: now)
        laneAccounts[account].waiting += 1
        laneAccounts[account].longestQueue = max(laneAccounts[account].longestQueue, Int64(lanes[lane].waiting))
    }

    /// Takes a job out of its queue.
    mutating func dequeue(_ job: JobIndex) {
        let (lane, list) = (jobs[job].lane, list(of: job))
        let (previous, next) = (jobs[job].previous, jobs[job].next)
        if previous.isNone { lists[list].first = next } else { jobs[previous].next = next }
        if next.isNone { lists[list].last = previous } else { jobs[next].previous = previous }
        lanes[lane].waiting -= 1
        let account = Int(lanes[lane].account)
        laneAccounts[account].advance(to: now)
        laneAccounts[account].waiting -= 1
        if plantedFault != .lostWait || jobs[job].number % 64 != 0 {
            laneAccounts[account].waitSum += Int128(now - max(jobs[job].arrivedAt, model.warmup.nanoseconds))
        }
    }

    /// Gives a job a worker.
    mutating func start(_ job: JobIndex) {
        let lane = jobs[job].lane
        let account = Int(lanes[lane].account)
        laneAccounts[account].advance(to: now)
        laneAccounts[account].busy += 1
        laneAccounts[account].started += 1
        if jobs[job].state == .queued { laneAccounts[account].waited += 1 }
        lanes[lane].busy += 1
        lanes[lane].lastChange = now
        lanes[lane].lastStarted = jobs[job].number
        jobs[job].state = .working
        jobs[job].holdsWorker = true
        jobs[job].startedAt = now
        let mode = modes[Int(instances[jobs[job].instance].firstMode) + jobs[job].kind.offset].mode
        if mode == .hang { jobs[job].state = .hung } else { proceed(job) }
    }

    mutating func releaseWorker(_ job: JobIndex) {
        guard jobs[job].holdsWorker else { return }
        let lane = jobs[job].lane
        let account = Int(lanes[lane].account)
        laneAccounts[account].advance(to: now)
        laneAccounts[account].busy -= 1
        laneAccounts[account].ended += 1
        laneAccounts[account].heldSum += Int128(now - max(jobs[job].startedAt, model.warmup.nanoseconds))
        jobs[job].holdsWorker = false
        lanes[lane].busy -= 1
        lanes[lane].lastChange = now
        if plantedFault == .idleWorker, jobs[job].number % 64 == 0 { return }
        startWaiting(lane)
    }

    /// Free workers take those who wait, in their order; what has too little time left is dropped.
    mutating func startWaiting(_ lane: LaneIndex) {
        // A job that takes no time gives its worker back in here: this loop goes on then, rather than one within it.
        guard !lanes[lane].isTaking else { return }
        lanes[lane].isTaking = true
        defer { lanes[lane].isTaking = false }
        while lanes[lane].busy < lanes[lane].workers, let list = nextList(of: lane) {
            let isReversed = (lanes[lane].order == .lifo) != (plantedFault == .wrongOrder)
            let job = isReversed ? lists[list].last : lists[list].first
            dequeue(job)
            if isExpired(job) { drop(job, .expired) } else { start(job) }
        }
    }

    private func isExpired(_ job: JobIndex) -> Bool {
        let service = instances[jobs[job].instance].service
        guard service.offset < services.count, services[service].dropExpired >= 0, jobs[job].deadline != .max else {
            return false
        }
        let left = jobs[job].deadline - now
        return left < services[service].dropExpired || left <= 0
    }

    /// Ends a job that was taken out of its queue.
    mutating func drop(_ job: JobIndex, _ outcome: CallOutcome) {
        laneAccounts[Int(lanes[jobs[job].lane].account)].dropped += 1
        if isGuarded(job) { noteGuard(job, outcome) }
        answer(job, outcome)
        free(job)
    }

    /// More or fewer workers; those who work go on.
    mutating func setWorkers(_ lane: LaneIndex, _ workers: Int32) {
        lanes[lane].workers = workers
        startWaiting(lane)
    }
}
