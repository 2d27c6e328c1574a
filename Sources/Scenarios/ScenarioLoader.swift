import Analysis
import Emulation
import NetworkPrimitives

/// What came of reading a file: the content, if there were no mistakes, and everything worth saying about the file.
public struct Loaded<Content: Sendable>: Sendable {
    /// `nil` exactly where one of the diagnostics is an error.
    public let content: Content?
    /// File by file, each from top to bottom.
    public let diagnostics: [Diagnostic]
    /// Where the parts of the network stand; `nil` where there is no content.
    public let places: NetworkPlaces?

    init(content: Content?, diagnostics: [Diagnostic], places: NetworkPlaces? = nil) {
        self.content = content
        self.diagnostics = diagnostics
        self.places = content == nil ? nil : places
    }
}

/// Reads scenario and topology files.
public enum ScenarioLoader {
    /// Reads a scenario, or a topology alone: then nothing happens, and traffic between all sites is watched.
    ///
    /// No file, however broken, makes this trap; all mistakes are reported at once.
    ///
    /// - Parameter traces: reads the captures that the timeline replays.
    public static func load(
        path: String, files: FileSource = .disk, traces: TraceSource = .none
    ) -> Loaded<Scenario> {
        load(path: path, files: files) { tree, draft, presets, sink in
            ScenarioBuilder(tree: tree, draft: draft, presets: presets, sink: sink, traces: traces)
                .build(name: stem(of: path))
        }
    }

    /// Reads the network of a topology file or of a scenario file; what happens to it is left aside.
    public static func loadTopology(path: String, files: FileSource = .disk) -> Loaded<NetworkConfiguration> {
        load(path: path, files: files) { _, draft, _, _ in draft.configuration }
    }

    /// Reads the presets of a topology or scenario file: those of the program, then its own.
    public static func loadPresets(path: String, files: FileSource = .disk) -> Loaded<[Preset]> {
        load(path: path, files: files) { _, _, presets, _ in presets }
    }

    static func load<Content: Sendable>(
        path: String, files: FileSource, build: (Value, NetworkDraft, [Preset], DiagnosticSink) -> Content
    ) -> Loaded<Content> {
        let sink = DiagnosticSink()
        var content: Content?
        var places: NetworkPlaces?
        if let tree = DocumentLoader(files: files, sink: sink).document(path: path) {
            let name = tree["network"]?.line ?? tree["name"]?.line ?? stem(of: path)
            let presets = Preset.all + PresetReader(known: Preset.all, sink: sink).read(tree["presets"])
            if let draft = NetworkBuilder(tree: tree, presets: presets, sink: sink).build(name: name) {
                content = build(tree, draft, presets, sink)
                places = NetworkPlaces(draft, in: sink)
            }
        }
        return Loaded(content: sink.hasErrors ? nil : content, diagnostics: sink.sorted(), places: places)
    }

    /// The file's name without directories and ending.
    static func stem(of path: String) -> String {
        let name = path.split(separator: "/").last ?? "network"
        return String(name.prefix { $0 != "." })
    }
}

/// Makes a scenario of a normalized tree and its network.
struct ScenarioBuilder {
    let tree: Value
    let draft: NetworkDraft
    let presets: [Preset]
    let sink: DiagnosticSink
    let traces: TraceSource

    func build(name: String) -> Scenario {
        let duration = tree["duration"]?.duration ?? .seconds(300)
        let clock = tree["clock"].flatMap { $0.timeOfDay ?? $0.duration }
        let replays = ReplayReader(draft: draft, traces: traces, sink: sink)
        let timeline = TimelineReader(
            draft: draft, presets: presets, sink: sink, clock: clock, duration: duration, replays: replays)
        let probes = ProbeReader(draft: draft, sink: sink).read(tree["probes"])
        var scenario = Scenario(
            name: tree["name"]?.line ?? name, summary: summary, network: draft.configuration,
            timeline: timeline.read(tree["timeline"]), probes: probes,
            expectations: ExpectationReader(draft: draft, probes: probes, sink: sink).read(tree["expect"]),
            duration: duration, startsCold: tree["begin"]?.text == "power-on", clockStart: clock)
        replays.attachListeners(to: &scenario.network)
        scenario.notes = draft.notes(presets)
        return scenario
    }

    /// The description without the line break that a block of YAML text ends with.
    private var summary: String {
        var text = tree["description"]?.text ?? ""
        while text.last?.isNewline ?? false { text.removeLast() }
        return text
    }
}
