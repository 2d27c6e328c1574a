import Emulation
import NetworkPrimitives
import OSPF
import TestSupport
import Testing

@Suite("Cold start") struct ColdStartTests {
    @Test func `a triangle converges to equal databases and shortest paths`() {
        var builder = NetworkBuilder(routers: 3)
        builder.link(0, 1)
        builder.link(1, 2)
        builder.link(0, 2, cost: 30)
        let network = builder.converged()
        let digests = Set(network.routers.map { $0.databaseDigest(.backbone) })
        #expect(digests.count == 1)
        #expect(network.routers.allSatisfy { $0.fullAdjacencies == 2 })
        let table = network.routers[0].routingTable
        let prefix = network.context.store.find(IPv4Prefix("10.0.0.3/32")!)!
        let route = table.route(to: prefix)!
        #expect(route.cost == 20)
        #expect(table.nextHops(of: route).map(\.address.description) == ["10.1.0.2"])
    }

    @Test func `a LAN elects one Designated Router and one Backup`() {
        var builder = NetworkBuilder(routers: 5)
        builder.lan([0, 1, 2, 3, 4], priorities: [3: 200, 1: 100, 4: 0])
        let network = builder.converged()
        #expect(
            network.routers.map { $0.interfaceState(0) } == [.drOther, .backup, .drOther, .designatedRouter, .drOther])
        #expect(network.routers[0].fullAdjacencies == 2)
        #expect(network.routers[3].fullAdjacencies == 4)
        #expect(Set(network.routers.map { $0.databaseDigest(.backbone) }).count == 1)
        #expect(network.routers.allSatisfy { $0.databaseCounts.all == 6 })
    }
}
