import Emulation
import NetworkPrimitives
import OSPF

/// A connected random network in which every router has four point-to-point links: a ring, and chords drawn by the seed.
func makeRandomNetwork(routers count: Int, seed: UInt64, cpu: CPUModel = .typical) -> NetworkConfiguration {
    var dice = SeededDice(seed: seed)
    var nodes = (0..<count).map { number in
        let id = RouterID(bits: 0x0A00_0001 + UInt32(number))
        return RouterNode(
            name: "r\(number)",
            ospf: RouterConfiguration(
                routerID: id, loopbacks: [LoopbackConfiguration(address: IPv4Address(bits: id.bits))]), cpu: cpu)
    }
    var segments: [SegmentConfiguration] = []
    func join(_ left: Int, _ right: Int) {
        let prefix = IPv4Prefix(IPv4Address(bits: 0xAC10_0000 + UInt32(segments.count) * 4), length: 30)
        let cost = UInt16(1 + dice.number(below: 100))
        var members: [SegmentMember] = []
        for (place, router) in [left, right].enumerated() {
            members.append(
                SegmentMember(router: RouterIndex(router), interface: nodes[router].ospf.interfaces.endIndex))
            nodes[router].ospf.interfaces.append(
                InterfaceConfiguration(
                    name: "eth\(nodes[router].ospf.interfaces.count)", address: prefix.host(UInt32(place + 1)),
                    prefix: prefix, networkType: .pointToPoint, cost: cost))
        }
        let delay = Duration.microseconds(Int64(1_000 + dice.number(below: 20_000)))
        segments.append(SegmentConfiguration(name: "r\(left) - r\(right)", members: members, delay: delay))
    }
    for number in 0..<count { join(number, (number + 1) % count) }
    // Chords: the second half of the links pairs the routers along a random permutation's cycle.
    var order = Array(0..<count)
    for index in stride(from: count - 1, through: 1, by: -1) {
        order.swapAt(index, Int(dice.number(below: UInt64(index + 1))))
    }
    for index in 0..<count { join(order[index], order[(index + 1) % count]) }
    return NetworkConfiguration(name: "random-\(count)", routers: nodes, segments: segments, seed: seed)
}
