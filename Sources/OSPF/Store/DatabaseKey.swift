import NetworkPrimitives
import OSPFWire

/// What identifies an LSA in a network: LS type, Link State ID and Advertising Router (RFC 2328 §12.1, §12.1.3,
/// §12.1.4, §12.1.5), and the area whose database it belongs to (RFC 3101 §2.3 (3) for NSSA-LSAs).
public struct DatabaseKey: Hashable, Sendable {
    public let type: LSType
    /// `DatabaseKey.systemWide` for the types that belong to no area.
    public let area: AreaID
    public let linkStateID: IPv4Address
    public let advertisingRouter: RouterID
    /// Which link a link-local LSA belongs to, 0 for all others: a number that both ends of the link give it. It alone
    /// distinguishes what a router says on different links.
    public let link: UInt32

    /// Stands for "no area": the flooding scope of AS-external-LSAs.
    public static let systemWide = AreaID(bits: 0xFFFF_FFFF)

    /// - Parameter area: ignored where the type is flooded through the whole autonomous system.
    public init(
        type: LSType, area: AreaID, linkStateID: IPv4Address, advertisingRouter: RouterID, link: UInt32 = 0
    ) {
        self.type = type
        self.area = type.hasASScope ? Self.systemWide : area
        self.linkStateID = linkStateID
        self.advertisingRouter = advertisingRouter
        self.link = type == LSType.opaqueLink ? link : 0
    }

    /// Whether it is a Grace-LSA's (RFC 3623 Appendix A).
    var isGrace: Bool { type == .opaqueLink && OpaqueType(of: linkStateID) == .grace }

    var hash: UInt32 {
        var mixed = UInt64(linkStateID.bits) << 32 | UInt64(advertisingRouter.bits)
        mixed ^= (UInt64(area.bits) << 8 | UInt64(type.rawValue)) &* 0x9E37_79B9_7F4A_7C15
        mixed = mixed &+ UInt64(link) &* 0xC2B2_AE3D_27D4_EB4F
        return IDTable.hash(mixed)
    }
}

extension DatabaseKey: Comparable {
    /// By area, type, Link State ID and advertising router: the order in which databases are printed.
    public static func < (left: Self, right: Self) -> Bool {
        (left.area, left.type, left.linkStateID, left.advertisingRouter, left.link)
            < (right.area, right.type, right.linkStateID, right.advertisingRouter, right.link)
    }
}
