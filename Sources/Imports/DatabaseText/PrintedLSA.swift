import NetworkPrimitives
import OSPFWire

/// An LSA as a router printed it, field by field.
struct PrintedLSA {
    var line: Int
    var type: LSType?
    /// `nil` for AS scope, and where nothing says it.
    var area: AreaID?
    var age: UInt16 = 0
    var doNotAge = false
    /// The bits that were printed.
    var options: UInt8 = 0
    /// Bits that this way of printing leaves out, so that they may be set.
    var hiddenOptions: UInt8 = 0
    var linkStateID: IPv4Address?
    var advertisingRouter: RouterID?
    var sequenceNumber: Int32?
    var checksum: UInt16?
    var length: Int?
    /// Only the header was printed.
    var isListing = false

    // Of router-LSAs.
    var flags: RouterLSABody.Flags = []
    var linkCount: Int?
    var links: [RouterLSABody.Link] = []
    // Of the others.
    var mask: IPv4Address?
    var attachedRouters: [RouterID] = []
    var metrics: [TOSMetric] = []
    var routes: [ExternalLSABody.Route] = []

    /// What the text says of the LSA's body; `nil` for opaque LSAs, whose octets no text tells, and where something is missing.
    var body: LSABody? {
        guard !isListing, let type else { return nil }
        switch type {
        case .router: return .router(RouterLSABody(flags: flags, links: links))
        case .network: return mask.map { .network(NetworkLSABody(mask: $0, attachedRouters: attachedRouters)) }
        case .summaryNetwork, .summaryASBR:
            let mask = type == .summaryASBR ? mask ?? .unspecified : mask
            guard let mask, !metrics.isEmpty else { return nil }
            return .summary(SummaryLSABody(mask: mask, metrics: metrics))
        case .asExternal, .nssa:
            guard let mask, !routes.isEmpty else { return nil }
            return .external(ExternalLSABody(mask: mask, routes: routes))
        default: return nil
        }
    }
}

/// An LSA of a text, as octets.
struct ReadLSA {
    enum Check: Hashable {
        /// The octets have the printed checksum.
        case exact
        /// They do not.
        case different(String)
        /// No checksum was printed, or no body.
        case unchecked
    }

    var area: AreaID?
    var header: LSAHeader
    var body: [UInt8]?
    var check: Check
    var line: Int
}

extension PrintedLSA {
    /// The LSA in octets, checked by its checksum, which also tells the options that were not printed: the sums of RFC 905 differ for
    /// any two values of one octet.
    ///
    /// - Returns: `nil` where a field of the header is missing.
    func encoded() -> ReadLSA? {
        guard let type, let linkStateID, let advertisingRouter, let sequenceNumber else { return nil }
        let scope = type.hasASScope ? nil : area
        guard let body else {
            var header = LSAHeader(
                age: age, doNotAge: doNotAge, options: options, type: type, linkStateID: linkStateID,
                advertisingRouter: advertisingRouter, sequenceNumber: sequenceNumber, checksum: checksum ?? 0)
            header.length = UInt16(clamping: length ?? LSAHeader.size)
            return ReadLSA(area: scope, header: header, body: nil, check: .unchecked, line: line)
        }
        // An LSA has at most 65,535 octets.
        let octets =
            links.reduce(0) { $0 + 12 + 4 * $1.tos.count } + 4 * (attachedRouters.count + metrics.count) + 12
            * routes.count
        guard octets <= 65_000 else { return nil }
        var first: LSA?
        for options in candidates {
            var lsa = LSA(
                age: age, options: options, type: type, linkStateID: linkStateID,
                advertisingRouter: advertisingRouter, sequenceNumber: sequenceNumber, body: body)
            lsa.header.doNotAge = doNotAge
            guard let checksum else {
                return ReadLSA(area: scope, header: lsa.header, body: lsa.body, check: .unchecked, line: line)
            }
            if lsa.header.checksum == checksum, length.map({ $0 == Int(lsa.header.length) }) != false {
                return ReadLSA(area: scope, header: lsa.header, body: lsa.body, check: .exact, line: line)
            }
            if first == nil { first = lsa }
        }
        guard var lsa = first else { return nil }
        let cause = difference(from: lsa)
        lsa.header.checksum = checksum ?? 0
        return ReadLSA(area: scope, header: lsa.header, body: lsa.body, check: .different(cause), line: line)
    }

    /// What the options may be, likely values first.
    private var candidates: [UInt8] {
        let bits = (0..<8).map { UInt8(1) << $0 }.filter { hiddenOptions & $0 != 0 }
        guard !bits.isEmpty else { return [options] }
        // Bit E is set outside stub areas, bit N/P in NSSAs, bit DN by border routers of VPNs.
        let order: [UInt8] = [0x02, 0x08, 0x80, 0x40, 0x10, 0x04, 0x01, 0x20].filter(bits.contains)
        let subsets = (0..<(1 << order.count)).map { subset in
            order.enumerated().reduce(options) { $0 | (subset >> $1.offset & 1 != 0 ? $1.element : 0) }
        }
        let likely = [options | 0x02, options, options | 0x08].filter { $0 & ~(options | hiddenOptions) == 0 }
        return likely + subsets.filter { !likely.contains($0) }
    }

    private func difference(from lsa: LSA) -> String {
        if let linkCount, linkCount != links.count {
            return
                "\(links.count) of \(linkCount) links were read: the text is cut off, or has lines that were not understood"
        }
        if let length, length != Int(lsa.header.length) {
            return
                "\(lsa.header.length) of \(length) octets were read: the text is cut off, or has lines that were not understood"
        }
        return "its contents have another checksum: addresses were changed, or a value was cut off"
    }
}
