import OSPF

/// What one vendor's routers do at their LSA limit and how they time their work, as far as it is known.
public struct Preset: Hashable, Sendable {
    /// What scenario files call it, such as `juniper-junos`.
    public let name: String
    /// What it stands for, in one line.
    public let summary: String
    /// What happens at the limit, or `nil` where the preset says nothing of it.
    public let limit: LimitPolicy?
    /// The timers, or `nil` where the preset says nothing of them.
    public let timers: ProtocolTimers?
    /// Where the values were read.
    public let sources: [String]
    /// Which values come from memory or a weak source, and what else is not known for certain.
    public let unconfirmed: [String]

    /// Every preset that comes with the program, in the order of the table.
    public static let all: [Preset] = table(from: presetTable)

    /// The preset of this name, or `nil`.
    public static func named(_ name: String) -> Preset? { all.first { $0.name == name } }
}

extension Record {
    static let preset = Record(
        "preset", "a preset",
        [
            Key("summary", .text, "what it stands for", isRequired: true),
            Key("limit", .record(limit), "what happens at the limit"),
            Key("timers", .record(timers), "the timers"),
            Key("sources", .list(of: .text), "where the values were read", isRequired: true),
            Key("unconfirmed", .list(of: .text), "what is not known for certain"),
        ])
}

extension Preset {
    /// Reads a table of presets. A mistake in the table is one of ours.
    static func table(from text: String) -> [Preset] {
        let sink = DiagnosticSink()
        var composer = YAMLComposer(file: sink.addFile(path: "presets.yaml", text: text), sink: sink)
        let root = composer.compose(text) ?? .mapping([], at: Position(file: 0, line: 1, column: 1))
        ShapeChecker(sink: sink).check(root, is: .map(of: .record(.preset)), label: "the table")
        let presets = (root.fields ?? []).map { preset(named: $0.key, from: $0.value, sink: sink) }
        precondition(!sink.hasErrors, "\(sink.sorted())")
        return presets
    }

    private static func preset(named name: String, from value: Value, sink: DiagnosticSink) -> Preset {
        let reader = MachineReader(presets: [], sink: sink)
        var settings = MachineSettings()
        reader.apply(limit: value["limit"], to: &settings.limit)
        reader.apply(timers: value["timers"], to: &settings.timers)
        return Preset(
            name: name, summary: value["summary"]?.text ?? "",
            limit: value["limit"].map { _ in settings.limit }, timers: value["timers"].map { _ in settings.timers },
            sources: value["sources"]?.oneOrMore.compactMap(\.text) ?? [],
            unconfirmed: value["unconfirmed"]?.oneOrMore.compactMap(\.text) ?? [])
    }
}
