import OSPF

/// What the numbers of a table of limits are, where they are not all LSAs that are counted together.
struct CountingRules {
    private let limits: [LimitPolicy]

    init(_ limits: [LimitPolicy]) { self.limits = limits.filter(\.isSet) }

    /// A line for below the table; `nil` where there is nothing to say.
    var note: String? {
        var parts: [String] = []
        for (what, isMeant) in Self.rules {
            let routers = limits.count(where: isMeant)
            guard routers > 0 else { continue }
            parts.append(routers == limits.count ? what : "\(what) at \(counted(routers, "router"))")
        }
        return parts.isEmpty ? nil : "  what counts: \(parts.joined(separator: "; "))"
    }

    private static var rules: [(String, (LimitPolicy) -> Bool)] {
        [
            ("routes, not LSAs", { $0.count == .routes }),
            ("the LSAs of the fullest area", { $0.count != .routes && $0.scope == .area }),
            ("the LSAs of whoever advertises the most", { $0.count != .routes && $0.scope == .advertisingRouter }),
            (
                "the LSAs of the most frequent type, held against the common maximum",
                { $0.count != .routes && $0.scope == .lsaType && $0.maximum != nil }
            ),
            ("maxima of single types, which no column shows", { $0.count != .routes && $0.typeMaximums.isSet }),
        ]
    }
}

extension LimitPolicy {
    /// What a difference of two counts is in.
    var unit: String { count == .routes ? "routes" : "LSAs" }
}
