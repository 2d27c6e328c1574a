import NetworkPrimitives
import OSPF

/// What variants are compared by. Less is better in all of them.
public enum Measure: String, Hashable, Sendable, CaseIterable {
    /// Nanoseconds of traffic lost, averaged over the probes.
    case lost = "lost_ns"
    /// Crashes for want of memory, summed over routers.
    case crashes = "crashes"
    /// Routers that shut down OSPF at least once.
    case isolatedRouters = "isolated_routers"
    /// Nanoseconds in isolation, summed over routers.
    case isolatedTime = "isolated_ns"
    /// Nanoseconds in isolation for good, summed over routers: the sooner it comes, the longer it lasts.
    case isolatedForGood = "isolated_for_good_ns"
    /// 1 where databases still differ when the run ends.
    case unequalDatabases = "unequal_databases"
    /// Nanoseconds on detours, averaged over the probes.
    case detour = "detour_ns"
    /// LSAs in the largest database.
    case largestDatabase = "largest_database"
    /// The most different databases in one area when the run ends.
    case distinctDatabases = "distinct_databases"
    case rejected = "lsas_rejected"
    case retransmitted = "lsas_retransmitted"
    case elections = "elections"
    /// Octets that the OSPF process of one router took at the most.
    case peakMemory = "peak_memory_octets"

    /// What decides which variant does least harm, in this order. Lost traffic counts to the tenth of a second, so that a
    /// packet that took another queue is no difference; each step decides only where the one before finds none.
    public static let rule: [Measure] = [
        .lost, .crashes, .isolatedRouters, .isolatedTime, .isolatedForGood, .unequalDatabases, .detour,
        .largestDatabase,
    ]

    /// Whether it says something only where the memory of a router is set.
    public var isOfMemory: Bool { self == .crashes || self == .peakMemory }

    public func value(in result: RunResult) -> Int64 {
        switch self {
        case .lost: Self.average(result.probes.map(\.lost))
        case .crashes: Int64(result.totals.crashes)
        case .peakMemory: Int64(clamping: result.totals.largestMemory ?? 0)
        case .isolatedRouters: Int64(result.totals.isolatedRouters)
        case .isolatedTime: result.totals.isolatedTime.nanoseconds
        case .unequalDatabases: result.convergence.databasesEqualSince == nil ? 1 : 0
        case .detour: Self.average(result.probes.map(\.detour))
        case .largestDatabase: Int64(result.totals.largestDatabase)
        case .isolatedForGood: result.permanentIsolations.reduce(0) { $0 + ($1.end - $1.start).nanoseconds }
        case .distinctDatabases: Int64(result.convergence.distinctDatabases)
        case .rejected: Int64(clamping: result.totals.routers.lsasRejected)
        case .retransmitted: Int64(clamping: result.totals.routers.lsasRetransmitted)
        case .elections: Int64(result.totals.elections)
        }
    }

    /// The value as the rule sees it.
    public func coarse(_ value: Int64) -> Int64 { self == .lost || self == .detour ? value / 100_000_000 : value }

    private static func average(_ times: [Duration]) -> Int64 {
        times.reduce(0) { $0 + $1.nanoseconds } / Int64(max(1, times.count))
    }
}

/// The middle and the worst of the values that several seeds gave.
public struct Spread<Value: Comparable & Sendable>: Sendable {
    /// Of an even number the worse of the two in the middle.
    public let median: Value
    public let worst: Value

    /// - Parameter values: at least one; the larger, the worse.
    public init(_ values: [Value]) {
        let sorted = values.sorted()
        median = sorted[sorted.count / 2]
        worst = sorted[sorted.count - 1]
    }
}

extension RunResult {
    /// Whether any router hit its limit or ran out of memory.
    var isAnyLimitHit: Bool { happenings.contains { journal.happenings[$0].kind.isFall } }

    /// How many elections these routers won; `nil` for all.
    func elections(of routers: Set<RouterIndex>? = nil) -> Int {
        happenings.count {
            let happening = journal.happenings[$0]
            guard happening.kind.isElection, let routers else { return happening.kind.isElection }
            return happening.router.map { routers.contains($0) } ?? false
        }
    }

    /// The routers that shut down OSPF for good, from when on, and until when: somebody did something to them, or the
    /// run ended. In order of time.
    public var permanentIsolations: [(router: RouterIndex, start: Instant, end: Instant)] {
        let all = journal.happenings[happenings]
        return all.indices.filter { all[$0].kind == .isolatedPermanently }.compactMap { index in
            let help = all[(index + 1)...].first {
                $0.router == all[index].router && ($0.kind == .action || $0.kind == .poweredOff)
            }
            return all[index].router.map { ($0, all[index].instant, help?.instant ?? end) }
        }
    }
}

extension Comparison.Row {
    /// A measure over all seeds.
    public func spread(of measure: Measure) -> Spread<Int64> { Spread(runs.map { measure.value(in: $0) }) }

    /// Anything else over all seeds.
    public func spread<Value: Comparable & Sendable>(_ value: (RunResult) -> Value) -> Spread<Value> {
        Spread(runs.map(value))
    }
}
