import Analysis
import NetworkPrimitives

/// A threshold or an expectation with what was measured beside it: `lost 36ms, limit below 1s (a to b)`.
enum RuleText {
    /// What must hold: `at most 1s`.
    static func bound(_ threshold: Threshold) -> String {
        let value: String =
            switch threshold.value {
            case .time(let time): spoken(time)
            case .count(let count): grouped(count)
            case .percent(let percent): "\(percent)%"
            }
        return "\(threshold.comparison.negated.words) \(value)"
    }

    static func text(of finding: ThresholdFinding, _ names: RunNames) -> String {
        let threshold = finding.threshold
        let who = finding.probe ?? finding.router.map(names.router) ?? subject(threshold, names)
        return text(threshold.metric.rawValue, finding.measured.text, bound(threshold), who: who, place: "")
    }

    static func text(of verdict: Verdict, _ names: RunNames) -> String {
        let all = names.result.routers.count
        func text(_ metric: String, _ bound: String, who: String?) -> String {
            Self.text(
                metric, verdict.measured.text, bound, who: who, place: verdict.expectation.location)
        }
        func routers(_ some: [RouterIndex]) -> String? {
            verdict.router.map(names.router) ?? (some.count == all ? nil : list(some.map(names.router)))
        }
        switch verdict.expectation.rule {
        case .lost(let probe, let comparison, let time):
            return text("lost", "\(comparison.words) \(spoken(time))", who: probe)
        case .dark(let probe, let comparison, let time):
            return text("dark", "\(comparison.words) \(spoken(time))", who: probe)
        case .delivered(let probe): return text("delivered at end:", "all", who: probe)
        case .isolated(let some, let comparison, let count):
            return text("isolated", "\(comparison.words) \(grouped(count))", who: routers(some))
        case .rejected(let some, let comparison, let count):
            return text("rejected", "\(comparison.words) \(grouped(count))", who: routers(some))
        case .databaseSize(let some, let comparison, let count):
            return text("database", "\(comparison.words) \(grouped(count))", who: routers(some))
        case .databaseShare(let some, let comparison, let percent):
            return text("database", "\(comparison.words) \(percent)% of limit", who: routers(some))
        case .route:
            let place = verdict.expectation.location
            let who = verdict.router.map { " (\(names.router($0)))" } ?? ""
            return "\(verdict.expectation.text): found \(verdict.measured.text)\(who)"
                + (place.isEmpty ? "" : "  [\(place)]")
        }
    }

    private static func subject(_ threshold: Threshold, _ names: RunNames) -> String? {
        switch threshold.subject {
        case .all: nil
        case .probe(let name): name
        case .routers(let routers): list(routers.map(names.router))
        }
    }

    private static func text(_ metric: String, _ measured: String, _ bound: String, who: String?, place: String)
        -> String
    {
        "\(metric) \(measured), limit \(bound)\(who.map { " (\($0))" } ?? "")\(place.isEmpty ? "" : "  [\(place)]")"
    }
}

extension Expectation.Comparison {
    /// As people write it.
    var words: String {
        switch self {
        case .less: "below"
        case .lessOrEqual: "at most"
        case .greater: "above"
        case .greaterOrEqual: "at least"
        }
    }
}

extension TextStyle {
    /// Whether a rule holds.
    func mark(_ holds: Bool) -> String { holds ? good("pass") : bad("FAIL") }
}

extension ThresholdFinding.Measured {
    var text: String {
        switch self {
        case .time(let time): spoken(time)
        case .count(let count): grouped(count)
        case .percent(let percent): "\(percent)%"
        case .never: "not reached"
        case .nothing: "(no data)"
        }
    }
}

extension Verdict.Measured {
    var text: String {
        switch self {
        case .time(let time): spoken(time)
        case .count(let count): grouped(count)
        case .percent(let percent): "\(percent)%"
        case .share(let share): share == 0 ? "all" : "all but \(percentage(share))"
        case .route(let words): words
        case .nothing: "(no data)"
        }
    }
}
