import Analysis
import Emulation
import Foundation
import NetworkPrimitives
import OSPF
import TestSupport
import Testing

/// Small random networks to which several things are done at one moment, each told by its seed.
/// `SPILLWAY_CAUSES=500 swift test --filter CausePropertyTests` tries so many.
@Suite("Chains of causes in random scenarios") struct CausePropertyTests {
    private static let seeds: [UInt64] = {
        let count = ProcessInfo.processInfo.environment["SPILLWAY_CAUSES"].flatMap(UInt64.init) ?? 24
        return Array(1...max(1, count))
    }()

    @Test(arguments: seeds)
    func `every chain ends where it begins, and names what the loss is due to`(seed: UInt64) throws {
        let scenario = RandomCauses(seed: seed).scenario
        let network = try #require(try Simulation.converged(scenario.network))
        var simulation = Simulation(scenario, from: network)
        let plain = simulation.run()
        for index in plain.happenings {
            let id = HappeningID(number: UInt32(index))
            let chain = CauseChain(to: id, in: plain.journal)
            let kinds = chain.links.map { plain.journal[$0].kind }
            #expect(chain.isComplete(in: plain.journal), "seed \(seed): \(kinds)")
        }
        var counterfactuals = Counterfactuals(of: plain, from: network)
        let result = counterfactuals.attributed()
        for (probe, outcome) in result.probes.enumerated() {
            for outage in outcome.outages { check(probe, outage, of: result, from: network, seed) }
        }
    }

    private func check(
        _ probe: Int, _ outage: ProbeOutcome.Outage, of result: RunResult, from network: Network, _ seed: UInt64
    ) {
        let told = result.happenings.map { HappeningID(number: UInt32($0)) }.filter {
            let happening = result.journal[$0]
            return happening.kind == .probeLost && happening.subject == UInt32(probe)
                && happening.instant >= outage.start && happening.instant <= outage.end
        }
        let named = Set(told.flatMap { result.journal.actions(behind: $0) })
        let texts = named.sorted().map { result.journal.actionTexts[Int(result.journal[$0].detail)] }
        func lost(without left: [TimelinePlace]) -> Double {
            var simulation = Simulation(result.scenario.without(left), from: network)
            return lostTime(simulation.run().probes[probe], in: outage)
        }
        let whole = lostTime(result.probes[probe], in: outage)
        let about = "seed \(seed), probe \(probe), outage at \(outage.start - result.start), named \(texts)"
        let rest = lost(without: result.actions.filter { named.contains($0.id) }.map(\.place))
        if named.isEmpty {
            let all = lost(without: result.actions.map(\.place))
            #expect(all > 0, "\(about): actions brought it about")
        } else {
            #expect(
                rest == 0 || rest < whole && lost(without: result.actions.map(\.place)) > 0, "\(about): \(rest) is left"
            )
        }
        for action in result.actions where !named.contains(action.id) {
            let without = lost(without: [action.place])
            let text = result.journal.actionTexts[Int(result.journal[action.id].detail)]
            #expect(
                without > 0 && (without >= 0.74 * whole || text.hasPrefix("repair") || text.hasPrefix("start")),
                "\(about): without \(text) \(without) of \(whole)")
        }
    }

    private func lostTime(_ probe: ProbeOutcome, in outage: ProbeOutcome.Outage) -> Double {
        var sum = 0.0
        for (index, sample) in probe.samples.enumerated() {
            let next = index + 1 < probe.samples.count ? probe.samples[index + 1].instant : outage.end
            let (from, to) = (max(sample.instant, outage.start), min(next, outage.end))
            if to > from { sum += Double((to - from).nanoseconds) * Double(sample.lost) / 1_000_000 }
        }
        return sum
    }
}

/// A random network of four to seven routers, two probes, and some moments of one to three actions.
private struct RandomCauses {
    private var dice: SeededDice
    private let seed: UInt64
    private var builder = NetworkBuilder(routers: 0)
    private let service = RedistributionConfiguration(name: "service", prefixes: [Samples.service])

    init(seed: UInt64) {
        self.seed = seed
        dice = SeededDice(seed: seed &* 7_919)
    }

    var scenario: Scenario {
        var maker = self
        return maker.make()
    }

    private mutating func below(_ count: Int) -> Int { Int(dice.next() % UInt64(count)) }

    private mutating func make() -> Scenario {
        let count = 4 + below(4)
        builder = NetworkBuilder(routers: count)
        builder.seed = seed
        for router in 1..<count { builder.link(router, below(router), cost: UInt16(10 + 10 * below(3))) }
        for _ in 0..<1 + below(3) {
            let (a, b) = (below(count), below(count))
            if a != b { builder.link(a, b, cost: UInt16(10 + 10 * below(3))) }
        }
        if below(3) == 0 { builder.lan([0, 1, 2], priorities: [0: 2]) }
        builder.nodes[count - 1].ospf.redistributions = [service]
        if below(4) == 0 {
            builder.nodes[1].ospf.limit = LimitPolicy(
                count: .all, maximum: UInt32(count + below(3)), action: .shutdown, ignoreTime: .seconds(60))
        }
        let moments = (0..<1 + below(3)).map { Int64(10 + 30 * $0 + below(10)) }
        let timeline = moments.flatMap { moment in
            (0..<1 + below(3)).map { _ in TimelineEntry(.at(.seconds(moment)), [action()]) }
        }
        let far = ProbeDestination(address: Samples.service.host(1))
        return Scenario(
            name: "random", network: builder.configuration, timeline: timeline,
            probes: [
                Samples.probe("far", from: [0], to: [count - 2]),
                Probe(name: "service", sources: [ProbeSource(name: "r0", entries: [0])], destinations: [far]),
            ], duration: .seconds(150))
    }

    private mutating func action() -> Action {
        let router = 1 + below(builder.nodes.count - 1)
        let segment = below(builder.segments.count)
        let member = builder.segments[segment].members[below(builder.segments[segment].members.count)]
        let (owner, interface) = (member.router, member.interface)
        switch below(24) {
        case 0, 1, 2, 3: return .cut(segment: segment, silent: false)
        case 4, 5: return .cut(segment: segment, silent: true)
        case 6, 7: return .repair(segment: segment)
        case 8: return .decommission(router: router, orderly: below(2) == 0)
        case 9: return .stopProcess(router: router, orderly: below(2) == 0)
        case 10: return .start(router: router)
        case 11: return .clear(router: router)
        case 12: return .reboot(router: router, downtime: .seconds(20))
        case 13: return .setCost(router: owner, interface: interface, cost: UInt16(1 + below(100)))
        case 14: return .setPassive(router: owner, interface: interface, isPassive: true)
        case 15: return .cutPort(router: owner, interface: interface, .outgoingLost)
        case 16: return .setLoss(segment: segment, Ratio(1, of: 2))
        case 17: return .setCorruption(segment: segment, Ratio(1, of: 3))
        case 18: return .withdraw(router: builder.nodes.count - 1, name: "service")
        case 19: return .setStubRouter(router: router, true)
        case 20: return .setInterface(router: owner, interface: interface, .mtu(1_400))
        case 21: return .setPriority(router: owner, interface: interface, priority: UInt8(below(3)))
        case 22: return .setEnabled(router: owner, interface: interface, false)
        default: return .disconnect(router: router)
        }
    }
}
