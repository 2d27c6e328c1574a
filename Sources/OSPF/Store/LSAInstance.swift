import NetworkPrimitives
import OSPFWire

/// One instance of an LSA: its header without the age, and where its body lies in the store.
public struct LSAInstance: Sendable {
    public let key: LSAKeyID
    public let sequenceNumber: Int32
    public let checksum: UInt16
    /// In octets, with the header (RFC 2328 §A.4.1).
    public let length: UInt16
    public let options: UInt8
    let bodyStart: UInt32
    let bodyWordCount: UInt16
    /// What made its originator send it.
    public let cause: HappeningID
    /// Why every router discards it; found when it is stored, so that flooding costs one look.
    public internal(set) var flaw: LSADiscardReason?
    /// The destination of types 2, 3, 5 and 7.
    var prefix = PrefixID.none
    /// Where the links of a router-LSA lie in the store, or the attached routers of a network-LSA.
    fileprivate(set) var linkStart: UInt32 = 0
    fileprivate(set) var linkCount: UInt16 = 0

    init(
        key: LSAKeyID, sequenceNumber: Int32, checksum: UInt16, length: UInt16, options: UInt8, bodyStart: UInt32,
        bodyWordCount: UInt16, cause: HappeningID
    ) {
        self.key = key
        self.sequenceNumber = sequenceNumber
        self.checksum = checksum
        self.length = length
        self.options = options
        self.bodyStart = bodyStart
        self.bodyWordCount = bodyWordCount
        self.cause = cause
    }

    @inline(__always) var bodyRange: Range<Int> { Int(bodyStart)..<Int(bodyStart) + Int(bodyWordCount) }
    @inline(__always) var linkRange: Range<Int> { Int(linkStart)..<Int(linkStart) + Int(linkCount) }
}

extension LSAStore {
    /// Looks up what the body of a new instance points at. A body that is too short for its own counts keeps the links
    /// that are whole, and the rest is not used for routing.
    mutating func resolve(_ instance: inout LSAInstance) {
        let key = keys[instance.key.index]
        let range = instance.bodyRange
        switch key.type {
        case LSType.router:
            instance.linkStart = UInt32(routerLinks.count)
            resolveLinks(of: key, in: range)
            instance.linkCount = UInt16(routerLinks.count - Int(instance.linkStart))
        case LSType.network:
            guard let mask = words[range].first else { break }
            instance.prefix = prefixID(key.linkStateID, mask: mask)
            instance.linkStart = UInt32(attachedRouters.count)
            for position in range.dropFirst() { attachedRouters.append(routerKey(words[position], area: key.area)) }
            instance.linkCount = UInt16(range.count - 1)
        case LSType.summaryNetwork, LSType.asExternal, LSType.nssa:
            let needed = key.type == LSType.summaryNetwork ? 2 : 4
            if range.count >= needed { instance.prefix = prefixID(key.linkStateID, mask: words[range.lowerBound]) }
        default: break
        }
    }

    private mutating func resolveLinks(of key: DatabaseKey, in range: Range<Int>) {
        guard !range.isEmpty else { return }
        let count = Int(words[range.lowerBound] & 0xFFFF)
        var position = range.lowerBound + 1
        for _ in 0..<count {
            guard position + 3 <= range.upperBound else { return }
            let (id, data) = (IPv4Address(bits: words[position]), IPv4Address(bits: words[position + 1]))
            let last = words[position + 2]
            let type = RouterLSABody.LinkType(rawValue: UInt8(last >> 24))
            let target: UInt32 =
                switch type {
                case .pointToPoint, .virtual: routerKey(id.bits, area: key.area).number
                case .transit: UInt32(networkVertex(area: key.area, linkStateID: id))
                case .stub: prefixID(id, mask: data.bits).number
                default: .max
                }
            routerLinks.append(
                RouterLink(
                    id: id, data: data, target: target, metric: UInt16(truncatingIfNeeded: last), type: type))
            // Metrics of other types of service follow.
            position += 3 + Int(last >> 16 & 0xFF)
        }
    }

    private mutating func routerKey(_ bits: UInt32, area: AreaID) -> LSAKeyID {
        intern(
            DatabaseKey(
                type: LSType.router, area: area, linkStateID: IPv4Address(bits: bits),
                advertisingRouter: RouterID(bits: bits)))
    }

    private mutating func prefixID(_ address: IPv4Address, mask: UInt32) -> PrefixID {
        IPv4Prefix(address, mask: IPv4Address(bits: mask)).map { intern($0) } ?? .none
    }
}
