import Emulation
import NetworkPrimitives
import OSPF
import OSPFWire
import TestSupport
import Testing

@Suite("RFC 3101 Not-so-stubby areas") struct NSSATests {
    static let nssa = AreaID(bits: 1)

    /// r0 inside the NSSA redistributes; r1 and r2 are its border routers; r3 is in the backbone.
    private func square(
        _ area: AreaConfiguration = AreaConfiguration(area: nssa, kind: .nssa),
        prefixes: [String] = ["10.1.0.0/24", "10.2.0.0/24"], metrics: [UInt32] = [10, 11],
        types2: [Bool] = [false, false]
    ) -> NetworkBuilder {
        var builder = NetworkBuilder(routers: 4, cpu: .unlimited)
        builder.link(0, 1, area: 1)
        builder.link(0, 2, area: 1)
        builder.link(1, 3)
        builder.link(2, 3)
        builder.nodes[0].ospf.loopbacks[0].area = Self.nssa
        for router in 0...2 { builder.nodes[router].ospf.areas = [area] }
        for (index, prefix) in prefixes.enumerated() {
            builder.nodes[0].ospf.redistributions.append(
                RedistributionConfiguration(
                    name: "x\(index)", prefixes: [IPv4Prefix(prefix)!], isType2: types2[index], metric: metrics[index]))
        }
        return builder
    }

    private func settled(_ builder: NetworkBuilder) -> Network {
        var network = builder.converged()
        network.advance(to: network.now + .seconds(60))
        return network
    }

    /// The external LSAs that a router holds: `prefix E1 metric via address from router`.
    private func externals(_ network: Network, _ router: Int, type: LSType = .asExternal) -> [String] {
        let store = network.context.store
        return network.routers[router].databaseReport(store, at: network.now).compactMap { entry -> String? in
            guard entry.key.type == type, entry.age < 3_600,
                case .external(let body) = try? store.wireLSA(of: entry.instance, age: 0).decodedBody()
            else { return nil }
            let length = UInt8(body.mask.bits.nonzeroBitCount)
            let prefix = IPv4Prefix(
                IPv4Address(bits: entry.key.linkStateID.bits & body.mask.bits), length: length)
            let kind = body.routes[0].externalType == .type2 ? "E2" : "E1"
            return
                "\(prefix) \(kind) \(body.routes[0].metric) via \(body.routes[0].forwardingAddress) from \(entry.key.advertisingRouter)"
        }.sorted()
    }

    private func range(_ prefix: String, isAdvertised: Bool = true, tag: UInt32 = 0) -> AreaConfiguration {
        AreaConfiguration(
            area: Self.nssa, kind: .nssa,
            nssaRanges: [NSSARange(prefix: IPv4Prefix(prefix)!, isAdvertised: isAdvertised, tag: tag)])
    }

    @Test func `§3_1 the reachable border router with the highest Router ID translates alone`() {
        let network = settled(square())
        #expect(
            externals(network, 3) == [
                "10.1.0.0/24 E1 10 via 10.0.0.1 from 10.0.0.3", "10.2.0.0/24 E1 11 via 10.0.0.1 from 10.0.0.3",
            ])
    }

    // The RFC's own example, a range over costs 10, 11 and 5, with 10 to the forwarding address (§2.5 (5)).
    @Test func `§3_2 a range of type 1 paths has the largest cost`() {
        let builder = square(
            range("10.0.0.0/8"), prefixes: ["10.1.0.0/24", "10.2.0.0/24", "10.3.0.0/24"], metrics: [10, 11, 5],
            types2: [false, false, false])
        #expect(externals(settled(builder), 3) == ["10.0.0.0/8 E1 21 via 0.0.0.0 from 10.0.0.3"])
    }

    @Test func `§3_2 (3) the cost of a range follows the paths inside the NSSA`() {
        let builder = square(range("10.0.0.0/8"))
        var network = settled(builder)
        network.apply(.setCost(router: 2, interface: 0, cost: 60), text: "")
        network.advance(to: network.now + .seconds(60))
        #expect(externals(network, 3) == ["10.0.0.0/8 E1 71 via 0.0.0.0 from 10.0.0.3"])
    }

    @Test func `§3_2 a range with a type 2 path is of type 2, and costs one more than the largest`() {
        let builder = square(
            range("10.0.0.0/8"), prefixes: ["10.1.0.0/24", "10.2.0.0/24", "10.3.0.0/24"], metrics: [10, 11, 5],
            types2: [false, false, true])
        #expect(externals(settled(builder), 3) == ["10.0.0.0/8 E2 6 via 0.0.0.0 from 10.0.0.3"])
    }

    @Test func `§3_2 what a range does not advertise stays in the NSSA`() {
        let network = settled(square(range("10.2.0.0/16", isAdvertised: false)))
        #expect(externals(network, 3) == ["10.1.0.0/24 E1 10 via 10.0.0.1 from 10.0.0.3"])
        #expect(externals(network, 1, type: LSType.nssa).count == 2)
    }

    @Test func `§3_2 (3) a range that holds only the destination of its own name is no range`() {
        let network = settled(square(range("10.1.0.0/24")))
        #expect(externals(network, 3).first == "10.1.0.0/24 E1 10 via 10.0.0.1 from 10.0.0.3")
    }

    @Test func `§2_3 without an internal address, a stub network's goes before that of a transit network`() {
        var builder = square()
        builder.nodes[0].ospf.loopbacks = []
        let stub = builder.lan([0], area: 1)
        builder.nodes[0].ospf.interfaces[2].isPassive = true
        let address = builder.nodes[0].ospf.interfaces[2].address
        var network = settled(builder)
        #expect(externals(network, 3).first == "10.1.0.0/24 E1 10 via \(address) from 10.0.0.3")
        // When it goes down, another address is chosen.
        network.apply(.cut(segment: stub, silent: false), text: "cut")
        network.advance(to: network.now + .seconds(60))
        #expect(externals(network, 3).first == "10.1.0.0/24 E1 10 via 10.1.0.1 from 10.0.0.3")
    }

    @Test func `A suppressed forwarding address leads to the translator`() {
        var area = AreaConfiguration(area: Self.nssa, kind: .nssa)
        area.suppressesForwardingAddress = true
        #expect(externals(settled(square(area)), 3).first == "10.1.0.0/24 E1 10 via 0.0.0.0 from 10.0.0.3")
    }

    @Test func `§3_1 one that translates always takes the work from those that would be elected`() {
        var builder = square()
        builder.nodes[1].ospf.areas[0].translatorRole = .always
        let network = settled(builder)
        #expect(externals(network, 3).first == "10.1.0.0/24 E1 10 via 10.0.0.1 from 10.0.0.2")
        #expect(externals(network, 3).count == 2)
    }

    @Test func `§3_2 (2) of two that translate always, the one with the higher Router ID makes equal translations`() {
        var builder = square()
        for router in 1...2 { builder.nodes[router].ospf.areas[0].translatorRole = .always }
        var network = settled(builder)
        network.apply(.withdraw(router: 0, name: "x1"), text: "withdraw")
        network.advance(to: network.now + .seconds(30))
        let again = RedistributionConfiguration(name: "x1", prefixes: [IPv4Prefix("10.9.0.0/24")!], metric: 3)
        network.apply(.redistribute(router: 0, again), text: "redistribute")
        network.advance(to: network.now + .seconds(60))
        #expect(
            externals(network, 3).filter { $0.hasPrefix("10.9") }.contains(
                "10.9.0.0/24 E2 3 via 10.0.0.1 from 10.0.0.3"))
    }

    @Test func `A translator that dies leaves its translations behind; one that stops in order takes them along`() {
        for orderly in [false, true] {
            var network = settled(square())
            network.apply(.stopProcess(router: 2, orderly: orderly), text: "stop")
            network.advance(to: network.now + .seconds(90))
            #expect(externals(network, 3).count == (orderly ? 2 : 4))
            #expect(externals(network, 3).contains("10.1.0.0/24 E1 10 via 10.0.0.1 from 10.0.0.2"))
        }
    }

    @Test func `FRRouting's profile: nobody takes over from a translator that died`() {
        var builder = square()
        for router in builder.nodes.indices { builder.nodes[router].ospf.profile = .frr }
        var network = settled(builder)
        network.apply(.stopProcess(router: 2, orderly: false), text: "stop")
        network.advance(to: network.now + .seconds(90))
        #expect(externals(network, 3).allSatisfy { $0.hasSuffix("from 10.0.0.3") })
        #expect(externals(network, 3).count == 2)
    }

    @Test func `§2_7 the default route is a type 7 beside summaries and a summary without`() {
        for imports in [true, false] {
            let area = AreaConfiguration(
                area: Self.nssa, kind: .nssa, importsSummaries: imports, defaultCost: 9, originatesNSSADefault: true,
                isNSSADefaultType2: false)
            var builder = square(area)
            builder.nodes[0].ospf.areas[0].originatesNSSADefault = false
            let network = settled(builder)
            let found = externals(network, 0, type: LSType.nssa).filter { $0.hasPrefix("0.0.0.0/0") }
            let expected = ["2", "3"].map { "0.0.0.0/0 E1 9 via 0.0.0.0 from 10.0.0.\($0)" }
            #expect(found == (imports ? expected : []))
            let store = network.context.store
            let route = store.find(.default).flatMap { network.routers[0].routingTable.route(to: $0) }
            #expect(route?.pathType == (imports ? .external1 : .interArea))
            #expect(route?.cost == 19)
        }
    }
}
