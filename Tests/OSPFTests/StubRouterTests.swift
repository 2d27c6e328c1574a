import Emulation
import NetworkPrimitives
import OSPFWire
import TestSupport
import Testing

@testable import OSPF

@Suite("RFC 6987 Stub routers") struct StubRouterTests {
    /// A border router between a link in the backbone, one in area 1, and a LAN of its own, with an external destination.
    private func network(_ configure: (inout RouterConfiguration) -> Void = { _ in }) -> NetworkBuilder {
        var builder = NetworkBuilder(routers: 3)
        builder.link(0, 1, cost: 10)
        builder.link(0, 2, cost: 10, area: 1)
        builder.lan([0], cost: 4)
        builder.nodes[0].ospf.redistributions = [
            RedistributionConfiguration(name: "x", prefixes: [IPv4Prefix("192.0.2.0/24")], metric: 20)
        ]
        configure(&builder.nodes[0].ospf)
        return builder
    }

    /// Of the first router's LSAs: the metrics of its router-LSA in the backbone by link type, of its summary-LSAs in the
    /// backbone, and of its external one.
    private func metrics(_ network: Network) -> [String: [UInt32]] {
        let router = network.routers[0]
        var metrics: [String: [UInt32]] = [:]
        for report in router.databaseReport(network.context.store, at: network.now)
        where report.isSelfOriginated && report.age < 3_600 && report.key.area != AreaID(bits: 1) {
            let body = Array(network.context.store.body(of: report.instance))
            switch report.key.type {
            case LSType.router:
                for link in stride(from: 3, to: body.count, by: 3) {
                    let name = ["", "p2p", "transit", "stub", "virtual"][Int(body[link] >> 24)]
                    metrics[name, default: []].append(body[link] & 0xFFFF)
                }
            case LSType.summaryNetwork: metrics["summary", default: []].append(body[1])
            default: metrics["external", default: []].append(body[1] & 0xFF_FFFF)
            }
        }
        return metrics
    }

    private let normal: [String: [UInt32]] = [
        "p2p": [10], "stub": [10, 4, 0], "summary": [10], "external": [20],
    ]

    @Test func `transit links alone, and nothing else`() {
        var network = network().converged()
        #expect(metrics(network) == normal)
        network.apply(.setStubRouter(router: 0, true), text: "max-metric")
        network.advance(to: network.now + .seconds(10))
        #expect(metrics(network) == ["p2p": [65_535], "stub": [10, 4, 0], "summary": [10], "external": [20]])
        network.apply(.setStubRouter(router: 0, false), text: "no max-metric")
        network.advance(to: network.now + .seconds(10))
        #expect(metrics(network) == normal)
    }

    @Test("RFC 6987 §2: a neighbor's own cost yields to MaxLinkMetric", arguments: [true, false])
    func ownCost(onStartup: Bool) {
        var builder = NetworkBuilder(routers: 3)
        builder.pointToMultipoint([0, 1, 2], circuits: [(0, 1), (0, 2)], isConfigured: true)
        builder.nodes[0].ospf.staticNeighbors[1].cost = 50
        if onStartup { builder.nodes[0].ospf.stubRouterOptions.onStartup = .seconds(600) }
        var network = Network(builder.configuration)
        network.advance(to: .origin + .seconds(300))
        #expect(metrics(network)["p2p"]?.sorted() == (onStartup ? [65_535, 65_535] : [10, 50]))
        network.advance(to: .origin + .seconds(900))
        #expect(metrics(network)["p2p"]?.sorted() == [10, 50])
    }

    @Test func `stub links, summary-LSAs and AS-external-LSAs where options include them`() {
        var network = network().converged()
        let options = StubRouterOptions(
            includesStubLinks: true, summaryMetric: StubRouterOptions.largeMetric, externalMetric: 16_000_000)
        network.apply(.setStubRouter(router: 0, true, options), text: "max-metric")
        network.advance(to: network.now + .seconds(10))
        #expect(
            metrics(network) == [
                "p2p": [65_535], "stub": [65_535, 65_535, 0], "summary": [16_711_680],
                "external": [16_000_000],
            ])
        network.apply(.setStubRouter(router: 0, false, options), text: "no max-metric")
        network.advance(to: network.now + .seconds(10))
        #expect(metrics(network) == normal)
    }

    @Test func `on startup for a time, also after a reboot and after the process was cleared`() {
        var network = Network(network { $0.stubRouterOptions.onStartup = .seconds(120) }.configuration)
        func transit(after time: Int64) -> [UInt32]? {
            network.advance(to: network.now + .seconds(time))
            return metrics(network)["p2p"]
        }
        #expect(transit(after: 100) == [65_535])
        #expect(transit(after: 30) == [10])
        network.apply(.reboot(router: 0, downtime: .seconds(60)), text: "reboot")
        #expect(transit(after: 160) == [65_535])
        #expect(transit(after: 30) == [10])
        network.apply(.clear(router: 0), text: "clear")
        #expect(transit(after: 60) == [65_535])
        // Told that it is none, it does not wait for the end.
        network.apply(.setStubRouter(router: 0, false), text: "no max-metric")
        #expect(transit(after: 10) == [10])
    }
}
