import Emulation
import Foundation
import NetworkPrimitives
import OSPF
import TestSupport
import Testing

@Suite("Properties of random networks with areas") struct AreaPropertyTests {
    /// `SPILLWAY_SEED=17 swift test --filter AreaPropertyTests` replays one network alone.
    static let seeds: [UInt64] = {
        guard let text = ProcessInfo.processInfo.environment["SPILLWAY_SEED"] else { return Array(1...60) }
        let ends = text.split(separator: "-").compactMap { UInt64($0) }
        precondition(!ends.isEmpty, "SPILLWAY_SEED is a number, or two with a hyphen between them")
        return Array(ends[0]...ends[ends.count - 1])
    }()

    private static func replay(_ seed: UInt64) -> Comment {
        "replay it: SPILLWAY_SEED=\(seed) swift test --filter AreaPropertyTests"
    }

    @Test(arguments: seeds) func `after faults and loss, everyone agrees with an independent calculation`(seed: UInt64)
    {
        var (builder, dice) = RandomAreas.make(seed: seed)
        let loss = Ratio(UInt32(dice.number(below: 21)), of: 100)
        for segment in builder.segments.indices { builder.segments[segment].loss = loss }
        var network = Network(builder.configuration)
        network.advance(to: .origin + .seconds(100))
        for _ in 0..<5 { disturb(&network, &builder, &dice, seed) }
        let cut = heal(&network, builder, &dice)
        // Within 20 minutes of the end of the last fault, and with time for a translator to give up its work.
        network.advance(to: network.now + .seconds(100))
        let isQuiet = network.converge(within: .seconds(1_000))
        network.advance(to: network.now + .seconds(90))
        #expect(isQuiet && network.converge(within: .seconds(10)), Self.replay(seed))
        if cut.isEmpty { expectEqualDatabases(network, seed) }
        if Self.seeds.count == 1 { print(RandomAreas.text(builder), "\nstill cut: \(cut.sorted())") }
        let reference = ReferenceRouting(builder.configuration, cut: cut)
        for router in network.routers.indices { expectRoutes(of: router.offset, network, reference, seed) }
        expectInvariants(network, seed)
        if cut.isEmpty { ForwardingCheck(network).expectNoLoop(Self.replay(seed)) }
    }

    @Test(arguments: seeds.prefix(40)) func `virtual links: everyone agrees with an independent calculation`(
        seed: UInt64
    ) {
        var (builder, dice) = RandomAreas.make(seed: seed, hasVirtualLinks: true)
        var network = Network(builder.configuration)
        network.advance(to: .origin + .seconds(100))
        for _ in 0..<3 { disturb(&network, &builder, &dice, seed) }
        let cut = heal(&network, builder, &dice)
        network.advance(to: network.now + .seconds(100))
        let isQuiet = network.converge(within: .seconds(1_000))
        network.advance(to: network.now + .seconds(90))
        #expect(isQuiet && network.converge(within: .seconds(10)), Self.replay(seed))
        if Self.seeds.count == 1 { print(RandomAreas.text(builder), "\nstill cut: \(cut.sorted())") }
        let reference = ReferenceRouting(builder.configuration, cut: cut)
        for router in network.routers.indices { expectRoutes(of: router.offset, network, reference, seed) }
        expectInvariants(network, seed)
    }

    // MARK: Faults

    private func disturb(
        _ network: inout Network, _ builder: inout NetworkBuilder, _ dice: inout SeededDice, _ seed: UInt64
    ) {
        let router = Int(dice.number(below: UInt64(builder.nodes.count)))
        let segment = Int(dice.number(below: UInt64(builder.segments.count)))
        let isOrderly = dice.roll(Ratio(1, of: 2))
        switch dice.number(below: 8) {
        case 0: network.apply(.cut(segment: SegmentIndex(segment), silent: isOrderly), text: "cut")
        case 1: network.apply(.repair(segment: SegmentIndex(segment)), text: "repair")
        case 2: network.apply(.decommission(router: RouterIndex(router), orderly: isOrderly), text: "off")
        case 3: network.apply(.start(router: RouterIndex(router)), text: "on")
        case 4:
            network.apply(
                .reboot(router: RouterIndex(router), downtime: dice.duration(upTo: .seconds(90))), text: "reboot")
        case 5: network.apply(.stopProcess(router: RouterIndex(router), orderly: isOrderly), text: "stop")
        case 6: network.apply(.clear(router: RouterIndex(router)), text: "clear")
        default:
            let member = builder.segments[segment].members[0]
            let cost = UInt16(1 + dice.number(below: 20))
            builder.nodes[member.router].ospf.interfaces[member.interface].cost = cost
            network.apply(.setCost(router: member.router, interface: member.interface, cost: cost), text: "cost")
        }
        network.advance(to: network.now + dice.duration(upTo: .seconds(60)))
        expectInvariants(network, seed)
    }

    /// - Returns: the segments that stay cut: in every third network there are some, so that areas fall apart for good.
    private func heal(_ network: inout Network, _ builder: NetworkBuilder, _ dice: inout SeededDice) -> Set<Int> {
        for segment in builder.segments.indices {
            network.apply(.setLoss(segment: segment, .zero), text: "heal")
            network.apply(.repair(segment: segment), text: "heal")
        }
        network.advance(to: network.now + .seconds(100))
        for router in builder.nodes.indices { network.apply(.start(router: router), text: "heal") }
        guard dice.roll(Ratio(1, of: 3)) else { return [] }
        network.advance(to: network.now + .seconds(100))
        let cut = Set((0..<2).map { _ in Int(dice.number(below: UInt64(builder.segments.count))) })
        for segment in cut.sorted() { network.apply(.cut(segment: SegmentIndex(segment), silent: false), text: "cut") }
        return cut
    }

    // MARK: What holds

    private func expectInvariants(_ network: Network, _ seed: UInt64) {
        for router in network.routers {
            let broken = router.brokenInvariants()
            #expect(broken.isEmpty, Self.replay(seed))
        }
    }

    /// All routers of an area hold the same LSAs of it, and all that have a place in a normal area the same
    /// AS-external-LSAs.
    private func expectEqualDatabases(_ network: Network, _ seed: UInt64) {
        var digests: [AreaID: Set<UInt64>] = [:]
        for (router, node) in network.configuration.routers.enumerated() {
            let areas = Set(node.ospf.loopbacks.map(\.area))
            for area in areas { digests[area, default: []].insert(network.routers[router].databaseDigest(area)) }
            if areas.contains(where: { node.ospf.area($0).kind == .normal }) {
                let digest = network.routers[router].databaseDigest(DatabaseKey.systemWide)
                digests[DatabaseKey.systemWide, default: []].insert(digest)
            }
        }
        for (area, found) in digests.sorted(by: { $0.key < $1.key }) {
            #expect(found.count == 1, "area \(area), \(Self.replay(seed))")
        }
    }

    private func expectRoutes(of router: Int, _ network: Network, _ reference: ReferenceRouting, _ seed: UInt64) {
        let table = network.routers[router].routingTable
        var found: ReferenceRouting.Table = [:]
        for (prefix, route) in table.entries(network.context.store) {
            found[prefix] = ReferenceRoute(
                type: route.pathType, cost: Int(route.cost), metric2: Int(route.type2Cost),
                hops: Set(
                    table.nextHops(of: route).map {
                        ReferenceHop(interface: $0.interface, address: $0.address.bits)
                    }))
        }
        let expected = reference.tables[router]
        for prefix in Set(found.keys).union(expected.keys).sorted() where found[prefix] != expected[prefix] {
            Issue.record(
                "r\(router) to \(prefix): \(text(found[prefix])), by the reference \(text(expected[prefix])); \(Self.replay(seed))"
            )
        }
    }

    private func text(_ route: ReferenceRoute?) -> String {
        guard let route else { return "no route" }
        let hops = route.hops.map { "\($0.interface)>\(IPv4Address(bits: $0.address))" }.sorted()
        return "\(route.type) \(route.cost)/\(route.metric2) by \(hops.joined(separator: " "))"
    }
}
