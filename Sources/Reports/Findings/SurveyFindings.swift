import Analysis
import NetworkPrimitives

// What a survey of failures came to: the first lines of its text say it, and its JSON holds it.
extension LimitSurvey {
    /// The router that something befalls first of all, and in which failure.
    public struct FirstHit: Hashable, Sendable {
        /// The position of the failure.
        public let failure: Int
        public let router: RouterIndex
        /// Since the failure.
        public let after: Duration
    }

    /// The first limit that trips after any failure; `nil` where none does. O(failures).
    public var firstToTrip: FirstHit? {
        soonest { $0.configured.falls.first.map { ($0.router, $0.met) } }
    }

    /// The first router that runs out of memory after any failure; `nil` where none does. O(failures).
    public var firstOutOfMemory: FirstHit? {
        soonest { $0.configured.shortages.first.map { ($0.router, $0.after) } }
    }

    private func soonest(_ event: (Row) -> (router: RouterIndex, after: Duration)?) -> FirstHit? {
        rows.enumerated().compactMap { number, row in
            event(row).map { FirstHit(failure: number, router: $0.router, after: $0.after) }
        }.min { $0.after < $1.after }
    }

    /// The position of the failure that cuts off most pairs; `nil` where none cuts off any. O(failures).
    public var worstForTraffic: Int? {
        rows.indices.filter { rows[$0].cutPairs > 0 }.max { rows[$0].cutPairs < rows[$1].cutPairs }
    }

    /// The router with the least headroom; `nil` where none has a limit. O(routers).
    public var tightest: RouterNeed? {
        routers.filter { $0.limit.maximum != nil }
            .min { ($0.headroom ?? 0, $0.router) < ($1.headroom ?? 0, $1.router) }
    }
}
