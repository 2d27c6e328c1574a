import OSPF
import Testing

/// What RFC 2328 §10.3 prints, row by row: independent of the table in the program.
@Suite("RFC 2328 §10.3: the neighbor state machine") struct NeighborStateMachineTests {
    struct Row {
        let states: ClosedRange<UInt8>
        let event: NeighborEvent
        let holding: Set<NeighborCondition>
        let next: NeighborState?

        init(
            _ states: ClosedRange<NeighborState>, _ event: NeighborEvent, if holding: Set<NeighborCondition> = [],
            _ next: NeighborState?
        ) {
            (self.states, self.event, self.holding, self.next) = (
                states.lowerBound.rawValue...states.upperBound.rawValue, event, holding, next
            )
        }
    }

    private static func only(_ state: NeighborState) -> ClosedRange<NeighborState> { state...state }

    /// "The state stays" is `nil`.
    static let rows = [
        Row(only(.down), .start, .attempt),
        Row(only(.attempt), .helloReceived, .`init`),
        Row(only(.down), .helloReceived, .`init`),
        Row(.`init` ... .full, .helloReceived, nil),
        Row(only(.`init`), .twoWayReceived, .twoWay),
        Row(only(.`init`), .twoWayReceived, if: [.mayBeginExchange, .shouldBeAdjacent], .exStart),
        Row(only(.exStart), .negotiationDone, .exchange),
        Row(only(.exchange), .exchangeDone, .full),
        Row(only(.exchange), .exchangeDone, if: [.hasRequests], .loading),
        Row(only(.loading), .loadingDone, .full),
        Row(only(.twoWay), .adjacencyOK, nil),
        Row(only(.twoWay), .adjacencyOK, if: [.mayBeginExchange, .shouldBeAdjacent], .exStart),
        Row(.exStart ... .full, .adjacencyOK, if: [.shouldBeAdjacent], nil),
        Row(.exStart ... .full, .adjacencyOK, .twoWay),
        Row(.exchange ... .full, .sequenceNumberMismatch, .exStart),
        Row(.exchange ... .full, .badLinkStateRequest, .exStart),
        Row(.down ... .full, .killNeighbor, .down),
        Row(.down ... .full, .lowLevelDown, .down),
        Row(.down ... .full, .inactivityTimer, .down),
        Row(.twoWay ... .full, .oneWayReceived, .`init`),
        Row(.twoWay ... .full, .twoWayReceived, nil),
        Row(only(.`init`), .oneWayReceived, nil),
        // RFC 3623 §3: a neighbor that restarts is given its grace period.
        Row(.down ... .full, .inactivityTimer, if: [.isHelped], nil),
        // Not of the RFC.
        Row(.down ... .full, .tooManyRetransmissions, .down),
    ]

    @Test func `each row leads where the text says`() {
        for row in Self.rows {
            for state in NeighborState.allCases where row.states.contains(state.rawValue) {
                let transition = NeighborStateMachine.transition(from: state, on: row.event) {
                    row.holding.contains($0)
                }
                #expect(transition.isApplicable, "\(row.event) in \(state)")
                #expect(transition.next == row.next, "\(row.event) in \(state)")
            }
        }
    }

    @Test func `what the text has no row for is not applicable`() {
        for state in NeighborState.allCases {
            for event in NeighborEvent.allCases
            where !Self.rows.contains(where: { $0.event == event && $0.states.contains(state.rawValue) }) {
                let transition = NeighborStateMachine.transition(from: state, on: event) { _ in false }
                #expect(!transition.isApplicable, "\(event) in \(state)")
            }
        }
    }

    /// "If an adjacency should not be formed ... the Link state retransmission list, the Database summary list and the Link
    /// state request list are cleared": whenever the state falls, and not otherwise.
    @Test(arguments: [Set<NeighborCondition>(), [.shouldBeAdjacent], [.isPolled], [.isHelped]])
    func `the lists are cleared when the state falls`(holding: Set<NeighborCondition>) {
        for state in NeighborState.allCases {
            for event in NeighborEvent.allCases {
                let transition = NeighborStateMachine.transition(from: state, on: event) { holding.contains($0) }
                guard transition.isApplicable else { continue }
                let names = transition.steps.description
                let falls = transition.next.map { $0 < state || $0 == .down } ?? false
                #expect(names.contains("clear lists") == falls, "\(event) in \(state)")
                #expect(names.contains("end adjacency") == (falls && state == .full), "\(event) in \(state)")
                #expect(names.contains("complete adjacency") == (transition.next == .full))
                #expect(names.contains("begin exchange") == (transition.next == .exStart))
            }
        }
    }
}

/// What RFC 2328 §9.3 prints.
@Suite("RFC 2328 §9.3: the interface state machine") struct InterfaceStateMachineTests {
    typealias Row = (InterfaceState, InterfaceEvent, Set<InterfaceCondition>, InterfaceState?)

    static let rows: [Row] = [
        (.down, .interfaceUp, [], .pointToPoint),
        (.down, .interfaceUp, [.electsDesignatedRouter], .drOther),
        (.down, .interfaceUp, [.electsDesignatedRouter, .isEligible], .waiting),
        (.down, .interfaceUp, [.isPassive], .pointToPoint),
        (.down, .interfaceUp, [.isPassive, .electsDesignatedRouter, .isEligible], .drOther),
        (.waiting, .backupSeen, [], nil), (.waiting, .waitTimer, [], nil),
        (.drOther, .neighborChange, [], nil), (.backup, .neighborChange, [], nil),
        (.designatedRouter, .neighborChange, [], nil),
        // §9.4: the new state depends on the calculation.
        (.waiting, .elected, [], .drOther), (.waiting, .elected, [.isBackupDesignatedRouter], .backup),
        (.backup, .elected, [.isDesignatedRouter], .designatedRouter),
        (.designatedRouter, .elected, [.isBackupDesignatedRouter], .backup), (.drOther, .elected, [], .drOther),
        (.down, .interfaceDown, [], .down), (.loopback, .interfaceDown, [], .down),
        (.waiting, .interfaceDown, [], .down), (.pointToPoint, .interfaceDown, [], .down),
        (.drOther, .interfaceDown, [], .down), (.backup, .interfaceDown, [], .down),
        (.designatedRouter, .interfaceDown, [], .down),
        // Outside of an election they ask for nothing.
        (.down, .neighborChange, [], nil), (.loopback, .neighborChange, [], nil), (.waiting, .neighborChange, [], nil),
        (.pointToPoint, .neighborChange, [], nil),
    ]

    @Test func `each row leads where the text says`() {
        for (state, event, holding, next) in Self.rows {
            let transition = InterfaceStateMachine.transition(from: state, on: event) { holding.contains($0) }
            #expect(transition.isApplicable && transition.next == next, "\(event) in \(state)")
        }
    }

    @Test func `what the text has no row for is not applicable`() {
        for state in InterfaceState.allCases {
            for event in InterfaceEvent.allCases
            where event != .elected && !Self.rows.contains(where: { $0.0 == state && $0.1 == event }) {
                let transition = InterfaceStateMachine.transition(from: state, on: event) { _ in false }
                #expect(!transition.isApplicable, "\(event) in \(state)")
            }
        }
    }

    @Test func `BackupSeen, WaitTimer and NeighborChange hold an election where §9.3 says so`() {
        for state in InterfaceState.allCases {
            for event in InterfaceEvent.allCases {
                let transition = InterfaceStateMachine.transition(from: state, on: event) { _ in false }
                let elects: Bool =
                    switch (event, state) {
                    case (.backupSeen, .waiting), (.waitTimer, .waiting), (.neighborChange, .drOther),
                        (.neighborChange, .backup), (.neighborChange, .designatedRouter):
                        true
                    default: false
                    }
                #expect(transition.steps.description.contains("elect") == elects, "\(event) in \(state)")
            }
        }
    }
}
