import Emulation
import NetworkPrimitives
import OSPF
import OSPFWire
import TestSupport
import Testing

@Suite("Areas") struct AreaTests {
    /// r0 - r1 - r2 - r3 in a row: area 1, the backbone, area 2. Router n redistributes two prefixes if `external` is n.
    private func row(
        kind: AreaConfiguration.Kind = .normal, importsSummaries: Bool = true, ranges: [AreaRange] = [],
        external: Int? = nil
    ) -> NetworkBuilder {
        var builder = NetworkBuilder(routers: 4, cpu: .unlimited)
        builder.link(0, 1, area: 1)
        builder.link(1, 2)
        builder.link(2, 3, area: 2)
        builder.nodes[0].ospf.loopbacks[0].area = AreaID(bits: 1)
        builder.nodes[3].ospf.loopbacks[0].area = AreaID(bits: 2)
        let area = AreaConfiguration(
            area: AreaID(bits: 1), kind: kind, importsSummaries: importsSummaries, defaultCost: 7, ranges: ranges)
        for router in 0...1 { builder.nodes[router].ospf.areas = [area] }
        if let external {
            builder.nodes[external].ospf.redistributions = [
                RedistributionConfiguration(
                    name: "x", prefixes: [IPv4Prefix("172.16.1.0/24")!, IPv4Prefix("172.16.2.0/24")!])
            ]
        }
        return builder
    }

    private func route(_ network: Network, _ router: Int, _ prefix: String) -> Route? {
        network.context.store.find(IPv4Prefix(prefix)!).flatMap { network.routers[router].routingTable.route(to: $0) }
    }

    private func types(_ network: Network, _ router: Int) -> [UInt8: Int] {
        network.routers[router].databaseReport(network.context.store, at: network.now)
            .reduce(into: [:]) { $0[$1.key.type.rawValue, default: 0] += 1 }
    }

    @Test func `destinations of other areas are inter-area routes`() {
        let network = row().converged()
        let far = route(network, 0, "10.0.0.4/32")
        #expect(far?.pathType == .interArea)
        #expect(far?.cost == 30)
        let back = route(network, 3, "10.0.0.1/32")
        #expect(back?.pathType == .interArea)
        #expect(back?.cost == 30)
        #expect(types(network, 0)[1] == 2)
    }

    @Test func `a range hides what lies in it`() {
        let range = AreaRange(prefix: IPv4Prefix("10.0.0.0/30")!)
        let network = row(ranges: [range]).converged()
        #expect(route(network, 3, "10.0.0.1/32") == nil)
        #expect(route(network, 3, "10.0.0.0/30")?.cost == 30)
        let hidden = row(ranges: [AreaRange(prefix: IPv4Prefix("10.0.0.0/30")!, isAdvertised: false)]).converged()
        #expect(route(hidden, 3, "10.0.0.0/30") == nil)
    }

    /// r0 and r1 are border routers, and only r0 has area 1's range configured; r2 and r3 inside may have it, too.
    private func halves(isAdvertised: Bool = true) -> (NetworkBuilder, between: SegmentIndex) {
        var builder = NetworkBuilder(routers: 4, cpu: .unlimited)
        builder.link(0, 1)
        builder.link(0, 2, area: 1)
        builder.link(1, 3, area: 1)
        let between = builder.link(2, 3, area: 1)
        let range = AreaRange(prefix: IPv4Prefix("10.0.0.0/29")!, isAdvertised: isAdvertised)
        for router in [0, 2, 3] {
            builder.nodes[router].ospf.areas = [AreaConfiguration(area: AreaID(bits: 1), ranges: [range])]
        }
        for router in 2...3 { builder.nodes[router].ospf.loopbacks[0].area = AreaID(bits: 1) }
        return (builder, between)
    }

    @Test func `§16_2 (3) a router that is no border router follows the summary of a range that it is told of`() {
        let (builder, between) = halves()
        var network = builder.converged()
        network.apply(.cut(segment: between, silent: false), text: "")
        network.advance(to: network.now + .seconds(60))
        #expect(route(network, 3, "10.0.0.0/29")?.pathType == .interArea)
        #expect(route(network, 3, "10.0.0.0/29")?.cost == 30)
        // r0 announces it, and ignores what another border router would say.
        #expect(route(network, 0, "10.0.0.0/29")?.pathType != .interArea)
    }

    @Test func `§12_4_3 two areas with the same range have one summary of it`() {
        let range = IPv4Prefix("10.9.0.0/30")!
        let area = AreaID(bits: 3)
        var builder = row(ranges: [AreaRange(prefix: range)])
        builder.nodes[0].ospf.loopbacks.append(LoopbackConfiguration(address: range.host(1), area: AreaID(bits: 1)))
        builder.nodes[1].ospf.loopbacks.append(LoopbackConfiguration(address: range.host(2), area: area))
        builder.nodes[1].ospf.areas.append(AreaConfiguration(area: area, ranges: [AreaRange(prefix: range, cost: 50)]))
        let network = builder.converged()
        let store = network.context.store
        let said = network.routers[2].databaseReport(store, at: network.now).filter { entry in
            entry.key.type == LSType.summaryNetwork && entry.key.advertisingRouter == network.routers[1].routerID
                && range.contains(entry.key.linkStateID) && store.body(of: entry.instance).first == range.mask.bits
        }
        #expect(said.count == 1)
        #expect(route(network, 3, "10.9.0.0/30")?.cost == 30)
    }

    @Test func `an AS boundary router of another area is found through summaries`() {
        let network = row(external: 0).converged()
        let external = route(network, 3, "172.16.1.0/24")
        #expect(external?.pathType == .external2)
        #expect(external?.cost == 30)
        #expect(types(network, 3)[4] == 1)
    }

    @Test func `a stub area has a default route in the place of externals`() {
        let network = row(kind: .stub, external: 3).converged()
        #expect(route(network, 0, "172.16.1.0/24") == nil)
        #expect(route(network, 0, "0.0.0.0/0")?.cost == 17)
        #expect(route(network, 0, "10.0.0.4/32")?.pathType == .interArea)
        #expect(route(network, 1, "172.16.1.0/24")?.pathType == .external2)
        #expect(types(network, 0)[5] == nil)
    }

    @Test func `a totally stubby area has nothing but the default route`() {
        let network = row(kind: .stub, importsSummaries: false, external: 3).converged()
        #expect(route(network, 0, "10.0.0.4/32") == nil)
        #expect(route(network, 0, "0.0.0.0/0")?.cost == 17)
        #expect(types(network, 0)[3] == 1)
    }

    @Test func `an NSSA's externals are translated at its border`() {
        let network = row(kind: .nssa, external: 0).converged()
        #expect(types(network, 0)[7] == 2)
        #expect(types(network, 0)[5] == nil)
        #expect(types(network, 3)[5] == 2)
        let external = route(network, 3, "172.16.2.0/24")
        #expect(external?.pathType == .external2)
        // By way of the forwarding address, the router's own loopback.
        #expect(external?.cost == 30)
        #expect(route(network, 1, "172.16.2.0/24")?.pathType == .external2)
    }

    @Test func `when the elected translator dies, the other takes over and the database doubles`() {
        // Two border routers, r1 and r2, between area 1 (with r0) and the backbone (with r3).
        var builder = NetworkBuilder(routers: 4, cpu: .unlimited)
        builder.link(0, 1, area: 1)
        builder.link(0, 2, area: 1)
        builder.link(1, 3)
        builder.link(2, 3)
        builder.nodes[0].ospf.loopbacks[0].area = AreaID(bits: 1)
        for router in 0...2 {
            builder.nodes[router].ospf.areas = [AreaConfiguration(area: AreaID(bits: 1), kind: .nssa)]
        }
        let prefixes = (0..<10).map { IPv4Prefix(IPv4Address(bits: 0xAC10_0000 + UInt32($0) << 8), length: 24) }
        builder.nodes[0].ospf.redistributions = [RedistributionConfiguration(name: "x", prefixes: prefixes)]
        var network = builder.converged()
        network.advance(to: network.now + .seconds(60))
        #expect(types(network, 3)[5] == 10)
        network.apply(.decommission(router: 2, orderly: false), text: "kill")
        network.advance(to: network.now + .seconds(60))
        #expect(types(network, 3)[5] == 20)
        #expect(route(network, 3, "172.16.3.0/24")?.cost == 20)
        // It returns: the other goes on for the stability interval, then withdraws.
        network.apply(.start(router: 2), text: "start")
        network.advance(to: network.now + .seconds(30))
        #expect(types(network, 3)[5] == 20)
        network.advance(to: network.now + .seconds(60))
        #expect(types(network, 3)[5] == 10)
    }

    @Test func `a stub router is not a way through, but is reached`() {
        var builder = NetworkBuilder(routers: 3)
        builder.link(0, 1, cost: 1)
        builder.link(1, 2, cost: 1)
        builder.link(0, 2, cost: 100)
        builder.nodes[1].ospf.isStubRouter = true
        let network = builder.converged()
        #expect(route(network, 0, "10.0.0.3/32")?.cost == 100)
        #expect(route(network, 0, "10.0.0.2/32")?.cost == 1)
    }

    @Test func `neighbors that disagree about the kind of area refuse each other's hellos`() {
        var builder = NetworkBuilder(routers: 2)
        builder.link(0, 1, area: 1)
        builder.nodes[0].ospf.areas = [AreaConfiguration(area: AreaID(bits: 1), kind: .stub)]
        var network = Network(builder.configuration)
        network.advance(to: .origin + .seconds(60))
        #expect(network.routers[0].fullAdjacencies == 0)
        let refused = network.context.journal.happenings.filter { $0.kind == .helloRefused }
        #expect(refused.count == 2)
        #expect(
            Set(refused.map(\.entry))
                == Set(network.routers.map { .helloRefused(from: $0.routerID, .externalRouting) }))
    }
}
