import Emulation
import NetworkPrimitives
import OSPF

/// Why a router has the route that it has to a destination: everything that announces it, and the rule that decided.
public struct RouteQuestion: Sendable {
    public let router: RouterIndex
    public let prefix: IPv4Prefix

    /// What the rest of a name such as `r1 198.51.100.208/30` says; `nil` where it is no router and prefix or address.
    public init?(_ text: String, in network: NetworkConfiguration) {
        guard let space = text.lastIndex(of: " ") else { return nil }
        let (name, last) = (text[..<space], text[text.index(after: space)...])
        let prefix = IPv4Prefix(String(last)) ?? IPv4Address(String(last)).map { IPv4Prefix($0, length: 32) }
        guard let prefix, let router = network.routers.firstIndex(where: { $0.name == name }) else { return nil }
        (self.router, self.prefix) = (router, prefix)
    }

    /// Why a candidate is not used, or that it is.
    public enum Outcome: Hashable, Sendable {
        case used
        case refused(RouteCandidate.Refusal)
        /// A better path type (RFC 2328 §11, §16.4 (6)), type 2 metric, kind of path (§16.4.1) or cost won.
        case pathType, type2Metric, innerPath, cost
        /// It leads to the same, and is not needed: of functionally equivalent ones another goes first.
        case equivalent
        /// An intra-area path has been found by other LSAs of the area, or none.
        case noPath
    }

    public struct Candidate: Sendable {
        public let candidate: RouteCandidate
        public let outcome: Outcome
    }

    public struct Answer: Sendable {
        /// The prefix that packets follow: the one asked for, or the longest that holds it.
        public let prefix: IPv4Prefix
        public let route: Route?
        public let isDiscarded: Bool
        public let hops: [NextHop]
        public let candidates: [Candidate]
    }

    /// Looks at the network now. O(LSAs).
    public func answer(in network: Network) -> Answer {
        let state = network.routers[router]
        let store = network.context.store
        let table = state.routingTable
        let lengths = stride(from: prefix.length, through: 0, by: -1).map { IPv4Prefix(prefix.address, length: $0) }
        let found = lengths.first { prefix in
            store.find(prefix).map { table.route(to: $0) != nil || table.isDiscarded($0) } ?? false
        }
        let matched = found ?? prefix
        let route = store.find(matched).flatMap { table.route(to: $0) }
        let candidates = state.routeCandidates(to: matched, store).map {
            Candidate(candidate: $0, outcome: outcome(of: $0, route, table))
        }
        return Answer(
            prefix: matched, route: route, isDiscarded: store.find(matched).map { table.isDiscarded($0) } ?? false,
            hops: route.map { Array(table.nextHops(of: $0)) } ?? [], candidates: candidates)
    }

    private func outcome(of candidate: RouteCandidate, _ chosen: Route?, _ table: RoutingTable) -> Outcome {
        if let refusal = candidate.refusal { return .refused(refusal) }
        guard let chosen else { return .noPath }
        guard let route = candidate.route else {
            // An LSA of the area itself: the paths to what it describes are one calculation (RFC 2328 §16.1).
            return chosen.pathType == .intraArea && chosen.area == candidate.key.area ? .used : .noPath
        }
        if route.pathType != chosen.pathType { return .pathType }
        if route.type2Cost != chosen.type2Cost { return .type2Metric }
        if route.isInner != chosen.isInner { return .innerPath }
        if route.cost != chosen.cost { return .cost }
        let hops = Set(table.nextHops(of: chosen))
        return table.nextHops(of: route).contains(where: hops.contains) || hops.isEmpty ? .used : .equivalent
    }
}
