import Analysis
import NetworkPrimitives
import OSPF

/// Reads the rules of `expect` that are about neighbors, Designated Routers, LSAs and translators.
struct StateExpectationReader {
    let draft: NetworkDraft
    let sink: DiagnosticSink

    static let keys = ["neighbor", "designated-router-of", "backup-designated-router-of", "lsa", "translates"]

    /// The expectations of a rule: one for each router.
    func rules(of item: Value) -> [Expectation.Rule] {
        let resolver = NameResolver(names: draft.names, sink: sink)
        guard let value = item["routers"] else {
            sink.error("a rule about neighbors, LSAs or roles needs 'routers'", at: item.position)
            return []
        }
        let isPresent = item["present"]?.boolean ?? true
        let demands = demands(of: item, resolver)
        return resolver.routers(value).flatMap { router in
            demands.map { demand in
                .route(
                    RouteExpectation(
                        router: router, .state(demand, isPresent: isPresent), checkpoint: item["checkpoint"]?.integer))
            }
        }
    }

    private func demands(of item: Value, _ resolver: NameResolver) -> [StateDemand] {
        var demands: [StateDemand] = []
        if let neighbor = item["neighbor"].flatMap(resolver.router) {
            let state = NeighborState.allCases.first { $0.description == item["state"]?.text }
            demands.append(.neighbor(neighbor, state ?? .full))
        }
        for (key, isBackup) in [("designated-router-of", false), ("backup-designated-router-of", true)] {
            demands += resolver.segments(item[key]).map { .designatedRouter(segment: $0, isBackup: isBackup) }
        }
        if let lsa = item["lsa"], let type = lsa["type"]?.integer.flatMap(UInt8.init(exactly:)) {
            let from = lsa["from"].flatMap(resolver.router).map { draft.configuration.routers[$0].ospf.routerID }
            demands.append(.lsa(type: type, linkStateID: lsa["id"]?.address, advertisingRouter: from))
        }
        if let area = item["translates"]?.areaID { demands.append(.translates(area)) }
        return demands
    }
}
