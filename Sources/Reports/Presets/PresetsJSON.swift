import Scenarios

/// Presets for programs.
public struct PresetsJSON: Sendable {
    private let presets: [Preset]

    /// Each becomes an object whose keys are those of scenario files.
    public init(_ presets: [Preset]) { self.presets = presets }

    public func text(under header: ResultHeader) -> String {
        header.text(.presets) { root in
            root.key("presets")
            root.array { list in presets.forEach { list.value(json: $0.json) } }
        }
    }
}
