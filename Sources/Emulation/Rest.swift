import NetworkPrimitives
import OSPF

// When a cold start is over.
extension Network {
    /// Whether nothing but hellos is under way anywhere.
    public var isQuiet: Bool {
        packetsUnderWay == 0 && zip(routers, machines).allSatisfy { !$1.isRunningOSPF || ($0.isRunning && $0.isQuiet) }
    }

    /// Advances second by second until the network is quiet, or until `limit`. It may not be at rest then.
    /// - Returns: whether it became quiet.
    public mutating func converge(within limit: Duration) -> Bool {
        let end = now + limit
        while now < end {
            advance(to: min(end, now + .seconds(1)))
            if isQuiet { return true }
        }
        return false
    }

    /// From when on the network is at rest if nothing happens meanwhile: quiet, and no router or CPU waits for the end of
    /// anything that the past began; see `Router.restsFrom`. `nil` while it is not quiet, and while the process of a router that
    /// crashed is to be started again. O(all LSAs).
    private var restsFrom: Instant? {
        guard isQuiet, !machines.indices.contains(where: awaitsRestart) else { return nil }
        var rest = Instant.origin
        for (router, machine) in zip(routers, machines) where machine.isRunningOSPF {
            guard let own = router.restsFrom else { return nil }
            rest = max(rest, own, machine.busyUntil)
        }
        return rest
    }

    /// Looks whether the network is converged and at rest now, so that a change is answered as on any other day, and
    /// notes since when. To be asked once a second during a cold start.
    public mutating func noteRest() -> Bool {
        guard isQuiet else {
            (quietSince, restedAt) = (nil, nil)
            return false
        }
        quietSince = quietSince ?? now
        if let restedAt, now < restedAt { return false }
        restedAt = restsFrom
        guard let rest = restedAt, rest <= now else { return false }
        restedAt = now
        return true
    }

    /// Advances second by second until the network is at rest, or until `limit`.
    /// - Returns: whether it came to rest.
    public mutating func settle(within limit: Duration) -> Bool {
        let end = now + limit
        while now < end {
            advance(to: min(end, now + .seconds(1)))
            if noteRest() { return true }
        }
        return false
    }
}
