import NetworkPrimitives
import OSPF

// An OSPF process that ends and comes back while the machine runs on: planned (RFC 3623), or after a crash.
extension Network {
    /// How often a router that is about to restart looks whether all neighbors know.
    private static let step: Duration = .milliseconds(100)
    /// Three retransmissions.
    private static let patience: Duration = .seconds(15)

    mutating func restartGracefully(_ router: RouterIndex, downtime: Duration, because cause: HappeningID) {
        guard case .running = machines[router].power.process else { return }
        let isGraceful = routers[router].configuration.gracefulRestart.isEnabled
        let restart = ProcessRestart(
            downtime: downtime, latestEnd: isGraceful ? now + Self.patience : now, cause: cause)
        machines[router].power.run(.announcingRestart(restart))
        if isGraceful { feed(.announceRestart, to: router, cause: cause) }
        continueRestart(of: router)
    }

    /// The next step of a restart: waits for the neighbors, then ends the process, then starts it.
    mutating func continueRestart(of router: RouterIndex) {
        switch machines[router].power.process {
        case .announcingRestart(let restart): announce(restart, of: router)
        case .restarting(let cause): restart(router, because: cause)
        case .crashed(let cause?):
            let id = context.journal.record(
                .processRestarted(crashes: UInt32(machines[router].counters.crashes)), at: now, router: router,
                cause: cause)
            restart(router, because: id)
        case .running, .stopped, .crashed(nil), nil: break
        }
    }

    private mutating func announce(_ restart: ProcessRestart, of router: RouterIndex) {
        var next = now + Self.step
        if now >= restart.latestEnd || routers[router].isRestartAcknowledged {
            machines[router].power.run(.restarting(because: restart.cause))
            context.journal.circumstances.silence(router, routers[router].routerID, because: restart.cause)
            let isGraceful = routers[router].configuration.gracefulRestart.isEnabled
            feed(isGraceful ? .stopForRestart : .stop(flushing: false), to: router, cause: restart.cause)
            dropJobs(of: router)
            next = now + restart.downtime
        }
        queue.add(.restart(router, machines[router].run), at: next)
    }

    private mutating func restart(_ router: RouterIndex, because cause: HappeningID) {
        machines[router].power.run(.running)
        context.journal.circumstances.noteArrival(of: router, because: cause)
        feed(.start, to: router, cause: cause)
    }
}
