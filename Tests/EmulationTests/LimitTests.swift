import Emulation
import NetworkPrimitives
import OSPF
import TestSupport
import Testing

@Suite("The LSA limit") struct LimitTests {
    private static let cisco = LimitPolicy(
        maximum: 50, action: .shutdown, grace: .seconds(60), isolatedHellos: .silent, ignoreTime: .seconds(300),
        ignoreCount: 5, permanence: .reaches)
    private static let junos = LimitPolicy(
        maximum: 50, action: .shutdown, isolatedHellos: .deaf, keepsOwnLSAs: true, permanence: .exceeds)

    /// Three routers in a row; the first will redistribute `count` prefixes, the last has the limit.
    private func network(_ policy: LimitPolicy) -> Network {
        var builder = NetworkBuilder(routers: 3, cpu: .unlimited)
        builder.link(0, 1)
        builder.link(1, 2)
        builder.nodes[2].ospf.limit = policy
        return builder.converged()
    }

    private func flood(_ network: inout Network, _ count: Int, name: String = "x", base: UInt32 = 0xC0A8_0000) {
        let prefixes = (0..<count).map { IPv4Prefix(IPv4Address(bits: base + UInt32($0) << 8), length: 24) }
        network.apply(
            .redistribute(router: 0, RedistributionConfiguration(name: name, prefixes: prefixes)), text: "flood")
    }

    private func happenings(_ network: Network, since start: Instant) -> [(Happening.Kind, Duration)] {
        network.context.journal.happenings.filter { $0.router == 2 && $0.instant >= start }
            .map { ($0.kind, $0.instant - start) }
    }

    @Test func `Cisco: down 60 s after the limit is exceeded, back after 5 minutes, for good at the fifth fall`() {
        var network = network(Self.cisco)
        let start = network.now
        flood(&network, 60)
        network.advance(to: start + .seconds(3500))
        let story = happenings(network, since: start)
        let exceeded = story.filter { $0.0 == .limitExceeded }.map(\.1)
        let isolated = story.filter { $0.0 == .isolated || $0.0 == .isolatedPermanently }
        let returned = story.filter { $0.0 == .returned }.map(\.1)
        #expect(isolated.count == 5)
        #expect(zip(exceeded, isolated).allSatisfy { $1.1 - $0 == .seconds(60) })
        #expect(zip(isolated, returned).allSatisfy { $1 - $0.1 == .seconds(300) })
        #expect(isolated.last?.0 == .isolatedPermanently)
        // G + (k - 1)(I + G) = 25 minutes, plus what each resynchronization takes.
        let last = isolated.last!.1
        #expect(last >= .seconds(25 * 60) && last < .seconds(26 * 60))
        // The count at the message is the limit plus one, as in a published trace.
        let first = network.context.journal.happenings.first { $0.kind == .limitExceeded }
        guard case .limitExceeded(let reading, _)? = first?.entry else {
            Issue.record("the limit was never met")
            return
        }
        #expect(reading.counted == 51)
    }

    @Test func `a shorter ignore time brings the permanent isolation forward`() {
        var policy = Self.cisco
        policy.ignoreTime = .seconds(60)
        var network = network(policy)
        let start = network.now
        flood(&network, 60)
        network.advance(to: start + .seconds(1800))
        let last = happenings(network, since: start).first { $0.0 == .isolatedPermanently }!.1
        #expect(last >= .seconds(9 * 60) && last < .seconds(10 * 60))
    }

    @Test func `Junos: isolated at once, hellos go on, and the neighbor notices at the next one`() {
        var network = network(Self.junos)
        let start = network.now
        flood(&network, 60)
        network.advance(to: start + .seconds(30))
        #expect(network.routers[2].limitPhase == .isolated)
        let loss = network.context.journal.happenings.first { $0.kind == .adjacencyLost && $0.router == 1 }
        #expect(loss?.reason == .oneWay)
        #expect((loss?.instant ?? .never) - start <= .seconds(11))
        // Its own LSAs are kept, those of others destroyed.
        #expect(network.routers[2].databaseCounts.all == 1)
    }

    @Test func `Cisco is silent: the neighbor waits for the dead interval`() {
        var policy = Self.cisco
        policy.grace = .zero
        var network = network(policy)
        let start = network.now
        flood(&network, 60)
        network.advance(to: start + .seconds(60))
        let loss = network.context.journal.happenings.first { $0.kind == .adjacencyLost && $0.router == 1 }
        #expect(loss?.reason == .inactivityTimer)
        #expect((loss?.instant ?? .origin) - start > .seconds(29))
        #expect(network.routers[2].databaseCounts.all == 0)
    }

    @Test func `a limit that is no longer exceeded when the grace period ends does nothing`() {
        var network = network(Self.cisco)
        let start = network.now
        flood(&network, 60)
        network.advance(to: start + .seconds(30))
        network.apply(.withdraw(router: 0, name: "x"), text: "withdraw")
        network.advance(to: start + .seconds(200))
        #expect(
            happenings(network, since: start).map(\.0).filter { $0 != .limitWarning } == [
                .limitExceeded, .limitCleared,
            ])
        #expect(network.routers[2].limitPhase == .normal)
    }

    @Test(arguments: [true, false]) func `reject: the database stays at the limit`(acknowledges: Bool) {
        var network = network(
            LimitPolicy(maximum: 50, action: .reject, acknowledgesRejected: acknowledges))
        let start = network.now
        flood(&network, 80)
        network.advance(to: start + .seconds(120))
        #expect(network.routers[2].databaseCounts.foreign == 50)
        #expect(network.routers[2].limitPhase == .rejecting)
        #expect(network.routers[2].fullAdjacencies == 1)
        // Not acknowledged, they are sent again and again.
        let retransmitted = network.routers[1].counters.lsasRetransmitted
        #expect(acknowledges ? retransmitted == 0 : retransmitted > 500)
        network.apply(.withdraw(router: 0, name: "x"), text: "withdraw")
        network.advance(to: start + .seconds(240))
        #expect(network.routers[2].limitPhase == .normal)
    }

    @Test func `a latched reject stays, also when the count falls`() {
        var network = network(LimitPolicy(maximum: 50, action: .reject, release: .latched))
        flood(&network, 80)
        network.advance(to: network.now + .seconds(20))
        network.apply(.withdraw(router: 0, name: "x"), text: "withdraw")
        network.advance(to: network.now + .seconds(120))
        #expect(network.routers[2].limitPhase == .rejecting)
        network.apply(.clear(router: 2), text: "clear")
        network.advance(to: network.now + .seconds(120))
        #expect(network.routers[2].limitPhase == .normal)
        #expect(network.routers[2].fullAdjacencies == 1)
    }

    @Test func `warn: told once, and everything is taken`() {
        var network = network(LimitPolicy(maximum: 50, action: .warn))
        let start = network.now
        flood(&network, 80)
        network.advance(to: start + .seconds(60))
        #expect(network.routers[2].databaseCounts.all == 83)
        #expect(happenings(network, since: start).map(\.0) == [.limitWarning, .limitExceeded])
    }

    @Test func `an operator ends a permanent isolation`() {
        var policy = Self.cisco
        policy.ignoreTime = nil
        policy.grace = .zero
        var network = network(policy)
        flood(&network, 60)
        network.advance(to: network.now + .seconds(7200))
        #expect(network.routers[2].limitPhase == .isolatedPermanently)
        network.apply(.withdraw(router: 0, name: "x"), text: "withdraw")
        network.advance(to: network.now + .seconds(60))
        network.apply(.clear(router: 2), text: "clear")
        network.advance(to: network.now + .seconds(60))
        #expect(network.routers[2].limitPhase == .normal)
        #expect(network.routers[2].fullAdjacencies == 1)
    }

    @Test func `the database at the limit is told by originator`() throws {
        var network = network(Self.junos)
        flood(&network, 60)
        network.advance(to: network.now + .seconds(5))
        let journal = network.context.journal
        let exceeded = try #require(journal.happenings.first { $0.kind == .limitExceeded })
        let shares = try #require(exceeded.entry.held)
        #expect(shares[0].router == RouterID("10.0.0.1"))
        #expect(shares.map(\.count).reduce(0, +) == 51)
    }

    @Test func `a router that keeps its own LSAs through an isolation withdraws them if its primary is back`() {
        // r0 and r1 are primary and standby, r3 makes the flood, r2 joins them all.
        var builder = NetworkBuilder(routers: 4, cpu: .unlimited)
        for router in [0, 1, 3] { builder.link(router, 2) }
        let prefixes = (0..<10).map { IPv4Prefix(IPv4Address(bits: 0xAC10_0000 + UInt32($0) << 8), length: 24) }
        for rank in 1...2 {
            let better = rank == 1 ? [] : [builder.nodes[0].ospf.routerID]
            builder.nodes[rank - 1].ospf.redistributions = [
                RedistributionConfiguration(
                    name: "services", prefixes: prefixes, election: OriginatorElection(rank: rank, betterRanked: better)
                )
            ]
        }
        builder.nodes[1].ospf.limit = Self.junos
        var network = builder.converged()
        network.apply(.decommission(router: 0, orderly: true), text: "off")
        network.advance(to: network.now + .seconds(10))
        #expect(network.routers[1].isOriginating(0))
        let flood = (0..<60).map { IPv4Prefix(IPv4Address(bits: 0xC0A8_0000 + UInt32($0) << 8), length: 24) }
        network.apply(
            .redistribute(router: 3, RedistributionConfiguration(name: "x", prefixes: flood)), text: "flood")
        network.advance(to: network.now + .seconds(30))
        #expect(network.routers[1].limitPhase == .isolated)
        network.apply(.withdraw(router: 3, name: "x"), text: "withdraw")
        network.apply(.start(router: 0), text: "on")
        network.advance(to: network.now + .seconds(500))
        #expect(network.routers[1].limitPhase == .normal)
        #expect(!network.routers[1].isOriginating(0))
        #expect(network.routers[2].databaseCounts.external == 10)
    }

    @Test func `a router that forwards while it is isolated goes on when it refreshes its own LSAs`() {
        var policy = Self.junos
        policy.keepsForwarding = true
        policy.ignoreTime = nil
        var network = network(policy)
        flood(&network, 60)
        network.advance(to: network.now + .seconds(30))
        #expect(network.routers[2].limitPhase == .isolatedPermanently)
        let routes = network.routers[2].routingTable.count
        #expect(routes > 3)
        network.advance(to: network.now + .seconds(3000))
        #expect(network.routers[2].routingTable.count == routes)
    }

    @Test func `a process that ends takes the routes of its isolation along`() {
        var policy = Self.junos
        policy.keepsForwarding = true
        var network = network(policy)
        flood(&network, 60)
        network.advance(to: network.now + .seconds(30))
        network.apply(.stopProcess(router: 2, orderly: true), text: "stop")
        #expect(network.routers[2].routingTable.count == 0)
    }

    @Test func `a network-LSA that was kept through an isolation goes when another is Designated Router`() {
        var builder = NetworkBuilder(routers: 4, cpu: .unlimited)
        builder.lan([1, 2, 3], priorities: [1: 50, 2: 200, 3: 100])
        builder.link(0, 1)
        builder.nodes[2].ospf.limit = Self.junos
        var network = builder.converged()
        #expect(network.routers[2].interfaceState(0) == .designatedRouter)
        flood(&network, 60)
        network.advance(to: network.now + .seconds(60))
        #expect(network.routers[2].limitPhase == .isolated)
        network.apply(.withdraw(router: 0, name: "x"), text: "withdraw")
        network.advance(to: network.now + .seconds(500))
        #expect(network.routers[2].limitPhase == .normal)
        #expect(network.routers[2].interfaceState(0) == .drOther)
        let report = network.routers[0].databaseReport(network.context.store, at: network.now)
        #expect(
            report.filter { $0.key.type.rawValue == 2 }.map(\.key.advertisingRouter) == [network.routers[3].routerID])
    }

    @Test func `a summary-LSA that was kept through an isolation goes when its destination is gone`() {
        // r1 joins the backbone to area 1, which r2 leaves for good while r1 is isolated.
        var builder = NetworkBuilder(routers: 3, cpu: .unlimited)
        builder.link(0, 1)
        builder.link(1, 2, area: 1)
        builder.nodes[2].ospf.loopbacks[0].area = AreaID(bits: 1)
        builder.nodes[1].ospf.limit = Self.junos
        var network = builder.converged()
        flood(&network, 60)
        network.advance(to: network.now + .seconds(60))
        #expect(network.routers[1].limitPhase == .isolated)
        network.apply(.withdraw(router: 0, name: "x"), text: "withdraw")
        network.apply(.decommission(router: 2, orderly: false), text: "off")
        network.advance(to: network.now + .seconds(500))
        #expect(network.routers[1].limitPhase == .normal)
        let report = network.routers[0].databaseReport(network.context.store, at: network.now)
        #expect(!report.contains { $0.key.type.rawValue == 3 && $0.key.linkStateID == IPv4Address("10.0.0.3")! })
    }

    @Test func `what is redistributed during an isolation is originated when it ends`() {
        var policy = Self.cisco
        policy.grace = .zero
        var network = network(policy)
        flood(&network, 60)
        network.advance(to: network.now + .seconds(10))
        #expect(network.routers[2].limitPhase == .isolated)
        let prefixes = [IPv4Prefix("192.0.2.0/24")!]
        network.apply(
            .redistribute(router: 2, RedistributionConfiguration(name: "y", prefixes: prefixes)), text: "add")
        #expect(network.routers[2].databaseCounts.all == 0)
        network.apply(.withdraw(router: 0, name: "x"), text: "withdraw")
        network.advance(to: network.now + .seconds(400))
        #expect(network.routers[2].limitPhase == .normal)
        #expect(network.routers[0].databaseCounts.external == 1)
    }

    @Test func `the empty hellos of an isolated router go on after its link was down`() {
        var network = network(Self.junos)
        flood(&network, 60)
        network.advance(to: network.now + .seconds(20))
        #expect(network.routers[2].limitPhase == .isolated)
        network.apply(.cut(segment: 1, silent: false), text: "cut")
        network.advance(to: network.now + .seconds(20))
        network.apply(.repair(segment: 1), text: "repair")
        network.advance(to: network.now + .seconds(20))
        #expect(network.routers[2].limitPhase == .isolated)
        #expect(network.routers[1].neighborReports.contains { $0.routerID == network.routers[2].routerID })
    }
}
