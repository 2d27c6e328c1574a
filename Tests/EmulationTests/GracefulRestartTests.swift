import Emulation
import NetworkPrimitives
import TestSupport
import Testing

@testable import OSPF
import OSPFWire

@Suite("RFC 3623 Graceful restart") struct GracefulRestartTests {
    /// r0 - r1 - r2 in a row, r3 beside r0; r1 restarts gracefully.
    private func row(_ change: (inout NetworkBuilder) -> Void = { _ in }) -> Network {
        var builder = NetworkBuilder(routers: 4)
        builder.link(0, 1)
        builder.link(1, 2)
        builder.link(0, 3)
        builder.nodes[1].ospf.gracefulRestart.isEnabled = true
        builder.nodes[1].ospf.redistributions = [
            RedistributionConfiguration(
                name: "outside", prefixes: [IPv4Prefix(IPv4Address("192.0.2.0")!, length: 24)])
        ]
        change(&builder)
        return builder.converged()
    }

    private func happenings(_ network: Network, _ kind: Happening.Kind, since: Instant) -> [Happening] {
        network.context.journal.happenings.filter { $0.kind == kind && $0.instant >= since }
    }

    private func exits(_ network: Network, _ kind: Happening.Kind, since: Instant) -> [RestartExitReason?] {
        happenings(network, kind, since: since).map {
            switch $0.entry {
            case .helperStopped(_, let reason), .restartEnded(let reason): reason
            default: nil
            }
        }
    }

    /// Every router's destinations with their costs and next hops.
    private func tables(_ network: Network) -> [[String]] {
        network.routers.map { router in
            router.routingTable.entries(network.context.store).map { prefix, route in
                "\(prefix) \(route.cost) \(route.pathType) \(router.routingTable.nextHops(of: route))"
            }
        }
    }

    private func expectSound(_ network: Network) {
        for router in network.routers { #expect(router.brokenInvariants() == []) }
        for router in network.routers.dropFirst() {
            #expect(router.databaseDigest(.backbone) == network.routers[0].databaseDigest(.backbone))
        }
        // Nobody keeps a Grace-LSA.
        for router in network.routers {
            let report = router.databaseReport(network.context.store, at: network.now)
            #expect(!report.contains { $0.key.type == LSType.opaqueLink })
        }
    }

    @Test("With helpers nobody notices a restart, even one longer than the dead interval", arguments: [3, 60])
    func helped(downtime: Int64) {
        var network = row()
        let before = tables(network)
        let start = network.now
        network.apply(.restartProcess(router: 1, downtime: .seconds(downtime)), text: "restart")
        for _ in 0..<200 {
            network.advance(to: network.now + .seconds(1))
            #expect(tables(network) == before)
        }
        #expect(happenings(network, .helperStarted, since: start).compactMap(\.router).sorted() == [0, 2])
        #expect(exits(network, .helperStopped, since: start) == [.completed, .completed])
        #expect(exits(network, .restartEnded, since: start) == [.completed])
        for router in [0, 2, 3] { #expect(network.routers[router].counters.adjacenciesLost == 0) }
        #expect(network.routers.map(\.fullAdjacencies) == [2, 2, 1, 1])
        expectSound(network)
    }

    /// The instance of a router's own router-LSA in an area.
    private func routerLSA(of router: Int, area: UInt32, _ network: Network) -> LSAInstanceID? {
        network.routers[router].databaseReport(network.context.store, at: network.now)
            .first { $0.key.type == .router && $0.key.area.bits == area && $0.isSelfOriginated }?.instance
    }

    /// r0 - r1 in the backbone, r1 - r2 in area 1 with a virtual link over it, r2 - r3 in area 2.
    @Test func `The end of a virtual link restarts, and nobody notices`() {
        var builder = NetworkBuilder(routers: 4)
        builder.link(0, 1)
        builder.unnumbered(1, 2, area: 1)
        builder.link(2, 3, area: 2)
        for (router, area) in [(1, 1), (2, 1), (3, 2)] as [(Int, UInt32)] {
            builder.nodes[router].ospf.loopbacks[0].area = AreaID(bits: area)
        }
        builder.virtualLink(1, 2, through: 1)
        builder.nodes[2].ospf.gracefulRestart.isEnabled = true
        var network = builder.converged()
        let before = tables(network)
        #expect(before[3].contains { $0.hasPrefix("10.0.0.1/32") })
        let start = network.now
        network.apply(.restartProcess(router: 2, downtime: .seconds(60)), text: "restart")
        let said = routerLSA(of: 1, area: 1, network)
        var same = 0
        for _ in 0..<200 {
            network.advance(to: network.now + .seconds(1))
            // RFC 3623 §3: the helper's router-LSA stays as it was, bit V of the transit area with it.
            if tables(network) == before, routerLSA(of: 1, area: 1, network) == said { same += 1 }
        }
        #expect(same == 200)
        // r1 helps twice: on the cable, and on the virtual link.
        #expect(happenings(network, .helperStarted, since: start).compactMap(\.router).sorted() == [1, 1, 3])
        #expect(exits(network, .helperStopped, since: start) == [.completed, .completed, .completed])
        #expect(exits(network, .restartEnded, since: start) == [.completed])
        for router in network.routers { #expect(router.brokenInvariants() == []) }
    }

    @Test func `A process that is stopped while it is down for a restart stays down`() {
        var network = row()
        let start = network.now
        network.apply(.restartProcess(router: 1, downtime: .seconds(60)), text: "restart")
        network.advance(to: start + .seconds(30))
        network.apply(.stopProcess(router: 1, orderly: false), text: "stop")
        network.advance(to: start + .seconds(100))
        #expect(!network.isRunningOSPF(1) && !network.routers[1].isRunning)
        #expect(network.routers[1].routingTable.entries(network.context.store).isEmpty)
        network.apply(.start(router: 1), text: "start")
        network.advance(to: start + .seconds(300))
        #expect(network.routers.map(\.fullAdjacencies) == [2, 2, 1, 1])
        expectSound(network)
    }

    @Test func `A router that is cleared before its process ends restarts like any other`() {
        var network = row()
        let start = network.now
        network.apply(.cut(segment: 0, silent: true), text: "nobody acknowledges")
        network.apply(.restartProcess(router: 1, downtime: .seconds(5)), text: "restart")
        network.advance(to: start + .seconds(5))
        network.apply(.clear(router: 1), text: "clear")
        network.advance(to: start + .seconds(17))
        #expect(!network.routers[1].isRunning)
        network.apply(.repair(segment: 0), text: "repair")
        network.advance(to: start + .seconds(300))
        #expect(network.routers.map(\.fullAdjacencies) == [2, 2, 1, 1])
        expectSound(network)
    }

    @Test func `A limit that isolates a router in the middle of its restart ends that, too`() {
        var network = row { builder in
            builder.nodes[1].ospf.limit = LimitPolicy(
                count: .foreign, maximum: 50, action: .shutdown, ignoreTime: .seconds(60))
        }
        let start = network.now
        network.apply(.restartProcess(router: 1, downtime: .seconds(20)), text: "restart")
        network.advance(to: start + .seconds(5))
        let prefixes = (0..<100).map { IPv4Prefix(IPv4Address(bits: 0xC612_0000 + UInt32($0) << 8), length: 24) }
        let many = RedistributionConfiguration(name: "many", prefixes: prefixes)
        network.apply(.redistribute(router: 3, many), text: "many")
        network.advance(to: start + .seconds(60))
        #expect(network.routers[1].limitPhase == .isolated)
        #expect(!network.routers[1].isRestarting)
        network.apply(.withdraw(router: 3, name: "many"), text: "fewer")
        network.advance(to: start + .seconds(400))
        #expect(network.routers.map(\.fullAdjacencies) == [2, 2, 1, 1])
        expectSound(network)
    }

    @Test func `Without helpers it is a restart like any other, and said to be so`() {
        var network = row { builder in
            for router in [0, 2] { builder.nodes[router].ospf.gracefulRestart.helperEnabled = false }
        }
        let before = tables(network)
        let start = network.now
        network.apply(.restartProcess(router: 1, downtime: .seconds(60)), text: "restart")
        network.advance(to: start + .seconds(50))
        #expect(tables(network)[0] != before[0])
        #expect(tables(network)[1] == before[1])
        let refusals = happenings(network, .helperRefused, since: start)
        #expect(refusals.compactMap(\.router).sorted() == [0, 2])
        #expect(refusals.allSatisfy { $0.entry == .helperRefused(of: RouterID("10.0.0.2")!, .disabled) })
        network.advance(to: start + .seconds(300))
        #expect(exits(network, .restartEnded, since: start) == [.topologyChanged])
        #expect(network.routers[0].counters.adjacenciesLost == 1)
        #expect(tables(network) == before)
        expectSound(network)
    }

    @Test func `A process that is killed without a word is lost as before`() {
        var network = row()
        let start = network.now
        network.apply(.stopProcess(router: 1, orderly: false), text: "kill")
        network.advance(to: start + .seconds(45))
        #expect(network.routers[0].counters.adjacenciesLost == 1)
        #expect(network.routers[1].routingTable.entries(network.context.store).isEmpty)
        #expect(happenings(network, .helperStarted, since: start).isEmpty)
    }

    @Test("A changed topology ends the help, if the helper is strict", arguments: [true, false])
    func strictChecking(isStrict: Bool) {
        var network = row { builder in
            for router in 0..<4 { builder.nodes[router].ospf.gracefulRestart.helperStrictLSAChecking = isStrict }
        }
        let start = network.now
        network.apply(.restartProcess(router: 1, downtime: .seconds(60)), text: "restart")
        network.advance(to: start + .seconds(20))
        network.apply(.cut(segment: 2, silent: false), text: "cut")
        network.advance(to: start + .seconds(30))
        // r0 sees it; r2 is behind the router that restarts, and hears nothing of it.
        #expect(exits(network, .helperStopped, since: start) == (isStrict ? [.topologyChanged] : []))
        let stopped = happenings(network, .helperStopped, since: start).map(\.cause)
        for cause in stopped { #expect(network.context.journal[cause].kind == .adjacencyLost) }
        network.advance(to: start + .seconds(300))
        // Nothing contradicts the former router-LSA by then: r0 is Full, and says so, before it is asked for its own.
        #expect(exits(network, .restartEnded, since: start) == [.completed])
        #expect(network.routers[0].counters.adjacenciesLost == (isStrict ? 2 : 1))
        #expect(network.routers.map(\.fullAdjacencies) == [1, 2, 1, 0])
        for router in network.routers { #expect(router.brokenInvariants() == []) }
    }

    @Test func `When the grace period is over, so is the help`() {
        var network = row { $0.nodes[1].ospf.gracefulRestart.restartInterval = .seconds(60) }
        let start = network.now
        network.apply(.restartProcess(router: 1, downtime: .seconds(100)), text: "restart")
        network.advance(to: start + .seconds(58))
        #expect(network.routers[0].counters.adjacenciesLost == 0)
        network.advance(to: start + .seconds(63))
        #expect(exits(network, .helperStopped, since: start) == [.timedOut, .timedOut])
        #expect(network.routers[0].counters.adjacenciesLost == 1)
        #expect(network.routers[0].neighborReports.count == 1)
        network.advance(to: start + .seconds(300))
        #expect(network.routers.map(\.fullAdjacencies) == [2, 2, 1, 1])
        expectSound(network)
    }

    @Test("On a LAN every router keeps its role", arguments: 0..<4)
    func roles(restarting: Int) {
        var builder = NetworkBuilder(routers: 5)
        builder.lan([0, 1, 2, 3], priorities: [0: 9, 1: 8, 2: 1, 3: 1])
        builder.link(3, 4)
        builder.nodes[restarting].ospf.gracefulRestart.isEnabled = true
        var network = builder.converged()
        let before = tables(network)
        let lsas = network.routers[4].databaseDigest(.backbone)
        let roles = (0..<4).map { network.routers[$0].interfaceState(0) }
        let start = network.now
        network.apply(.restartProcess(router: RouterIndex(restarting), downtime: .seconds(20)), text: "restart")
        for _ in 0..<150 {
            network.advance(to: network.now + .seconds(1))
            #expect(tables(network) == before)
        }
        #expect(exits(network, .restartEnded, since: start) == [.completed])
        #expect((0..<4).map { network.routers[$0].interfaceState(0) } == roles)
        // Nobody had to say anything new, except that the Designated Router lists the others in another order.
        #expect(restarting == 0 || network.routers[4].databaseDigest(.backbone) == lsas)
        expectSound(network)
    }

    @Test("A border router between areas, and an AS boundary router, restart without a trace", arguments: 0..<2)
    func borders(seed: UInt64) {
        var builder = NetworkBuilder(routers: 4)
        builder.link(0, 1)
        builder.link(1, 2, area: 1)
        builder.link(2, 3, area: 1)
        builder.nodes[1].ospf.gracefulRestart.isEnabled = true
        builder.nodes[1].ospf.redistributions = [
            RedistributionConfiguration(
                name: "outside",
                prefixes: (0..<5).map { IPv4Prefix(IPv4Address(bits: 0xC000_0200 + $0 << 8), length: 24) })
        ]
        builder.seed = seed + 1
        var network = builder.converged()
        let before = tables(network)
        let start = network.now
        network.apply(.restartProcess(router: 1, downtime: .seconds(15)), text: "restart")
        for _ in 0..<100 {
            network.advance(to: network.now + .seconds(1))
            #expect(tables(network) == before)
        }
        #expect(exits(network, .restartEnded, since: start) == [.completed])
        #expect(network.routers[3].databaseCounts.external == 5)
        for router in network.routers { #expect(router.brokenInvariants() == []) }
    }

    @Test func `A Grace-LSA says what Appendix A of the RFC draws`() throws {
        var builder = NetworkBuilder(routers: 2)
        builder.lan([0, 1])
        builder.nodes[1].ospf.gracefulRestart = GracefulRestartConfiguration(
            isEnabled: true, restartInterval: .seconds(180))
        var network = builder.converged()
        network.apply(.restartProcess(router: 1, downtime: .seconds(5)), text: "restart")
        network.advance(to: network.now + .seconds(3))
        let report = network.routers[0].databaseReport(network.context.store, at: network.now)
        let grace = try #require(report.first { $0.key.type == LSType.opaqueLink })
        #expect(grace.key.linkStateID == IPv4Address("3.0.0.0")!)
        #expect(grace.key.advertisingRouter == network.routers[1].routerID)
        #expect(
            Array(network.context.store.body(of: grace.instance)) == [
                0x0001_0004, 180, 0x0002_0001, 0x0100_0000, 0x0003_0004, 0x0A01_0002,
            ])
    }

    @Test func `Power that fails during a restart takes the old routes with it`() {
        var network = row()
        let start = network.now
        network.apply(.restartProcess(router: 1, downtime: .seconds(60)), text: "restart")
        network.advance(to: start + .seconds(10))
        #expect(!network.routers[1].routingTable.entries(network.context.store).isEmpty)
        network.apply(.reboot(router: 1, downtime: .seconds(30)), text: "reboot")
        network.advance(to: start + .seconds(11))
        #expect(network.routers[1].routingTable.entries(network.context.store).isEmpty)
        network.advance(to: start + .seconds(300))
        #expect(network.routers.map(\.fullAdjacencies) == [2, 2, 1, 1])
        expectSound(network)
    }
}
