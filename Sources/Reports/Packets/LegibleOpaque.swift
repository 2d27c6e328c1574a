import NetworkPrimitives
import OSPFWire

/// What an opaque LSA carries: its octets, and the triplets that its application is known to consist of (RFC 5250 §3).
struct LegibleOpaque {
    private let application: OpaqueType
    private let octets: [UInt8]
    private let tlvs: [TLV]

    init(_ octets: [UInt8], header: LSAHeader) {
        self.octets = octets
        application = OpaqueType(of: header.linkStateID)
        let body = try? LSABody(decoding: octets, type: header.type, linkStateID: header.linkStateID)
        if case .opaque(let opaque)? = body { tlvs = opaque.tlvs } else { tlvs = [] }
    }

    /// - Parameter position: the LSA's in its packet, from 0.
    func write(lsa position: Int, into list: inout CompactJSON) {
        list.object { object in
            object.field("lsa", position)
            object.field("application", "\(application)")
            object.field("octets", Self.hexadecimal(octets))
            object.key("tlvs")
            object.array { Self.write(tlvs, into: &$0) }
        }
    }

    private static func write(_ tlvs: [TLV], into list: inout CompactJSON) {
        for tlv in tlvs {
            list.object { object in
                object.field("type", tlv.type)
                object.field("name", tlv.name)
                object.field("value", hexadecimal(tlv.value))
                guard !tlv.subTLVs.isEmpty else { return }
                object.key("tlvs")
                object.array { write(tlv.subTLVs, into: &$0) }
            }
        }
    }

    private static func hexadecimal(_ octets: [UInt8]) -> String {
        octets.map { octet in (octet < 16 ? "0" : "") + String(octet, radix: 16) }.joined()
    }
}
