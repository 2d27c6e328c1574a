import Analysis
import Emulation
import NetworkPrimitives
import OSPF

/// Why a router has the route that it has, for people and for programs.
public struct RouteAnswerText: Sendable {
    private let question: RouteQuestion
    private let answer: RouteQuestion.Answer
    private let network: NetworkConfiguration
    private let names: [RouterID: String]
    private let moment: String

    /// - Parameter moment: when the router has the route, in words that follow a comma.
    public init(
        _ question: RouteQuestion, _ answer: RouteQuestion.Answer, in network: NetworkConfiguration,
        moment: String = "at the end of the run"
    ) {
        (self.question, self.answer, self.network, self.moment) = (question, answer, network, moment)
        names = Dictionary(network.routers.map { ($0.ospf.routerID, $0.name) }, uniquingKeysWith: { first, _ in first })
    }

    private var router: RouterNode { network.routers[question.router] }

    public var text: String {
        var lines = ["WHY: \(router.name.uppercased()) \(question.prefix)", "  \(head)"]
        let order = answer.candidates.enumerated().sorted { left, right in
            let (a, b) = (left.element.outcome == .used, right.element.outcome == .used)
            return a == b ? left.offset < right.offset : a
        }
        lines += order.map { "  \($0.element.outcome == .used ? "used  " : "      ")  \(line($0.element))" }
        if answer.candidates.isEmpty, answer.route == nil { lines.append("  no LSA of its database announces it") }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The route itself, or that there is none.
    public var head: String {
        let match = answer.prefix == question.prefix ? "" : " (longest match \(answer.prefix), RFC 2328 §11.1)"
        guard let route = answer.route else {
            return answer.isDiscarded
                ? "discard route\(match): the router announces a range, and nothing in it is longer (RFC 2328 §11.1)"
                : "no route\(match)"
        }
        let hops = answer.hops.map { hop in
            hop.address == .unspecified ? router.ospf.interfaces[hop.interface].name : "\(hop.address)"
        }
        let way = hops.isEmpty ? "its own" : "via \(hops.joined(separator: ", "))"
        return "\(Self.text(route)), \(way)\(match), \(moment)"
    }

    private static func text(_ route: Route) -> String {
        let words = route.pathType.words
        return route.pathType == .external2
            ? "\(words), metric \(route.type2Cost), \(route.cost) to the AS boundary router or forwarding address"
            : "\(words), cost \(route.cost)"
    }

    /// Who announces it, and why that is used or not.
    public func line(_ candidate: RouteQuestion.Candidate) -> String {
        let key = candidate.candidate.key
        let from = names[key.advertisingRouter] ?? "\(key.advertisingRouter)"
        let area = key.area == DatabaseKey.systemWide ? "" : " in area \(key.area)"
        let forwarding = candidate.candidate.forwardingAddress.map { ", forwarding address \($0)" } ?? ""
        let path = candidate.candidate.route.map { ": " + Self.text($0) } ?? ""
        return "\(key.type) of \(from)\(area)\(forwarding)\(path)\(rule(candidate.outcome))"
    }

    private func rule(_ outcome: RouteQuestion.Outcome) -> String {
        switch outcome {
        case .used: ""
        case .refused(let refusal): " - " + Self.text(refusal)
        case .pathType:
            " - \(answer.route.map { $0.pathType.words } ?? "another path type") takes precedence (RFC 2328 §11, §16.4 (6))"
        case .type2Metric:
            " - a type 2 metric of \(answer.route?.type2Cost ?? 0) takes precedence (RFC 2328 §16.4 (6)(b))"
        case .innerPath:
            " - an intra-area path outside the backbone to the AS boundary router or forwarding address is preferred, as RFC1583Compatibility is off (RFC 2328 §16.4 (6)(c), §16.4.1)"
        case .cost: " - cost \(answer.route?.cost ?? 0) is lower (RFC 2328 §16.2 (6), §16.4 (6)(d))"
        case .equivalent: " - equal, and another LSA takes precedence (RFC 3101 §2.5 (6)(e))"
        case .noPath: " - no path leads there"
        }
    }

    private static func text(_ refusal: RouteCandidate.Refusal) -> String {
        switch refusal {
        case .selfOriginated: "the router's own (RFC 2328 §16.2 (2), §16.4 (2))"
        case .originatorUnreachable: "no path to the router that announces it (RFC 2328 §16.2 (4), §16.4 (3))"
        case .infiniteMetric: "its metric is LSInfinity (RFC 2328 §16.2 (1), §16.4 (1))"
        case .notExamined: "an area border router examines the summary-LSAs of the backbone alone (RFC 2328 §16.2)"
        case .forwardingAddress(let address):
            "its forwarding address \(address) is not reached by a path inside the AS, or is the router's own (RFC 2328 §16.4 (3))"
        case .foreignDefault: "another border router's default route is not for this one (RFC 3101 §2.5 (3))"
        }
    }

    /// For JSON: the fields of one object.
    func write(into list: inout CompactJSON) {
        list.object { object in
            object.field("kind", "route")
            object.field("router", router.name)
            object.field("prefix", "\(question.prefix)")
            object.field("matched", answer.route == nil && !answer.isDiscarded ? nil : "\(answer.prefix)")
            object.field("answer", head)
            object.key("candidates")
            object.array { inner in
                for candidate in answer.candidates {
                    inner.object { fields in
                        fields.field("used", candidate.outcome == .used)
                        fields.field("text", line(candidate))
                    }
                }
            }
        }
    }
}
