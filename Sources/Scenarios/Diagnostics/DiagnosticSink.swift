/// A place in an input file.
package struct Position: Hashable, Sendable {
    /// The index of the file in its sink.
    package var file: Int
    /// From 1; 0 for the file as a whole.
    package var line: Int
    /// In Unicode scalars, from 1; 0 for the file as a whole.
    package var column: Int
}

/// Collects what is said about one user's input: the files that were read, and the mistakes in them.
final class DiagnosticSink {
    /// How many are reported at most: a file of another kind altogether would give thousands.
    static let limit = 100

    private(set) var diagnostics: [Diagnostic] = []
    private(set) var suppressed = 0
    private(set) var files: [(path: String, lines: [Substring])] = []

    /// Registers a file, so that positions can refer to it.
    func addFile(path: String, text: String = "") -> Int {
        files.append((path, SourceText.lines(of: text)))
        return files.count - 1
    }

    /// The files that were read, in order.
    var paths: [String] { files.map(\.path) }

    func path(of position: Position) -> String { files[position.file].path }

    /// `incident.yaml:40:5`: the file's own name, so that reports do not depend on where it lies.
    func shortName(of position: Position) -> String {
        let name = path(of: position).split(separator: "/").last.map(String.init) ?? path(of: position)
        return "\(name):\(position.line):\(position.column)"
    }

    var hasErrors: Bool { diagnostics.contains { $0.severity == .error } || suppressed > 0 }

    func error(_ message: String, at position: Position, suggestion: String? = nil) {
        add(.error, message, position, suggestion)
    }

    func warning(_ message: String, at position: Position, suggestion: String? = nil) {
        add(.warning, message, position, suggestion)
    }

    private func add(_ severity: Diagnostic.Severity, _ message: String, _ position: Position, _ suggestion: String?) {
        guard diagnostics.count < Self.limit else {
            suppressed += 1
            return
        }
        let file = files[position.file]
        let line = position.line >= 1 && position.line <= file.lines.count ? file.lines[position.line - 1] : nil
        let diagnostic = Diagnostic(
            severity: severity, file: file.path, line: position.line, column: position.column, message: message,
            suggestion: suggestion, sourceLine: line.map(String.init))
        // Two rules may find the same mistake at the same place; one word about it is enough.
        if !diagnostics.contains(diagnostic) { diagnostics.append(diagnostic) }
    }

    /// Everything that was said, file by file in reading order, each from top to bottom.
    func sorted() -> [Diagnostic] {
        let rank = Dictionary(files.enumerated().map { ($1.path, $0) }, uniquingKeysWith: { first, _ in first })
        let inOrder = diagnostics.enumerated().sorted { left, right in
            let (a, b) = (left.element, right.element)
            return (rank[a.file] ?? 0, a.line, a.column, left.offset) < (
                rank[b.file] ?? 0, b.line, b.column, right.offset
            )
        }
        guard suppressed > 0, let file = files.first else { return inOrder.map(\.element) }
        let message = "\(suppressed) more \(suppressed == 1 ? "mistake is" : "mistakes are") not shown"
        return inOrder.map(\.element) + [Diagnostic(file: file.path, message: message)]
    }
}
