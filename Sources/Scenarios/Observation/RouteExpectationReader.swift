import Analysis
import NetworkPrimitives
import OSPF

/// Reads the rules of `expect` that are about routes.
struct RouteExpectationReader {
    let draft: NetworkDraft
    let sink: DiagnosticSink

    /// The expectations of a rule with `route` or `all-routes`: one for each router.
    func rules(of item: Value) -> [Expectation.Rule] {
        guard let routers = item["routers"] else {
            sink.error("a rule about routes needs 'routers'", at: item.position)
            return []
        }
        let checkpoint = item["checkpoint"]?.integer
        return NameResolver(names: draft.names, sink: sink).routers(routers).compactMap { router in
            demand(of: item, router: router).map {
                .route(RouteExpectation(router: router, $0, checkpoint: checkpoint))
            }
        }
    }

    private func demand(of item: Value, router: RouterIndex) -> RouteExpectation.Demand? {
        if let all = item["all-routes"]?.items { return .all(all.compactMap(\.prefix)) }
        guard let prefix = item["route"]?.prefix else { return nil }
        if item["present"]?.boolean == false { return .absent(prefix) }
        if item["path"]?.text == "discard" { return .discarded(prefix) }
        let path: PathType? = PathType.allCases.first { $0.words == item["path"]?.text }
        func cost(_ key: String) -> UInt32? { item[key]?.integer.flatMap(UInt32.init(exactly:)) }
        var via = RouteExpectation.Hops.any
        if let hops = item["via"] {
            via = .exactly(hops.oneOrMore.compactMap { hop($0, of: router) })
        } else if let hops = item["via-at-least"] {
            via = .including(hops.oneOrMore.compactMap { hop($0, of: router) })
        }
        return .present(prefix, path: path, cost: cost("cost"), type2Cost: cost("type-2-cost"), via: via)
    }

    /// An address, or the name of one of the router's interfaces or of another router.
    private func hop(_ value: Value, of router: RouterIndex) -> RouteExpectation.Hop? {
        if let address = value.address { return .address(address) }
        let interfaces = draft.configuration.routers[router].ospf.interfaces
        if let index = interfaces.firstIndex(where: { $0.name == value.text }) { return .interface(index) }
        if let other = value.text.flatMap(draft.names.router(named:)) {
            return .anyOf(draft.configuration.routers[other].ospf.interfaces.map(\.address))
        }
        let near = nearestName(to: value.text ?? "", among: interfaces.map(\.name) + draft.names.routers)
        sink.error(
            "'\(draft.names.routers[router])' has no interface '\(shortened(value.text ?? ""))'", at: value.position,
            suggestion: near)
        return nil
    }
}
