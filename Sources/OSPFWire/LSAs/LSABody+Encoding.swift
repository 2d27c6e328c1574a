import NetworkPrimitives

extension LSABody {
    /// The octets that follow the header. Reserved fields are zero.
    public func encoded() -> [UInt8] {
        var octets: [UInt8] = []
        switch self {
        case .router(let body): body.encode(into: &octets)
        case .network(let body): body.encode(into: &octets)
        case .summary(let body): body.encode(into: &octets)
        case .external(let body): body.encode(into: &octets)
        case .opaque(let body): body.encode(into: &octets)
        case .unknown(let body): octets = body
        }
        return octets
    }
}

extension RouterLSABody {
    func encode(into octets: inout [UInt8]) {
        octets.reserveCapacity(4 + links.count * 12)
        octets.append(flags.rawValue)
        octets.append(0 as UInt8)
        octets.append(UInt16(links.count))
        for link in links {
            octets.append(link.id)
            octets.append(link.data)
            octets.append(link.type.rawValue)
            octets.append(UInt8(link.tos.count))
            octets.append(link.metric)
            for metric in link.tos {
                octets.append(metric.tos)
                octets.append(0 as UInt8)
                octets.append(UInt16(truncatingIfNeeded: metric.metric))
            }
        }
    }
}

extension NetworkLSABody {
    func encode(into octets: inout [UInt8]) {
        octets.append(mask)
        for router in attachedRouters { octets.append(router) }
    }
}

extension SummaryLSABody {
    func encode(into octets: inout [UInt8]) {
        octets.append(mask)
        for metric in metrics {
            octets.append(metric.tos)
            octets.append24(metric.metric)
        }
    }
}

extension ExternalLSABody {
    func encode(into octets: inout [UInt8]) {
        octets.append(mask)
        for route in routes {
            octets.append(route.tos & 0x7F | (route.externalType == .type2 ? 0x80 : 0))
            octets.append24(route.metric)
            octets.append(route.forwardingAddress)
            octets.append(route.tag)
        }
    }
}
