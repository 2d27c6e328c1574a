import Emulation
import NetworkPrimitives

/// Whose Router ID is whose: of several routers, where a network has one twice, and of one router under several, where the
/// timeline gives it another.
struct RouterIdentities: Sendable {
    private let network: NetworkConfiguration
    private var owners: [RouterID: [RouterIndex]] = [:]

    init(_ network: NetworkConfiguration, _ timeline: [TimelineEntry] = []) {
        self.network = network
        for (number, node) in network.routers.indexed { owners[node.ospf.routerID, default: []].append(number) }
        for case .setRouterID(let router, let id, _) in timeline.flatMap(\.actions)
        where !(owners[id]?.contains(router) ?? false) {
            owners[id, default: []].append(router)
        }
    }

    /// The routers that have the Router ID at some time, in the order of the network.
    func numbers(of id: RouterID) -> [RouterIndex] { owners[id] ?? [] }

    /// `a`; `a or c` where two have it; the Router ID itself where nobody has.
    /// - Parameters:
    ///   - router: one that speaks of another.
    ///   - segment: where it is met.
    func name(of id: RouterID, besides router: RouterIndex? = nil, on segment: SegmentIndex? = nil) -> String {
        var numbers = numbers(of: id)
        if numbers.count > 1, let segment {
            let members = network.segments[segment].members.map(\.router)
            let present = numbers.filter { $0 != router && members.contains($0) }
            if !present.isEmpty { numbers = present }
        }
        return numbers.isEmpty ? "\(id)" : numbers.map { network.routers[$0].name }.joined(separator: " or ")
    }
}
