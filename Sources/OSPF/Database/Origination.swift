import NetworkPrimitives
import OSPFWire

// RFC 2328 §12.4: originating LSAs.
extension Router {
    /// Something in the router-LSAs changed. They are originated once, at the end of the turn.
    mutating func originateRouterLSAs(_ context: inout RouterContext) {
        if !deferred.routerLSAs, deferred.networkLSAs.isEmpty { deferred.cause = context.cause }
        deferred.routerLSAs = true
    }

    /// The interface became or ceased to be Designated Router, or its set of Full neighbors changed.
    mutating func reoriginateNetworkLSA(of interface: InterfaceIndex, _ context: inout RouterContext) {
        if !deferred.routerLSAs, deferred.networkLSAs.isEmpty { deferred.cause = context.cause }
        if !deferred.networkLSAs.contains(interface) { deferred.networkLSAs.append(interface) }
    }

    /// Makes the router- and network-LSAs that the input called for.
    mutating func settleOriginations(_ context: inout RouterContext) {
        guard deferred.routerLSAs || !deferred.networkLSAs.isEmpty else { return }
        let interfaces = deferred.networkLSAs
        let routers = deferred.routerLSAs
        deferred.networkLSAs.removeAll()
        deferred.routerLSAs = false
        guard isRunning, !limit.isIsolated, !isStopping, !restart.isActive, configuration.originatesLSAs else { return }
        context.cause = deferred.cause
        for interface in interfaces { originateWhatFits(networkLSAKey(of: interface, &context), &context) }
        guard routers else { return }
        for area in attachedAreas { originateWhatFits(routerLSAKey(in: area, &context), &context) }
    }

    /// An LSA has a largest length, and a router-LSA cannot be split: the first links that fit are announced, in the order of
    /// the configuration, and the router logs how many do not.
    private mutating func originateWhatFits(_ key: LSAKeyID, _ context: inout RouterContext) {
        guard memory.fatal == nil else { return }
        let draft = draft(of: key, context.store)
        originate(draft, as: key, &context)
        let leftOut = draft?.leftOut ?? 0
        let known = incompleteLSAs.firstIndex(of: key)
        guard (leftOut > 0) != (known != nil) else { return }
        let isRouterLSA = context.store[key].type == LSType.router
        let room = UInt32(isRouterLSA ? configuration.linkLimit : Constants.maximumAttachedRouters)
        context.journal.record(
            known == nil ? .linksLeftOut(room: room, leftOut: UInt32(leftOut)) : .linksComplete(room: room),
            at: context.now, router: number, cause: context.cause)
        if let known { incompleteLSAs.remove(at: known) } else { incompleteLSAs.append(key) }
    }

    /// The areas of the router's interfaces and loopbacks, each once, in the order of the configuration.
    var attachedAreas: [AreaID] {
        var areas: [AreaID] = []
        for interface in configuration.interfaces where interface.isEnabled && !areas.contains(interface.area) {
            areas.append(interface.area)
        }
        for loopback in configuration.loopbacks where !areas.contains(loopback.area) { areas.append(loopback.area) }
        if configuration.profile.makesBackbone, areas.count > 1, !areas.contains(.backbone) { areas.append(.backbone) }
        return areas
    }

    private func routerLSAKey(in area: AreaID, _ context: inout RouterContext) -> LSAKeyID {
        context.store.intern(
            DatabaseKey(
                type: LSType.router, area: area, linkStateID: IPv4Address(bits: routerID.bits),
                advertisingRouter: routerID))
    }

    func networkLSAKey(of interface: InterfaceIndex, _ context: inout RouterContext) -> LSAKeyID {
        let configured = configuration.interfaces[interface]
        return context.store.intern(
            DatabaseKey(
                type: LSType.network, area: configured.area, linkStateID: configured.address,
                advertisingRouter: routerID))
    }

    /// Brings the database copy of an own LSA to what it should say now: originates a new instance, flushes it, or
    /// leaves it. A new instance follows when `LSAThrottle` permits.
    ///
    /// - Parameters:
    ///   - isRefresh: originate even where nothing changed.
    ///   - isDue: the change has waited as long as it must.
    mutating func originate(
        _ key: LSAKeyID, isRefresh: Bool = false, isDue: Bool = false, _ context: inout RouterContext
    ) {
        // RFC 3623 §2 (1): during a graceful restart, what the router said before counts. A process that is about to
        // crash says nothing.
        guard !restart.isActive, !deferred.rest.contains(key), memory.fatal == nil else { return }
        originate(draft(of: key, context.store), as: key, isRefresh: isRefresh, isDue: isDue, &context)
    }

    private mutating func originate(
        _ draft: LSADraft?, as key: LSAKeyID, isRefresh: Bool = false, isDue: Bool = false,
        _ context: inout RouterContext
    ) {
        let slot = database.slot(of: key)
        guard let draft else {
            guard let slot, !database[slot].flags.contains(.maxAge) else { return }
            if !putOff(key, isRefresh: isRefresh, &context) { flush(slot, &context) }
            return
        }
        let throttle = configuration.timers.lsaThrottle
        guard let slot else {
            guard isDue || throttle.start == .zero else {
                deferOrigination(of: key, until: context.now + throttle.start, cause: context.cause)
                return
            }
            guard !putOff(key, isRefresh: isRefresh, &context) else { return }
            guard hasMemory(forLSAOf: draft.length, replacing: nil, context.store) else {
                withhold(key, length: draft.length, &context)
                return
            }
            install(draft, as: key, sequenceNumber: Constants.initialSequenceNumber, slot: nil, &context)
            return
        }
        let entry = database[slot]
        let current = context.store[entry.instance]
        let isDead = entry.flags.contains(.maxAge)
        if !isRefresh, !isDead, context.store.says(entry.instance, draft) { return }
        let due =
            isRefresh || isDue
            ? entry.installed + throttle.wait(afterStep: entry.originationStep)
            : throttle.due(changedAt: context.now, last: entry.installed, lastStep: entry.originationStep)
        guard context.now >= due || !entry.flags.contains(.selfOriginated) else {
            deferOrigination(of: key, until: due, cause: context.cause)
            return
        }
        guard current.sequenceNumber != Constants.maxSequenceNumber else {
            // RFC 2328 §12.1.6: the last number is used up. The LSA is flushed, and starts again when it has left the database.
            flush(slot, &context)
            deferOrigination(of: key, until: context.now + timeToLetGo, cause: context.cause)
            return
        }
        guard !putOff(key, isRefresh: isRefresh, &context) else { return }
        install(draft, as: key, sequenceNumber: current.sequenceNumber + 1, slot: slot, &context)
    }

    private mutating func install(
        _ draft: LSADraft, as key: LSAKeyID, sequenceNumber: Int32, slot: DatabaseSlot?, _ context: inout RouterContext
    ) {
        if context.cause.isNone {
            context.cause = context.journal.orColdStart(context.journal.circumstances.arrival(of: number))
        }
        let instance = context.store.intern(
            draft.words, key: key, options: draft.options, sequenceNumber: sequenceNumber, cause: context.cause)
        let step = slot.map {
            configuration.timers.lsaThrottle.step(
                at: context.now, last: database[$0].installed, lastStep: database[$0].originationStep)
        }
        let installed = install(
            instance, age: 0, replacing: slot, isSelfOriginated: true, &context)
        database[installed].originationStep = step ?? 0
        counters.lsasOriginated += 1
        flood(installed, receivedFrom: nil, &context)
        if slot == nil, configuration.limit.isSet, configuration.limit.includesSelfOriginated {
            ownLSAAdded(key, &context)
        }
    }

    /// When it is looked again whether an LSA whose numbers are used up has left the database (RFC 2328 §12.1.6).
    private var timeToLetGo: Duration { max(configuration.timers.minLSInterval, .seconds(1)) }

    private mutating func deferOrigination(of key: LSAKeyID, until due: Instant, cause: HappeningID) {
        guard !deferred.isWaiting(key) else { return }
        deferred.append(DeferredOriginations.Waiting(key: key, due: due, cause: cause))
        if !timers.isSet(Timer.origination) || timers.deadline(Timer.origination) > due {
            timers.set(Timer.origination, to: due)
        }
    }

    mutating func originateDeferred(_ context: inout RouterContext) {
        originateRest(&context)
        let waiting = deferred.takeWaiting()
        var next = Instant.never
        for entry in waiting {
            if entry.due <= context.now {
                context.cause = entry.cause
                originate(entry.key, isDue: true, &context)
            } else {
                deferred.append(entry)
            }
        }
        for entry in deferred.waiting { next = min(next, entry.due) }
        if next != .never { timers.set(Timer.origination, to: next) }
    }

    /// RFC 2328 §12.4: an own LSA that reached LSRefreshTime is originated again.
    mutating func refresh(_ slot: DatabaseSlot, _ context: inout RouterContext) {
        context.cause = noteAging(.refreshed(lsas: 1), after: lastRefresh, &context)
        lastRefresh = context.cause
        originate(database[slot].key, isRefresh: true, &context)
    }

    /// Refreshes that follow each other within ten seconds are one happening, and so is what reaches MaxAge.
    func noteAging(
        _ entry: LogEntry, after last: HappeningID, _ context: inout RouterContext
    ) -> HappeningID {
        if !last.isNone, context.now - context.journal[last].instant < .seconds(10) {
            context.journal.countOneMore(in: last)
            return last
        }
        return context.journal.record(entry, at: context.now, router: number, cause: .none)
    }

    /// RFC 2328 §13.4: a neighbor has a newer instance of an own LSA than this router: from before a restart, or out of place.
    mutating func receivedOwnLSA(_ slot: DatabaseSlot, _ context: inout RouterContext) {
        // RFC 3623 §2 (1): during a graceful restart, own LSAs that come back stay as they are.
        guard !isStopping, !restart.isActive else { return }
        if let duplicate = context.journal.circumstances.duplicate(routerID) { context.cause = duplicate }
        let entry = database[slot]
        // One that another router flushed is no exception. Put off, it would start from the first number once the
        // MaxAge instance has left this database, and lose to any copy that others still have.
        guard let draft = draft(of: entry.key, context.store) else {
            flush(slot, &context)
            return
        }
        let sequenceNumber = context.store[entry.instance].sequenceNumber
        guard sequenceNumber != Constants.maxSequenceNumber else {
            flush(slot, &context)
            deferOrigination(of: entry.key, until: context.now + timeToLetGo, cause: context.cause)
            return
        }
        install(draft, as: entry.key, sequenceNumber: sequenceNumber + 1, slot: slot, &context)
    }

    /// Whether an LSA counts as the router's own: it advertises it, or it is the network-LSA of one of its addresses,
    /// from a time when it had another Router ID (RFC 2328 §13.4).
    func isSelfOriginated(_ instance: LSAInstance, _ store: LSAStore) -> Bool {
        let key = store[instance.key]
        if key.advertisingRouter == routerID { return configuration.originatesLSAs }
        guard key.type == LSType.network else { return false }
        return configuration.interfaces.contains { $0.address == key.linkStateID }
    }

    /// An orderly shutdown flushes every LSA that the router originated.
    mutating func flushOwnLSAs(_ context: inout RouterContext) {
        for slot in database.slots(where: { $0.flags.contains(.selfOriginated) }) { flush(slot, &context) }
    }
}
