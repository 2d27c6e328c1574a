import NetworkPrimitives

/// One type-length-value triplet of an opaque LSA; the value is padded to four octets (RFC 3630 §2.3.2).
public struct TLV: Hashable, Sendable {
    public var type: UInt16
    /// The value without its padding.
    public var value: [UInt8]
    /// The triplets inside the value, where its type has them.
    public var subTLVs: [TLV]
    /// What the registry of its LSA calls it; `nil` where it has no entry here.
    public var name: String?
    /// The octets before the sub-TLVs, where there are both.
    var fixedOctets = 0

    public init(type: UInt16, value: [UInt8], name: String? = nil) {
        self.type = type
        self.value = value
        self.name = name
        subTLVs = []
    }

    /// The triplet that a TLV stands in, which decides what its type means.
    enum Place {
        case opaque(OpaqueType)
        case trafficEngineeringLink
        case extendedAttribute
    }

    init(reading octets: inout OctetReader, within place: Place) throws(DecodeError) {
        type = try octets.uint16("TLV type")
        let lengthOffset = octets.offset
        let length = Int(try octets.uint16("TLV length"))
        let shape = TLVShape(type: type, within: place)
        name = shape.name
        guard length <= octets.remaining, shape.allows(length) else {
            throw DecodeError(
                field: "length of \(shape.name ?? "TLV \(type)")", offset: lengthOffset, reason: .invalidLength(length))
        }
        var content = try octets.slice(length, "TLV value")
        // The padding of the last TLV may be missing: senders differ, and nothing is lost.
        _ = try octets.octets(min(octets.remaining, -length & 3), "TLV padding")
        subTLVs = []
        fixedOctets = 0
        var inner = content
        value = content.rest()
        if let innerPlace = shape.subTLVs, length >= shape.fixedOctets {
            fixedOctets = shape.fixedOctets
            _ = try inner.octets(shape.fixedOctets, "fixed part of \(shape.name ?? "TLV")")
            while inner.remaining > 0 { subTLVs.append(try TLV(reading: &inner, within: innerPlace)) }
        }
    }

    func encode(into octets: inout [UInt8]) {
        octets.append(type)
        octets.append(UInt16(value.count))
        octets += value
        for _ in 0..<(-value.count & 3) { octets.append(0 as UInt8) }
    }
}

/// What is known of a TLV type: its name, the lengths it may have, and whether it holds others.
struct TLVShape {
    enum Length { case any, atLeast(Int), multiple(of: Int) }

    var name: String?
    var length = Length.any
    var subTLVs: TLV.Place?
    var fixedOctets = 0

    func allows(_ count: Int) -> Bool {
        switch length {
        case .any: true
        case .multiple(let unit): count > 0 && count % unit == 0
        case .atLeast(let least): count >= least
        }
    }

    init(type: UInt16, within place: TLV.Place) {
        switch place {
        case .opaque(.trafficEngineering): self.init(trafficEngineering: type)
        case .opaque(.routerInformation): self.init(name: Self.routerInformation[type])
        case .opaque(.grace): self.init(name: Self.grace[type])
        case .opaque(.extendedPrefix) where type == 1:
            // Route type, prefix length, address family, flags, prefix; then sub-TLVs (RFC 7684 §2.1).
            self.init(name: "OSPFv2 Extended Prefix", length: .atLeast(5), subTLVs: .extendedAttribute, fixedOctets: 8)
        case .opaque(.extendedLink) where type == 1:
            // Link type, reserved, Link ID, Link Data; then sub-TLVs (RFC 7684 §3.1).
            self.init(name: "OSPFv2 Extended Link", length: .atLeast(12), subTLVs: .extendedAttribute, fixedOctets: 12)
        case .trafficEngineeringLink: self.init(trafficEngineeringLink: type)
        default: self.init(name: nil)
        }
    }

    private init(name: String?, length: Length = .any, subTLVs: TLV.Place? = nil, fixedOctets: Int = 0) {
        self.name = name
        self.length = length
        self.subTLVs = subTLVs
        self.fixedOctets = fixedOctets
    }

    private init(trafficEngineering type: UInt16) {
        switch type {
        case 1: self.init(name: "Router Address", length: .multiple(of: 4))
        case 2: self.init(name: "Link", subTLVs: .trafficEngineeringLink)
        default: self.init(name: nil)
        }
    }

    /// RFC 3630 §2.5, RFC 4203 §1, RFC 4124 §6. A value that is longer than its RFC says can still be read; one that
    /// is shorter cannot.
    private init(trafficEngineeringLink type: UInt16) {
        switch type {
        case 1: self.init(name: "Link type", length: .atLeast(1))
        case 2: self.init(name: "Link ID", length: .atLeast(4))
        case 3: self.init(name: "Local interface IP address")
        case 4: self.init(name: "Remote interface IP address")
        case 5: self.init(name: "Traffic engineering metric", length: .atLeast(4))
        case 6: self.init(name: "Maximum bandwidth", length: .atLeast(4))
        case 7: self.init(name: "Maximum reservable bandwidth", length: .atLeast(4))
        case 8: self.init(name: "Unreserved bandwidth", length: .atLeast(32))
        case 9: self.init(name: "Administrative group", length: .atLeast(4))
        case 11: self.init(name: "Link Local/Remote Identifiers", length: .atLeast(8))
        case 14: self.init(name: "Link Protection Type", length: .atLeast(4))
        case 15: self.init(name: "Interface Switching Capability Descriptor", length: .atLeast(36))
        case 16: self.init(name: "Shared Risk Link Group")
        case 17: self.init(name: "Bandwidth Constraints", length: .multiple(of: 4))
        default: self.init(name: nil)
        }
    }

    private static let routerInformation: [UInt16: String] = [
        1: "Router Informational Capabilities", 2: "Router Functional Capabilities", 7: "Dynamic Hostname",
        8: "SR-Algorithm", 9: "SID/Label Range", 12: "Node MSD", 14: "SR Local Block",
    ]
    private static let grace: [UInt16: String] = [
        1: "Grace Period", 2: "Graceful restart reason", 3: "IP interface address",
    ]
}
