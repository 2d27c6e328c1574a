import NetworkPrimitives
import OSPF

// Packets of virtual links travel as any other datagram: each router on the way looks up its own routing table.
extension Network {
    /// Passes a packet on towards its destination, by the first of a router's equal next hops. Without a route, a hop that
    /// is left or a working segment, it is lost.
    ///
    /// Forwarding costs no time of the CPU: hardware does it.
    mutating func forward(_ id: PacketID, from router: Int) {
        let destination = context.packets[id].destinationAddress
        guard machines[router].isPoweredOn, !machines[router].isUnplugged, context.packets.takeHop(id),
            let hop = routers[router].routingTable.nextHop(towards: destination, context.store)
        else { return }
        let interface = Int(hop.interface)
        let number = segmentOfInterface[router][interface]
        guard number >= 0, !segments[number].isCut, segments[number].isSpeaking(router) else { return }
        if recordsTransmissions {
            context.packets.retain(id)
            transmissions.append(
                Transmission(instant: now, segment: number, router: router, interface: interface, packet: id))
        }
        let address = hop.address == .unspecified ? destination : hop.address
        let sender = segments[number].ports.firstIndex { $0.router == router && $0.interface == interface }
        for port in segments[number].ports.indices where segments[number].ports[port].address == address {
            deliver(id, on: number, from: sender, to: port, isHello: context.packets[id].kind == .hello)
        }
    }

    /// Whether a unicast packet has arrived where it is to go.
    func owns(_ address: IPv4Address, _ router: Int) -> Bool {
        let ospf = routers[router].configuration
        return ospf.interfaces.contains { $0.address == address && $0.networkType != .virtualLink }
            || ospf.loopbacks.contains { $0.address == address }
    }
}
