import NetworkPrimitives

extension LSABody {
    /// Reads the octets after an LSA's header.
    ///
    /// - Parameter linkStateID: says what kind of opaque LSA it is; not used for other types.
    /// - Throws: offsets count from the first octet of the body.
    public init(decoding octets: [UInt8], type: LSType, linkStateID: IPv4Address) throws(DecodeError) {
        var reader = OctetReader(octets)
        switch type {
        case .router: self = .router(try RouterLSABody(reading: &reader))
        case .network: self = .network(try NetworkLSABody(reading: &reader))
        case .summaryNetwork, .summaryASBR: self = .summary(try SummaryLSABody(reading: &reader))
        case .asExternal, .nssa: self = .external(try ExternalLSABody(reading: &reader))
        case .opaqueLink, .opaqueArea, .opaqueAS:
            self = .opaque(try OpaqueLSABody(reading: &reader, linkStateID: linkStateID))
        default: self = .unknown(octets)
        }
        guard reader.remaining == 0 || self == .unknown(octets) else {
            throw DecodeError(
                field: "\(type)", offset: reader.offset, reason: .trailingOctets(reader.remaining))
        }
    }
}

extension RouterLSABody {
    /// Reads the figure of RFC 2328 §A.4.2.
    init(reading octets: inout OctetReader) throws(DecodeError) {
        flags = Flags(rawValue: try octets.uint8("Router-LSA flags"))
        _ = try octets.uint8("Router-LSA reserved octet")
        let countOffset = octets.offset
        let count = Int(try octets.uint16("# links"))
        guard count * 12 <= octets.remaining else {
            throw DecodeError(field: "# links", offset: countOffset, reason: .countExceedsLength(count))
        }
        links = []
        links.reserveCapacity(count)
        for _ in 0..<count { links.append(try Link(reading: &octets)) }
    }
}

extension RouterLSABody.Link {
    init(reading octets: inout OctetReader) throws(DecodeError) {
        id = try octets.address("Link ID")
        data = try octets.address("Link Data")
        type = RouterLSABody.LinkType(rawValue: try octets.uint8("Link type"))
        let count = try octets.uint8("# TOS")
        metric = try octets.uint16("Link metric")
        tos = []
        for _ in 0..<count {
            let service = try octets.uint8("Link TOS")
            _ = try octets.uint8("Link TOS reserved octet")
            tos.append(TOSMetric(tos: service, metric: UInt32(try octets.uint16("Link TOS metric"))))
        }
    }
}

extension NetworkLSABody {
    /// Reads the figure of RFC 2328 §A.4.3.
    init(reading octets: inout OctetReader) throws(DecodeError) {
        mask = try octets.address("Network mask")
        attachedRouters = []
        attachedRouters.reserveCapacity(octets.remaining / 4)
        while octets.remaining > 0 { attachedRouters.append(try octets.routerID("Attached Router")) }
    }
}

extension SummaryLSABody {
    /// Reads the figure of RFC 2328 §A.4.4.
    init(reading octets: inout OctetReader) throws(DecodeError) {
        mask = try octets.address("Network mask")
        metrics = []
        repeat {
            let tos = try octets.uint8("TOS")
            metrics.append(TOSMetric(tos: tos, metric: try octets.uint24("Metric")))
        } while octets.remaining > 0
    }
}

extension ExternalLSABody {
    /// Reads the figure of RFC 2328 §A.4.5.
    init(reading octets: inout OctetReader) throws(DecodeError) {
        mask = try octets.address("Network mask")
        routes = []
        repeat {
            let service = try octets.uint8("E bit and TOS")
            routes.append(
                Route(
                    externalType: service & 0x80 != 0 ? .type2 : .type1, tos: service & 0x7F,
                    metric: try octets.uint24("Metric"),
                    forwardingAddress: try octets.address("Forwarding address"),
                    tag: try octets.uint32("External Route Tag")))
        } while octets.remaining > 0
    }
}
