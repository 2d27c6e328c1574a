import NetworkPrimitives

// Laws that hold whatever the model is, exactly, in whole numbers.

extension ServiceWorld {
    /// What of these laws does not hold now; empty where all do.
    ///
    /// - Every call that began has one outcome, or is under way.
    /// - Little's law: the time integral of a queue is the sum of the waits, that of the busy workers the sum of the spans for
    ///   which they were held.
    /// - No worker is free while somebody waits for it.
    /// - Counts of lanes are those of the jobs in them.
    public var brokenLaws: [String] {
        var broken: [String] = []
        let underWay = Int64(calls.count { $0.state != .free })
        let ended = totals.outcomes.reduce(0, +)
        if totals.begun != ended + underWay {
            broken.append("\(totals.begun) calls began, \(ended) ended, \(underWay) are under way")
        }
        for account in laneAccounts.indices { broken += brokenLaws(ofAccount: account) }
        for lane in lanes.indices { broken += brokenLaws(of: lane) }
        return broken
    }

    private func name(ofAccount account: Int) -> String {
        let (service, lane) = (laneAccounts[account].service.offset, Int(laneAccounts[account].lane))
        guard service < model.services.count else {
            return "monitor \(model.monitors[MonitorIndex(service - model.services.count)].name)"
        }
        let definition = model.services[ServiceIndex(service)]
        return "\(definition.name)/\(definition.lanes[lane].name)"
    }

    private func brokenLaws(ofAccount number: Int) -> [String] {
        var account = laneAccounts[number]
        account.advance(to: now)
        var (waits, held): (Int128, Int128) = (account.waitSum, account.heldSum)
        for job in jobs where !job.lane.isNone && Int(lanes[job.lane].account) == number {
            let start = model.warmup.nanoseconds
            if job.state == .queued { waits += Int128(now - max(job.arrivedAt, min(start, now))) }
            if job.state != .free, job.holdsWorker { held += Int128(now - max(job.startedAt, min(start, now))) }
        }
        guard now > model.warmup.nanoseconds else { return [] }
        var broken: [String] = []
        let name = name(ofAccount: number)
        if account.waitingIntegral != waits {
            broken.append("Little's law at \(name): queue \(account.waitingIntegral), waits \(waits)")
        }
        if account.busyIntegral != held {
            broken.append("Little's law at \(name): busy \(account.busyIntegral), held \(held)")
        }
        return broken
    }

    private func brokenLaws(of lane: LaneIndex) -> [String] {
        let record = lanes[lane]
        let name = name(ofAccount: Int(record.account))
        var broken: [String] = []
        if record.waiting > 0, record.busy < record.workers {
            broken.append("\(name): \(record.waiting) wait while \(record.workers - record.busy) workers are free")
        }
        var (busy, waiting): (Int32, Int32) = (0, 0)
        var earliest = UInt64.max
        for job in jobs where job.state != .free && job.lane == lane {
            if job.holdsWorker { busy += 1 }
            if job.state == .queued {
                waiting += 1
                earliest = min(earliest, job.number)
            }
        }
        if busy != record.busy || waiting != record.waiting {
            broken.append("\(name): \(record.busy) busy, \(record.waiting) waiting; jobs say \(busy) and \(waiting)")
        }
        if record.order == .fifo, earliest < record.lastStarted {
            broken.append("\(name): job \(record.lastStarted) was started before job \(earliest)")
        }
        return broken
    }

    /// A number that two equal runs have in common.
    public var digest: UInt64 {
        var digest = Digest()
        digest.add(events.count)
        digest.add(totals.begun)
        for count in totals.outcomes { digest.add(count) }
        for account in callAccounts {
            for count in account.outcomes { digest.add(count) }
            digest.add(Int64(truncatingIfNeeded: account.responseSum))
        }
        for account in laneAccounts {
            digest.add(Int64(truncatingIfNeeded: account.waitingIntegral))
            digest.add(Int64(truncatingIfNeeded: account.busyIntegral))
            digest.add(account.started)
        }
        for entry in log { digest.add(entry.at.nanoseconds) }
        return digest.value
    }

    /// How often each source asked.
    public var requests: [Int64] {
        model.sources.indices.map { callAccounts[$0.offset].begunByBucket.reduce(0) { $0 + Int64($1) } }
    }
}
