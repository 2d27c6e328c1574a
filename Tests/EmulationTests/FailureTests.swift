import Emulation
import NetworkPrimitives
import OSPF
import TestSupport
import Testing

@Suite("Failures") struct FailureTests {
    private func id(_ router: Int) -> RouterID { RouterID(bits: 0x0A00_0001 + UInt32(router)) }

    @Test func `a Designated Router that dies leaves its LSAs behind, and its Backup takes over`() {
        var builder = NetworkBuilder(routers: 4)
        builder.lan([0, 1, 2, 3], priorities: [0: 200, 1: 100])
        var network = builder.converged()
        let start = network.now
        network.apply(.decommission(router: 0, orderly: false), text: "kill r0")
        network.advance(to: start + .seconds(60))
        #expect(network.routers[1].interfaceState(0) == .designatedRouter)
        let databases = network.routers[3].databaseReport(network.context.store, at: network.now)
        // Four router-LSAs and two network-LSAs: the dead router's stay, ageing, and are of no use.
        #expect(databases.count { $0.key.type.rawValue == 1 } == 4)
        #expect(databases.count { $0.key.type.rawValue == 2 } == 2)
        let loss = network.context.journal.happenings.first { $0.kind == .adjacencyLost && $0.router == 3 }
        let silence = (loss?.instant ?? .origin) - start
        #expect(silence > .seconds(30) && silence <= .seconds(40) + .milliseconds(10))
        #expect(
            network.context.store.find(IPv4Prefix("10.0.0.1/32")!).flatMap {
                network.routers[3].routingTable.route(to: $0)
            } == nil)
    }

    @Test func `a returning Designated Router does not take the role back, and flushes its old network-LSA`() {
        var builder = NetworkBuilder(routers: 3)
        builder.lan([0, 1, 2], priorities: [0: 200, 1: 100])
        var network = builder.converged()
        network.apply(.decommission(router: 0, orderly: false), text: "kill r0")
        network.advance(to: network.now + .seconds(100))
        network.apply(.start(router: 0), text: "start r0")
        _ = network.converge(within: .seconds(300))
        #expect(network.routers.map { $0.interfaceState(0) } == [.drOther, .designatedRouter, .backup])
        let report = network.routers[2].databaseReport(network.context.store, at: network.now)
        #expect(report.filter { $0.key.type.rawValue == 2 && $0.age < 3600 }.map(\.key.advertisingRouter) == [id(1)])
    }

    @Test func `a cut cable is seen at once and traffic takes the other way`() {
        var builder = NetworkBuilder(routers: 3)
        let direct = builder.link(0, 1)
        builder.link(1, 2)
        builder.link(2, 0)
        var network = builder.converged()
        network.apply(.cut(segment: direct, silent: false), text: "cut")
        network.advance(to: network.now + .seconds(8))
        let prefix = network.context.store.find(IPv4Prefix("10.0.0.2/32")!)!
        #expect(network.routers[0].routingTable.route(to: prefix)?.cost == 20)
        network.apply(.repair(segment: direct), text: "repair")
        network.advance(to: network.now + .seconds(60))
        #expect(network.routers[0].routingTable.route(to: prefix)?.cost == 10)
    }

    @Test func `a silent cut is seen after the dead interval, and put down to the cut`() throws {
        var builder = NetworkBuilder(routers: 2)
        let link = builder.link(0, 1)
        var network = builder.converged()
        let start = network.now
        let action = network.apply(.cut(segment: link, silent: true), text: "cut")
        network.advance(to: start + .seconds(29))
        #expect(network.routers[0].fullAdjacencies == 1)
        network.advance(to: start + .seconds(41))
        #expect(network.routers[0].fullAdjacencies == 0)
        let loss = try #require(network.context.journal.happenings.first { $0.kind == .adjacencyLost })
        #expect(loss.reason == .inactivityTimer)
        #expect(loss.cause == action)
    }

    @Test func `an orderly shutdown flushes what the router said`() {
        var builder = NetworkBuilder(routers: 3)
        builder.link(0, 1)
        builder.link(1, 2)
        let prefixes = (0..<20).map { IPv4Prefix(IPv4Address(bits: 0xC0A8_0000 + UInt32($0) << 8), length: 24) }
        builder.nodes[0].ospf.redistributions = [RedistributionConfiguration(name: "x", prefixes: prefixes)]
        var network = builder.converged()
        #expect(network.routers[2].databaseCounts.all == 23)
        network.apply(.decommission(router: 0, orderly: true), text: "off")
        network.advance(to: network.now + .seconds(20))
        #expect(network.routers[2].databaseCounts.all == 2)
    }

    @Test func `without a flush orphans stay until MaxAge`() {
        var builder = NetworkBuilder(routers: 3)
        builder.link(0, 1)
        builder.link(1, 2)
        let prefixes = (0..<20).map { IPv4Prefix(IPv4Address(bits: 0xC0A8_0000 + UInt32($0) << 8), length: 24) }
        builder.nodes[0].ospf.redistributions = [RedistributionConfiguration(name: "x", prefixes: prefixes)]
        var network = builder.converged()
        let start = network.now
        network.apply(.decommission(router: 0, orderly: false), text: "off")
        network.advance(to: start + .seconds(3500))
        #expect(network.routers[2].databaseCounts.all == 23)
        network.advance(to: start + .seconds(3700))
        #expect(network.routers[2].databaseCounts.all == 2)
    }

    @Test func `own LSAs are refreshed every half hour and never age out`() {
        var builder = NetworkBuilder(routers: 2)
        builder.link(0, 1)
        var network = builder.converged()
        network.advance(to: network.now + .seconds(4 * 3600))
        for router in 0..<2 {
            let report = network.routers[router].databaseReport(network.context.store, at: network.now)
            #expect(report.count == 2)
            #expect(report.allSatisfy { $0.age <= 1810 })
        }
    }
}

@Suite("The elected originator") struct OriginatorTests {
    static func builder(eligible: Bool = true, defect: Bool = false) -> NetworkBuilder {
        var builder = NetworkBuilder(routers: 4)
        builder.link(0, 3)
        builder.link(1, 3)
        builder.link(2, 3)
        let prefixes = (0..<10).map { IPv4Prefix(IPv4Address(bits: 0xC0A8_0000 + UInt32($0) << 8), length: 24) }
        let ids = builder.nodes.map(\.ospf.routerID)
        let better: [[RouterID]] = [[], [ids[0]], eligible ? [ids[0], ids[1]] : [ids[0]]]
        for member in 0..<3 {
            builder.nodes[member].ospf.redistributions = [
                RedistributionConfiguration(
                    name: "services", prefixes: prefixes,
                    election: OriginatorElection(
                        rank: member + 1, betterRanked: better[member], isEligible: member == 1 ? eligible : true))
            ]
        }
        builder.nodes[1].ospf.defects.ignoresEligibility = defect
        return builder
    }

    private func originators(_ network: Network) -> [Bool] { network.routers.map { $0.isOriginating(0) } }

    @Test func `only the best reachable member originates`() {
        var network = Self.builder().converged()
        #expect(originators(network) == [true, false, false, false])
        network.apply(.decommission(router: 0, orderly: false), text: "off")
        network.advance(to: network.now + .seconds(60))
        #expect(originators(network) == [false, true, false, false])
        // The primary's orphans and the standby's copies: the database doubled.
        #expect(network.routers[3].databaseCounts.external == 20)
        network.apply(.start(router: 0), text: "on")
        network.advance(to: network.now + .seconds(120))
        #expect(originators(network) == [true, false, false, false])
        #expect(network.routers[3].databaseCounts.external == 10)
    }

    @Test func `an ineligible member stays out, unless its defect makes it take part`() {
        for defect in [false, true] {
            var network = Self.builder(eligible: false, defect: defect).converged()
            network.apply(.decommission(router: 0, orderly: false), text: "off")
            network.advance(to: network.now + .seconds(60))
            #expect(originators(network) == [false, defect, true, false])
            #expect(network.routers[3].databaseCounts.external == (defect ? 30 : 20))
        }
    }

    @Test func `a take-over is put down to the loss of the primary`() throws {
        var network = Self.builder().converged()
        let action = network.apply(.decommission(router: 0, orderly: false), text: "off")
        network.advance(to: network.now + .seconds(60))
        let journal = network.context.journal
        let start = try #require(journal.happenings.last { $0.kind == .originatorStarted })
        #expect(journal[start.cause].kind == .poweredOff)
        #expect(journal[start.cause].cause == action)
    }

    @Test func `an orderly end withdraws its LSAs also where flooding is paced`() {
        var timers = ProtocolTimers.rfc2328
        timers.floodPacing = .milliseconds(33)
        var builder = NetworkBuilder(routers: 2, timers: timers)
        builder.link(0, 1)
        var network = builder.converged()
        network.apply(.decommission(router: 0, orderly: true), text: "off")
        network.advance(to: network.now + .seconds(10))
        let report = network.routers[1].databaseReport(network.context.store, at: network.now)
        #expect(report.map(\.key.advertisingRouter) == [network.routers[1].routerID])
    }

    @Test func `a router that is started again while it still goes down stays on`() {
        var builder = NetworkBuilder(routers: 2)
        builder.link(0, 1)
        var network = builder.converged()
        network.apply(.decommission(router: 0, orderly: true), text: "off")
        network.advance(to: network.now + .milliseconds(500))
        network.apply(.start(router: 0), text: "on")
        network.advance(to: network.now + .seconds(60))
        #expect(network.isPoweredOn(0))
        #expect(network.routers[1].fullAdjacencies == 1)
    }

    @Test func `the end of a reboot does not switch on a router that was decommissioned since`() {
        var builder = NetworkBuilder(routers: 2)
        builder.link(0, 1)
        var network = builder.converged()
        network.apply(.reboot(router: 0, downtime: .seconds(60)), text: "reboot")
        network.advance(to: network.now + .seconds(10))
        network.apply(.start(router: 0), text: "on")
        network.advance(to: network.now + .seconds(10))
        network.apply(.decommission(router: 0, orderly: false), text: "off")
        network.advance(to: network.now + .seconds(100))
        #expect(!network.isPoweredOn(0))
    }
}
