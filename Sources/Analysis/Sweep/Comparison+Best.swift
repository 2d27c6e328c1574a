import OSPF

// Which variant does least harm, and what it costs.
extension Comparison {
    /// What the best variant has more of than another one.
    public struct Price: Sendable {
        public let measure: Measure
        /// The medians of the best variant, and of the variant that has least of it.
        public let value: Int64
        public let least: Int64
        /// The position of that variant.
        public let leastRow: Int
    }

    /// What is to be said of the variants against each other.
    public enum Contest: Hashable, Sendable {
        /// These do least harm, and as little as each other; the other candidates do more.
        case best([Int])
        /// All candidates do the same harm, and whether any router hit a limit at all.
        case tie(isAnyLimitHit: Bool)
        /// Fewer than two are candidates.
        case tooFew
    }

    /// Rows whose limits do not act where those of the scenario do, or not at all, at routers whose memory is not set. They
    /// show what limits cost, and are no candidates: what a limit protects is memory, which costs nothing there.
    public var references: [Int] { rows.indices.filter { rows[$0].isReference } }

    /// Whether any router's memory is set.
    public var hasMemory: Bool {
        rows.contains { $0.result.scenario.network.routers.contains { $0.ospf.memory != nil } }
    }

    /// What the variants are measured by.
    public var measures: [Measure] { Measure.allCases.filter { hasMemory || !$0.isOfMemory } }

    /// What decides, in this order.
    public var rule: [Measure] { Measure.rule.filter { hasMemory || !$0.isOfMemory } }

    /// By `rule`: each measure by its median over the seeds and then by its worst.
    public var contest: Contest {
        let references = references
        let candidates = rows.indices.filter { !references.contains($0) }
        guard candidates.count > 1 else { return .tooFew }
        let harms = rows.map { row in
            rule.flatMap { measure in
                let spread = row.spread(of: measure)
                return [measure.coarse(spread.median), measure.coarse(spread.worst)]
            }
        }
        let least = candidates.map { harms[$0] }.min { $0.lexicographicallyPrecedes($1) }
        let best = candidates.filter { harms[$0] == least }
        guard best.count == candidates.count else { return .best(best) }
        return .tie(
            isAnyLimitHit: rows.contains { $0.runs.contains { $0.isAnyLimitHit || !$0.fallenBefore.isEmpty } })
    }

    /// The rows that do least harm; `nil` where there is no difference.
    public var best: [Int]? { if case .best(let rows) = contest { rows } else { nil } }

    /// The expectations of all variants and seeds; without an outcome where there are none.
    public var judgment: Judgment {
        let verdicts = rows.flatMap(\.runs).flatMap(\.verdicts)
        return Judgment(rules: verdicts.count, broken: verdicts.count { !$0.holds })
    }

    /// Where the best variant, or the first of them, is not the best: what is paid for its being so.
    public var price: [Price] {
        guard let best = best?.first else { return [] }
        return measures.compactMap { measure in
            let medians = rows.map { $0.spread(of: measure).median }
            guard let least = medians.indices.min(by: { (medians[$0], $0) < (medians[$1], $1) }),
                measure.coarse(medians[least]) < measure.coarse(medians[best])
            else { return nil }
            return Price(measure: measure, value: medians[best], least: medians[least], leastRow: least)
        }
    }
}

extension Comparison.Row {
    fileprivate var isReference: Bool {
        let limits = result.scenario.network.routers.indexed.map { number, node in
            let router = node.ospf
            let override = number < self.limits.policies.endIndex ? self.limits.policies[number] : nil
            return (before: router.limit, now: override ?? router.limit, isFree: router.memory == nil)
        }
        let limited = limits.filter { $0.before.isSet || $0.now.isSet }
        let actsNowhere = !limited.contains { $0.now.acts } && limited.contains(where: \.isFree)
        return actsNowhere || limited.contains { $0.before.acts && !$0.now.acts && $0.isFree }
    }
}

extension LimitPolicy {
    /// Whether it does more than warn.
    fileprivate var acts: Bool { isSet && action != .warn }
}
