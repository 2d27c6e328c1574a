import NetworkPrimitives
import OSPFWire

// RFC 2328 §12.4 (1): when an own LSA is refreshed, with what vendors do to keep refreshes from coming all at once, or one
// by one.
extension Router {
    /// When the database must look at the entry again: an own LSA is refreshed, another's reaches MaxAge.
    @inline(__always) func ageingDue(_ entry: DatabaseEntry, _ seed: UInt64) -> Instant {
        entry.flags.contains(.selfOriginated) ? refreshDue(entry, seed) : entry.birth + Constants.maxAge
    }

    /// When an own LSA is refreshed: at LSRefreshTime, less a share of the jitter, put off to the end of its group.
    @inline(__always) func refreshDue(_ entry: DatabaseEntry, _ seed: UInt64) -> Instant {
        let due = entry.birth + Constants.lsRefreshTime
        if configuration.timers.refreshJitter == .zero, configuration.timers.lsaGroupPacing == .zero { return due }
        return spreadRefresh(of: entry, dueAt: due, seed)
    }

    private func spreadRefresh(of entry: DatabaseEntry, dueAt due: Instant, _ seed: UInt64) -> Instant {
        // A random value that depends on the seed, the router, the LSA and the instance alone, and so
        // is always the same.
        var seeds = SeededDice(seed: seed)
        var dice = SeededDice(
            seed: seeds.next() ^ UInt64(routerID.bits) << 32 ^ UInt64(entry.key.number)
                ^ UInt64(bitPattern: entry.birth.nanoseconds))
        let due = due - dice.duration(upTo: configuration.timers.refreshJitter)
        let pacing = configuration.timers.lsaGroupPacing
        guard pacing > .zero, due > startedAt else { return due }
        let groups = ((due - startedAt).nanoseconds + pacing.nanoseconds - 1) / pacing.nanoseconds
        return startedAt + pacing * groups
    }
}
