/// Why a router discards an LSA that it receives (RFC 2328 §13 (1) to (3), and what later RFCs and vulnerabilities added).
public enum LSADiscardReason: UInt8, Hashable, Sendable, CaseIterable {
    /// RFC 2328 §13 (1): the LS checksum is wrong.
    case checksum
    /// The octets are not those that the LS type has (RFC 2328 §A.4).
    case malformed
    /// RFC 2328 §13 (2).
    case unknownType
    /// RFC 5250 §3.1 and §7: to a router that is not opaque-capable the type is unknown.
    case opaque
    /// RFC 2328 §13 (3), RFC 3101 §2.1, RFC 5250 §3: an AS-external-LSA, or an opaque one of AS scope, in a
    /// stub area or an NSSA.
    case systemWideInStubArea
    /// RFC 3101 §2.3 (2): NSSA-LSAs stay in their NSSA.
    case nssaOutsideNSSA
    /// RFC 5250 §3: link-local, and of another link.
    case foreignLink
    /// RFC 2328 §12.1.6: 0x80000000 is reserved.
    case reservedSequenceNumber
    /// RFC 2328 §12.1.4: a router-LSA's Link State ID is its originator's Router ID. One that is not would
    /// take another's place.
    case foreignLinkStateID

    /// RFC 2328 §10.6: whether a Database Description that lists such an LSA begins the exchange again. What is
    /// discarded for another reason is not asked for.
    public var restartsExchange: Bool {
        switch self {
        case .unknownType, .opaque, .systemWideInStubArea, .nssaOutsideNSSA: true
        case .checksum, .malformed, .foreignLink, .reservedSequenceNumber, .foreignLinkStateID: false
        }
    }
}

extension LSADiscardReason: CustomStringConvertible {
    /// What is said of the LSAs, such as `unknown LS type`.
    public var description: String {
        switch self {
        case .checksum: "wrong LS checksum"
        case .malformed: "malformed"
        case .unknownType: "unknown LS type"
        case .opaque: "opaque, and the router is not opaque-capable"
        case .systemWideInStubArea: "of AS scope in a stub area or NSSA"
        case .nssaOutsideNSSA: "type 7 outside an NSSA"
        case .foreignLink: "link-local, of another link"
        case .reservedSequenceNumber: "reserved sequence number 0x80000000"
        case .foreignLinkStateID: "router-LSA whose Link State ID is not its Advertising Router"
        }
    }
}

/// Some LS types: one bit each. Those from 16 on are in no set.
public struct LSTypeSet: Hashable, Sendable, ExpressibleByArrayLiteral {
    @usableFromInline let bits: UInt16

    public static let summaries: LSTypeSet = [.summaryNetwork, .summaryASBR]
    public static let externals: LSTypeSet = [.asExternal, .nssa]

    public init(arrayLiteral types: LSType...) { self.init(types) }

    public init(_ types: [LSType]) { bits = types.reduce(0) { $0 | 1 << UInt16($1.rawValue) } }

    /// The types that a router takes on an interface.
    ///
    /// - Parameter area: the E- and N-bits of the area, as its Hellos have them (RFC 2328 §A.2, RFC 3101 §2.1).
    public init(inAreaWith area: Options, isOpaqueCapable: Bool = true) {
        var types: [LSType] = [.router, .network, .summaryNetwork, .summaryASBR]
        if area.contains(.external) { types.append(.asExternal) }
        if area.contains(.nssa) { types.append(.nssa) }
        if isOpaqueCapable { types += [.opaqueLink, .opaqueArea] }
        if isOpaqueCapable, area.contains(.external) { types.append(.opaqueAS) }
        self.init(types)
    }

    @inlinable public func contains(_ type: LSType) -> Bool {
        type.rawValue < 16 && bits >> UInt16(type.rawValue) & 1 != 0
    }

    /// Why a router does not take a type, if these are those that it takes.
    public func reason(against type: LSType) -> LSADiscardReason? {
        guard !contains(type) else { return nil }
        if type.isOpaque { return contains(.opaqueArea) ? .systemWideInStubArea : .opaque }
        switch type {
        case .asExternal: return .systemWideInStubArea
        case .nssa: return .nssaOutsideNSSA
        default: return .unknownType
        }
    }
}

extension LSAHeader {
    /// What is wrong with an LSA wherever it arrives, as far as its header shows.
    public var flaw: LSADiscardReason? {
        if sequenceNumber == Constants.reservedSequenceNumber { return .reservedSequenceNumber }
        if type == .router, linkStateID.bits != advertisingRouter.bits { return .foreignLinkStateID }
        return nil
    }
}

extension LSA {
    /// What is wrong with an LSA wherever it arrives. What opaque LSAs and those of unknown types hold is not looked at.
    public var flaw: LSADiscardReason? {
        guard isChecksumValid else { return .checksum }
        return hasWholeBody ? header.flaw : .malformed
    }

    /// Whether the body is as long as its LS type has it (RFC 2328 §A.4). Nothing is read, and nothing allocated.
    public var hasWholeBody: Bool {
        switch header.type {
        case .router: hasWholeLinks
        case .network: body.count >= 4 && body.count % 4 == 0
        case .summaryNetwork, .summaryASBR: body.count >= 8 && body.count % 4 == 0
        case .asExternal, .nssa: body.count >= 16 && body.count % 12 == 4
        default: true
        }
    }

    private var hasWholeLinks: Bool {
        guard body.count >= 4 else { return false }
        var end = 4
        for _ in 0..<(Int(body[2]) << 8 | Int(body[3])) {
            guard end + 12 <= body.count else { return false }
            end += 12 + 4 * Int(body[end + 9])
        }
        return end == body.count
    }
}
