import Analysis
import Emulation
import NetworkPrimitives
import OSPF
import TestSupport
import Testing

/// Networks whose behavior is known.
enum Samples {
    static let service = IPv4Prefix("100.64.0.0/24")!

    /// A probe from routers to the loopbacks of routers.
    static func probe(_ name: String = "probe", from sources: [Int], to targets: [Int]) -> Probe {
        Probe(
            name: name, sources: sources.map { ProbeSource(name: "r\($0)", entries: [RouterIndex($0)]) },
            destinations: targets.map { ProbeDestination(address: loopback($0)) })
    }

    static func loopback(_ router: Int) -> IPv4Address { IPv4Address(bits: 0x0A00_0001 + UInt32(router)) }

    /// Four routers in a square: two paths of equal cost from 0 to 3. Segments: 0-1, 1-3, 0-2, 2-3.
    static var square: NetworkBuilder {
        var builder = NetworkBuilder(routers: 4)
        builder.link(0, 1)
        builder.link(1, 3)
        builder.link(0, 2)
        builder.link(2, 3)
        return builder
    }

    /// 0 - 1 - 2 in a row.
    static var row: NetworkBuilder {
        var builder = NetworkBuilder(routers: 3)
        builder.link(0, 1)
        builder.link(1, 2)
        return builder
    }

    /// Router 1 is full and refuses the external LSA of router 2, which is behind it; router 0 learns it on another way
    /// and sends through router 1, which sends back towards router 3, the only originator it knows.
    static var refusal: NetworkBuilder {
        var builder = NetworkBuilder(routers: 4)
        builder.link(0, 1)
        builder.link(1, 2)
        builder.link(0, 2, cost: 1_000)
        builder.link(0, 3, cost: 100)
        builder.nodes[3].ospf.redistributions = [RedistributionConfiguration(name: "service", prefixes: [service])]
        builder.nodes[1].ospf.limit = LimitPolicy(count: .all, maximum: 5, action: .reject)
        return builder
    }

    /// A triangle: router 0 originates services, and router 1 takes over when 0 is gone.
    static func ranked(_ services: Int) -> (builder: NetworkBuilder, prefixes: [IPv4Prefix]) {
        var builder = NetworkBuilder(routers: 3)
        builder.link(0, 1)
        builder.link(1, 2)
        builder.link(0, 2)
        let prefixes = (0..<services).map { IPv4Prefix(IPv4Address(bits: 0x6440_0000 + UInt32($0) << 8), length: 24) }
        for rank in 0...1 {
            let better = rank == 0 ? [] : [builder.nodes[0].ospf.routerID]
            builder.nodes[rank].ospf.redistributions = [
                RedistributionConfiguration(
                    name: "services", prefixes: prefixes,
                    election: OriginatorElection(rank: rank + 1, betterRanked: better))
            ]
        }
        return (builder, prefixes)
    }

    /// Of three ranked services, router 2 then holds more than it may: three router-LSAs and twice three external ones.
    static var takeover: Scenario {
        let (network, prefixes) = ranked(3)
        var builder = network
        builder.nodes[2].ospf.limit = LimitPolicy(
            count: .all, maximum: 7, action: .shutdown, ignoreTime: .seconds(60))
        let service = ProbeDestination(address: prefixes[0].host(1))
        return Scenario(
            name: "takeover", network: builder.configuration,
            timeline: [TimelineEntry(.at(.seconds(10)), [.decommission(router: 0, orderly: false)])],
            probes: [
                Probe(name: "to the service", sources: [ProbeSource(name: "r2", entries: [2])], destinations: [service])
            ], duration: .seconds(50))
    }

    static func run(_ scenario: Scenario) throws -> RunResult {
        var simulation = Simulation(scenario, from: try #require(try Simulation.converged(scenario.network)))
        return simulation.run()
    }
}
