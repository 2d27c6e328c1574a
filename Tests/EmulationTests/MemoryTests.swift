import Emulation
import NetworkPrimitives
import OSPF
import TestSupport
import Testing

@Suite("The memory of a router") struct MemoryTests {
    /// Three routers in a row; the first will redistribute prefixes, the last has so much memory.
    private func network(_ memory: MemoryModel?) -> Network {
        var builder = NetworkBuilder(routers: 3, cpu: .unlimited)
        builder.link(0, 1)
        builder.link(1, 2)
        builder.nodes[2].ospf.memory = memory
        return builder.converged()
    }

    private func flood(_ network: inout Network, _ count: Int, by router: Int = 0) {
        let prefixes = (0..<count).map { IPv4Prefix(IPv4Address(bits: 0xC0A8_0000 + UInt32($0) << 8), length: 24) }
        network.apply(
            .redistribute(router: RouterIndex(router), RedistributionConfiguration(name: "x", prefixes: prefixes)),
            text: "flood")
    }

    private func moments(_ kind: Happening.Kind, _ network: Network) -> [Instant] {
        network.context.journal.happenings.filter { $0.kind == kind && $0.router == 2 }.map(\.instant)
    }

    /// What the LSAs of a database take, counted from nothing.
    private func counted(_ router: Router, _ network: Network, perLSA: UInt64) -> UInt64 {
        router.databaseReport(network.context.store, at: network.now)
            .reduce(0) { $0 + UInt64(network.context.store[$1.instance].length) + perLSA }
    }

    @Test func `memory is counted octet by octet: LSAs as they come, change, die and leave`() {
        var network = network(MemoryModel(octets: 1 << 30, base: 5_000, perLSA: 64))
        func expectSound() {
            #expect(network.routers[2].memoryUsed == 5_000 + counted(network.routers[2], network, perLSA: 64))
        }
        expectSound()
        flood(&network, 40)
        for _ in 0..<6 {
            network.advance(to: network.now + .milliseconds(700))
            expectSound()
        }
        let full = network.routers[2].memoryUsed!
        // A router-LSA that is longer by a link, and shorter again.
        network.apply(.setEnabled(router: 1, interface: 0, false), text: "off")
        network.advance(to: network.now + .seconds(10))
        expectSound()
        network.apply(.setEnabled(router: 1, interface: 0, true), text: "on")
        network.advance(to: network.now + .seconds(60))
        #expect(network.routers[2].memoryUsed == full)
        network.apply(.withdraw(router: 0, name: "x"), text: "withdraw")
        network.advance(to: network.now + .seconds(60))
        expectSound()
        #expect(network.routers[2].memoryUsed! < full)
        #expect(network.routers[2].counters.largestMemory == full)
        network.apply(.stopProcess(router: 2, orderly: false), text: "stop")
        #expect(network.routers[2].memoryUsed == 5_000)
    }

    @Test func `entries of retransmission lists are counted where they take memory`() {
        var network = network(MemoryModel(octets: 1 << 30, perRetransmission: 1_000))
        let before = network.routers[2].memoryUsed!
        // Nobody acknowledges what goes into a silent cut.
        network.apply(.cut(segment: 1, silent: true), text: "cut")
        flood(&network, 5, by: 2)
        network.advance(to: network.now + .seconds(1))
        // Five external LSAs of 36 octets, and the router-LSA that now has the E-bit: all wait for router 1.
        #expect(network.routers[2].memoryUsed == before + 5 * (36 + 100) + 6 * 1_000)
    }

    @Test func `memory that suffices changes nothing, bit for bit`() {
        var (free, ample) = (network(nil), network(MemoryModel(octets: 1 << 30, perRetransmission: 10)))
        for step in 0..<4 {
            for var network in [free, ample] {
                if step == 1 { flood(&network, 50) }
                if step == 2 { network.apply(.clear(router: 2), text: "clear") }
                network.advance(to: network.now + .seconds(60))
                if network.routers[2].memoryUsed == nil { free = network } else { ample = network }
            }
            #expect(free.digest.value == ample.digest.value)
        }
        #expect(free.routers[2].memoryUsed == nil && ample.routers[2].counters.largestMemory > 50 * 136)
    }

    @Test func `crash: the process dies in silence, starts again with an empty database, and dies again`() {
        var network = network(MemoryModel(octets: 5_000, restartAfter: .seconds(120)))
        let start = network.now
        flood(&network, 60)
        network.advance(to: start + .seconds(1))
        #expect(network.isCrashed(2) && network.awaitsRestart(2) && !network.isRunningOSPF(2))
        #expect(network.isPoweredOn(2) && network.routers[1].hasCarrier(1))
        #expect(network.routers[2].databaseCounts.all == 0 && network.routers[2].memoryUsed == 0)
        #expect(network.routers[2].routingTable.count == 0)
        // 5,000 octets are 36 LSAs of 136 and less; the one that finds no room is the last.
        let crash = network.context.journal.happenings.first { $0.kind == .crashed }
        guard case .crashed(let reading, _)? = crash?.entry else {
            Issue.record("it has not crashed")
            return
        }
        #expect((34...38).contains(reading.lsas) && (4...5).contains(reading.kibibytes))
        // The neighbor misses it after the dead interval, and not before.
        #expect(!network.context.journal.happenings.contains { $0.kind == .adjacencyLost && $0.router == 1 })
        network.advance(to: start + .seconds(41))
        let loss = network.context.journal.happenings.last { $0.kind == .adjacencyLost && $0.router == 1 }
        #expect(loss?.reason == .inactivityTimer && (loss?.instant ?? start) > start + .seconds(29))
        network.advance(to: start + .seconds(1_000))
        let (crashes, restarts) = (moments(.crashed, network), moments(.processRestarted, network))
        #expect(crashes.count > 4 && zip(crashes, restarts).allSatisfy { $1 - $0 == .seconds(120) })
        #expect(network.machineCounters(of: 2).crashes == crashes.count)
        // The cause is taken away, and the next start is the last.
        network.apply(.withdraw(router: 0, name: "x"), text: "withdraw")
        network.advance(to: start + .seconds(1_300))
        #expect(!network.isCrashed(2) && network.routers[2].fullAdjacencies == 1)
        #expect(network.routers[2].databaseCounts.all == network.routers[1].databaseCounts.all)
    }

    @Test func `every crash goes back to the action that flooded`() {
        var network = network(MemoryModel(octets: 5_000, restartAfter: .seconds(60)))
        flood(&network, 60)
        network.advance(to: network.now + .seconds(300))
        let journal = network.context.journal
        let crashes = journal.happenings.indices.filter { journal.happenings[$0].kind == .crashed }
        #expect(crashes.count > 2)
        for crash in crashes {
            var id = HappeningID(number: UInt32(crash))
            while !journal[id].cause.isNone { id = journal[id].cause }
            #expect(journal[id].kind == .action)
        }
        #expect(journal.happenings[crashes[0]].entry.held?.first?.router == network.routers[0].routerID)
    }

    @Test func `a network is not at rest while a crashed process is to be started again`() {
        var network = network(MemoryModel(octets: 5_000, restartAfter: .seconds(600)))
        flood(&network, 60)
        network.advance(to: network.now + .seconds(300))
        #expect(network.isQuiet)
        let isAtRest = network.noteRest()
        #expect(!isAtRest)
    }

    @Test func `a process that is never started again waits for the operator`() {
        var network = network(MemoryModel(octets: 5_000, restartAfter: nil))
        flood(&network, 60)
        network.advance(to: network.now + .seconds(4_000))
        #expect(moments(.crashed, network).count == 1 && network.isCrashed(2) && !network.awaitsRestart(2))
        network.apply(.withdraw(router: 0, name: "x"), text: "withdraw")
        network.advance(to: network.now + .seconds(60))
        network.apply(.start(router: 2), text: "start")
        network.advance(to: network.now + .seconds(60))
        #expect(!network.isCrashed(2) && network.routers[2].fullAdjacencies == 1)
    }

    @Test func `an operator who stops a crashed process keeps it down, and one who starts it does not wait`() {
        var stopped = network(MemoryModel(octets: 5_000, restartAfter: .seconds(60)))
        flood(&stopped, 60)
        stopped.advance(to: stopped.now + .seconds(10))
        var started = stopped
        stopped.apply(.stopProcess(router: 2, orderly: false), text: "stop")
        stopped.advance(to: stopped.now + .seconds(600))
        #expect(!stopped.isCrashed(2) && !stopped.isRunningOSPF(2) && moments(.processRestarted, stopped).isEmpty)
        started.apply(.start(router: 2), text: "start")
        #expect(started.isRunningOSPF(2))
        let first = started.now
        started.advance(to: started.now + .seconds(100))
        // It crashes again; what was scheduled after the first crash does not start it too early.
        let crashes = moments(.crashed, started).filter { $0 > first }
        #expect(moments(.processRestarted, started).first.map { $0 - crashes[0] } == .seconds(60))
    }

    @Test func `RFC 2328 §13 (5): an LSA that cannot be stored is not acknowledged, and comes again until it fits`() {
        var network = network(MemoryModel(octets: 5_000, whenExhausted: .allocationFailure))
        let start = network.now
        flood(&network, 60)
        network.advance(to: start + .seconds(120))
        #expect(network.routers[2].isShortOfMemory && network.routers[2].memoryUsed! <= 5_000)
        #expect(network.routers[2].fullAdjacencies == 1)
        #expect(network.routers[2].databaseCounts.all < network.routers[1].databaseCounts.all)
        #expect(network.routers[1].counters.lsasRetransmitted > 100)
        #expect(network.routers[2].counters.allocationFailures > 100)
        #expect(moments(.memoryExhausted, network).count == 1)
        // Half of the LSAs go; the others fit when they are sent again.
        let rest = (0..<20).map { IPv4Prefix(IPv4Address(bits: 0xC0A8_0000 + UInt32($0) << 8), length: 24) }
        network.apply(.withdraw(router: 0, name: "x"), text: "withdraw")
        network.apply(
            .redistribute(router: 0, RedistributionConfiguration(name: "y", prefixes: rest)), text: "fewer")
        network.advance(to: network.now + .seconds(120))
        #expect(!network.routers[2].isShortOfMemory && !moments(.memoryRelieved, network).isEmpty)
        #expect(network.routers[2].databaseDigest(.backbone) == network.routers[1].databaseDigest(.backbone))
        #expect(network.routers[2].databaseCounts.external == 20)
    }

    @Test func `own LSAs for which there is no memory are originated as soon as there is`() {
        var network = network(MemoryModel(octets: 5_000, whenExhausted: .allocationFailure))
        flood(&network, 20)
        network.advance(to: network.now + .seconds(10))
        let own = (0..<20).map { IPv4Prefix(IPv4Address(bits: 0xAC10_0000 + UInt32($0) << 8), length: 24) }
        network.apply(.redistribute(router: 2, RedistributionConfiguration(name: "own", prefixes: own)), text: "own")
        network.advance(to: network.now + .seconds(10))
        #expect(network.routers[2].isShortOfMemory && network.routers[1].databaseCounts.external < 40)
        network.apply(.withdraw(router: 0, name: "x"), text: "withdraw")
        network.advance(to: network.now + .seconds(20))
        #expect(!network.routers[2].isShortOfMemory)
        #expect(network.routers[1].databaseCounts.external == 20)
    }

    @Test func `a limit that refuses in time keeps the process alive`() {
        var builder = NetworkBuilder(routers: 2, cpu: .unlimited)
        builder.link(0, 1)
        builder.nodes[1].ospf.memory = MemoryModel(octets: 5_000)
        builder.nodes[1].ospf.limit = LimitPolicy(maximum: 30, action: .reject)
        var network = builder.converged()
        flood(&network, 60)
        network.advance(to: network.now + .seconds(600))
        #expect(network.machineCounters(of: 1).crashes == 0 && network.routers[1].counters.lsasRejected > 0)
    }
}
