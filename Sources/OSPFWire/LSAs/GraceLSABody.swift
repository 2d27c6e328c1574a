import NetworkPrimitives

/// What a Grace-LSA says (RFC 3623 Appendix A).
public struct GraceLSABody: Hashable, Sendable {
    /// From its age 0 on; whole seconds.
    public var period: Duration
    /// The restarting router's address on networks that are not point-to-point.
    public var address: IPv4Address?

    public init(period: Duration, address: IPv4Address?) {
        self.period = period
        self.address = address
    }

    /// `nil` where it has no grace period.
    public init?(_ body: OpaqueLSABody) {
        var period: Duration?
        for tlv in body.tlvs where tlv.value.count == 4 {
            let number = tlv.value.reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
            switch tlv.type {
            case 1: period = .seconds(Int64(number))
            case 3: address = IPv4Address(bits: number)
            default: break
            }
        }
        guard let period else { return nil }
        self.period = period
    }

    /// Grace period, restart reason "software restart", and the address where neighbors are known by it.
    public var opaque: OpaqueLSABody {
        var octets: [UInt8] = []
        octets.append(UInt32(clamping: period.wholeSeconds))
        var tlvs = [TLV(type: 1, value: octets), TLV(type: 2, value: [1])]
        if let address {
            octets.removeAll()
            octets.append(address)
            tlvs.append(TLV(type: 3, value: octets))
        }
        return OpaqueLSABody(opaqueType: .grace, opaqueID: 0, tlvs: tlvs)
    }
}
