import NetworkPrimitives
import OSPF

/// An OSPF process that ends and comes back while the machine runs on: planned (RFC 3623), or after a crash.
struct ProcessRestart: Sendable {
    let downtime: Duration
    /// When it ends although not every neighbor has acknowledged that it will.
    let latestEnd: Instant
    let cause: HappeningID
    var hasEnded = false
}

extension Network {
    /// How often a router that is about to restart looks whether all neighbors know.
    private static let step: Duration = .milliseconds(100)
    /// Three retransmissions.
    private static let patience: Duration = .seconds(15)

    mutating func restartGracefully(_ router: Int, downtime: Duration, because cause: HappeningID) {
        guard machines[router].isRunningOSPF, machines[router].restart == nil else { return }
        let isGraceful = routers[router].configuration.gracefulRestart.isEnabled
        machines[router].restart = ProcessRestart(
            downtime: downtime, latestEnd: isGraceful ? now + Self.patience : now, cause: cause)
        if isGraceful { feed(.announceRestart, to: router, cause: cause) }
        continueRestart(of: router)
    }

    /// Waits for the neighbors, then ends the process, then starts it.
    mutating func continueRestart(of router: Int) {
        guard let restart = machines[router].restart else { return }
        if restart.hasEnded {
            machines[router].restart = nil
            machines[router].isProcessStopped = false
            let cause = endCrash(of: router, because: restart.cause)
            context.journal.circumstances.noteArrival(of: router, because: cause)
            feed(.start, to: router, cause: cause)
            return
        }
        var next = now + Self.step
        if now >= restart.latestEnd || routers[router].isRestartAcknowledged {
            machines[router].restart?.hasEnded = true
            machines[router].isProcessStopped = true
            context.journal.circumstances.silence(router, routers[router].routerID, because: restart.cause)
            let isGraceful = routers[router].configuration.gracefulRestart.isEnabled
            feed(isGraceful ? .stopForRestart : .stop(flushing: false), to: router, cause: restart.cause)
            dropJobs(of: router)
            next = now + restart.downtime
        }
        queue.add(.restart, at: next, router: router, packet: machines[router].generation)
    }
}
