/// Reads files and what they refer to, and gives one normalized tree: topology and scenario together.
final class DocumentLoader {
    /// Scenarios that extend scenarios that extend … no further than this.
    private static let extensionLimit = 16

    private let files: FileSource
    private let sink: DiagnosticSink
    private var open: [String] = []

    init(files: FileSource, sink: DiagnosticSink) {
        self.files = files
        self.sink = sink
    }

    /// The tree of the file at `path`, with everything it refers to; `nil` where there is nothing to go on with.
    ///
    /// The key `network` holds the name of the topology, `name` that of the scenario.
    func document(path: String, referredToAt reference: Position? = nil) -> Value? {
        guard let root = read(path: path, referredToAt: reference, record: .scenario) else { return nil }
        let base: Value?
        if let parent = root["extends"], let name = parent.text {
            guard isAlone(root, besides: "extends") else { return nil }
            base = extended(name, at: parent.position, from: path)?.removing("name").removing("description")
        } else if let topology = root["topology"], let name = topology.text {
            guard isAlone(root, besides: "topology") else { return nil }
            base = read(path: resolvedPath(name, from: path), referredToAt: topology.position, record: .topology)
                .map { renamed(Normalizer(sink: sink).topology($0)) }
        } else {
            return Overlay(sink: sink).apply(root, to: renamed(Normalizer(sink: sink).topology(root), keepsName: true))
        }
        return base.map { base in
            let own =
                [
                    "name", "description", "seed", "clock", "begin", "start-spread", "duration", "timeline", "probes",
                    "expect",
                ] + Record.serviceKeys.map(\.name)
            let merged = own.reduce(base) { result, key in
                root.field(key).map { result.setting(key, to: $0.value, keyPosition: $0.keyPosition) } ?? result
            }
            return Overlay(sink: sink).apply(root, to: merged)
        }
    }

    private func extended(_ name: String, at place: Position, from path: String) -> Value? {
        open.append(path)
        defer { open.removeLast() }
        let target = resolvedPath(name, from: path)
        guard !open.contains(target) else {
            sink.error("'\(shortened(name))' extends this file in turn", at: place)
            return nil
        }
        guard open.count <= Self.extensionLimit else {
            sink.error("more than \(Self.extensionLimit) files extend one another", at: place)
            return nil
        }
        return document(path: target, referredToAt: place)
    }

    /// A file that builds on another says what is different under `change`, `add` and `remove`, not beside them.
    private func isAlone(_ root: Value, besides key: String) -> Bool {
        let others = Record.topologyKeys.map(\.name).filter { $0 != "name" && $0 != "description" } + ["topology"]
        for field in root.fields ?? [] where field.key != key && others.contains(field.key) {
            let advice =
                field.key == "topology" ? "it comes with the extended file" : "write it under 'change' or 'add'"
            sink.error("'\(field.key)' cannot stand beside '\(key)': \(advice)", at: field.keyPosition)
        }
        return true
    }

    private func renamed(_ topology: Value, keepsName: Bool = false) -> Value {
        guard let name = topology.field("name") else { return topology }
        let withNetwork = topology.setting("network", to: name.value)
        return keepsName ? withNetwork : withNetwork.removing("name").removing("description")
    }

    private func read(path: String, referredToAt reference: Position?, record: Record) -> Value? {
        switch files.read(path) {
        case .failure(let failure):
            report(failure, path: path, referredToAt: reference)
            return nil
        case .success(let bytes):
            guard let (text, file) = SourceText.decode(bytes, path: path, sink: sink) else { return nil }
            var composer = YAMLComposer(file: file, sink: sink)
            guard let root = composer.compose(text) else { return nil }
            guard root.fields != nil else {
                let what =
                    root.isNothing ? "the file is empty" : "\(record.summary) is a mapping, not \(root.kindOfContent)"
                sink.error(what, at: root.isNothing ? Position(file: file, line: 0, column: 0) : root.position)
                return nil
            }
            ShapeChecker(sink: sink).check(root, is: .record(record), label: "the file")
            return root
        }
    }

    private func report(_ failure: FileSource.Failure, path: String, referredToAt reference: Position?) {
        let problem =
            switch failure {
            case .missing: "no such file"
            case .isDirectory: "this is a directory, not a file"
            case .tooLarge: "the file is larger than \(FileSource.sizeLimit >> 20) MiB"
            case .unreadable(let reason): "the file cannot be read: \(reason)"
            }
        if let reference {
            sink.error("'\(shortened(path))': \(problem)", at: reference)
        } else {
            sink.error(problem, at: Position(file: sink.addFile(path: path), line: 0, column: 0))
        }
    }
}
