import NetworkPrimitives
import OSPF

/// What two ends of a segment do not agree about.
public enum LinkMismatch: Hashable, Sendable {
    case helloInterval(Duration, Duration)
    case deadInterval(Duration, Duration)
    case networkMask(IPv4Prefix, IPv4Prefix)
    /// On a point-to-point link, where Hellos are accepted whatever their mask.
    case unusedMask(IPv4Prefix, IPv4Prefix)
    /// Neither address lies in the other's network.
    case network(IPv4Prefix, IPv4Prefix)
    case area(AreaID, AreaID)
    case areaType(AreaID, AreaConfiguration.Kind, AreaConfiguration.Kind)
    case authentication
    case mtu(UInt16, UInt16)
    /// Only one of the two elects a Designated Router.
    case networkType(InterfaceConfiguration.NetworkType, InterfaceConfiguration.NetworkType)
    case routerID(RouterID)
    /// The second router is passive, or OSPF does not run on its interface.
    case passive, disabled
    /// On a network without multicast, neither is configured with the other.
    case noStaticNeighbor

    /// Whether the two are never adjacent because of it.
    public var preventsAdjacency: Bool {
        switch self {
        case .unusedMask, .networkType: false
        default: true
        }
    }

    /// The key of a scenario file that says it.
    var key: String? {
        switch self {
        case .helloInterval: "hello-interval"
        case .deadInterval: "dead-interval"
        case .networkMask, .unusedMask, .network: "address"
        case .area: "area-id"
        case .areaType, .routerID: nil
        case .authentication: "authentication"
        case .mtu: "mtu"
        case .networkType: "interface-type"
        case .passive: "passive"
        case .disabled: "enabled"
        case .noStaticNeighbor: "static-neighbors"
        }
    }
}
