import Analysis

/// What a run concludes; the exit code of the program says the same.
public enum RunOutcome: String, Hashable, Sendable, CaseIterable {
    /// Everything that was expected holds.
    case pass
    /// Something that was expected does not hold.
    case fail

    init(_ outcome: Judgment.Outcome) {
        self =
            switch outcome {
            case .pass: .pass
            case .fail: .fail
            }
    }
}
