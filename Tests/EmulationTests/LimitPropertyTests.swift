import Emulation
import NetworkPrimitives
import OSPF
import TestSupport
import Testing

@Suite("Properties of random networks with limits") struct LimitPropertyTests {
    private static func policy(_ dice: inout SeededDice) -> LimitPolicy {
        LimitPolicy(
            count: LimitPolicy.Count.allCases[Int(dice.number(below: 5))], maximum: 40,
            action: [.warn, .reject, .shutdown, .shutdown, .overload, .withdraw][Int(dice.number(below: 6))],
            grace: dice.duration(upTo: .seconds(20)), acknowledgesRejected: dice.roll(Ratio(1, of: 2)),
            isolatedHellos: dice.roll(Ratio(1, of: 2)) ? .silent : .deaf, keepsOwnLSAs: dice.roll(Ratio(1, of: 2)),
            keepsForwarding: dice.roll(Ratio(1, of: 2)), ignoreTime: .seconds(60),
            permanence: LimitPolicy.Permanence.allCases[Int(dice.number(below: 3))],
            scope: LimitPolicy.Scope.allCases[Int(dice.number(below: 4))],
            countsOrphans: dice.roll(Ratio(1, of: 2)),
            afterGrace: LimitPolicy.AfterGrace.allCases[Int(dice.number(below: 3))],
            heldUpdates: LimitPolicy.HeldUpdates.allCases[Int(dice.number(below: 3))],
            overloadTimeout: .seconds(30), exitInterval: .seconds(30), flushesOwnLSAs: dice.roll(Ratio(1, of: 2)),
            clearsOnReconfiguration: dice.roll(Ratio(1, of: 2)),
            redistribution: dice.roll(Ratio(1, of: 2))
                ? RedistributionLimit(
                    maximum: 20, action: RedistributionLimit.Action.allCases[Int(dice.number(below: 3))],
                    retryTime: .seconds(20)) : nil)
    }

    /// Random networks of two areas whose routers have limits, and some pace their flooding.
    private static func network(seed: UInt64) -> (NetworkBuilder, SeededDice) {
        var (builder, dice) = PropertyTests.randomNetwork(seed: seed)
        for router in builder.nodes.indices {
            builder.nodes[router].ospf.limit = policy(&dice)
            if dice.roll(Ratio(1, of: 3)) { builder.nodes[router].ospf.timers.floodPacing = .milliseconds(200) }
        }
        for number in builder.segments.indices {
            builder.segments[number].loss = Ratio(5, of: 100)
            builder.segments[number].jitter = .milliseconds(20)
            guard dice.roll(Ratio(1, of: 3)) else { continue }
            for member in builder.segments[number].members {
                builder.nodes[member.router].ospf.interfaces[member.interface].area = AreaID(bits: 1)
            }
        }
        return (builder, dice)
    }

    private static func disturb(_ network: inout Network, _ builder: NetworkBuilder, _ dice: inout SeededDice) {
        let router = Int(dice.number(below: UInt64(builder.nodes.count)))
        let segment = Int(dice.number(below: UInt64(builder.segments.count)))
        switch dice.number(below: 10) {
        case 0: network.apply(.cut(segment: SegmentIndex(segment), silent: dice.roll(Ratio(1, of: 2))), text: "cut")
        case 1: network.apply(.repair(segment: SegmentIndex(segment)), text: "repair")
        case 2:
            network.apply(.decommission(router: RouterIndex(router), orderly: dice.roll(Ratio(1, of: 2))), text: "off")
        case 3: network.apply(.start(router: RouterIndex(router)), text: "on")
        case 4: network.apply(.clear(router: RouterIndex(router)), text: "clear")
        case 5: network.apply(.withdraw(router: RouterIndex(router), name: "x"), text: "withdraw")
        case 6: network.apply(.setLimit(router: RouterIndex(router), policy(&dice)), text: "another limit")
        default:
            let prefixes = (0..<30).map {
                IPv4Prefix(IPv4Address(bits: 0xC000_0000 + UInt32(router) << 16 + UInt32($0) << 8), length: 24)
            }
            network.apply(
                .redistribute(router: RouterIndex(router), RedistributionConfiguration(name: "x", prefixes: prefixes)),
                text: "flood"
            )
        }
    }

    @Test(arguments: 1...40) func `whatever happens, every router's lists and counts agree`(seed: UInt64) {
        var (builder, dice) = Self.network(seed: seed)
        var network = Network(builder.configuration)
        network.advance(to: Instant.origin + .seconds(60))
        for _ in 0..<15 {
            Self.disturb(&network, builder, &dice)
            network.advance(to: network.now + dice.duration(upTo: .seconds(30)))
            for router in network.routers {
                let broken = router.brokenInvariants()
                #expect(broken.isEmpty, "r\(router.number) at \(network.now)")
                #expect(router.hasSoundTally(network.context.store), "r\(router.number) at \(network.now)")
            }
            #expect(network.packetsInFlight >= 0)
        }
        for router in network.routers.indices {
            network.apply(.decommission(router: router, orderly: false), text: "off")
        }
        network.advance(to: network.now + .seconds(10))
        #expect(network.packetsInFlight == 0)
        #expect(network.context.packets.count == 0)
    }
}
