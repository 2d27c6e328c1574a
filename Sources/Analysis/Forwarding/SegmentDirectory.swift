import Emulation
import NetworkPrimitives

/// Who has which address on which segment, as it is configured.
struct SegmentDirectory: Sendable {
    private var owners: Table<SegmentIndex, [(address: IPv4Address, router: RouterIndex)]>

    init(_ configuration: NetworkConfiguration) {
        owners = Table(
            configuration.segments.map { segment in
                segment.members.map {
                    (configuration.routers[$0.router].ospf.interfaces[$0.interface].address, $0.router)
                }
            })
    }

    func owner(of address: IPv4Address, on segment: SegmentIndex) -> RouterIndex? {
        owners[segment].first { $0.address == address }?.router
    }
}
