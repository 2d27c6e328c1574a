import Emulation
import NetworkPrimitives
import OSPF

/// Something about a network that its operator would want to know before anything happens to it: what a person finds who looks
/// at both ends of each link, and what a cold start shows.
public enum Finding: Hashable, Sendable {
    /// Two ends of a segment do not agree. The second router is the one that differs from most.
    case mismatch(LinkMismatch, segment: SegmentIndex, routers: [RouterIndex])
    /// Every router on the segment has Router Priority 0.
    case noDesignatedRouter(segment: SegmentIndex)
    /// Two neighbors that ought to be adjacent and are not, for a reason that their configuration does not show.
    case notAdjacent(segment: SegmentIndex, routers: [RouterIndex], NeighborState, HelloMismatch?)
    /// No link leads from these routers to the others.
    case disconnected([RouterIndex])
    /// The backbone is in several parts.
    case splitBackbone([[RouterIndex]])
    /// No border router joins these routers' area to the backbone.
    case detachedArea(AreaID, [RouterIndex])
    /// Several areas, none of which is the backbone.
    case noBackbone([AreaID])
    /// It redistributes a group, and all its areas are stub areas.
    case boundaryRouterInStubArea(AreaID, router: RouterIndex, group: String)
    /// Limits that are met in the cold start, or of which the warning threshold is before anything happens, by routers whose
    /// limits are alike; and the most that one of them counts.
    case limitMet(routers: [RouterIndex], count: Int)
    case limitNear(routers: [RouterIndex], count: Int)
    /// Routers with equal memory that run out of it in the cold start, the most LSAs that one of them held then, and whether they
    /// crash.
    case memoryExhausted(routers: [RouterIndex], lsas: Int, crashes: Bool)
    case undelivered(Undelivered)
    /// Packets for destinations outside the AS find no route in an NSSA or stub area that gets no default route.
    case noDefaultRoute(AreaID, AreaConfiguration.Kind, router: RouterIndex)
    /// The network was still busy this long after its start.
    case notConverged(Churn, within: Duration)

    /// Where in a file a finding belongs.
    public enum Place: Hashable, Sendable {
        /// The setting of a router, or the router itself.
        case router(RouterIndex, key: String?)
        /// The setting of one of these routers on a segment, or the segment itself.
        case segment(SegmentIndex, routers: [RouterIndex], key: String?)
        /// An originator of a group.
        case group(String, router: RouterIndex)
    }

    /// Which section of a report it is in.
    public enum Section: Hashable, Sendable, CaseIterable { case neverAdjacent, neverDelivered, other }

    public var section: Section {
        switch self {
        case .mismatch(let mismatch, _, _): mismatch.preventsAdjacency ? .neverAdjacent : .other
        case .noDesignatedRouter, .notAdjacent: .neverAdjacent
        case .undelivered: .neverDelivered
        default: .other
        }
    }

    public var place: Place {
        switch self {
        case .mismatch(let mismatch, let segment, let routers):
            .segment(segment, routers: routers.reversed(), key: mismatch.key)
        case .noDesignatedRouter(let segment): .segment(segment, routers: [], key: "priority")
        case .notAdjacent(let segment, let routers, _, _): .segment(segment, routers: routers.reversed(), key: nil)
        case .disconnected(let routers): .router(routers[0], key: nil)
        case .splitBackbone(let parts): .router(parts[parts.count - 1][0], key: "loopback-area-id")
        case .detachedArea(_, let routers): .router(routers[0], key: "area-id")
        case .noBackbone: .router(0, key: nil)
        case .boundaryRouterInStubArea(_, let router, let group): .group(group, router: router)
        case .noDefaultRoute(_, _, let router): .router(router, key: nil)
        case .notConverged(let churn, _): .router(churn.routers[0], key: churn.key)
        case .limitMet(let routers, _), .limitNear(let routers, _): .router(routers[0], key: "limit")
        case .memoryExhausted(let routers, _, _): .router(routers[0], key: "memory")
        case .undelivered(let pairs): pairs.because.first?.place ?? .router(pairs.death.router, key: nil)
        }
    }
}

extension Finding {
    /// What both ends of each link and the areas show, without a cold start. O(routers + segments).
    public static func standing(in network: NetworkConfiguration) -> [Finding] {
        LinkFindings(network).findings + AreaFindings(network).findings
    }
}
