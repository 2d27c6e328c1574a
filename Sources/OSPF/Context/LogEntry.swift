import NetworkPrimitives
import OSPFWire

/// What an entry of the log says.
///
/// What is rarely written and large is behind a reference, so that the log of a large run stays small.
public enum LogEntry: Hashable, Sendable {
    /// Scripted: what it is called, and the how-manieth action it is, from 0.
    indirect case action(text: String, number: UInt32)
    /// The network's own start, to which leads back what no later event explains.
    case coldStart
    /// The configuration has a segment that loses or damages packets, and a Router ID that several routers have.
    case lossConfigured(SegmentIndex)
    case duplicateRouterID(RouterID)
    /// A router originated LSAs again at LSRefreshTime, or flushed some that had reached MaxAge (RFC 2328 §12.4, §14).
    case refreshed(lsas: UInt32)
    case aged(lsas: UInt32)
    case poweredOn
    case poweredOff
    /// An adjacency reached Full. One that was is gone.
    case adjacencyFormed(with: RouterID, on: InterfaceIndex)
    case adjacencyLost(with: RouterID, on: InterfaceIndex, Happening.Reason)
    /// The router became Designated Router of an interface's segment, or Backup.
    case designatedRouterElected(on: InterfaceIndex, isBackup: Bool)
    /// A member of a ranked group took over its destinations, or gave them up.
    case originatorStarted(RedistributedSet)
    case originatorStopped(RedistributedSet)
    indirect case limitWarning(LimitCount)
    /// Who advertised what the database held, the largest share first.
    indirect case limitExceeded(LimitCount, held: [Journal.Share])
    /// The count where the limit let go by itself; `nil` where the process ended or was cleared. The same below.
    case limitCleared(counted: UInt32?, maximum: UInt32)
    /// The router shut down OSPF, for the how-manieth time; what counted then.
    case isolated(isolations: UInt32, counted: UInt32)
    case isolatedPermanently(isolations: UInt32, counted: UInt32)
    case returned(isolations: UInt32, isCleared: Bool)
    /// The router advertises the largest costs because of its limit, and no longer does.
    case costsRaised(counted: UInt32)
    case costsRestored(counted: UInt32?)
    /// RFC 1765: the router withdrew external LSAs of its own; it originates them again.
    case externalsWithdrawn(lsas: UInt32)
    case externalsRestored(counted: UInt32?)
    /// The limit on redistribution, and the routes to be redistributed.
    case redistributionWarning(routes: UInt32, maximum: UInt32)
    case redistributionExceeded(routes: UInt32, maximum: UInt32)
    case redistributionCleared(routes: UInt32, maximum: UInt32)
    /// A router- or network-LSA has no room for everything: how many links or routers it can hold, and how many it leaves
    /// out. Later everything has room again.
    case linksLeftOut(room: UInt32, leftOut: UInt32)
    case linksComplete(room: UInt32)
    /// What a router redistributes on a condition is announced, or withdrawn.
    case redistributionStarted(RedistributedSet)
    case redistributionStopped(RedistributedSet)
    /// What a router announces from its start on can be delivered, too.
    case deliveryStarted(RedistributedSet)
    /// The input queue, where so many packets wait, overflowed: the packets lost in this burst so far.
    case overloaded(waiting: UInt32, lost: UInt32)
    case helloRefused(from: RouterID, HelloMismatch)
    /// A packet was refused before it was read. The Router ID is the one that it bears.
    case authenticationFailed(from: RouterID, AuthenticationFailure)
    /// A packet arrived with a wrong checksum.
    case packetDamaged(on: InterfaceIndex, type: PacketType)
    /// The last key of an interface has expired and goes on (RFC 2328 §D.3).
    case keyExpired(on: InterfaceIndex, keyID: UInt32)
    /// A router helps a neighbor that restarts, for so many seconds at most, or does not, or does no more (RFC 3623 §3).
    case helperStarted(of: RouterID, seconds: UInt32)
    case helperRefused(of: RouterID, HelperRefusal)
    case helperStopped(of: RouterID, RestartExitReason)
    /// A router's own graceful restart is over.
    case restartEnded(RestartExitReason)
    /// Packets of a scenario's probe are lost, between so many pairs, or all of them arrive again.
    indirect case probeLost(probe: UInt32, pairs: UInt32, furtherCauses: [HappeningID])
    case probeRestored(probe: UInt32)
    /// The process has no memory for an LSA and stores no more, or has memory again; it crashed for want of memory, and was
    /// started again.
    indirect case memoryExhausted(ProcessMemory, held: [Journal.Share])
    case memoryRelieved(ProcessMemory, isCleared: Bool)
    indirect case crashed(ProcessMemory, held: [Journal.Share])
    case processRestarted(crashes: UInt32)
}

/// What a router redistributes under a name: its place in the configuration, and how many LSAs it originates for it.
public struct RedistributedSet: Hashable, Sendable {
    public let position: UInt32
    public let lsas: UInt32
}

/// What counted towards a limit.
public struct LimitCount: Hashable, Sendable {
    public let counted: UInt32
    public let maximum: UInt32
    /// By what rule, where it does not count others' LSAs together.
    public let rule: LimitRule?
}

/// What a process held.
public struct ProcessMemory: Hashable, Sendable {
    /// LSAs in its database.
    public let lsas: UInt32
    /// Memory taken, in units of 1,024 octets.
    public let kibibytes: UInt32
}

extension LogEntry {
    /// Why an adjacency was lost, and whether it was the end of the process that ended something.
    public var reason: Happening.Reason {
        switch self {
        case .adjacencyLost(_, _, let reason): reason
        case .limitCleared(nil, _), .returned(_, true), .costsRestored(nil), .externalsRestored(nil),
            .memoryRelieved(_, true):
            .cleared
        default: .none
        }
    }

    /// Who advertised what the database held; `nil` where that is not said.
    public var held: [Journal.Share]? {
        switch self {
        case .limitExceeded(_, let held), .memoryExhausted(_, let held), .crashed(_, let held): held
        default: nil
        }
    }

    /// What had a part in it besides its cause, each of which leads back to something else.
    public var furtherCauses: [HappeningID] {
        if case .probeLost(_, _, let causes) = self { causes } else { [] }
    }

    /// What a scripted action is called.
    public var actionText: String? {
        if case .action(let text, _) = self { text } else { nil }
    }

    /// The same with one more of what it counts: LSAs that come of age together, packets lost in one burst.
    var countingOneMore: LogEntry {
        switch self {
        case .refreshed(let lsas): .refreshed(lsas: lsas + 1)
        case .aged(let lsas): .aged(lsas: lsas + 1)
        case .overloaded(let waiting, let lost): .overloaded(waiting: waiting, lost: lost + 1)
        default: preconditionFailure("\(kind) does not go on")
        }
    }
}
