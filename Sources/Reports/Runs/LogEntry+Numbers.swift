import OSPF

/// The two numbers by which results and traces give what an entry says; what they mean depends on its kind.
extension LogEntry {
    /// Whom or what it is about, or the limit.
    var subject: UInt32 {
        switch self {
        case .action, .coldStart, .refreshed, .aged, .poweredOn, .poweredOff, .costsRaised, .costsRestored,
            .externalsWithdrawn, .externalsRestored, .restartEnded:
            0
        case .lossConfigured(let segment): segment.number
        case .duplicateRouterID(let id), .adjacencyFormed(let id, _), .adjacencyLost(let id, _, _),
            .helloRefused(let id, _), .authenticationFailed(let id, _), .helperStarted(let id, _),
            .helperRefused(let id, _), .helperStopped(let id, _):
            id.bits
        case .designatedRouterElected(let interface, _), .packetDamaged(let interface, _),
            .keyExpired(let interface, _):
            interface.number
        case .originatorStarted(let set), .originatorStopped(let set), .redistributionStarted(let set),
            .redistributionStopped(let set), .deliveryStarted(let set):
            set.position
        case .limitWarning(let reading), .limitExceeded(let reading, _): reading.maximum
        case .limitCleared(_, let maximum), .redistributionWarning(_, let maximum),
            .redistributionExceeded(_, let maximum), .redistributionCleared(_, let maximum):
            maximum
        case .isolated(let isolations, _), .isolatedPermanently(let isolations, _), .returned(let isolations, _):
            isolations
        case .linksLeftOut(let room, _), .linksComplete(let room): room
        case .overloaded(let waiting, _): waiting
        case .probeLost(let probe, _, _), .probeRestored(let probe): probe
        case .memoryExhausted(let reading, _), .crashed(let reading, _), .memoryRelieved(let reading, _): reading.lsas
        case .processRestarted(let crashes): crashes
        }
    }

    /// How many or how much, or why.
    var detail: UInt32 {
        switch self {
        case .coldStart, .lossConfigured, .duplicateRouterID, .poweredOn, .poweredOff, .returned, .linksComplete,
            .probeRestored, .processRestarted:
            0
        case .action(_, let number): number
        case .refreshed(let lsas), .aged(let lsas), .externalsWithdrawn(let lsas): lsas
        case .adjacencyFormed(_, let interface), .adjacencyLost(_, let interface, _): interface.number
        case .designatedRouterElected(_, let isBackup): isBackup ? 0 : 1
        case .originatorStarted(let set), .originatorStopped(let set), .redistributionStarted(let set),
            .redistributionStopped(let set), .deliveryStarted(let set):
            set.lsas
        case .limitWarning(let reading), .limitExceeded(let reading, _): reading.counted
        case .limitCleared(let count, _), .costsRestored(let count), .externalsRestored(let count): count ?? 0
        case .isolated(_, let count), .isolatedPermanently(_, let count), .costsRaised(let count): count
        case .redistributionWarning(let routes, _), .redistributionExceeded(let routes, _),
            .redistributionCleared(let routes, _):
            routes
        case .linksLeftOut(_, let leftOut): leftOut
        case .overloaded(_, let lost): lost
        case .helloRefused(_, let mismatch): mismatch.rawValue
        case .authenticationFailed(_, let failure): failure.rawValue
        case .packetDamaged(_, let type): UInt32(type.rawValue)
        case .keyExpired(_, let keyID): keyID
        case .helperStarted(_, let seconds): seconds
        case .helperRefused(_, let refusal): refusal.rawValue
        case .helperStopped(_, let reason), .restartEnded(let reason): reason.rawValue
        case .probeLost(_, let pairs, _): pairs
        case .memoryExhausted(let reading, _), .crashed(let reading, _), .memoryRelieved(let reading, _):
            reading.kibibytes
        }
    }
}
