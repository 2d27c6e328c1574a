import Emulation
import NetworkPrimitives
import OSPF

/// Builds small networks for tests: routers are numbered from 0 and have Router ID 10.0.0.(n+1).
public struct NetworkBuilder {
    public var nodes: Table<RouterIndex, RouterNode>
    public var segments = Table<SegmentIndex, SegmentConfiguration>()
    public var seed: UInt64 = 1

    public init(routers: Int, cpu: CPUModel = .typical, timers: ProtocolTimers = .rfc2328) {
        nodes = Table(
            (0..<routers).map { number in
                let id = RouterID(bits: 0x0A00_0001 + UInt32(number))
                return RouterNode(
                    name: "r\(number)",
                    ospf: RouterConfiguration(
                        routerID: id, loopbacks: [LoopbackConfiguration(address: IPv4Address(bits: id.bits))],
                        timers: timers), cpu: cpu)
            })
    }

    /// A point-to-point link, 10.1.n.0/30.
    @discardableResult
    public mutating func link(
        _ a: Int, _ b: Int, cost: UInt16 = 10, delay: Duration = .milliseconds(1), area: UInt32 = 0
    )
        -> SegmentIndex
    {
        join([a, b], prefixLength: 30, type: .pointToPoint, cost: cost, priorities: [:], delay: delay, area: area)
    }

    /// A LAN, 10.1.n.0/24.
    @discardableResult
    public mutating func lan(_ members: [Int], cost: UInt16 = 10, priorities: [Int: UInt8] = [:], area: UInt32 = 0)
        -> SegmentIndex
    {
        join(
            members, prefixLength: 24, type: .broadcast, cost: cost, priorities: priorities, delay: .milliseconds(1),
            area: area)
    }

    private mutating func join(
        _ members: [Int], prefixLength: UInt8, type: InterfaceConfiguration.NetworkType, cost: UInt16,
        priorities: [Int: UInt8], delay: Duration, area: UInt32
    ) -> SegmentIndex {
        let prefix = IPv4Prefix(IPv4Address(bits: 0x0A01_0000 + UInt32(segments.count) << 8), length: prefixLength)
        var ports: [SegmentMember] = []
        for (position, member) in members.enumerated() {
            nodes[member].ospf.interfaces.append(
                InterfaceConfiguration(
                    name: "eth\(nodes[member].ospf.interfaces.count)", address: prefix.host(UInt32(position + 1)),
                    prefix: prefix, area: AreaID(bits: area), networkType: type, cost: cost,
                    priority: priorities[member] ?? 1))
            ports.append(
                SegmentMember(
                    router: RouterIndex(member), interface: nodes[member].ospf.interfaces.endIndex.advanced(by: -1)))
        }
        segments.append(SegmentConfiguration(name: "s\(segments.count)", members: ports, delay: delay))
        return segments.endIndex.advanced(by: -1)
    }

    public var configuration: NetworkConfiguration {
        NetworkConfiguration(name: "test", routers: nodes, segments: segments, seed: seed)
    }

    /// The network, converged.
    public func converged(within limit: Duration = .seconds(300)) -> Network {
        var network = Network(configuration)
        let isQuiet = network.converge(within: limit)
        precondition(isQuiet, "the test network does not converge")
        return network
    }
}
