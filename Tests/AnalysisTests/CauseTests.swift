import Analysis
import Emulation
import NetworkPrimitives
import OSPF
import Testing

@Suite("Chains of causes") struct CauseTests {
    private static let incident: [Happening.Kind] = [
        .action, .poweredOff, .originatorStarted, .limitExceeded, .isolated,
    ]

    @Test func `an isolation leads back to the decommission that caused it`() throws {
        let result = try Samples.run(Samples.takeover)
        let isolation = try #require(result.happenings.first { result.journal.happenings[$0].kind == .isolated })
        let chain = CauseChain(to: HappeningID(number: UInt32(isolation)), in: result.journal)
        #expect(chain.links.map { result.journal[$0].kind } == Self.incident)
        #expect(chain.links.map { result.journal[$0].router } == [0, 0, 1, 2, 2])
        #expect(chain.startsWithAction(in: result.journal))
        let shares = try #require(result.journal[chain.links[3]].entry.held)
        #expect(shares.prefix(1).map(\.count) == [4])
    }

    @Test func `the story of a run tells that chain`() throws {
        let result = try Samples.run(Samples.takeover)
        let story = Story(result)
        #expect(story.steps.map(\.kind) == Self.incident)
        #expect(story.steps.map(\.cause) == [nil, 0, 1, 2, 3])
        #expect(story.firstRound.steps.count == story.steps.count)
        #expect(story.laterRounds.isEmpty)
    }

    @Test func `a second round is told apart`() throws {
        var scenario = Samples.takeover
        scenario.duration = .seconds(200)
        let story = Story(try Samples.run(scenario))
        #expect(story.firstRound.steps.map(\.kind) == Self.incident)
        #expect(story.laterRounds.map(\.kind).prefix(3) == [.returned, .limitExceeded, .isolated])
    }

    @Test func `an operator's reaction is caused by what he waited for`() throws {
        var scenario = Samples.takeover
        let wait = Trigger.when(.anyIsolated(routers: [0, 1, 2]), lasting: .seconds(7))
        scenario.timeline.append(TimelineEntry(wait, [.setCost(router: 1, interface: 0, cost: 20)]))
        let result = try Samples.run(scenario)
        let isolation = try #require(result.happenings.first { result.journal.happenings[$0].kind == .isolated })
        let reaction = try #require(result.happenings.last { result.journal.happenings[$0].kind == .action })
        let waited = result.journal.happenings[reaction].instant - result.journal.happenings[isolation].instant
        #expect(waited == .seconds(7))
        #expect(result.journal.happenings[reaction].cause.number == UInt32(isolation))
        #expect(result.journal.happenings[reaction].entry.actionText == "cost of r1 eth0: 20")
    }
}
