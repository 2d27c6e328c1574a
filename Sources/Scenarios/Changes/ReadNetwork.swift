import Emulation
import NetworkPrimitives

/// A network as it was read, with the names in which changes of it are written.
public struct ReadNetwork: Sendable {
    let draft: NetworkDraft
    let presets: [Preset]

    /// One line of changes: what happens when, counted from its beginning, and how long all of it takes.
    public struct Change: Sendable {
        /// At fixed moments, in order.
        public var entries: [TimelineEntry]
        public var duration: Duration
    }

    public var configuration: NetworkConfiguration { draft.configuration }

    /// Reads changes as people type them, such as `cut a - b; run 2m; repair a - b`. O(length of the text).
    ///
    /// The places of mistakes are named `--change`, as those of the command line are.
    public func change(_ text: String) -> Loaded<Change> {
        let sink = DiagnosticSink()
        let line = ChangeText.line(text)
        let file = sink.addFile(path: "--change", text: line)
        let change = ChangeReader(draft: draft, presets: presets, sink: sink).read(line, file: file, line: 1, at: .zero)
        let content = Change(entries: change.entries, duration: change.end)
        return Loaded(content: sink.hasErrors ? nil : content, diagnostics: sink.sorted())
    }
}

extension ScenarioLoader {
    /// Reads the network of a topology file or of a scenario file, to which changes are made later; what happens to it in the
    /// file is left aside.
    public static func loadNetwork(path: String, files: FileSource = .disk) -> Loaded<ReadNetwork> {
        load(path: path, files: files) { _, draft, presets, _ in ReadNetwork(draft: draft, presets: presets) }
    }
}
