import NetworkPrimitives

// The model as flat tables.

extension ServiceWorld {
    mutating func compile() {
        compilePriorities()
        totals.connectionsOpened = Array(repeating: 0, count: model.services.count + model.monitors.count)
        caches = model.caches.map { _ in CacheRecord() }
        // Steps and edges refer to services by number: all are known before the first step is read.
        for service in model.services { addService(service) }
        for monitor in model.monitors.indices { addMonitorService(monitor) }
        for source in model.sources.indices { callAccounts.append(CallAccount(name: model.sources[source].name)) }
        for service in model.services.indices { compileKinds(of: service) }
        for monitor in model.monitors.indices { compile(monitor) }
        for source in model.sources.indices { compile(source) }
        for person in model.people.indices { compile(person) }
        timelineLists = model.timeline.map { compile($0.actions) }
        compileMetrics()
        for edge in edges.indices { addWarmConnections(edge) }
    }

    private mutating func compilePriorities() {
        var found: Set<Int32> = [0]
        for service in model.services {
            for kind in service.kinds {
                if let priority = kind.priority { found.insert(Int32(clamping: priority)) }
                kind.steps.forEachCall { if let priority = $0.priority { found.insert(Int32(clamping: priority)) } }
            }
        }
        for source in model.sources {
            if let priority = source.call.priority { found.insert(Int32(clamping: priority)) }
        }
        priorities = found.sorted()
    }

    // MARK: Services

    private mutating func addService(_ definition: ServiceDefinition) {
        let name = "service \(definition.name)"
        var record = ServiceRecord()
        record.isShared = definition.balance == .shared
        record.balance = definition.balance
        record.units = Int32(clamping: definition.instances)
        record.active = record.isShared ? 1 : record.units
        let most = max(definition.instances, definition.autoscale?.maximum ?? 0, largestSetting(of: definition))
        record.allocated = record.isShared ? 1 : Int32(clamping: most)
        record.laneCount = Int32(definition.lanes.count)
        record.kindCount = Int32(definition.kinds.count + 1)
        record.connectKind = KindIndex(definition.kinds.count)
        record.refusesWhenDown = definition.refusesWhenDown
        record.dropExpired = definition.dropExpired?.nanoseconds ?? -1
        record.firstShed = Int32(sheddings.count)
        record.shedCount = Int32(definition.shed.count)
        sheddings += definition.shed
        if let connect = definition.connect {
            record.roundTrips = Int32(clamping: connect.roundTrips)
            record.connectNeedsWorker = connect.lane != nil
            record.maximumConnections = connect.maximum.map { Int32(clamping: $0) } ?? .max
        }
        if let guardian = definition.guardian {
            record.guardian = Int32(guards.count)
            guards.append(BreakerRecord())
            guardSettings.append(BreakerSettings(guardian.breaker))
        }
        record.balanceStream = chance.stream(of: name, for: "balance")
        record.workStream = chance.stream(of: name, for: "work")
        record.failStream = chance.stream(of: name, for: "fail")
        record.keyStream = chance.stream(of: name, for: "keys")
        add(record, lanes: definition.lanes, place: Int32(definition.place.offset))
        if let autoscale = definition.autoscale { add(autoscale, to: ServiceIndex(services.count - 1)) }
    }

    /// The most instances that an action asks for.
    private func largestSetting(of definition: ServiceDefinition) -> Int {
        var largest = 0
        model.forEachAction {
            if case .set(let service, let change) = $0, model.services[service].name == definition.name {
                largest = max(largest, change.instances ?? 0)
            }
        }
        return largest
    }

    private mutating func add(_ autoscale: AutoscaleDefinition, to service: ServiceIndex) {
        scalers.append(
            ScalerRecord(
                service: service, period: autoscale.period.nanoseconds, target: autoscale.target.billionths,
                delay: autoscale.delay.nanoseconds, minimum: autoscale.minimum, maximum: autoscale.maximum))
    }

    /// Adds a service with its instances and lanes.
    private mutating func add(_ record: ServiceRecord, lanes definitions: [LaneDefinition], place: Int32) {
        var record = record
        let service = ServiceIndex(services.count)
        record.firstInstance = InstanceIndex(instances.count)
        record.firstAccount = Int32(laneAccounts.count)
        for lane in definitions.indices { laneAccounts.append(LaneAccount(service: service, lane: Int32(lane))) }
        for ordinal in 0..<record.allocated {
            let instance = InstanceIndex(instances.count)
            instances.append(
                InstanceRecord(
                    service: service, ordinal: ordinal, place: place, firstLane: LaneIndex(lanes.count),
                    firstMode: Int32(modes.count)))
            modes += Array(repeating: ModeRecord(), count: Int(record.kindCount))
            for (position, definition) in definitions.enumerated() {
                addLane(definition, of: instance, record, account: record.firstAccount + Int32(position))
            }
        }
        services.append(record)
        edgesOfService.append([])
    }

    private mutating func addLane(
        _ definition: LaneDefinition, of instance: InstanceIndex, _ service: ServiceRecord, account: Int32
    ) {
        let units = service.isShared ? Int(service.units) : 1
        lanes.append(
            LaneRecord(
                instance: instance, workers: definition.workers.map { Int32(clamping: $0 * units) } ?? .max,
                capacity: definition.queue.map { Int32(clamping: $0) } ?? .max, order: definition.order,
                firstList: Int32(lists.count), account: account))
        let count = definition.order == .priority ? priorities.count : 1
        lists += Array(repeating: JobList(), count: count)
    }

    // MARK: Kinds and steps

    private mutating func compileKinds(of service: ServiceIndex) {
        let definition = model.services[service]
        services[service].firstKind = Int32(kinds.count)
        var records: [KindRecord] = []
        for (position, kind) in definition.kinds.enumerated() {
            let isGuarded = definition.guardian?.kinds.contains(KindIndex(position)) ?? false
            let name = "service \(definition.name) \(kind.name)"
            records.append(
                KindRecord(
                    firstInstruction: compileProgram(kind.steps, of: service, name), lane: Int32(kind.lane),
                    priority: kind.priority.map { Int32(clamping: $0) } ?? .min, isGuarded: isGuarded))
        }
        var connect = KindRecord(isGuarded: definition.guardian?.includesConnect ?? false)
        if let settings = definition.connect, let lane = settings.lane {
            connect.lane = Int32(lane)
            connect.firstInstruction = compileProgram([.work(settings.work)], of: service, "connect")
        }
        kinds += records + [connect]
    }

    private mutating func compileProgram(_ steps: [ServiceStep], of service: ServiceIndex, _ name: String) -> Int32 {
        // Look-ups refer to positions: steps within steps are laid out behind each other.
        var program: [Instruction] = []
        append(steps, to: &program, of: service, name, depth: 0)
        program.append(Instruction(operation: .end))
        let first = instructions.count
        for position in program.indices where program[position].operation == .lookup {
            program[position].second += Int32(first)
        }
        instructions += program
        return Int32(first)
    }

    private mutating func append(
        _ steps: [ServiceStep], to program: inout [Instruction], of service: ServiceIndex, _ name: String, depth: Int
    ) {
        for step in steps {
            switch step {
            case .work(let time):
                program.append(Instruction(operation: .work, first: addSampler(time)))
            case .call(let call):
                let position = edgesOfService[service.offset].count
                let edge = addEdge(call, callers: services[service].allocated, name: "\(name) call \(position)")
                edgesOfService[service.offset].append(edge)
                program.append(
                    Instruction(
                        operation: .call, first: Int32(edge.offset), second: Int32(clamping: max(call.times, 1)),
                        amount: call.isOptional ? 1 : 0))
            case .lookup(let lookup):
                let number = addLookup(lookup, of: service)
                let position = program.count
                program.append(Instruction(operation: .lookup, first: number, amount: Int64(depth)))
                append(lookup.miss, to: &program, of: service, name, depth: depth + 1)
                program.append(Instruction(operation: .fill, first: number, amount: Int64(depth)))
                program[position].second = Int32(program.count)
            case .release: program.append(Instruction(operation: .release))
            case .reply: program.append(Instruction(operation: .reply))
            case .fail(let chance): program.append(Instruction(operation: .fail, amount: chance.billionths))
            case .stop(let service): program.append(Instruction(operation: .stop, first: Int32(service.offset)))
            case .start(let service): program.append(Instruction(operation: .start, first: Int32(service.offset)))
            case .act(let actions): program.append(Instruction(operation: .act, first: Int32(compile(actions))))
            }
        }
    }

    mutating func addSampler(_ time: WorkTime) -> Int32 {
        samplers.append(chance.sampler(of: time))
        return Int32(samplers.count - 1)
    }

    private mutating func addLookup(_ definition: LookupDefinition, of service: ServiceIndex) -> Int32 {
        let cache = definition.cache
        caches[cache].keys = max(caches[cache].keys, Int32(clamping: definition.keys))
        let known = lookups.first {
            $0.cache == Int32(cache) && $0.isPerInstance == definition.isPerInstance
                && (!$0.isPerInstance || $0.service == service.number)
        }
        var record = LookupRecord(
            cache: Int32(cache), keys: Int32(clamping: max(definition.keys, 1)),
            timeToLive: definition.timeToLive?.nanoseconds ?? .max, isPerInstance: definition.isPerInstance,
            service: service.number, firstStore: Int32(cacheStores.count))
        if let known {
            record.firstStore = known.firstStore
        } else {
            let count = definition.isPerInstance ? Int(services[service].allocated) : 1
            caches[cache].stores += cacheStores.count..<cacheStores.count + count
            cacheStores += Array(repeating: [], count: count)
        }
        lookups.append(record)
        return Int32(lookups.count - 1)
    }

    // MARK: Monitors

    /// The workers of a monitor are a service that nobody calls.
    private mutating func addMonitorService(_ monitor: MonitorIndex) {
        let definition = model.monitors[monitor]
        let name = "monitor \(definition.name)"
        var record = ServiceRecord()
        record.kindCount = 2
        record.balanceStream = chance.stream(of: name, for: "balance")
        record.workStream = chance.stream(of: name, for: "work")
        record.failStream = record.workStream
        record.keyStream = record.workStream
        let lane = LaneDefinition(name: "main", workers: definition.workers)
        add(record, lanes: [lane], place: Int32(definition.place.offset))
        var state = MonitorRecord()
        state.service = ServiceIndex(services.count - 1)
        let count = definition.isEach ? units(of: definition.of) : 1
        state.targets = Array(repeating: MonitorRecord.Target(), count: max(count, 1))
        monitors.append(state)
    }

    private mutating func compile(_ monitor: MonitorIndex) {
        let definition = model.monitors[monitor]
        let service = monitors[monitor].service
        var check = definition.check
        if definition.isEach { check.item = .same }
        if !definition.countsFromDue, let timeout = definition.timeout {
            check.policy.timeout = min(check.policy.timeout ?? timeout, timeout)
        }
        let name = "monitor \(definition.name)"
        services[service].firstKind = Int32(kinds.count)
        let work = definition.work
        let checkProgram = compileProgram([.work(work), .call(check)], of: service, name)
        let alertProgram = compileProgram([.work(definition.alertWork)], of: service, name)
        kinds.append(KindRecord(firstInstruction: checkProgram))
        kinds.append(KindRecord(firstInstruction: alertProgram))
        monitors[monitor].alertActions = Int32(compile(definition.alert))
        if let wide = definition.wide { monitors[monitor].wideActions = Int32(compile(wide.actions)) }
    }
}
