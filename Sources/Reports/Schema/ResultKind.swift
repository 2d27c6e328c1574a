/// The formats of JSON results, each with its version.
///
/// Within a version, fields and words may be added. Where a field goes or changes its name or its meaning, the version of its
/// format is raised, and that of every format that holds such an object.
public enum ResultKind: String, Sendable, CaseIterable {
    case run = "spillway-result/2"
    case comparison = "spillway-comparison/3"
    case plan = "spillway-plan/2"
    case limits = "spillway-limits/2"
    case replay = "spillway-replay/2"
    case replayComparison = "spillway-replay-comparison/1"
    case inspection = "spillway-inspection/1"
    case validation = "spillway-validation/1"
    case presets = "spillway-presets/1"
    /// The first of several lines.
    case packets = "spillway-packets/1"
    /// The first of several lines.
    case trace = "spillway-trace/1"
}

/// What every JSON result begins with: what it is, and where it comes from.
public struct ResultHeader: Sendable {
    /// A file that was read.
    public struct Input: Sendable {
        let file: String
        let sha256: String

        /// - Parameters:
        ///   - file: as the user wrote it.
        ///   - sha256: of its octets, in hexadecimal.
        public init(file: String, sha256: String) { (self.file, self.sha256) = (file, sha256) }
    }

    /// Of this version of the program.
    public static let programVersion = "0.1.0"

    private let version: String
    private let command: String
    private let inputs: [Input]

    /// - Parameters:
    ///   - version: of the program.
    ///   - command: which gives the result again.
    ///   - inputs: in the order in which they were read.
    public init(version: String, command: String, inputs: [Input]) {
        (self.version, self.command, self.inputs) = (version, command, inputs)
    }

    /// The first line of a format that has one object a line.
    public func line(_ kind: ResultKind) -> String { text(kind) { _ in } }

    /// One object in one line: the header, then what `content` writes.
    func text(_ kind: ResultKind, _ content: (inout CompactJSON) -> Void) -> String {
        var json = CompactJSON()
        json.object { root in
            root.field("format", kind.rawValue)
            root.field("spillway_version", version)
            root.field("command", command)
            root.key("inputs")
            root.array { list in
                for input in inputs {
                    list.object { object in
                        object.field("file", input.file)
                        object.field("sha256", input.sha256)
                    }
                }
            }
            content(&root)
        }
        return json.text + "\n"
    }
}
