import NetworkPrimitives

/// A router that takes part in an election: itself or a neighbor that is at least 2-Way (RFC 2328 §9.4).
struct ElectionCandidate: Sendable {
    let routerID: RouterID
    let address: IPv4Address
    let priority: UInt8
    /// The address it declares to be Designated Router, and the one it declares to be Backup.
    var designatedRouter: IPv4Address
    var backupDesignatedRouter: IPv4Address

    var claimsDesignated: Bool { designatedRouter == address }
    var claimsBackup: Bool { backupDesignatedRouter == address }

    /// The higher priority wins, then the higher Router ID.
    func isBetter(than other: ElectionCandidate) -> Bool {
        (priority, routerID) > (other.priority, other.routerID)
    }
}

/// The calculation of RFC 2328 §9.4 (2) and (3), over candidates whose priority is not 0.
struct ElectionResult: Equatable, Sendable {
    var designatedRouter = IPv4Address.unspecified
    var backupDesignatedRouter = IPv4Address.unspecified

    init(_ candidates: [ElectionCandidate]) {
        var backup: ElectionCandidate?
        // RFC 2328 §9.4 (2): those that claim to be Backup come first; those that claim to be Designated
        // Router are left out.
        for candidate in candidates where !candidate.claimsDesignated {
            guard let best = backup else {
                backup = candidate
                continue
            }
            if candidate.claimsBackup != best.claimsBackup {
                if candidate.claimsBackup { backup = candidate }
            } else if candidate.isBetter(than: best) {
                backup = candidate
            }
        }
        // RFC 2328 §9.4 (3): among those that claim to be Designated Router; if there is none, the Backup is promoted.
        var designated: ElectionCandidate?
        for candidate in candidates where candidate.claimsDesignated {
            if designated.map({ candidate.isBetter(than: $0) }) ?? true { designated = candidate }
        }
        backupDesignatedRouter = backup?.address ?? .unspecified
        designatedRouter = designated?.address ?? backupDesignatedRouter
    }
}

extension Router {
    /// Runs the election on an interface, and acts on it (RFC 2328 §9.4).
    mutating func electDesignatedRouter(on index: InterfaceIndex, _ context: inout RouterContext) {
        // RFC 3623 §3: a Designated Router that restarts and is helped stays Designated Router.
        guard helpedNeighbors == 0 || !isHelpingDesignated(on: index) else { return }
        let configured = configuration.interfaces[index]
        // RFC 2328 §9.4 (1).
        let before = (interfaces[index].designatedRouter, interfaces[index].backupDesignatedRouter)
        let oldState = interfaces[index].state
        var candidates = electionCandidates(on: index)
        var result = ElectionResult(candidates)
        // RFC 2328 §9.4 (4): once more if the router's own role changed.
        if configured.priority > 0, roleChanged(of: configured.address, from: before, to: result) {
            candidates[0].designatedRouter = result.designatedRouter
            candidates[0].backupDesignatedRouter = result.backupDesignatedRouter
            result = ElectionResult(candidates)
        }
        interfaces[index].setRoles(designated: result.designatedRouter, backup: result.backupDesignatedRouter)
        // RFC 2328 §9.4 (5): the interface's state follows from the result.
        take(.elected, on: index, election: result, &context)
        let newState = interfaces[index].state
        guard before != (result.designatedRouter, result.backupDesignatedRouter) || oldState != newState else { return }
        if newState != oldState, newState == .designatedRouter || newState == .backup {
            recordElection(on: index, isDesignated: newState == .designatedRouter, &context)
        }
        // RFC 2328 §9.4 (6): only the elected send Hellos to the ineligible.
        if configured.networkType == .nonBroadcast, newState == .designatedRouter || newState == .backup,
            oldState != .designatedRouter, oldState != .backup
        {
            startIneligibleNeighbors(on: index, &context)
        }
        // RFC 2328 §9.4 (7): adjacencies may have to be formed or broken.
        for neighbor in interfaces[index].neighbors where neighbors[neighbor].state >= .twoWay {
            take(.adjacencyOK, of: neighbor, &context)
        }
        if (oldState == .designatedRouter) != (newState == .designatedRouter) {
            reoriginateNetworkLSA(of: index, &context)
        }
        // RFC 2328 §12.4 (3): another Designated Router, or another role.
        originateRouterLSAs(&context)
    }

    /// Self first, if it is eligible, then the neighbors in the order of their numbers.
    private func electionCandidates(on index: InterfaceIndex) -> [ElectionCandidate] {
        let configured = configuration.interfaces[index]
        var candidates: [ElectionCandidate] = []
        if configured.priority > 0 {
            candidates.append(
                ElectionCandidate(
                    routerID: routerID, address: configured.address, priority: configured.priority,
                    designatedRouter: interfaces[index].designatedRouter,
                    backupDesignatedRouter: interfaces[index].backupDesignatedRouter))
        }
        for neighbor in interfaces[index].neighbors {
            let neighbor = neighbors[neighbor]
            guard neighbor.state >= .twoWay, neighbor.priority > 0 else { continue }
            candidates.append(
                ElectionCandidate(
                    routerID: neighbor.routerID, address: neighbor.address, priority: neighbor.priority,
                    designatedRouter: neighbor.designatedRouter,
                    backupDesignatedRouter: neighbor.backupDesignatedRouter))
        }
        return candidates
    }

    private func roleChanged(
        of address: IPv4Address, from before: (IPv4Address, IPv4Address), to after: ElectionResult
    ) -> Bool {
        (before.0 == address) != (after.designatedRouter == address)
            || (before.1 == address) != (after.backupDesignatedRouter == address)
    }

    /// The election of a router that was already on its way up is attributed to the loss of its predecessor, which the
    /// context's cause is; others to the last that happened on the link.
    private func recordElection(
        on index: InterfaceIndex, isDesignated: Bool, _ context: inout RouterContext
    ) {
        if context.cause.isNone {
            let news = context.journal.circumstances.lastNews(on: interfaces[index].link)
            context.cause = context.journal.orColdStart(news)
        }
        context.cause = context.journal.record(
            .designatedRouterElected(on: index, isBackup: !isDesignated), at: context.now,
            router: number, cause: context.cause)
        context.journal.circumstances.noteElection(on: interfaces[index].link, because: context.cause)
    }
}
