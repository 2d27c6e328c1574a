import Emulation
import NetworkPrimitives
import OSPF
import TestSupport
import Testing

@Suite("Carriers of routers that are off") struct CarrierTests {
    /// Every way in which a router can be without power, each after a minute.
    private static let ways: [(String, Action?)] = [
        ("off from the start", nil),
        ("decommissioned", .decommission(router: 1, orderly: false)),
        ("decommissioned in order", .decommission(router: 1, orderly: true)),
        ("rebooting", .reboot(router: 1, downtime: .seconds(600))),
        ("unplugged", .disconnect(router: 1)),
    ]

    private func network(_ builder: NetworkBuilder, without action: Action?) -> Network {
        var builder = builder
        if action == nil { builder.nodes[1].startsPoweredOn = false }
        var network = Network(builder.configuration)
        network.advance(to: .origin + .seconds(60))
        if let action { network.apply(action, text: "off") }
        network.advance(to: .origin + .seconds(65))
        return network
    }

    @Test(arguments: ways.indices) func `a cable is dead at both ends`(way: Int) {
        var builder = NetworkBuilder(routers: 2)
        builder.link(0, 1)
        let network = network(builder, without: Self.ways[way].1)
        #expect(!network.routers[0].hasCarrier(0), "\(Self.ways[way].0)")
        #expect(network.routers[0].interfaceState(0) == .down)
    }

    @Test(arguments: ways.indices) func `a LAN's switch goes on`(way: Int) {
        var builder = NetworkBuilder(routers: 3)
        builder.lan([0, 1, 2])
        let network = network(builder, without: Self.ways[way].1)
        #expect(network.routers[0].hasCarrier(0), "\(Self.ways[way].0)")
    }

    @Test func `a router that is started later brings its cables up`() {
        var builder = NetworkBuilder(routers: 3)
        builder.link(0, 1)
        builder.link(1, 2)
        builder.nodes[1].startsPoweredOn = false
        builder.nodes[2].startsPoweredOn = false
        var network = Network(builder.configuration)
        network.advance(to: .origin + .seconds(60))
        network.apply(.start(router: 1), text: "on")
        network.advance(to: .origin + .seconds(120))
        #expect(network.routers[0].fullAdjacencies == 1)
        #expect(!network.routers[1].hasCarrier(1), "the third is still off")
        network.apply(.start(router: 2), text: "on")
        network.advance(to: .origin + .seconds(180))
        #expect(network.routers[1].fullAdjacencies == 2)
    }
}
