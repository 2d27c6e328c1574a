import NetworkPrimitives
import OSPFWire

/// An LSA of a packet: its header, and in an update its checksum and body as far as they are legible.
struct LegibleLSA {
    let header: LSAHeader
    private var isWhole = false
    private var isChecksumValid: Bool?
    private var body: LegibleLSABody?
    private(set) var bodyProblem: String?
    /// The body of an opaque LSA that is whole.
    private(set) var opaque: LegibleOpaque?

    /// - Precondition: 20 octets are left.
    init(reading reader: inout LegibleReader) {
        header = LSAHeader(loadingFrom: reader.octets.span.bytes, at: reader.offset)
        reader = LegibleReader(reader.octets, from: reader.offset + LSAHeader.size, to: reader.end)
    }

    /// Octets that an LSA of each type has at least: what its figure shows before lists begin (RFC 2328 §A.4).
    private static let leastLengths: [UInt8: Int] = [
        1: 24, 2: 28, 3: 28, 4: 28, 5: 36, 7: 36,
    ]

    var lengthProblem: String? {
        let least = Self.leastLengths[header.type.rawValue] ?? LSAHeader.size
        return header.length < least ? "the length \(header.length) is too small for a \(header.type)" : nil
    }

    mutating func readBody(_ octets: [UInt8], _ range: Range<Int>) {
        isWhole = true
        guard header.length >= LSAHeader.size else { return }
        isChecksumValid = isLSAChecksumValid(Array(octets[range]))
        guard lengthProblem == nil else { return }
        let content = Array(octets[(range.lowerBound + LSAHeader.size)..<range.upperBound])
        body = LegibleLSABody(content, header: header)
        if header.type.isOpaque { opaque = LegibleOpaque(content, header: header) }
        do {
            _ = try LSABody(decoding: content, type: header.type, linkStateID: header.linkStateID)
        } catch {
            bodyProblem = "\(header.type) \(header.linkStateID): \(error)"
        }
    }

    func write(into list: inout CompactJSON) {
        list.object { lsa in
            lsa.field("age", header.age)
            lsa.field("do_not_age", header.doNotAge)
            lsa.field("options", header.options)
            lsa.field("type", header.type.rawValue)
            lsa.field("link_state_id", header.linkStateID.description)
            lsa.field("advertising_router", header.advertisingRouter.description)
            lsa.field("sequence", hexadecimal(UInt32(bitPattern: header.sequenceNumber)))
            lsa.field("checksum", hexadecimal(header.checksum))
            lsa.field("length", header.length)
            guard isWhole else { return }
            lsa.field("lsa_checksum_ok", isChecksumValid)
            body?.write(into: &lsa)
        }
    }
}

/// The part of an LSA's body that is legible.
struct LegibleLSABody {
    private struct Link {
        var type: UInt8?
        var id: String?
        var data: String?
        var metric: UInt16?
        var tos: [(tos: UInt8?, metric: UInt32?)] = []
    }

    private struct Route {
        var externalType: Int
        var tos: UInt8
        var metric: UInt32?
        var forwardingAddress: String?
        var tag: UInt32?
    }

    private enum Content {
        case router(flags: UInt8?, count: UInt16, [Link])
        case network(mask: String?, [String])
        case summary(mask: String?, [(tos: UInt8?, metric: UInt32?)])
        case external(mask: String?, [Route])
        case opaque(LSAHeader)
    }

    private let content: Content

    /// `nil` for types without a known figure, and where nothing is legible.
    init?(_ octets: [UInt8], header: LSAHeader) {
        var reader = LegibleReader(octets)
        switch header.type {
        case .router:
            guard let router = Self.router(&reader, options: header.options) else { return nil }
            content = router
        case .network:
            let mask = reader.quad()
            content = .network(mask: mask, Self.list(&reader) { $0.quad() })
        case .summaryNetwork, .summaryASBR:
            let mask = reader.quad()
            content = .summary(mask: mask, Self.list(&reader) { reader in (reader.uint8(), reader.uint24()) })
        case .asExternal, .nssa:
            let mask = reader.quad()
            content = .external(mask: mask, Self.list(&reader, Self.route))
        case .opaqueLink, .opaqueArea, .opaqueAS: content = .opaque(header)
        default: return nil
        }
    }

    private static func list<Item>(_ reader: inout LegibleReader, _ item: (inout LegibleReader) -> Item?) -> [Item] {
        var items: [Item] = []
        while reader.remaining > 0, let next = item(&reader), !reader.isExhausted { items.append(next) }
        return items
    }

    private static func router(_ reader: inout LegibleReader, options: UInt8) -> Content? {
        let flags = reader.uint8()
        _ = reader.uint8()
        guard let count = reader.uint16() else { return nil }
        var links: [Link] = []
        while links.count < count, reader.remaining >= 12 {
            var link = Link()
            link.id = reader.quad()
            link.data = reader.quad()
            link.type = reader.uint8()
            let metrics = reader.uint8() ?? 0
            link.metric = reader.uint16()
            guard reader.require(4 * Int(metrics)) else { break }
            for _ in 0..<metrics {
                let tos = reader.uint8()
                _ = reader.uint8()
                link.tos.append((tos, reader.uint16().map(UInt32.init)))
            }
            // With the MT bit these are metrics of topologies, not of types of service (RFC 4915 §3.4).
            if options & 0x01 != 0 { link.tos = [] }
            links.append(link)
        }
        return .router(flags: flags, count: count, links)
    }

    private static func route(_ reader: inout LegibleReader) -> Route? {
        guard let service = reader.uint8() else { return nil }
        return Route(
            externalType: service & 0x80 != 0 ? 2 : 1, tos: service & 0x7F, metric: reader.uint24(),
            forwardingAddress: reader.quad(), tag: reader.uint32())
    }

    func write(into lsa: inout CompactJSON) {
        lsa.key("body")
        lsa.object { body in
            switch content {
            case .router(let flags, let count, let links): write(flags, count, links, into: &body)
            case .network(let mask, let attached):
                body.field("mask", mask)
                body.key("attached")
                body.array { list in attached.forEach { list.value($0) } }
            case .summary(let mask, let metrics):
                body.field("mask", mask)
                body.key("metrics")
                body.array { write(metrics, into: &$0) }
            case .external(let mask, let routes):
                body.field("mask", mask)
                body.key("routes")
                body.array { list in routes.forEach { write($0, into: &list) } }
            case .opaque(let header):
                body.field("opaque_type", header.linkStateID.bits >> 24)
                body.field("opaque_id", OpaqueType.opaqueID(of: header.linkStateID))
            }
        }
    }

    private func write(_ flags: UInt8?, _ count: UInt16, _ links: [Link], into body: inout CompactJSON) {
        body.field("flags", flags)
        body.field("link_count", count)
        body.key("links")
        body.array { list in
            for link in links {
                list.object { object in
                    object.field("type", link.type)
                    object.field("id", link.id)
                    object.field("data", link.data)
                    object.field("metric", link.metric)
                    object.key("tos")
                    object.array { write(link.tos, into: &$0) }
                }
            }
        }
    }

    private func write(_ metrics: [(tos: UInt8?, metric: UInt32?)], into list: inout CompactJSON) {
        for metric in metrics {
            list.object { object in
                object.field("tos", metric.tos)
                object.field("metric", metric.metric)
            }
        }
    }

    private func write(_ route: Route, into list: inout CompactJSON) {
        list.object { object in
            object.field("external_type", route.externalType)
            object.field("tos", route.tos)
            object.field("metric", route.metric)
            object.field("forward", route.forwardingAddress)
            object.field("tag", route.tag)
        }
    }
}
