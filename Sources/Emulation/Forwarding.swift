import NetworkPrimitives
import OSPF

// Packets of virtual links travel as any other datagram: each router on the way looks up its own routing table.
extension Network {
    /// Passes on a packet that arrived at a router on its way, if it may go on.
    ///
    /// Forwarding costs no time of the CPU: hardware does it.
    mutating func passOn(_ arrived: PacketID, from router: Int) {
        guard let id = context.packets.nextHop(of: arrived) else { return }
        forward(id, from: router)
        context.packets.release(id)
    }

    /// Sends a packet towards its destination, by the first of a router's equal next hops. Without a route or a working
    /// segment, it is lost.
    mutating func forward(_ id: PacketID, from router: Int) {
        let destination = context.packets[id].destinationAddress
        guard machines[router].isPoweredOn, !machines[router].isUnplugged,
            let hop = routers[router].routingTable.nextHop(towards: destination, context.store)
        else { return }
        let interface = Int(hop.interface)
        let number = segmentOfInterface[router][interface]
        guard number >= 0, !segments[number].isCut, segments[number].isSpeaking(router) else { return }
        let address = hop.address == .unspecified ? destination : hop.address
        let isHello = context.packets[id].kind == .hello
        note(transmissionOf: id, on: number, from: router, interface, nextHop: address)
        let sender = segments[number].ports.firstIndex { $0.router == router && $0.interface == interface }
        for port in segments[number].ports.indices {
            let receiver = segments[number].ports[port]
            guard receiver.address == address, receiver.router != router,
                segments[number].connects(router, to: receiver),
                !segments[number].hasSharedAddresses || answers(port, on: number, to: router)
            else { continue }
            deliver(id, on: number, from: sender, to: port, isHello: isHello)
        }
    }

    /// Gives the two ends of each virtual link one number, behind those of the segments: what is local to a link stays
    /// on it (RFC 5250 §3).
    mutating func plugVirtualLinks() {
        struct Ends: Hashable {
            let area: AreaID
            let low: RouterID
            let high: RouterID
        }
        var numbers: [Ends: UInt32] = [:]
        for router in routers.indices {
            let id = routers[router].routerID
            for (interface, configured) in routers[router].configuration.interfaces.enumerated() {
                guard let link = configured.virtualLink else { continue }
                let ends = Ends(area: link.transitArea, low: min(id, link.neighbor), high: max(id, link.neighbor))
                let number = numbers[ends] ?? UInt32(segments.count + numbers.count + 1)
                numbers[ends] = number
                routers[router].plug(interface, intoLink: number)
            }
        }
    }
}
