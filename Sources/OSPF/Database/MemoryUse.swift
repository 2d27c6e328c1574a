import NetworkPrimitives

/// How much of a router's memory the database uses, and what follows from that.
struct MemoryUse: Sendable {
    /// A router whose memory is not set pays one comparison for each LSA.
    let isKept: Bool
    /// In a trial of what would be needed, memory is counted and never used up.
    var isEnforced = true
    /// What the LSAs in the database take, in octets.
    private(set) var octets: UInt64 = 0
    /// The process is about to crash, and because of this.
    var fatal: HappeningID?
    /// The last happening of a shortage that goes on, while LSAs are not stored.
    var shortage: HappeningID?
    /// The octets that the LSA needs which found no room last.
    var wanted: UInt64 = 0
    /// Own LSAs that found no room, in this order.
    private(set) var withheld: [LSAKeyID] = []
    /// The same. Looked up only.
    private var withheldKeys: Set<LSAKeyID> = []

    init(of model: MemoryModel?) { isKept = model != nil }

    mutating func add(_ more: UInt64) { octets += more }
    mutating func remove(_ less: UInt64) {
        precondition(less <= octets, "memory that is given back was taken")
        octets -= less
    }

    mutating func withhold(_ key: LSAKeyID) {
        if withheldKeys.insert(key).inserted { withheld.append(key) }
    }

    /// The shortage is over.
    /// - Returns: the own LSAs that found no room.
    mutating func relieve() -> [LSAKeyID] {
        let keys = withheld
        (shortage, withheld, withheldKeys) = (nil, [], [])
        return keys
    }

    mutating func forget(keepingLSAs: Bool) {
        if !keepingLSAs { octets = 0 }
        fatal = nil
        _ = relieve()
    }
}

// The memory of the OSPF process: how much LSAs use, and what a router does when it is exhausted.
extension Router {
    /// What the process takes now, in octets; `nil` where no memory is set. O(neighbors).
    public var memoryUsed: UInt64? { configuration.memory.map(used) }

    private func used(_ model: MemoryModel) -> UInt64 {
        var sum = model.base + memory.octets
        guard model.perRetransmission > 0 else { return sum }
        for neighbor in neighbors.indices {
            sum += UInt64(neighbors[neighbor].retransmission.list.count) * UInt64(model.perRetransmission)
        }
        return sum
    }

    /// Whether LSAs are not stored at present, because there is no memory for them.
    public var isShortOfMemory: Bool { memory.shortage != nil }

    /// Whether the process is about to crash: its world has to end it.
    public var mustCrash: Bool { memory.fatal != nil }

    /// From now on memory is counted and never used up, to find out what would be needed.
    public mutating func liftMemoryLimit() { memory.isEnforced = false }

    func memoryTaken(byLSAOf length: UInt16) -> UInt64 { UInt64(length) + UInt64(configuration.memory?.perLSA ?? 0) }

    /// The database grew, or is about to have grown.
    mutating func noteMemory(because cause: HappeningID) {
        guard let model = configuration.memory else { return }
        let used = used(model)
        let isOver = used > model.octets && memory.isEnforced
        let most = isOver ? model.octets : used
        if most > counters.largestMemory { counters.largestMemory = most }
        if isOver, model.whenExhausted == .crash, memory.fatal == nil { memory.fatal = cause }
    }

    /// Whether there is memory for an LSA, in the place of one of another length where it replaces one. What replaces one that
    /// is no shorter needs none.
    func hasMemory(forLSAOf length: UInt16, replacing slot: DatabaseSlot?, _ store: LSAStore) -> Bool {
        guard memory.isKept, memory.isEnforced, let model = configuration.memory,
            model.whenExhausted == .allocationFailure
        else { return true }
        let old = slot.map { memoryTaken(byLSAOf: store[database[$0].instance].length) } ?? 0
        let new = memoryTaken(byLSAOf: length)
        return new <= old || used(model) + new - old <= model.octets
    }

    /// An LSA is not stored. The first one of a shortage is logged.
    mutating func allocationFailed(forLSAOf length: UInt16, _ context: inout RouterContext) {
        counters.allocationFailures += 1
        memory.wanted = memoryTaken(byLSAOf: length)
        guard memory.shortage == nil else { return }
        let entry = LogEntry.memoryExhausted(processMemory, held: composition(context.store))
        memory.shortage = recordMemory(entry, because: context.cause, &context)
    }

    /// Looks at the memory when an input has been handled: whether there is room again for what found none.
    mutating func settleMemory(_ context: inout RouterContext) {
        noteMemory(because: context.cause)
        guard let shortage = memory.shortage, let model = configuration.memory,
            used(model) + memory.wanted <= model.octets
        else { return }
        context.cause = context.journal.record(
            .memoryRelieved(processMemory, isCleared: false), at: context.now, router: number, cause: shortage)
        for key in memory.relieve() { originate(key, &context) }
    }

    /// Own LSAs for which there is no memory wait until there is.
    mutating func withhold(_ key: LSAKeyID, length: UInt16, _ context: inout RouterContext) {
        allocationFailed(forLSAOf: length, &context)
        memory.withhold(key)
    }

    /// The database is removed, and a shortage of memory is over.
    mutating func forgetMemory(keepingLSAs: Bool, _ context: inout RouterContext) {
        if let shortage = memory.shortage {
            context.journal.record(
                .memoryRelieved(
                    ProcessMemory(lsas: UInt32(database.counts.all), kibibytes: 0), isCleared: true),
                at: context.now, router: number, cause: context.cause.isNone ? shortage : context.cause)
        }
        memory.forget(keepingLSAs: keepingLSAs)
    }

    /// Writes down the crash that is due.
    public mutating func recordCrash(at now: Instant, in context: inout RouterContext) -> HappeningID {
        context.now = now
        let entry = LogEntry.crashed(processMemory, held: composition(context.store))
        return recordMemory(entry, because: memory.fatal ?? .none, &context)
    }

    private var processMemory: ProcessMemory {
        ProcessMemory(
            lsas: UInt32(database.counts.all), kibibytes: UInt32(clamping: (memoryUsed ?? 0) / 1_024))
    }

    private func recordMemory(
        _ entry: LogEntry, because cause: HappeningID, _ context: inout RouterContext
    ) -> HappeningID {
        let known = cause.isNone ? context.journal.circumstances.arrival(of: number) : cause
        return context.journal.record(
            entry, at: context.now, router: number, cause: context.journal.orColdStart(known))
    }
}
