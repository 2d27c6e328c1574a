import Emulation
import NetworkPrimitives
import OSPF
import TestSupport
import Testing

/// Router 0 has so much to do that it takes far longer than RouterDeadInterval, in a chain of three.
@Suite("Long work is done in slices") struct SliceTests {
    private func network(_ change: (inout CPUModel) -> Void) -> Network {
        var builder = NetworkBuilder(routers: 3)
        builder.link(0, 1)
        builder.link(1, 2)
        change(&builder.nodes[0].cpu)
        return builder.converged()
    }

    private func prefixes(_ count: Int) -> [IPv4Prefix] {
        (0..<count).map { IPv4Prefix(IPv4Address(bits: 0xC000_0000 + UInt32($0) << 8), length: 24) }
    }

    private func losses(_ network: Network) -> Int {
        network.context.journal.happenings.count { $0.kind == .adjacencyLost }
    }

    /// 60 s of originating.
    private func originating(slice: Duration?, helloPriority: Bool, for time: Duration = .seconds(30)) -> Network {
        var network = network {
            $0.lsaInstall = .milliseconds(10)
            $0.slice = slice
            $0.helloPriority = helloPriority
        }
        network.apply(
            .redistribute(router: 0, RedistributionConfiguration(name: "x", prefixes: prefixes(6_000))), text: "much")
        network.advance(to: network.now + time)
        return network
    }

    @Test(arguments: [false, true])
    func `A router that originates for a minute goes on with its hellos, and its LSAs leave one by one`(
        helloPriority: Bool
    ) {
        var network = originating(slice: .milliseconds(10), helloPriority: helloPriority)
        #expect(losses(network) == 0)
        let halfway = network.routers[2].databaseCounts.external
        #expect((2_000..<4_000).contains(halfway))
        #expect(!network.isQuiet)
        network.advance(to: network.now + .seconds(60))
        #expect(network.routers[2].databaseCounts.external == 6_000)
        #expect(losses(network) == 0)
        #expect(network.routers[0].counters.lsasOriginated < 6_010)
    }

    @Test func `A process that does not yield is mute until it has done`() {
        let network = originating(slice: nil, helloPriority: true, for: .seconds(60))
        #expect(losses(network) > 0)
    }

    @Test func `What is taken back while it is being originated is not originated`() {
        var network = originating(slice: .milliseconds(10), helloPriority: true)
        network.apply(.withdraw(router: 0, name: "x"), text: "back")
        network.advance(to: network.now + .seconds(120))
        #expect(network.isQuiet)
        #expect(network.routers.allSatisfy { $0.databaseCounts.external == 0 })
        #expect(network.routers[0].counters.lsasOriginated < 4_000)
    }

    @Test func `Refreshes of a whole table are spread by the CPU, each once`() {
        var network = originating(slice: .milliseconds(10), helloPriority: true)
        network.advance(to: network.now + .seconds(60))
        let before = network.routers[0].counters.lsasOriginated
        network.advance(to: network.now + .seconds(1_900))
        let refreshed = network.routers[0].counters.lsasOriginated - before
        #expect((6_000...6_100).contains(refreshed))
        #expect(losses(network) == 0)
    }

    /// RFC 2328 §16.6: calculations of two minutes in all, one of them of most of it.
    private func calculating(slice: Duration?) -> Network {
        var network = network {
            $0.spfPrefix = .milliseconds(20)
            $0.spfSlice = slice
        }
        network.apply(
            .redistribute(router: 2, RedistributionConfiguration(name: "x", prefixes: prefixes(6_000))), text: "much")
        network.advance(to: network.now + .seconds(40))
        #expect(!network.isQuiet)
        network.advance(to: network.now + .seconds(120))
        return network
    }

    @Test func `A long route calculation is interrupted for hellos, and has its result at the end`() {
        let network = calculating(slice: .milliseconds(10))
        #expect(losses(network) == 0 && network.isQuiet)
        let route = network.context.store.find(prefixes(6_000).last!)
        #expect(route.flatMap { network.routers[0].routingTable.route(to: $0) } != nil)
    }

    @Test func `A long route calculation in one piece costs the adjacencies`() {
        #expect(losses(calculating(slice: nil)) > 0)
    }

    /// RFC 2328 §16.6.
    @Test func `A changed external destination costs a calculation of that destination alone`() {
        func busy(_ profile: BehaviorProfile) -> Duration {
            var builder = NetworkBuilder(routers: 3)
            builder.link(0, 1)
            builder.link(1, 2)
            builder.nodes[0].cpu.spfVertex = .seconds(1)
            for node in builder.nodes.indices { builder.nodes[node].ospf.profile = profile }
            var network = builder.converged()
            // The router-LSA of an AS boundary router is another one (§12.4.1): that is over before.
            network.apply(
                .redistribute(router: 2, RedistributionConfiguration(name: "x", prefixes: prefixes(1))), text: "first")
            network.advance(to: network.now + .seconds(60))
            let before = network.machineCounters(of: 0).busy
            network.apply(
                .redistribute(
                    router: 2, RedistributionConfiguration(name: "y", prefixes: [IPv4Prefix("203.0.113.0/24")!])),
                text: "second")
            network.advance(to: network.now + .seconds(30))
            return network.machineCounters(of: 0).busy - before
        }
        #expect(busy(.rfc) < .seconds(1) && busy(.frr) < .seconds(1))
        // BIRD calculates the whole table.
        #expect(busy(.bird) > .seconds(1))
    }

    /// RFC 2328 §13.6.
    @Test func `What pacing still holds back is not retransmitted`() {
        var builder = NetworkBuilder(routers: 2)
        builder.link(0, 1)
        builder.nodes[0].ospf.timers.floodPacing = .milliseconds(33)
        builder.nodes[0].ospf.timers.floodBurst = 1
        var network = builder.converged()
        let before = network.routers[0].counters.lsasRetransmitted
        network.apply(
            .redistribute(router: 0, RedistributionConfiguration(name: "x", prefixes: prefixes(20_000))), text: "much")
        network.advance(to: network.now + .seconds(60))
        #expect(network.routers[1].databaseCounts.external == 20_000)
        #expect(network.routers[0].counters.lsasRetransmitted == before)
    }
}
