import Analysis
import Emulation
import NetworkPrimitives
import OSPF
import Scenarios
import Testing

/// RFC 2328 §14: an LSA at MaxAge leaves every database, those of routers that refused others and of busy ones, too.
@Suite("A purge reaches routers that refuse") struct PurgeTests {
    private static let text = """
        models:
          newer: {cpu: {lsa-receive: 1ms, lsa-install: 1ms, lsa-transmit: 500us, queue-limit: 500}}
          older:
            cpu: {lsa-receive: 10ms, lsa-install: 10ms, lsa-transmit: 2ms, queue-limit: 30}
            limit: {count: all, maximum: 400, action: reject}
        defaults: {model: newer, hello-interval: 2s, dead-interval: 8s}
        routers: {source: , n1: , n2: , o1: {model: older}, o2: {model: older}, o3: {model: older}}
        links: [[source, n1], [n1, n2], [n1, o1], [n2, o2], [o1, o2], [o2, o3], [o3, source], {link: [o1, o3], loss: 5%}]
        groups: {table: {base: 20.0.0.0/20, count: 1000, election: none, originators: [{router: source, active: false}]}}
        """

    private static let timeline = """
        duration: 10s
        timeline:
          - {at: 1s, redistribute: {router: source, group: table}}
          - {at: 2s, withdraw: {router: source, group: table}}
        """

    @Test(arguments: [1, 2, 3]) func `of any seed`(seed: UInt64) throws {
        var loaded = try scenario(Self.text + "\n" + Self.timeline)
        loaded.network.seed = seed
        var network = try #require(try Simulation.converged(loaded.network))
        func carryOut(_ entry: Int) {
            for action in loaded.timeline[entry].actions { network.apply(action, text: "change") }
        }
        carryOut(0)
        network.advance(to: network.now + .seconds(240))
        #expect(network.routers[1...].contains { $0.counters.lsasRejected > 0 })
        #expect(network.routers[3...].contains { $0.databaseCounts.external > 0 })
        carryOut(1)
        network.advance(to: network.now + .seconds(600))
        #expect(network.routers.map(\.databaseCounts.all) == Array(repeating: 6, count: 6))
    }
}
