import Emulation
import OSPF

/// What every router that has a limit does at it, in place of what is configured.
public enum LimitOverride: String, Hashable, Sendable, CaseIterable {
    case configured
    case shutdown
    case reject
    case warn
    /// No limit at all.
    case none

    /// The policy under this override. Everything but the first reaction stays as it is configured.
    public func applied(to policy: LimitPolicy) -> LimitPolicy {
        var policy = policy
        switch self {
        case .configured: break
        case .shutdown: policy.action = .shutdown
        case .reject: policy.action = .reject
        case .warn: policy.action = .warn
        case .none: policy.maximum = nil
        }
        return policy
    }

    /// Gives the routers of a converged network their policies. Routers whose policy stays the same are left alone.
    public func apply(to network: inout Network) {
        for router in network.routers.indices {
            let policy = network.routers[router].configuration.limit
            let changed = applied(to: policy)
            guard policy.maximum != nil, changed != policy else { continue }
            network.apply(.setLimit(router: router, changed), text: "compare: every limit is \(rawValue)")
        }
    }
}
