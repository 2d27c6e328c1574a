import NetworkPrimitives
import OSPFWire
import TestSupport
import Testing

@testable import Emulation
@testable import OSPF

@Suite("RFC 4222 Priority of hellos and acknowledgments") struct PriorityTests {
    @Test func `An acknowledgment of a dead LSA does not overtake its sender's request`() {
        var builder = NetworkBuilder(routers: 2)
        builder.link(0, 1)
        builder.nodes[1].cpu.helloPriority = true
        builder.nodes[1].cpu.packet = .milliseconds(100)
        var network = builder.converged()
        network.advance(to: network.now + .seconds(3))
        let sender = network.routers[0]
        // Which LSA it is means nothing here.
        func arrive(_ kind: PacketType, age: UInt32? = nil, from source: RouterID? = nil) {
            let packet = Packet(
                type: kind, area: .backbone, source: source ?? sender.routerID,
                sourceAddress: sender.configuration.interfaces[0].address, destinationAddress: .allSPFRouters,
                cause: .none)
            let id = network.context.packets.add(packet, payload: age.map { [0, $0] } ?? [])
            if kind != .hello { network.packetsUnderWay += 1 }
            network.arrive(id, at: 1, on: 0)
        }
        func waiting() -> [Int] { [network.machines[1].priorityQueue.count, network.machines[1].queue.count] }
        // The first keeps the CPU busy.
        arrive(.linkStateUpdate)
        arrive(.linkStateAcknowledgment, age: 3600)
        #expect(waiting() == [1, 0])
        arrive(.linkStateRequest)
        arrive(.linkStateAcknowledgment, age: 3600)
        #expect(waiting() == [1, 2])
        arrive(.hello)
        arrive(.linkStateAcknowledgment, age: 3599)
        arrive(.linkStateAcknowledgment, age: 3600, from: RouterID("10.0.0.9")!)
        #expect(waiting() == [4, 2])
        network.advance(to: network.now + .seconds(1))
        #expect(waiting() == [0, 0] && network.machines[1].waitingRequests.isEmpty)
        arrive(.linkStateUpdate)
        arrive(.linkStateAcknowledgment, age: 3600)
        #expect(waiting() == [1, 0])
    }
}
