import Emulation
import NetworkPrimitives
import OSPF

// The network types besides cables and LANs.
extension NetworkBuilder {
    /// A point-to-point link without a network of its own.
    @discardableResult
    public mutating func unnumbered(_ a: Int, _ b: Int, cost: UInt16 = 10, area: UInt32 = 0) -> SegmentIndex {
        let segment = link(a, b, cost: cost, area: area)
        for member in segments[segment].members {
            let address = nodes[member.router].ospf.loopbacks[0].address
            nodes[member.router].ospf.interfaces[member.interface].isUnnumbered = true
            nodes[member.router].ospf.interfaces[member.interface].address = address
            nodes[member.router].ospf.interfaces[member.interface].prefix = IPv4Prefix(address, length: 32)
        }
        return segment
    }

    /// A network without multicast on which everybody is configured as everybody's neighbor.
    @discardableResult
    public mutating func nonBroadcast(
        _ members: [Int], cost: UInt16 = 10, priorities: [Int: UInt8] = [:], pollInterval: Duration = .seconds(60)
    ) -> SegmentIndex {
        let segment = lan(members, cost: cost, priorities: priorities)
        setType(.nonBroadcast, of: segment)
        configureNeighbors(on: segment, pollInterval: pollInterval)
        return segment
    }

    /// A point-to-multipoint network on which these pairs hear each other.
    @discardableResult
    public mutating func pointToMultipoint(
        _ members: [Int], circuits: [(Int, Int)], cost: UInt16 = 10, isConfigured: Bool = false
    ) -> SegmentIndex {
        let segment = lan(members, cost: cost)
        setType(.pointToMultipoint, of: segment)
        segments[segment].circuits = circuits.map { Circuit(RouterIndex($0.0), RouterIndex($0.1)) }
        if isConfigured { configureNeighbors(on: segment, pollInterval: .seconds(60)) }
        return segment
    }

    /// Both ends of a virtual link.
    public mutating func virtualLink(_ a: Int, _ b: Int, through area: UInt32) {
        for (router, other) in [(a, b), (b, a)] {
            nodes[router].ospf.interfaces.append(
                .virtualLink(
                    name: "VLINK\(other)", through: AreaID(bits: area), to: nodes[other].ospf.routerID))
        }
    }

    private mutating func setType(_ type: InterfaceConfiguration.NetworkType, of segment: SegmentIndex) {
        for member in segments[segment].members {
            nodes[member.router].ospf.interfaces[member.interface].networkType = type
        }
    }

    private mutating func configureNeighbors(on segment: SegmentIndex, pollInterval: Duration) {
        for member in segments[segment].members {
            for other in segments[segment].members where other != member {
                let interface = nodes[other.router].ospf.interfaces[other.interface]
                nodes[member.router].ospf.staticNeighbors.append(
                    StaticNeighbor(
                        interface: member.interface, address: interface.address, priority: interface.priority,
                        pollInterval: pollInterval))
            }
        }
    }
}
