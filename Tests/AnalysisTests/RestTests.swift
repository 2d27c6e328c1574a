import Analysis
import Emulation
import NetworkPrimitives
import OSPF
import TestSupport
import Testing

@Suite("A converged network is at rest") struct RestTests {
    /// A ring of six that loses a link.
    private func lost(at moment: Duration, _ change: (inout NetworkBuilder) -> Void) throws -> Duration {
        var builder = NetworkBuilder(routers: 6)
        for router in 0..<6 { builder.link(router, (router + 1) % 6) }
        change(&builder)
        let all = Array(0..<6)
        let result = try Samples.run(
            Scenario(
                name: "ring", network: builder.configuration,
                timeline: [TimelineEntry(.at(moment), [.cut(segment: 0, silent: false)])],
                probes: [Samples.probe(from: all, to: all)], duration: .seconds(150)))
        return result.probes[0].lost
    }

    /// Vendors' ways to wait: MinLSInterval, growing throttles, Junos' holddown, RFC 8405, BIRD's tick, pacing.
    private static let waits: [(String, @Sendable (inout ProtocolTimers) -> Void)] = [
        ("RFC 2328 §12.4 MinLSInterval", { _ in }),
        (
            "a growing LSA throttle",
            {
                $0.lsaThrottle = LSAThrottle(start: .milliseconds(50), hold: .milliseconds(200), maximum: .seconds(20))
            }
        ),
        (
            "a growing SPF throttle",
            {
                $0.spf = .exponential(start: .milliseconds(50), hold: .seconds(5), maximum: .seconds(40))
            }
        ),
        ("a linear SPF throttle", { $0.spf = .linear(start: .zero, hold: .seconds(3), maximum: .seconds(30)) }),
        (
            "rapid runs and a holddown",
            {
                $0.spf = .rapidRuns(delay: .milliseconds(200), runs: 3, holddown: .seconds(15))
            }
        ),
        (
            "RFC 8405",
            {
                $0.spf = .ietf(
                    initial: .milliseconds(50), short: .milliseconds(200), long: .seconds(5), learn: .milliseconds(500),
                    holdDown: .seconds(30))
            }
        ),
        ("a long MinLSArrival", { $0.minLSArrival = .seconds(4) }),
        ("flood pacing", { ($0.floodPacing, $0.floodBurst) = (.milliseconds(33), 1) }),
    ]

    @Test(arguments: waits.indices) func `a cut loses the same at once and a minute later`(wait: Int) throws {
        let (name, change) = Self.waits[wait]
        let losses = try [0, 60].map { seconds in
            try lost(at: .seconds(seconds)) { builder in
                for router in builder.nodes.indices { change(&builder.nodes[router].ospf.timers) }
            }
        }
        #expect(losses[0] > .zero)
        let difference = max(losses[0], losses[1]) - min(losses[0], losses[1])
        #expect(difference < .milliseconds(1), "\(name): \(losses)")
    }

    @Test func `RFC 3101 §3.1: a translator that lost the election has ended its stability interval`() throws {
        var builder = NetworkBuilder(routers: 4)
        builder.link(0, 1)
        builder.link(0, 2, area: 1)
        builder.link(1, 3, area: 1)
        builder.link(2, 3, delay: .seconds(1), area: 1)
        for router in 0...3 {
            builder.nodes[router].ospf.areas = [AreaConfiguration(area: AreaID(bits: 1), kind: .nssa)]
        }
        for router in 2...3 { builder.nodes[router].ospf.loopbacks[0].area = AreaID(bits: 1) }
        builder.nodes[2].ospf.redistributions = [
            RedistributionConfiguration(name: "service", prefixes: [Samples.service])
        ]
        let network = try #require(try Simulation.converged(builder.configuration))
        let externals = network.routers[0].databaseReport(network.context.store, at: network.now).filter {
            $0.key.type.rawValue == 5
        }
        #expect(externals.map(\.key.advertisingRouter) == [network.routers[1].routerID])
    }

    @Test func `RFC 6987: no router is a stub router any more because it has just started`() throws {
        var builder = Samples.row
        builder.nodes[1].ospf.stubRouterOptions.onStartup = .seconds(120)
        let network = try #require(try Simulation.converged(builder.configuration))
        #expect(network.now > .origin + .seconds(120))
        #expect(!network.routers[1].isStubRouterNow)
    }

    @Test func `what rests for longer than a cold start may take is not waited for`() throws {
        var builder = Samples.row
        builder.nodes[1].ospf.stubRouterOptions.onStartup = .seconds(10_000)
        let network = try #require(try Simulation.converged(builder.configuration))
        #expect(network.now == .origin + Simulation.convergenceLimit)
    }

    @Test func `the result says how long it took to converge and then to rest`() throws {
        let result = try Samples.run(Scenario(name: "row", network: Samples.row.configuration, duration: .seconds(1)))
        #expect(result.coldStart > .zero && result.coldStart < .seconds(60))
        // MinLSInterval runs from the last LSA, some of it before the last acknowledgment made the network quiet.
        #expect(result.settling >= .seconds(1) && result.settling <= .seconds(6))
        #expect(result.start - .origin >= result.coldStart + result.settling)
    }
}
