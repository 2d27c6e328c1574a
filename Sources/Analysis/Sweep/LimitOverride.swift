import Emulation
import NetworkPrimitives
import OSPF

/// The limits of one variant of a comparison, in place of what is configured.
public struct LimitOverride: Hashable, Sendable {
    /// What people call it, such as `reject@PAR4 ignore-time=60s`.
    public let name: String
    /// By router; `nil`, and every router beyond the end, stays as it is configured.
    public let policies: Table<RouterIndex, LimitPolicy?>

    public init(name: String, policies: Table<RouterIndex, LimitPolicy?>) {
        self.name = name
        self.policies = policies
    }

    /// Nothing in place of anything.
    public static let configured = LimitOverride(name: "configured", policies: [])

    /// A change of the policy of every router that has a limit.
    public init(name: String, of network: NetworkConfiguration, change: (inout LimitPolicy) -> Void) {
        self.init(
            name: name,
            policies: Table(
                network.routers.map { node in
                    guard node.ospf.limit.maximum != nil else { return nil }
                    var policy = node.ospf.limit
                    change(&policy)
                    return policy
                }))
    }

    /// Gives the routers of a converged network their policies. Routers whose policy stays the same are left alone.
    public func apply(to network: inout Network) {
        for (router, policy) in policies.indexed {
            guard let policy, policy != network.routers[router].configuration.limit else { continue }
            network.apply(.setLimit(router: router, policy), text: "compare: limits are \(name)")
        }
    }
}
