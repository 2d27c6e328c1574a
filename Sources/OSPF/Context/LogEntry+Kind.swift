extension LogEntry {
    /// What the entry is called.
    public var kind: Happening.Kind {
        switch self {
        case .action: .action
        case .coldStart: .coldStart
        case .lossConfigured: .lossConfigured
        case .duplicateRouterID: .duplicateRouterID
        case .refreshed: .refreshed
        case .aged: .aged
        case .poweredOn: .poweredOn
        case .poweredOff: .poweredOff
        case .adjacencyFormed: .adjacencyFormed
        case .adjacencyLost: .adjacencyLost
        case .designatedRouterElected: .designatedRouterElected
        case .originatorStarted: .originatorStarted
        case .originatorStopped: .originatorStopped
        case .limitWarning: .limitWarning
        case .limitExceeded: .limitExceeded
        case .limitCleared: .limitCleared
        case .isolated: .isolated
        case .isolatedPermanently: .isolatedPermanently
        case .returned: .returned
        case .costsRaised: .costsRaised
        case .costsRestored: .costsRestored
        case .externalsWithdrawn: .externalsWithdrawn
        case .externalsRestored: .externalsRestored
        case .redistributionWarning: .redistributionWarning
        case .redistributionExceeded: .redistributionExceeded
        case .redistributionCleared: .redistributionCleared
        case .linksLeftOut: .linksLeftOut
        case .linksComplete: .linksComplete
        case .redistributionStarted: .redistributionStarted
        case .redistributionStopped: .redistributionStopped
        case .deliveryStarted: .deliveryStarted
        case .overloaded: .overloaded
        case .helloRefused: .helloRefused
        case .authenticationFailed: .authenticationFailed
        case .packetDamaged: .packetDamaged
        case .keyExpired: .keyExpired
        case .helperStarted: .helperStarted
        case .helperRefused: .helperRefused
        case .helperStopped: .helperStopped
        case .restartEnded: .restartEnded
        case .probeLost: .probeLost
        case .probeRestored: .probeRestored
        case .memoryExhausted: .memoryExhausted
        case .memoryRelieved: .memoryRelieved
        case .crashed: .crashed
        case .processRestarted: .processRestarted
        }
    }
}
