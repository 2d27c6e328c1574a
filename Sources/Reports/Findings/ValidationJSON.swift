/// What `spillway validate` says, for programs.
public struct ValidationJSON: Sendable {
    public struct Entry: Sendable {
        let isError: Bool
        let kind: FindingKind?
        let file: String
        let line: Int
        let column: Int
        let message: String
        let suggestion: String?

        /// - Parameter kind: of a finding; `nil` for what the reader of the file says.
        public init(
            isError: Bool, kind: FindingKind?, file: String, line: Int, column: Int, message: String,
            suggestion: String?
        ) {
            (self.isError, self.kind, self.file) = (isError, kind, file)
            (self.line, self.column, self.message, self.suggestion) = (line, column, message, suggestion)
        }
    }

    public struct File: Sendable {
        let path: String
        let isFine: Bool
        let isStarted: Bool
        let diagnostics: [Entry]

        /// - Parameter isStarted: whether the network was started, so that what arrives and what limits are hit is known.
        public init(path: String, isFine: Bool, isStarted: Bool, diagnostics: [Entry]) {
            (self.path, self.isFine, self.isStarted, self.diagnostics) = (path, isFine, isStarted, diagnostics)
        }
    }

    private let files: [File]

    public init(files: [File]) { self.files = files }

    public func text(under header: ResultHeader) -> String {
        header.text(.validation) { root in
            root.field("valid", files.allSatisfy(\.isFine))
            root.key("files")
            root.array { list in files.forEach { write($0, into: &list) } }
        }
    }

    private func write(_ file: File, into list: inout CompactJSON) {
        list.object { object in
            object.field("file", file.path)
            object.field("valid", file.isFine)
            object.field("started", file.isStarted)
            object.key("diagnostics")
            object.array { inner in
                for entry in file.diagnostics {
                    inner.object { fields in
                        fields.field("severity", entry.isError ? "error" : "warning")
                        fields.field("kind", entry.kind?.rawValue)
                        fields.field("file", entry.file)
                        fields.field("line", entry.line)
                        fields.field("column", entry.column)
                        fields.field("message", entry.message)
                        fields.field("suggestion", entry.suggestion)
                    }
                }
            }
        }
    }
}
