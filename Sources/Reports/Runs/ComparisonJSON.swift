import Analysis

/// A comparison for programs: the result of each variant, and the best. See `docs/result-format.md`.
public struct ComparisonJSON: Sendable {
    /// The version of the format, which is its first field.
    public static let format = "spillway-comparison/1"

    private let comparison: Comparison

    public init(_ comparison: Comparison) { self.comparison = comparison }

    public var text: String {
        var json = CompactJSON()
        json.object { root in
            root.field("format", Self.format)
            root.field("best", comparison.best)
            root.key("variants")
            root.array { list in
                for row in comparison.rows {
                    list.object { object in
                        object.field("name", row.name)
                        object.field("limits", row.limits.rawValue)
                        object.key("result")
                        RunJSON(row.result).write(into: &object)
                    }
                }
            }
        }
        return json.text + "\n"
    }
}
