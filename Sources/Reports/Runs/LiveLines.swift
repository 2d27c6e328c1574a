import Emulation
import NetworkPrimitives
import OSPF

/// What happens in a network, printed while it happens: a line for each happening. The report at the end groups
/// and explains them.
public struct LiveLines: Sendable {
    private let network: NetworkConfiguration
    private let start: Instant

    /// - Parameter start: the moment from which times are counted.
    public init(of network: NetworkConfiguration, start: Instant) {
        self.network = network
        self.start = start
    }

    /// One happening of a journal, and its time since the start.
    public func line(_ happening: Happening, in journal: Journal) -> (offset: Duration, text: String) {
        let offset = happening.instant - start
        return (offset, "+\(seconds(offset))  \(sentence(happening, in: journal))")
    }

    /// The same without the time.
    public func sentence(_ happening: Happening, in journal: Journal) -> String {
        let who = happening.router.map { network.routers[$0].name + ": " } ?? ""
        return "\(happening.kind == .action ? "" : who)\(words(happening.entry))"
    }

    private func words(_ entry: LogEntry) -> String {
        switch entry {
        case .action(let text, _): text
        case .adjacencyFormed(let neighbor, _): "adjacency with \(name(neighbor))"
        case .adjacencyLost(let neighbor, _, let reason): "adjacency with \(name(neighbor)) lost (\(reason))"
        case .designatedRouterElected(_, let isBackup): isBackup ? "becomes Backup" : "becomes Designated Router"
        case .originatorStarted(let set): "takes over \(set.lsas) LSAs"
        case .originatorStopped(let set): "gives up \(set.lsas) LSAs"
        case .limitWarning(let reading), .limitExceeded(let reading, _):
            "\(Self.spelled(entry.kind)): \(reading.counted) LSAs, limit \(reading.maximum)"
        case .limitCleared(let count, let maximum):
            "\(Self.spelled(entry.kind)): \(count ?? 0) LSAs, limit \(maximum)"
        case .probeLost(let probe, let pairs, _): "traffic of probe \(probe + 1) is lost: \(pairs) pairs"
        case .probeRestored(let probe): "all traffic of probe \(probe + 1) arrives"
        default: Self.spelled(entry.kind)
        }
    }

    private func name(_ id: RouterID) -> String { network.routers.first { $0.ospf.routerID == id }?.name ?? "\(id)" }

    /// `limitExceeded` as `limit exceeded`.
    private static func spelled(_ kind: Happening.Kind) -> String {
        String("\(kind)".flatMap { $0.isUppercase ? " \($0.lowercased())" : "\($0)" })
    }
}
