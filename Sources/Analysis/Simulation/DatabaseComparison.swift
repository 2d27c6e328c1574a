import Emulation
import NetworkPrimitives
import OSPF

/// Follows whether all routers that ought to hold the same LSAs do; see `FloodingParts`.
///
/// Differences that no happening explains and that pass within a minute are the periodic refresh of LSAs on its way, and do
/// not count.
///
/// A look costs O(routers), and O(LSAs) where something arrived since the last look and the sizes do not already differ.
struct DatabaseComparison: Participant {
    /// Since when they have been equal, `nil` where they differ.
    private(set) var equalSince: Instant?
    /// What had happened to databases at the last look.
    private var mark: UInt64?
    private var areEqual = false
    /// When they were last seen to be equal, and how long the journal was then.
    private var lastEqual = Instant.origin
    private var seenHappenings = 0
    private(set) var nextDeadline = Instant.never

    init(_ network: Network) {
        seenHappenings = network.context.journal.happenings.count
        look(at: network)
    }

    /// How long a refresh may be on its way.
    private static let refreshTime: Duration = .seconds(60)

    mutating func begin(in network: inout Network) { nextDeadline = network.now + .seconds(1) }

    mutating func meetDeadline(in network: inout Network) {
        look(at: network)
        nextDeadline = network.now + .seconds(1)
    }

    mutating func look(at network: Network) {
        let mark = Self.mark(network)
        let hasChanged = mark != self.mark
        if hasChanged {
            self.mark = mark
            areEqual = FloodingParts(network).mostDatabases(upTo: 2) < 2
        }
        let happenings = network.context.journal.happenings
        let isExplained = happenings[seenHappenings...].contains { !$0.kind.isAboutProbes && !$0.kind.isPeriodic }
        if areEqual {
            // Between two looks they differed, and became equal again.
            if equalSince == nil || hasChanged && isExplained { equalSince = network.now }
            (lastEqual, seenHappenings) = (network.now, happenings.count)
        } else if isExplained || network.now - lastEqual > Self.refreshTime {
            equalSince = nil
        }
    }

    /// A number that changes whenever a database, the adjacencies or the set of live routers do.
    private static func mark(_ network: Network) -> UInt64 {
        var digest = Digest()
        for router in network.routers.indices {
            let isLive = network.isRunningOSPF(router) && !network.isIsolated(router)
            digest.add(network.routers[router].counters.lsasReceived &+ network.routers[router].counters.lsasOriginated)
            digest.add(UInt64(network.routers[router].databaseCounts.all) << 1 | (isLive ? 1 : 0))
            digest.add(UInt64(network.routers[router].fullAdjacencies))
        }
        return digest.value
    }
}

extension Happening.Kind {
    /// LSAs came of age, as they do on any day.
    fileprivate var isPeriodic: Bool { self == .refreshed || self == .aged }
}
