import Analysis
import NetworkPrimitives
import OSPF

// What a change came to, besides harm: the text says it, and the JSON holds it.
extension PlanResult {
    /// How the shutdowns came about or, where nobody shut down OSPF, the limits that were hit and the losses. O(events).
    public var story: Story {
        guard !run.routers.contains(where: { $0.isolations > 0 }) else { return Story(run) }
        let targets = run.happenings.filter { number in
            let kind = run.journal.happenings[number].kind
            return kind == .limitExceeded || kind == .probeLost
        }
        return Story(of: targets.map { HappeningID(number: UInt32($0)) }, in: run.journal)
    }

    /// The router with the busiest second; `nil` in a network without routers. O(routers).
    public var busiestRouter: RouterIndex? {
        run.updateRates.indices.max {
            (run.updateRates[$0].perSecond, $1) < (run.updateRates[$1].perSecond, $0)
        }
    }
}

extension Comparison {
    /// The positions of the variants in which an expectation is broken.
    public var broken: [Int] {
        rows.indices.filter { row in rows[row].runs.contains { $0.judgment.outcome == .fail } }
    }
}

extension Comparison.Contest {
    /// What JSON calls it.
    static let words = ["best", "tie", "no_limit_hit", "too_few"]

    var word: String {
        switch self {
        case .best: "best"
        case .tie(isAnyLimitHit: true): "tie"
        case .tie(isAnyLimitHit: false): "no_limit_hit"
        case .tooFew: "too_few"
        }
    }
}
