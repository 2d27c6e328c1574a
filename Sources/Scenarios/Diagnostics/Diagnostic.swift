import Files

/// One mistake, or one thing worth saying, about a place in an input file.
public struct Diagnostic: Hashable, Sendable {
    public enum Severity: Hashable, Sendable {
        /// The input cannot be used.
        case error
        /// The input is legal but probably not what its author meant.
        case warning
    }

    public var severity: Severity
    /// The path as the user named it.
    public var file: String
    /// From 1; 0 where the message is about the file as a whole.
    public var line: Int
    /// In Unicode scalars, from 1; 0 where the message is about the file as a whole.
    public var column: Int
    public var message: String
    /// The nearest name that would have been right, or `nil` where none is near.
    public var suggestion: String?
    /// The text of `line`, or `nil` where there is none to show.
    public var sourceLine: String?

    public init(
        severity: Severity = .error, file: String, line: Int = 0, column: Int = 0, message: String,
        suggestion: String? = nil, sourceLine: String? = nil
    ) {
        self.severity = severity
        self.file = file
        self.line = line
        self.column = column
        self.message = message
        self.suggestion = suggestion
        self.sourceLine = sourceLine
    }
}

extension Diagnostic: CustomStringConvertible {
    /// `FILE:LINE:COLUMN: error: message; did you mean 'x'?`, then the source line and a caret under the place. What is about
    /// the file as a whole has the form of the commands' own messages.
    public var description: String {
        let file = LegibleText.line(file)
        let kind = severity == .error ? "error" : "warning"
        let hint = suggestion.map { "; did you mean '\($0)'?" } ?? ""
        guard line > 0 else {
            return "spillway: \(kind): \(LegibleText.line(message)) (\(file))\(LegibleText.line(hint))"
        }
        let head = "\(file):\(line):\(column): \(kind): " + LegibleText.line(message + hint)
        guard let sourceLine else { return head }
        let excerpt = Excerpt(of: sourceLine, around: column)
        return "\(head)\n  \(excerpt.text)\n  \(excerpt.caret)"
    }
}

/// A source line made fit for a terminal: no control characters, no endless lines.
private struct Excerpt {
    let text: String
    let caret: String

    private static let width = 110

    init(of line: String, around column: Int) {
        let scalars = line.unicodeScalars.map { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .unassigned, .privateUse, .surrogate, .lineSeparator, .paragraphSeparator:
                scalar == "\t" ? Unicode.Scalar(" ") : Unicode.Scalar("?")
            default: scalar
            }
        }
        let place = min(max(column - 1, 0), scalars.count)
        let start = place < Self.width - 10 ? 0 : place - Self.width / 2
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[start..<min(scalars.count, start + Self.width)])
        self.text = String(text)
        caret = String(repeating: " ", count: place - start) + "^"
    }
}
