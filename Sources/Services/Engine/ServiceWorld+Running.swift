import NetworkPrimitives

// Instances that stop and start, and services that grow.

extension ServiceWorld {
    /// The instances that a selection means.
    func selected(_ service: ServiceIndex, _ selection: ServiceAction.Selection, item: Int32) -> [InstanceIndex] {
        let count = Int(services[service].active)
        let all = (0..<count).map { services[service].firstInstance.advanced(by: $0) }
        guard count > 0 else { return [] }
        switch selection {
        case .all: return all
        case .same: return item >= 0 ? [all[Int(item) % count]] : all
        case .number(let number): return [all[number % count]]
        }
    }

    mutating func setRunning(
        _ isRunning: Bool, _ service: ServiceIndex, _ selection: ServiceAction.Selection, item: Int32
    ) {
        for instance in selected(service, selection, item: item) {
            if isRunning { start(instance) } else { stop(instance) }
        }
    }

    /// Modes are ok again, and its age is zero.
    mutating func start(_ instance: InstanceIndex) {
        instances[instance].isDown = false
        instances[instance].startedAt = now
        let service = instances[instance].service
        let first = Int(instances[instance].firstMode)
        for mode in first..<first + Int(services[service].kindCount) { modes[mode] = ModeRecord() }
    }

    /// All its jobs end at once, and their callers learn so at once.
    mutating func stop(_ instance: InstanceIndex) {
        instances[instance].isDown = true
        let waiting = clear(instance)
        for (call, generation) in waiting where calls[call].generation == generation { finishTarget(call, .broken) }
    }

    /// Empties an instance: what it held, queued, kept and connected is gone.
    ///
    /// - Returns: the calls that waited for its answers, in the order in which their requests arrived.
    mutating func clear(_ instance: InstanceIndex) -> [(call: CallIndex, generation: UInt32)] {
        instances[instance].epoch &+= 1
        instances[instance].connections = 0
        let own = jobs.indices.filter { jobs[$0].instance == instance && jobs[$0].state.isPresent }
            .sorted { jobs[$0].number < jobs[$1].number }
        let lanes = ownLanes(of: instance)
        // Nobody starts while the instance is taken down.
        let workers = lanes.map { self.lanes[$0].workers }
        for lane in lanes { self.lanes[lane].workers = 0 }
        var waiting: [(CallIndex, UInt32)] = []
        // Those without a connection first: none of them gets one that is given back now.
        for job in own where !jobs[job].outgoing.isNone && calls[jobs[job].outgoing].state == .waitingForConnection {
            abandon(jobs[job].outgoing)
            jobs[job].outgoing = .none
        }
        for job in own {
            let record = jobs[job]
            if !record.call.isNone, !record.isReplied { waiting.append((record.call, record.callGeneration)) }
            remove(job)
        }
        for (lane, count) in zip(lanes, workers) { self.lanes[lane].workers = count }
        forgetCaller(instance)
        return waiting
    }

    func ownLanes(of instance: InstanceIndex) -> [LaneIndex] {
        let count = Int(services[instances[instance].service].laneCount)
        return (0..<count).map { instances[instance].firstLane.advanced(by: $0) }
    }

    /// Pools, breakers, budgets and caches of an instance are gone with it.
    private mutating func forgetCaller(_ instance: InstanceIndex) {
        let service = instances[instance].service
        let ordinal = instances[instance].ordinal
        for edge in edgesOfService[service.offset] {
            closePools(of: edge, caller: ordinal)
            if edges[edge].hasBreaker {
                let first = Int(edges[edge].firstBreaker + ordinal * edges[edge].targetCount)
                for breaker in first..<first + Int(edges[edge].targetCount) { breakers[breaker] = BreakerRecord() }
            }
            if edges[edge].budgetRatio >= 0 {
                budgets[Int(edges[edge].firstBudget + ordinal)] = edges[edge].budgetBurst
            }
        }
        for lookup in lookups where lookup.isPerInstance && lookup.service == service.number {
            cacheStores[Int(lookup.firstStore + ordinal)] = []
        }
    }

    // MARK: Autoscale

    /// Workers of lanes that are not without bound.
    func workers(of service: ServiceIndex) -> Int64 {
        var sum: Int64 = 0
        for offset in 0..<Int(services[service].active) {
            for lane in ownLanes(of: services[service].firstInstance.advanced(by: offset))
            where lanes[lane].workers != .max {
                sum += Int64(lanes[lane].workers)
            }
        }
        return sum
    }

    private func busyIntegral(of service: ServiceIndex) -> Int128 {
        let first = Int(services[service].firstAccount)
        return (first..<first + Int(services[service].laneCount)).reduce(Int128(0)) {
            var account = laneAccounts[$1]
            account.advance(to: now)
            return $0 + account.busyIntegral
        }
    }

    /// Units that a service has now.
    func units(of service: ServiceIndex) -> Int {
        Int(services[service].isShared ? services[service].units : services[service].active)
    }

    /// Looks at how busy a service was since the last look.
    mutating func scale(_ scaler: Int) {
        let service = scalers[scaler].service
        let busy = busyIntegral(of: service)
        let spent = busy - scalers[scaler].busyBefore
        // By what there is now, whenever it came.
        let offered = Int128(workers(of: service)) * Int128(scalers[scaler].period)
        scalers[scaler].busyBefore = busy
        let settings = scalers[scaler]
        events.add(.scale, at: now + settings.period, UInt32(scaler))
        guard offered > 0 else { return }
        let current = units(of: service)
        // ceil(units · busy / (capacity · target)), in whole numbers.
        let numerator = Int128(current) * spent * Int128(FixedPoint.unit)
        let denominator = offered * Int128(settings.target)
        let wanted = min(max(Int((numerator + denominator - 1) / denominator), settings.minimum), settings.maximum)
        if wanted > current + settings.pending {
            let more = wanted - current - settings.pending
            scalers[scaler].pending += more
            events.add(.unitsReady, at: now + settings.delay, UInt32(scaler), 0, Int64(more))
        } else if wanted < current, settings.pending == 0 {
            setUnits(wanted, of: service)
            note("\(model.services[service].name) shrinks to \(wanted)")
        }
    }

    mutating func addUnits(_ count: Int, to scaler: Int) {
        scalers[scaler].pending -= count
        let service = scalers[scaler].service
        setUnits(units(of: service) + count, of: service)
        note("\(model.services[service].name) grows to \(units(of: service))")
    }

    /// More instances begin empty; of fewer, the last are given nothing new, and end what they have.
    mutating func setUnits(_ count: Int, of service: ServiceIndex) {
        let record = services[service]
        if record.isShared {
            services[service].units = Int32(count)
            for (position, lane) in ownLanes(of: record.firstInstance).enumerated() {
                guard let workers = model.services[service].lanes[position].workers else { continue }
                setWorkers(lane, Int32(clamping: workers * count))
            }
        } else {
            let active = min(Int32(count), record.allocated)
            services[service].active = active
            if active > record.active {
                for ordinal in record.active..<active { start(record.firstInstance.advanced(by: Int(ordinal))) }
            }
        }
    }
}

/// Who adds and removes the instances of a service.
struct ScalerRecord: Sendable {
    let service: ServiceIndex
    let period: Int64
    let target: Int64
    let delay: Int64
    let minimum: Int
    let maximum: Int
    var pending = 0
    var busyBefore: Int128 = 0
}

extension JobRecord.State {
    /// Whether the job is at its server.
    var isPresent: Bool { self != .free && self != .travelling }
}
