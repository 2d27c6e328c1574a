import Analysis
import Emulation
import NetworkPrimitives
import OSPF
import TestSupport
import Testing

/// What a command concludes, and what was so before a change and counts against none.
@Suite("Judgments") struct JudgmentTests {
    private func plan(
        _ scenario: Scenario, _ actions: [Action], thresholds: [Threshold] = [], tolerance: Duration = .seconds(5)
    ) async throws -> PlanResult {
        var scenario = scenario
        scenario.timeline = [TimelineEntry(.at(.zero), actions)]
        scenario.duration = .seconds(120)
        let step = ChangePlan.Step(text: "change", at: .zero)
        let plan = ChangePlan(scenario: scenario, steps: [step], thresholds: thresholds, tolerance: tolerance)
        let result = try await plan.run()
        return try #require(result)
    }

    private func row(_ probes: [Probe], expect: [Analysis.Expectation] = []) -> Scenario {
        Scenario(name: "row", network: Samples.row.configuration, probes: probes, expectations: expect)
    }

    @Test func `a change without thresholds that leaves traffic undelivered fails`() async throws {
        let scenario = row([Samples.probe(from: [0], to: [2])])
        let result = try await plan(scenario, [.cut(segment: 1, silent: false)])
        #expect(result.judgment.outcome == .fail)
        #expect(result.judgment.exitCode == 1)
        #expect(result.judgment.harms.contains(.undelivered(probes: [0], pairs: 1)))
        #expect(result.judgment.harms.contains(.cutOff(routers: [2])))
        // What its author allows is no failure, but is reported.
        let allowed = Threshold(.lost, .greater, .time(.seconds(3_600)))
        let told = try await plan(scenario, [.cut(segment: 1, silent: false)], thresholds: [allowed])
        #expect(told.judgment.outcome == .pass)
        #expect(!told.judgment.harms.isEmpty)
    }

    @Test func `a router that shuts down fails the change, and loss does above what is tolerated`() async throws {
        var network = Samples.takeover
        network.probes = [Samples.probe(from: [1], to: [0])]
        let fall = try await plan(network, [.decommission(router: 0, orderly: false)])
        #expect(fall.judgment.harms.first == .shutDown(routers: [2]))
        #expect(fall.judgment.outcome == .fail)
        let square = Scenario(
            name: "square", network: Samples.square.configuration, probes: [Samples.probe(from: [0], to: [3])])
        let cut = [Action.cut(segment: 1, silent: true)]
        let lost = try await plan(square, cut).run.probes[0].lost
        #expect(lost > .seconds(5))
        #expect(try await plan(square, cut).judgment.harms == [.lost(probe: 0, lost, tolerated: .seconds(5))])
        #expect(try await plan(square, cut, tolerance: lost).judgment.outcome == .pass)
    }

    @Test func `an expectation of the file counts in a plan`() async throws {
        let rule = Analysis.Expectation(.lost(probe: "probe", .less, .milliseconds(1)), text: "lost: below 1ms")
        let result = try await plan(
            row([Samples.probe(from: [0], to: [2])], expect: [rule]), [.cut(segment: 1, silent: false)],
            thresholds: [Threshold(.loops, .greater, .count(0))])
        #expect((result.judgment.rules, result.judgment.broken) == (2, 1))
        #expect(result.judgment.outcome == .fail)
    }

    // MARK: Before the change

    /// Router 3 has a loopback and no link.
    private var unreachable: Scenario {
        var builder = NetworkBuilder(routers: 4)
        builder.link(0, 1)
        builder.link(1, 2)
        builder.link(0, 2)
        return Scenario(
            name: "unreachable", network: builder.configuration, probes: [Samples.probe(from: [0], to: [2, 3])])
    }

    @Test func `pairs that never arrived are counted against no change`() async throws {
        let result = try await plan(unreachable, [.cut(segment: 0, silent: false)])
        let probe = result.run.probes[0]
        #expect((probe.pairs, probe.undeliveredBefore, probe.neverArrived) == (2, 1, 1))
        #expect(probe.lost < .seconds(1))
        #expect(probe.lostAtEnd == 0)
        #expect(probe.deathBefore?.reason == .noRoute)
        #expect(probe.absentPairsAtEnd == 0)
        #expect(result.judgment.outcome == .pass)
        #expect(result.judgment.harms == [])
        #expect(result.convergence != nil)
        // What it loses is lost by the pair that has traffic.
        let cut = try await plan(unreachable, [.cut(segment: 2, silent: false), .cut(segment: 1, silent: false)])
        #expect(cut.run.probes[0].lost == .seconds(120))
        #expect(cut.run.probes[0].losses.map(\.lost).reduce(.zero, +) == .seconds(120))
        #expect(cut.judgment.harms.contains(.undelivered(probes: [0], pairs: 1)))
    }

    @Test func `that nothing of a probe arrives is no data, and no expectation holds on it`() async throws {
        var scenario = unreachable
        scenario.probes = [Samples.probe(from: [0], to: [3])]
        scenario.expectations = [
            Analysis.Expectation(.lost(probe: "probe", .less, .seconds(1)), text: ""),
            Analysis.Expectation(.delivered(probe: "probe"), text: ""),
        ]
        let threshold = Threshold(.lost, .greater, .time(.seconds(1)))
        let result = try await plan(scenario, [.cut(segment: 0, silent: false)], thresholds: [threshold])
        #expect(result.run.verdicts.map(\.holds) == [false, false])
        #expect(result.run.verdicts[0].measured == .nothing)
        #expect(result.findings.map(\.measured) == [.nothing])
        #expect(result.findings.map(\.isCrossed) == [true])
    }

    @Test func `a router without an adjacency is not cut off by the cut of its link`() async throws {
        var builder = Samples.row
        builder.nodes[2].ospf.interfaces[0].helloInterval = .seconds(5)
        let scenario = Scenario(
            name: "mismatch", network: builder.configuration, probes: [Samples.probe(from: [0], to: [1, 2])])
        let result = try await plan(scenario, [.cut(segment: 1, silent: false)])
        #expect(result.run.probes[0].neverArrived == 1)
        #expect(result.judgment.harms == [])
    }

    @Test func `a link that lost packets all along is no harm of a change elsewhere`() async throws {
        var builder = Samples.row
        builder.segments[1].loss = Ratio(1, of: 10)
        let network = builder.configuration
        let scenario = Scenario(name: "lossy", network: network, probes: [Samples.probe(from: [0], to: [2])])
        let result = try await plan(scenario, [.setCost(router: 0, interface: 0, cost: 50)])
        #expect(result.run.probes[0].lost > .seconds(5))
        #expect(result.run.probes[0].lostAtStart == 100_000)
        #expect(result.judgment.harms == [])
        #expect(result.judgment.outcome == .pass)
    }

    @Test func `what begins to arrive counts from then on`() throws {
        var scenario = row([Samples.probe(from: [0], to: [2])])
        scenario.duration = .seconds(200)
        scenario.timeline = [
            TimelineEntry(.at(.seconds(50)), [.repair(segment: 1)]),
            TimelineEntry(.at(.seconds(150)), [.cut(segment: 1, silent: true)]),
            TimelineEntry(.at(.seconds(160)), [.repair(segment: 1)]),
        ]
        var network = try #require(try Simulation.converged(scenario.network))
        network.apply(.cut(segment: 1, silent: false), text: "")
        network.advance(to: network.now + .seconds(60))
        var simulation = Simulation(scenario, from: network)
        let probe = simulation.run().probes[0]
        #expect((probe.undeliveredBefore, probe.neverArrived) == (1, 0))
        #expect(probe.lost == .seconds(10))
    }

    @Test func `a limit that was hit in the cold start is not hit by the change`() async throws {
        var scenario = Samples.takeover
        scenario.network.routers[2].ospf.limit.maximum = 4
        scenario.network.routers[2].ospf.limit.ignoreTime = nil
        scenario.probes = [Samples.probe(from: [0], to: [1])]
        let thresholds = [
            Threshold(.isolated, .greater, .count(0)), Threshold(.protection, .greater, .count(0)),
            Threshold(.convergence, .greater, .time(.seconds(60))), Threshold(.cutOff, .greater, .count(0)),
        ]
        let result = try await plan(scenario, [.setCost(router: 0, interface: 0, cost: 50)], thresholds: thresholds)
        #expect(result.run.fallenBefore == [2])
        #expect(result.falls == [])
        #expect(result.judgment.harms == [])
        #expect(result.findings.map(\.isCrossed) == [false, false, false, false])
    }

    @Test func `a run from power-on has nothing before it: all that is lost counts`() throws {
        var scenario = row([Samples.probe(from: [0], to: [2])])
        scenario.startsCold = true
        var simulation = Simulation(scenario, from: Network(scenario.network))
        let probe = simulation.run().probes[0]
        #expect(probe.lost > .seconds(1))
        #expect(probe.undeliveredBefore == 0)
        #expect(probe.lostAtStart == 0)
    }
}
