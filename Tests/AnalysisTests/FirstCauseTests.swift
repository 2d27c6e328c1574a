import Analysis
import Emulation
import NetworkPrimitives
import OSPF
import TestSupport
import Testing

/// Where chains of causes begin, and what losses of traffic are attributed to.
@Suite("First causes") struct FirstCauseTests {
    private func run(
        _ builder: NetworkBuilder, _ actions: [(second: Int64, action: Action)], probes: [Probe] = [],
        seconds: Int64 = 150
    ) throws -> RunResult {
        let scenario = Scenario(
            name: "causes", network: builder.configuration,
            timeline: actions.map { TimelineEntry(.at(.seconds($0.second)), [$0.action]) }, probes: probes,
            duration: .seconds(seconds))
        let network = try #require(try Simulation.converged(scenario.network))
        var simulation = Simulation(scenario, from: network)
        return Counterfactuals.run(&simulation, observer: Simulation.Observer())
    }

    private func chains(_ kind: Happening.Kind, in result: RunResult) -> [[Happening.Kind]] {
        result.happenings.filter { result.journal.happenings[$0].kind == kind }.map {
            CauseChain(to: HappeningID(number: UInt32($0)), in: result.journal).links.map { result.journal[$0].kind }
        }
    }

    /// The texts of the actions that the losses of a run name.
    private func named(in result: RunResult) -> [String] {
        let losses = result.happenings.filter { result.journal.happenings[$0].kind == .probeLost }
        let actions = losses.flatMap { result.journal.actions(behind: HappeningID(number: UInt32($0))) }
        return Set(actions).sorted().map { result.journal[$0].entry.actionText ?? "" }
    }

    /// 0 - 1 - 2, and from 0 to 2 at a high cost.
    private var detour: NetworkBuilder {
        var builder = Samples.row
        builder.link(0, 2, cost: 100)
        return builder
    }

    @Test(arguments: [
        Action.cutPort(router: 0, interface: 0, .outgoingLost), .cutPort(router: 1, interface: 0, .silent),
        .cut(segment: 0, silent: true), .setLoss(segment: 0, Ratio(1, of: 1)),
        .setCorruption(segment: 0, Ratio(1, of: 1)), .setMulticastLoss(segment: 0, Ratio(1, of: 1)),
        .setPassive(router: 0, interface: 0, isPassive: true), .stopProcess(router: 1, orderly: true),
        .stopProcess(router: 1, orderly: false), .clear(router: 1), .partition(sides: [[0], [1]]),
        .setInterface(router: 0, interface: 0, .intervals(IntervalChange(hello: .seconds(7)))),
        .setInterface(router: 0, interface: 0, .area(AreaConfiguration(area: AreaID(bits: 5)))),
        .setEnabled(router: 0, interface: 0, false),
        .setRouterID(router: 0, RouterID(bits: 0x0A00_0002), atOnce: true),
    ])
    func `every lost adjacency goes back to what was done`(action: Action) throws {
        let result = try run(detour, [(20, action)])
        let lost = chains(.adjacencyLost, in: result)
        #expect(!lost.isEmpty)
        for chain in lost { #expect(chain.first == .action) }
    }

    @Test(arguments: [
        (Action.cut(segment: 0, silent: true), Action.repair(segment: 0)),
        (.setLoss(segment: 0, Ratio(1, of: 1)), .setLoss(segment: 0, .zero)),
        (.stopProcess(router: 1, orderly: false), .start(router: 1)), (.partition(sides: [[0], [1]]), .heal),
        (.setPassive(router: 0, interface: 0, isPassive: true), .setPassive(router: 0, interface: 0, isPassive: false)),
        (.disconnect(router: 1), .reconnect(router: 1)),
    ])
    func `an adjacency that forms again goes back to the repair`(fault: Action, repair: Action) throws {
        let result = try run(detour, [(20, fault), (80, repair)])
        let formed = chains(.adjacencyFormed, in: result)
        #expect(!formed.isEmpty)
        let last = try #require(
            result.happenings.last { result.journal.happenings[$0].kind == .adjacencyFormed })
        let chain = CauseChain(to: HappeningID(number: UInt32(last)), in: result.journal)
        #expect(chain.links[0] == result.actions[1].id)
    }

    @Test func `a one-way cut costs its detection, at the end that hears nothing`() throws {
        let result = try run(
            detour, [(20, .cutPort(router: 0, interface: 0, .outgoingLost))],
            probes: [Samples.probe(from: [0], to: [1])])
        let parts = result.probes[0].attribution
        #expect(parts[.detection] >= .seconds(30) && parts[.flooding] < .milliseconds(100) && parts[.other] == .zero)
        #expect(chains(.probeLost, in: result) == [[.action, .probeLost]])
    }

    @Test func `a refused hello is a misconfiguration where nothing was changed, and says which`() throws {
        var builder = Samples.row
        builder.nodes[2].ospf.interfaces[0].helloInterval = .seconds(5)
        let network = try #require(try Simulation.converged(builder.configuration))
        let journal = network.context.journal
        let refusal = try #require(journal.happenings.first { $0.kind == .helloRefused })
        guard case .helloRefused(_, .helloInterval) = refusal.entry else {
            Issue.record("\(refusal.entry)")
            return
        }
        #expect(refusal.cause.isNone)
        let result = try run(builder, [], probes: [Samples.probe(from: [0], to: [2])])
        let changed = try run(
            Samples.row,
            [(20, .setInterface(router: 2, interface: 0, .intervals(IntervalChange(hello: .seconds(5)))))])
        #expect(chains(.helloRefused, in: changed).allSatisfy { $0 == [.action, .helloRefused] })
        for chain in chains(.probeLost, in: result) {
            #expect([.coldStart, .helloRefused].contains(chain[0]))
        }
    }

    @Test func `RFC 2328 §12.4: what a refresh leads to begins with LSRefreshTime`() throws {
        var builder = Samples.row
        let prefixes = (0..<300).map { IPv4Prefix(IPv4Address(bits: 0x6440_0000 + UInt32($0) << 8), length: 24) }
        builder.nodes[0].ospf.redistributions = [RedistributionConfiguration(name: "many", prefixes: prefixes)]
        builder.nodes[1].cpu.lsaReceive = .milliseconds(200)
        builder.nodes[1].cpu.queueLimit = 3
        let network = try #require(try Simulation.converged(builder.configuration))
        let scenario = Scenario(name: "refresh", network: builder.configuration, duration: .seconds(1_900))
        var simulation = Simulation(scenario, from: network)
        let result = simulation.run()
        let overloads = chains(.overloaded, in: result)
        #expect(!overloads.isEmpty)
        for chain in overloads { #expect(chain.first == .refreshed) }
        #expect(result.happenings.contains { result.journal.happenings[$0].kind == .refreshed })
    }

    @Test func `a clear ends an isolation, and the journal says so`() throws {
        var scenario = Samples.takeover
        scenario.network.routers[2].ospf.limit = LimitPolicy(
            count: .all, maximum: 7, action: .shutdown, ignoreTime: nil)
        scenario.timeline.append(TimelineEntry(.at(.seconds(40)), [.clear(router: 2)]))
        let result = try Samples.run(scenario)
        let kinds = result.happenings.map { result.journal.happenings[$0] }.filter { $0.router == 2 }.map(\.kind)
        let isolated = kinds.count { $0 == .isolated || $0 == .isolatedPermanently }
        #expect(isolated >= 1)
        let returned = try #require(result.happenings.first { result.journal.happenings[$0].kind == .returned })
        #expect(result.journal.happenings[returned].cause == result.actions[1].id)
        #expect(result.journal.happenings[returned].instant == result.start + .seconds(40))
    }

    @Test func `the cause of a loss is the action at the place where the packets die`() throws {
        let cut = Action.cut(segment: 0, silent: false)
        let others = [
            Action.setPriority(router: 2, interface: 0, priority: 7), .setLoss(segment: 2, .zero), .repair(segment: 2),
        ]
        for other in others {
            for actions in [[cut, other], [other, cut]] {
                let result = try run(
                    detour, actions.map { (20, $0) }, probes: [Samples.probe(from: [0], to: [1])])
                #expect(named(in: result) == ["cut s0"])
            }
        }
    }

    @Test func `where two actions would each be enough, both are named`() throws {
        let result = try run(
            Samples.row, [(20, .cut(segment: 0, silent: false)), (20, .cut(segment: 1, silent: false))],
            probes: [Samples.probe(from: [0], to: [2])])
        #expect(named(in: result) == ["cut s0", "cut s1"])
    }

    @Test func `where two actions bring it about together, both are named, and a third is not`() throws {
        var builder = detour
        builder.link(0, 3 - 1, cost: 1_000)
        let result = try run(
            builder,
            [
                (20, .cut(segment: 1, silent: false)), (20, .cut(segment: 2, silent: false)),
                (20, .setPriority(router: 0, interface: 0, priority: 7)), (20, .cut(segment: 3, silent: false)),
            ], probes: [Samples.probe(from: [0], to: [2])])
        #expect(named(in: result) == ["cut s1", "cut s2", "cut s3"])
    }
}
