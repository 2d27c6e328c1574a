import Emulation
import NetworkPrimitives
import OSPF
import TestSupport
import Testing

@Suite("RFC 5250 Opaque LSAs") struct OpaqueTests {
    /// r0 - r1 in the backbone, r1 - r2 in area 1, r2 - r3 in it too; r0 originates, after `change`.
    private func row(
        _ kind: AreaConfiguration.Kind = .normal, _ change: (inout NetworkBuilder) -> Void = { _ in }
    ) -> Network {
        var builder = NetworkBuilder(routers: 4)
        builder.link(0, 1)
        builder.link(1, 2, area: 1)
        builder.link(2, 3, area: 1)
        for router in 1...3 {
            builder.nodes[router].ospf.areas = [AreaConfiguration(area: AreaID(bits: 1), kind: kind)]
        }
        for router in 2...3 { builder.nodes[router].ospf.loopbacks[0].area = AreaID(bits: 1) }
        change(&builder)
        return builder.converged()
    }

    /// How many opaque LSAs of a type each router holds.
    private func counts(_ network: Network, _ type: UInt8) -> [Int] {
        network.routers.map { router in
            router.databaseReport(network.context.store, at: network.now).count {
                $0.key.type.rawValue == type && $0.age < 3600
            }
        }
    }

    private func settle(_ network: inout Network) {
        network.advance(to: network.now + .seconds(15))
        let isQuiet = network.converge(within: .seconds(60))
        #expect(isQuiet)
        for router in network.routers { #expect(router.brokenInvariants() == []) }
    }

    @Test(
        "Each type goes as far as its scope, and type 11 not into a stub area or an NSSA",
        arguments: [
            (AreaConfiguration.Kind.normal, [30, 30, 30, 30]), (.stub, [30, 30, 0, 0]), (.nssa, [30, 30, 0, 0]),
        ])
    func scopes(kind: AreaConfiguration.Kind, system: [Int]) {
        var network = row(kind)
        for scope in OpaqueConfiguration.Scope.allCases {
            network.apply(
                .setOpaque(router: 0, OpaqueConfiguration(scope: scope, count: 30, length: 8)), text: "opaque")
        }
        settle(&network)
        #expect(counts(network, 9) == [30, 30, 0, 0])
        #expect(counts(network, 10) == [30, 30, 0, 0])
        #expect(counts(network, 11) == system)
        network.apply(.setOpaque(router: 0, OpaqueConfiguration(scope: .system, count: 12)), text: "fewer")
        network.apply(.setOpaque(router: 0, OpaqueConfiguration(scope: .link, count: 0)), text: "none")
        network.apply(.setOpaque(router: 2, OpaqueConfiguration(scope: .area, count: 4)), text: "others")
        settle(&network)
        #expect(counts(network, 9) == [0, 0, 0, 0])
        #expect(counts(network, 10) == [30, 34, 4, 4])
        #expect(counts(network, 11) == system.map { min($0, 12) })
    }

    @Test func `Type 9 with the same Link State ID on two links are two LSAs, and go with their links`() {
        var network = row { builder in
            builder.nodes[1].ospf.opaqueLSAs = [OpaqueConfiguration(scope: .link, opaqueType: 200, count: 1)]
        }
        #expect(counts(network, 9) == [1, 2, 1, 0])
        network.apply(.cut(segment: 0, silent: false), text: "cut")
        settle(&network)
        #expect(counts(network, 9) == [0, 1, 1, 0])
        network.apply(.repair(segment: 0), text: "repair")
        settle(&network)
        #expect(counts(network, 9) == [1, 2, 1, 0])
    }

    @Test func `Type 9 is there again when its interface was passive, disabled, or in an area that changed its type`() {
        var network = row { builder in
            builder.nodes[2].ospf.opaqueLSAs = [OpaqueConfiguration(scope: .link, opaqueType: 200, count: 1)]
        }
        #expect(counts(network, 9) == [0, 1, 2, 1])
        for isPassive in [true, false] {
            network.apply(.setPassive(router: 2, interface: 0, isPassive: isPassive), text: "passive")
            settle(&network)
        }
        #expect(counts(network, 9) == [0, 1, 2, 1])
        network.apply(.setEnabled(router: 2, interface: 1, false), text: "disable")
        settle(&network)
        // Router 3 keeps what it heard, as its end of the cable is up.
        #expect(counts(network, 9) == [0, 1, 1, 1])
        network.apply(.setEnabled(router: 2, interface: 1, true), text: "enable")
        settle(&network)
        #expect(counts(network, 9) == [0, 1, 2, 1])
        var change = AreaChange(area: AreaID(bits: 1))
        change.kind = .stub
        for router in 1...3 { network.apply(.setArea(router: RouterIndex(router), change), text: "stub") }
        network.advance(to: network.now + .seconds(60))
        settle(&network)
        #expect(counts(network, 9) == [0, 1, 2, 1])
    }

    @Test func `An area that becomes a stub area lets go of type 11, also of its routers' own`() {
        var network = row { builder in
            builder.nodes[0].ospf.opaqueLSAs = [OpaqueConfiguration(scope: .system, count: 5)]
            builder.nodes[3].ospf.opaqueLSAs = [OpaqueConfiguration(scope: .system, opaqueType: 201, count: 2)]
        }
        #expect(counts(network, 11) == [7, 7, 7, 7])
        for kind in [AreaConfiguration.Kind.stub, .normal] {
            var change = AreaChange(area: AreaID(bits: 1))
            change.kind = kind
            for router in [3, 2, 1] { network.apply(.setArea(router: RouterIndex(router), change), text: "change") }
            network.advance(to: network.now + .seconds(100))
            settle(&network)
            #expect(counts(network, 11)[3] == (kind == .stub ? 0 : 7))
        }
    }

    @Test func `Where updates go to each neighbor separately, one that does not take them gets none`() {
        var builder = NetworkBuilder(routers: 3)
        builder.nonBroadcast([0, 1, 2])
        builder.nodes[2].ospf.isOpaqueCapable = false
        builder.nodes[0].ospf.opaqueLSAs = [OpaqueConfiguration(scope: .area, count: 3)]
        var network = Network(builder.configuration)
        network.recordsTransmissions = true
        network.advance(to: .origin + .seconds(200))
        let without = builder.nodes[2].ospf.interfaces[0].address
        for transmission in network.transmissions {
            let packet = network.context.packets[transmission.packet]
            guard packet.type == .linkStateUpdate, packet.destinationAddress == without else { continue }
            for item in 0..<network.context.packets.itemCount(of: transmission.packet) {
                let instance = network.context.packets.lsa(item, of: transmission.packet).instance
                #expect(network.context.store[network.context.store[instance].key].type.rawValue != 10)
            }
        }
        network.releaseTransmissions()
        #expect(counts(network, 10) == [3, 3, 0])
    }

    @Test func `A router that does not take them gets none, and passes none on`() {
        let network = row { builder in
            builder.nodes[2].ospf.isOpaqueCapable = false
            builder.nodes[1].ospf.opaqueLSAs = [
                OpaqueConfiguration(scope: .area, count: 3), OpaqueConfiguration(scope: .system, count: 2),
            ]
        }
        #expect(counts(network, 10) == [3, 6, 0, 0])
        #expect(counts(network, 11) == [2, 2, 0, 0])
        #expect(network.routers.map(\.fullAdjacencies) == [1, 2, 2, 1])
    }

    @Test func `They count towards a limit`() {
        var network = row { $0.nodes[3].ospf.limit = LimitPolicy(count: .all, maximum: 50, action: .reject) }
        network.apply(.setOpaque(router: 0, OpaqueConfiguration(scope: .system, count: 100)), text: "opaque")
        network.advance(to: network.now + .seconds(20))
        #expect(network.routers[3].databaseCounts.all == 50)
        #expect(network.routers[3].limitPhase == .rejecting)
    }
}
