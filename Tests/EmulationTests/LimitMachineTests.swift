import OSPF
import Testing

/// One row of a vendor's state machine as its documents have it, and what the table must say to it.
struct MachineRow: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let action: LimitPolicy.Action
    let phase: LimitPhase
    let event: LimitEvent
    /// What holds when the event comes.
    let facts: [LimitCondition]
    let steps: [LimitStep]
    let next: LimitPhase

    init(
        _ name: String, _ action: LimitPolicy.Action, _ phase: LimitPhase, _ event: LimitEvent,
        _ facts: [LimitCondition] = [], _ steps: [LimitStep], _ next: LimitPhase
    ) {
        testDescription = name
        (self.action, self.phase, self.event, self.facts) = (action, phase, event, facts)
        (self.steps, self.next) = (steps, next)
    }
}

@Suite("The tables of the limit, row by row") struct LimitMachineTests {
    static let cisco: [MachineRow] = [
        MachineRow("Cisco, normal: threshold, logged", .shutdown, .normal, .nearing, [], [.warn], .normal),
        MachineRow("Cisco, normal: over, warning only", .warn, .normal, .met, [.isTooMany], [.tellOnce], .normal),
        MachineRow(
            "Cisco, normal: over, logged, 60 s", .shutdown, .normal, .met,
            [.isTooMany, .withGrace],
            [.tell, .startGrace], .refusing),
        MachineRow(
            "Cisco, pending: new LSAs refused", .shutdown, .refusing, .met, [.isTooMany, .withGrace], [.refuse],
            .refusing),
        MachineRow(
            "Cisco, pending: back within the limit", .shutdown, .refusing, .relieved, [.withGrace],
            [.stopTimer, .tellRelief], .normal),
        MachineRow(
            "Cisco, pending: grace over, not over the limit", .shutdown, .refusing, .graceOver,
            [.withGrace, .notMet], [.tellRelief], .normal),
        MachineRow(
            "Cisco, pending: grace over, still over", .shutdown, .refusing, .graceOver,
            [.withGrace, .stillMet], [.isolate, .startIgnoreTime], .isolated),
        MachineRow(
            "Cisco, pending: grace over, count passed", .shutdown, .refusing, .graceOver,
            [.withGrace, .stillMet, .isLastIsolation], [.isolate], .isolatedPermanently),
        MachineRow(
            "Cisco, ignore: time over", .shutdown, .isolated, .ignoreOver, [], [.rejoin, .startResetTime], .normal),
        MachineRow(
            "Cisco, ignore: time over, count used up", .shutdown, .isolated, .ignoreOver, [.mayNotReturn],
            [.stayIsolated], .isolatedPermanently),
        MachineRow(
            "Cisco, normal: reset time over", .shutdown, .normal, .quiet, [], [.forgetIsolations], .normal),
        MachineRow(
            "Cisco, permanent: cleared", .shutdown, .isolatedPermanently, .cleared, [], [.forgetIsolations], .normal),
    ]

    static let junos: [MachineRow] = [
        MachineRow("Junos, normal: threshold, warned", .shutdown, .normal, .nearing, [], [.warn], .normal),
        MachineRow(
            "Junos, normal: over, no grace", .shutdown, .normal, .met,
            [.isTooMany], [.tell, .isolate, .startIgnoreTime], .isolated),
        MachineRow(
            "Junos, normal: over, count passed", .shutdown, .normal, .met,
            [.isTooMany, .isLastIsolation],
            [.tell, .isolate], .isolatedPermanently),
        MachineRow(
            "Junos, ignore: time over", .shutdown, .isolated, .ignoreOver, [], [.rejoin, .startResetTime],
            .normal),
        MachineRow(
            "Junos, isolate: operator clears", .shutdown, .isolatedPermanently, .cleared, [], [.forgetIsolations],
            .normal),
    ]

    static let nokia: [MachineRow] = [
        MachineRow("Nokia, normal: threshold, trap", .overload, .normal, .nearing, [], [.warn], .normal),
        MachineRow(
            "Nokia, normal: over", .overload, .normal, .met, [.isTooMany], [.tell, .raiseCosts, .startTimeout],
            .overloaded),
        MachineRow(
            "Nokia, overload: timeout", .overload, .overloaded, .timeoutOver, [], [.restoreCosts], .normal),
        MachineRow(
            "Nokia, overload: cleared", .overload, .overloaded, .cleared, [], [.forgetIsolations], .normal),
    ]

    static let overflow: [MachineRow] = [
        MachineRow(
            "RFC 1765, normal: hit", .withdraw, .normal, .met, [.fits],
            [.tell, .withdrawExternals, .startExitInterval], .overflow),
        MachineRow(
            "RFC 1765, overflow: would exceed", .withdraw, .overflow, .met, [.isTooMany], [.refuse], .overflow),
        MachineRow(
            "RFC 1765, overflow: timer", .withdraw, .overflow, .exitDue, [.stillMet], [.restoreExternals], .normal),
        MachineRow(
            "Huawei, overflow: timer, still above", .withdraw, .overflow, .exitDue, [.rechecks, .stillMet],
            [.startExitInterval], .overflow),
        MachineRow(
            "Huawei, overflow: timer, no longer", .withdraw, .overflow, .exitDue, [.rechecks, .notMet],
            [.restoreExternals], .normal),
    ]

    static let reject: [MachineRow] = [
        MachineRow(
            "Reject, normal: reaches", .reject, .normal, .met, [.fits], [.tell, .startExitInterval], .rejecting),
        MachineRow(
            "Reject, normal: exceeds", .reject, .normal, .met, [.isTooMany], [.tell, .startExitInterval, .refuse],
            .rejecting),
        MachineRow("Reject, rejecting: new key", .reject, .rejecting, .met, [.isTooMany], [.refuse], .rejecting),
        MachineRow(
            "Reject, rejecting: below", .reject, .rejecting, .relieved, [], [.stopTimer, .tellRelief], .normal),
        MachineRow("Reject, latched: cleared", .reject, .rejecting, .cleared, [], [.forgetIsolations], .normal),
    ]

    static let rows: [MachineRow] = [cisco, junos, nokia, overflow, reject].flatMap { $0 }

    @Test(arguments: rows) func `Row by row`(row: MachineRow) throws {
        let found = try #require(
            LimitMachine.table(of: row.action).row(row.phase, row.event) { row.facts.contains($0) })
        #expect(found.steps == row.steps)
        #expect(found.next == row.next)
    }

    /// What the documents have no row for must change nothing.
    @Test(arguments: LimitPolicy.Action.allCases) func `Every row can be reached, and none is doubled`(
        action: LimitPolicy.Action
    ) {
        let rows = LimitMachine.table(of: action).rows
        var seen: Set<String> = []
        for row in rows {
            #expect(seen.insert("\(row.phase) \(row.event) \(row.conditions)").inserted, "\(row)")
        }
        // Every state but the first is some row's next, and every state can be left.
        for phase in Set(rows.map(\.phase)) where phase != .normal {
            #expect(rows.contains { $0.next == phase && $0.phase != phase }, "nothing leads to \(phase)")
            #expect(rows.contains { $0.phase == phase && $0.next != phase }, "nothing leads out of \(phase)")
        }
        for phase in Set(rows.map(\.next)) {
            #expect(rows.contains { $0.phase == phase }, "\(phase) has no rows")
            // A row without conditions hides those after it.
            for event in LimitEvent.allCases {
                let of = rows.filter { $0.phase == phase && $0.event == event }
                let open = of.firstIndex { $0.conditions.isEmpty }
                #expect(open == nil || open == of.count - 1, "\(phase) \(event)")
            }
        }
    }
}
