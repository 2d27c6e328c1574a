import NetworkPrimitives
import OSPFWire

// What a router does at the rows of its limit's table.
extension Router {
    /// Follows the table: the first row for this event.
    ///
    /// - Parameter load: the count that led to the event; `nil` for timers and relief.
    /// - Returns: whether the LSA at hand is refused.
    mutating func take(
        _ event: LimitEvent, _ load: LimitLoad?, _ context: inout RouterContext
    ) -> Bool {
        let table = LimitMachine.table(of: configuration.limit.action)
        guard let row = table.row(limit.phase, event, where: { holds($0, load) }) else { return false }
        let before = limit.phase
        limit.phase = row.next
        var isRefused = false
        for step in row.steps {
            if step == .refuse { isRefused = true } else { perform(step, load, from: before, &context) }
        }
        return isRefused
    }

    private func holds(_ condition: LimitCondition, _ load: LimitLoad?) -> Bool {
        let policy = configuration.limit
        switch condition {
        case .isTooMany: return load.map { $0.count > Int($0.maximum) } ?? false
        case .fits: return load.map { $0.count <= Int($0.maximum) } ?? true
        case .withGrace: return policy.grace > .zero
        case .stillMet: return isOverLimit
        case .notMet: return !isOverLimit
        case .stillFull: return isFull
        case .isLastIsolation: return isLastIsolation
        case .mayNotReturn: return policy.permanence == .expires && limit.isolations >= policy.ignoreCount
        case .thenReject: return policy.afterGrace == .reject
        case .thenOverload: return policy.afterGrace == .overload
        case .rechecks: return policy.exitRechecks
        }
    }

    /// Whether the isolation that would follow now is for good.
    private var isLastIsolation: Bool {
        let policy = configuration.limit
        switch policy.permanence {
        case _ where policy.ignoreTime == nil: return true
        case .reaches: return limit.isolations + 1 >= policy.ignoreCount
        case .exceeds: return limit.isolations + 1 > policy.ignoreCount
        case .expires: return false
        }
    }

    private mutating func perform(
        _ step: LimitStep, _ load: LimitLoad?, from before: LimitPhase, _ context: inout RouterContext
    ) {
        let policy = configuration.limit
        switch step {
        case .refuse: break
        case .warn: if let load { recordWarning(load, &context) }
        case .tell: if let load { recordExceeded(load, &context) }
        case .tellOnce:
            guard !limit.hasToldExceeded, let load else { break }
            limit.hasToldExceeded = true
            recordExceeded(load, &context)
        case .tellRelief: recordRelief(&context)
        case .startGrace: timers.set(Timer.limit, to: context.now + policy.grace)
        case .startIgnoreTime: setLimitTimer(policy.ignoreTime, at: context.now)
        case .startResetTime: timers.set(Timer.limitReset, to: context.now + policy.resetTime)
        case .startTimeout: setLimitTimer(policy.overloadTimeout, at: context.now)
        case .startExitInterval:
            guard limit.phase == .overflow || policy.release == .timer else { break }
            setLimitTimer(policy.exitInterval.map { varied($0, at: context.now) }, at: context.now)
        case .stopTimer: timers.cancel(Timer.limit)
        case .isolate: isolate(&context)
        case .rejoin: endIsolation(&context)
        case .stayIsolated:
            limit.last = context.journal.record(
                .isolatedPermanently(isolations: limit.isolations, counted: 0), at: context.now, router: number,
                cause: limit.last)
        case .forgetIsolations: limit.isolations = 0
        case .raiseCosts: raiseCosts(&context)
        case .restoreCosts: restoreCosts(&context)
        case .withdrawExternals: withdrawExternals(&context)
        case .restoreExternals: restoreExternals(&context)
        }
    }

    /// Without a time, what was begun goes on until an operator ends it.
    private mutating func setLimitTimer(_ time: Duration?, at now: Instant) {
        if let time { timers.set(Timer.limit, to: now + time) } else { timers.cancel(Timer.limit) }
    }

    /// RFC 1765 §2.1: up to a tenth more or less, so that routers do not leave the overflow state together.
    private func varied(_ interval: Duration, at now: Instant) -> Duration {
        let jitter = configuration.limit.exitJitter
        let spread = interval.nanoseconds / Int64(jitter.denominator) * Int64(jitter.numerator)
        guard spread > 0 else { return interval }
        var dice = SeededDice(seed: UInt64(routerID.bits) << 32 ^ UInt64(bitPattern: now.nanoseconds))
        return interval - Duration(nanoseconds: spread) + dice.duration(upTo: Duration(nanoseconds: 2 * spread))
    }

    // MARK: Messages

    private mutating func recordWarning(_ load: LimitLoad, _ context: inout RouterContext) {
        limit.hasWarned = true
        context.journal.record(
            .limitWarning(reading(load)), at: context.now, router: number, cause: context.cause)
    }

    /// An LSA over the limit is attributed to what made its originator send it; after an isolation, to the return that
    /// brought the whole database back.
    private mutating func recordExceeded(_ load: LimitLoad, _ context: inout RouterContext) {
        var cause = context.cause
        if !limit.last.isNone, cause.isNone || cause < limit.last { cause = limit.last }
        limit.last = context.journal.record(
            .limitExceeded(reading(load), held: composition(context.store)), at: context.now, router: number,
            cause: cause)
        context.cause = limit.last
    }

    /// The common rule, others' LSAs counted together, needs no words.
    private func reading(_ load: LimitLoad) -> LimitCount {
        let rule = LimitRule(count: configuration.limit.count, group: load.group)
        let isCommon = rule == LimitRule(count: .foreign, group: .instance)
        return LimitCount(counted: UInt32(load.count), maximum: load.maximum, rule: isCommon ? nil : rule)
    }

    private mutating func recordRelief(_ context: inout RouterContext) {
        limit.hasWarned = false
        limit.last = context.journal.record(
            .limitCleared(counted: UInt32(countedLSAs), maximum: configuration.limit.maximum ?? 0), at: context.now,
            router: number, cause: limit.last)
    }

    /// Who advertised what the database holds: the largest shares first, then by Router ID.
    func composition(_ store: LSAStore) -> [Journal.Share] {
        var counts: [RouterID: Int] = [:]
        for entry in database.lsas() { counts[store[entry.key].advertisingRouter, default: 0] += 1 }
        return counts.map { Journal.Share(router: $0.key, count: $0.value) }
            .sorted { ($1.count, $0.router) < ($0.count, $1.router) }
    }

    // MARK: Timers

    mutating func limitTimerFired(_ context: inout RouterContext) {
        context.cause = limit.last
        switch limit.phase {
        case .refusing: _ = take(.graceOver, nil, &context)
        case .isolated: _ = take(.ignoreOver, nil, &context)
        case .overloaded: _ = take(.timeoutOver, nil, &context)
        case .overflow, .rejecting: _ = take(.exitDue, nil, &context)
        case .normal, .isolatedPermanently: break
        }
    }

    // MARK: Isolation

    private mutating func isolate(_ context: inout RouterContext) {
        let policy = configuration.limit
        limit.isolations += 1
        counters.isolations += 1
        let (isolations, counted) = (limit.isolations, UInt32(countedLSAs))
        let isPermanent = limit.phase == .isolatedPermanently
        limit.last = context.journal.record(
            isPermanent
                ? .isolatedPermanently(isolations: isolations, counted: counted)
                : .isolated(isolations: isolations, counted: counted), at: context.now, router: number,
            cause: context.cause)
        context.cause = limit.last
        context.journal.circumstances.silence(number, routerID, because: limit.last)
        timers.cancel(Timer.limitReset)
        timers.cancel(Timer.limit)
        // A graceful restart is abandoned: on its return the router originates everything again.
        if restart.isActive { abandonRestart() }
        if policy.flushesOwnLSAs { flushBeforeIsolation(&context) }
        if policy.isolatedHellos == .farewell { sayFarewell(&context) }
        context.cause = limit.last
        let hellos = Table<InterfaceIndex, Instant>(
            interfaces.indices.map { timers.deadline(Timer.number(.hello, interface: $0)) })
        leaveNetwork(reason: .isolated, keepingOwnLSAs: policy.keepsOwnLSAs, &context)
        limit.routes = 0
        if policy.isolatedHellos == .deaf {
            for index in interfaces.indices where interfaces[index].hasCarrier && hellos[index] != .never {
                timers.set(Timer.number(.hello, interface: index), to: hellos[index])
            }
        }
    }

    /// A Hello that lists no neighbor: those that receive it go back to Init.
    private mutating func sayFarewell(_ context: inout RouterContext) {
        for index in interfaces.indices
        where interfaces[index].state != .down && !configuration.interfaces[index].isPassive {
            sendHello(on: index, &context)
        }
    }

    private mutating func endIsolation(_ context: inout RouterContext) {
        limit.hasWarned = false
        limit.hasToldExceeded = false
        limit.last = context.journal.record(
            .returned(isolations: limit.isolations, isCleared: false), at: context.now, router: number,
            cause: limit.last)
        context.cause = limit.last
        context.journal.circumstances.noteArrival(of: number, because: limit.last)
        joinNetwork(&context)
        // RFC 2328 §12.4.2: a kept network-LSA is flushed, since no interface is Designated Router now.
        for interface in interfaces.indices { reoriginateNetworkLSA(of: interface, &context) }
        scheduleSPF(&context)
    }

    /// The process ends or starts again, which ends whatever its limit led to.
    mutating func forgetLimit(_ context: inout RouterContext) {
        let end: LogEntry? =
            switch limit.phase {
            case .normal: nil
            case .isolated, .isolatedPermanently: .returned(isolations: limit.isolations, isCleared: true)
            case .refusing, .rejecting: .limitCleared(counted: nil, maximum: configuration.limit.maximum ?? 0)
            case .overloaded: .costsRestored(counted: nil)
            case .overflow: .externalsRestored(counted: nil)
            }
        if let end { context.journal.record(end, at: context.now, router: number, cause: context.cause) }
        _ = take(.cleared, nil, &context)
        limit.forget()
    }

    // MARK: Overload and overflow

    private mutating func raiseCosts(_ context: inout RouterContext) {
        limit.last = context.journal.record(
            .costsRaised(counted: UInt32(countedLSAs)), at: context.now, router: number, cause: context.cause)
        context.cause = limit.last
        originateRouterLSAs(&context)
    }

    private mutating func restoreCosts(_ context: inout RouterContext) {
        limit.hasWarned = false
        limit.last = context.journal.record(
            .costsRestored(counted: UInt32(countedLSAs)), at: context.now, router: number, cause: limit.last)
        context.cause = limit.last
        originateRouterLSAs(&context)
    }

    /// RFC 1765 §2.2: what others originated stays.
    private mutating func withdrawExternals(_ context: inout RouterContext) {
        let own = database.slots {
            $0.flags.contains(.selfOriginated) && !$0.flags.contains(.maxAge) && isWithheld(context.store[$0.key])
        }
        limit.last = context.journal.record(
            .externalsWithdrawn(lsas: UInt32(own.count)), at: context.now, router: number, cause: context.cause)
        context.cause = limit.last
        for slot in own { flush(slot, &context) }
    }

    /// Whether a router in the overflow state does not originate this LSA. Its default route it does (RFC 1765 §2.3.2);
    /// an instance of another that comes back is flushed (§2.3.3).
    func isWithheld(_ key: DatabaseKey) -> Bool {
        guard limit.phase == .overflow else { return false }
        if key.isExternalNonDefault { return true }
        return configuration.limit.count == .externalAndNSSA && key.type == LSType.nssa
            && key.linkStateID != .unspecified
    }

    /// RFC 1765 §2.4.
    private mutating func restoreExternals(_ context: inout RouterContext) {
        limit.hasWarned = false
        limit.last = context.journal.record(
            .externalsRestored(counted: UInt32(countedLSAs)), at: context.now, router: number, cause: limit.last)
        context.cause = limit.last
        originateExternals(&context)
        for key in nssa.keys { originate(key, &context) }
    }

    /// A change of the policy ends what the old one led to, but for an isolation.
    mutating func endProtection(_ context: inout RouterContext) {
        let phase = limit.phase
        limit.phase = .normal
        timers.cancel(Timer.limit)
        switch phase {
        case .overloaded: restoreCosts(&context)
        case .overflow: restoreExternals(&context)
        default: recordRelief(&context)
        }
    }
}
