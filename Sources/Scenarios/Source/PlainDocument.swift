/// A document in YAML or JSON that is no scenario, for those who read other formats.
package enum PlainDocument {
    /// The tree of a text, or what is wrong with it.
    package static func read(_ octets: [UInt8], path: String) -> Loaded<Value> {
        let sink = DiagnosticSink()
        guard let text = String(validating: octets, as: UTF8.self) else {
            let file = sink.addFile(path: path)
            sink.error("the file is not UTF-8", at: Position(file: file, line: 0, column: 0))
            return Loaded(content: nil, diagnostics: sink.sorted())
        }
        var composer = YAMLComposer(file: sink.addFile(path: path, text: text), sink: sink)
        let root = composer.compose(text)
        return Loaded(content: sink.hasErrors ? nil : root, diagnostics: sink.sorted())
    }
}
