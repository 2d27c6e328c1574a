import Emulation
import NetworkPrimitives
import OSPF

/// Follows whether all routers that can reach each other have equal databases.
///
/// Differences that no happening explains and that pass within a minute are the periodic refresh of LSAs on its way, and do
/// not count.
///
/// A look costs O(routers), and O(LSAs) where something arrived since the last look and the sizes do not already differ.
struct DatabaseComparison: Sendable {
    /// Since when they have been equal, `nil` where they differ.
    private(set) var equalSince: Instant?
    /// What had happened to databases at the last look.
    private var mark: UInt64?
    private var areEqual = false
    /// When they were last seen to be equal, and how long the journal was then.
    private var lastEqual = Instant.origin
    private var seenHappenings = 0
    private let areas: [(area: AreaID, members: [Int])]
    /// Routers that hold AS-external-LSAs: those with an interface in an area that is neither stub nor not-so-stubby.
    private let externalMembers: [Int]

    init(_ network: Network) {
        var members: [AreaID: [Int]] = [:]
        for (number, node) in network.configuration.routers.enumerated() {
            var seen: [AreaID] = []
            for interface in node.ospf.interfaces where !seen.contains(interface.area) {
                seen.append(interface.area)
                members[interface.area, default: []].append(number)
            }
        }
        let kinds = network.configuration.routers.map { node in
            node.ospf.interfaces.map { node.ospf.area($0.area).kind }
        }
        externalMembers = kinds.indices.filter { kinds[$0].isEmpty || kinds[$0].contains(.normal) }
        areas = members.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        seenHappenings = network.context.journal.happenings.count
        look(at: network)
    }

    /// How long a refresh may be on its way.
    private static let refreshTime: Duration = .seconds(60)

    mutating func look(at network: Network) {
        let mark = Self.mark(network)
        let hasChanged = mark != self.mark
        if hasChanged {
            self.mark = mark
            areEqual = isEqual(network)
        }
        let happenings = network.context.journal.happenings
        let isExplained = happenings[seenHappenings...].contains { !$0.kind.isAboutProbes }
        if areEqual {
            // Between two looks they differed, and became equal again.
            if equalSince == nil || hasChanged && isExplained { equalSince = network.now }
            (lastEqual, seenHappenings) = (network.now, happenings.count)
        } else if isExplained || network.now - lastEqual > Self.refreshTime {
            equalSince = nil
        }
    }

    /// A number that changes whenever a database or the set of live routers does.
    private static func mark(_ network: Network) -> UInt64 {
        var digest = Digest()
        for router in network.routers.indices {
            let isLive = network.isPoweredOn(router) && !network.isIsolated(router)
            digest.add(network.routers[router].counters.lsasReceived &+ network.routers[router].counters.lsasOriginated)
            digest.add(UInt64(network.routers[router].databaseCounts.all) << 1 | (isLive ? 1 : 0))
        }
        return digest.value
    }

    private func isEqual(_ network: Network) -> Bool {
        let components = Self.components(network)
        for (area, members) in areas {
            guard agree(members, on: area, components, network) else { return false }
        }
        return agree(externalMembers, on: DatabaseKey.systemWide, components, network)
    }

    /// See `RunResult.Convergence.distinctDatabases`; 0 where no router is live. O(LSAs).
    func distinctDatabases(in network: Network) -> Int {
        let isLive = network.routers.indices.map { network.isPoweredOn($0) && !network.isIsolated($0) }
        return areas.map { area, members in
            var seen: Set<[UInt64]> = []
            for router in members where isLive[router] {
                // A stub area has no LSAs with AS scope, even where its border routers hold some for another area.
                let holdsExternals = network.routers[router].configuration.area(area).kind == .normal
                seen.insert([
                    network.routers[router].databaseDigest(area),
                    holdsExternals ? network.routers[router].databaseDigest(DatabaseKey.systemWide) : 0,
                ])
            }
            return seen.count
        }.max() ?? 0
    }

    private func agree(_ members: [Int], on scope: AreaID, _ components: [Int], _ network: Network) -> Bool {
        var digests: [Int: UInt64] = [:]
        for router in members where components[router] >= 0 {
            let digest = network.routers[router].databaseDigest(scope)
            if let other = digests[components[router]] {
                if other != digest { return false }
            } else {
                digests[components[router]] = digest
            }
        }
        return true
    }

    /// For each live router the lowest number among those it has a chain of Full adjacencies to; -1 for the others.
    private static func components(_ network: Network) -> [Int] {
        let numbers = Dictionary(
            network.routers.map { ($0.routerID, $0.number) }, uniquingKeysWith: { first, _ in first })
        var component = network.routers.indices.map { network.isPoweredOn($0) && !network.isIsolated($0) ? $0 : -1 }
        func root(_ router: Int) -> Int {
            var router = router
            while component[router] != router { router = component[router] }
            return router
        }
        for router in network.routers.indices where component[router] >= 0 {
            for neighbor in network.routers[router].neighborReports where neighbor.state == .full {
                guard let other = numbers[neighbor.routerID], component[other] >= 0 else { continue }
                let (a, b) = (root(router), root(other))
                component[max(a, b)] = min(a, b)
            }
        }
        return component.indices.map { component[$0] < 0 ? -1 : root($0) }
    }
}
