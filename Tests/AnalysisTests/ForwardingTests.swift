import Analysis
import Emulation
import NetworkPrimitives
import OSPF
import TestSupport
import Testing

@Suite("Walks through forwarding tables") struct ForwardingTests {
    private func fate(
        _ network: Network, to address: IPv4Address, from source: ProbeSource
    ) -> (fate: Fate, state: ForwardingState) {
        var state = ForwardingState(
            network.configuration, destinations: [ProbeDestination(address: address)])
        _ = state.update(network, worldChanged: true)
        let fate = state.fate(ofClass: 0, from: source, in: network)
        return (fate, state)
    }

    private func source(_ router: Int) -> ProbeSource {
        ProbeSource(name: "r\(router)", entries: [RouterIndex(router)])
    }

    @Test func `all arrives in a whole network`() {
        let network = Samples.square.converged()
        #expect(fate(network, to: Samples.loopback(3), from: source(0)).fate.isDelivered)
        #expect(fate(network, to: Samples.loopback(0), from: source(0)).fate.isDelivered)
    }

    @Test func `the share on a dead path of two is a half`() {
        var network = Samples.square.converged()
        network.apply(.cut(segment: 1, silent: true), text: "cut")
        let fate = fate(network, to: Samples.loopback(3), from: source(0)).fate
        #expect(fate.delivered == Fate.whole / 2)
        #expect(fate.blackHole == Fate.whole / 2)
        #expect(fate.looping == 0)
        #expect(fate.death == Death(.nextHopDead, at: 3))
    }

    @Test func `packets die where there is no route`() {
        let network = Samples.row.converged()
        let fate = fate(network, to: IPv4Address("192.0.2.1")!, from: source(0)).fate
        #expect(fate.death == Death(.noRoute, at: 0))
        #expect(fate.lost == Fate.whole)
    }

    @Test func `an interface without carrier loses what is still sent to it`() {
        var network = Samples.row.converged()
        network.apply(.cut(segment: 1, silent: false), text: "cut")
        let fate = fate(network, to: Samples.loopback(2), from: source(0)).fate
        #expect(fate.death == Death(.interfaceDown, at: 1))
    }

    @Test func `a router that refuses an LSA makes a loop`() {
        var network = Samples.refusal.converged()
        let service = RedistributionConfiguration(name: "service", prefixes: [Samples.service])
        network.apply(.redistribute(router: 2, service), text: "redistribute")
        network.advance(to: network.now + .seconds(30))
        let (fate, state) = fate(network, to: Samples.service.host(1), from: source(0))
        #expect(fate.looping == Fate.whole)
        #expect(fate.death?.reason == .loop)
        #expect(state.loops == [[0, 1]])
    }

    @Test func `traffic from outside enters where it can be delivered`() {
        var network = Samples.row.converged()
        network.apply(.cut(segment: 0, silent: true), text: "cut")
        let outside = ProbeSource(name: "outside", entries: [0, 1])
        #expect(fate(network, to: Samples.loopback(2), from: outside).fate.isDelivered)
        #expect(!fate(network, to: Samples.loopback(2), from: source(0)).fate.isDelivered)
    }

    @Test func `there is no traffic to or from a router that is switched off`() {
        var network = Samples.row.converged()
        network.apply(.decommission(router: 2, orderly: false), text: "off")
        #expect(fate(network, to: Samples.loopback(2), from: source(0)).fate.isAbsent)
        #expect(fate(network, to: Samples.loopback(0), from: source(2)).fate.isAbsent)
        let outside = ProbeSource(name: "outside", entries: [2])
        #expect(fate(network, to: Samples.loopback(0), from: outside).fate.lost == Fate.whole)
    }

    @Test func `destinations that fare alike are one class until they do not`() {
        var network = Samples.square.converged()
        let destinations = (1...3).map { ProbeDestination(address: Samples.service.host(UInt32($0))) }
        var state = ForwardingState(network.configuration, destinations: destinations)
        #expect(state.update(network, worldChanged: true).splits.isEmpty)
        #expect(state.classes.count == 1)
        let one = RedistributionConfiguration(
            name: "one", prefixes: [IPv4Prefix(Samples.service.host(2), length: 32)])
        network.apply(.redistribute(router: 3, one), text: "redistribute")
        network.advance(to: network.now + .seconds(30))
        #expect(state.update(network, worldChanged: false).splits.count == 1)
        #expect(state.classes.map(\.members) == [[0, 2], [1]])
        #expect(state.fate(ofClass: 0, from: source(0), in: network).lost == Fate.whole)
        #expect(state.fate(ofClass: 1, from: source(0), in: network).isDelivered)
    }
}
