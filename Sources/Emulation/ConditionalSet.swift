import NetworkPrimitives
import OSPF

/// A set that a router redistributes only while some router has a route: the other protocol, or a script, looks at it.
struct ConditionalSet: Sendable {
    let router: RouterIndex
    let name: String
    let condition: RouteCondition

    static func all(in configuration: NetworkConfiguration) -> [ConditionalSet] {
        configuration.routers.indexed.flatMap { number, node in
            node.ospf.redistributions.compactMap { set in
                set.condition.map { ConditionalSet(router: number, name: set.name, condition: $0) }
            }
        }
    }
}

extension Network {
    /// Tells those who wait for a route of this router whether it has it. A router's own networks count.
    mutating func tellConditions(on router: RouterIndex) {
        for set in conditions where set.condition.router == router {
            let route = context.store.find(set.condition.prefix).flatMap { routers[router].routingTable.route(to: $0) }
            let cause = context.cause
            feed(.configure(.condition(name: set.name, isMet: route != nil)), to: set.router, cause: cause)
            context.cause = cause
        }
    }
}
