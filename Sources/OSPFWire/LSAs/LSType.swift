/// The LS type of an LSA: any octet, of which some have names (RFC 2328 §12.1.3, RFC 3101, RFC 5250).
public struct LSType: RawRepresentable, Hashable, Comparable, Sendable {
    public let rawValue: UInt8

    @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static let router = LSType(rawValue: 1)
    public static let network = LSType(rawValue: 2)
    public static let summaryNetwork = LSType(rawValue: 3)
    public static let summaryASBR = LSType(rawValue: 4)
    public static let asExternal = LSType(rawValue: 5)
    public static let nssa = LSType(rawValue: 7)
    public static let opaqueLink = LSType(rawValue: 9)
    public static let opaqueArea = LSType(rawValue: 10)
    public static let opaqueAS = LSType(rawValue: 11)

    /// Whether the Link State ID is an opaque type and an opaque ID (RFC 5250 §3).
    @inlinable public var isOpaque: Bool { (9...11).contains(rawValue) }
    /// Whether the LSA is flooded through the whole autonomous system, rather than one area or link.
    @inlinable public var hasASScope: Bool { self == .asExternal || self == .opaqueAS }

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
