import NetworkPrimitives

/// The body of a Link State Request packet (RFC 2328 §A.3.4).
public struct LinkStateRequest: Hashable, Sendable {
    /// One LSA that is asked for. The type has 32 bits here, and is kept as it came.
    public struct Item: Hashable, Sendable {
        public var type: UInt32
        public var linkStateID: IPv4Address
        public var advertisingRouter: RouterID

        public init(type: UInt32, linkStateID: IPv4Address, advertisingRouter: RouterID) {
            self.type = type
            self.linkStateID = linkStateID
            self.advertisingRouter = advertisingRouter
        }

        public init(_ key: LSAKey) {
            self.init(
                type: UInt32(key.type.rawValue), linkStateID: key.linkStateID, advertisingRouter: key.advertisingRouter)
        }
    }

    public var items: [Item]

    public init(items: [Item]) { self.items = items }

    init(reading octets: inout OctetReader) throws(DecodeError) {
        items = []
        while octets.remaining > 0 {
            items.append(
                Item(
                    type: try octets.uint32("LS type"), linkStateID: try octets.address("Link State ID"),
                    advertisingRouter: try octets.routerID("Advertising Router")))
        }
    }

    func encode(into octets: inout [UInt8]) {
        for item in items {
            octets.append(item.type)
            octets.append(item.linkStateID)
            octets.append(item.advertisingRouter)
        }
    }
}

/// The body of a Link State Update packet (RFC 2328 §A.3.5).
public struct LinkStateUpdate: Hashable, Sendable {
    public var lsas: [LSA]

    public init(lsas: [LSA]) { self.lsas = lsas }

    init(reading octets: inout OctetReader) throws(DecodeError) {
        let offset = octets.offset
        let count = Int(try octets.uint32("# LSAs"))
        guard count <= octets.remaining / LSAHeader.size else {
            throw DecodeError(field: "# LSAs", offset: offset, reason: .countExceedsLength(count))
        }
        lsas = []
        lsas.reserveCapacity(count)
        for _ in 0..<count { lsas.append(try LSA(reading: &octets)) }
    }

    func encode(into octets: inout [UInt8]) {
        octets.append(UInt32(lsas.count))
        for lsa in lsas { lsa.encode(into: &octets) }
    }
}

/// The body of a Link State Acknowledgment packet (RFC 2328 §A.3.6).
public struct LinkStateAcknowledgment: Hashable, Sendable {
    public var lsaHeaders: [LSAHeader]

    public init(lsaHeaders: [LSAHeader]) { self.lsaHeaders = lsaHeaders }

    init(reading octets: inout OctetReader) throws(DecodeError) {
        lsaHeaders = []
        lsaHeaders.reserveCapacity(octets.remaining / LSAHeader.size)
        while octets.remaining > 0 { lsaHeaders.append(try LSAHeader(reading: &octets)) }
    }

    func encode(into octets: inout [UInt8]) {
        for header in lsaHeaders { header.encode(into: &octets) }
    }
}
