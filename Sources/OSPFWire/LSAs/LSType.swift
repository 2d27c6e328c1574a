/// The LS type of an LSA: any octet, of which some have names (RFC 2328 §12.1.3, RFC 3101 §2.3 (1), RFC 5250 §3).
public struct LSType: RawRepresentable, Hashable, Comparable, Sendable {
    public let rawValue: UInt8

    // Computed, so that other modules compare with a number and not with a global.
    @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

    @inlinable public static var router: LSType { LSType(rawValue: 1) }
    @inlinable public static var network: LSType { LSType(rawValue: 2) }
    @inlinable public static var summaryNetwork: LSType { LSType(rawValue: 3) }
    @inlinable public static var summaryASBR: LSType { LSType(rawValue: 4) }
    @inlinable public static var asExternal: LSType { LSType(rawValue: 5) }
    @inlinable public static var nssa: LSType { LSType(rawValue: 7) }
    @inlinable public static var opaqueLink: LSType { LSType(rawValue: 9) }
    @inlinable public static var opaqueArea: LSType { LSType(rawValue: 10) }
    @inlinable public static var opaqueAS: LSType { LSType(rawValue: 11) }

    /// Whether the Link State ID is an opaque type and an opaque ID (RFC 5250 §3).
    @inlinable public var isOpaque: Bool { (9...11).contains(rawValue) }
    /// Whether the LSA is flooded through the whole autonomous system, rather than one area or link.
    @inlinable public var hasASScope: Bool { self == .asExternal || self == .opaqueAS }

    @inlinable public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
    @inlinable public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension LSType: CustomStringConvertible {
    /// The RFC's name, such as `router-LSA`.
    public var description: String {
        switch self {
        case .router: "router-LSA"
        case .network: "network-LSA"
        case .summaryNetwork: "summary-LSA"
        case .summaryASBR: "ASBR-summary-LSA"
        case .asExternal: "AS-external-LSA"
        case .nssa: "NSSA-LSA"
        case .opaqueLink: "link-local opaque-LSA"
        case .opaqueArea: "area-local opaque-LSA"
        case .opaqueAS: "AS opaque-LSA"
        default: "LSA of type \(rawValue)"
        }
    }
}
