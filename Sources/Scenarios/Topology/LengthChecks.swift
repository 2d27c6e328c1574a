import Emulation
import NetworkPrimitives
import OSPF

/// What cannot be said in one LSA or one hello: both have a length of 16 bits, and neither can be split.
struct LengthChecks {
    let draft: NetworkDraft
    let sink: DiagnosticSink

    func run() {
        let neighbors = pointToMultipointNeighbors()
        for router in draft.configuration.routers.indices {
            checkLinks(of: router, neighbors: neighbors[router] ?? [:])
        }
        for segment in draft.configuration.segments.indices { checkMembers(of: segment) }
    }

    /// Once all neighbors are Full. Who says how many links there may be wants to see what becomes of the others.
    private func checkLinks(of router: RouterIndex, neighbors: [InterfaceIndex: Int]) {
        let node = draft.configuration.routers[router]
        let most = node.ospf.interfaces.count * 2 + node.ospf.loopbacks.count
        guard most + neighbors.values.reduce(0, +) > node.ospf.linkLimit else { return }
        var links: [AreaID: Int] = [:]
        for loopback in node.ospf.loopbacks { links[loopback.area, default: 0] += 1 }
        for (index, interface) in node.ospf.interfaces.indexed where interface.isEnabled {
            links[interface.area, default: 0] += Self.links(of: interface, neighbors: neighbors[index] ?? 0)
        }
        let limit = node.ospf.linkLimit
        for (area, count) in links.sorted(by: { $0.key < $1.key }) where count > limit {
            let message =
                "'\(node.name)' has \(count) links in area \(area), and a router-LSA can hold \(limit) of them"
            let value = draft.routerValues[router]
            let place = (value["router-lsa-links"] ?? value["loopback"])?.position ?? draft.routerPositions[router]
            if node.ospf.maximumLinks == nil {
                sink.error("\(message); 'router-lsa-links: \(limit)' leaves out the others, as routers do", at: place)
            } else {
                sink.warning("\(message); the others are left out", at: place)
            }
        }
    }

    /// RFC 2328 §12.4.1: what an interface adds to the router-LSA.
    private static func links(of interface: InterfaceConfiguration, neighbors: Int) -> Int {
        switch interface.networkType {
        case .virtualLink, .broadcast, .nonBroadcast: 1
        case .pointToMultipoint: 1 + neighbors
        case .pointToPoint: interface.isUnnumbered || interface.isPassive ? 1 : 2
        }
    }

    /// How many neighbors the interfaces of point-to-multipoint networks may have, by router and interface.
    private func pointToMultipointNeighbors() -> [RouterIndex: [InterfaceIndex: Int]] {
        var neighbors: [RouterIndex: [InterfaceIndex: Int]] = [:]
        for segment in draft.configuration.segments {
            for member in segment.members {
                let interface = draft.configuration.routers[member.router].ospf.interfaces[member.interface]
                guard interface.networkType == .pointToMultipoint, !interface.isPassive else { continue }
                let reached = segment.circuits?.count { $0.first == member.router || $0.second == member.router }
                neighbors[member.router, default: [:]][member.interface] = reached ?? segment.members.count - 1
            }
        }
        return neighbors
    }

    /// A network-LSA lists every attached router (RFC 2328 §A.4.3), a hello every neighbor (§A.3.2).
    private func checkMembers(of segment: SegmentIndex) {
        let configuration = draft.configuration.segments[segment]
        guard configuration.members.count > RouterConfiguration.mostAttachedRouters else { return }
        let speaking = configuration.members.count {
            !draft.configuration.routers[$0.router].ospf.interfaces[$0.interface].isPassive
        }
        guard speaking > RouterConfiguration.mostAttachedRouters else { return }
        sink.error(
            "'\(configuration.name)' has \(speaking) routers, and a network-LSA can list \(RouterConfiguration.mostAttachedRouters)",
            at: draft.segmentPositions[segment])
    }
}
