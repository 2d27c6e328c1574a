import NetworkPrimitives
import OSPFWire

/// Compares a router's state with a recorded one of the same router at the same checkpoint.
///
/// Compared are the things that implementations must agree on: which LSAs are held and what they say, elected routers,
/// neighbor states, and routes with all their next hops. Left out is what legitimately differs: ages, sequence numbers
/// and checksums, the order of links, option bits, what opaque LSAs say (their length is compared), LSAs at MaxAge that
/// wait to be removed, the Link State IDs that RFC 2328 Appendix E leaves to the implementation (a prefix and mask replace
/// them), the numbers and names that a router gives its unnumbered interfaces and virtual links, and routes to prefixes
/// that the router itself imports from elsewhere.
public struct StateComparison {
    /// What one state says otherwise than the other, in words; empty where they agree. Sorted within each topic.
    public let differences: [String]

    public init(_ state: RouterState, with recorded: RouterState) {
        guard state.isAlive == recorded.isAlive else {
            differences = [recorded.isAlive ? "is not running" : "is running"]
            return
        }
        differences =
            Self.databaseDifferences(state, recorded) + Self.interfaceDifferences(state, recorded)
            + Self.neighborDifferences(state, recorded) + Self.routeDifferences(state, recorded)
    }

    private static func differences<Value: Equatable>(
        _ topic: String, _ ours: [String: Value], _ theirs: [String: Value], text: (Value) -> String
    ) -> [String] {
        Set(ours.keys).union(theirs.keys).sorted().compactMap { key in
            switch (ours[key], theirs[key]) {
            case (let left?, let right?):
                left == right ? nil : "\(topic) \(key): \(text(left)), recorded \(text(right))"
            case (let left?, nil): "\(topic) \(key): not recorded (\(text(left)))"
            case (nil, let right?): "\(topic) \(key): missing, recorded \(text(right))"
            case (nil, nil): nil
            }
        }
    }

    // MARK: Database

    private static func databaseDifferences(_ state: RouterState, _ recorded: RouterState) -> [String] {
        var ours = alive(state.lsdb)
        var theirs = alive(recorded.lsdb)
        // A body that the recording does not know is compared by key alone.
        for unknown in theirs where unknown.body == nil {
            guard let match = ours.firstIndex(where: { $0.plainKey == unknown.plainKey }) else { continue }
            ours.remove(at: match)
            theirs.removeAll { $0.plainKey == unknown.plainKey }
        }
        func bodies(_ lsas: [RouterState.LSAState]) -> [String: LSABodyState?] {
            // Those of several links share a key, and only that is compared.
            Dictionary(lsas.map { ($0.comparisonKey, $0.type == 9 ? nil : $0.body?.canonical) }) { first, _ in first }
        }
        return differences("LSA", bodies(ours), bodies(theirs)) { $0.map(\.text) ?? "unknown content" }
    }

    private static func alive(_ lsdb: [RouterState.LSAState]) -> [RouterState.LSAState] {
        lsdb.filter { $0.age < Constants.maxAgeSeconds }
    }

    // MARK: Interfaces and neighbors

    /// Interfaces that are up; implementations list the others in different ways or not at all.
    private static func interfaceDifferences(_ state: RouterState, _ recorded: RouterState) -> [String] {
        // A neighbor that is Down has gone; not every implementation goes on listing it.
        let withNeighbors = Set(
            (state.neighbors + recorded.neighbors).filter { $0.state != "Down" }.map(\.interface))
        func facts(_ state: RouterState) -> [String: [String]] {
            let up = state.interfaces.filter {
                $0.segment != nil && $0.state != "Down" && $0.state != "Loopback"
            }
            return Dictionary(
                up.map { interface in
                    // On a network without another router, what an implementation calls itself is its own affair.
                    let role =
                        withNeighbors.contains(interface.name)
                        ? [
                            interface.state ?? "no state",
                            "DR \(text(interface.designatedRouter, interface.designatedRouterID))",
                            "BDR \(text(interface.backupDesignatedRouter, interface.backupDesignatedRouterID))",
                        ] : []
                    let costs = ["area \(interface.area)", "cost \(interface.cost.map { "\($0)" } ?? "?")"]
                    return (interface.name, [interface.address ?? "no address"] + costs + role)
                }
            ) { first, _ in first }
        }
        return differences("interface", facts(state), facts(recorded)) { $0.joined(separator: " ") }
    }

    private static func text(_ address: String?, _ routerID: String?) -> String {
        address == nil && routerID == nil ? "none" : "\(address ?? "no address") (\(routerID ?? "no Router ID"))"
    }

    private static func neighborDifferences(_ state: RouterState, _ recorded: RouterState) -> [String] {
        func facts(_ state: RouterState) -> [String: [String]] {
            let known = state.neighbors.filter { $0.state != "Down" }
            return Dictionary(
                known.map { neighbor in
                    // On a virtual link FRRouting shows the role of a broadcast network, and the address by which it
                    // first received the neighbor's Hellos, whatever became of the path.
                    let isVirtual = neighbor.segment == nil
                    let place = isVirtual ? ["virtual"] : [neighbor.address, neighbor.role ?? "no role"]
                    let interface = isVirtual ? "a virtual link" : neighbor.interface
                    return ("\(neighbor.routerID) on \(interface)", [neighbor.state] + place)
                }
            ) { first, _ in first }
        }
        return differences("neighbor", facts(state), facts(recorded)) { $0.joined(separator: " ") }
    }

    // MARK: Routes

    private static func routeDifferences(_ state: RouterState, _ recorded: RouterState) -> [String] {
        // Another protocol of the router itself wins over these; implementations differ in whether they list them.
        let own = Set(
            (alive(state.lsdb) + alive(recorded.lsdb)).compactMap { lsa -> String? in
                guard lsa.type == 5 || lsa.type == 7, lsa.advertisingRouter == recorded.routerID else { return nil }
                return lsa.prefix.map { "\($0)" }
            })
        // Over virtual links FRRouting repeats next hops with interfaces that do not lead there: addresses are compared.
        let hasVirtualLinks = recorded.neighbors.contains { $0.segment == nil }
        // BIRD has no discard routes, whatever the profile of the router that is compared with it.
        let hasDiscards = recorded.daemon != "bird"
        // Which interface a route to an address of the router's own names has no consequence.
        let addresses = Set((state.interfaces + recorded.interfaces).compactMap { $0.address.map { "\($0)/32" } })
        func facts(_ state: RouterState) -> [String: [String]] {
            let routes = state.routes.filter { route in
                !own.contains(route.prefix) && (route.path != RouterState.RouteState.discard || hasDiscards)
            }
            return Dictionary(
                routes.map { route in
                    let cost = "cost \(route.cost ?? 0)" + (route.path == "ext2" ? "/\(route.type2Cost ?? 0)" : "")
                    let isOwn = addresses.contains(route.prefix)
                    let hops = route.nextHops.filter { !$0.interface.isEmpty && !isOwn }.map { hop in
                        hop.via.map { hasVirtualLinks ? $0 : "\(hop.interface)>\($0)" } ?? "\(hop.interface)>attached"
                    }
                    return (route.prefix, [route.path, cost] + Set(hops).sorted())
                }
            ) { first, _ in first }
        }
        return differences("route", facts(state), facts(recorded)) { $0.joined(separator: " ") }
    }
}

extension RouterState.LSAState {
    /// Area, type, Link State ID and Advertising Router.
    fileprivate var plainKey: String { "\(area ?? "AS") \(typeName) \(linkStateID) from \(advertisingRouter)" }

    /// The same, with the prefix in place of the Link State ID where the LSA is about one.
    fileprivate var comparisonKey: String {
        guard type != 4, let prefix else { return plainKey }
        return "\(area ?? "AS") \(typeName) \(prefix) from \(advertisingRouter)"
    }
}

extension LSABodyState {
    /// The body with its lists in a fixed order.
    fileprivate var canonical: LSABodyState {
        switch self {
        case .router(var body):
            body.flags = ""
            for index in body.links.indices where body.links[index].data.hasPrefix("0.") {
                body.links[index].data = "unnumbered"
            }
            body.links.sort { $0.text < $1.text }
            return .router(body)
        case .network(var body):
            body.routers.sort()
            return .network(body)
        // What an application says is not modeled, only how much it is.
        case .octets(let body): return .octets(OctetsBody(octets: "\(body.octets.utf8.count / 2) octets"))
        case .summary, .external: return self
        }
    }

    fileprivate var text: String {
        switch self {
        case .router(let body):
            let flags = [(body.b, "B"), (body.e, "E"), (body.v, "V"), (body.nt, "Nt")].filter(\.0).map(\.1)
            return (flags + body.links.map(\.text)).joined(separator: ", ")
        case .network(let body): return "\(body.mask) \(body.routers.joined(separator: " "))"
        case .summary(let body): return "\(body.mask) \(body.metric)"
        case .external(let body):
            return "\(body.mask) \(body.e2 ? "E2" : "E1") \(body.metric) via \(body.forward) tag \(body.tag)"
        case .octets(let body): return body.octets
        }
    }
}

extension LSABodyState.Link {
    fileprivate var text: String { "\(type) \(id) \(data) \(metric)" }
}
