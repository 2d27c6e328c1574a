/// Why something cannot be done.
///
/// `description` is one or more lines in the words of the program `spillway`.
public enum SpillwayError: Error, Hashable, Sendable {
    /// A file, a text or a change cannot be used. All that is wrong with it and all that is merely odd, file by file, each from
    /// top to bottom; at least one of them is an error.
    case invalidInput([InputProblem])
    /// Nothing in the network has this name. `wanted` says what was looked for, such as `a router`; `suggestion` is the nearest
    /// name that there is, or `nil` where none is near.
    case unknownName(String, wanted: String, suggestion: String?)
    /// The network was still busy 30 minutes of virtual time after its start; the reasons say with what.
    case doesNotConverge(reasons: [String])
    /// None of the traffic that was to be watched ever arrived, so that nothing can be said about it. The text says which.
    case nothingMeasured(String)
}

extension SpillwayError: CustomStringConvertible {
    /// The mistake, as the program would report it.
    public var description: String {
        switch self {
        case .invalidInput(let problems): problems.map(\.description).joined(separator: "\n")
        case .unknownName(let name, let wanted, let suggestion):
            "'\(name)' is not \(wanted)" + (suggestion.map { ": did you mean '\($0)'?" } ?? "")
        case .doesNotConverge(let reasons):
            "did not converge within 30 minutes of simulated time"
                + (reasons.isEmpty ? "" : ": " + reasons.joined(separator: "; "))
        case .nothingMeasured(let traffic): "no traffic was measured: no pair of \(traffic) ever arrived"
        }
    }
}
