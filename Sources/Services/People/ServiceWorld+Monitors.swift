import NetworkPrimitives

// Monitors: checks with workers of their own, and what they judge (docs/services.md, "Monitors").

/// A monitor while it runs. Its workers are a service of one instance with the kinds `check` and `alert`.
struct MonitorRecord: Sendable {
    struct Target: Sendable {
        var failures: Int32 = 0
        var recoveries: Int32 = 0
        var isAlerting = false
        var lastAlert: Int64 = 0
        /// The check under way; `.none` where there is none.
        var job = JobIndex.none
        var jobGeneration: UInt32 = 0
        /// Counts checks.
        var number: Int64 = 0
    }

    var service = ServiceIndex.none
    var isOn = true
    var targets: [Target] = []
    /// Targets with enough failures in a row.
    var looksDown = 0
    var alerting = 0
    var hasGoneWide = false
    var alertActions: Int32 = -1
    var wideActions: Int32 = -1
    var checks = 0
    var skipped = 0
    var alerts = 0
    var falseAlerts = 0
    var firstAlert: Int64?
    /// When alerts were raised, false ones marked.
    var raised: [(at: Int64, target: Int32, isFalse: Bool)] = []
}

extension ServiceWorld {
    static var checkKind: KindIndex { KindIndex(0) }
    static var alertKind: KindIndex { KindIndex(1) }

    /// A check is due.
    mutating func beginCheck(_ monitor: MonitorIndex, target: Int, _ number: Int64) {
        let definition = model.monitors[monitor]
        events.add(.check, at: now + definition.every.nanoseconds, monitor.number, UInt32(target), number + 1)
        guard monitors[monitor].isOn else { return }
        guard monitors[monitor].targets[target].job.isNone else {
            monitors[monitor].skipped += 1
            return
        }
        monitors[monitor].checks += 1
        let job = makeOwnJob(of: monitor, target, Self.checkKind, .check)
        monitors[monitor].targets[target].job = job
        monitors[monitor].targets[target].jobGeneration = jobs[job].generation
        monitors[monitor].targets[target].number = number
        if definition.countsFromDue, let timeout = definition.timeout {
            events.add(.checkTimeout, at: now + timeout.nanoseconds, monitor.number, UInt32(target), number)
        }
        enterOwn(job)
    }

    private mutating func makeOwnJob(
        of monitor: MonitorIndex, _ target: Int, _ kind: KindIndex, _ purpose: JobRecord.Purpose
    ) -> JobIndex {
        let job = newJob()
        let service = monitors[monitor].service
        jobs[job].purpose = purpose
        jobs[job].kind = kind
        jobs[job].instance = services[service].firstInstance
        jobs[job].item = model.monitors[monitor].isEach ? Int32(target) : -1
        // What the target is, whether or not it has a number.
        jobs[job].callerPlace = Int32(target)
        jobs[job].callGeneration = monitor.number
        jobs[job].priority = 0
        return job
    }

    /// A job of the monitor's own lane.
    private mutating func enterOwn(_ job: JobIndex) {
        let service = instances[jobs[job].instance].service
        let kind = kinds[Int(services[service].firstKind) + jobs[job].kind.offset]
        let lane = instances[jobs[job].instance].firstLane
        jobs[job].lane = lane
        jobs[job].arrivedAt = now
        jobNumber &+= 1
        jobs[job].number = jobNumber
        jobs[job].position = kind.firstInstruction
        laneAccounts[Int(lanes[lane].account)].arrivals += 1
        if lanes[lane].busy < lanes[lane].workers { start(job) } else { enqueue(job) }
    }

    /// A check has not been answered in time, whether it was sent or still waits for a worker.
    mutating func timeOutCheck(_ monitor: MonitorIndex, target: Int, _ number: Int64) {
        let record = monitors[monitor].targets[target]
        guard record.number == number, !record.job.isNone, jobs[record.job].generation == record.jobGeneration else {
            return
        }
        monitors[monitor].targets[target].job = .none
        remove(record.job)
        judge(monitor, target, isFailure: true)
    }

    mutating func judge(_ job: JobRecord, _ outcome: CallOutcome) {
        let (monitor, target) = (MonitorIndex(number: job.callGeneration), Int(job.callerPlace))
        monitors[monitor].targets[target].job = .none
        judge(monitor, target, isFailure: outcome != .ok)
    }

    private mutating func judge(_ monitor: MonitorIndex, _ target: Int, isFailure: Bool) {
        let definition = model.monitors[monitor]
        var record = monitors[monitor].targets[target]
        let didLookDown = record.failures >= definition.failures
        if isFailure {
            record.failures += 1
            record.recoveries = 0
            if !didLookDown, record.failures >= definition.failures { monitors[monitor].looksDown += 1 }
        } else {
            record.recoveries += 1
            if record.recoveries >= definition.recoveries {
                if didLookDown { monitors[monitor].looksDown -= 1 }
                if record.isAlerting { monitors[monitor].alerting -= 1 }
                record.failures = 0
                record.isAlerting = false
            }
        }
        monitors[monitor].targets[target] = record
        if isFailure, record.failures >= definition.failures { considerAlert(monitor, target) }
    }

    /// Enough checks have failed: an alert, unless there was one not long ago.
    private mutating func considerAlert(_ monitor: MonitorIndex, _ target: Int) {
        let definition = model.monitors[monitor]
        if let hold = definition.hold {
            let share = FixedPoint(monitors[monitor].looksDown, of: monitors[monitor].targets.count)
            guard share <= hold else { return }
        }
        let record = monitors[monitor].targets[target]
        if record.isAlerting {
            guard let again = definition.again, now - record.lastAlert >= again.nanoseconds else { return }
        } else {
            monitors[monitor].alerting += 1
        }
        monitors[monitor].targets[target].isAlerting = true
        monitors[monitor].targets[target].lastAlert = now
        let isFalse = isWell(target, of: monitor)
        monitors[monitor].alerts += 1
        monitors[monitor].falseAlerts += isFalse ? 1 : 0
        monitors[monitor].raised.append((now, Int32(target), isFalse))
        if monitors[monitor].firstAlert == nil {
            monitors[monitor].firstAlert = now
            note("\(definition.name) raises its first alert")
        }
        goWide(monitor)
        let job = makeOwnJob(of: monitor, target, Self.alertKind, .alert)
        enterOwn(job)
    }

    private mutating func goWide(_ monitor: MonitorIndex) {
        guard let wide = model.monitors[monitor].wide, !monitors[monitor].hasGoneWide else { return }
        let share = FixedPoint(monitors[monitor].alerting, of: monitors[monitor].targets.count)
        guard share >= wide.share else { return }
        monitors[monitor].hasGoneWide = true
        note("\(model.monitors[monitor].name): \(wide.share) of its targets are in alert")
        perform(
            Int(monitors[monitor].wideActions), ActionContext(place: Int32(model.monitors[monitor].place.offset)))
    }

    /// Whether a target would answer now, but for a queue: it runs, and the path is whole.
    private func isWell(_ target: Int, of monitor: MonitorIndex) -> Bool {
        let definition = model.monitors[monitor]
        let all = selected(
            definition.of, definition.isEach ? .number(target) : .all, item: -1)
        return all.contains { instance in
            let record = instances[instance]
            let first = Int(record.firstMode)
            let kinds = Int(services[record.service].kindCount)
            let isBad = (first..<first + kinds).contains { modes[$0].mode != .ok }
            let delay = paths.delay(from: Int32(definition.place.offset), to: record.place)
            return !record.isDown && !isBad && delay >= 0 && !isStuck(instance)
        }
    }

    /// The work of an alert is done; it takes effect after the monitor's delay.
    mutating func finishAlert(_ job: JobRecord) {
        let monitor = MonitorIndex(number: job.callGeneration)
        let delay = model.monitors[monitor].alertDelay.nanoseconds
        if delay > 0 {
            events.add(.alert, at: now + delay, monitor.number, UInt32(job.callerPlace))
        } else {
            carryOutAlert(monitor, target: Int(job.callerPlace))
        }
    }

    mutating func carryOutAlert(_ monitor: MonitorIndex, target: Int) {
        let definition = model.monitors[monitor]
        perform(
            Int(monitors[monitor].alertActions),
            ActionContext(place: Int32(definition.place.offset), item: definition.isEach ? Int32(target) : -1))
    }

    /// Forgets what it knows; its checks go on as they were due.
    mutating func restart(_ monitor: MonitorIndex) {
        let instance = services[monitors[monitor].service].firstInstance
        _ = clear(instance)
        for target in monitors[monitor].targets.indices {
            monitors[monitor].targets[target] = MonitorRecord.Target()
            monitors[monitor].targets[target].number = -1
        }
        monitors[monitor].looksDown = 0
        monitors[monitor].alerting = 0
        monitors[monitor].hasGoneWide = false
    }
}
