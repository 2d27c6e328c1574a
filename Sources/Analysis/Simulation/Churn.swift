import Emulation
import NetworkPrimitives
import OSPF

/// What goes on again and again in a network that never comes to rest, and at which routers.
public struct Churn: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// LSA limits shut them down, and they return.
        case shutDown
        /// They run out of memory, crash, and start again.
        case crashed
        /// They refuse LSAs at their limits and do not acknowledge them, so that neighbors retransmit these forever.
        case refused
        /// Something else.
        case busy
    }

    public var kind: Kind
    public var routers: [RouterIndex]
    /// Of the routers, in their order.
    public var names: [String]

    /// The key of a router that a person would look at.
    var key: String? {
        switch kind {
        case .shutDown, .refused: "limit"
        case .crashed: "memory"
        case .busy: nil
        }
    }

    /// Where a misconfiguration keeps a network busy, `Unrest` has it, and limits alone are named here. O(routers + happenings).
    static func found(in network: Network) -> [Churn] {
        let shutDown = Set(
            network.context.journal.happenings.filter { $0.kind == .isolated || $0.kind == .isolatedPermanently }
                .compactMap(\.router))
        let crashed = Set(
            network.context.journal.happenings.filter { $0.kind == .crashed }.compactMap(\.router))
        let refusing = network.routers.indices.filter {
            !shutDown.contains($0) && !network.routers[$0].configuration.limit.acknowledgesRejected
                && network.routers[$0].counters.lsasRejected > 0
        }
        let limited = [(Kind.shutDown, shutDown.sorted()), (.crashed, crashed.sorted()), (.refused, Array(refusing))]
            .filter { !$0.1.isEmpty }
        let busy = network.routers.indices.filter { !network.routers[$0].isQuiet }
        let found = limited.isEmpty && Unrest.found(in: network).isEmpty && !busy.isEmpty ? [(.busy, busy)] : limited
        return found.map { kind, routers in
            Churn(kind: kind, routers: routers, names: routers.map { network.configuration.routers[$0].name })
        }
    }
}
