import Analysis
import Emulation
import NetworkPrimitives
import OSPF
import TestSupport
import Testing

@Suite("A change before it is made") struct PlanTests {
    private func plan(
        _ builder: NetworkBuilder, _ actions: [Action], probes: [Probe] = [], thresholds: [Threshold] = [],
        watch: Duration = .seconds(120)
    ) async throws -> PlanResult {
        let scenario = Scenario(
            name: "plan", network: builder.configuration, timeline: [TimelineEntry(.at(.zero), actions)],
            probes: probes,
            duration: watch)
        let step = ChangePlan.Step(text: "change", at: .zero)
        let result = try await ChangePlan(scenario: scenario, steps: [step], thresholds: thresholds).run()
        return try #require(result)
    }

    @Test func `in a row, the end is cut off, and by which link`() async throws {
        let probe = Samples.probe(from: [0, 2], to: [1, 2])
        let result = try await plan(Samples.row, [.cut(segment: 1, silent: false)], probes: [probe])
        #expect(result.partitionBefore.islands.map(\.routers) == [[0, 1, 2]])
        #expect(result.partition.cutOff == [Partition.Island(routers: [2], deadNeighbors: [], cutSegments: [1])])
        // From 0 to 1 and from 2 to itself nothing changes; 0 to 2 and 2 to 1 have no way left.
        let paths = result.paths[0]
        #expect([paths.unchanged, paths.moved, paths.lost, paths.gained] == [2, 0, 2, 0])
        #expect(result.run.probes[0].lostPairsAtEnd == 2)
        #expect(result.convergence == nil)
        #expect(paths.examples.map(\.before) == [[0, 1, 2], [2, 1]])
        // 0 learns of the cut and no longer has a route.
        #expect(paths.examples.map(\.after) == [[0], [2]])
    }

    @Test func `a router that is switched off cuts off what is behind it`() async throws {
        let result = try await plan(Samples.row, [.decommission(router: 1, orderly: false)])
        // Of two islands of equal size, the one with the lower number counts as the rest.
        #expect(result.partition.cutOff == [Partition.Island(routers: [2], deadNeighbors: [1], cutSegments: [])])
        #expect(result.isOff == [false, true, false])
    }

    @Test func `in a square, one of two equal ways is left`() async throws {
        let probe = Samples.probe(from: [0], to: [3])
        let result = try await plan(Samples.square, [.cut(segment: 0, silent: false)], probes: [probe])
        let example = try #require(result.paths[0].examples.first)
        #expect(result.paths[0].moved == 1)
        #expect(example.before == [0, 1, 3])
        #expect(example.after == [0, 2, 3])
        // The prefix of the link that both its ends announced.
        #expect(result.routes[0].gone == 1)
        #expect(result.routes[0].new == 0)
        #expect(result.partition.cutOff == [])
    }

    @Test func `a change of cost alone is told apart from another way`() async throws {
        let result = try await plan(Samples.row, [.setCost(router: 1, interface: 1, cost: 50)])
        // 0 reaches 2's loopback and the link 1 - 2 by the same next hop at another cost; 2 sees nothing of it.
        #expect(result.routes[0].recosted == 2)
        #expect(result.routes[0].rerouted == 0)
        #expect(result.routes[2].changed == 0)
    }

    @Test func `the standby takes over, and a limit is met: what would be needed is measured`() async throws {
        let scenario = Samples.takeover
        var builder = NetworkBuilder(routers: 0)
        builder.nodes = scenario.network.routers
        builder.segments = scenario.network.segments
        let thresholds = [
            Threshold(.headroom, .less, .count(0)), Threshold(.headroom, .less, .percent(-20)),
            Threshold(.protection, .greater, .count(0)),
            Threshold(.isolated, of: .routers([0, 1]), .greater, .count(0)),
            Threshold(.elections, .greater, .count(1)), Threshold(.convergence, .greater, .time(.seconds(50))),
            Threshold(.lost, .greater, .time(.seconds(50))), Threshold(.unreachable, .greaterOrEqual, .percent(100)),
        ]
        let result = try await plan(
            builder, [.decommission(router: 0, orderly: false)], probes: scenario.probes, thresholds: thresholds,
            watch: .seconds(50))
        let office = try #require(result.offices.first)
        #expect(office.office == .originator("services"))
        #expect(office.before == [0])
        #expect(office.after == [1])
        #expect(office.wins.map(\.router) == [1])
        #expect(!office.isDoubled)
        #expect(result.falls.map(\.router) == [2])
        // Three router-LSAs, three external ones of 0 that nobody flushes, three of 1; the limit is 7.
        #expect(result.countedBefore[2] == 6)
        #expect(result.need(of: 2) == 9)
        #expect(result.headroom(of: 2) == -2)
        #expect(result.headroom(of: 1) == nil)
        #expect(result.nearLimit == [2])
        // -2 of 7 is -28.6 %, rounded down.
        #expect(
            result.findings.map(\.measured) == [
                .count(-2), .percent(-29), .count(1), .count(0), .count(1), .never,
                .time(result.run.probes[0].lost), .percent(100),
            ])
        #expect(result.findings.map(\.isCrossed) == [true, true, true, false, false, true, false, true])
        #expect(result.judgment.outcome == .fail)
    }

    @Test func `a Designated Router's successors`() async throws {
        var builder = NetworkBuilder(routers: 3)
        builder.lan([0, 1, 2], priorities: [0: 3, 1: 2, 2: 1])
        let result = try await plan(builder, [.decommission(router: 0, orderly: false)])
        let designated = try #require(result.offices.first { $0.office == .designatedRouter(segment: 0) })
        let backup = try #require(result.offices.first { $0.office == .backupDesignatedRouter(segment: 0) })
        #expect((designated.before, designated.after) == ([0], [1]))
        #expect((backup.before, backup.after) == ([1], [2]))
    }

    @Test func `the change meets a network at rest, not one that still spaces out its LSAs`() async throws {
        let probe = Samples.probe(from: [0], to: [1])
        var builder = NetworkBuilder(routers: 3)
        builder.link(0, 1)
        builder.link(1, 2)
        builder.link(0, 2)
        let result = try await plan(builder, [.cut(segment: 0, silent: false)], probes: [probe])
        // MinLSInterval would hold the LSA back for up to five seconds.
        #expect(result.run.probes[0].lost < .seconds(1))
        #expect(result.run.settling >= .seconds(4))
    }

    @Test func `the busiest second is where the LSAs come`() throws {
        let scenario = Samples.takeover
        var network = scenario
        network.network.routers[2].ospf.limit = .none
        let result = try Samples.run(network)
        // From the only neighbor that is left: its router-LSA without the link, and the three that it takes over. That it is
        // an AS boundary router now, it may say only after MinLSInterval.
        #expect(result.updateRates[2].perSecond == 4)
        #expect(result.updateRates[2].at >= result.start + .seconds(10))
    }
}

@Suite("Limits in failures") struct LimitSurveyTests {
    private func survey(
        _ network: NetworkConfiguration, _ failures: [Failure], probes: [Probe] = [], jobs: Int = 1,
        returns: Bool = false
    ) async throws -> LimitSurvey {
        let request = LimitSurvey.Request(
            network: network, probes: probes, failures: failures, watch: .seconds(200), returns: returns)
        return try #require(try await LimitSurvey.run(request, jobs: jobs))
    }

    private var network: NetworkConfiguration { Samples.takeover.network }

    @Test func `the worst failure and the smallest limit that survives it`() async throws {
        let failures =
            FailureKind.router.failures(of: network, count: 1) + FailureKind.link.failures(of: network, count: 1)
        let survey = try await survey(network, failures)
        #expect(survey.rows.count == 6)
        #expect(survey.judgment.outcome == .fail)
        let need = survey.routers[2]
        // As in the plan of the same failure: 6 now, 9 when the standby has taken over, 7 allowed.
        #expect((need.now, need.worst, need.worstFailure, need.headroom) == (6, 9, 0, -2))
        #expect(need.smallestLimit == 9)
        #expect(need.falls == 1)
        #expect(need.soonest?.failure == 0)
        #expect(survey.rows.map { $0.configured.falls.map(\.router) } == [[2], [], [], [], [], []])
        #expect(survey.rows[0].configured.falls[0].isolated != nil)
        // The others count what everybody announces, and have no limit.
        #expect(survey.routers[1].limit.maximum == nil)
        #expect(survey.routers[1].headroom == nil)
    }

    @Test("the smallest limit survives, and one less does not", arguments: [LimitPolicy.Trip.exceeds, .reaches])
    func smallest(_ trip: LimitPolicy.Trip) async throws {
        var network = network
        network.routers[2].ospf.limit.trip = trip
        let failures = FailureKind.router.failures(of: network, count: 1)
        let smallest = try await survey(network, failures).routers[2].smallestLimit
        #expect(smallest == (trip == .exceeds ? 9 : 10))
        network.routers[2].ospf.limit.maximum = UInt32(smallest)
        #expect(try await survey(network, failures).judgment.outcome == .pass)
        network.routers[2].ospf.limit.maximum = UInt32(smallest - 1)
        #expect(try await survey(network, failures).routers[2].falls == 1)
    }

    @Test func `a failure that cuts traffic off is not survived, though no limit is hit`() async throws {
        let row = Samples.row.configuration
        let probes = [Samples.probe(from: [0, 2], to: [0, 1, 2])]
        let survey = try await survey(row, [Failure([.segment(1)]), Failure([.router(1)])], probes: probes)
        #expect(survey.rows.map(\.configured.falls) == [[], []])
        // 0 to 2, 2 to 0 and 2 to 1; the traffic to a router that fails is none.
        #expect(survey.rows.map(\.cutPairs) == [3, 2])
        #expect(survey.judgment.outcome == .fail)
        let square = Samples.square.configuration
        let all = FailureKind.router.failures(of: square, count: 1) + FailureKind.link.failures(of: square, count: 1)
        let spare = try await self.survey(square, all, probes: [Samples.probe(from: [0, 3], to: [0, 1, 2, 3])])
        #expect(spare.judgment.outcome == .pass)
    }

    @Test func `the result does not depend on the number of jobs`() async throws {
        let failures =
            FailureKind.router.failures(of: network, count: 1) + FailureKind.router.failures(of: network, count: 2)
            + FailureKind.link.failures(of: network, count: 1)
        let (one, four) = (try await survey(network, failures), try await survey(network, failures, jobs: 4))
        #expect(one.rows == four.rows)
        #expect(one.routers == four.routers)
    }

    @Test func `a state that ends by a timer is watched until it does`() async throws {
        var network = network
        network.routers[2].ospf.limit.action = .overload
        network.routers[2].ospf.limit.overloadTimeout = .seconds(100)
        let row = try await survey(network, [Failure([.router(0)])]).rows[0]
        let fall = try #require(row.configured.falls.first)
        #expect(row.configured.watched >= fall.met + .seconds(100))
    }

    @Test func `being told to warn clears nobody`() async throws {
        var cleared = network
        cleared.routers[2].ospf.limit.clearsOnReconfiguration = true
        let rows = try await survey(network, [Failure([.router(1)])]).rows
        #expect(try await survey(cleared, [Failure([.router(1)])]).rows == rows)
    }

    @Test func `routes are counted at their most`() async throws {
        var network = network
        network.routers[2].ospf.limit.count = .routes
        network.routers[2].ospf.limit.maximum = 1_000
        let need = try await survey(network, [Failure([.segment(0)])]).routers[2]
        #expect(need.now > 0 && need.worst >= need.now)
    }

    @Test func `what comes back is watched as well`() async throws {
        let failures = [Failure([.router(0)])]
        let (gone, back) = (try await survey(network, failures), try await survey(network, failures, returns: true))
        #expect(back.rows[0].unlimited.watched > gone.rows[0].unlimited.watched)
        // The old originator finds its old LSAs in its neighbors' databases, takes over again, and nothing is added.
        #expect(back.routers[2].worst == 9)
    }

    @Test func `a limit that is met before anything fails is told, and not taken for what is needed`() async throws {
        var network = network
        network.routers[2].ospf.limit.maximum = 4
        network.routers[2].ospf.limit.ignoreTime = nil
        let survey = try await survey(network, [Failure([.segment(0)])])
        #expect(survey.fallenBefore == [2])
        #expect(survey.routers[2].smallestLimit == 6)
    }

    @Test func `choices of several are all there, each once`() {
        let failures = FailureKind.router.failures(of: network, count: 2)
        #expect(
            failures.map(\.parts) == [
                [.router(0), .router(1)], [.router(0), .router(2)], [.router(1), .router(2)],
            ])
        #expect(FailureKind.router.failures(of: network, count: 4) == [])
        #expect(FailureKind.router.failureCount(of: network, count: 2, bound: 100) == 3)
        #expect(FailureKind.site.failures(of: network, count: 1) == [])
    }
}
