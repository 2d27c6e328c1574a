import Analysis
import Emulation
import NetworkPrimitives
import OSPF

/// Findings in sentences, with the reason in the RFCs' terms.
public struct FindingText: Sendable {
    private let network: NetworkConfiguration
    /// Of the run that found what is not delivered.
    private let names: RunNames?

    public init(_ network: NetworkConfiguration) {
        self.network = network
        names = nil
    }

    public init(_ result: RunResult) { self.init(RunNames(result)) }

    init(_ names: RunNames) {
        network = names.result.scenario.network
        self.names = names
    }

    private func router(_ number: RouterIndex) -> String { network.routers[number].name }
    private func routers(_ numbers: [RouterIndex]) -> String { list(numbers.map(router)) }
    private func segment(_ number: SegmentIndex) -> String { "'\(network.segments[number].name)'" }

    /// The whole sentence.
    public func sentence(_ finding: Finding) -> String {
        switch finding.section {
        case .neverAdjacent: "never adjacent: \(clause(finding))"
        case .neverDelivered: "never delivered: \(clause(finding))"
        case .other: clause(finding)
        }
    }

    /// What stands under a heading that says the rest.
    func clause(_ finding: Finding) -> String {
        switch finding {
        case .mismatch(let mismatch, let segment, let ends):
            return
                "\(router(ends[0])) and \(router(ends[1])) on \(self.segment(segment)): \(text(mismatch, ends, segment))"
        case .noDesignatedRouter(let segment):
            let all = network.segments[segment].members.map(\.router)
            return
                "\(routers(all)) on \(self.segment(segment)): every Router Priority is 0, so there is no Designated Router and neighbors stay in 2-Way (RFC 2328 §9.4)"
        case .notAdjacent(let segment, let ends, let state, let refusal):
            let why =
                refusal.map { "; a Hello was refused: \(Self.text($0))" } ?? lossText(segment) ?? ""
            return
                "\(router(ends[0])) and \(router(ends[1])) on \(self.segment(segment)): the neighbor is \(state)\(why)"
        case .disconnected(let part):
            return
                "no link joins \(routers(part)) to the other \(counted(network.routers.count - part.count, "router"))"
        case .limitMet, .limitNear: return limitText(finding)
        case .memoryExhausted(let routers, let lsas, let crashes): return memoryText(routers, lsas, crashes)
        case .undelivered(let pairs): return text(pairs)
        case .notConverged(let churn, let time):
            return "did not converge within \(time.minutes) of simulated time: \(churn.text)"
        default: return areaText(finding)
        }
    }

    /// In a few words, where it is reported in full elsewhere.
    private func reference(_ finding: Finding) -> String {
        switch finding {
        case .mismatch(_, let segment, let ends), .notAdjacent(let segment, let ends, _, _):
            "\(routers(ends)) are never adjacent on \(self.segment(segment))"
        case .noDesignatedRouter(let segment): "there is no Designated Router on \(self.segment(segment))"
        case .disconnected: "no link joins them"
        case .splitBackbone(let parts): "the backbone is in \(parts.count) parts"
        case .detachedArea(let area, _): "area \(area) has no border router in the backbone"
        case .noBackbone: "there is no backbone"
        case .boundaryRouterInStubArea(let area, _, let group): "'\(group)' is redistributed in the stub area \(area)"
        case .limitMet(let numbers, _):
            "\(routers(numbers)) \(numbers.count == 1 ? "hits its LSA limit" : "hit their LSA limits")"
        case .memoryExhausted(let numbers, _, _):
            "\(routers(numbers)) \(numbers.count == 1 ? "runs" : "run") out of memory"
        case .noDefaultRoute, .limitNear, .undelivered, .notConverged: sentence(finding)
        }
    }

    private func lossText(_ segment: SegmentIndex) -> String? {
        let configuration = network.segments[segment]
        if configuration.loss.isWhole { return "; the link loses every packet" }
        if configuration.multicastLoss.isWhole { return "; the link loses every multicast packet" }
        return configuration.corruption.isWhole ? "; the link damages every packet" : nil
    }

    private func limitText(_ finding: Finding) -> String {
        switch finding {
        case .limitMet(let numbers, let count):
            let limit = network.routers[numbers[0]].ospf.limit
            let maximum = limit.maximum.map { " of \(grouped($0))" } ?? ""
            let (hit, their) = numbers.count == 1 ? ("hits", "its") : ("hit", "their")
            return
                "\(routers(numbers)) \(hit) \(their) LSA limit\(maximum) in the cold start, at \(counted(count, "LSA")): action \(limit.action)"
        case .limitNear(let numbers, let count):
            let limit = network.routers[numbers[0]].ospf.limit
            let counts = numbers.count == 1 ? "counts \(counted(count, "LSA"))" : "count up to \(counted(count, "LSA"))"
            return
                "\(routers(numbers)) \(counts) before anything happens: above \(limit.warningThreshold)% of the limit of \(grouped(limit.maximum ?? 0))"
        default: return ""
        }
    }

    private func memoryText(_ numbers: [RouterIndex], _ lsas: Int, _ crashes: Bool) -> String {
        let one = numbers.count == 1
        let size = network.routers[numbers[0]].ospf.memory.map { octets($0.octets) } ?? ""
        let after = crashes ? (one ? "and crashes" : "and crash") : "and \(one ? "stores" : "store") no more"
        return
            "\(routers(numbers)) \(one ? "runs" : "run") out of memory (\(size)) in the cold start, at \(counted(lsas, "LSA")), \(after)"
    }

    // MARK: Areas

    private func areaText(_ finding: Finding) -> String {
        switch finding {
        case .splitBackbone(let parts):
            let last = parts[parts.count - 1]
            let isLoopback = last.allSatisfy { number in
                network.routers[number].ospf.interfaces.allSatisfy { $0.area != .backbone }
            }
            let how = isLoopback ? "; of \(routers(last)) only the loopback is in it" : ""
            return
                "the backbone is in \(parts.count) parts: \(parts.map(routers).joined(separator: " | "))\(how). Border routers take summary-LSAs from the backbone alone, so that nothing passes from one part to the other (RFC 2328 §3.1, §3.7); a virtual link or a link in area 0.0.0.0 joins them"
        case .detachedArea(let area, let part):
            return
                "area \(area) of \(routers(part)) has no border router in the backbone: no summary-LSAs pass between it and other areas (RFC 2328 §3.1); a virtual link attaches it"
        case .noBackbone(let areas):
            return
                "there are areas \(list(areas.map { "\($0)" })) and no backbone (area 0.0.0.0): no summary-LSAs pass between them (RFC 2328 §3.1)"
        case .noDefaultRoute(let area, let kind, _):
            let clause = kind == .nssa ? "RFC 3101 §2.2, §2.4" : "RFC 2328 §3.6"
            let remedy = kind == .nssa ? "; 'nssa-default: true' announces one" : ""
            return
                "area \(area) is \(Self.text(kind)): AS-external-LSAs are not flooded into it, and no border router announces a default route into it (\(clause))\(remedy)"
        case .boundaryRouterInStubArea(let area, let number, let group):
            return
                "\(router(number)) redistributes '\(group)', but area \(area) is a stub area: AS-external-LSAs are not flooded there, so no other router learns them (RFC 2328 §3.6); 'type: nssa' allows it"
        default: return ""
        }
    }

    // MARK: Links

    private func text(_ mismatch: LinkMismatch, _ ends: [RouterIndex], _ segment: SegmentIndex) -> String {
        switch mismatch {
        case .helloInterval(let left, let right): "HelloInterval differs: \(left) and \(right) (RFC 2328 §10.5)"
        case .deadInterval(let left, let right): "RouterDeadInterval differs: \(left) and \(right) (RFC 2328 §10.5)"
        case .networkMask(let left, let right):
            "Network mask differs: /\(left.length) and /\(right.length) (RFC 2328 §10.5)"
        case .unusedMask(let left, let right):
            left.length == right.length
                ? "adjacent, but in different networks: \(left) and \(right)"
                : "Network mask differs: /\(left.length) and /\(right.length); adjacent all the same, as Hellos on point-to-point links are taken with any mask (RFC 2328 §10.5), but each advertises another network"
        case .network(let left, let right):
            "not in one network, \(left) and \(right): packets from an address outside the interface's network are discarded (RFC 2328 §8.2)"
        case .area(let left, let right): "Area ID differs: \(left) and \(right) (RFC 2328 §8.2)"
        case .areaType(let area, let left, let right):
            "E or N bit differs: area \(area) is \(Self.text(left)) at \(router(ends[0])) and \(Self.text(right)) at \(router(ends[1])) (RFC 2328 §10.5, RFC 3101 §2.1)"
        case .authentication: authenticationText(ends, segment)
        case .mtu(let large, let small):
            "Interface MTU differs, \(large) and \(small): \(router(ends[1])) rejects larger Database Descriptions, and the adjacency stays in ExStart (RFC 2328 §10.6)"
                + (network.segments[segment].members.count > 2 ? "; others than the Designated Routers stay 2-Way" : "")
        case .networkType(let left, let right):
            "interface types differ, \(Self.text(left)) and \(Self.text(right)): adjacent or not, the one describes a network and the other a point-to-point link, so that no route uses it (RFC 2328 §12.4.1, §16.1)"
        case .routerID(let id): "both have the Router ID \(id) and refuse each other's packets (RFC 2328 §8.2)"
        case .passive: "\(router(ends[1])) is passive there and sends no Hellos (RFC 2328 §9.5)"
        case .disabled: "OSPF does not run on the interface of \(router(ends[1]))"
        case .noStaticNeighbor:
            "\(router(ends[1])) has no static neighbor and is none: without multicast, no Hello is sent to it (RFC 2328 §9.5.1)"
        }
    }

    private func authenticationText(_ ends: [RouterIndex], _ segment: SegmentIndex) -> String {
        let kinds = ends.map { number -> InterfaceAuthentication in
            let member = network.segments[segment].members.first { $0.router == number }
            return network.routers[number].ospf.interfaces[member?.interface ?? 0].authentication
        }
        return kinds[0].kind == kinds[1].kind
            ? "no authentication key in common: \(kinds[0].text) and \(kinds[1].text) (RFC 2328 appendix D)"
            : "Authentication type differs: \(kinds[0].text) and \(kinds[1].text) (RFC 2328 §8.2, appendix D)"
    }

    private static func text(_ kind: AreaConfiguration.Kind) -> String {
        switch kind {
        case .normal: "a normal area"
        case .stub: "a stub area"
        case .nssa: "an NSSA"
        }
    }

    private static func text(_ type: InterfaceConfiguration.NetworkType) -> String {
        switch type {
        case .broadcast: "broadcast"
        case .pointToPoint: "point-to-point"
        case .nonBroadcast: "non-broadcast"
        case .pointToMultipoint: "point-to-multipoint"
        case .virtualLink: "virtual link"
        }
    }

    private static func text(_ mismatch: HelloMismatch) -> String {
        switch mismatch {
        case .networkMask: "Network mask differs (RFC 2328 §10.5)"
        case .helloInterval: "HelloInterval differs (RFC 2328 §10.5)"
        case .deadInterval: "RouterDeadInterval differs (RFC 2328 §10.5)"
        case .externalRouting: "E or N bit differs (RFC 2328 §10.5)"
        case .area: "Area ID differs (RFC 2328 §8.2)"
        case .duplicateRouterID: "its Router ID is the receiver's own (RFC 2328 §8.2)"
        case .sourceNetwork: "its source is not in the interface's network (RFC 2328 §8.2)"
        }
    }

    // MARK: Traffic

    private func text(_ found: Undelivered) -> String {
        let pairs =
            found.pairs == found.pairsOfProbes
            ? found.pairs == 1 ? "the pair" : "all \(grouped(found.pairs)) pairs"
            : "\(grouped(found.pairs)) of \(grouped(found.pairsOfProbes)) pairs"
        let owner = found.owner.map { " (\(router($0)))" } ?? ""
        let example = "such as \(found.source) to \(found.destination)\(owner)"
        let more = found.places > 1 ? " and \(found.places - 1) more" : ""
        let reasons =
            !found.because.isEmpty
            ? found.because.prefix(3).map(reference).joined(separator: "; ")
            : found.isUnknown
                ? "no router announces the prefix before an action"
                : (names?.death(found.death) ?? "no route") + more
        return "\(pairs) of \(list(found.probes)), \(example): \(reasons)"
    }
}

extension Ratio {
    /// Everything.
    fileprivate var isWhole: Bool { numerator == denominator }
}
