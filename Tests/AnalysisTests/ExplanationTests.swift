import Analysis
import Emulation
import NetworkPrimitives
import OSPF
import TestSupport
import Testing

@Suite("Why something happened") struct ExplanationTests {
    private func kinds(_ explanation: Explanation, _ result: RunResult) -> [Happening.Kind] {
        explanation.chain.map { result.journal[$0].kind }
    }

    @Test func `a router is explained by its isolation, back to the action`() throws {
        let result = try Samples.run(Samples.takeover)
        let why = Explanation(of: .router(2), in: result)
        #expect(kinds(why, result) == [.action, .poweredOff, .originatorStarted, .limitExceeded, .isolated])
        #expect(why.chosen == why.chain.last)
        #expect(why.others.contains { result.journal[$0].kind == .adjacencyLost })
        #expect(!why.others.contains(why.chain[4]))
    }

    @Test func `a probe, a link and a group have chains of their own`() throws {
        let result = try Samples.run(Samples.takeover)
        let probe = Explanation(
            of: try #require(Explanation.subject(named: "to the service", in: result.scenario)), in: result)
        #expect(kinds(probe, result).first == .action)
        #expect(kinds(probe, result).last == .probeLost)
        let link = Explanation(of: try #require(Explanation.subject(named: "s0", in: result.scenario)), in: result)
        #expect(kinds(link, result) == [.action, .poweredOff, .adjacencyLost])
        let group = Explanation(
            of: try #require(Explanation.subject(named: "services", in: result.scenario)), in: result)
        #expect(kinds(group, result) == [.action, .poweredOff, .originatorStarted])
    }

    @Test func `an election on a LAN leads back to the failure of the Designated Router`() throws {
        var builder = NetworkBuilder(routers: 3)
        builder.lan([0, 1, 2], priorities: [0: 9, 1: 5])
        let result = try Samples.run(
            Scenario(
                name: "election", network: builder.configuration,
                timeline: [TimelineEntry(.at(.seconds(10)), [.decommission(router: 0, orderly: false)])],
                duration: .seconds(100)))
        let elected = try #require(
            result.happenings.first { result.journal.happenings[$0].kind == .designatedRouterElected })
        let why = Explanation(of: .segment(0), at: result.journal.happenings[elected].instant, in: result)
        #expect(kinds(why, result).prefix(2) == [.action, .poweredOff])
        #expect(why.chain.count >= 3)
    }

    @Test func `a moment chooses the first happening at or after it`() throws {
        let result = try Samples.run(Samples.takeover)
        let first = Explanation(of: .router(2), at: result.start, in: result)
        let all = ([try #require(first.chosen)] + first.others).sorted()
        #expect(first.chosen == all[0])
        let instant = result.journal[all[0]].instant
        let later = Explanation(of: .router(2), at: instant + .nanoseconds(1), in: result)
        let chosen = try #require(later.chosen)
        #expect(result.journal[chosen].instant > instant)
        #expect(Explanation(of: .router(2), at: result.end + .seconds(1), in: result).chosen == nil)
    }

    @Test func `names are those of routers, probes, links and groups`() {
        let scenario = Samples.takeover
        #expect(Explanation.names(in: scenario) == ["r0", "r1", "r2", "to the service", "s0", "s1", "s2", "services"])
        #expect(Explanation.subject(named: "r1", in: scenario) == .router(1))
        #expect(Explanation.subject(named: "rome", in: scenario) == nil)
    }
}
