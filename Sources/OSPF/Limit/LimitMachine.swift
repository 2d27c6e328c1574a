/// Where a router stands with its LSA limit.
public enum LimitPhase: UInt8, Sendable, CaseIterable {
    case normal
    /// Over the limit, and the grace period runs: new LSAs are refused.
    case refusing
    /// Full, and refusing what would add to the database.
    case rejecting
    /// Cut off from the network for the ignore time.
    case isolated
    /// Cut off until an operator intervenes.
    case isolatedPermanently
    /// Transit links are advertised at the largest cost.
    case overloaded
    /// Own external LSAs are withdrawn, and others' refused where they do not fit (RFC 1765).
    case overflow
}

/// What happens to a limit.
public enum LimitEvent: UInt8, Sendable, CaseIterable {
    /// The count reaches the warning threshold.
    case nearing
    /// An LSA would bring the count over the limit (or to it, as `Trip` says).
    case met
    /// LSAs left the database, and the count is within the limit again.
    case relieved
    /// The grace period, the ignore time, the overload timeout or the exit interval is over.
    case graceOver, ignoreOver, timeoutOver, exitDue
    /// The reset time has passed without an isolation.
    case quiet
    /// An operator cleared the process.
    case cleared
}

/// What must hold for a row of a limit's table to apply.
public enum LimitCondition: UInt8, Sendable, CaseIterable {
    /// The LSA would make the database larger than the maximum, or would not.
    case isTooMany, fits
    /// The policy has a grace period.
    case withGrace
    /// The limit is hit by what the database holds now, or is not.
    case stillMet, notMet
    /// The database holds as much as it may.
    case stillFull
    /// The isolation that would follow now is for good.
    case isLastIsolation
    /// The isolation that ends now was the last that may end (`Permanence.expires`).
    case mayNotReturn
    /// What the policy says of the time after the grace period, where that is not a shutdown.
    case thenReject, thenOverload
    /// The policy checks again before it leaves the overflow state.
    case rechecks
}

/// One thing that a router does at a row of its limit's table.
public enum LimitStep: UInt8, Sendable, CaseIterable {
    /// A message in the router's log, and in the story of a run.
    case warn, tell, tellOnce, tellRelief
    /// The LSA at hand is refused; without this step it is taken.
    case refuse
    case startGrace, startIgnoreTime, startResetTime, startTimeout, startExitInterval, stopTimer
    /// The router ends its adjacencies and clears its database, as the policy says; the isolation is counted.
    case isolate
    /// Adjacencies are formed again and the database fills.
    case rejoin
    /// It is logged that the isolation is now permanent.
    case stayIsolated
    /// Isolations are counted from zero.
    case forgetIsolations
    /// The router's transit links get the largest cost, or their own again (RFC 6987).
    case raiseCosts, restoreCosts
    /// The router's own external LSAs are flushed, or originated again (RFC 1765 §2.2, §2.4).
    case withdrawExternals, restoreExternals
}

/// The states of a limit and what leads from one to the other: a table for each first action, read from the top.
public struct LimitMachine: Sendable {
    public struct Row: Sendable {
        public let phase: LimitPhase
        public let event: LimitEvent
        /// All must hold.
        public let conditions: [LimitCondition]
        public let steps: [LimitStep]
        public let next: LimitPhase

        init(
            _ phase: LimitPhase, _ event: LimitEvent, if conditions: [LimitCondition] = [], _ steps: [LimitStep],
            then next: LimitPhase
        ) {
            self.phase = phase
            self.event = event
            self.conditions = conditions
            self.steps = steps
            self.next = next
        }
    }

    public let rows: [Row]

    /// The first row for this event whose conditions hold; `nil` where the event changes nothing.
    public func row(_ phase: LimitPhase, _ event: LimitEvent, where holds: (LimitCondition) -> Bool) -> Row? {
        rows.first { $0.phase == phase && $0.event == event && $0.conditions.allSatisfy(holds) }
    }

    /// The table of a policy's first action.
    public static func table(of action: LimitPolicy.Action) -> LimitMachine {
        switch action {
        case .warn: warn
        case .reject: reject
        case .overload: overload
        case .withdraw: withdraw
        case .shutdown: shutdown
        }
    }

    private static let nearing = Row(.normal, .nearing, [.warn], then: .normal)

    /// What holds in every state that is no isolation: the reset time may pass.
    private init(_ rows: [Row]) {
        let phases = LimitPhase.allCases.filter { phase in
            phase != .isolated && phase != .isolatedPermanently && rows.contains { $0.phase == phase }
        }
        self.rows = rows + phases.map { Row($0, .quiet, [.forgetIsolations], then: $0) }
    }

    /// Warnings only: Cisco's and Junos's `warning-only`, ZebOS's `soft`, Nokia's `log-only`.
    static let warn = LimitMachine([nearing, Row(.normal, .met, [.tellOnce], then: .normal)])

    /// Pure reject: ACI's `reject`, Huawei's `overload-limit`, BIRD's `block`.
    static let reject = LimitMachine([
        nearing,
        Row(.normal, .met, if: [.isTooMany], [.tell, .startExitInterval, .refuse], then: .rejecting),
        Row(.normal, .met, if: [.fits], [.tell, .startExitInterval], then: .rejecting),
        Row(.rejecting, .met, if: [.isTooMany], [.refuse], then: .rejecting),
        Row(.rejecting, .relieved, [.stopTimer, .tellRelief], then: .normal),
        Row(.rejecting, .exitDue, if: [.stillFull], [.startExitInterval], then: .rejecting),
        Row(.rejecting, .exitDue, [.tellRelief], then: .normal),
        Row(.rejecting, .cleared, [.forgetIsolations], then: .normal),
    ])

    /// Refuse, then shut down: Cisco IOS with its 60 seconds, Junos and ZebOS's `hard` without any.
    static let shutdown = LimitMachine(
        [
            nearing,
            // The LSA that goes over the limit is the last to be taken.
            Row(.normal, .met, if: [.withGrace], [.tell, .startGrace], then: .refusing),
            Row(.normal, .met, if: [.isLastIsolation], [.tell, .isolate], then: .isolatedPermanently),
            Row(.normal, .met, [.tell, .isolate, .startIgnoreTime], then: .isolated),
            Row(.refusing, .met, [.refuse], then: .refusing),
            Row(.refusing, .relieved, [.stopTimer, .tellRelief], then: .normal),
            Row(.refusing, .graceOver, if: [.notMet], [.tellRelief], then: .normal),
            Row(.refusing, .graceOver, if: [.thenReject], [.startExitInterval], then: .rejecting),
            Row(.refusing, .graceOver, if: [.thenOverload], [.raiseCosts, .startTimeout], then: .overloaded),
            Row(.refusing, .graceOver, if: [.isLastIsolation], [.isolate], then: .isolatedPermanently),
            Row(.refusing, .graceOver, [.isolate, .startIgnoreTime], then: .isolated),
            Row(.refusing, .cleared, [.forgetIsolations], then: .normal),
            Row(.isolated, .ignoreOver, if: [.mayNotReturn], [.stayIsolated], then: .isolatedPermanently),
            Row(.isolated, .ignoreOver, [.rejoin, .startResetTime], then: .normal),
            Row(.isolated, .cleared, [.forgetIsolations], then: .normal),
            Row(.isolatedPermanently, .cleared, [.forgetIsolations], then: .normal),
        ] + reject.rows.filter { $0.phase == .rejecting && $0.event != .quiet }
            + overload.rows.filter { $0.phase == .overloaded && $0.event != .quiet })

    /// Degrade: Nokia's `rtr-adv-lsa-limit`.
    static let overload = LimitMachine([
        nearing,
        Row(.normal, .met, [.tell, .raiseCosts, .startTimeout], then: .overloaded),
        Row(.overloaded, .timeoutOver, [.restoreCosts], then: .normal),
        Row(.overloaded, .cleared, [.forgetIsolations], then: .normal),
    ])

    /// Overflow: RFC 1765 §1 (3), (4) and (5), and the vendors that follow it.
    static let withdraw = LimitMachine([
        nearing,
        Row(
            .normal, .met, if: [.isTooMany], [.tell, .withdrawExternals, .startExitInterval, .refuse], then: .overflow),
        Row(.normal, .met, if: [.fits], [.tell, .withdrawExternals, .startExitInterval], then: .overflow),
        Row(.overflow, .met, if: [.isTooMany], [.refuse], then: .overflow),
        Row(.overflow, .exitDue, if: [.rechecks, .stillMet], [.startExitInterval], then: .overflow),
        Row(.overflow, .exitDue, [.restoreExternals], then: .normal),
        Row(.overflow, .cleared, [.forgetIsolations], then: .normal),
    ])
}
