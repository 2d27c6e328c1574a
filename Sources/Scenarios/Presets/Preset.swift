import OSPF

/// What one vendor's routers do at their LSA limit and how they time their work, as far as it is known.
public struct Preset: Hashable, Sendable {
    /// What scenario files call it, such as `juniper-junos`.
    public let name: String
    /// What it is, in one line.
    public let summary: String
    /// The preset that it starts from, or `nil`.
    public let base: String?
    /// What happens at the limit, or `nil` where the preset says nothing of it.
    public let limit: LimitPolicy?
    /// The timers, or `nil` where the preset says nothing of them.
    public let timers: ProtocolTimers?
    /// Where the values were read.
    public let sources: [String]
    /// Which values come from memory or a weak source, and what else is not known for certain.
    public let unconfirmed: [String]

    /// Every preset that comes with the program, in the order of the file.
    public static let all: [Preset] = table(from: String(decoding: PackageResources.presets_yaml, as: UTF8.self))

    /// The preset of this name, or `nil`.
    public static func named(_ name: String) -> Preset? { all.first { $0.name == name } }
}

extension Record {
    static let preset = Record(
        "preset", "a preset",
        [
            Key("summary", .text, "what it is"),
            Key("extends", .name, "the preset that it starts from"),
            Key("limit", limitShape, "what happens at the limit"),
            Key("timers", timersShape, "the timers"),
            Key("sources", .list(of: .text), "where the values were read"),
            Key("unconfirmed", .list(of: .text), "what is not known for certain"),
        ])
}

extension Preset {
    /// Reads the program's own presets. A mistake among them is one of ours.
    static func table(from text: String) -> [Preset] {
        let sink = DiagnosticSink()
        var composer = YAMLComposer(file: sink.addFile(path: "presets.yaml", text: text), sink: sink)
        let root = composer.compose(text) ?? .mapping([], at: Position(file: 0, line: 1, column: 1))
        ShapeChecker(sink: sink).check(root, is: .map(of: .record(.preset)), label: "the table")
        let presets = PresetReader(known: [], sink: sink).read(root)
        precondition(!sink.hasErrors, "\(sink.sorted())")
        precondition(presets.allSatisfy { !$0.summary.isEmpty && !$0.sources.isEmpty }, "a preset without sources")
        return presets
    }
}
