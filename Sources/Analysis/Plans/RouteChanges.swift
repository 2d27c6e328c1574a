import Emulation
import NetworkPrimitives
import OSPF

/// How one router's routing table differs after a change.
public struct RouteChanges: Hashable, Sendable {
    /// Prefixes that only the one table has.
    public var gone = 0
    public var new = 0
    /// Prefixes that are reached by other next hops, and those reached by the same ones at another cost or by another path
    /// type.
    public var rerouted = 0
    public var recosted = 0
    /// Prefixes in the table before.
    public var before = 0

    public var changed: Int { gone + new + rerouted + recosted }

    /// - Complexity: O(n log n) in the number of routes.
    init(of router: RouterIndex, before: Network, after: Network) {
        let (old, new) = (before.routers[router].routingTable, after.routers[router].routingTable)
        let left = old.entries(before.context.store)
        let right = new.entries(after.context.store)
        self.before = left.count
        var (i, j) = (0, 0)
        while i < left.count || j < right.count {
            if j == right.count || i < left.count && left[i].prefix < right[j].prefix {
                gone += 1
                i += 1
            } else if i == left.count || right[j].prefix < left[i].prefix {
                self.new += 1
                j += 1
            } else {
                let (a, b) = (left[i].route, right[j].route)
                if !old.nextHops(of: a).elementsEqual(new.nextHops(of: b)) {
                    rerouted += 1
                } else if a.pathType != b.pathType || a.cost != b.cost || a.type2Cost != b.type2Cost {
                    recosted += 1
                }
                i += 1
                j += 1
            }
        }
    }
}
