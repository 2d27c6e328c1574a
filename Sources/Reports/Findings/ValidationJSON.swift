import Scenarios

/// What `spillway validate` says, for programs.
public struct ValidationJSON: Sendable {
    private let validations: [Validation]

    public init(_ validations: [Validation]) { self.validations = validations }

    public func text(under header: ResultHeader) -> String {
        header.text(.validation) { root in
            root.field("valid", validations.allSatisfy(\.isFine))
            root.key("files")
            root.array { list in validations.forEach { write($0, into: &list) } }
        }
    }

    private func write(_ validation: Validation, into list: inout CompactJSON) {
        list.object { object in
            object.field("file", validation.file)
            object.field("valid", validation.isFine)
            object.field("started", validation.isStarted)
            object.key("diagnostics")
            object.array { inner in
                for (diagnostic, kind) in zip(validation.diagnostics, validation.kinds) {
                    inner.object { fields in
                        fields.field("severity", diagnostic.severity == .error ? "error" : "warning")
                        fields.field("kind", kind?.rawValue)
                        fields.field("file", diagnostic.file)
                        fields.field("line", diagnostic.line)
                        fields.field("column", diagnostic.column)
                        fields.field("message", diagnostic.message)
                        fields.field("suggestion", diagnostic.suggestion)
                    }
                }
            }
        }
    }
}
