import NetworkPrimitives
import TestSupport
import Testing

@testable import Emulation

@Suite("Participants of a simulation") struct ParticipantTests {
    /// Looks once a second, and counts what it is told.
    private struct Observer: Participant {
        var nextDeadline = Instant.never
        var looks: [Instant] = []
        var entries = 0

        mutating func begin(in network: inout Network) { nextDeadline = network.now + .seconds(1) }
        mutating func take(_ news: News, from network: inout Network) { entries += news.entries.count }
        mutating func meetDeadline(in network: inout Network) {
            looks.append(network.now)
            nextDeadline = network.now + .seconds(1)
        }
    }

    /// Cuts a link at a moment.
    private struct Digger: Participant {
        var nextDeadline: Instant
        var isOperator: Bool { true }
        func isPlanned(for now: Instant) -> Bool { true }
        mutating func meetDeadline(in network: inout Network) {
            network.apply(.cut(segment: 0, silent: true), text: "cut")
            nextDeadline = .never
        }
    }

    @Test func `Observers have their turn before operators, and everybody is told what those did`() throws {
        var builder = NetworkBuilder(routers: 2)
        builder.link(0, 1)
        var network = Network(builder.configuration)
        let moment = Instant.origin + .seconds(2)
        var participants = Participants([Observer(), Digger(nextDeadline: moment)], in: network)
        participants.begin(in: &network)
        network.advance(to: participants.nextDeadline)
        let nobody = participants.meetDeadlines(in: &network)
        #expect(nobody == nil && network.now == .origin + .seconds(1))
        network.advance(to: participants.nextDeadline)
        participants.tellNews(from: &network)
        let known = participants[Observer.self].entries
        let found = participants.meetDeadlines(in: &network)
        let due = try #require(found)
        #expect(due.isPlanned && participants[Observer.self].looks == [.origin + .seconds(1), moment])
        #expect(!network.segments[0].isCut)
        participants.act(due, on: &network)
        #expect(network.segments[0].isCut && participants[Observer.self].entries == known + 1)
        let others = participants.meetDeadlines(in: &network)
        #expect(others == nil)
        #expect(participants.nextDeadline == moment + .seconds(1))
    }

    @Test func `A copy has participants of its own`() {
        var builder = NetworkBuilder(routers: 2)
        builder.link(0, 1)
        var network = Network(builder.configuration)
        var participants = Participants([Observer()], in: network)
        participants.begin(in: &network)
        var (fork, world) = (participants, network)
        world.advance(to: fork.nextDeadline)
        _ = fork.meetDeadlines(in: &world)
        #expect(fork[Observer.self].looks.count == 1 && participants[Observer.self].looks.isEmpty)
    }
}
