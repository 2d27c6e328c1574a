import NetworkPrimitives

/// The body of an opaque LSA: an application's type-length-value triplets (RFC 5250 §A.2).
public struct OpaqueLSABody: Hashable, Sendable {
    /// The top octet of the Link State ID: the application.
    public var opaqueType: OpaqueType
    /// The low 24 bits of the Link State ID.
    public var opaqueID: UInt32
    /// The triplets at the outer level, in order; empty for an application that has none.
    public var tlvs: [TLV]
    /// The body itself, where the application is not known to consist of triplets.
    public var octets: [UInt8]

    public init(opaqueType: OpaqueType, opaqueID: UInt32, tlvs: [TLV] = [], octets: [UInt8] = []) {
        self.opaqueType = opaqueType
        self.opaqueID = opaqueID & 0xFF_FFFF
        self.tlvs = tlvs
        self.octets = octets
    }

    init(reading reader: inout OctetReader, linkStateID: IPv4Address) throws(DecodeError) {
        opaqueType = OpaqueType(of: linkStateID)
        opaqueID = OpaqueType.opaqueID(of: linkStateID)
        tlvs = []
        octets = []
        if opaqueType.consistsOfTLVs {
            while reader.remaining > 0 {
                tlvs.append(try TLV(reading: &reader, within: .opaque(opaqueType)))
            }
        } else {
            octets = reader.rest()
        }
    }

    func encode(into target: inout [UInt8]) {
        for tlv in tlvs { tlv.encode(into: &target) }
        target += octets
    }
}

/// The application of an opaque LSA (IANA registry "OSPF Opaque LSA Option Types").
public struct OpaqueType: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The application of the opaque LSA with this Link State ID (RFC 5250 §3).
    public init(of linkStateID: IPv4Address) { rawValue = UInt8(linkStateID.bits >> 24) }

    /// The low 24 bits of the Link State ID.
    public static func opaqueID(of linkStateID: IPv4Address) -> UInt32 { linkStateID.bits & 0xFF_FFFF }

    public func linkStateID(_ opaqueID: UInt32) -> IPv4Address {
        IPv4Address(bits: UInt32(rawValue) << 24 | opaqueID & 0xFF_FFFF)
    }

    /// RFC 3630.
    public static let trafficEngineering = OpaqueType(rawValue: 1)
    /// RFC 3623.
    public static let grace = OpaqueType(rawValue: 3)
    /// RFC 7770.
    public static let routerInformation = OpaqueType(rawValue: 4)
    /// RFC 7684.
    public static let extendedPrefix = OpaqueType(rawValue: 7)
    /// RFC 7684.
    public static let extendedLink = OpaqueType(rawValue: 8)

    var consistsOfTLVs: Bool {
        switch self {
        case .trafficEngineering, .grace, .routerInformation, .extendedPrefix, .extendedLink: true
        default: false
        }
    }
}

extension OpaqueType: CustomStringConvertible {
    public var description: String {
        switch self {
        case .trafficEngineering: "Traffic Engineering"
        case .grace: "Grace"
        case .routerInformation: "Router Information"
        case .extendedPrefix: "Extended Prefix"
        case .extendedLink: "Extended Link"
        default: "opaque type \(rawValue)"
        }
    }
}
