import NetworkPrimitives
import OSPFWire

/// What of the summary-LSAs follows from areas that are known themselves.
struct Explanations {
    private struct Destination: Hashable {
        var type: LSType
        var prefix: IPv4Prefix
    }

    /// The networks that an area's own routers announce.
    private var networks: [AreaID: Set<IPv4Prefix>] = [:]
    /// The same in order, and the routers of each area.
    private var ordered: [AreaID: [IPv4Prefix]] = [:]
    private var routers: [AreaID: Set<RouterID>] = [:]
    /// Who announces a destination in the backbone, the first two of them.
    private var backbone: [Destination: [RouterID]] = [:]

    init(_ builder: DescriptionBuilder) {
        for lsa in builder.networkLSAs {
            if let prefix = IPv4Prefix(lsa.address, mask: lsa.body.mask) {
                networks[lsa.area, default: []].insert(prefix)
            }
        }
        for lsa in builder.routerLSAs {
            routers[lsa.area, default: []].insert(lsa.router)
            for link in lsa.body.links where link.type == .stub {
                if let prefix = IPv4Prefix(link.id, mask: link.data) { networks[lsa.area, default: []].insert(prefix) }
            }
        }
        ordered = networks.mapValues { $0.sorted() }
        for summary in builder.summaryLSAs where summary.area == .backbone {
            let destination = Destination(type: summary.header.type, prefix: summary.prefix)
            if backbone[destination, default: []].count < 2 {
                backbone[destination, default: []].append(summary.header.advertisingRouter)
            }
        }
    }

    func hasNetwork(_ prefix: IPv4Prefix, in area: AreaID) -> Bool { networks[area]?.contains(prefix) == true }

    /// Whether an area has a network inside the prefix.
    func holds(_ prefix: IPv4Prefix, _ area: AreaID) -> Bool {
        guard let list = ordered[area] else { return false }
        var (low, high) = (0, list.count)
        while low < high {
            let middle = (low + high) / 2
            if list[middle] < prefix { low = middle + 1 } else { high = middle }
        }
        return low < list.count && prefix.contains(list[low])
    }

    /// - Parameter others: the other areas of the border router.
    func explains(_ summary: DescriptionBuilder.SummaryLSA, _ others: [AreaID]) -> Bool {
        // A default route into a stub area or an NSSA is the border router's own.
        if summary.prefix.length == 0, summary.boundaryRouter == nil { return true }
        let isHere =
            if let router = summary.boundaryRouter {
                others.contains { routers[$0]?.contains(router) == true }
            } else {
                others.contains { holds(summary.prefix, $0) }
            }
        return isHere || others.contains(.backbone) && isAnnouncedInBackbone(summary)
    }

    private func isAnnouncedInBackbone(_ summary: DescriptionBuilder.SummaryLSA) -> Bool {
        let destination = Destination(type: summary.header.type, prefix: summary.prefix)
        return backbone[destination]?.contains { $0 != summary.header.advertisingRouter } == true
    }
}
