import NetworkPrimitives

// A limit on routes (BIRD's channel limits): the database is left alone, what is new does not enter the routing table.
extension Router {
    /// Holds a table that was just calculated against the limit: prefixes that had a route keep one, new ones come in by
    /// prefix number while there is room. O(prefixes).
    ///
    /// - Returns: whether the router must shut down OSPF once the table is in place.
    mutating func limitRoutes(_ new: inout [Route], _ context: inout RouterContext) -> LimitLoad? {
        guard let maximum = configuration.limit.maximum else { return nil }
        let old = routingTable.routes
        func isHeld(_ index: Int) -> Bool { index < old.count && old[index].pathType != .none }
        var count = new.indices.count { new[$0].pathType != .none && isHeld($0) }
        let before = count
        for index in new.indices where new[index].pathType != .none && !isHeld(index) {
            let load = LimitLoad(count: count + 1, maximum: maximum, group: .instance)
            warn(load, &context)
            let isLatched = limit.phase == .rejecting && configuration.limit.release != .belowLimit
            guard isLatched || isOver(load.count, maximum) else {
                count += 1
                continue
            }
            if configuration.limit.action == .shutdown, configuration.limit.grace <= .zero {
                limit.routes = count
                return load
            }
            if take(.met, load, &context) || isLatched {
                new[index] = .none
                counters.routesRejected += 1
            } else {
                count += 1
            }
        }
        limit.routes = count
        noteCount(at: context.now)
        if before < Int(maximum), count < Int(maximum) { countFell(&context) }
        return nil
    }
}
