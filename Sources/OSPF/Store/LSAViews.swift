import NetworkPrimitives
import OSPFWire

/// One link of a router-LSA (RFC 2328 §A.4.2), and the number of what it points at.
struct RouterLink: Sendable {
    let id: IPv4Address
    let data: IPv4Address
    private let target: UInt32
    let metric: UInt16
    let type: RouterLSABody.LinkType

    init(id: IPv4Address, data: IPv4Address, target: UInt32, metric: UInt16, type: RouterLSABody.LinkType) {
        (self.id, self.data, self.target, self.metric, self.type) = (id, data, target, metric, type)
    }

    /// Of a point-to-point or virtual link: the neighbor's router-LSA.
    @inline(__always) var neighbor: LSAKeyID { LSAKeyID(number: target) }
    /// Of a transit link: the network vertex.
    @inline(__always) var network: Int { Int(target) }
    /// Of a stub link; `.none` where the mask is none.
    @inline(__always) var prefix: PrefixID { PrefixID(number: target) }
}

/// What an AS-external-LSA or an NSSA-LSA says of its destination (RFC 2328 §A.4.5, RFC 3101 Appendix A).
struct ExternalView: Hashable, Sendable {
    /// The metric, with the E-bit as the highest bit: of two the smaller one is preferred.
    var typedMetric: UInt32
    var forwardingAddress = IPv4Address.unspecified
    var tag: UInt32 = 0

    static let typeBit: UInt32 = 0x8000_0000

    init(isType2: Bool, metric: UInt32, forwardingAddress: IPv4Address = .unspecified, tag: UInt32 = 0) {
        self.init(typedMetric: (isType2 ? Self.typeBit : 0) | metric, forwardingAddress: forwardingAddress, tag: tag)
    }

    init(typedMetric: UInt32, forwardingAddress: IPv4Address, tag: UInt32) {
        (self.typedMetric, self.forwardingAddress, self.tag) = (typedMetric, forwardingAddress, tag)
    }

    var isType2: Bool { typedMetric & Self.typeBit != 0 }
    /// 24 bits.
    var metric: UInt32 { typedMetric & Constants.lsInfinity }
}

// What LSAs say, without words.
extension LSAStore {
    /// The links of a router-LSA, in their order.
    @inline(__always) func links(of instance: LSAInstance) -> ArraySlice<RouterLink> { routerLinks[instance.linkRange] }

    /// The routers that a network-LSA lists, by the keys of their router-LSAs.
    @inline(__always) func attachedRouters(of instance: LSAInstance) -> ArraySlice<LSAKeyID> {
        attachedRouters[instance.linkRange]
    }

    /// The flags of a router-LSA.
    @inline(__always) func flags(of instance: LSAInstance) -> RouterLSABody.Flags {
        guard instance.bodyWordCount > 0 else { return [] }
        return RouterLSABody.Flags(rawValue: UInt8(words[Int(instance.bodyStart)] >> 24))
    }

    /// The metric of a summary-LSA; `nil` where its body is too short.
    func summaryMetric(of instance: LSAInstance) -> UInt32? {
        instance.bodyWordCount < 2 ? nil : words[Int(instance.bodyStart) + 1] & Constants.lsInfinity
    }

    /// - Precondition: the LSA has a prefix.
    func external(_ instance: LSAInstance) -> ExternalView {
        precondition(instance.bodyWordCount >= 4, "an LSA with a prefix is whole (RFC 2328 §A.4.5)")
        let start = Int(instance.bodyStart)
        return ExternalView(
            typedMetric: words[start + 1], forwardingAddress: IPv4Address(bits: words[start + 2]), tag: words[start + 3]
        )
    }
}
