import Emulation
import NetworkPrimitives
import OSPF
import TestSupport
import Testing

@Suite("RFC 2328 §8.2 Damaged packets") struct DamageTests {
    private func network(_ corruption: Ratio, _ authentication: InterfaceAuthentication = .null) -> Network {
        var builder = NetworkBuilder(routers: 3)
        builder.link(0, 1)
        builder.link(1, 2)
        builder.segments[0].corruption = corruption
        for router in 0...1 { builder.nodes[router].ospf.interfaces[0].authentication = authentication }
        builder.nodes[0].ospf.redistributions = [
            RedistributionConfiguration(
                name: "many",
                prefixes: (0..<200).map { IPv4Prefix(IPv4Address(bits: 0xC000_0000 + $0 << 8), length: 24) })
        ]
        return Network(builder.configuration)
    }

    @Test("They are dropped, counted and told once, and what was lost is sent again", arguments: [false, true])
    func share(isSigned: Bool) {
        let key = AuthenticationKey(keyID: 1, key: [1, 2, 3])
        var network = network(Ratio(1, of: 5), isSigned ? InterfaceAuthentication(.cryptographic, keys: [key]) : .null)
        network.advance(to: .origin + .seconds(600))
        let damaged = network.routers.map(\.counters.packetsDamaged)
        #expect(damaged[0] > 5 && damaged[1] > 5 && damaged[2] == 0)
        #expect(network.routers[2].databaseCounts.external == 200)
        #expect(network.context.journal.happenings.count { $0.kind == .packetDamaged } == 2)
        for router in network.routers { #expect(router.brokenInvariants() == []) }
    }

    @Test func `A link that damages everything is as good as cut, until it is put right`() {
        var network = network(.zero)
        let isQuiet = network.converge(within: .seconds(120))
        #expect(isQuiet)
        #expect(network.routers.allSatisfy { $0.counters.packetsDamaged == 0 })
        let start = network.now
        network.apply(.setCorruption(segment: 0, .one), text: "damage")
        network.advance(to: start + .seconds(45))
        #expect(network.routers[0].fullAdjacencies == 0)
        network.apply(.setCorruption(segment: 0, .zero), text: "no damage")
        network.advance(to: start + .seconds(120))
        #expect(network.routers[0].fullAdjacencies == 1)
    }
}
