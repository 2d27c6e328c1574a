import NetworkPrimitives
import OSPFWire

/// A border router of an NSSA that the database showed.
struct NSSABorder: Sendable {
    let area: AreaID
    let router: RouterID
    var isTranslator: Bool
    /// When one counts no more whose router-LSA is missed.
    var heldUntil: Instant?
}

// RFC 3101 §3.1: who translates.
extension Router {
    /// The reachable border router with the highest Router ID, unless one translates always.
    mutating func isTranslator(for area: AreaID, at now: Instant, _ store: LSAStore) -> Bool {
        let configured = configuration.area(area)
        switch configured.translatorRole {
        case .always: return true
        case .never: return false
        case .candidate: break
        }
        if configuration.profile.electsTranslatorFromDatabase { return isElectedByDatabase(for: area, at: now, store) }
        let isElected = !routingTable.borderRouters.routes.contains { other in
            other.pathType == .intraArea && other.area == area && other.isAreaBorderRouter
                && (other.router > routerID || other.flags.contains(.nssaTranslator))
                && isReachableTranslator(other.router, of: area)
        }
        if isElected {
            nssa.until[area] = nil
            return true
        }
        guard nssa.translating.contains(area) else { return false }
        let until = nssa.until[area] ?? now + configured.translatorStabilityInterval
        nssa.until[area] = until
        guard now < until else {
            nssa.until[area] = nil
            return false
        }
        if !timers.isSet(Timer.nssa) || timers.deadline(Timer.nssa) > until { timers.set(Timer.nssa, to: until) }
        return true
    }

    /// The election by the router-LSAs in the database, those of unreachable routers included, without waiting.
    private mutating func isElectedByDatabase(for area: AreaID, at now: Instant, _ store: LSAStore) -> Bool {
        var present: [NSSABorder] = []
        for entry in database.lsas(of: [.router], in: [area]) {
            let key = store[entry.key]
            let flags = store.flags(of: store[entry.instance])
            guard key.advertisingRouter != routerID, flags.contains(.areaBorderRouter) else { continue }
            // One that was missing before and is still here at MaxAge stays missing.
            var border = NSSABorder(
                area: area, router: key.advertisingRouter,
                isTranslator: flags.contains(.nssaTranslator))
            if entry.flags.contains(.maxAge) {
                let known = nssa.seenBorders.first { $0.area == area && $0.router == border.router }
                border.heldUntil = known?.heldUntil ?? maxAgeSweep(at: now)
            }
            present.append(border)
        }
        for var border in nssa.seenBorders
        where border.area == area && !present.contains(where: { $0.router == border.router }) {
            border.heldUntil = border.heldUntil ?? maxAgeSweep(at: now)
            present.append(border)
        }
        present.removeAll { $0.heldUntil.map { now >= $0 } ?? false }
        nssa.seenBorders = nssa.seenBorders.filter { $0.area != area } + present
        return !present.contains { $0.isTranslator || $0.router > routerID }
    }
}
