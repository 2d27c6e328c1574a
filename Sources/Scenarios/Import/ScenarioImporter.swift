import NetworkPrimitives

/// Turns descriptions of networks in other formats into scenario files.
///
/// What cannot be said in a scenario is an error; what was left out because it changes nothing that is emulated is a
/// warning. Nothing is dropped in silence.
public enum ScenarioImporter {
    public enum Format: String, CaseIterable, Sendable {
        /// `topology.yaml` or `topology.json` of a recorded lab, with its timeline.
        case oracle
        /// `spillway-neutral/1`: a JSON case with expected routes.
        case neutral
        /// A JSON case of services with the figures that are known of it.
        case services
    }

    /// Whose choices routers make where implementations differ.
    public enum Profile: String, CaseIterable, Sendable { case rfc, frr, bird }

    /// The text of a scenario file that means what the file at `path` says.
    ///
    /// No file, however broken, makes this trap.
    public static func load(
        path: String, format: Format, profile: Profile = .rfc, files: FileSource = .disk
    ) -> Loaded<String> {
        let sink = DiagnosticSink()
        var text: String?
        let root = tree(path: path, files: files, sink: sink)
        if let root {
            switch format {
            case .oracle:
                let topology = LabTopologyReader(sink: sink).read(root)
                text = topology.map { LabTopologyWriter(topology: $0, profile: profile, sink: sink).text() }
            case .neutral:
                text = NeutralWriter(neutral: NeutralCase(root), profile: profile, sink: sink).text()
            case .services: text = ServiceCaseWriter(root: root, sink: sink).text()
            }
            if let text, !sink.hasErrors { ImportCheck(root: root, sink: sink).check(text) }
        }
        return Loaded(content: sink.hasErrors ? nil : text, diagnostics: sink.sorted())
    }

    /// YAML holds JSON: one reader does for both.
    private static func tree(path: String, files: FileSource, sink: DiagnosticSink) -> Value? {
        func failure(_ message: String) -> Value? {
            sink.error(message, at: Position(file: sink.addFile(path: path), line: 0, column: 0))
            return nil
        }
        switch files.read(path) {
        case .failure(.missing): return failure("no such file")
        case .failure(.isDirectory): return failure("this is a directory, not a file")
        case .failure(.tooLarge): return failure("the file is larger than \(FileSource.sizeLimit >> 20) MiB")
        case .failure(.unreadable(let reason)): return failure("the file cannot be read: \(reason)")
        case .success(let bytes):
            guard let text = String(validating: bytes, as: UTF8.self) else { return failure("the file is not UTF-8") }
            var composer = YAMLComposer(file: sink.addFile(path: path, text: text), sink: sink)
            return composer.compose(text)
        }
    }
}
