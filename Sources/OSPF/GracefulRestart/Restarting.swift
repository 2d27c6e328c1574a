import NetworkPrimitives
import OSPFWire

/// A planned restart of this router (RFC 3623 §2).
struct RestartState: Sendable {
    /// The router announced its restart, and its process is about to end.
    var isAnnounced = false
    /// The new process has not yet resynchronized.
    var isActive = false
    /// When the grace period ends.
    var end = Instant.origin
    /// The first calculation after the restart flushes what is no longer true.
    var mustReview = false
    var cause = HappeningID.none
}

// RFC 3623 §2: the restarting router.
extension Router {
    /// RFC 3623 §2.1: originates Grace-LSAs, before the process ends.
    mutating func announceRestart(_ context: inout RouterContext) {
        guard isRunning, !limit.isIsolated else { return }
        restart.isAnnounced = true
        restart.end = context.now + configuration.gracefulRestart.restartInterval
        restart.cause = context.cause
        for interface in interfaces.indices where interfaces[interface].fullNeighbors > 0 {
            originate(graceKey(of: interface, &context), &context)
        }
    }

    /// What was announced, or begun, will not come to its end.
    mutating func abandonRestart() { restart = RestartState() }

    /// Whether every neighbor acknowledged the announcement.
    public var isRestartAcknowledged: Bool {
        restart.isAnnounced
            && !database.lsas().contains {
                $0.flags.contains([.linkLocal, .selfOriginated]) && $0.retransmissions > 0
            }
    }

    /// Whether the router is between the end of its process and its return to normal operation.
    public var isRestarting: Bool { restart.isAnnounced || restart.isActive }

    private func graceKey(of interface: InterfaceIndex, _ context: inout RouterContext) -> LSAKeyID {
        context.store.intern(
            DatabaseKey(
                type: LSType.opaqueLink, area: interfaces[interface].area,
                linkStateID: OpaqueType.grace.linkStateID(0), advertisingRouter: routerID,
                link: interfaces[interface].link))
    }

    func graceLSA(_ key: DatabaseKey) -> LSADraft? {
        guard restart.isAnnounced, let interface = interfaces.first(where: { $0.link == key.link }) else { return nil }
        let configured = configuration.interfaces[interface.index]
        let grace = GraceLSABody(
            period: configuration.gracefulRestart.restartInterval,
            address: configured.networkType.knowsNeighborsByRouterID ? nil : configured.address)
        return LSADraft(options(in: interface.area), LSADraft.words(of: LSABody.opaque(grace.opaque).encoded()))
    }

    /// RFC 3623 §2.1 (1): the process ends; the forwarding table, what the router redistributes, and the fact
    /// of the restart stay.
    mutating func stopForRestart(_ context: inout RouterContext) {
        // A process that was isolated or cleared since has nothing to continue.
        guard restart.isAnnounced else {
            stop(flushing: false, &context)
            return
        }
        guard isRunning else { return }
        limit.forget()
        leaveNetwork(reason: .cleared, keepingOwnLSAs: false, isRestarting: true, &context)
        timers.cancelAll()
        isRunning = false
    }

    /// The new process starts, and originates nothing until it has its former LSAs again.
    mutating func startAfterRestart(_ context: inout RouterContext) {
        guard !isRunning, restart.isAnnounced else { return }
        restart.isAnnounced = false
        restart.isActive = true
        isRunning = true
        registerInterfaces()
        noteProcessStart(at: context.now)
        context.cause = restart.cause
        joinNetwork(&context)
        scheduleGraceTimer()
    }

    /// RFC 3623 §2 (3): while a Hello lists this router in a role, it had that role before it restarted, and
    /// takes it up again.
    mutating func resumeRole(on index: InterfaceIndex, after neighbor: Neighbor, _ context: inout RouterContext) {
        guard restart.isActive, interfaces[index].state == .waiting else { return }
        let address = configuration.interfaces[index].address
        guard neighbor.designatedRouter == address || neighbor.backupDesignatedRouter == address else { return }
        interfaces[index].setRoles(designated: neighbor.designatedRouter, backup: neighbor.backupDesignatedRouter)
        backupSeen(on: index, &context)
        // The neighbors hold an election when they cease to help, which may be before the next Hello is due.
        sendHello(on: index, &context)
    }

    // MARK: The end (RFC 3623 §2.2, §2.3)

    /// Whether the restart is over: all former adjacencies are Full again (RFC 3623 §2.2 (1)), or another router's LSA
    /// contradicts (§2.2 (2)).
    mutating func reviewRestart(_ context: inout RouterContext) {
        guard restart.isActive else { return }
        switch restartProgress(context.store) {
        case .waiting: break
        case .complete: finishRestart(.completed, &context)
        case .inconsistent: finishRestart(.topologyChanged, &context)
        }
    }

    private enum Progress { case waiting, complete, inconsistent }

    private func restartProgress(_ store: LSAStore) -> Progress {
        var isComplete = true
        for area in attachedAreas {
            switch progress(in: area, store) {
            case .inconsistent: return .inconsistent
            case .waiting: isComplete = false
            case .complete: break
            }
        }
        return isComplete ? .complete : .waiting
    }

    private func progress(in area: AreaID, _ store: LSAStore) -> Progress {
        let here = Array(interfaces.lazy.filter { $0.area == area })
        guard let slot = ownRouterLSA(in: area, store) else {
            // RFC 3623 §2.2 (2): an adjacency, and the neighbor does not know what this router said before.
            if here.contains(where: { $0.fullNeighbors > 0 }) { return .inconsistent }
            return here.contains { mayBringBack($0, store) } ? .waiting : .complete
        }
        var isComplete = true
        for link in store.links(of: store[database[slot].instance]) {
            guard let index = interface(of: link, among: here) else { continue }
            switch link.type {
            case .pointToPoint:
                let other = RouterID(bits: link.id.bits)
                if !isFull(on: index, { $0.routerID == other }) { isComplete = false }
                if denies(other, in: area, store) { return .inconsistent }
            case .virtual:
                if !isFull(on: index, { $0.routerID.bits == link.id.bits }) { isComplete = false }
            case .transit where link.id == configuration.interfaces[index].address:
                let attached = ownNetworkLSA(on: index, store)
                if attached.isEmpty { isComplete = false }
                for other in attached where other != routerID {
                    if !isFull(on: index, { $0.routerID == other }) { isComplete = false }
                }
            case .transit:
                if !isFull(on: index, { $0.address == link.id }) { isComplete = false }
            default: continue
            }
        }
        return isComplete ? .complete : .waiting
    }

    /// Whether an interface may yet lead to a neighbor that knows what this router said before. A virtual link may while it
    /// is down, if it was up: bit V of the transit area says so.
    private func mayBringBack(_ interface: Interface, _ store: LSAStore) -> Bool {
        let configured = configuration.interfaces[interface.index]
        if let link = configured.virtualLink {
            return ownRouterLSA(in: link.transitArea, store).map {
                store.flags(of: store[database[$0].instance]).contains(.virtualLinkEndpoint)
            } ?? false
        }
        return interface.state != .down && !configured.isPassive
    }

    /// The interface that a link of a router-LSA is about.
    private func interface(of link: RouterLink, among here: [Interface]) -> InterfaceIndex? {
        here.first {
            let configured = configuration.interfaces[$0.index]
            guard link.type != .virtual else { return configured.virtualLink?.neighbor.bits == link.id.bits }
            return configured.networkType != .virtualLink && linkData(of: $0.index) == link.data.bits
        }?.index
    }

    private func isFull(on index: InterfaceIndex, _ isMeant: (Neighbor) -> Bool) -> Bool {
        interfaces[index].neighbors.contains { neighbors[$0].state == .full && isMeant(neighbors[$0]) }
    }

    private func ownRouterLSA(in area: AreaID, _ store: LSAStore) -> DatabaseSlot? {
        liveEntry(routerID, in: area, store)
    }

    private func liveEntry(_ router: RouterID, in area: AreaID, _ store: LSAStore) -> DatabaseSlot? {
        let key = DatabaseKey(
            type: LSType.router, area: area, linkStateID: IPv4Address(bits: router.bits), advertisingRouter: router)
        guard let id = store.find(key), let slot = database.slot(of: id),
            !database[slot].flags.contains(.maxAge)
        else { return nil }
        return slot
    }

    /// The routers that the network-LSA from before the restart lists; none while no neighbor has given it back.
    private func ownNetworkLSA(on index: InterfaceIndex, _ store: LSAStore) -> [RouterID] {
        let configured = configuration.interfaces[index]
        let key = DatabaseKey(
            type: LSType.network, area: configured.area, linkStateID: configured.address,
            advertisingRouter: routerID)
        guard let id = store.find(key), let slot = database.slot(of: id) else { return [] }
        return store.attachedRouters(of: store[database[slot].instance]).map { store[$0].advertisingRouter }
    }

    /// Whether another's router-LSA, which is here, has no link to this router.
    private func denies(_ other: RouterID, in area: AreaID, _ store: LSAStore) -> Bool {
        guard let slot = liveEntry(other, in: area, store) else { return false }
        return !store.links(of: store[database[slot].instance]).contains {
            $0.type == .pointToPoint && $0.id.bits == routerID.bits
        }
    }

    /// RFC 3623 §2.3: back to normal operation.
    mutating func finishRestart(
        _ reason: RestartExitReason, _ context: inout RouterContext
    ) {
        restart.isActive = false
        restart.mustReview = true
        context.cause = context.journal.record(
            .restartEnded(reason), at: context.now, router: number,
            cause: context.cause.isNone ? restart.cause : context.cause)
        // RFC 3623 §2.3 (1).
        originateRouterLSAs(&context)
        // RFC 3623 §2.3 (2).
        for index in interfaces.indices where interfaces[index].state == .designatedRouter {
            reoriginateNetworkLSA(of: index, &context)
        }
        originateExternals(&context)
        originateOpaques(&context)
        // RFC 3623 §2.3 (3), (4): the calculation replaces the routes from before, and summary-LSAs follow it.
        scheduleSPF(&context)
        // RFC 3623 §2.3 (6): the Grace-LSAs from before the restart, which the neighbors gave back.
        for slot in database.slots(where: { $0.flags.contains([.linkLocal, .selfOriginated]) })
        where context.store[database[slot].key].isGrace { flush(slot, &context) }
        scheduleGraceTimer()
    }

    /// RFC 3623 §2.3 (5): after the first calculation, own LSAs that are no longer true are flushed.
    mutating func reviewOwnLSAs(_ context: inout RouterContext) {
        guard restart.mustReview else { return }
        restart.mustReview = false
        for slot in database.slots(where: { $0.flags.contains(.selfOriginated) && !$0.flags.contains(.maxAge) }) {
            originate(database[slot].key, &context)
        }
    }
}
