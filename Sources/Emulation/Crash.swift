import NetworkPrimitives
import OSPF

// A process that has used up its memory: it dies where it stands, and is started again with an empty database.
extension Network {
    /// Whether the OSPF process crashed and was not started since.
    public func isCrashed(_ router: Int) -> Bool { machines[router].isCrashed }

    /// Whether it crashed and will be started again without an operator.
    public func awaitsRestart(_ router: Int) -> Bool { machines[router].isCrashed && machines[router].restart != nil }

    /// From now on no router runs out of memory, and what each would need is in its counters.
    public mutating func liftMemoryLimits() {
        for router in routers.indices { routers[router].liftMemoryLimit() }
    }

    /// Nothing is said to anybody. The machine runs on, so that carriers stay and neighbors learn of it by silence; the routes
    /// of the process go with it.
    mutating func crash(_ router: Int) {
        let id = routers[router].recordCrash(at: now, in: &context)
        machines[router].counters.crashes += 1
        machines[router].isProcessStopped = true
        machines[router].isCrashed = true
        machines[router].restart = nil
        context.journal.circumstances.silence(router, routers[router].routerID, because: id)
        feed(.stop(flushing: false), to: router, cause: id)
        dropJobs(of: router)
        guard let downtime = configuration.routers[router].ospf.memory?.restartAfter else { return }
        machines[router].restart = ProcessRestart(downtime: downtime, latestEnd: now, cause: id, hasEnded: true)
        queue.add(.restart, at: now + downtime, router: router, packet: machines[router].generation)
    }

    /// The process starts again, after a crash or as planned.
    /// - Returns: what its start is attributed to.
    mutating func endCrash(of router: Int, because cause: HappeningID) -> HappeningID {
        guard machines[router].isCrashed else { return cause }
        machines[router].isCrashed = false
        return context.journal.record(
            .processRestarted, at: now, router: router, subject: UInt32(machines[router].counters.crashes),
            cause: cause)
    }
}
