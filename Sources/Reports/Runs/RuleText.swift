import Analysis

/// A threshold or an expectation with what was measured: the same words for both.
enum RuleText {
    static func text(of finding: ThresholdFinding, _ names: RunNames) -> String {
        text(
            finding.threshold.text, finding.measured.text,
            who: finding.probe ?? finding.router.map(names.router), place: "")
    }

    static func text(of verdict: Verdict, _ names: RunNames) -> String {
        text(
            verdict.expectation.text, verdict.measured.text, who: verdict.router.map(names.router),
            place: verdict.expectation.location)
    }

    private static func text(_ rule: String, _ measured: String, who: String?, place: String) -> String {
        "\(rule): measured \(measured)\(who.map { " (\($0))" } ?? "")\(place.isEmpty ? "" : "  [\(place)]")"
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
        case .nothing: "no data"
        }
    }
}

extension Verdict.Measured {
    var text: String {
        switch self {
        case .time(let time): spoken(time)
        case .count(let count): grouped(count)
        case .percent(let percent): "\(percent)%"
        case .share(let share): share == 0 ? "delivered" : "\(percentage(share)) not delivered at the end"
        case .route(let words): words
        case .nothing: "no data"
        }
    }
}
