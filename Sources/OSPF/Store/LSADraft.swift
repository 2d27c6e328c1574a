import NetworkPrimitives
import OSPFWire

/// What an own LSA is to say (RFC 2328 §12.4): its options, and its body in words of network byte order.
struct LSADraft {
    var options: UInt8 = 0
    private(set) var words: [UInt32]
    /// Links, or attached routers, that found no room.
    private(set) var leftOut = 0
    /// How many links a router-LSA may have.
    private var room = 0

    /// Octets of the whole LSA.
    var length: UInt16 { UInt16(words.count * 4 + LSAHeader.size) }

    init(_ options: UInt8, _ words: [UInt32], leftOut: Int = 0) {
        (self.options, self.words, self.leftOut) = (options, words, leftOut)
    }

    /// A router-LSA without links (RFC 2328 §12.4.1).
    init(_ flags: RouterLSABody.Flags, room: Int) {
        words = [UInt32(flags.rawValue) << 24]
        self.room = room
    }

    /// An AS-external-LSA or an NSSA-LSA (RFC 2328 §12.4.4).
    init(_ options: UInt8, _ content: ExternalView, to prefix: IPv4Prefix) {
        self.init(options, [prefix.mask.bits, content.typedMetric, content.forwardingAddress.bits, content.tag])
    }

    /// Octets as words, the last of which is padded with zeros.
    static func words(of octets: [UInt8]) -> [UInt32] {
        stride(from: 0, to: octets.count, by: 4).map { start in
            (start..<start + 4).reduce(0) { $0 << 8 | ($1 < octets.count ? UInt32(octets[$1]) : 0) }
        }
    }

    mutating func addLink(_ id: UInt32, _ data: UInt32, _ type: RouterLSABody.LinkType, cost: UInt32) {
        guard Int(words[0] & 0xFFFF) < room else {
            leftOut += 1
            return
        }
        words.append(id)
        words.append(data)
        words.append(UInt32(type.rawValue) << 24 | cost)
        words[0] += 1
    }
}
