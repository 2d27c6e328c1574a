import NetworkPrimitives

/// What comes of a change that its author did not intend. What was so before the change is none of it.
public enum Harm: Hashable, Sendable {
    /// Pairs of these probes that had arrived and do not arrive at the end.
    case undelivered(probes: [Int], pairs: Int)
    /// Routers that hit their limits and shut OSPF down, if only for a time.
    case shutDown(routers: [RouterIndex])
    /// Routers that hit their limits and refused LSAs, and did not shut down.
    case refused(routers: [RouterIndex])
    /// Routers whose OSPF process crashed for want of memory.
    case crashed(routers: [RouterIndex])
    /// Routers that had no memory for LSAs and did not store them, and did not crash.
    case outOfMemory(routers: [RouterIndex])
    /// Databases that were equal and are not at the end: how many different ones.
    case differentDatabases(Int)
    /// Running routers that could reach the largest part of the network before and cannot at the end.
    case cutOff(routers: [RouterIndex])
    /// The probe that lost most besides what it lost all along, and more than is tolerated.
    case lost(probe: Int, Duration, tolerated: Duration)
}

extension RunResult {
    /// How much lost time of a probe is no harm where nothing else is said.
    public static let tolerance: Duration = .seconds(5)

    /// What the timeline did to the network, the gravest first.
    public func harms(tolerating tolerance: Duration) -> [Harm] {
        var harms: [Harm] = []
        let (down, refusing) = (shutDownRouters, refusingRouters)
        if !crashedRouters.isEmpty { harms.append(.crashed(routers: crashedRouters)) }
        if !down.isEmpty { harms.append(.shutDown(routers: down)) }
        if !routersShortOfMemory.isEmpty { harms.append(.outOfMemory(routers: routersShortOfMemory)) }
        if !refusing.isEmpty { harms.append(.refused(routers: refusing)) }
        let open = probes.indices.filter { probes[$0].isWorseAtEnd }
        if !open.isEmpty {
            harms.append(.undelivered(probes: open, pairs: open.reduce(0) { $0 + probes[$1].lostPairsAtEnd }))
        }
        if convergence.databasesEqualSince == nil, convergence.wereDatabasesEqual {
            harms.append(.differentDatabases(convergence.distinctDatabases))
        }
        let losses = probes.map { $0.lostBesides(over: end - start) }
        let worst = losses.indices.max { (losses[$0], $1) < (losses[$1], $0) }
        if let worst, losses[worst] > tolerance {
            harms.append(.lost(probe: worst, losses[worst], tolerated: tolerance))
        }
        return harms
    }

    /// Routers that shut OSPF down at their limits, and were not down already when the timeline began.
    public var shutDownRouters: [RouterIndex] {
        routers.indices.filter { routers[$0].isolations > 0 && !routers[$0].stateAtStart.isShutDown }
    }

    /// Routers that crashed for want of memory, and had not crashed already when the timeline began.
    public var crashedRouters: [RouterIndex] {
        routers.indices.filter { routers[$0].crashes > 0 && routers[$0].stateAtStart != .crashed }
    }

    /// Routers that did not store LSAs for want of memory, and were not short of it when the timeline began.
    public var routersShortOfMemory: [RouterIndex] {
        routers.indices.filter {
            routers[$0].counters.allocationFailures > 0 && routers[$0].stateAtStart != .outOfMemory
        }
    }

    /// Routers that refused LSAs at their limits and did nothing worse, and did not do so when the timeline began.
    public var refusingRouters: [RouterIndex] {
        routers.indices.filter {
            let router = routers[$0]
            return router.stateAtStart == .running && router.isolations == 0
                && (router.state == .rejecting || router.counters.lsasRejected > 0)
        }
    }

    /// Routers that their limits or their memory had changed before the timeline began, in the cold start.
    public var fallenBefore: [RouterIndex] {
        routers.indices.filter { ![.running, .poweredOff].contains(routers[$0].stateAtStart) }
    }
}

extension RouterOutcome.State {
    /// Whether a limit keeps OSPF down.
    public var isShutDown: Bool { self == .isolated || self == .isolatedPermanently }
}

extension ProbeOutcome {
    /// Pairs that had arrived and do not at the end, as far as shares are whole pairs.
    public var lostPairsAtEnd: Int {
        let present = pairs - absentPairsAtEnd - neverArrived
        return (lostAtEnd * present + 999_999) / 1_000_000
    }

    /// Whether less arrives at the end than when the timeline began.
    public var isWorseAtEnd: Bool { lostAtEnd > lostAtStart }

    /// What was lost besides the share that was lost all along, in a run of this length.
    func lostBesides(over time: Duration) -> Duration {
        let standing = Int64(Int128(time.nanoseconds) * Int128(lostAtStart) / 1_000_000)
        return max(.zero, lost - .nanoseconds(standing))
    }

    /// Millionths of what has traffic at the end and does not arrive, whether it ever did or not.
    public var undeliveredAtEnd: Int {
        let present = pairs - absentPairsAtEnd
        guard neverArrived > 0, present > 0 else { return lostAtEnd }
        return max(1, (lostAtEnd * (present - neverArrived) + 1_000_000 * neverArrived) / present)
    }

    /// Whether anything of the probe ever arrived, so that there is something to lose.
    public var hasData: Bool { neverArrived < pairs }
}
