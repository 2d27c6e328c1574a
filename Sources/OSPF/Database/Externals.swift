import NetworkPrimitives
import OSPFWire

/// Which external destinations the router originates now, and under which LSA keys.
struct ExternalOriginations: Sendable {
    struct Origin: Sendable {
        let redistribution: Int
        let prefix: IPv4Prefix
        /// Its place among the prefixes of the redistribution; of a summary-address, that of its first member.
        let index: Int
        /// It summarizes destinations of the sets `members`.
        var summary: SummaryAddress?
        var members: [Int] = []
    }
    /// By redistribution: whether its LSAs should exist.
    var isActive: [Bool] = []
    /// Sets whose condition is met; by name.
    var met: [String] = []
    /// Sets that could not be delivered at the start of the process, and can be now; by position.
    var canDeliver: [Int] = []
    /// Sets that are not announced into NSSAs, because the process was cleared; by name.
    var unheardInNSSAs: [String] = []
    /// Sets whose forwarding address is not announced, because the process was cleared; by name.
    var unforwarded: [String] = []
    /// By key number; looked up only.
    private var origins: [LSAKeyID: Origin] = [:]
    /// The keys of each redistribution, in the order of its prefixes.
    private(set) var keys: [[LSAKeyID]] = []

    /// How many prefixes of each redistribution have keys.
    private var prefixCounts: [Int] = []

    func origin(of key: LSAKeyID) -> Origin? { origins[key] }

    func prefixCount(of redistribution: Int) -> Int { prefixCounts[redistribution] }

    /// Whether the router calls itself an AS boundary router: it is configured to redistribute, even if there is
    /// nothing to redistribute now, or a better-ranked router originates.
    func isBorderRouter(_ configuration: RouterConfiguration) -> Bool { !configuration.redistributions.isEmpty }

    mutating func deactivateElected(_ configuration: inout RouterConfiguration) {
        for position in isActive.indices where configuration.redistributions[position].election != nil {
            isActive[position] = false
        }
    }

    /// Gives every destination its key. Two destinations with the same address and different masks get different Link
    /// State IDs: the longer one has its host bits set (RFC 2328 §E (1) and (2)).
    /// - Returns: keys that had a destination before and have none now.
    ///
    /// - Parameter scopes: the NSSAs the router is attached to, and `DatabaseKey.systemWide` where it has a place in an
    ///   area that carries AS-external-LSAs.
    mutating func assign(
        _ configuration: RouterConfiguration, scopes: [AreaID], _ context: inout RouterContext
    ) -> [LSAKeyID] {
        let before = keys.joined()
        var assigned: [LSAKeyID: Origin] = [:]
        keys = configuration.redistributions.map { _ in [] }
        prefixCounts = configuration.redistributions.map { _ in 0 }
        var sums = SummarySets()
        var byLength: [(prefix: IPv4Prefix, redistribution: Int)] = []
        for (position, redistribution) in configuration.redistributions.enumerated() {
            for prefix in redistribution.prefixes {
                if let summary = configuration.summaryAddress(around: prefix) {
                    if summary.isAdvertised { sums.add(position, index: prefixCounts[position], to: summary) }
                    prefixCounts[position] += 1
                } else {
                    byLength.append((prefix, position))
                }
            }
        }
        for sum in sums.all { byLength.append((sum.summary.prefix, sum.members[0])) }
        byLength.sort {
            ($0.prefix.length, $0.prefix.address, $0.redistribution) < (
                $1.prefix.length, $1.prefix.address, $1.redistribution
            )
        }
        for (prefix, position) in byLength {
            let known = keys[position].count
            for scope in scopes {
                for address in configuration.profile.linkStateIDs(of: prefix) {
                    let key = context.store.intern(
                        DatabaseKey(
                            type: scope == DatabaseKey.systemWide ? LSType.asExternal : LSType.nssa,
                            area: scope, linkStateID: address, advertisingRouter: configuration.routerID))
                    // A destination that is redistributed twice is announced once, for the first set that has it.
                    if assigned[key]?.prefix == prefix { break }
                    guard assigned[key] == nil else { continue }
                    let sum = sums.all.first { $0.summary.prefix == prefix }
                    assigned[key] = Origin(
                        redistribution: position, prefix: prefix, index: sum?.index ?? prefixCounts[position],
                        summary: sum?.summary, members: sum?.members ?? [])
                    for member in sum?.members ?? [position] { keys[member].append(key) }
                    break
                }
            }
            // The members of a summary-address have been counted.
            if keys[position].count > known, !sums.all.contains(where: { $0.summary.prefix == prefix }) {
                prefixCounts[position] += 1
            }
        }
        let gone = before.filter { assigned[$0] == nil }
        origins = assigned
        while isActive.count < configuration.redistributions.count { isActive.append(false) }
        return gone
    }
}

/// The summary-addresses that have members, and the sets that these are of.
private struct SummarySets {
    struct Sum {
        let summary: SummaryAddress
        /// The place of the first member in its set.
        let index: Int
        var members: [Int]
    }
    private(set) var all: [Sum] = []

    mutating func add(_ position: Int, index: Int, to summary: SummaryAddress) {
        guard let known = all.firstIndex(where: { $0.summary.prefix == summary.prefix }) else {
            all.append(Sum(summary: summary, index: index, members: [position]))
            return
        }
        if !all[known].members.contains(position) { all[known].members.append(position) }
    }
}

// The AS-external-LSAs of a border router (RFC 2328 §12.4.4), and the election of who originates a shared set.
extension Router {
    /// Originates or withdraws what the configuration says now.
    mutating func originateExternals(_ context: inout RouterContext) {
        let gone = externals.assign(configuration, scopes: externalScopes, &context)
        for key in gone where !staysWhenWithdrawn(key, &context) {
            if let slot = database.slot(of: key) { flush(slot, &context) }
        }
        for position in configuration.redistributions.indices
        where configuration.redistributions[position].election == nil {
            let isDue = isDue(position, at: context.now)
            if isDue != externals.isActive[position], configuration.redistributions[position].isConditional {
                recordCondition(position, isMet: isDue, &context)
            }
            setActive(isDue, position, &context)
        }
        runElections(&context)
    }

    /// An NSSA-LSA is looked for by its network's address; see `flushesNSSALSAsByAddress`.
    private func staysWhenWithdrawn(_ key: LSAKeyID, _ context: inout RouterContext) -> Bool {
        let found = context.store[key]
        guard configuration.profile.flushesNSSALSAsByAddress, found.type == LSType.nssa,
            let slot = database.slot(of: key)
        else { return false }
        let prefix = context.store[database[slot].instance].prefix
        guard prefix != .none, context.store[prefix].address != found.linkStateID else { return false }
        let namesake = DatabaseKey(
            type: found.type, area: found.area, linkStateID: context.store[prefix].address,
            advertisingRouter: found.advertisingRouter)
        return externals.origin(of: context.store.intern(namesake)) == nil
    }

    /// Whether a set may be announced: its condition is met, and what it comes from has had its time since the process started.
    private mutating func isDue(_ position: Int, at now: Instant) -> Bool {
        let redistribution = configuration.redistributions[position]
        let start = startedProcessAt + redistribution.startDelay
        if !canDeliver(position, at: now) { awakeOriginators(at: startedProcessAt + redistribution.deliveryDelay) }
        if now < start {
            awakeOriginators(at: start)
            return false
        }
        return redistribution.condition == nil || externals.met.contains(redistribution.name)
    }

    /// Whether the router has a way of its own to what it redistributes, and not only announces it.
    public func canDeliver(_ position: Int, at now: Instant) -> Bool {
        now >= startedProcessAt + configuration.redistributions[position].deliveryDelay
    }

    private mutating func awakeOriginators(at moment: Instant) {
        guard !timers.isSet(Timer.originators) || timers.deadline(Timer.originators) > moment else { return }
        timers.set(Timer.originators, to: moment)
    }

    /// The time that one of the sets waits after a start is over.
    mutating func originatorsDue(_ context: inout RouterContext) {
        for position in configuration.redistributions.indices
        where configuration.redistributions[position].prefixes != [] {
            let delay = configuration.redistributions[position].deliveryDelay
            guard delay > .zero, !externals.canDeliver.contains(position), canDeliver(position, at: context.now) else {
                continue
            }
            externals.canDeliver.append(position)
            _ = context.journal.record(
                .deliveryStarted(redistributedSet(position)), at: context.now, router: number, cause: context.cause)
        }
        guard !limit.isIsolated, !restart.isActive else { return }
        originateExternals(&context)
    }

    mutating func conditionChanged(
        _ name: String, isMet: Bool, _ context: inout RouterContext
    ) {
        guard isMet != externals.met.contains(name) else { return }
        externals.met.removeAll { $0 == name }
        if isMet { externals.met.append(name) }
        if isRunning, !limit.isIsolated, !restart.isActive { originateExternals(&context) }
    }

    private mutating func recordCondition(
        _ position: Int, isMet: Bool, _ context: inout RouterContext
    ) {
        let set = redistributedSet(position)
        context.cause = context.journal.record(
            isMet ? .redistributionStarted(set) : .redistributionStopped(set), at: context.now, router: number,
            cause: context.cause)
    }

    /// The interface's network went down or came up: external LSAs with a forwarding address in it
    /// are originated again.
    mutating func reoriginateExternals(forwardingInto index: InterfaceIndex, _ context: inout RouterContext) {
        guard !limit.isIsolated else { return }
        let prefix = configuration.interfaces[index].prefix
        // RFC 3101 §2.3: what is forwarded to the interface's own address needs another one.
        let area = configuration.interfaces[index].area
        if configuration.area(area).kind == .nssa, !configuration.profile.keepsNSSAForwardingAddress {
            for key in externals.keys.joined() where context.store[key].area == area {
                originate(key, &context)
            }
        }
        for (position, redistribution) in configuration.redistributions.enumerated()
        where position < externals.keys.count && redistribution.forwardingAddress != .unspecified
            && prefix.contains(redistribution.forwardingAddress)
        {
            for key in externals.keys[position] { originate(key, &context) }
        }
    }

    /// The summary-addresses that are announced now, each once; in the order of the configuration.
    var announcedSummaryAddresses: [IPv4Prefix] {
        guard !configuration.summaryAddresses.isEmpty else { return [] }
        let announced = externals.keys.joined().compactMap { key in
            externals.origin(of: key).flatMap { $0.summary != nil && isAnnounced($0) ? $0.prefix : nil }
        }
        return configuration.summaryAddresses.map(\.prefix).filter(announced.contains)
    }

    /// Whether a destination is announced now: its set is active, and the limit on redistribution has room for it.
    func isAnnounced(_ origin: ExternalOriginations.Origin) -> Bool {
        (origin.summary == nil ? [origin.redistribution] : origin.members).contains { externals.isActive[$0] }
            && configuration.outboundFilter?.permits(origin.prefix) ?? true
            && limit.redistribution.admits(origin.index, ofSet: origin.redistribution)
    }

    private var externalScopes: [AreaID] {
        let areas = attachedAreas
        let isInNormalArea = areas.isEmpty || areas.contains { configuration.area($0).kind == .normal }
        let isSystemWide = isInNormalArea || configuration.profile.keepsExternalsOfItsOwn
        return (isSystemWide ? [DatabaseKey.systemWide] : []) + attachedNSSAs
    }

    private mutating func setActive(_ isActive: Bool, _ position: Int, _ context: inout RouterContext) {
        externals.isActive[position] = isActive
        let others = limitRedistribution(&context).filter { $0 != position }
        reoriginateRedistributed(others, &context)
        for index in externals.keys[position].indices {
            originate(externals.keys[position][index], &context)
        }
        if !configuration.summaryAddresses.isEmpty { installNSSADiscards(&context) }
    }

    /// A router that has just started waits before it originates: it does not know yet which better-ranked
    /// routers there are.
    mutating func scheduleElections(at now: Instant) {
        guard configuration.redistributions.contains(where: { $0.election != nil }) else { return }
        timers.set(Timer.election, to: now + configuration.timers.originatorStartupDelay)
    }

    /// Whether this router originates a ranked set: while it may, and none of those before it is reachable. Runs after
    /// every calculation of the routing table.
    mutating func runElections(_ context: inout RouterContext) {
        guard !limit.isIsolated, !restart.isActive,
            context.now - startedAt >= configuration.timers.originatorStartupDelay
        else { return }
        for position in configuration.redistributions.indices {
            guard let election = configuration.redistributions[position].election else { continue }
            let mayOriginate = election.isEligible || configuration.defects.ignoresEligibility
            let better = election.betterRanked.first { isReachable($0, context.store) }
            let shouldOriginate = mayOriginate && better == nil && isDue(position, at: context.now)
            guard shouldOriginate != externals.isActive[position] else { continue }
            let outer = context.cause
            recordElection(position, starts: shouldOriginate, election, &context)
            setActive(shouldOriginate, position, &context)
            context.cause = outer
        }
    }

    private mutating func recordElection(
        _ position: Int, starts: Bool, _ election: OriginatorElection, _ context: inout RouterContext
    ) {
        // The cause is the failure of the best-ranked member that is unreachable, or else the change that led here.
        let silent = election.betterRanked.compactMap { context.journal.circumstances.silence(of: $0) }.max()
        let set = redistributedSet(position)
        context.cause = context.journal.record(
            starts ? .originatorStarted(set) : .originatorStopped(set), at: context.now, router: number,
            cause: starts ? silent ?? context.cause : context.cause)
    }

    private func redistributedSet(_ position: Int) -> RedistributedSet {
        RedistributedSet(position: UInt32(position), lsas: UInt32(externals.keys[position].count))
    }

    /// Whether the last calculation found a path to the router (RFC 2328 §16.1), in any area.
    func isReachable(_ other: RouterID, _ store: LSAStore) -> Bool {
        other == routerID || routingTable.hasRouter(other, store, areas: attachedAreas)
    }
}
