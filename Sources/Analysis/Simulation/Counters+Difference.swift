import Emulation
import NetworkPrimitives
import OSPF

extension RouterCounters {
    /// What was counted since `before`.
    static func - (after: Self, before: Self) -> Self {
        var difference = after
        difference.lsasOriginated -= before.lsasOriginated
        difference.lsasSent -= before.lsasSent
        difference.lsasReceived -= before.lsasReceived
        difference.lsasDuplicate -= before.lsasDuplicate
        difference.lsasRetransmitted -= before.lsasRetransmitted
        difference.lsasRejected -= before.lsasRejected
        difference.routesRejected -= before.routesRejected
        difference.discardedPackets -= before.discardedPackets
        difference.discardedLSAs -= before.discardedLSAs
        difference.spfRuns -= before.spfRuns
        difference.adjacenciesLost -= before.adjacenciesLost
        difference.isolations -= before.isolations
        difference.allocationFailures -= before.allocationFailures
        return difference
    }

    static func += (sum: inout Self, other: Self) {
        sum.lsasOriginated += other.lsasOriginated
        sum.lsasSent += other.lsasSent
        sum.lsasReceived += other.lsasReceived
        sum.lsasDuplicate += other.lsasDuplicate
        sum.lsasRetransmitted += other.lsasRetransmitted
        sum.lsasRejected += other.lsasRejected
        sum.routesRejected += other.routesRejected
        sum.discardedPackets += other.discardedPackets
        sum.discardedLSAs += other.discardedLSAs
        sum.spfRuns += other.spfRuns
        sum.adjacenciesLost += other.adjacenciesLost
        sum.isolations += other.isolations
        sum.allocationFailures += other.allocationFailures
    }
}

extension MachineCounters {
    /// What was counted since `before`. The deepest queue is that of the whole life.
    static func - (after: Self, before: Self) -> Self {
        var difference = after
        difference.packetsReceived -= before.packetsReceived
        difference.packetsLost -= before.packetsLost
        difference.hellosLost -= before.hellosLost
        difference.busy -= before.busy
        difference.crashes -= before.crashes
        return difference
    }
}
