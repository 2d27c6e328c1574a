import NetworkPrimitives

/// Where a router stands with its LSA limit.
public enum LimitPhase: UInt8, Sendable, CaseIterable {
    case normal
    /// Over the limit, and the grace period runs: new LSAs are refused.
    case refusing
    /// Full, and refusing what would add to the database.
    case rejecting
    /// Cut off from the network for the ignore time.
    case isolated
    /// Cut off until an operator intervenes.
    case isolatedPermanently
}

struct LimitState: Sendable {
    var phase = LimitPhase.normal
    /// Isolations since the last quiet reset time.
    var isolations: UInt32 = 0
    var hasWarned = false
    /// The count is over a limit that only warns, and this was told.
    var hasToldExceeded = false
    /// The last happening of the limit's own story.
    var last = HappeningID.none

    var isIsolated: Bool { phase == .isolated || phase == .isolatedPermanently }
    /// An isolated router takes part in nothing: it may send empty hellos, and hears nothing.
    var isDeafOrSilent: Bool { isIsolated }

    mutating func forget() { self = LimitState() }
}

/// Whether an LSA that would add to the database may enter it.
enum Admission: Sendable {
    case accept
    case reject(acknowledge: Bool)
    /// The router isolated itself rather than take it.
    case isolated
}

// The LSA limit: what is counted, when it trips, and what follows.
extension Router {
    public var limitPhase: LimitPhase { limit.phase }
    /// How many LSAs the database holds.
    public var databaseCounts: DatabaseCounts { database.counts }
    /// How many of them count towards the limit.
    public var countedLSAs: Int { counted(configuration.limit.count) }

    private func counted(_ rule: LimitPolicy.Count) -> Int {
        switch rule {
        case .all: database.counts.all
        case .foreign: database.counts.foreign
        case .externalNonDefault: database.counts.externalNonDefault
        }
    }

    private func counts(_ key: DatabaseKey, by rule: LimitPolicy.Count) -> Bool {
        switch rule {
        case .all: true
        case .foreign: key.advertisingRouter != routerID
        case .externalNonDefault: key.isExternalNonDefault
        }
    }

    private func isOver(_ count: Int, _ maximum: UInt32) -> Bool {
        configuration.limit.trip == .exceeds ? count > Int(maximum) : count >= Int(maximum)
    }

    /// Decides about an LSA whose key the database does not hold.
    mutating func admit(_ key: LSAKeyID, at now: Instant, _ context: inout RouterContext) -> Admission {
        let policy = configuration.limit
        guard let maximum = policy.maximum, counts(context.store[key], by: policy.count) else { return .accept }
        let count = counted(policy.count) + 1
        warn(count, maximum, at: now, &context)
        guard isOver(count, maximum) else { return .accept }
        switch policy.action {
        case .warn:
            if !limit.hasToldExceeded {
                limit.hasToldExceeded = true
                recordExceeded(count, maximum, at: now, &context)
            }
            return .accept
        case .reject:
            if limit.phase == .normal {
                limit.phase = .rejecting
                recordExceeded(count, maximum, at: now, &context)
            }
            return count > Int(maximum) ? reject() : .accept
        case .shutdown:
            if limit.phase == .refusing { return reject() }
            recordExceeded(count, maximum, at: now, &context)
            guard policy.grace > .zero else {
                isolate(at: now, &context)
                return .isolated
            }
            // The LSA that goes over the limit is the last to be taken.
            limit.phase = .refusing
            timers.set(Timer.limit, to: now + policy.grace)
            return .accept
        }
    }

    private mutating func reject() -> Admission {
        counters.lsasRejected += 1
        return .reject(acknowledge: configuration.limit.acknowledgesRejected)
    }

    private mutating func warn(_ count: Int, _ maximum: UInt32, at now: Instant, _ context: inout RouterContext) {
        let threshold = Int(configuration.limit.warningThreshold)
        guard threshold > 0, !limit.hasWarned, count * 100 >= threshold * Int(maximum) else { return }
        limit.hasWarned = true
        context.journal.record(
            .limitWarning, at: now, router: number, subject: maximum, detail: UInt32(count), cause: context.cause)
    }

    /// An LSA over the limit is put down to what made its originator send it; after an isolation, to the return that
    /// brought the whole database back.
    private mutating func recordExceeded(
        _ count: Int, _ maximum: UInt32, at now: Instant, _ context: inout RouterContext
    ) {
        var cause = context.cause
        if !limit.last.isNone, cause.isNone || cause < limit.last { cause = limit.last }
        limit.last = context.journal.record(
            .limitExceeded, at: now, router: number, subject: maximum, detail: UInt32(count), cause: cause)
        context.cause = limit.last
        context.journal.setComposition(composition(context), of: limit.last)
    }

    /// Who advertised what the database holds: the largest shares first, then by Router ID.
    private func composition(_ context: borrowing RouterContext) -> [Journal.Share] {
        var counts: [RouterID: Int] = [:]
        for slot in 0..<database.slotCount where database.isInUse(slot) {
            counts[context.store[database[slot].key].advertisingRouter, default: 0] += 1
        }
        return counts.map { Journal.Share(router: $0.key, count: $0.value) }
            .sorted { ($1.count, $0.router) < ($0.count, $1.router) }
    }

    // MARK: Isolation

    mutating func limitTimerFired(at now: Instant, _ context: inout RouterContext) {
        switch limit.phase {
        case .refusing:
            context.cause = limit.last
            if let maximum = configuration.limit.maximum, isOver(countedLSAs, maximum) {
                isolate(at: now, &context)
            } else {
                clearLimit(at: now, &context)
            }
        case .isolated: endIsolation(at: now, &context)
        case .normal, .rejecting, .isolatedPermanently: break
        }
    }

    private mutating func isolate(at now: Instant, _ context: inout RouterContext) {
        let policy = configuration.limit
        limit.isolations += 1
        counters.isolations += 1
        let isPermanent =
            policy.ignoreTime == nil
            || (policy.permanence == .reaches
                ? limit.isolations >= policy.ignoreCount : limit.isolations > policy.ignoreCount)
        limit.phase = isPermanent ? .isolatedPermanently : .isolated
        limit.last = context.journal.record(
            isPermanent ? .isolatedPermanently : .isolated, at: now, router: number, subject: limit.isolations,
            detail: UInt32(countedLSAs), cause: context.cause)
        context.cause = limit.last
        context.journal.setSilence(of: routerID, because: limit.last)
        timers.cancel(Timer.limitReset)
        timers.cancel(Timer.limit)
        let hellos = interfaces.indices.map { timers.deadline(Timer.number(.hello, interface: $0)) }
        leaveNetwork(reason: .isolated, keepingOwnLSAs: policy.keepsOwnLSAs, at: now, &context)
        if policy.isolatedHellos == .deaf {
            for index in interfaces.indices where interfaces[index].hasCarrier && hellos[index] != .never {
                timers.set(Timer.number(.hello, interface: index), to: hellos[index])
            }
        }
        if let ignoreTime = policy.ignoreTime, !isPermanent { timers.set(Timer.limit, to: now + ignoreTime) }
    }

    private mutating func endIsolation(at now: Instant, _ context: inout RouterContext) {
        limit.phase = .normal
        limit.hasWarned = false
        limit.hasToldExceeded = false
        limit.last = context.journal.record(
            .returned, at: now, router: number, subject: limit.isolations, cause: limit.last)
        context.cause = limit.last
        context.journal.setSilence(of: routerID, because: nil)
        timers.set(Timer.limitReset, to: now + configuration.limit.resetTime)
        joinNetwork(at: now, &context)
        // §12.4.2: a kept network-LSA is withdrawn, since no interface is Designated Router now.
        for interface in interfaces.indices { reoriginateNetworkLSA(of: interface, at: now, &context) }
        scheduleSPF(at: now, &context)
    }

    // MARK: Relief

    /// An LSA left the database.
    mutating func countFell(_ context: inout RouterContext) {
        guard limit.phase == .refusing || limit.phase == .rejecting,
            let maximum = configuration.limit.maximum
        else { return }
        let count = countedLSAs
        let isRelieved =
            limit.phase == .refusing
            ? !isOver(count, maximum) : configuration.limit.release == .belowLimit && count < Int(maximum)
        if isRelieved { clearLimit(at: context.now, &context) }
    }

    private mutating func clearLimit(at now: Instant, _ context: inout RouterContext) {
        limit.phase = .normal
        limit.hasWarned = false
        timers.cancel(Timer.limit)
        limit.last = context.journal.record(
            .limitCleared, at: now, router: number, subject: configuration.limit.maximum ?? 0,
            detail: UInt32(countedLSAs), cause: limit.last)
    }

    /// The operator changed the limit. A router that is isolated by the old one stays so; otherwise the new limit is
    /// held against the database at once.
    mutating func limitPolicyChanged(at now: Instant, _ context: inout RouterContext) {
        guard !limit.isIsolated else { return }
        if limit.phase != .normal { clearLimit(at: now, &context) }
        guard let maximum = configuration.limit.maximum, isOver(countedLSAs, maximum) else { return }
        recordExceeded(countedLSAs, maximum, at: now, &context)
        switch configuration.limit.action {
        case .warn: limit.hasToldExceeded = true
        case .reject: limit.phase = .rejecting
        case .shutdown where configuration.limit.grace > .zero:
            limit.phase = .refusing
            timers.set(Timer.limit, to: now + configuration.limit.grace)
        case .shutdown: isolate(at: now, &context)
        }
    }
}
