import NetworkPrimitives
import OSPFWire

/// What an LSA says, as the schema `oracle-lab/1` writes it: an object whose keys show its kind.
public enum LSABodyState: Hashable, Sendable {
    case router(RouterBody)
    case network(NetworkBody)
    case summary(SummaryBody)
    case external(ExternalBody)
    /// Another type's octets.
    case octets(OctetsBody)

    public struct RouterBody: Codable, Hashable, Sendable {
        /// Hexadecimal.
        public var flags: String
        public var b: Bool
        public var e: Bool
        public var v: Bool
        public var nt: Bool
        /// In the order sent.
        public var links: [Link]
    }

    public struct Link: Codable, Hashable, Sendable {
        /// p2p, transit, stub or virtual.
        public var type: String
        public var id: String
        public var data: String
        public var metric: Int
    }

    public struct NetworkBody: Codable, Hashable, Sendable {
        public var mask: String
        /// In the order sent.
        public var routers: [String]
    }

    public struct SummaryBody: Codable, Hashable, Sendable {
        public var mask: String
        public var metric: Int
    }

    public struct ExternalBody: Codable, Hashable, Sendable {
        public var mask: String
        public var e2: Bool
        public var metric: Int
        public var forward: String
        public var tag: Int
    }

    public struct OctetsBody: Codable, Hashable, Sendable {
        public var octets: String
    }

    /// What a body means; an octet sequence that cannot be read stays one.
    public init(_ lsa: LSA) {
        switch try? lsa.decodedBody() {
        case .router(let body): self = .router(RouterBody(body))
        case .network(let body):
            self = .network(NetworkBody(mask: "\(body.mask)", routers: body.attachedRouters.map { "\($0)" }))
        case .summary(let body):
            self = .summary(SummaryBody(mask: "\(body.mask)", metric: Int(body.metrics.first?.metric ?? 0)))
        case .external(let body):
            guard let route = body.routes.first else { fallthrough }
            self = .external(
                ExternalBody(
                    mask: "\(body.mask)", e2: route.externalType == .type2, metric: Int(route.metric),
                    forward: "\(route.forwardingAddress)", tag: Int(route.tag)))
        default: self = .octets(OctetsBody(octets: lsa.body.map { hexadecimal($0, digits: 2) }.joined()))
        }
    }
}

extension LSABodyState.RouterBody {
    init(_ body: RouterLSABody) {
        flags = "0x" + hexadecimal(body.flags.rawValue, digits: 2)
        b = body.flags.contains(.areaBorderRouter)
        e = body.flags.contains(.asBoundaryRouter)
        v = body.flags.contains(.virtualLinkEndpoint)
        nt = body.flags.contains(.nssaTranslator)
        links = body.links.map { link in
            LSABodyState.Link(
                type: Self.name(ofLinkType: link.type), id: "\(link.id)", data: "\(link.data)", metric: Int(link.metric)
            )
        }
    }

    private static func name(ofLinkType type: RouterLSABody.LinkType) -> String {
        switch type {
        case .pointToPoint: "p2p"
        case .transit: "transit"
        case .stub: "stub"
        case .virtual: "virtual"
        default: "\(type.rawValue)"
        }
    }
}

extension LSABodyState: Codable {
    private enum KindKeys: String, CodingKey { case links, routers, e2, octets }

    public init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: KindKeys.self)
        if keys.contains(.links) {
            self = .router(try RouterBody(from: decoder))
        } else if keys.contains(.routers) {
            self = .network(try NetworkBody(from: decoder))
        } else if keys.contains(.e2) {
            self = .external(try ExternalBody(from: decoder))
        } else if keys.contains(.octets) {
            self = .octets(try OctetsBody(from: decoder))
        } else {
            self = .summary(try SummaryBody(from: decoder))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .router(let body): try body.encode(to: encoder)
        case .network(let body): try body.encode(to: encoder)
        case .summary(let body): try body.encode(to: encoder)
        case .external(let body): try body.encode(to: encoder)
        case .octets(let body): try body.encode(to: encoder)
        }
    }
}

/// Lower-case hexadecimal digits, at least `digits` of them.
func hexadecimal(_ number: some BinaryInteger, digits: Int) -> String {
    let text = String(number, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
}
