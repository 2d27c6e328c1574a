import Scenarios

/// One mistake, or one thing worth saying, about a place in a file or in a text.
public struct InputProblem: Hashable, Sendable {
    /// Whether the input cannot be used for it. The rest are warnings: what is legal and probably not meant.
    public let isError: Bool
    /// The path as it was given; for a text, what it is called: `topology.yaml`, `scenario.yaml` or `--change`.
    public let file: String
    /// From 1; 0 where the problem is with the file as a whole.
    public let line: Int
    /// In Unicode scalars, from 1; 0 where the problem is with the file as a whole.
    public let column: Int
    /// What is wrong, in one sentence without a period.
    public let message: String
    /// The nearest name that would have been right, or `nil` where none is near.
    public let suggestion: String?

    private let text: String

    init(_ diagnostic: Diagnostic) {
        isError = diagnostic.severity == .error
        (file, line, column) = (diagnostic.file, diagnostic.line, diagnostic.column)
        (message, suggestion) = (diagnostic.message, diagnostic.suggestion)
        text = "\(diagnostic)"
    }
}

extension InputProblem: CustomStringConvertible {
    /// `FILE:LINE:COLUMN: error: MESSAGE`, then the line itself with a caret under the place.
    public var description: String { text }
}

extension Loaded {
    /// What was read, and what is odd about it.
    /// - Throws: `invalidInput`.
    func accepted() throws(SpillwayError) -> (content: Content, warnings: [InputProblem]) {
        let problems = diagnostics.map(InputProblem.init)
        guard let content else { throw .invalidInput(problems) }
        return (content, problems)
    }
}
