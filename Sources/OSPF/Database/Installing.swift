import NetworkPrimitives
import OSPFWire

// RFC 2328 §13.2 and §14: what enters the database, ages in it, and leaves it.
extension Router {
    /// Puts an instance into the database.
    ///
    /// - Parameter slot: the entry of the same key, if there is one.
    /// - Returns: the entry's slot.
    mutating func install(
        _ instance: LSAInstanceID, age: Int, replacing slot: DatabaseSlot?, isSelfOriginated: Bool,
        _ context: inout RouterContext
    ) -> DatabaseSlot {
        let new = context.store[instance]
        precondition(0...Constants.maxAgeSeconds ~= age, "an age is at most MaxAge")
        precondition(slot.map { database[$0].key == new.key } ?? true, "an instance replaces one of the same LSA")
        let isMaxAge = age >= Constants.maxAgeSeconds
        let birth = context.now - .seconds(Int64(age))
        context.work.lsasInstalled += 1
        guard let slot else {
            let key = context.store[new.key]
            var flags: DatabaseEntry.Flags =
                isSelfOriginated ? [.inUse, .changed, .selfOriginated] : [.inUse, .changed]
            if key.type.isOpaque {
                flags.insert(.opaque)
                if key.type == LSType.opaqueLink {
                    flags.insert(.linkLocal)
                    hasLinkLocalLSAs = true
                }
            }
            let added = database.add(
                DatabaseEntry(
                    key: new.key, scope: key.area, type: key.type, instance: instance, birth: birth,
                    installed: context.now,
                    retransmissions: 0, flags: flags), key)
            noteSize(at: context.now)
            if memory.isKept {
                memory.add(memoryTaken(byLSAOf: new.length))
                noteMemory(because: context.cause)
            }
            if isMaxAge { putOnMaxAgeList(added, at: context.now) }
            contentChanged(added, key, &context)
            scheduleAgeing(of: added, context.seed)
            return added
        }
        removeFromAllRetransmissionLists(slot)
        let old = database[slot]
        let hasNewContent = !context.store.haveEqualBodies(old.instance, instance)
        let wasMaxAge = old.flags.contains(.maxAge)
        if memory.isKept {
            memory.remove(memoryTaken(byLSAOf: context.store[old.instance].length))
            memory.add(memoryTaken(byLSAOf: new.length))
            noteMemory(because: context.cause)
        }
        database[slot].instance = instance
        database[slot].birth = birth
        database[slot].installed = context.now
        database[slot].flags.subtract([.maxAge, .agedHere])
        if isMaxAge { putOnMaxAgeList(slot, at: context.now) }
        // RFC 2328 §13.2: the routing table depends on the body, the options, and on whether the LSA is alive.
        if hasNewContent || wasMaxAge != isMaxAge {
            database[slot].flags.insert(.changed)
            contentChanged(slot, context.store[new.key], &context)
        } else {
            database[slot].flags.remove(.changed)
        }
        scheduleAgeing(of: slot, context.seed)
        return slot
    }

    private mutating func noteSize(at now: Instant) {
        counters.largestDatabase = max(counters.largestDatabase, database.counts.all)
        noteCount(at: now)
    }

    /// What counts towards the limit may have grown.
    mutating func noteCount(at now: Instant) {
        let count = countedLSAs
        if count > counters.largestCount {
            counters.largestCount = count
            counters.largestCountAt = now
        }
    }

    /// RFC 2328 §14.1: removes an LSA from the whole routing domain by flooding it at MaxAge.
    mutating func flush(_ slot: DatabaseSlot, _ context: inout RouterContext) {
        guard !database[slot].flags.contains(.maxAge) else { return }
        removeFromAllRetransmissionLists(slot)
        database[slot].installed = context.now
        database[slot].flags.insert(.agedHere)
        putOnMaxAgeList(slot, at: context.now)
        database[slot].flags.insert(.changed)
        contentChanged(slot, context.store[database[slot].key], &context)
        flood(slot, receivedFrom: nil, &context)
    }

    /// When an LSA at MaxAge leaves the database of a router that removes them together.
    func maxAgeSweep(at now: Instant) -> Instant {
        let isPending = configuration.profile.removesMaxAgeLSAsTogether && now < nextMaxAgeSweep
        return isPending ? nextMaxAgeSweep : now + Constants.maxAgeRemovalDelay
    }

    private mutating func putOnMaxAgeList(_ slot: DatabaseSlot, at now: Instant) {
        precondition(!database[slot].flags.contains(.maxAge), "an LSA reaches MaxAge once")
        nextMaxAgeSweep = maxAgeSweep(at: now)
        database[slot].flags.insert(.maxAge)
        maxAgeList.append(slot)
        hasNewMaxAgeLSAs = true
    }

    /// RFC 2328 §14: a MaxAge LSA leaves the database when it is on no retransmission list and no neighbor is being described a
    /// database or is asking for one.
    mutating func removeMaxAgeLSAs(_ context: inout RouterContext) {
        hasNewMaxAgeLSAs = false
        guard !maxAgeList.isEmpty else { return }
        guard mayRemoveMaxAgeLSAs else { return }
        var list = MaxAgeList()
        swap(&list, &maxAgeList)
        list.keep { slot in
            guard database[slot].flags.contains([.inUse, .maxAge]) else { return false }
            if database[slot].retransmissions > 0 || waitsToBePassedOn(slot) { return true }
            removeEntry(slot, &context)
            return false
        }
        swap(&list, &maxAgeList)
        // A limit that is no longer met may have had something flushed meanwhile.
        for slot in list.slots { maxAgeList.append(slot) }
    }

    /// Whether a flush that nobody is expected to acknowledge is still to be sent.
    private mutating func waitsToBePassedOn(_ slot: DatabaseSlot) -> Bool {
        guard configuration.profile.passesFlushesOnOnce,
            interfaces.contains(where: { $0.floodingQueue.slots.contains(slot) })
        else { return false }
        hasNewMaxAgeLSAs = true
        return true
    }

    /// Not while something waits to be sent, nor while any exchange may still need what is in the database.
    private var mayRemoveMaxAgeLSAs: Bool {
        flooding.isEmpty && !neighbors.contains { $0.state == .exchange || $0.state == .loading }
    }

    /// The last neighbor acknowledged a MaxAge LSA. Where it must not go yet, it is looked at again when the input has
    /// been handled.
    mutating func removeMaxAgeLSA(_ slot: DatabaseSlot, _ context: inout RouterContext) {
        if mayRemoveMaxAgeLSAs { removeEntry(slot, &context) } else { hasNewMaxAgeLSAs = true }
    }

    /// Whatever kept MaxAge LSAs in the database may be over; looked at when the input has been handled.
    mutating func reviewMaxAgeLSAs() { hasNewMaxAgeLSAs = true }

    /// A process that starts has no such task running.
    mutating func forgetMaxAgeSweep() { nextMaxAgeSweep = .origin }

    /// Drops from the list what left the database in another way.
    mutating func pruneMaxAgeList() {
        let database = database
        maxAgeList.keep { database.isInUse($0) && database[$0].flags.contains(.maxAge) }
    }

    mutating func removeEntry(_ slot: DatabaseSlot, _ context: inout RouterContext) {
        let key = context.store[database[slot].key]
        releaseMemory(of: slot, context.store)
        database.remove(slot, key)
        countFell(&context)
    }

    private mutating func releaseMemory(of slot: DatabaseSlot, _ store: LSAStore) {
        if memory.isKept { memory.remove(memoryTaken(byLSAOf: store[database[slot].instance].length)) }
    }

    /// Removes what others originated, as Junos does when it shuts down OSPF.
    mutating func removeForeignLSAs(_ context: inout RouterContext) {
        for slot in database.slots(where: { !$0.flags.contains(.selfOriginated) }) {
            let key = context.store[database[slot].key]
            releaseMemory(of: slot, context.store)
            database.remove(slot, key)
        }
        pruneMaxAgeList()
    }

    // MARK: Ageing

    /// Looks at the database again not later than when this LSA reaches MaxAge, or LSRefreshTime if it is the router's own.
    private mutating func scheduleAgeing(of slot: DatabaseSlot, _ seed: UInt64) {
        let entry = database[slot]
        guard !entry.flags.contains(.maxAge) else { return }
        let due = ageingDue(entry, seed)
        if !timers.isSet(Timer.ageing) || timers.deadline(Timer.ageing) > due { timers.set(Timer.ageing, to: due) }
    }

    mutating func ageDatabase(_ context: inout RouterContext) {
        var next = Instant.never
        for slot in database.entries.indices where database.isInUse(slot) && !database[slot].flags.contains(.maxAge) {
            let entry = database[slot]
            if entry.flags.contains(.selfOriginated), context.now >= refreshDue(entry, context.seed) {
                refresh(slot, &context)
            } else if context.now - entry.birth >= Constants.maxAge {
                // RFC 2328 §14: every router floods what it holds at MaxAge, so that all routers remove it together.
                let originator = context.store[entry.key].advertisingRouter
                let silence = context.journal.circumstances.silence(of: originator)
                if let silence {
                    context.cause = silence
                } else {
                    lastAged = noteAging(.aged(lsas: 1), after: lastAged, &context)
                    context.cause = lastAged
                }
                flush(slot, &context)
                continue
            }
            next = min(next, ageingDue(database[slot], context.seed))
        }
        // A refresh that MinLSInterval puts off is not due again at this very moment.
        if next != .never { timers.set(Timer.ageing, to: max(next, context.now + .seconds(1))) }
    }

    /// The body of an LSA of this key is new, or gone: routes may change.
    private mutating func contentChanged(
        _ slot: DatabaseSlot, _ key: DatabaseKey, _ context: inout RouterContext
    ) {
        switch key.type {
        case LSType.opaqueLink, LSType.opaqueArea, LSType.opaqueAS: break
        case LSType.nssa where key.advertisingRouter != routerID:
            scheduleBorderTask(at: context.now)
            fallthrough
        case LSType.summaryNetwork, LSType.summaryASBR:
            // The router's own summary-LSAs are no input of its calculation.
            if configuration.profile.skipsCalculationForAreaSettings, key.advertisingRouter == routerID { break }
            fallthrough
        default:
            scheduleSPF(destinations: destinationsConcerned(by: key.type), &context)
            if helpedNeighbors > 0 { noteTopologyChange(slot, because: context.cause, context.store) }
        }
    }
}

extension DatabaseKey {
    /// What RFC 1765 §1 (2) counts: AS-external-LSAs other than the default route.
    var isExternalNonDefault: Bool { type == LSType.asExternal && linkStateID != .unspecified }
}

extension LSAStore {
    /// Whether two instances say the same (RFC 2328 §13.2): equal options, length and body.
    func haveEqualBodies(_ left: LSAInstanceID, _ right: LSAInstanceID) -> Bool {
        let (first, second) = (self[left], self[right])
        guard first.options == second.options, first.length == second.length else { return false }
        if first.bodyStart == second.bodyStart { return true }
        return words[first.bodyRange].elementsEqual(words[second.bodyRange])
    }
}
