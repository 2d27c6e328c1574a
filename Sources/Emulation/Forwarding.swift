import NetworkPrimitives
import OSPF

// Packets of virtual links travel as any other datagram: each router on the way looks up its own routing table.
extension Network {
    /// Passes on a packet that arrived at a router on its way, if it may go on.
    ///
    /// Forwarding costs no time of the CPU: hardware does it.
    mutating func passOn(_ arrived: PacketID, from router: RouterIndex) {
        guard let id = context.packets.nextHop(of: arrived) else { return }
        forward(id, from: router)
        context.packets.release(id)
    }

    /// Sends a packet towards its destination, by the first of a router's equal next hops. Without a route or a working
    /// segment, it is lost.
    mutating func forward(_ id: PacketID, from router: RouterIndex) {
        let destination = context.packets[id].destinationAddress
        guard let hop = routers[router].routingTable.nextHop(towards: destination, context.store),
            let plug = plugs[router][hop.interface]
        else { return }
        put(id, on: plug, for: hop.address == .unspecified ? destination : hop.address)
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
            for (interface, configured) in routers[router].configuration.interfaces.indexed {
                guard let link = configured.virtualLink else { continue }
                let ends = Ends(area: link.transitArea, low: min(id, link.neighbor), high: max(id, link.neighbor))
                let number = numbers[ends] ?? UInt32(segments.count + numbers.count + 1)
                numbers[ends] = number
                routers[router].plug(interface, intoLink: number)
            }
        }
    }
}
