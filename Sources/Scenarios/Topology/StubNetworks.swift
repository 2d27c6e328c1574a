import Analysis
import Emulation
import NetworkPrimitives

/// By router: an address on each of its stub networks (RFC 2328 §1.2), where no two routers form an adjacency.
struct StubNetworks {
    private let destinations: Table<RouterIndex, [ProbeDestination]>

    /// - Complexity: O(routers + segments).
    init(of draft: NetworkDraft) {
        let routers = draft.configuration.routers
        var transit: Set<SegmentMember> = []
        for segment in draft.configuration.segments {
            let active = segment.members.filter { !routers[$0.router].ospf.interfaces[$0.interface].isPassive }
            if active.count > 1 { transit.formUnion(segment.members) }
        }
        let taken = draft.takenAddresses
        destinations = Table(
            routers.indices.map { router in
                routers[router].ospf.interfaces.indexed.compactMap { place, interface in
                    guard !transit.contains(SegmentMember(router: router, interface: place)),
                        interface.networkType != .virtualLink, !interface.isUnnumbered
                    else { return nil }
                    return ProbeDestination(address: draft.address(in: interface.prefix, taken: taken))
                }
            })
    }

    subscript(router: RouterIndex) -> [ProbeDestination] { destinations[router] }
}
