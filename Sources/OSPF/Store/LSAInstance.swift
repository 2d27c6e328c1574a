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
    /// Where the resolved links begin in `LSAStore.targets`, and how many there are. One for each link of a router-LSA: the
    /// key of the neighbor's router-LSA (point-to-point, virtual), the network vertex (transit) or the prefix (stub);
    /// one for each attached router of a network-LSA: the key of its router-LSA.
    var targetStart: UInt32 = 0
    var targetCount: UInt16 = 0

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
}

/// The link types of a router-LSA (RFC 2328 §A.4.2).
enum LinkType {
    static let pointToPoint: UInt32 = 1
    static let transit: UInt32 = 2
    static let stub: UInt32 = 3
    static let virtual: UInt32 = 4
}

extension LSAStore {
    /// Looks up what the body of a new instance points at. A body that is too short for its own counts keeps the links
    /// that are whole, and the rest is not used for routing.
    mutating func resolve(_ instance: inout LSAInstance) {
        let key = keys[instance.key.index]
        let range = instance.bodyRange
        instance.targetStart = UInt32(targets.count)
        switch key.type {
        case LSType.router: resolveLinks(of: key, in: range)
        case LSType.network:
            guard let mask = words[range].first else { break }
            instance.prefix = prefixID(key.linkStateID, mask: mask)
            for position in range.dropFirst() { targets.append(routerKey(words[position], area: key.area).number) }
        case LSType.summaryNetwork, LSType.asExternal, LSType.nssa:
            let needed = key.type == LSType.summaryNetwork ? 2 : 4
            if range.count >= needed { instance.prefix = prefixID(key.linkStateID, mask: words[range.lowerBound]) }
        default: break
        }
        instance.targetCount = UInt16(targets.count - Int(instance.targetStart))
    }

    private mutating func resolveLinks(of key: DatabaseKey, in range: Range<Int>) {
        guard !range.isEmpty else { return }
        let count = Int(words[range.lowerBound] & 0xFFFF)
        var position = range.lowerBound + 1
        for _ in 0..<count {
            guard position + 3 <= range.upperBound else { return }
            let (id, data, last) = (words[position], words[position + 1], words[position + 2])
            switch last >> 24 {
            case LinkType.pointToPoint, LinkType.virtual: targets.append(routerKey(id, area: key.area).number)
            case LinkType.transit:
                targets.append(UInt32(networkVertex(area: key.area, linkStateID: IPv4Address(bits: id))))
            case LinkType.stub: targets.append(prefixID(IPv4Address(bits: id), mask: data).number)
            default: targets.append(.max)
            }
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
