import Analysis
import Emulation
import NetworkPrimitives
import Services

extension ScenarioLoader {
    /// Reads a scenario with services, on its network or, where it has no routers, on an ideal one.
    ///
    /// No file, however broken, makes this trap; all mistakes are reported at once.
    ///
    /// - Returns: `nil` where the file has no services, or cannot be read at all: see `load`.
    public static func loadServices(
        path: String, files: FileSource = .disk, traces: TraceSource = .none
    ) -> Loaded<ServiceScenario>? {
        guard mayHaveServices(path, files) else { return nil }
        let sink = DiagnosticSink()
        guard let tree = DocumentLoader(files: files, sink: sink).document(path: path),
            ServiceReader.isNeeded(for: tree)
        else { return nil }
        let presets = Preset.all + PresetReader(known: Preset.all, sink: sink).read(tree["presets"])
        let name = tree["network"]?.line ?? tree["name"]?.line ?? stem(of: path)
        var draft: NetworkDraft?
        if tree["routers"] != nil { draft = NetworkBuilder(tree: tree, presets: presets, sink: sink).build(name: name) }
        var reader = ServiceReader(tree: tree, draft: draft, presets: presets, sink: sink)
        reader.read()
        var scenario = ServiceScenario(
            name: tree["name"]?.line ?? stem(of: path), summary: summary(of: tree), model: reader.model,
            expectations: ServiceExpectationReader(services: reader, sink: sink).read(tree["expect"]),
            duration: reader.duration, seed: tree["seed"]?.integer.flatMap(UInt64.init(exactly:)) ?? 1,
            clockStart: reader.clock)
        if let draft {
            scenario.network = ScenarioBuilder(tree: tree, draft: draft, presets: presets, sink: sink, traces: traces)
                .build(name: stem(of: path))
            scenario.networkActions = reader.networkActions
            scenario.places = ServicePlaces(draft: draft, sink: sink).places(reader.model, tree: tree)
        } else {
            checkAlone(tree, sink)
        }
        return Loaded(
            content: sink.hasErrors ? nil : scenario, diagnostics: sink.sorted(),
            places: draft.map { NetworkPlaces($0, in: sink) })
    }

    /// Whether it is worth reading the file for services: large topologies are not read twice for nothing.
    private static func mayHaveServices(_ path: String, _ files: FileSource) -> Bool {
        guard case .success(let bytes) = files.read(path) else { return false }
        let text = String(decoding: bytes, as: UTF8.self)
        return ["services", "sources", "monitors", "people", "extends"].contains { text.contains($0) }
    }

    /// What is said about a network needs one.
    private static func checkAlone(_ tree: Value, _ sink: DiagnosticSink) {
        for key in ["probes", "links", "lans", "groups"] {
            if let field = tree.field(key), !field.value.isNothing {
                sink.error("'\(key)' needs 'routers'", at: field.keyPosition)
            }
        }
        for item in tree["timeline"]?.items ?? [] where item["do"] == nil {
            sink.error("without routers an entry needs 'do', a list of actions on services", at: item.position)
        }
        for item in tree["expect"]?.items ?? [] where !ServiceExpectationReader.isMeant(item) {
            let subjects = ServiceExpectationReader.subjects.prefix(5).map { "'\($0)'" }.joined(separator: ", ")
            sink.error("an expectation about services needs \(subjects) or another of them", at: item.position)
        }
    }

    private static func summary(of tree: Value) -> String {
        var text = tree["description"]?.text ?? ""
        while text.last?.isNewline ?? false { text.removeLast() }
        return text
    }
}
