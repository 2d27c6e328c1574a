import Emulation
import NetworkPrimitives
import OSPF

/// What one router's routing table must hold, or the router show, at a checkpoint.
public struct RouteExpectation: Hashable, Sendable {
    /// A way out of a router: the neighbor's address, or for an attached network the interface.
    public enum Hop: Hashable, Sendable {
        case address(IPv4Address)
        case interface(InterfaceIndex)
        /// Any of the addresses of a router.
        case anyOf([IPv4Address])
    }

    /// What is demanded of a route's next hops.
    public enum Hops: Hashable, Sendable {
        case any
        /// These and no others.
        case exactly([Hop])
        /// These at least.
        case including([Hop])
    }

    public enum Demand: Hashable, Sendable {
        /// There is no route to the prefix.
        case absent(IPv4Prefix)
        /// There is one, and what is not `nil` is as said.
        case present(IPv4Prefix, path: PathType?, cost: UInt32?, type2Cost: UInt32?, via: Hops)
        /// There is a discard route to it (RFC 2328 §11.1).
        case discarded(IPv4Prefix)
        /// There are routes to these prefixes and to no others; discard routes are not looked at.
        case all([IPv4Prefix])
        /// Something else than a route, or that it is not so.
        case state(StateDemand, isPresent: Bool)
    }

    public var router: RouterIndex
    public var demand: Demand
    /// The number of the checkpoint, from 0; `nil` for the end of the run.
    public var checkpoint: Int?

    public init(router: RouterIndex, _ demand: Demand, checkpoint: Int? = nil) {
        self.router = router
        self.demand = demand
        self.checkpoint = checkpoint
    }
}

/// What a router's table held instead of, or as, expected.
public struct RouteFinding: Hashable, Sendable {
    public let holds: Bool
    /// Such as `inter-area, cost 20, via 10.0.0.1`.
    public let found: String
}

extension RouteExpectation {
    /// Looks at the network now.
    func finding(in network: Network) -> RouteFinding {
        let table = network.routers[router].routingTable
        switch demand {
        case .state(let demand, let isPresent): return demand.finding(of: router, in: network, isPresent: isPresent)
        case .absent(let prefix):
            let route = network.context.store.find(prefix).flatMap { table.route(to: $0) }
            return RouteFinding(holds: route == nil, found: found(route, to: prefix, network))
        case .discarded(let prefix):
            let route = network.context.store.find(prefix).flatMap { table.route(to: $0) }
            let isDiscarded = network.context.store.find(prefix).map { table.isDiscarded($0) } ?? false
            return RouteFinding(holds: isDiscarded, found: found(route, to: prefix, network))
        case .all(let prefixes):
            let found = Set(table.entries(network.context.store).map(\.prefix))
            let (more, less) = (found.subtracting(prefixes).sorted(), Set(prefixes).subtracting(found).sorted())
            let words = more.map { "also \($0)" } + less.map { "not \($0)" }
            return RouteFinding(
                holds: words.isEmpty, found: words.isEmpty ? "these routes" : words.joined(separator: ", "))
        case .present(let prefix, let path, let cost, let type2Cost, let via):
            guard let route = network.context.store.find(prefix).flatMap({ table.route(to: $0) }) else {
                return RouteFinding(holds: false, found: found(nil, to: prefix, network))
            }
            let holds =
                (path ?? route.pathType) == route.pathType && (cost ?? route.cost) == route.cost
                && (type2Cost ?? route.type2Cost) == route.type2Cost
                && isMet(
                    via, by: table.nextHops(of: route), network.configuration.routers[router].ospf.interfaces)
            return RouteFinding(holds: holds, found: text(route, table, network))
        }
    }

    private func isMet(
        _ hops: Hops, by found: ArraySlice<NextHop>, _ interfaces: Table<InterfaceIndex, InterfaceConfiguration>
    ) -> Bool {
        switch hops {
        case .any: return true
        case .exactly(let wanted):
            return found.allSatisfy { hop in wanted.contains { isMet($0, by: hop, interfaces) } }
                && wanted.allSatisfy { hop in found.contains { isMet(hop, by: $0, interfaces) } }
        case .including(let wanted):
            return wanted.allSatisfy { hop in found.contains { isMet(hop, by: $0, interfaces) } }
        }
    }

    /// An interface alone means the attached network, or the neighbor at the other end of an unnumbered link.
    private func isMet(_ wanted: Hop, by found: NextHop, _ interfaces: Table<InterfaceIndex, InterfaceConfiguration>)
        -> Bool
    {
        switch wanted {
        case .address(let address): found.address == address
        case .anyOf(let addresses): addresses.contains(found.address)
        case .interface(let index):
            found.interface == index && (found.address == .unspecified || interfaces[index].isUnnumbered)
        }
    }

    /// What is there; packets to a discard route are dropped, so that it is none to anything but `path: discard`.
    private func found(_ route: Route?, to prefix: IPv4Prefix, _ network: Network) -> String {
        let table = network.routers[router].routingTable
        if let route { return text(route, table, network) }
        return network.context.store.find(prefix).map { table.isDiscarded($0) } ?? false ? "discard" : "no route"
    }

    private func text(_ route: Route, _ table: RoutingTable, _ network: Network) -> String {
        let interfaces = network.configuration.routers[router].ospf.interfaces
        let hops = table.nextHops(of: route).map { hop in
            let interface = interfaces[hop.interface]
            return hop.address == .unspecified || interface.isUnnumbered ? interface.name : "\(hop.address)"
        }
        let via = hops.isEmpty ? "its own" : "via " + hops.joined(separator: " ")
        let type2 = route.pathType == .external2 ? ", type 2 cost \(route.type2Cost)" : ""
        return "\(route.pathType.words), cost \(route.cost)\(type2), \(via)"
    }
}

extension PathType {
    /// The RFC's word.
    public var words: String {
        switch self {
        case .intraArea: "intra-area"
        case .interArea: "inter-area"
        case .external1: "external-1"
        case .external2: "external-2"
        case .none: "none"
        }
    }
}
