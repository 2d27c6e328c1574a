import Emulation
import NetworkPrimitives
import OSPF

/// Follows one condition of a timeline until its entry is due.
struct ConditionWatch: Sendable {
    let entry: Int
    let condition: Condition
    let lasting: Duration
    /// Since when the condition has held without a break, and what made it hold.
    private(set) var since: Instant?
    private(set) var cause = HappeningID.none
    /// Some router was isolated at some time, which `noneIsolated` waits for.
    private var wasIsolated = false

    init(entry: Int, condition: Condition, lasting: Duration) {
        self.entry = entry
        self.condition = condition
        self.lasting = lasting
    }

    /// When the entry is due if nothing changes.
    var due: Instant? { since.map { $0 + lasting } }

    /// Looks at the network as it is now.
    mutating func look(at network: Network) {
        guard holds(in: network) else {
            since = nil
            return
        }
        guard since == nil else { return }
        since = network.now
        let happenings = network.context.journal.happenings
        let index = happenings.lastIndex { isAbout($0) }
        cause = index.map { HappeningID(number: UInt32($0)) } ?? .none
    }

    private mutating func holds(in network: Network) -> Bool {
        switch condition {
        case .anyIsolated(let routers): return routers.contains { network.isIsolated($0) }
        case .anyRejecting(let routers):
            return routers.contains {
                let phase = network.routers[$0].limitPhase
                return network.isPoweredOn($0) && (phase == .refusing || phase == .rejecting || phase == .overflow)
            }
        case .noneIsolated:
            let isAny = network.routers.indices.contains { network.isIsolated($0) }
            wasIsolated = wasIsolated || isAny
            return wasIsolated && !isAny
        }
    }

    private func isAbout(_ happening: Happening) -> Bool {
        let kind = happening.kind
        switch condition {
        case .anyIsolated(let routers):
            return (kind == .isolated || kind == .isolatedPermanently) && happening.router.map(routers.contains) == true
        case .anyRejecting(let routers):
            return kind == .limitExceeded && happening.router.map(routers.contains) == true
        case .noneIsolated: return kind == .returned
        }
    }
}
