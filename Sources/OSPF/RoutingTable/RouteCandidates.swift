import NetworkPrimitives
import OSPFWire

/// An LSA that announces a destination, and what the calculation of routes made of it.
public struct RouteCandidate: Sendable {
    public enum Refusal: Hashable, Sendable {
        /// It is the router's own: what leads to it is no path to it.
        case selfOriginated
        /// No path leads to the router that announces it (RFC 2328 §16.2 (4), §16.4 (3)), or not inside its area.
        case originatorUnreachable
        /// Its metric is LSInfinity (RFC 2328 §16.2 (1), §16.4 (1)).
        case infiniteMetric
        /// An area border router takes summary-LSAs of the backbone alone (RFC 2328 §16.2), or of one in its place.
        case notExamined
        /// Its forwarding address is not reached as it has to be (RFC 2328 §16.4 (3)), or is the router's own.
        case forwardingAddress(IPv4Address)
        /// A border router's default NSSA-LSA, which is not for other border routers (RFC 3101 §2.5 (3)).
        case foreignDefault
    }

    public let key: DatabaseKey
    /// The path that it offers; `nil` for LSAs of the area itself, which offer paths together, and for refused ones.
    public let route: Route?
    public let refusal: Refusal?
    public let forwardingAddress: IPv4Address?
    /// As the LSA has it.
    public let metric: UInt32?
}

extension Router {
    /// Every LSA of the database that announces exactly this destination, sorted by key. O(LSAs).
    public func routeCandidates(to prefix: IPv4Prefix, _ store: LSAStore) -> [RouteCandidate] {
        guard let id = store.find(prefix) else { return [] }
        var scratch = self
        var candidates: [RouteCandidate] = []
        for entry in database.live() {
            let (key, instance) = (store[entry.key], store[entry.instance])
            if key.type == LSType.router {
                guard announces(instance, id, store) else { continue }
            } else {
                guard instance.prefix == id else { continue }
            }
            let isOwn = entry.flags.contains(.selfOriginated)
            candidates.append(scratch.candidate(key, instance, isOwn: isOwn, isExamined: isExamined(entry, key), store))
        }
        return candidates.sorted { $0.key < $1.key }
    }

    /// A stub link of a router-LSA.
    private func announces(_ instance: LSAInstance, _ prefix: PrefixID, _ store: LSAStore) -> Bool {
        store.links(of: instance).contains { $0.type == .stub && $0.prefix == prefix }
    }

    private func isExamined(_ entry: DatabaseEntry, _ key: DatabaseKey) -> Bool {
        key.type != LSType.summaryNetwork || areasOfSummaries.contains(entry.scope)
    }

    private mutating func candidate(
        _ key: DatabaseKey, _ instance: LSAInstance, isOwn: Bool, isExamined: Bool, _ store: LSAStore
    ) -> RouteCandidate {
        let isExternal = key.type == LSType.asExternal || key.type == LSType.nssa
        let external = isExternal ? store.external(instance) : nil
        let metric = external?.metric ?? (key.type == LSType.summaryNetwork ? store.summaryMetric(of: instance) : nil)
        let forwarding = external?.forwardingAddress ?? .unspecified
        func made(_ route: Route?, _ refusal: RouteCandidate.Refusal?) -> RouteCandidate {
            RouteCandidate(
                key: key, route: route, refusal: refusal,
                forwardingAddress: forwarding == .unspecified ? nil : forwarding, metric: metric)
        }
        if isOwn { return made(nil, .selfOriginated) }
        guard let metric else { return made(nil, nil) }
        guard metric < Constants.lsInfinity else { return made(nil, .infiniteMetric) }
        guard isExternal else {
            guard isExamined else { return made(nil, .notExamined) }
            guard let border = routingTable.borderRouters.intraArea(to: key.advertisingRouter, in: key.area),
                border.isAreaBorderRouter
            else { return made(nil, .originatorUnreachable) }
            let route = Route(
                pathType: .interArea, cost: border.cost + metric, type2Cost: 0, hopSet: border.hopSet, area: key.area)
            return made(route, nil)
        }
        guard let path = borderRouterPath(key, routingTable.borderRouters) else {
            return made(nil, .originatorUnreachable)
        }
        if isForeignDefault(key, instance, store) { return made(nil, .foreignDefault) }
        let route = externalRoute(instance, path, scope: key.area, routingTable.routes, store)
        return made(route, route == nil ? .forwardingAddress(forwarding) : nil)
    }
}
