import NetworkPrimitives

/// Where a border router stands with its limit on redistributed routes.
struct RedistributionState: Sendable {
    /// How many prefixes of each set are announced, by position; empty where nothing limits them.
    var admitted: [Int] = []
    var hasWarned = false
    /// Told that the limit is exceeded, and not yet that it no longer is.
    var isExceeded = false
    /// Every route is withdrawn.
    var isWithdrawn = false
    var retriesDone: UInt32 = 0
    var last = HappeningID.none

    @inline(__always) func admits(_ index: Int, ofSet position: Int) -> Bool {
        position >= admitted.count || index < admitted[position]
    }
}

// A limit at the source: how much a border router may redistribute.
extension Router {
    /// Holds what is active against the limit.
    /// - Returns: the sets of which more or fewer prefixes are announced than before.
    mutating func limitRedistribution(_ context: inout RouterContext) -> [Int] {
        let before = limit.redistribution.admitted
        guard let rule = configuration.limit.redistribution, let maximum = rule.maximum else {
            guard !before.isEmpty else { return [] }
            limit.redistribution = RedistributionState()
            timers.cancel(Timer.redistribution)
            return Array(before.indices)
        }
        let sizes = externals.isActive.indices.map { externals.isActive[$0] ? externals.prefixCount(of: $0) : 0 }
        let wanted = sizes.reduce(0, +)
        tellRedistribution(wanted, of: maximum, rule, &context)
        switch rule.action {
        case .warn: limit.redistribution.admitted = sizes
        case .withdraw: limit.redistribution.admitted = limit.redistribution.isWithdrawn ? sizes.map { _ in 0 } : sizes
        case .stop: limit.redistribution.admitted = shares(of: sizes, before: before, room: Int(maximum))
        }
        let after = limit.redistribution.admitted
        return after.indices.filter { $0 >= before.count || before[$0] != after[$0] }
    }

    /// What is announced stays; what is new comes in while there is room, in the order of the configuration.
    private func shares(of sizes: [Int], before: [Int], room: Int) -> [Int] {
        var room = room
        var shares = sizes.map { _ in 0 }
        for position in sizes.indices where position < before.count {
            shares[position] = min(before[position], sizes[position], room)
            room -= shares[position]
        }
        for position in sizes.indices {
            let more = min(sizes[position] - shares[position], room)
            shares[position] += more
            room -= more
        }
        return shares
    }

    private mutating func tellRedistribution(
        _ wanted: Int, of maximum: UInt32, _ rule: RedistributionLimit, _ context: inout RouterContext
    ) {
        func tell(_ entry: LogEntry, cause: HappeningID) -> HappeningID {
            context.journal.record(entry, at: context.now, router: number, cause: cause)
        }
        let routes = UInt32(wanted)
        let threshold = Int(rule.warningThreshold)
        if threshold > 0, !limit.redistribution.hasWarned, wanted * 100 >= threshold * Int(maximum) {
            limit.redistribution.hasWarned = true
            _ = tell(.redistributionWarning(routes: routes, maximum: maximum), cause: context.cause)
        }
        if wanted > Int(maximum), !limit.redistribution.isExceeded {
            limit.redistribution.isExceeded = true
            limit.redistribution.last = tell(
                .redistributionExceeded(routes: routes, maximum: maximum), cause: context.cause)
            if rule.action == .withdraw {
                limit.redistribution.isWithdrawn = true
                limit.redistribution.retriesDone = 0
                startRetry(rule, at: context.now)
            }
        } else if wanted <= Int(maximum), limit.redistribution.isExceeded, !limit.redistribution.isWithdrawn {
            limit.redistribution.isExceeded = false
            limit.redistribution.hasWarned = false
            limit.redistribution.last = tell(
                .redistributionCleared(routes: routes, maximum: maximum), cause: limit.redistribution.last)
        }
    }

    private mutating func startRetry(_ rule: RedistributionLimit, at now: Instant) {
        guard limit.redistribution.retriesDone < rule.retries else { return }
        timers.set(Timer.redistribution, to: now + rule.retryTime)
    }

    /// The router tries whether its routes are within the limit by now.
    mutating func redistributionRetryDue(_ context: inout RouterContext) {
        guard let rule = configuration.limit.redistribution, let maximum = rule.maximum,
            limit.redistribution.isWithdrawn
        else { return }
        context.cause = limit.redistribution.last
        limit.redistribution.retriesDone += 1
        let wanted = externals.isActive.indices.reduce(0) {
            $0 + (externals.isActive[$1] ? externals.prefixCount(of: $1) : 0)
        }
        guard wanted <= Int(maximum) else { return startRetry(rule, at: context.now) }
        limit.redistribution.isWithdrawn = false
        reoriginateRedistributed(limitRedistribution(&context), &context)
    }

    mutating func redistributionLimitChanged(_ context: inout RouterContext) {
        limit.redistribution.isExceeded = false
        limit.redistribution.isWithdrawn = false
        limit.redistribution.hasWarned = false
        timers.cancel(Timer.redistribution)
        guard isRunning, !limit.isIsolated else { return }
        reoriginateRedistributed(limitRedistribution(&context), &context)
    }

    /// Brings the LSAs of sets in line with what is admitted of them.
    mutating func reoriginateRedistributed(
        _ positions: [Int], _ context: inout RouterContext
    ) {
        for position in positions where position < externals.keys.count {
            for index in externals.keys[position].indices {
                originate(externals.keys[position][index], &context)
            }
        }
    }
}
