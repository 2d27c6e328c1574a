import Emulation
import NetworkPrimitives
import OSPF

/// What else than routes a router must hold, or be, at a checkpoint.
public enum StateDemand: Hashable, Sendable {
    /// A neighbor on any interface, in this state.
    case neighbor(RouterIndex, NeighborState)
    /// It is the Designated Router of a segment, or the Backup.
    case designatedRouter(segment: SegmentIndex, isBackup: Bool)
    /// Its database holds such an LSA: of a type, and what else is not `nil`.
    case lsa(type: UInt8, linkStateID: IPv4Address?, advertisingRouter: RouterID?)
    /// It translates the NSSA-LSAs of an area (RFC 3101 §3.1).
    case translates(AreaID)

    /// What a router shows now. O(neighbors), for LSAs O(database).
    func finding(of router: RouterIndex, in network: Network, isPresent: Bool) -> RouteFinding {
        let state = network.routers[router]
        switch self {
        case .neighbor(let other, let wanted):
            let id = network.routers[other].routerID
            let states = state.neighborReports.filter { $0.routerID == id }.map(\.state)
            let found = states.max() ?? .down
            return RouteFinding(holds: states.contains(wanted) || states.isEmpty && wanted == .down, found: "\(found)")
        case .designatedRouter(let segment, let isBackup):
            let member = network.configuration.segments[segment].members.first { $0.router == router }
            let role = member.map { state.interfaceState($0.interface) } ?? .down
            let holds = role == (isBackup ? .backup : .designatedRouter)
            return RouteFinding(holds: holds == isPresent, found: "\(role)")
        case .lsa(let type, let linkStateID, let advertisingRouter):
            let count = state.databaseReport(network.context.store, at: network.now).count { report in
                report.key.type.rawValue == type && !report.isMaxAge
                    && (linkStateID ?? report.key.linkStateID) == report.key.linkStateID
                    && (advertisingRouter ?? report.key.advertisingRouter) == report.key.advertisingRouter
            }
            return RouteFinding(
                holds: (count > 0) == isPresent, found: count == 1 ? "1 such LSA" : "\(count) such LSAs")
        case .translates(let area):
            let holds = state.translatedAreas.contains(area)
            return RouteFinding(
                holds: holds == isPresent, found: holds ? "translates area \(area)" : "does not translate area \(area)")
        }
    }
}
