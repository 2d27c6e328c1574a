import OSPF

/// Reads `interface-order` of routers: the order of the links in their router-LSAs, which the RFC leaves open.
struct InterfaceOrderSection {
    let sink: DiagnosticSink

    func read(into draft: inout NetworkDraft) {
        for router in draft.configuration.routers.indices {
            guard let items = draft.routerValues[router]["interface-order"]?.items else { continue }
            let ospf = draft.configuration.routers[router].ospf
            var sources: [String: LinkSource] = [:]
            for index in ospf.loopbacks.indices { sources["lo\(index)"] = .loopback(index) }
            for (index, interface) in ospf.interfaces.indexed { sources[interface.name] = .interface(index) }
            var order: [LinkSource] = []
            for item in items {
                guard let name = item.text else { continue }
                guard let source = sources[name] else {
                    let near = nearestName(to: name, among: sources.keys.sorted())
                    sink.error(
                        "'\(draft.names.routers[router])' has no interface '\(shortened(name))'", at: item.position,
                        suggestion: near)
                    continue
                }
                if order.contains(source) {
                    sink.error("'\(shortened(name))' stands in the order twice", at: item.position)
                } else {
                    order.append(source)
                }
            }
            draft.configuration.routers[router].ospf.linkOrder = order
        }
    }
}
