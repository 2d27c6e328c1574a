import NetworkPrimitives
import OSPF

// A process that has used up its memory: it dies where it stands, and is started again with an empty database.
extension Network {
    /// Whether the OSPF process crashed and was not started since.
    public func isCrashed(_ router: RouterIndex) -> Bool { machines[router].power.process?.isCrashed ?? false }

    /// Whether it crashed and will be started again without an operator.
    public func awaitsRestart(_ router: RouterIndex) -> Bool {
        if case .crashed(.some) = machines[router].power.process { return true }
        return false
    }

    /// From now on no router runs out of memory, and what each would need is in its counters.
    public mutating func liftMemoryLimits() {
        for router in routers.indices { routers[router].liftMemoryLimit() }
    }

    /// Nothing is said to anybody. The machine runs on, so that carriers stay and neighbors learn of it by silence; the routes
    /// of the process go with it.
    mutating func crash(_ router: RouterIndex) {
        let id = routers[router].recordCrash(at: now, in: &context)
        machines[router].counters.crashes += 1
        machines[router].power.run(.crashed(restart: nil))
        context.journal.circumstances.silence(router, routers[router].routerID, because: id)
        feed(.stop(flushing: false), to: router, cause: id)
        dropJobs(of: router)
        guard let downtime = configuration.routers[router].ospf.memory?.restartAfter else { return }
        machines[router].power.run(.crashed(restart: id))
        queue.add(.restart(router, machines[router].run), at: now + downtime)
    }
}
