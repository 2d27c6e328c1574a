import Analysis
import Emulation
import NetworkPrimitives
import Reports

/// Why a router has the route that it has, or none: everything that announces the destination, and the rule that decided.
public struct RouteReport: Hashable, Sendable {
    /// An LSA that announces the destination.
    public struct Candidate: Hashable, Sendable {
        /// Whether the route comes from it.
        public let isUsed: Bool
        /// Who announces it, and if it is not used, for which rule, with its section of the RFC.
        public let text: String
    }

    /// The name of the router.
    public let router: String
    /// What was asked for, such as `198.51.100.0/24`.
    public let destination: String
    /// The prefix that packets follow: the one that was asked for or the longest that holds it; `nil` without a route.
    public let prefix: String?
    /// The neighbors' addresses, or the interface where there is none; empty without a route and for what is the router's own.
    public let nextHops: [String]
    /// In the order of the database.
    public let candidates: [Candidate]

    private let text: String

    /// Whether there is a route that leads somewhere; a discard route does not.
    public var hasRoute: Bool { prefix != nil }
}

extension RouteReport: CustomStringConvertible {
    /// Several lines, as `spillway run --why 'ROUTER PREFIX'` prints them.
    public var description: String { text }
}

extension RouteReport {
    init(_ question: RouteQuestion, asked destination: String, in network: Network) {
        let answer = question.answer(in: network)
        let node = network.configuration.routers[question.router]
        let words = RouteAnswerText(question, answer, in: network.configuration, moment: "now")
        router = node.name
        self.destination = destination
        prefix = answer.route == nil ? nil : "\(answer.prefix)"
        nextHops = answer.hops.map { hop in
            hop.address == .unspecified ? node.ospf.interfaces[hop.interface].name : "\(hop.address)"
        }
        candidates = answer.candidates.map { Candidate(isUsed: $0.outcome == .used, text: words.line($0)) }
        text = words.text
    }
}
