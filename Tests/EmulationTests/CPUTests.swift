import Emulation
import NetworkPrimitives
import OSPF
import TestSupport
import Testing

@Suite("Routers have finite CPUs") struct CPUTests {
    /// r0 floods 4,000 LSAs to r1, whose CPU takes 50 ms for each of them.
    private func flood(helloPriority: Bool, queueLimit: Int) -> Network {
        var builder = NetworkBuilder(routers: 3)
        builder.link(0, 1)
        builder.link(1, 2)
        builder.nodes[1].cpu.lsaReceive = .milliseconds(50)
        builder.nodes[1].cpu.queueLimit = queueLimit
        builder.nodes[1].cpu.helloPriority = helloPriority
        var network = builder.converged()
        let prefixes = (0..<4_000).map { IPv4Prefix(IPv4Address(bits: 0xC000_0000 + UInt32($0) << 8), length: 24) }
        network.apply(
            .redistribute(router: 0, RedistributionConfiguration(name: "x", prefixes: prefixes)), text: "flood")
        network.advance(to: network.now + .seconds(180))
        return network
    }

    private func losses(_ network: Network) -> [Happening] {
        network.context.journal.happenings.filter { $0.kind == .adjacencyLost }
    }

    @Test func `a busy router answers late, misses hellos and loses neighbors`() {
        let network = flood(helloPriority: false, queueLimit: 1_000)
        #expect(!losses(network).isEmpty)
        #expect(losses(network).contains { $0.reason == .inactivityTimer })
        #expect(network.routers[0].counters.lsasRetransmitted > 0)
    }

    @Test func `with a queue of their own, hellos keep the adjacencies`() {
        let network = flood(helloPriority: true, queueLimit: 1_000)
        #expect(losses(network).isEmpty)
        #expect(network.machineCounters(of: 1).hellosLost == 0)
    }

    @Test func `a full queue loses packets, which is told once for a burst`() throws {
        let network = flood(helloPriority: false, queueLimit: 10)
        let counters = network.machineCounters(of: 1)
        #expect(counters.packetsLost > 0)
        #expect(counters.deepestQueue == 10)
        let bursts = network.context.journal.happenings.filter { $0.kind == .overloaded && $0.router == 1 }
        #expect(!bursts.isEmpty && bursts.count < 20)
        let lost = bursts.map { if case .overloaded(_, let lost) = $0.entry { UInt64(lost) } else { UInt64(0) } }
        #expect(lost.reduce(0, +) == counters.packetsLost)
    }

    @Test func `what is lost is sent again, until everyone has everything`() {
        var network = flood(helloPriority: true, queueLimit: 10)
        let isQuiet = network.converge(within: .seconds(3_000))
        #expect(isQuiet)
        #expect(network.routers.allSatisfy { $0.databaseCounts.external == 4_000 })
    }
}

@Suite("The defect duplicates-updates") struct DuplicatedUpdatesTests {
    @Test func `each flooded update is sent as often as the defect says`() {
        func updates(copies: UInt8) -> UInt64 {
            var builder = NetworkBuilder(routers: 2)
            builder.link(0, 1)
            builder.nodes[0].ospf.defects.updateCopies = copies
            var network = builder.converged()
            let before = network.routers[1].counters.lsasReceived
            let prefixes = (0..<100).map { IPv4Prefix(IPv4Address(bits: 0xC000_0000 + UInt32($0) << 8), length: 24) }
            network.apply(
                .redistribute(router: 0, RedistributionConfiguration(name: "x", prefixes: prefixes)), text: "flood")
            network.advance(to: network.now + .seconds(4))
            return network.routers[1].counters.lsasReceived - before
        }
        let once = updates(copies: 1)
        #expect(updates(copies: 3) == 3 * once)
    }
}
