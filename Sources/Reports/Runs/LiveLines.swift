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
        let who = happening.router >= 0 ? network.routers[Int(happening.router)].name + ": " : ""
        return (offset, "+\(seconds(offset))  \(happening.kind == .action ? "" : who)\(words(happening, journal))")
    }

    private func words(_ happening: Happening, _ journal: Journal) -> String {
        switch happening.kind {
        case .action: journal.actionTexts[Int(happening.detail)]
        case .adjacencyFormed: "adjacency with \(name(RouterID(bits: happening.subject)))"
        case .adjacencyLost: "adjacency with \(name(RouterID(bits: happening.subject))) lost (\(happening.reason))"
        case .designatedRouterElected: happening.detail == 1 ? "becomes Designated Router" : "becomes Backup"
        case .originatorStarted: "takes over \(happening.detail) LSAs"
        case .originatorStopped: "gives up \(happening.detail) LSAs"
        case .limitWarning, .limitExceeded, .limitCleared:
            "\(Self.spelled(happening.kind)): \(happening.detail) LSAs, limit \(happening.subject)"
        case .probeLost: "traffic of probe \(happening.subject + 1) is lost: \(happening.detail) pairs"
        case .probeRestored: "all traffic of probe \(happening.subject + 1) arrives"
        default: Self.spelled(happening.kind)
        }
    }

    private func name(_ id: RouterID) -> String { network.routers.first { $0.ospf.routerID == id }?.name ?? "\(id)" }

    /// `limitExceeded` as `limit exceeded`.
    private static func spelled(_ kind: Happening.Kind) -> String {
        String("\(kind)".flatMap { $0.isUppercase ? " \($0.lowercased())" : "\($0)" })
    }
}
