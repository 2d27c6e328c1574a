/// What a command concludes. It is formed once: the first line of a report, the `verdict` of its JSON and the exit code are
/// this value.
public struct Judgment: Hashable, Sendable {
    public enum Outcome: String, Hashable, Sendable, CaseIterable { case pass, fail }

    /// `nil` where nothing was asked, so that only what happened is reported.
    public let outcome: Outcome?
    /// Thresholds and expectations, and how many of them are broken.
    public let rules: Int
    public let broken: Int
    /// What a change did that nobody wants, whether rules speak of it or not.
    public let harms: [Harm]

    /// - Parameter isJudgedByHarm: where no rule is given, the outcome is that there is no harm.
    public init(rules: Int, broken: Int, harms: [Harm] = [], isJudgedByHarm: Bool = false) {
        (self.rules, self.broken, self.harms) = (rules, broken, harms)
        outcome =
            if broken > 0 || isJudgedByHarm && !harms.isEmpty { .fail } else if rules > 0 || isJudgedByHarm {
                .pass
            } else {
                nil
            }
    }

    /// What the command ends with: 0, or 1 for `fail`.
    public var exitCode: Int32 { outcome == .fail ? 1 : 0 }
}

extension RunResult {
    /// Whether the run is as its author expects; without an outcome where nothing is expected.
    public var judgment: Judgment { Judgment(rules: verdicts.count, broken: verdicts.count { !$0.holds }) }
}
