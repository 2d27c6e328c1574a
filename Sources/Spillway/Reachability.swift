import Analysis
import Emulation
import NetworkPrimitives
import Reports

/// Whether packets of one router reach a destination at a moment, which way they go, and if not, why.
public struct Reachability: Hashable, Sendable {
    /// Why packets do not arrive.
    public enum Loss: String, Hashable, Sendable, CaseIterable {
        /// The router has no route to the destination.
        case noRoute
        /// The router shut down OSPF at its LSA limit, and forwards nothing.
        case ospfShutDown
        /// The router where the traffic starts is powered off.
        case poweredOff
        /// The next hop does not take the packet: it is powered off, or the link is cut and nobody noticed.
        case nextHopDead
        /// The interface towards the next hop is down.
        case interfaceDown
        /// The packet comes back to a router that it has passed, or passes too many.
        case loop
        /// A discard route takes it (RFC 2328 §11.1).
        case discarded
        /// The router hands it out of the network, although the destination is inside.
        case leftNetwork
        /// A link loses or damages a share of the packets.
        case lossyLink
    }

    /// The name of the router that sends.
    public let source: String
    /// What was asked for: a router's name, or an address.
    public let destination: String
    /// The address that the packets are for.
    public let address: String
    /// How much arrives, in millionths of what is sent, rounded down: equal-cost paths share packets equally.
    public let deliveredShare: Int
    /// The routers of the first of the equal-cost paths, from the source to where packets arrive or are lost. Empty where
    /// nothing is sent, because the source or the destination is powered off.
    public let path: [String]
    /// The first reason for which packets are lost, or `nil` where all arrive.
    public let loss: Loss?
    /// The router where they are lost, or `nil` where all arrive.
    public let lossRouter: String?

    private let reason: String?

    /// Whether all packets arrive.
    public var isReachable: Bool { loss == nil && !path.isEmpty }
}

extension Reachability: CustomStringConvertible {
    /// `a reaches c via b`, or `a does not reach c: no route at b`.
    public var description: String {
        guard !path.isEmpty else { return "\(source) sends nothing to \(destination): one of them is powered off" }
        let between = path.dropFirst().dropLast()
        let way = between.isEmpty ? "" : " via \(between.joined(separator: ", "))"
        guard let reason else { return "\(source) reaches \(destination)\(way)" }
        let share =
            deliveredShare > 0
            ? "\(source) reaches \(destination)\(way) in part" : "\(source) does not reach \(destination)"
        return "\(share): \(reason)"
    }
}

extension Reachability {
    init(
        from source: RouterIndex, to destination: (name: String, address: IPv4Address),
        _ snapshot: inout ForwardingSnapshot,
        in network: NetworkConfiguration
    ) {
        let answer = snapshot.answer(from: source, to: destination.address)
        self.source = network.routers[source].name
        (self.destination, address) = (destination.name, "\(destination.address)")
        deliveredShare = answer.fate.delivered / (Fate.whole / 1_000_000)
        path = answer.way.map { network.routers[$0].name }
        let death = answer.fate.isAbsent ? nil : answer.fate.death
        loss = death.map { Loss($0.reason) }
        lossRouter = death.map { network.routers[$0.router].name }
        reason = death?.text(in: network, loops: snapshot.loops)
    }
}

extension Reachability.Loss {
    fileprivate init(_ reason: Death.Reason) {
        self =
            switch reason {
            case .noRoute: .noRoute
            case .isolated: .ospfShutDown
            case .poweredOff: .poweredOff
            case .nextHopDead: .nextHopDead
            case .interfaceDown: .interfaceDown
            case .loop, .tooManyHops: .loop
            case .discarded: .discarded
            case .leftNetwork: .leftNetwork
            case .lossyLink: .lossyLink
            }
    }
}
