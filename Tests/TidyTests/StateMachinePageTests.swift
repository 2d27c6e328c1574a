import Foundation
import OSPF
import Testing

/// docs/state-machines.md shows the tables that the program follows.
@Suite("State machines") struct StateMachinePageTests {
    @Test func `the page shows every row`() throws {
        let url = SourceTree.root.appendingPathComponent("docs/state-machines.md")
        if ProcessInfo.processInfo.environment["SPILLWAY_DOCS"] == "write" {
            try Self.page.write(to: url, atomically: true, encoding: .utf8)
        } else {
            #expect(try String(contentsOf: url, encoding: .utf8) == Self.page, "run Scripts/docs")
        }
    }

    private static var page: String {
        """
        # The state machines of interfaces and neighbors

        What a router does when something happens to an interface (RFC 2328 §9.3) or a neighbor (§10.3). The program follows
        these tables, and this page is printed from them. What is not applicable cannot come about: it would be a mistake of
        the program, which stops at it. "stays" means that the state does not change. Steps are taken in their order,
        after the state has changed; those of InterfaceDown that concern the neighbors, before.

        ## Interfaces

        Conditions: on a broadcast or NBMA network a Designated Router is elected; an interface is eligible if its Router Priority
        is not 0. No interface can be looped back here, so that LoopInd and UnloopInd do not occur.

        \(table(InterfaceState.allCases, InterfaceEvent.allCases) { state, event, holds in
            let transition = InterfaceStateMachine.transition(from: state, on: event, where: holds)
            guard transition.isApplicable else { return nil }
            return (transition.next.map { "\($0)" }, transition.steps.description)
        })

        ## Neighbors

        Conditions: whether two routers should be adjacent is §10.4's question; where the number of exchanges at a time is limited
        (RFC 4222 §2 (5)), one may also have to wait. A neighbor that restarts and is helped is given its grace period (RFC 3623
        §3). A neighbor that is configured, and has been silent, is polled (§9.5.1). LLDown does not occur: an interface that goes down kills its
        neighbors.

        \(table(NeighborState.allCases, NeighborEvent.allCases) { state, event, holds in
            let transition = NeighborStateMachine.transition(from: state, on: event, where: holds)
            guard transition.isApplicable else { return nil }
            return (transition.next.map { "\($0)" }, transition.steps.description)
        })

        """
    }

    /// One row for all states that do the same on an event under the same conditions.
    private static func table<State: CustomStringConvertible, Event: CustomStringConvertible, Condition: Hashable>(
        _ states: [State], _ events: [Event],
        _ transition: (State, Event, @escaping (Condition) -> Bool) -> (next: String?, steps: String)?
    ) -> String {
        var lines = ["| event | state | if | steps | next |", "| --- | --- | --- | --- | --- |"]
        for event in events {
            var rows: [(states: [String], rest: String)] = []
            for state in states {
                for rest in branches({ holds in transition(state, event, holds) }) {
                    if let known = rows.firstIndex(where: { $0.rest == rest }) {
                        rows[known].states.append("\(state)")
                    } else {
                        rows.append((["\(state)"], rest))
                    }
                }
            }
            let known = rows.flatMap(\.states)
            let others = states.map { "\($0)" }.filter { !known.contains($0) }
            if !others.isEmpty { rows.append((others, " | | not applicable")) }
            lines += rows.map { "| \(event) | \($0.states.joined(separator: ", ")) | \($0.rest) |" }
        }
        return lines.joined(separator: "\n")
    }

    /// Everything that a transition can be, by what it asks for.
    private static func branches<Condition: Hashable>(
        _ transition: (@escaping (Condition) -> Bool) -> (next: String?, steps: String)?
    ) -> [String] {
        var found: [String] = []
        var open: [[(Condition, Bool)]] = [[]]
        while let answers = open.popLast() {
            var asked: [(Condition, Bool)] = []
            var unknown: Condition?
            let result = transition { condition in
                if let answer = (answers + asked).first(where: { $0.0 == condition }) {
                    if !asked.contains(where: { $0.0 == condition }) { asked.append(answer) }
                    return answer.1
                }
                if unknown == nil { unknown = condition }
                asked.append((condition, true))
                return true
            }
            if let unknown {
                // The answer "no" first, as the stack gives back the last.
                open.append(answers + [(unknown, false)])
                open.append(answers + [(unknown, true)])
                continue
            }
            guard let result else { continue }
            let conditions = asked.map { $0.1 ? "\($0.0)" : "not \($0.0)" }.joined(separator: ", ")
            found.append("\(conditions) | \(result.steps) | \(result.next ?? "stays")")
        }
        return found
    }
}
