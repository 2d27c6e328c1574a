import Analysis
import Emulation
import NetworkPrimitives
import OSPF
import OSPFWire

/// A run as it goes on, one JSON object a line: every happening and every packet that was sent, in order of time. See
/// `docs/result-format.md`.
public struct TraceLines: Sendable {
    private let network: NetworkConfiguration
    private let start: Instant

    /// - Parameter start: the moment from which times are counted.
    public init(of network: NetworkConfiguration, start: Instant) {
        self.network = network
        self.start = start
    }

    /// The lines about the packets in `state.transmissions` and about these happenings of its journal.
    public func lines(_ state: Network, happenings: Range<Int>) -> String {
        var text = ""
        var next = happenings.lowerBound
        for transmission in state.transmissions {
            while next < happenings.upperBound,
                state.context.journal.happenings[next].instant <= transmission.instant
            {
                text += line(next, state.context.journal)
                next += 1
            }
            text += line(transmission, state)
        }
        while next < happenings.upperBound {
            text += line(next, state.context.journal)
            next += 1
        }
        return text
    }

    /// The lines about happenings alone.
    public func lines(of journal: Journal, happenings: Range<Int>) -> String {
        happenings.map { line($0, journal) }.joined()
    }

    private func line(_ number: Int, _ journal: Journal) -> String {
        let happening = journal.happenings[number]
        var json = CompactJSON()
        json.object { object in
            object.field("time_ns", (happening.instant - start).nanoseconds)
            object.field("event", "happening")
            object.field("id", number)
            object.field("kind", "\(happening.kind)")
            object.field("reason", happening.reason == .none ? nil : "\(happening.reason)")
            object.field("router", happening.router.map { network.routers[$0].name })
            object.field("subject", happening.entry.subject)
            object.field("detail", happening.entry.detail)
            object.field("cause", happening.cause.isNone ? nil : happening.cause.number)
            if let text = happening.entry.actionText { object.field("text", text) }
        }
        return json.text + "\n"
    }

    private func line(_ transmission: Transmission, _ state: Network) -> String {
        let packet = state.context.packets[transmission.packet]
        var json = CompactJSON()
        json.object { object in
            object.field("time_ns", (transmission.instant - start).nanoseconds)
            object.field("event", "packet")
            object.field("type", packet.type.word)
            object.field("router", network.routers[transmission.router].name)
            object.field("interface", network.routers[transmission.router].ospf.interfaces[transmission.interface].name)
            object.field("segment", network.segments[transmission.segment].name)
            object.field("to", "\(packet.destinationAddress)")
            object.field("bytes", packet.datagramLength)
            object.field("cause", packet.cause.isNone ? nil : packet.cause.number)
            writeContent(of: transmission.packet, packet.type, state.context, into: &object)
        }
        return json.text + "\n"
    }

    private func writeContent(
        of id: PacketID, _ type: PacketType, _ context: RouterContext, into object: inout CompactJSON
    ) {
        switch type {
        case .hello:
            object.key("neighbors")
            object.array { list in
                for index in 0..<context.packets.itemCount(of: id) {
                    list.value("\(context.packets.neighbor(index, of: id))")
                }
            }
        case .linkStateRequest:
            object.key("keys")
            object.array { list in
                for index in 0..<context.packets.itemCount(of: id) {
                    write(context.packets.requestedKey(index, of: id), context.store, into: &list) { _ in }
                }
            }
        default:
            object.key("lsas")
            object.array { list in
                for index in 0..<context.packets.itemCount(of: id) {
                    let lsa = context.packets.lsa(index, of: id)
                    let instance = context.store[lsa.instance]
                    write(instance.key, context.store, into: &list) { object in
                        object.field("sequence", hexadecimal(UInt32(bitPattern: instance.sequenceNumber)))
                        object.field("age", lsa.age)
                    }
                }
            }
        }
    }

    private func write(
        _ id: LSAKeyID, _ store: LSAStore, into list: inout CompactJSON, more: (inout CompactJSON) -> Void
    ) {
        let key = store[id]
        list.object { object in
            object.field("type", key.type.rawValue)
            object.field("link_state_id", "\(key.linkStateID)")
            object.field("advertising_router", "\(key.advertisingRouter)")
            more(&object)
        }
    }
}

extension PacketType {
    /// As a trace has it.
    var word: String {
        switch self {
        case .hello: "hello"
        case .databaseDescription: "databaseDescription"
        case .linkStateRequest: "linkStateRequest"
        case .linkStateUpdate: "linkStateUpdate"
        default: "linkStateAcknowledgment"
        }
    }
}
