import NetworkPrimitives
import OSPFWire

/// One copy of every LSA instance that was ever seen in a network: databases, packets and lists hold
/// its number. Keys and prefixes are numbered in the same way.
///
/// A value: copying it is constant-time, and the copies share what neither changes. Nothing is removed.
public struct LSAStore: Sendable {
    public private(set) var keys: [DatabaseKey] = []
    public private(set) var instances: [LSAInstance] = []
    public private(set) var prefixes: [IPv4Prefix] = []
    /// Bodies, as the 32-bit words that the RFC's figures draw.
    var words: [UInt32] = []
    /// The links of all router-LSAs, and the routers that all network-LSAs list: keys of their router-LSAs.
    var routerLinks: [RouterLink] = []
    var attachedRouters: [LSAKeyID] = []
    /// The next network-LSA key with the same area and Link State ID, by key.
    private var nextNetworkKey: [UInt32] = []
    /// The first key of each network vertex: what a transit link names is a Link State ID without a router.
    private var networkVertices: [UInt32] = []

    private var keyTable = IDTable()
    private var instanceTable = IDTable()
    private var prefixTable = IDTable()
    private var networkTable = IDTable()

    public init() {}

    @inline(__always) public subscript(id: LSAInstanceID) -> LSAInstance { instances[id.index] }
    @inline(__always) public subscript(id: LSAKeyID) -> DatabaseKey { keys[id.index] }
    @inline(__always) public subscript(id: PrefixID) -> IPv4Prefix { prefixes[id.index] }

    /// The body's words.
    public func body(of id: LSAInstanceID) -> ArraySlice<UInt32> {
        let instance = instances[id.index]
        return words[instance.bodyRange]
    }

    /// The number of `key` if it was ever seen.
    public func find(_ key: DatabaseKey) -> LSAKeyID? {
        keyTable.find(hash: key.hash) { keys[$0] == key }.map { LSAKeyID($0) }
    }

    /// The number of `key`.
    public mutating func intern(_ key: DatabaseKey) -> LSAKeyID {
        let hash = key.hash
        if let number = keyTable.find(hash: hash, where: { keys[$0] == key }) { return LSAKeyID(number) }
        let number = keys.count
        keys.append(key)
        nextNetworkKey.append(.max)
        keyTable.insert(number, hash: hash) { [keys] in keys[$0].hash }
        if key.type == LSType.network {
            let vertex = networkVertex(area: key.area, linkStateID: key.linkStateID)
            nextNetworkKey[number] = networkVertices[vertex]
            networkVertices[vertex] = UInt32(number)
        }
        return LSAKeyID(number)
    }

    /// The number of `prefix`.
    public mutating func intern(_ prefix: IPv4Prefix) -> PrefixID {
        let hash = Self.hash(prefix)
        if let number = prefixTable.find(hash: hash, where: { prefixes[$0] == prefix }) { return PrefixID(number) }
        prefixes.append(prefix)
        prefixTable.insert(prefixes.count - 1, hash: hash) { [prefixes] in Self.hash(prefixes[$0]) }
        return PrefixID(prefixes.count - 1)
    }

    /// The number of `prefix` if it was ever seen.
    public func find(_ prefix: IPv4Prefix) -> PrefixID? {
        prefixTable.find(hash: Self.hash(prefix)) { prefixes[$0] == prefix }.map { PrefixID($0) }
    }

    /// The number of an instance.
    ///
    /// - Parameters:
    ///   - body: in words of network byte order.
    ///   - checksum: as it was received, or `nil` to compute it (RFC 2328 §12.1.7).
    ///   - byteCount: the body's length where it is not whole words; the last word is then padded with zeros.
    ///   - cause: what made the originator send it, for chains of causes; of the first sighting.
    mutating func intern(
        _ body: [UInt32], key: LSAKeyID, options: UInt8, sequenceNumber: Int32, checksum: UInt16? = nil,
        byteCount: Int? = nil,
        cause: HappeningID
    ) -> LSAInstanceID {
        let bytes = byteCount ?? body.count * 4
        let checksum =
            checksum
            ?? self.checksum(
                of: body, keys[key.index], options: options, sequenceNumber: sequenceNumber, byteCount: bytes)
        let hash = Self.hash(key: key, sequenceNumber: sequenceNumber, checksum: checksum)
        let known = instanceTable.find(hash: hash) { number in
            let other = instances[number]
            return other.key == key && other.sequenceNumber == sequenceNumber && other.checksum == checksum
                && other.options == options && Int(other.length) == bytes + 20
                && words[other.bodyRange].elementsEqual(body)
        }
        if let known { return LSAInstanceID(known) }
        var instance = LSAInstance(
            key: key, sequenceNumber: sequenceNumber, checksum: checksum, length: UInt16(bytes + 20), options: options,
            bodyStart: UInt32(words.count), bodyWordCount: UInt16(body.count), cause: cause)
        words.append(contentsOf: body)
        resolve(&instance)
        instances.append(instance)
        instanceTable.insert(instances.count - 1, hash: hash) { [instances] in
            let other = instances[$0]
            return Self.hash(key: other.key, sequenceNumber: other.sequenceNumber, checksum: other.checksum)
        }
        return LSAInstanceID(instances.count - 1)
    }

    /// The LS checksum of an LSA (RFC 2328 §12.1.7).
    private func checksum(
        of body: [UInt32], _ key: DatabaseKey, options: UInt8, sequenceNumber: Int32, byteCount: Int
    ) -> UInt16 {
        let octets = byteCount + LSAHeader.size - 2
        var sums = FletcherSums(ofOctets: octets)
        sums.add(octet: options)
        sums.add(octet: key.type.rawValue)
        sums.add(word: key.linkStateID.bits)
        sums.add(word: key.advertisingRouter.bits)
        sums.add(word: UInt32(bitPattern: sequenceNumber))
        // The checksum itself counts as zero; the length follows it.
        sums.add(word: UInt32(byteCount + LSAHeader.size))
        for word in body.prefix(byteCount / 4) { sums.add(word: word) }
        if byteCount % 4 != 0, let last = body.last {
            for octet in 0..<byteCount % 4 {
                sums.add(octet: UInt8(truncatingIfNeeded: last >> UInt32(24 - 8 * octet)))
            }
        }
        return sums.lsaChecksum(octets: octets)
    }

    mutating func setFlaw(_ flaw: LSADiscardReason?, of id: LSAInstanceID) { instances[id.index].flaw = flaw }

    /// The number of the vertex that a transit link to `linkStateID` points at.
    mutating func networkVertex(area: AreaID, linkStateID: IPv4Address) -> Int {
        let hash = IDTable.hash(UInt64(area.bits) << 32 | UInt64(linkStateID.bits))
        let known = networkTable.find(hash: hash) { number in
            let key = networkVertexNames[number]
            return key.0 == area && key.1 == linkStateID
        }
        if let known { return known }
        networkVertexNames.append((area, linkStateID))
        networkVertices.append(.max)
        networkTable.insert(networkVertices.count - 1, hash: hash) { [networkVertexNames] in
            let key = networkVertexNames[$0]
            return IDTable.hash(UInt64(key.0.bits) << 32 | UInt64(key.1.bits))
        }
        return networkVertices.count - 1
    }
    private var networkVertexNames: [(AreaID, IPv4Address)] = []

    /// The first key of a network-LSA that a transit link may mean: its Link State ID alone names it.
    @inline(__always) func firstNetwork(of link: RouterLink) -> LSAKeyID? {
        let number = networkVertices[link.network]
        return number == .max ? nil : LSAKeyID(number: number)
    }

    /// The next one.
    @inline(__always) func network(after key: LSAKeyID) -> LSAKeyID? {
        let number = nextNetworkKey[key.index]
        return number == .max ? nil : LSAKeyID(number: number)
    }

    private static func hash(_ prefix: IPv4Prefix) -> UInt32 {
        IDTable.hash(UInt64(prefix.address.bits) << 8 | UInt64(prefix.length))
    }

    private static func hash(key: LSAKeyID, sequenceNumber: Int32, checksum: UInt16) -> UInt32 {
        IDTable.hash(
            UInt64(key.number) << 32 ^ UInt64(UInt32(bitPattern: sequenceNumber)) << 16 ^ UInt64(checksum))
    }
}
