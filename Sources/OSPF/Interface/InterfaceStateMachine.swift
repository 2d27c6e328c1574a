// RFC 2328 §9.3: the interface state machine as one function without effects. `Router.take` carries out what it says.

/// The states of an interface (RFC 2328 §9.1).
public enum InterfaceState: UInt8, Sendable, CaseIterable {
    case down, loopback, waiting, pointToPoint, drOther, backup, designatedRouter
}

extension InterfaceState: CustomStringConvertible {
    public var description: String {
        switch self {
        case .down: "Down"
        case .loopback: "Loopback"
        case .waiting: "Waiting"
        case .pointToPoint: "PtP"
        case .drOther: "DROther"
        case .backup: "BDR"
        case .designatedRouter: "DR"
        }
    }
}

/// What happens to an interface (RFC 2328 §9.2), and one event that the RFC calls an action: the end of an election.
public enum InterfaceEvent: UInt8, Sendable, CaseIterable {
    case interfaceUp, waitTimer, backupSeen, neighborChange, loopIndication, unloopIndication, interfaceDown
    /// The calculation of RFC 2328 §9.4 has a result, which the conditions ask for.
    case elected
}

extension InterfaceEvent: CustomStringConvertible {
    /// As the RFC writes it.
    public var description: String {
        switch self {
        case .interfaceUp: "InterfaceUp"
        case .waitTimer: "WaitTimer"
        case .backupSeen: "BackupSeen"
        case .neighborChange: "NeighborChange"
        case .loopIndication: "LoopInd"
        case .unloopIndication: "UnloopInd"
        case .interfaceDown: "InterfaceDown"
        case .elected: "elected"
        }
    }
}

/// What a row of the table depends on, besides state and event.
public enum InterfaceCondition: UInt8, Sendable, CaseIterable {
    /// Hellos are neither sent nor accepted.
    case isPassive
    /// It is on a broadcast or NBMA network.
    case electsDesignatedRouter
    /// Its Router Priority is not 0.
    case isEligible
    /// The election made the router Designated Router, or Backup Designated Router.
    case isDesignatedRouter, isBackupDesignatedRouter
}

/// What is done at a transition, in the order of the bits.
public struct InterfaceSteps: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    // In the state that is left.
    static let killNeighbors = Self(rawValue: 1 << 0)
    static let stopTimers = Self(rawValue: 1 << 1)
    /// LSAs of link scope leave the database.
    static let forgetLink = Self(rawValue: 1 << 2)
    // In the state that is entered.
    static let resetVariables = Self(rawValue: 1 << 3)
    static let startHellos = Self(rawValue: 1 << 4)
    static let startWaitTimer = Self(rawValue: 1 << 5)
    static let stopWaitTimer = Self(rawValue: 1 << 6)
    static let elect = Self(rawValue: 1 << 7)

    static let beforeLeaving: Self = [.killNeighbors, .stopTimers, .forgetLink]

    /// What each bit means.
    fileprivate static let names = [
        "kill neighbors", "stop timers", "forget link", "reset variables", "start hellos", "start wait timer",
        "stop wait timer", "elect",
    ]
}

extension InterfaceSteps: CustomStringConvertible {
    public var description: String {
        Self.names.indices.filter { rawValue >> $0 & 1 == 1 }.map { Self.names[$0] }.joined(separator: ", ")
    }
}

/// What an event leads to. Only the table makes one.
public struct InterfaceTransition: Hashable, Sendable {
    /// `nil`: the state stays.
    public let next: InterfaceState?
    public let steps: InterfaceSteps
    /// Whether the event can occur in the state at all.
    public let isApplicable: Bool

    fileprivate static let notApplicable = Self(next: nil, steps: [], isApplicable: false)
    fileprivate static func stay(_ steps: InterfaceSteps = []) -> Self {
        Self(next: nil, steps: steps, isApplicable: true)
    }
    fileprivate static func to(_ next: InterfaceState, _ steps: InterfaceSteps = []) -> Self {
        Self(next: next, steps: steps, isApplicable: true)
    }
}

/// RFC 2328 §9.3. Nothing here loops an interface back: LoopInd and UnloopInd are not applicable, and Loopback is never entered.
public enum InterfaceStateMachine {
    /// - Parameter holds: asked only for what the row depends on.
    public static func transition(
        from state: InterfaceState, on event: InterfaceEvent, where holds: (InterfaceCondition) -> Bool
    ) -> InterfaceTransition {
        switch (event, state) {
        case (.interfaceUp, .down): up(where: holds)
        case (.interfaceUp, _): .notApplicable
        case (.waitTimer, .waiting): .stay([.elect])
        case (.backupSeen, .waiting): .stay([.stopWaitTimer, .elect])
        case (.waitTimer, _), (.backupSeen, _): .notApplicable
        case (.neighborChange, .drOther), (.neighborChange, .backup), (.neighborChange, .designatedRouter):
            .stay([.elect])
        case (.neighborChange, _): .stay()
        case (.elected, .down), (.elected, .loopback), (.elected, .pointToPoint): .notApplicable
        case (.elected, _):
            holds(.isDesignatedRouter)
                ? .to(.designatedRouter) : holds(.isBackupDesignatedRouter) ? .to(.backup) : .to(.drOther)
        case (.interfaceDown, _): .to(.down, [.killNeighbors, .stopTimers, .forgetLink, .resetVariables])
        case (.loopIndication, _), (.unloopIndication, _): .notApplicable
        }
    }

    private static func up(where holds: (InterfaceCondition) -> Bool) -> InterfaceTransition {
        let hellos: InterfaceSteps = holds(.isPassive) ? [] : [.startHellos]
        guard holds(.electsDesignatedRouter) else { return .to(.pointToPoint, hellos) }
        // A passive interface does not wait for a Backup.
        guard !holds(.isPassive), holds(.isEligible) else { return .to(.drOther, hellos) }
        return .to(.waiting, [.startHellos, .startWaitTimer])
    }
}
