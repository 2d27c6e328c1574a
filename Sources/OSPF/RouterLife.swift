import NetworkPrimitives

// How a router's process starts and ends, and what it loses then.
extension Router {
    mutating func start(_ context: inout RouterContext) {
        guard !isRunning else { return }
        if restart.isAnnounced, context.now < restart.end {
            startAfterRestart(&context)
            return
        }
        endRestart(&context)
        isRunning = true
        registerInterfaces()
        adoptRouterID()
        noteProcessStart(at: context.now)
        (externals.unheardInNSSAs, externals.unforwarded) = ([], [])
        limit.forget()
        beginStartup(at: context.now)
        joinNetwork(&context)
    }

    mutating func noteProcessStart(at now: Instant) {
        startedProcessAt = now
        externals.canDeliver = []
        if bootCount == 0 || !configuration.defects.restartsSequenceNumbers { bootCount &+= 1 }
        packetsSigned = 0
    }

    /// A graceful restart that did not come to its end is forgotten, with the routes that it kept.
    private mutating func endRestart(_ context: inout RouterContext) {
        guard isRestarting else { return }
        abandonRestart()
        if !isRunning { clearRoutes(&context) }
    }

    mutating func stop(flushing: Bool, _ context: inout RouterContext) {
        endRestart(&context)
        guard isRunning else { return }
        let cause = context.cause
        if flushing, configuration.profile.saysGoodbye {
            sendEmptyHellos(&context)
        } else if flushing {
            flushAtOnce(&context)
        }
        context.cause = cause
        // An isolation ends with the process, and so do the routes that it kept.
        forgetLimit(&context)
        leaveNetwork(reason: .cleared, keepingOwnLSAs: false, &context)
        timers.cancelAll()
        isStopping = false
        isRunning = false
    }

    /// RFC 2328 §14.1 for every LSA that the router originated, sent before its adjacencies end.
    mutating func flushBeforeIsolation(_ context: inout RouterContext) {
        flushAtOnce(&context)
        isStopping = false
    }

    private mutating func flushAtOnce(_ context: inout RouterContext) {
        isStopping = true
        flushOwnLSAs(&context)
        // Pacing must not delay these: the adjacencies end now.
        for interface in interfaces.indices where !flooding.contains(interface) { markForFlooding(interface) }
        settle(&context)
    }

    /// The operator clears the process: everything starts again, and a permanent isolation ends.
    mutating func clearProcess(_ context: inout RouterContext) {
        forgetLimit(&context)
        timers.cancel(Timer.redistribution)
        abandonRestart()
        leaveNetwork(reason: .cleared, keepingOwnLSAs: false, &context)
        if configuration.profile.losesNSSALSAsWhenCleared {
            externals.unheardInNSSAs = configuration.redistributions.map(\.name)
        }
        if configuration.profile.losesForwardingAddressesWhenCleared {
            externals.unforwarded = configuration.redistributions.map(\.name)
        }
        for interface in interfaces.indices { takeForUp(interface) }
        adoptRouterID()
        beginStartup(at: context.now)
        joinNetwork(&context)
    }

    /// Starts the protocol on every interface that has a carrier: at power-on, and when an isolation ends.
    mutating func joinNetwork(_ context: inout RouterContext) {
        precondition(isRunning, "the process was started")
        startedAt = context.now
        spf.startedAt = context.now
        for interface in interfaces.indices { interfaceUp(interface, &context) }
        reviewBorderStatus(&context)
        scheduleElections(at: context.now)
        originateRouterLSAs(&context)
        originateExternals(&context)
        originateOpaques(&context)
    }

    /// Ends every adjacency and forgets what was learned. Nothing is sent.
    mutating func leaveNetwork(
        reason: Happening.Reason, keepingOwnLSAs: Bool, isRestarting: Bool = false, _ context: inout RouterContext
    ) {
        for interface in interfaces.indices { take(.interfaceDown, on: interface, reason: reason, &context) }
        if memory.isKept { forgetMemory(keepingLSAs: keepingOwnLSAs, &context) }
        if keepingOwnLSAs {
            removeForeignLSAs(&context)
        } else {
            database.removeAll()
            maxAgeList.removeAll()
        }
        deferred.removeAll()
        incompleteLSAs.removeAll()
        // What is kept is announced again on return, until an election decides otherwise.
        if keepingOwnLSAs {
            // The first calculation after the return withdraws those that no longer hold.
            nssa.endTranslating()
        } else if !isRestarting {
            externals.deactivateElected(&configuration)
            summaries = SummaryOriginations()
            activeRanges.removeAll()
            nssa = NSSAState()
        }
        timers.cancel(Timer.spf)
        (spf.isUnderWay, spf.isAskedForAgain) = (false, false)
        timers.cancel(Timer.origination)
        timers.cancel(Timer.election)
        timers.cancel(Timer.nssa)
        timers.cancel(Timer.grace)
        spf = SPFState()
        transitAreas.removeAll()
        if !isRestarting, !(limit.isIsolated && configuration.limit.keepsForwarding) { clearRoutes(&context) }
    }

    // MARK: The Router ID

    /// Another Router ID. Every packet and LSA contains it, so it takes effect when the process starts again: now, as
    /// in BIRD and Junos, or at its next restart, as in IOS and FRRouting.
    mutating func changeRouterID(
        to id: RouterID, atOnce: Bool, _ context: inout RouterContext
    ) {
        pendingRouterID = id == routerID ? nil : id
        if atOnce, isRunning, pendingRouterID != nil { clearProcess(&context) }
    }

    /// The process starts, with the Router ID that was configured meanwhile. What it originated under another one stays
    /// in others' databases until it is MaxAge old; network-LSAs it recognizes by their address (RFC 2328 §13.4).
    mutating func adoptRouterID() {
        guard let id = pendingRouterID else { return }
        pendingRouterID = nil
        configuration.routerID = id
        externals = ExternalOriginations()
        opaques = OpaqueOriginations()
    }
}
