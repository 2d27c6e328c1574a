import NetworkPrimitives

// The LSA limit: what is counted, and what may enter the database. What follows is in the limit's tables.
extension Router {
    public var limitPhase: LimitPhase { limit.phase }
    /// How many LSAs the database holds.
    public var databaseCounts: DatabaseCounts { database.counts }
    /// How many of them count towards the limit; of what is counted apart, the largest. Routes where those are counted.
    public var countedLSAs: Int {
        if database.tally.isKept { return database.tally.largest }
        return switch configuration.limit.count {
        case .all, .externalAndNSSA: database.counts.all
        case .foreign: database.counts.foreign
        case .externalNonDefault: database.counts.externalNonDefault
        case .routes: limit.routes
        }
    }

    private func counts(_ key: DatabaseKey, isSelfOriginated: Bool) -> Bool {
        if database.tally.isKept { return database.tally.counts(key, isSelfOriginated: isSelfOriginated) }
        return switch configuration.limit.count {
        case .all, .externalAndNSSA: true
        case .foreign: !isSelfOriginated
        case .externalNonDefault: key.isExternalNonDefault
        case .routes: false
        }
    }

    /// The load on the limit with `adding` more LSAs of this key.
    private func load(_ key: DatabaseKey, adding: Int) -> LimitLoad? {
        let policy = configuration.limit
        if database.tally.isKept {
            let own = policy.scope == .lsaType ? policy.typeMaximums[key.type] : nil
            guard let maximum = own ?? policy.maximum else { return nil }
            return LimitLoad(
                count: database.tally.count(beside: key) + adding, maximum: maximum,
                group: database.tally.group(of: key))
        }
        guard let maximum = policy.maximum else { return nil }
        return LimitLoad(count: countedLSAs + adding, maximum: maximum, group: .instance)
    }

    func isOver(_ count: Int, _ maximum: UInt32) -> Bool {
        let isOver = configuration.limit.trip == .exceeds ? count > Int(maximum) : count >= Int(maximum)
        guard isOver, let gate = configuration.limit.memoryGate else { return isOver }
        return gate.isOpen(lsas: database.counts.all)
    }

    /// Whether what the database holds is over the limit.
    var isOverLimit: Bool { isAny { isOver($0, $1) } }

    /// Whether the database holds as much as it may.
    var isFull: Bool { isAny { count, maximum in count >= Int(maximum) } }

    /// What is over the limit now; of several groups the first.
    private var excess: LimitLoad? {
        guard isOverLimit else { return nil }
        let policy = configuration.limit
        guard database.tally.isKept else {
            return LimitLoad(count: countedLSAs, maximum: policy.maximum ?? 0, group: .instance)
        }
        let over = database.tally.groups { count, type in
            policy.maximum(of: type).map { isOver(count, $0) } ?? false
        }
        return over.first.map {
            LimitLoad(count: $0.count, maximum: policy.maximum(of: $0.type) ?? 0, group: $0.group)
        }
    }

    /// Whether a count, held against its maximum, is such.
    private func isAny(_ isSuch: (_ count: Int, _ maximum: UInt32) -> Bool) -> Bool {
        let policy = configuration.limit
        guard database.tally.isKept else { return policy.maximum.map { isSuch(countedLSAs, $0) } ?? false }
        return database.tally.contains { count, type in
            guard let maximum = policy.maximum(of: type) else { return false }
            return isSuch(count, maximum)
        }
    }

    /// Decides about an LSA whose key the database does not hold.
    mutating func admit(_ key: LSAKeyID, _ context: inout RouterContext) -> Admission {
        guard configuration.limit.isSet else { return .accept }
        let name = context.store[key]
        let isSelfOriginated = name.advertisingRouter == routerID
        guard counts(name, isSelfOriginated: isSelfOriginated), let load = load(name, adding: 1) else { return .accept }
        warn(load, &context)
        // A latch does not depend on how full the database is.
        let isLatched = limit.phase == .rejecting && configuration.limit.release != .belowLimit
        // RFC 1765 §2.3.1 (3): what still fits is accepted, also in the overflow state.
        guard isLatched || isOver(load.count, load.maximum) else { return .accept }
        let isRefused = take(.met, load, &context) || isLatched
        if limit.isIsolated { return .isolated }
        return isRefused ? reject() : .accept
    }

    /// Decides about a newer instance of an LSA that the database holds: `nil` where it may enter, as RFC 1765
    /// §2.3.1 (1) has it.
    func refusal(ofUpdate key: LSAKeyID, isMaxAge: Bool, _ store: LSAStore) -> Admission? {
        let policy = configuration.limit
        guard limit.isRefusing, policy.heldUpdates != .accept else { return nil }
        guard policy.heldUpdates == .refuse || !isMaxAge else { return nil }
        let name = store[key]
        guard counts(name, isSelfOriginated: name.advertisingRouter == routerID) else { return nil }
        return .reject(acknowledge: policy.acknowledgesRejected)
    }

    private mutating func reject() -> Admission {
        counters.lsasRejected += 1
        return .reject(acknowledge: configuration.limit.acknowledgesRejected)
    }

    /// The router put an LSA of its own into the database (RFC 1765 §2.2, the second case). It cannot refuse itself; what
    /// isolates it waits until the input has been handled.
    mutating func ownLSAAdded(_ key: LSAKeyID, _ context: inout RouterContext) {
        let name = context.store[key]
        guard limit.phase == .normal, counts(name, isSelfOriginated: true), let load = load(name, adding: 0) else {
            return
        }
        warn(load, &context)
        guard isOver(load.count, load.maximum) else { return }
        if configuration.limit.action == .shutdown {
            limit.mustLook = true
        } else {
            _ = take(.met, load, &context)
        }
    }

    /// Looks at the whole database: after a change of the policy, and for LSAs of the router's own.
    mutating func lookAtLimit(_ context: inout RouterContext) {
        limit.mustLook = false
        guard limit.phase == .normal, let load = excess else { return }
        _ = take(.met, load, &context)
    }

    func warnsAt(_ load: LimitLoad) -> Bool {
        let threshold = Int(configuration.limit.warningThreshold)
        return threshold > 0 && !limit.hasWarned && load.count * 100 >= threshold * Int(load.maximum)
    }

    mutating func warn(_ load: LimitLoad, _ context: inout RouterContext) {
        if warnsAt(load) { _ = take(.nearing, load, &context) }
    }

    /// An LSA left the database.
    mutating func countFell(_ context: inout RouterContext) {
        let isRelieved: Bool
        switch limit.phase {
        case .refusing: isRelieved = !isOverLimit
        case .rejecting:
            isRelieved = configuration.limit.release == .belowLimit && !isFull
        case .normal, .isolated, .isolatedPermanently, .overloaded, .overflow: return
        }
        if isRelieved { _ = take(.relieved, nil, &context) }
    }

    /// The operator changed the limit. A router that is isolated by the old one stays so; otherwise the new limit is
    /// held against the database at once.
    mutating func limitPolicyChanged(from old: LimitPolicy, _ context: inout RouterContext) {
        keepTally(context.store)
        if old.redistribution != configuration.limit.redistribution {
            redistributionLimitChanged(&context)
        }
        guard !limit.isIsolated else { return }
        if old != configuration.limit, configuration.limit.clearsOnReconfiguration {
            clearProcess(&context)
            return
        }
        if limit.phase != .normal { endProtection(&context) }
        lookAtLimit(&context)
    }

    /// Counts the whole database again by the policy's own rule, or ceases to. O(n).
    mutating func keepTally(_ store: LSAStore) {
        database.tally = LimitTally(configuration.limit)
        guard database.tally.isKept else { return }
        for slot in database.entries.indices where database.isInUse(slot) {
            database[slot].flags.remove(.orphan)
            database.tally.change(
                by: 1, store[database[slot].key],
                isSelfOriginated: database[slot].flags.contains(.selfOriginated))
        }
        countOrphans(store)
    }

    /// Leaves out the LSAs whose originator the last calculation did not reach, where the policy does. O(n).
    mutating func countOrphans(_ store: LSAStore) {
        guard database.tally.isKept, !database.tally.countsOrphans else { return }
        var known: [RouterID: Bool] = [:]
        for slot in database.entries.indices where database.isInUse(slot) {
            let key = store[database[slot].key]
            let isReached = known[key.advertisingRouter] ?? isReachable(key.advertisingRouter, store)
            known[key.advertisingRouter] = isReached
            guard isReached == database[slot].flags.contains(.orphan) else { continue }
            database.tally.change(
                by: isReached ? 1 : -1, key, isSelfOriginated: database[slot].flags.contains(.selfOriginated))
            if isReached { database[slot].flags.remove(.orphan) } else { database[slot].flags.insert(.orphan) }
        }
    }
}
